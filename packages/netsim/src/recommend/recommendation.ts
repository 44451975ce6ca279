/** What `recommendRules` answers: AWS's recommended tables, filled in, and what the network has of them. */
import type { Direction, Peer, ProtocolAndPorts, RuleRef } from "@netsim/core";
import type { HeaderSet, SCHEMA_VERSION, Unknown } from "../path/verdict.js";
import type { Edit } from "../repair/edit.js";

/** The tables of AWS's guides. */
export type TableName =
  | "load-balancer-security-group"
  | "target-security-group"
  | "load-balancer-network-acl"
  | "target-network-acl";

/** What a row is for. */
export type Purpose =
  | "listener"
  | "client-reply"
  | "target"
  | "health-check"
  | "target-reply"
  | "ping"
  | "all-outbound";

/** A row of AWS's tables, filled in. */
export interface RecommendedRule extends ProtocolAndPorts {
  readonly table: TableName;
  /** The security group or network ACL that is to have it; of several groups, the first. */
  readonly component: string;
  readonly direction: Direction;
  readonly purpose: Purpose;
  /** A block for network ACLs. */
  readonly peer: Peer;
  /** `present`: all of it is let through. `partial`: some. `missing`: nothing. */
  readonly status: "present" | "partial" | "missing";
  /** What of it is not let through. */
  readonly missing: HeaderSet;
}

/** A rule that lets through more than the tables have. */
export interface WiderRule {
  readonly component: string;
  readonly direction: Direction;
  readonly rule: RuleRef;
  /** What it lets through beyond them, at the load balancer or its targets. */
  readonly beyond: HeaderSet;
  /** How many packet headers that is, as a decimal number. */
  readonly packets: string;
}

/** The answer of `recommendRules`: AWS's tables filled in, and compared with what is there. */
export interface Recommendation {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly kind: "recommendation";
  readonly loadBalancer: string;
  readonly type: "classic" | "application" | "network";
  readonly scheme: "internet-facing" | "internal";
  /** `lacking`: not everything is let through that the tables have. `wider`: that, and more. */
  readonly status: "as-recommended" | "wider" | "lacking";
  readonly rules: readonly RecommendedRule[];
  readonly wider: readonly WiderRule[];
  /** What adds all that is missing. */
  readonly edits: readonly Edit[];
  /** What the network leaves out, so that rows may be missing here. */
  readonly unknowns: readonly Pick<Unknown, "component" | "code">[];
}
