/** The rules that would have let a packet through but for one field. */
import {
  type Cidr,
  commonBits,
  type Direction,
  hostCidr,
  type Identity,
  type Packet,
  type ProtocolAndPorts,
  parsePorts,
  type Rule,
  type RuleRef,
  ranges,
  unwrap,
} from "@netsim/core";
import type { Evidence } from "../path/evidence.js";
import type { Blocker, Header } from "../path/verdict.js";
import { type FieldValue, NEAR_FIELDS, type NearField, type NearRule, type Sample } from "./explanation.js";
import { missesOf, type Passenger, remoteOf } from "./misses.js";
import { originOf } from "./origin.js";
import { stoppedSamples } from "./sample.js";

/** Those of what a blocker had to decide by, in the order of its rules. */
export function nearRules(blocker: Blocker, evidence: Evidence): readonly NearRule[] {
  if (blocker.kind === "route" && blocker.rule !== null) return [];
  const candidates = candidatesOf(blocker, evidence);
  return stoppedSamples(blocker).flatMap((sample) =>
    candidates.flatMap((rule): readonly NearRule[] => {
      const passenger = { ...evidence.traffic, packet: sample.packet };
      const misses = missesOf(rule, passenger);
      const [field, ...others] = misses ?? [];
      if (field === undefined || others.length > 0) return [];
      const needs = needsOf(rule.ref, field, passenger, sample);
      if (!needs) return [];
      const awsCode = rule.ref.kind === "route" ? "CANNOT_ROUTE" : null;
      return [{ rule: rule.ref, origin: originOf(rule.ref), field, needs, packet: sample.packet, awsCode }];
    }),
  );
}

/** What lets packets through, and is asked before the rule that decided; AWS's own local routes cannot be changed. */
function candidatesOf({ rule: deciding }: Blocker, { rules: { rules } }: Evidence): readonly Rule<string>[] {
  const end = deciding === null ? -1 : rules.findIndex((each) => each.ref === deciding);
  const before = end < 0 ? rules : rules.slice(0, end);
  return before.filter(
    ({ action, ref }) => action === "allow" || (action === "route" && !(ref.kind === "route" && isLocal(ref))),
  );
}

function isLocal({ route }: Extract<RuleRef, { readonly kind: "route" }>): boolean {
  return route.target.type === "local";
}

function needsOf(ref: RuleRef, field: NearField, passenger: Passenger, { packets }: Sample): FieldValue | undefined {
  const { packet } = passenger;
  switch (field) {
    case "protocol":
      return { protocol: packet.protocol };
    case "port-range":
      return portsAround(packet.destinationPort, packets);
    case "icmp-type":
      return { fromPort: packet.sourcePort };
    case "icmp-code":
      return { toPort: packet.destinationPort };
    case "group-reference":
    case "peer":
    case "address-family":
    case "destination":
      return addressNeeded(ref, field, passenger);
  }
}

function addressNeeded(ref: RuleRef, field: NearField, passenger: Passenger): FieldValue | undefined {
  const { packet, source, destination } = passenger;
  switch (ref.kind) {
    case "security-group-rule": {
      const identity = ref.direction === "ingress" ? source : destination;
      const [group] = field === "group-reference" ? (identity?.groups ?? []) : [];
      if (group !== undefined) return { peer: { securityGroupId: group } };
      return { peer: { cidr: hostCidr(remoteOf(packet, ref.direction)) } };
    }
    case "network-acl-entry":
      return { cidrBlock: hostCidr(remoteOf(packet, ref.direction)) };
    case "route":
      return { destination: hostCidr(packet.destination) };
    case "listener":
      return undefined;
  }
}

/** All ports of the same kind that are missed together: a rule is seldom about one ephemeral port. */
function portsAround(port: number, { destinationPortRanges }: Header): FieldValue {
  const together = ranges(unwrap(parsePorts(destinationPortRanges ?? [port])));
  const [low, high] = together.find(([first, last]) => first <= port && port <= last) ?? [port, port];
  return { fromPort: low, toPort: high };
}

/** The nearest first, each rule once for each field. */
export function ordered(all: readonly NearRule[]): readonly NearRule[] {
  const seen = new Map<RuleRef, Set<NearField>>();
  const once = all.filter(({ rule, field }) => {
    const fields = seen.get(rule) ?? new Set();
    seen.set(rule, fields);
    const isNew = !fields.has(field);
    fields.add(field);
    return isNew;
  });
  const ranked = once.map((near) => ({ near, rank: NEAR_FIELDS.indexOf(near.field), distance: distanceOf(near) }));
  return ranked.sort((a, b) => a.rank - b.rank || a.distance - b.distance).map(({ near }) => near);
}

/** How far off the field is, among rules that miss by the same one. */
function distanceOf({ rule, field, packet }: NearRule): number {
  switch (rule.kind) {
    case "security-group-rule": {
      const { peer } = rule.rule;
      if (field === "peer" && "cidr" in peer) return blockDistance(peer.cidr, packet, rule.direction);
      return field === "port-range" ? portDistance(rule.rule, packet) : 0;
    }
    case "network-acl-entry": {
      const { entry } = rule;
      if (field === "peer") return blockDistance(entry.cidrBlock, packet, rule.direction);
      return field === "port-range" && "fromPort" in entry ? portDistance(entry, packet) : 0;
    }
    case "route": {
      const { destination } = rule.route;
      return field === "destination" && !destination.startsWith("pl-")
        ? blockDistance(destination as Cidr, packet, "egress")
        : 0;
    }
    case "listener":
      return 0;
  }
}

function portDistance({ fromPort, toPort }: ProtocolAndPorts, { destinationPort }: Packet): number {
  return Math.max(fromPort - destinationPort, destinationPort - toPort);
}

function blockDistance(block: Cidr, packet: Packet, direction: Direction): number {
  return 128 - commonBits(block, remoteOf(packet, direction));
}

/** The groups by which rules can name who is on the other side. */
export function groupsOf({ traffic }: Evidence, direction: Direction): readonly string[] | null {
  const identity: Identity | null = direction === "ingress" ? traffic.source : traffic.destination;
  return identity && identity.groups.length > 0 ? identity.groups : null;
}
