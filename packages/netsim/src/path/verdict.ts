/**
 * What an evaluation answers: plain frozen data, in the words of Reachability Analyzer where it has them. No sentences:
 * those are made of it afterwards.
 * "How Reachability Analyzer works" https://docs.aws.amazon.com/vpc/latest/reachability/how-reachability-analyzer-works.html
 */
import type { Direction, Packet, RuleRef } from "@netsim/core";

/** The version of the shape of every result; it grows when a key changes its meaning or goes. */
export const SCHEMA_VERSION = 1;

/**
 * `reachable`: every packet of the question gets through and every reply comes back. `partial`: some do.
 * `unreachable`: none. `unknown`: the path meets something that the model does not support or the input leaves out.
 */
export type Reachability = "reachable" | "partial" | "unreachable" | "unknown";

/** A box of packet headers; every combination of its members is meant. */
export interface Header {
  /** `tcp`, `udp`, `icmp`, `icmpv6`, `all`, or protocol numbers and ranges such as `47` or `2-5`. */
  readonly protocol: string;
  /** CIDR blocks, and `first-last` where no one block fits. */
  readonly sourceAddresses: readonly string[];
  readonly destinationAddresses: readonly string[];
  /** `80` or `1024-65535`, ends included; for tcp and udp only. */
  readonly sourcePortRanges?: readonly string[];
  readonly destinationPortRanges?: readonly string[];
  /** For the ICMPs only. */
  readonly icmpTypes?: readonly string[];
  readonly icmpCodes?: readonly string[];
}

/** Disjoint boxes. */
export type HeaderSet = readonly Header[];

/** What kind of thing packets meet at a hop. */
export type ComponentKind =
  | "internet"
  | "network-interface"
  /** Of EC2-Classic, where instances have no interfaces of their own. */
  | "instance"
  | "load-balancer-node"
  | "security-group"
  | "network-acl"
  | "route-table"
  | "subnet"
  | "internet-gateway"
  | "nat-gateway"
  | "egress-only-internet-gateway"
  | "vpc-peering-connection"
  | "gateway-endpoint"
  | "private-link"
  /** The edge of EC2-Classic towards the internet. */
  | "ec2-classic"
  | "amazon-service"
  | "listener"
  | "application"
  | "unsupported";

/** Something that packets meet. */
export interface Component {
  readonly id: string;
  readonly kind: ComponentKind;
  /** Its `Name` tag, where it has one. */
  readonly name?: string | undefined;
}

/** What a hop did with some of the packets that came to it, and by which rule. */
export interface Decision {
  /**
   * `allow`, `deny`, `unknown`; `tracked`: the reply of an allowed connection, which a stateful filter passes without
   * a rule; `exempt`: traffic that AWS's filters never see.
   */
  readonly action: "allow" | "deny" | "unknown" | "tracked" | "exempt";
  /** The deciding rule, or null where no rule matched or none is needed. */
  readonly rule: RuleRef | null;
  readonly packets: HeaderSet;
}

/** One place on the way, with what happened to the packets there. */
export interface Hop {
  /** From 1, in one phase of one leg. */
  readonly sequenceNumber: number;
  /** The hop that the packets come from; absent at the start. Where a path branches, two hops come after the same one. */
  readonly after?: number | undefined;
  readonly component: Component;
  readonly direction?: Direction | undefined;
  /** The interface or node a security group is attached to, the subnet an ACL or a route table serves. */
  readonly attachedTo?: string | undefined;
  readonly status: "pass" | "partial" | "block" | "unknown";
  /** The rule that decided, where one decided alone. */
  readonly rule: RuleRef | null;
  /** Every case, in the order of the rules. */
  readonly decisions: readonly Decision[];
  /** The headers that arrive here, were nothing in the way before. */
  readonly inbound: HeaderSet;
  /** Those that leave, as they leave. */
  readonly outbound: HeaderSet;
}

/** The way there, or the way back. */
export type Phase = "forward" | "reply";

export const BLOCKER_KINDS = [
  "security-group",
  "network-acl",
  "route",
  "gateway",
  "peering",
  "network-interface",
  "load-balancer",
  "listener",
  "target",
  "application",
] as const;

/** What kind of thing stops packets. */
export type BlockerKind = (typeof BLOCKER_KINDS)[number];

/** Something that stops packets. All of them are named, also those behind another. */
export interface Blocker {
  /** The id of what blocks; of the first group where an interface has several. */
  readonly component: string;
  /** Every id involved, the first being `component`. */
  readonly components: readonly string[];
  readonly kind: BlockerKind;
  readonly name?: string | undefined;
  readonly direction: Direction;
  /** The name of the leg. */
  readonly leg: string;
  readonly phase: Phase;
  /** The place in the phase's hops. */
  readonly hop?: number | undefined;
  /** The interface, node or subnet where it happens. */
  readonly attachedTo?: string | undefined;
  /** The deciding rule, or null where no rule matched. */
  readonly rule: RuleRef | null;
  /** Our code; `docs/codes.md` lists them. */
  readonly code: string;
  /** Reachability Analyzer's explanation code where its meaning fits. */
  readonly awsCode: string | null;
  /** The headers it stops, as they are at that place. */
  readonly packets: HeaderSet;
  /** One of them. */
  readonly witness?: Packet | undefined;
  /** Further facts by name: ids, addresses, ports, states. */
  readonly details?: Readonly<Record<string, string | number | boolean | readonly string[]>> | undefined;
}

/** What made a verdict `unknown`. */
export interface Unknown {
  readonly component: string;
  readonly code: string;
  readonly leg: string;
  readonly phase: Phase;
  readonly details?: Readonly<Record<string, string | number | boolean | readonly string[]>> | undefined;
}

/** Something taken for granted because neither AWS's documents nor the input settle it. */
export interface Assumption {
  readonly code: string;
  /** What it is about. */
  readonly component?: string | undefined;
  readonly details?: Readonly<Record<string, string | number | boolean | readonly string[]>> | undefined;
}

/** Something that stops nothing by itself and may still hurt, such as path MTU discovery that does not get its messages. */
export interface Warning {
  readonly code: string;
  /** What it is about. */
  readonly component: string;
  /** The name of the leg it was found on. */
  readonly leg?: string | undefined;
  readonly details?: Readonly<Record<string, string | number | boolean | readonly string[]>> | undefined;
}

/** One transport connection: a way there and a way back. */
export interface Leg {
  /** Unique in a result; begins with the kind. */
  readonly name: string;
  readonly kind: "connection" | "client" | "target" | "health";
  readonly from: string;
  readonly to: string;
  readonly verdict: Reachability;
  readonly forward: { readonly hops: readonly Hop[] };
  readonly reply: { readonly hops: readonly Hop[] };
  /** Where one leg stands for many targets that are alike: their names. */
  readonly targets?: readonly string[] | undefined;
  /** The packets of the question, as the initiator sends them. */
  readonly asked: HeaderSet;
  /** Those that get through and whose replies come back, whatever port a NAT device picks on the way. */
  readonly working: HeaderSet;
  /** The others, the unknown ones included. */
  readonly failing: HeaderSet;
}

/** What every result carries. */
export interface Verdict {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly verdict: Reachability;
  readonly legs: readonly Leg[];
  readonly blockers: readonly Blocker[];
  readonly unknowns: readonly Unknown[];
  readonly assumptions: readonly Assumption[];
  readonly warnings: readonly Warning[];
}

/** The answer of `checkConnection`, and of one leg of a load balancer on its own. */
export interface ConnectionVerdict extends Verdict {
  readonly kind: "connection";
}

/** AWS's words for an instance behind a Classic Load Balancer. */
export interface ClassicInstanceState {
  readonly state: "InService" | "OutOfService" | "Unknown";
  readonly reasonCode: "ELB" | "Instance" | "N/A";
  readonly description: string;
}

/**
 * AWS's words for a target of a target group. `unavailable` without a reason code where it is not known, or where checks
 * come and go.
 * "TargetHealth" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html
 */
export interface TargetState {
  readonly state: "initial" | "healthy" | "unhealthy" | "unused" | "draining" | "unavailable";
  readonly reasonCode: string | null;
  readonly description: string | null;
}

/** The answer of `checkHealth`. */
export interface HealthVerdict extends Verdict {
  readonly kind: "health";
  /** Null for a target group that no load balancer uses. */
  readonly loadBalancer: string | null;
  /** The target groups that were asked about; none for a Classic Load Balancer. */
  readonly targetGroups: readonly string[];
  /**
   * By instance id, or by target: its id, `<id>:<port>` where that is registered on several ports, and
   * `<target group>/<target>` where two groups of the load balancer have it.
   */
  readonly states: Readonly<Record<string, ClassicInstanceState | TargetState>>;
}

/**
 * What clients get. `serving`: whoever asks is served by a healthy target, or answered by the listener itself.
 * `degraded`: some are not, or a zone is out. `fail-open`: requests go to targets that fail their health checks, and
 * get there. `down`: nobody is served. `unknown`: it cannot be told.
 */
export type Service = "serving" | "degraded" | "fail-open" | "down" | "unknown";

/**
 * What a client sees that is not served, or not by a target: an HTTP status; no answer at all (`timeout`); a connection
 * that is `refused`, that is `reset` once it is made, or that is accepted and `closed` without an answer.
 */
export interface Symptom {
  readonly kind: "http-status" | "timeout" | "refused" | "reset" | "closed";
  /** The HTTP status. */
  readonly status?: number | undefined;
  /** Why: the code of a blocker, or `fixed-response`, `redirect`. */
  readonly cause: string;
  /** Whether every client of the node sees it, or some: it depends on the source, the source port or the target. */
  readonly of: "all" | "some";
  /** The rule of the listener whose requests it is about, by priority; absent for its default actions. */
  readonly priority?: number | undefined;
}

/** What a client gets that asks one node. */
export interface NodeAnswer {
  readonly node: string;
  /** Null in EC2-Classic, which has no subnets. */
  readonly subnetId: string | null;
  readonly availabilityZone: string;
  readonly verdict: Reachability;
  readonly service: Service;
  /** The targets in service that the node may send to; with `isFailOpen` all that it sends to. */
  readonly targets: readonly string[];
  /** It has too few healthy targets and sends to unhealthy ones as well. */
  readonly isFailOpen: boolean;
  readonly symptoms: readonly Symptom[];
}

/** What clients get in one zone, and whether they find it. */
export interface ZoneAnswer {
  readonly availabilityZone: string;
  /** Null in EC2-Classic, which has no subnets. */
  readonly subnetId: string | null;
  readonly verdict: Reachability;
  readonly service: Service;
  /** Whether the load balancer's name resolves to the zone's addresses. */
  readonly isInDns: boolean;
  /** What the name resolves to in this zone: CIDR blocks of one address each, or the block that it is somewhere in. */
  readonly addresses: readonly string[];
  /** Why the zone is out of DNS: the target groups with too few healthy targets. */
  readonly lackingGroups: readonly string[];
}

/** What the load balancer's name resolves to. */
export interface DnsAnswer {
  readonly name: string | null;
  /** Public or private IPv4 addresses; IPv6 addresses are what they are. */
  readonly scope: "public" | "private";
  readonly families: readonly ("ipv4" | "ipv6")[];
  /** Every zone had too few healthy targets, so all stay in. */
  readonly isFailOpen: boolean;
}

/** One way that a listener handles requests: its default actions or a rule. */
export interface ActionAnswer {
  /** Absent for the default actions. */
  readonly priority?: number | undefined;
  readonly action: "forward" | "redirect" | "fixed-response";
  /** Clients log in, or bring a token, before that. */
  readonly authentication?: string | undefined;
  readonly targetGroups: readonly string[];
  readonly statusCode?: number | undefined;
  readonly verdict: Reachability;
}

/** The answer of `checkListener`. The verdict is over the zones that clients find in DNS. */
export interface ListenerVerdict extends Verdict {
  readonly kind: "listener";
  readonly loadBalancer: string;
  readonly port: number;
  readonly service: Service;
  readonly dns: DnsAnswer;
  readonly zones: readonly ZoneAnswer[];
  readonly nodes: readonly NodeAnswer[];
  /** How the listener handles the requests asked about; empty for a Classic Load Balancer, which sends all on. */
  readonly actions: readonly ActionAnswer[];
  readonly states: Readonly<Record<string, ClassicInstanceState | TargetState>>;
}

/** The answer of one of the three checks, told apart by its `kind`. */
export type AnyVerdict = ConnectionVerdict | ListenerVerdict | HealthVerdict;
