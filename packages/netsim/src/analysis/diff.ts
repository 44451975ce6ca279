/** What `diffNetworks` answers: plain frozen data. */
import type { Packet, RuleRef } from "@netsim/core";
import type {
  Assumption,
  ClassicInstanceState,
  ComponentKind,
  HeaderSet,
  Phase,
  SCHEMA_VERSION,
  TargetState,
  Unknown,
} from "../path/verdict.js";
import type { EndpointKind } from "./endpoints.js";
import type { FlowStatus } from "./status.js";

/** Endpoints that no filter tells apart but by address, neither before nor after. */
export interface FlowEnd {
  readonly label: string;
  readonly kind: EndpointKind;
  /** Ids of instances, where an interface is their only one, otherwise of interfaces and nodes. */
  readonly members: readonly string[];
  /** Where it is asked for from inside a VPC by its public addresses. */
  readonly byPublicAddress?: boolean | undefined;
}

/** A record or rule that is not the same in both networks. */
export type DiffEdit =
  | { readonly change: "added" | "removed"; readonly kind: "rule"; readonly rule: RuleRef }
  | { readonly change: "changed"; readonly kind: "rule"; readonly before: RuleRef; readonly after: RuleRef }
  | {
      readonly change: "changed";
      readonly kind: "association";
      /** The interface, the load balancer or the subnet. */
      readonly resource: string;
      readonly key: "groups" | "networkAclId" | "routeTableId";
      readonly before: readonly string[];
      readonly after: readonly string[];
    }
  | {
      readonly change: "added" | "removed" | "changed";
      readonly kind: "record";
      /** The network's collection. */
      readonly collection: string;
      readonly id: string;
    };

/** What one network's filter, router or gateway does with the witness. */
export interface SpotDecision {
  readonly action: "allow" | "deny" | "unknown";
  /** The deciding rule; null where none matched, or none is asked. */
  readonly rule: RuleRef | null;
}

/** A place where the witness is treated differently, and by which edits. */
export interface Blame {
  readonly component: string;
  readonly kind: ComponentKind;
  readonly phase: Phase;
  readonly direction?: "ingress" | "egress" | undefined;
  /** The interface, node or subnet where it happens. */
  readonly attachedTo?: string | undefined;
  /** Null where the packet does not come by. */
  readonly before: SpotDecision | null;
  readonly after: SpotDecision | null;
  readonly edits: readonly DiffEdit[];
}

/** Packets between two classes that fare differently. */
export interface FlowChange {
  readonly from: FlowEnd;
  readonly to: FlowEnd;
  readonly before: FlowStatus;
  readonly after: FlowStatus;
  /** As the initiator sends them. What an endpoint would send to itself is not meant. */
  readonly packets: HeaderSet;
  /** One of them. */
  readonly witness: Packet;
  /** Why the witness fares differently; empty where one of the ends is in one network only. */
  readonly blame: readonly Blame[];
  /** Every edit that the blame names, once. */
  readonly edits: readonly DiffEdit[];
}

/**
 * What becomes of connections that are open at the moment of the edit. `cut-at-once`: their packets no longer pass.
 * `survives-until-idle`: security groups go on passing a tracked connection until it has been idle for so long; a new
 * one fails. `unknown`: AWS does not say.
 * "Security group connection tracking" https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
 */
export interface OpenConnections {
  readonly from: FlowEnd;
  readonly to: FlowEnd;
  readonly packets: HeaderSet;
  readonly witness: Packet;
  readonly verdict: "cut-at-once" | "survives-until-idle" | "unknown";
  /** Whether a new connection of the same packets works after the edit. */
  readonly newConnection: FlowStatus;
  /**
   * `tracked`: security groups know the connection. `untracked`: they do not, and a rule that it needs is gone.
   * `stateless`: a network ACL, a route or a gateway stops it, and these know no connections. `listener-changed`: nothing
   * listens there any more for new ones, and what becomes of open ones is not documented. `in-doubt`: the way is.
   */
  readonly reason:
    | "tracked"
    | "untracked"
    | "stateless"
    | "instance-not-running"
    | "listener-changed"
    | "endpoint-removed"
    | "in-doubt";
  /** Seconds without a packet until it is forgotten; null where AWS names none. Only of those that survive. */
  readonly idleSeconds?: number | null | undefined;
}

/** A target's state in AWS's words, behind a Classic Load Balancer or in a target group. */
export type AnyState = ClassicInstanceState | TargetState;

/** A target in another state. */
export interface StateDifference {
  /** Of the Classic Load Balancer, or of the target group. */
  readonly owner: string;
  readonly kind: "classic-load-balancer" | "target-group";
  readonly target: string;
  /** Null where it is not registered. */
  readonly before: AnyState | null;
  readonly after: AnyState | null;
}

/** The answer of `diffNetworks`. */
export interface DiffVerdict {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly kind: "diff";
  /** `unknown`: nothing differs for certain, and something is not known in one of the two. */
  readonly verdict: "same" | "different" | "unknown";
  readonly endpoints: { readonly added: readonly string[]; readonly removed: readonly string[] };
  /** What works, or works more often, and did not. */
  readonly starts: readonly FlowChange[];
  readonly stops: readonly FlowChange[];
  /** What is not known in one of the two networks, and is known in the other. */
  readonly doubts: readonly FlowChange[];
  readonly states: readonly StateDifference[];
  readonly open: readonly OpenConnections[];
  /** Of what the networks leave out, nothing is said. */
  readonly unknowns: readonly Pick<Unknown, "component" | "code" | "details">[];
  readonly assumptions: readonly Assumption[];
}
