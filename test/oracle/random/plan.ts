/**
 * What a random network looks like, before it is written down as AWS JSON. A plan has no ids: it refers to "the n-th
 * subnet", counted round and round, so that every combination of parts is valid and shrinking one part keeps the rest.
 */
import type { Traffic } from "./traffic.js";

export interface NetworkPlan {
  readonly first: VpcPlan;
  readonly second: VpcPlan | null;
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
  /** The first is the default group. */
  readonly groups: readonly GroupPlan[];
  readonly interfaces: readonly InterfacePlan[];
}

export interface SubnetPlan {
  readonly zone: 0 | 1;
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

export type Target = "internet" | "nat" | "blackhole" | "none";

export interface TablePlan {
  readonly defaultRoute: Target;
  readonly ipv6Default: "internet" | "egress-only" | "none";
  readonly peerRoute: "whole" | "first-subnet" | "none";
  readonly extras: readonly { readonly destination: number; readonly target: Target }[];
  readonly propagated: "none" | "default-route" | "inside-vpc" | "elsewhere";
  readonly rotateBy: number;
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
  readonly traffic: Traffic;
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
  readonly traffic: Traffic;
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
  readonly isInternal: boolean;
  readonly hasSecondNode: boolean;
  readonly crossZone: "on" | "off" | "absent";
  readonly listeners: readonly { readonly port: number; readonly instancePort: number }[];
  readonly healthPort: number;
  readonly isHealthHttp: boolean;
  /** The instances' groups admit the load balancer's group on the ports it needs. */
  readonly isTrusted: boolean;
  readonly isEgressOpen: boolean;
  /** Every how many instances one is registered. */
  readonly registeredEvery: number;
}
