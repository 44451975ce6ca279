/** A change of a network as data: what one request to AWS does. */
import type { Cidr, Direction, Peer, ProtocolAndPorts, RouteTarget } from "@netsim/core";

/** A rule that a security group gets. */
export interface GroupRule extends ProtocolAndPorts {
  readonly peer: Peer;
}

/** An entry that a network ACL gets. */
export interface AclEntry extends ProtocolAndPorts {
  /** 1-32766. */
  readonly ruleNumber: number;
  readonly ruleAction: "allow";
  readonly cidrBlock: Cidr;
}

/** `AuthorizeSecurityGroupIngress` or `AuthorizeSecurityGroupEgress`. */
export interface AuthorizeSecurityGroupRule {
  readonly kind: "authorize-security-group-rule";
  readonly securityGroupId: string;
  readonly direction: Direction;
  readonly rule: GroupRule;
}

/** `CreateNetworkAclEntry`. */
export interface CreateNetworkAclEntry {
  readonly kind: "create-network-acl-entry";
  readonly networkAclId: string;
  readonly direction: Direction;
  readonly entry: AclEntry;
}

/** `ReplaceNetworkAclEntry`: the allow entry with that number gets a wider range of ports. */
export interface ReplaceNetworkAclEntry {
  readonly kind: "replace-network-acl-entry";
  readonly networkAclId: string;
  readonly direction: Direction;
  readonly entry: AclEntry;
}

/** `CreateRoute`. */
export interface CreateRoute {
  readonly kind: "create-route";
  readonly routeTableId: string;
  /** A block, or the id of a prefix list. */
  readonly destination: string;
  readonly target: RouteTarget;
}

/** `ReplaceRoute`. */
export interface ReplaceRoute {
  readonly kind: "replace-route";
  readonly routeTableId: string;
  readonly destination: string;
  readonly target: RouteTarget;
}

/** `AssociateRouteTable`, or `ReplaceRouteTableAssociation` where the subnet has an association of its own. */
export interface AssociateRouteTable {
  readonly kind: "associate-route-table";
  readonly subnetId: string;
  readonly routeTableId: string;
  /** The table that the subnet is associated with; null where it uses the main table of its VPC. */
  readonly replaces: string | null;
}

/** `AttachInternetGateway`. */
export interface AttachInternetGateway {
  readonly kind: "attach-internet-gateway";
  readonly internetGatewayId: string;
  readonly vpcId: string;
}

/** `AcceptVpcPeeringConnection`. */
export interface AcceptPeeringConnection {
  readonly kind: "accept-vpc-peering-connection";
  readonly vpcPeeringConnectionId: string;
}

/** `ModifyNetworkInterfaceAttribute`: the interface may forward what is not its own. */
export interface DisableSourceDestCheck {
  readonly kind: "disable-source-dest-check";
  readonly networkInterfaceId: string;
}

/** `StartInstances`. */
export interface StartInstance {
  readonly kind: "start-instance";
  readonly instanceId: string;
}

/** `ConfigureHealthCheck` of a Classic Load Balancer. */
export interface ConfigureHealthCheck {
  readonly kind: "configure-health-check";
  readonly loadBalancer: string;
  readonly healthCheck: {
    /** `HTTP:9000/ping`. */
    readonly target: string;
    readonly interval: number;
    readonly timeout: number;
    readonly unhealthyThreshold: number;
    readonly healthyThreshold: number;
  };
}

/** `ModifyTargetGroup`. */
export interface ModifyTargetGroup {
  readonly kind: "modify-target-group";
  readonly targetGroup: string;
  readonly arn: string | null;
  readonly healthCheckPort?: number | "traffic-port" | undefined;
  readonly healthCheckPath?: string | undefined;
}

/** What a load balancer is to the requests that change it. */
export type BalancerType = "classic" | "application" | "network";

/** `ModifyLoadBalancerAttributes`: cross-zone load balancing on. */
export interface EnableCrossZone {
  readonly kind: "enable-cross-zone";
  readonly loadBalancer: string;
  readonly type: BalancerType;
  readonly arn: string | null;
}

/** `ModifyTargetGroupAttributes`: cross-zone load balancing on. */
export interface EnableTargetGroupCrossZone {
  readonly kind: "enable-target-group-cross-zone";
  readonly targetGroup: string;
  readonly arn: string | null;
}

/** `AttachLoadBalancerToSubnets`, or `SetSubnets` with one more subnet. */
export interface EnableZone {
  readonly kind: "enable-zone";
  readonly loadBalancer: string;
  readonly type: BalancerType;
  readonly arn: string | null;
  readonly subnetId: string;
  /** All of its subnets from then on. */
  readonly subnets: readonly string[];
}

/** `EnableAvailabilityZonesForLoadBalancer`, in EC2-Classic. */
export interface EnableEc2ClassicZone {
  readonly kind: "enable-ec2-classic-zone";
  readonly loadBalancer: string;
  readonly availabilityZone: string;
}

/** A change to a network as data: a request to AWS's API, by its verb. */
export type Edit =
  | AuthorizeSecurityGroupRule
  | CreateNetworkAclEntry
  | ReplaceNetworkAclEntry
  | CreateRoute
  | ReplaceRoute
  | AssociateRouteTable
  | AttachInternetGateway
  | AcceptPeeringConnection
  | DisableSourceDestCheck
  | StartInstance
  | ConfigureHealthCheck
  | ModifyTargetGroup
  | EnableCrossZone
  | EnableTargetGroupCrossZone
  | EnableZone
  | EnableEc2ClassicZone;

const LOCAL_KINDS: readonly Edit["kind"][] = [
  "authorize-security-group-rule",
  "create-network-acl-entry",
  "replace-network-acl-entry",
];

/** Whether it may change which packets go where, and so settle what it is not about: a route, another health check, a zone. */
export function changesWays({ kind }: Edit): boolean {
  return !LOCAL_KINDS.includes(kind);
}

/** What an edit does, in few words: which free number an entry got is no difference. */
export function editKey(edit: Edit): string {
  if (edit.kind !== "create-network-acl-entry") return JSON.stringify(edit);
  const { networkAclId, direction, entry } = edit;
  return `${edit.kind} ${networkAclId} ${direction} ${entry.protocol} ${entry.fromPort} ${entry.toPort} ${entry.cidrBlock}`;
}

/** What an edit sets: of two edits in one set that set the same, the first is to spare. */
export function subjectOf(edit: Edit): string | undefined {
  switch (edit.kind) {
    case "replace-network-acl-entry":
      return `${edit.networkAclId} ${edit.direction} ${edit.entry.ruleNumber}`;
    case "create-route":
    case "replace-route":
      return `${edit.routeTableId} ${edit.destination}`;
    case "associate-route-table":
      return edit.subnetId;
    case "configure-health-check":
      return edit.loadBalancer;
    case "modify-target-group":
      return edit.targetGroup;
    default:
      return undefined;
  }
}
