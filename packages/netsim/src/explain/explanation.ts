/** Why a verdict is what it is, as data: what blocks and by which rule, what nearly matched, and what follows from it. */
import type { Cidr, Direction, Origin, Packet, Peer, RuleRef } from "@netsim/core";
import type {
  Blocker,
  BlockerKind,
  Component,
  ConnectionVerdict,
  Header,
  HeaderSet,
  HealthVerdict,
  ListenerVerdict,
  Phase,
  Reachability,
  Service,
  Symptom,
  Verdict,
} from "../path/verdict.js";

/** The verdicts that `explain` takes. */
export type ExplainableVerdict = ConnectionVerdict | ListenerVerdict | HealthVerdict;

/** The field of a rule that alone keeps it from matching a packet. */
export const NEAR_FIELDS = [
  "port-range",
  "icmp-type",
  "icmp-code",
  "group-reference",
  "peer",
  "destination",
  "address-family",
  "protocol",
] as const;
/** One of {@link NearRule}'s fields: what alone keeps a rule from matching a packet. */
export type NearField = (typeof NEAR_FIELDS)[number];

/** Values for one field of a rule, by the keys that the rule has for it. */
export type FieldValue =
  | { readonly protocol: number }
  | { readonly fromPort: number; readonly toPort: number }
  /** An ICMP type. */
  | { readonly fromPort: number }
  /** An ICMP code. */
  | { readonly toPort: number }
  | { readonly peer: Peer }
  | { readonly cidrBlock: Cidr }
  | { readonly destination: Cidr };

/** A rule that would have let packets through were one field of it another. */
export interface NearRule {
  readonly rule: RuleRef;
  readonly origin: Origin | null;
  readonly field: NearField;
  /** With this instead, the rule matches the packet. */
  readonly needs: FieldValue;
  /** The packet that it misses, as it is at that place. */
  readonly packet: Packet;
  readonly awsCode: string | null;
}

export const OVERRULED_CODES = ["earlier-rule-decides", "more-specific-route", "higher-priority-route"] as const;
/** Why a rule that matches does not decide. */
export type OverruledCode = (typeof OVERRULED_CODES)[number];

/** A rule that matches packets which another has decided about before. */
export interface OverruledRule {
  readonly code: OverruledCode;
  readonly awsCode: string | null;
  readonly rule: RuleRef;
  readonly origin: Origin | null;
  /** The rule that decided. */
  readonly by: RuleRef;
  /** The router whose route it is, where that is not what blocks. */
  readonly routeTable?: string | undefined;
  /** One of the packets. */
  readonly packet: Packet;
}

/** What would have to be there, where no rule matched. */
export interface MissingRule {
  readonly kind: "security-group-rule" | "network-acl-entry" | "route";
  /** Where: groups, any one of which will do; an ACL; a route table. */
  readonly in: readonly string[];
  /** The groups by which a rule can name the other side; null where it is known by its addresses only. */
  readonly groups: readonly string[] | null;
}

/** Packets that a rule knows no longer as those of a group's members. */
export interface LostIdentity {
  readonly groups: readonly string[];
  readonly senders: readonly string[];
  /** What changed or hid the sender. */
  readonly lostAt: string;
  /** Who they come from here. */
  readonly arrivesAs: readonly string[];
}

/** One place where packets stop. */
export type CausePlace = Pick<Blocker, "leg" | "phase" | "hop" | "attachedTo" | "packets" | "witness">;

/** One thing that blocks, wherever it does. */
export interface ExplainedCause {
  readonly code: string;
  /** Reachability Analyzer's explanation code where its meaning fits. */
  readonly awsCode: string | null;
  readonly kind: BlockerKind;
  readonly component: string;
  readonly components: readonly string[];
  readonly name?: string | undefined;
  readonly direction: Direction;
  /** The deciding rule, or null where none matched. */
  readonly rule: RuleRef | null;
  /** Where that rule was written. */
  readonly origin: Origin | null;
  readonly details?: Blocker["details"];
  readonly places: readonly [CausePlace, ...CausePlace[]];
  /** Absent where a rule decided that somebody wrote. */
  readonly missing?: MissingRule | undefined;
  /** The nearest first; null where it is not known, as of a verdict that has been JSON in between. */
  readonly nearest: readonly NearRule[] | null;
  /** Null where it is not known. */
  readonly overruled: readonly OverruledRule[] | null;
  readonly lost?: LostIdentity | undefined;
  /** The causes, by their place in the list, that this one follows from. */
  readonly followsFrom: readonly number[];
}

/** A filter that lets something through, by itself. */
export interface ConflictSide {
  readonly component: string;
  readonly components: readonly string[];
  readonly direction: Direction | undefined;
  readonly attachedTo?: string | undefined;
  readonly phase: Phase;
  readonly hop: number;
  readonly allows: HeaderSet;
}

export const CONFLICT_CODES = ["nothing-in-common", "no-common-port"] as const;

/** Filters of one way that each let something through, and together nothing. */
export interface Conflict {
  /** `nothing-in-common`: of the packets asked about. `no-common-port`: between these two ends, on whatever port. */
  readonly code: (typeof CONFLICT_CODES)[number];
  readonly legs: readonly string[];
  readonly sides: readonly ConflictSide[];
}

/** A leg that works in part. */
export interface PartialLeg {
  readonly leg: string;
  readonly works: readonly Sample[];
  readonly fails: readonly Sample[];
}

/** Packets of one kind, and one of them. */
export interface Sample {
  readonly packets: Header;
  readonly packet: Packet;
}

/**
 * A hop of which it is not known what it does, on a way that is blocked for certain: it makes nothing unknown yet, and
 * decides once the causes are gone.
 */
export interface Doubt {
  readonly component: Component;
  readonly leg: string;
  readonly phase: Phase;
  readonly hop: number;
}

/** What follows from the causes, by their place in the list. */
export type Effect = TargetEffect | NodeEffect | ZoneEffect;

/** A target that is not in service. */
export interface TargetEffect {
  readonly kind: "target";
  readonly target: string;
  readonly state: string;
  readonly reasonCode: string | null;
  /** The health checks of it that fail, at least for some ports. */
  readonly legs: readonly string[];
  readonly causes: readonly number[];
}

/** A node that does not serve all of its clients by healthy targets. */
export interface NodeEffect {
  readonly kind: "node";
  readonly node: string;
  readonly availabilityZone: string;
  readonly verdict: Reachability;
  readonly service: Service;
  readonly symptoms: readonly Symptom[];
  /** Its client and target legs that fail. */
  readonly legs: readonly string[];
  /** The targets out of service that it has found so or would send to. */
  readonly targets: readonly string[];
  readonly causes: readonly number[];
}

/** A zone that clients do not find in DNS. */
export interface ZoneEffect {
  readonly kind: "zone";
  readonly availabilityZone: string;
  readonly lackingGroups: readonly string[];
}

/** What was asked. */
export type Subject =
  | { readonly kind: "connection"; readonly from: string; readonly to: string }
  | { readonly kind: "listener"; readonly loadBalancer: string; readonly port: number; readonly service: Service }
  | { readonly kind: "health"; readonly loadBalancer: string | null; readonly targetGroups: readonly string[] };

/** The answer of `explain`: the verdict as it was, and why. */
export interface Explanation extends Verdict {
  readonly kind: "explanation";
  readonly about: Subject;
  /** Every blocker is at one place of one of these. */
  readonly causes: readonly ExplainedCause[];
  readonly conflicts: readonly Conflict[];
  readonly partial: readonly PartialLeg[];
  readonly doubts: readonly Doubt[];
  readonly effects: readonly Effect[];
}
