/** Filters of one way that each let something through, and together nothing: to edit one of them does not help. */
import {
  EMPTY_INTERVALS,
  formatPorts,
  hostCidr,
  type IntervalSet,
  intersectIntervals,
  interval,
  intervalsEmpty,
  type Packet,
  packetWitness,
  protocolClass,
  protocolName,
  type Rule,
  subtractIntervals,
  uniteIntervals,
} from "@netsim/core";
import { type Evidence, evidenceOf } from "../path/evidence.js";
import type { Blocker, HeaderSet, Hop, Leg, Phase } from "../path/verdict.js";
import type { Conflict, ConflictSide, ExplainableVerdict } from "./explanation.js";
import { missesOf } from "./misses.js";

type Found = Omit<Conflict, "legs">;

export function conflictsOf(verdict: ExplainableVerdict): readonly Conflict[] {
  const found = new Map<string, { readonly conflict: Found; readonly legs: string[] }>();
  for (const leg of verdict.legs) {
    if (leg.verdict !== "unreachable") continue;
    for (const conflict of [...ofWhatIsAsked(leg), ...ofEveryPort(leg, verdict.blockers)]) {
      const key = keyOf(conflict);
      const known = found.get(key);
      if (known) known.legs.push(leg.name);
      else found.set(key, { conflict, legs: [leg.name] });
    }
  }
  return [...found.values()].map(({ conflict: { code, sides }, legs }) => ({ code, legs, sides }));
}

/** Which filters, and by which ports, whoever the ends are. */
function keyOf({ code, sides }: Found): string {
  const parts = sides.map(({ components, direction, phase, allows }) => [
    components,
    direction,
    phase,
    allows.map((each) => [each.protocol, each.sourcePortRanges, each.destinationPortRanges, each.icmpTypes]),
  ]);
  return JSON.stringify([code, parts]);
}

/** Nothing works, although no hop stops everything that comes to it. */
function ofWhatIsAsked(leg: Leg): readonly Found[] {
  const hops = (["forward", "reply"] as const).flatMap((phase) => leg[phase].hops.map((hop) => ({ phase, hop })));
  if (hops.some(({ hop }) => hop.status === "block" || hop.status === "unknown")) return [];
  const partial = hops.filter(({ hop }) => hop.status === "partial");
  if (partial.length < 2) return [];
  return [{ code: "nothing-in-common", sides: partial.map(({ phase, hop }) => sideOf(phase, hop, passed(hop))) }];
}

/** What a filter lets through; of another hop what leaves it. */
function passed({ decisions, outbound }: Hop): HeaderSet {
  const allowed = decisions.filter((each) => each.action === "allow");
  return allowed.length > 0 ? allowed.flatMap((each) => each.packets) : outbound;
}

function sideOf(phase: Phase, hop: Hop, allows: HeaderSet): ConflictSide {
  const { component, direction, attachedTo, sequenceNumber } = hop;
  return {
    component: component.id,
    components: [component.id],
    direction,
    attachedTo,
    phase,
    hop: sequenceNumber,
    allows,
  };
}

interface Side {
  readonly hop: Hop;
  readonly packet: Packet;
  readonly ports: IntervalSet;
}

/** What the one lets out between two ends and what the other lets in have no port in common, whichever is asked for. */
function ofEveryPort(leg: Leg, blockers: readonly Blocker[]): readonly Found[] {
  const { hops } = leg.forward;
  const blocking = blockers.filter((each) => each.leg === leg.name && each.phase === "forward" && isFilter(each.kind));
  if (blocking.length === 0) return [];
  const sides = hops.flatMap((hop) => sideAt(hops, hop) ?? []);
  return sides.flatMap((out, at) =>
    sides.slice(at + 1).flatMap((into): readonly Found[] => {
      if (out.hop.direction !== "egress" || into.hop.direction !== "ingress" || !isSameWay(out.packet, into.packet))
        return [];
      if (!blocking.some((each) => each.hop === out.hop.sequenceNumber || each.hop === into.hop.sequenceNumber))
        return [];
      if (!intervalsEmpty(intersectIntervals(out.ports, into.ports))) return [];
      const both = [out, into].map((side) => ({
        ...sideOf("forward", side.hop, [headerOf(side)]),
        components: componentsAt(side.hop, blocking),
      }));
      return [{ code: "no-common-port", sides: both }];
    }),
  );
}

function isFilter(kind: string): boolean {
  return kind === "security-group" || kind === "network-acl";
}

function componentsAt({ component, sequenceNumber }: Hop, blockers: readonly Blocker[]): readonly string[] {
  return blockers.find((each) => each.hop === sequenceNumber)?.components ?? [component.id];
}

/** Undefined for what has no ports, or lets through none at all between these two. */
function sideAt(hops: readonly Hop[], hop: Hop): Side | undefined {
  const evidence = isFilter(hop.component.kind) ? evidenceOf(hops, hop.sequenceNumber) : undefined;
  const packet = evidence && packetWitness(evidence.traffic.packets);
  if (!evidence || !packet || protocolClass(packet.protocol) !== "ports") return undefined;
  const ports = portsLetThrough(evidence, packet);
  return ports && !intervalsEmpty(ports) ? { hop, packet, ports } : undefined;
}

function isSameWay(a: Packet, b: Packet): boolean {
  return a.source === b.source && a.destination === b.destination && a.protocol === b.protocol;
}

/** The destination ports on which packets like this one pass. Undefined where that is not known. */
function portsLetThrough({ rules: { rules }, traffic }: Evidence, packet: Packet): IntervalSet | undefined {
  let decided = EMPTY_INTERVALS;
  let allowed = EMPTY_INTERVALS;
  for (const rule of rules) {
    const misses = missesOf(rule, { ...traffic, packet });
    if (!misses || misses.some((field) => field !== "port-range")) continue;
    if (rule.action === "unknown") return undefined;
    const ports = portsOf(rule);
    if (rule.action === "allow") allowed = uniteIntervals(allowed, subtractIntervals(ports, decided));
    decided = uniteIntervals(decided, ports);
  }
  return allowed;
}

const EVERY_PORT: IntervalSet = interval(0, 65535);

function portsOf({ ref }: Rule<string>): IntervalSet {
  const fields =
    ref.kind === "security-group-rule" ? ref.rule : ref.kind === "network-acl-entry" ? ref.entry : undefined;
  if (!fields || !("fromPort" in fields) || fields.protocol < 0) return EVERY_PORT;
  return interval(fields.fromPort, fields.toPort);
}

function headerOf({ packet, ports }: Side): HeaderSet[number] {
  return {
    protocol: protocolName(packet.protocol),
    sourceAddresses: [hostCidr(packet.source)],
    destinationAddresses: [hostCidr(packet.destination)],
    destinationPortRanges: formatPorts(ports),
  };
}
