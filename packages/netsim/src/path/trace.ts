/** What a walk writes down: hops, blockers, unknowns, assumptions, and the filters met. */
import {
  type Case,
  type Direction,
  type FilterAction,
  intersectPackets,
  NO_PACKETS,
  type PacketSet,
  packetsEmpty,
  packetsOverlap,
  packetsWith,
  packetWitness,
  type RuleRef,
  subtractPackets,
} from "@netsim/core";
import { type Flight, mapSets, restrict, type Sets, without } from "./flight.js";
import { headersOf } from "./header.js";
import type { Passage } from "./passage.js";
import type { Assumption, Blocker, BlockerKind, Component, Decision, Hop, Phase, Unknown } from "./verdict.js";

export type Details = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** Why packets stop. */
export interface Cause {
  readonly kind: BlockerKind;
  readonly code: string;
  readonly awsCode: string | null;
  readonly rule?: RuleRef | null | undefined;
  /** Where it is not the hop's own component. */
  readonly component?: string | undefined;
  readonly components?: readonly string[] | undefined;
  readonly details?: Details | undefined;
}

/** Packets that a hop stops; all that come to it when left out. */
export interface Refusal {
  readonly stopped?: PacketSet;
  readonly cause: Cause;
}

export interface Effects {
  readonly refusals?: readonly Refusal[];
  /** It is not known what the hop does. */
  readonly doubt?: { readonly code: string; readonly details?: Details | undefined } | undefined;
  /** What it makes of headers. */
  readonly change?: (set: PacketSet) => PacketSet;
  /** The rule that sent the packets here. */
  readonly rule?: RuleRef | undefined;
}

/** What a filter leaves open, and by what it does. */
export interface Doubt {
  readonly component: string;
  readonly code: string;
  readonly details?: Details | undefined;
}

/** Where a hop is. */
export interface Spot {
  readonly component: Component;
  readonly direction?: Direction | undefined;
  readonly attachedTo?: string | undefined;
}

/** The collections whose records an answer depends on one by one; on the others it depends as a whole. */
export type Consulted = "securityGroups" | "networkAcls" | "routeTables";

export class Trace {
  readonly phase: Phase;
  readonly hops: Hop[] = [];
  readonly blockers: Omit<Blocker, "leg">[] = [];
  readonly unknowns: Omit<Unknown, "leg">[] = [];
  readonly assumptions: Assumption[] = [];
  /** The filters and tables that had a say, by collection and id; `*` where all of a collection had. */
  readonly consulted: Set<string> = new Set();
  /** The filters that were met, for what else may have to pass them. */
  readonly passages: Passage[] = [];

  constructor(phase: Phase) {
    this.phase = phase;
  }

  /** A hop that lets everything through as it is. */
  pass(flight: Flight, spot: Spot, rule: RuleRef | null = null, decisions: readonly Decision[] = []): Flight {
    return { ...flight, after: this.#hop(flight, spot, "pass", rule, decisions, flight.packets) };
  }

  /** A hop that lets everything through with other headers. */
  turn(flight: Flight, spot: Spot, sets: Sets): Flight {
    return { ...flight, ...sets, after: this.#hop(flight, spot, "pass", null, [], sets.packets) };
  }

  /**
   * A hop that stops some packets for causes of its own, is in doubt, or changes headers. What it stops goes on as
   * though it had not, so that the rest of the way is seen.
   */
  gate(flight: Flight, spot: Spot, effects: Effects): Flight {
    const refusals = (effects.refusals ?? []).flatMap(({ stopped, cause }) => {
      if (stopped === undefined) return [{ part: flight.packets, cause }];
      return packetsOverlap(stopped, flight.packets)
        ? [{ part: intersectPackets(flight.packets, stopped), cause }]
        : [];
    });
    let sets: Sets = flight;
    for (const { part } of refusals) sets = without(sets, part);
    if (effects.doubt) sets = restrict(sets, NO_PACKETS, flight.packets);
    const left = refusals.reduce((rest, { part }) => subtractPackets(rest, part), flight.packets);
    const decisions: Decision[] = refusals.map(({ part, cause }) => ({
      action: "deny",
      rule: cause.rule ?? null,
      packets: headersOf(part),
    }));
    if (effects.doubt) decisions.push({ action: "unknown", rule: null, packets: headersOf(left) });
    const changed = effects.change ? mapSets(sets, effects.change) : sets;
    const outbound = effects.change ? effects.change(left) : left;
    const status = effects.doubt
      ? "unknown"
      : refusals.length === 0
        ? "pass"
        : packetsEmpty(left)
          ? "block"
          : "partial";
    const [first] = refusals;
    const hop = this.#hop(flight, spot, status, first?.cause.rule ?? effects.rule ?? null, decisions, outbound);
    for (const { part, cause } of refusals) this.#blocker(spot, cause, part, hop);
    if (effects.doubt) this.#unknown(sets, spot.component.id, effects.doubt.code, effects.doubt.details);
    return { ...flight, ...changed, after: hop };
  }

  /** A filter: the cases of its rules, with the cause for each case that stops packets. */
  filter(
    flight: Flight,
    spot: Spot,
    cases: readonly Case<FilterAction>[],
    causeOf: (each: Case<FilterAction>) => Cause,
    doubtsOf: (each: Case<FilterAction>) => readonly Doubt[],
  ): Flight {
    const [only] = cases;
    const decisions = cases.map(
      (each): Decision => ({ action: each.action, rule: each.rule?.ref ?? null, packets: headersOf(each.packets) }),
    );
    const rule = cases.length === 1 ? (only?.rule?.ref ?? null) : null;
    if (cases.length === 1 && only?.action === "allow") {
      return { ...flight, after: this.#hop(flight, spot, "pass", rule, decisions, flight.packets) };
    }
    const allowed = packetsWith(cases, "allow");
    const inDoubt = packetsWith(cases, "unknown");
    const hop = this.#hop(flight, spot, statusOf(cases), rule, decisions, allowed);
    for (const each of cases) if (each.action === "deny") this.#blocker(spot, causeOf(each), each.packets, hop);
    for (const { component, code, details } of cases.filter((each) => each.action === "unknown").flatMap(doubtsOf)) {
      this.#unknown(flight, component, code, details);
    }
    return { ...flight, ...restrict(flight, allowed, inDoubt), after: hop };
  }

  /** Notes that the answer depends on this record, or on the whole collection. */
  consult(collection: Consulted, id: string = "*"): void {
    this.consulted.add(`${collection}/${id}`);
  }

  assume(code: string, component?: string, details?: Details): void {
    this.assumptions.push({ code, component, details });
  }

  /** Only what is still on its way makes a verdict unknown: packets that are stopped anyway do not. */
  #unknown(sets: Sets, component: string, code: string, details: Details | undefined): void {
    if (packetsEmpty(sets.possible) && packetsEmpty(sets.unknown)) return;
    this.unknowns.push({ component, code, phase: this.phase, details });
  }

  #blocker(spot: Spot, cause: Cause, stopped: PacketSet, hop: number): void {
    const component = cause.component ?? spot.component.id;
    this.blockers.push({
      component,
      components: cause.components ?? [component],
      kind: cause.kind,
      name: spot.component.name,
      direction: spot.direction ?? (this.phase === "forward" ? "ingress" : "egress"),
      phase: this.phase,
      hop,
      attachedTo: spot.attachedTo,
      rule: cause.rule ?? null,
      code: cause.code,
      awsCode: cause.awsCode,
      packets: headersOf(stopped),
      witness: packetWitness(stopped),
      details: cause.details,
    });
  }

  #hop(
    flight: Flight,
    spot: Spot,
    status: Hop["status"],
    rule: RuleRef | null,
    decisions: readonly Decision[],
    outbound: PacketSet,
  ): number {
    const sequenceNumber = this.hops.length + 1;
    this.hops.push({
      sequenceNumber,
      after: flight.after,
      component: spot.component,
      direction: spot.direction,
      attachedTo: spot.attachedTo,
      status,
      rule,
      decisions,
      inbound: headersOf(flight.packets),
      outbound: headersOf(outbound),
    });
    return sequenceNumber;
  }
}

function statusOf(cases: readonly Case<FilterAction>[]): Hop["status"] {
  if (cases.some((each) => each.action === "unknown")) return "unknown";
  if (cases.every((each) => each.action === "deny")) return "block";
  return cases.some((each) => each.action === "deny") ? "partial" : "pass";
}

export function ruleName(ref: RuleRef): string {
  switch (ref.kind) {
    case "security-group-rule":
      return `${ref.securityGroupId}/${ref.direction}/${ref.index}`;
    case "network-acl-entry":
      return `${ref.networkAclId}/${ref.direction}/${ref.ruleNumber}`;
    case "route":
      return `${ref.routeTableId}/${ref.index}`;
    case "listener":
      return `${ref.loadBalancer}/${ref.index}`;
  }
}
