/**
 * What a random network looks like before it has ids. A plan refers to "the n-th subnet", counted round and round, so that
 * every combination of parts is a valid network and shrinking one part keeps the rest.
 */
import type { ProtocolAndPorts } from "@netsim/core";
import type { GeneratedLoadBalancer } from "./constraints.js";

export interface NetworkPlan {
  /** One or two; the load balancer is in the first. */
  readonly vpcs: readonly VpcPlan[];
  readonly peering: PeeringPlan | null;
  readonly balancer: BalancerPlan | null;
}

export interface VpcPlan {
  readonly hasSecondBlock: boolean;
  readonly hasIpv6: boolean;
  readonly internetGateway: "attached" | "detached" | "none";
  readonly hasEgressOnlyGateway: boolean;
  readonly nat: NatPlan | null;
  readonly subnets: readonly SubnetPlan[];
  /** The first is the main table. */
  readonly tables: readonly TablePlan[];
  /** The first is the default ACL. */
  readonly acls: readonly AclPlan[];
  readonly groups: readonly GroupPlan[];
  /** Whether the first group is the VPC's default group; otherwise that is as AWS made it. */
  readonly usesDefaultGroup: boolean;
  readonly interfaces: readonly InterfacePlan[];
}

export interface SubnetPlan {
  readonly zone: number;
  readonly inSecondBlock: boolean;
  readonly table: number;
  readonly acl: number;
}

export interface NatPlan {
  readonly subnet: number;
  readonly state: "available" | "pending" | "failed" | "deleted";
  readonly isPrivate: boolean;
  /** Its interface is listed among the network interfaces too. */
  readonly hasInterface: boolean;
  /** Its subnet uses a planned table like the others, which may even lead back to it; otherwise a public one. */
  readonly hasPlannedTable: boolean;
}

export type PlannedTarget = "internet" | "nat" | "transit-gateway" | "blackhole" | "none";

export interface TablePlan {
  readonly defaultRoute: PlannedTarget;
  readonly ipv6Default: "internet" | "egress-only" | "none";
  readonly peerRoute: "whole" | "first-subnet" | "none";
  readonly extras: readonly { readonly destination: number; readonly target: PlannedTarget }[];
  readonly propagated: "none" | "default-route" | "inside-vpc" | "elsewhere";
}

export interface AclPlan {
  /** As AWS makes the default ACL: everything, both ways. */
  readonly isOpen: boolean;
  /** The last allow before the final deny, each way. */
  readonly lastAllow: { readonly ingress: boolean; readonly egress: boolean };
  readonly entries: readonly EntryPlan[];
}

export interface EntryPlan {
  readonly number: number;
  readonly egress: boolean;
  readonly action: "allow" | "deny";
  readonly traffic: ProtocolAndPorts;
  readonly block: BlockPlan;
}

/** 0 is everyone; higher numbers are VPCs, subnets, interfaces and hosts outside. */
export interface BlockPlan {
  readonly ipv6: boolean;
  readonly index: number;
}

export interface GroupPlan {
  readonly ingress: "open" | readonly RulePlan[];
  readonly egress: "open" | readonly RulePlan[];
}

export interface RulePlan {
  readonly traffic: ProtocolAndPorts;
  readonly peer:
    | { readonly kind: "block"; readonly block: BlockPlan }
    | { readonly kind: "group"; readonly index: number }
    | { readonly kind: "self" | "prefix-list" };
}

export interface InterfacePlan {
  readonly subnet: number;
  readonly groups: readonly number[];
  readonly secondaryAddresses: number;
  readonly publicOn: "primary" | "secondary" | "none";
  readonly hasIpv6: boolean;
  /** Attached to the VPC's first instance, if that is in the same zone, instead of to one of its own. */
  readonly joinsFirstInstance: boolean;
}

export interface PeeringPlan {
  readonly status: "active" | "pending-acceptance" | "deleted";
  readonly isInterRegion: boolean;
}

export interface BalancerPlan {
  readonly type: GeneratedLoadBalancer;
  readonly isInternal: boolean;
  readonly isDualStack: boolean;
  /** How many zones are enabled at most. */
  readonly nodes: number;
  /** `absent`: AWS's default, or not known of a Classic Load Balancer. */
  readonly crossZone: "on" | "off" | "absent";
  readonly listeners: readonly { readonly port: number; readonly instancePort: number }[];
  readonly healthPort: number;
  readonly isHealthHttp: boolean;
  /** The instances' groups admit the load balancer's group on the ports it needs. */
  readonly isTrusted: boolean;
  readonly isEgressOpen: boolean;
  /** Every how many instances one is registered. */
  readonly registeredEvery: number;
  readonly hasInterfaces: boolean;
  readonly forwarding: ForwardingPlan;
}

/** What only Application and Network Load Balancers have. */
export interface ForwardingPlan {
  /** Of a Network Load Balancer. */
  readonly hasGroups: boolean;
  readonly protocol: "TCP" | "TLS" | "UDP" | "TCP_UDP";
  readonly targetType: "instance" | "ip";
  /** Targets are reached by IPv6, where they are addresses and the load balancer is dual-stack. */
  readonly isIpv6: boolean;
  readonly keepsClients: "true" | "false" | "absent";
  readonly groupCrossZone: "true" | "false" | "absent";
  readonly isCheckedOnTrafficPort: boolean;
  /** Every second target is registered on a port of its own. */
  readonly hasOwnPorts: boolean;
  /** The groups of all interfaces but the nodes' let everybody in on the ports of targets and health checks. */
  readonly isOpen: boolean;
}
