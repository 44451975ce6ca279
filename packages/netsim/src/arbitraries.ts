/** The public names of `netsim/arbitraries`, listed by hand. Needs fast-check. */
export { type AddressConstraints, arbAddress, arbFamily } from "./arbitraries/address.js";
export { arbBlock, type BlockConstraints } from "./arbitraries/block.js";
export type { GeneratedLoadBalancer, NetworkConstraints } from "./arbitraries/constraints.js";
export { type NetworkEdit, withEdits } from "./arbitraries/edit.js";
export type { EditKind } from "./arbitraries/edit-kinds.js";
export { arbEdit, arbEdits, type EditConstraints, type EditsConstraints } from "./arbitraries/edits.js";
export {
  arbFault,
  arbNetworkWithFault,
  type Fault,
  type FaultConstraints,
  faultsOf,
  type NetworkWithFault,
  type NetworkWithFaultConstraints,
} from "./arbitraries/fault.js";
export type { FaultKind } from "./arbitraries/fault-kinds.js";
export {
  arbFlow,
  arbNetworkWithFlows,
  type FlowConstraints,
  type NetworkWithFlows,
  type NetworkWithFlowsConstraints,
} from "./arbitraries/flow.js";
export { explanationsLeadToRepairs, groupRulesOnlyAllow, renumberingChangesNothing } from "./arbitraries/laws.js";
export { arbNetwork, arbNetworkInput } from "./arbitraries/network.js";
export { arbNetworkAcl, arbNetworkAclEntries, type NetworkAclConstraints } from "./arbitraries/network-acl.js";
export {
  type BreakingInput,
  type EditsProperty,
  type ExposureInput,
  neverBreaks,
  neverExposes,
} from "./arbitraries/properties.js";
export { arbRoutes, type RouteConstraints } from "./arbitraries/route-table.js";
export {
  arbSecurityGroup,
  arbSecurityGroupRule,
  type SecurityGroupConstraints,
  type SecurityGroupRuleConstraints,
} from "./arbitraries/security-group.js";
export {
  arbIcmpNumber,
  arbPort,
  arbPortRange,
  arbProtocol,
  arbTraffic,
  type TrafficConstraints,
} from "./arbitraries/traffic.js";
export { arbWorkingNetwork, isServing, servingVerdicts } from "./arbitraries/working-network.js";
export type { WorkingConstraints } from "./arbitraries/working-plan.js";
