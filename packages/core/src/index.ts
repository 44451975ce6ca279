/** The public names of `@netsim/core`, listed by hand. */

export { memoize } from "./memo.js";
export {
  type ClassicHealthCheck,
  type ClassicHealthCheckInput,
  type ClassicListener,
  type ClassicListenerInput,
  type ClassicLoadBalancer,
  type ClassicLoadBalancerInput,
  type ClassicProtocol,
  type HealthCheckTarget,
  parseHealthCheckTarget,
} from "./model/classic-load-balancer.js";
export { createNetwork, network } from "./model/create-network.js";
export {
  AMAZON_ELB,
  AMAZON_ELB_SECURITY_GROUP,
  EC2_CLASSIC,
  EC2_CLASSIC_RANGE,
  type Ec2ClassicPlacement,
  ec2ClassicGroup,
  ec2ClassicNames,
} from "./model/ec2-classic.js";
export type { Ec2ClassicPlacementInput } from "./model/ec2-classic-instance.js";
export { editNetwork, tryEditNetwork } from "./model/edit-network.js";
export type {
  EgressOnlyInternetGateway,
  GatewayEndpoint,
  GatewayEndpointInput,
  InternetGateway,
  InternetGatewayInput,
  NatGateway,
  NatGatewayInput,
} from "./model/gateway.js";
export type { Instance, InstanceInput, InstanceStateName, Service, ServiceInput } from "./model/instance.js";
export {
  type ConditionField,
  type ForwardInput,
  forwardsOf,
  type Listener,
  type ListenerAction,
  type ListenerActionInput,
  type ListenerInput,
  type ListenerProtocol,
  type ListenerRule,
  type ListenerRuleInput,
  listenerTransports,
  type RedirectParts,
  type ResponseParts,
  type RuleCondition,
  targetGroupsOf,
  type WeightedTargetGroup,
} from "./model/listener.js";
export type { IdsOf, LiteralInput, LiteralNetwork, NetworkIds } from "./model/literal-network.js";
export type {
  LoadBalancer,
  LoadBalancerInput,
  LoadBalancerIpAddressType,
  LoadBalancerSubnet,
  LoadBalancerSubnetInput,
  LoadBalancerType,
} from "./model/load-balancer.js";
export {
  instanceOf,
  interfaceAt,
  interfaceWithPublicIp,
  internetGatewayOf,
  networkAclOf,
  primaryInterface,
  ROUTE_TARGET_COLLECTIONS,
  routeTableOf,
  subnetAt,
  subnetsOf,
  vpcBlocks,
  vpcOfInstance,
} from "./model/lookup.js";
export { isMissing, isMissingRecord, type Missing } from "./model/missing.js";
export {
  type ById,
  type Collection,
  isNetwork,
  type Network,
  type NetworkDraft,
  type NetworkInput,
  recordOf,
} from "./model/network.js";
export {
  allowAllEntries,
  LAST_RULE_NUMBER,
  type NetworkAcl,
  type NetworkAclEntry,
  type NetworkAclEntryInput,
  type NetworkAclInput,
} from "./model/network-acl.js";
export {
  interfaceAddresses,
  type NetworkInterface,
  type NetworkInterfaceInput,
  type PrivateIpAddress,
} from "./model/network-interface.js";
export type { Described, Origin } from "./model/origin.js";
export type { PeeringConnection, PeeringConnectionInput, PeeringSide, PeeringSideInput } from "./model/peering.js";
export { type ProtocolAndPorts, type ProtocolAndPortsInput, rulePackets } from "./model/ports.js";
export type { PrefixList, PrefixListInput } from "./model/prefix-list.js";
export {
  type Route,
  type RouteInput,
  type RouteTable,
  type RouteTableInput,
  type RouteTarget,
  type RouteTargetType,
  routeTargetId,
  routeTargetOf,
} from "./model/route-table.js";
export {
  allowAllRules,
  type Peer,
  type SecurityGroup,
  type SecurityGroupInput,
  type SecurityGroupRule,
  type SecurityGroupRuleInput,
} from "./model/security-group.js";
export { reservedAddresses, type Subnet, type SubnetInput, subnetBlocks } from "./model/subnet.js";
export { targetAddressPlace } from "./model/target-address.js";
export {
  canChangeClientIp,
  keepsClientIp,
  type MinimumHealthyTargets,
  type MinimumHealthyTargetsInput,
  type Target,
  type TargetGroup,
  type TargetGroupInput,
  type TargetGroupProtocol,
  type TargetInput,
  type TargetType,
  targetGroupKind,
  targetNames,
} from "./model/target-group.js";
export {
  matchesStatus,
  type TargetGroupKind,
  type TargetHealthCheck,
  type TargetHealthCheckInput,
} from "./model/target-health-check.js";
export type { InternetGatewayBlockMode, Vpc, VpcInput } from "./model/vpc.js";
export {
  type AddressSet,
  ALL_ADDRESSES,
  addressCount,
  addressesEmpty,
  addressesEqual,
  addressesHave,
  addressesOf,
  addressSet,
  addressWitness,
  blocksOf,
  formatAddresses,
  formatRanges,
  intersectAddresses,
  NO_ADDRESSES,
  subtractAddresses,
  uniteAddresses,
  uniteAll,
  uniteBlocks,
} from "./packet/address-set.js";
export {
  ALL_IPV4,
  ALL_IPV6,
  type Cidr,
  cidr,
  cidrCovers,
  cidrFamily,
  cidrHas,
  cidrHost,
  cidrSize,
  cidrSubnet,
  cidrsOverlap,
  commonBits,
  hostCidr,
  maskCidr,
  PRIVATE_BLOCKS,
  parseCidr,
  prefixLength,
  SHARED_BLOCK,
} from "./packet/cidr.js";
export { FAMILIES, type Family, type IpAddress, ip, ipFamily, isIp, parseIp } from "./packet/ip.js";
export type { Packet } from "./packet/packet.js";
export {
  ALL_PACKETS,
  type Box,
  complementPackets,
  intersectPackets,
  NO_PACKETS,
  type PacketSet,
  packetBoxes,
  packetCount,
  packetSet,
  packets,
  packetsCover,
  packetsEmpty,
  packetsEqual,
  packetsHave,
  packetsOfBoxes,
  packetsOverlap,
  packetWitness,
  type Sides,
  subtractPackets,
  unitePackets,
} from "./packet/packet-set.js";
export {
  ALL_PORTS,
  EPHEMERAL_PORTS,
  type EphemeralPreset,
  formatPorts,
  isEphemeralPreset,
  type Ports,
  parsePorts,
} from "./packet/port-range.js";
export {
  ALL_PROTOCOLS,
  ICMP,
  ICMPV6,
  type ProtocolClass,
  parseProtocol,
  protocolClass,
  protocolName,
  TCP,
  UDP,
} from "./packet/protocol.js";
export {
  answeredBy,
  type End,
  masquerade,
  redirect,
  replyTo,
  sourcesOf,
  translate,
  unanswered,
  unmasquerade,
} from "./packet/rewrite.js";
export type { Identity, Traffic } from "./packet/traffic.js";
export {
  type Failure,
  failure,
  formatPath,
  type Issue,
  issue,
  moveIssue,
  NetsimError,
  type Ok,
  ok,
  type Path,
  type Result,
  show,
  unwrap,
} from "./result.js";
export { concernsAllOf, coverOf } from "./rules/cover.js";
export { decide, type Probe, probe } from "./rules/decide.js";
export { type AcceptAction, listenerRules } from "./rules/listener.js";
export { networkAclRules } from "./rules/network-acl.js";
export { type RouteAction, routeRules } from "./rules/route-table.js";
export type { Direction, FinalAclEntry, RuleRef } from "./rules/rule-ref.js";
export { type Case, concerns, matchingRules, packetsWith, type Rule, type RuleSet, split } from "./rules/rule-set.js";
export { type FilterAction, securityGroupRuleMatch, securityGroupRules } from "./rules/security-group.js";
export {
  complementIntervals,
  EMPTY_INTERVALS,
  type IntervalSet,
  intersectIntervals,
  interval,
  intervalCount,
  intervals,
  intervalsEmpty,
  intervalsEqual,
  intervalsHave,
  intervalWitness,
  ranges,
  subtractIntervals,
  uniteIntervals,
} from "./set/interval-set.js";
export {
  asIntervals,
  boxes,
  complementProduct,
  factor,
  intersectProducts,
  multiply,
  type ProductSet,
  prepend,
  productEmpty,
  productHas,
  productSize,
  productsEqual,
  productWitness,
  subtractProducts,
  uniteProducts,
} from "./set/product-set.js";
