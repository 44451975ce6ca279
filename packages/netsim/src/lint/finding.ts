/** What `lint` answers: plain frozen data. No sentences: those are made of it afterwards. */
import type { Direction, Origin, Packet, RuleRef } from "@netsim/core";
import type { Blocker, HeaderSet, SCHEMA_VERSION } from "../path/verdict.js";

/** Every kind of finding, the most important ones first. `docs/lint.md` has cause and cure of each. */
export const LINT_CODES = [
  "acl-entry-never-decides",
  "group-rule-never-decides",
  "acl-entry-changes-nothing",
  "group-rule-implied",
  "acl-drops-replies",
  "acl-drops-some-replies",
  "ephemeral-range-too-narrow",
  "group-reference-without-members",
  "group-reference-unpeered",
  "health-check-not-open",
  "listener-not-open",
  "open-port-without-listener",
  "zone-without-targets",
  "load-balancer-without-internet-route",
  "blackhole-route",
  "asymmetric-routing",
  "open-to-internet",
  "group-not-attached",
  "acl-not-associated",
  "silence-without-finding",
] as const;

/** The code of a kind of finding; `docs/lint.md` lists them. */
export type LintCode = (typeof LINT_CODES)[number];

/**
 * `error`: something that is set up does not work. `warning`: it does not do what it says, or does more than anything
 * needs. `note`: it could be left out.
 */
export type Severity = "error" | "warning" | "note";

/** What kind of record a finding is about. */
export type FindingKind =
  | "security-group"
  | "network-acl"
  | "route-table"
  | "load-balancer"
  | "target-group"
  | "network-interface"
  | "vpc-peering-connection"
  | "silence";

/** What a finding rests on, so that it can be checked without trust in who found it. */
export type Proof =
  /**
   * All packets that the rule matches are matched by these rules as well; none of them can be left out. `packets` where
   * it is about fewer: those that there can be.
   */
  | { readonly kind: "covered"; readonly packets?: HeaderSet | undefined; readonly by: readonly RuleRef[] }
  /** The packets that the entry decides, and the entries that decide the same about them when it is gone. */
  | { readonly kind: "same-decision"; readonly packets: HeaderSet; readonly by: readonly RuleRef[] }
  /** Requests that get in and whose replies these entries stop, with one of each. */
  | {
      readonly kind: "dropped-replies";
      readonly requests: HeaderSet;
      readonly replies: HeaderSet;
      readonly by: readonly RuleRef[];
      readonly request: Packet;
      readonly reply: Packet;
    }
  /** The packets in question and what decides them: rules, or none where no rule matches. */
  | {
      readonly kind: "packets";
      readonly packets: HeaderSet;
      readonly by: readonly RuleRef[];
      readonly witness: Packet | undefined;
    }
  /** What stops the health checks. */
  | { readonly kind: "blockers"; readonly blockers: readonly Blocker[] }
  /** All records that stand in a relation, where the finding is that there are none or only these. */
  | { readonly kind: "records"; readonly relation: Relation; readonly ids: readonly string[] };

/**
 * `carriers`: interfaces and load balancers with the group. `peerings`: active peering connections between the two VPCs.
 * `targets-in-zone`: registered targets in the zone. `subnets`: those that use the ACL. `findings`: those of the code.
 * `target`: what the route leads to.
 */
export type Relation = "carriers" | "peerings" | "targets-in-zone" | "subnets" | "findings" | "target";

export type Details = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** One thing that is not as it should be, with its proof. */
export interface Finding {
  readonly code: LintCode;
  readonly severity: Severity;
  /** The id of the record that it is about. */
  readonly component: string;
  readonly kind: FindingKind;
  /** The record's `Name` tag, or the name of a group. */
  readonly name?: string | undefined;
  readonly direction?: Direction | undefined;
  /** The rule, entry, route or listener that it is about; absent where it is about the record as a whole. */
  readonly rule?: RuleRef | undefined;
  /** Where the rule, or else the record, was written. */
  readonly origin?: Origin | undefined;
  readonly proof: Proof;
  readonly details: Details;
}

/** What could not be looked at. */
export interface LintUnknown {
  /** `not-in-input`: the input leaves it out. `not-known`: a verdict that it takes is `unknown`. */
  readonly code: "not-in-input" | "not-known";
  /** The record that cannot be judged; absent where it is all. */
  readonly component?: string | undefined;
  /** The collection that is left out, as in `network.missing`; or the code of the verdict's unknown (`docs/codes.md`). */
  readonly missing: string;
  /** The findings that there may be besides those listed. */
  readonly codes: readonly LintCode[];
}

/** A finding that is kept, and why. */
export interface SilencedFinding {
  readonly finding: Finding;
  readonly reason: string;
}

/** The answer of `lint`. */
export interface LintResult {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly kind: "lint";
  /** In the order of {@link LINT_CODES}. */
  readonly findings: readonly Finding[];
  readonly silenced: readonly SilencedFinding[];
  readonly unknowns: readonly LintUnknown[];
}
