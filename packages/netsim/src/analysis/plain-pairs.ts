/**
 * Interfaces that reach each other by local routes: only packets that some group or ACL decides otherwise, and that no
 * filter on the way stops in both networks.
 */
import {
  answeredBy,
  type FilterAction,
  intersectPackets,
  NO_PACKETS,
  networkAclRules,
  type PacketSet,
  packets,
  packetsEmpty,
  packetsOverlap,
  type RuleSet,
  replyTo,
  type Subnet,
  split,
  subtractPackets,
  unanswered,
  uniteAll,
  unitePackets,
} from "@netsim/core";
import { knownNetworkAcl } from "../path/missing.js";
import { identityOf } from "../path/station.js";
import type { Candidate } from "./candidate.js";
import { type Comparison, changedGroups, packetsNaming, type Side, subnetChanges } from "./comparison.js";
import { rulesOf } from "./filter-changes.js";
import { changesOfHost, type Host, isPair } from "./host.js";

interface Neighbourhood {
  readonly subnet: Subnet;
  readonly hosts: readonly Host[];
  readonly source: PacketSet;
  readonly destination: PacketSet;
}

export function plainPairs(comparison: Comparison, hosts: readonly Host[]): readonly Candidate[] {
  if (comparison.isMissingChanged) return [];
  const found = new Map<Host, Map<Host, PacketSet>>();
  const add = (from: Host, to: Host, some: PacketSet): void => {
    const byReceiver = found.get(from) ?? new Map<Host, PacketSet>();
    found.set(from, byReceiver);
    byReceiver.set(to, unitePackets(byReceiver.get(to) ?? NO_PACKETS, some));
  };
  const places = neighbourhoods(hosts);
  for (const here of places) {
    const { asSender, asReceiver, isAclChanged } = subnetChanges(comparison, here.subnet.id);
    const touched = here.hosts.flatMap((host) => touchedAt(comparison, here, host) ?? []);
    for (const there of places) {
      if (here.subnet.vpcId !== there.subnet.vpcId) continue;
      if (isAclChanged && appliesAcl(here, there)) {
        descend(comparison, here.hosts, there.hosts, between(here, there, asSender), add);
        descend(comparison, there.hosts, here.hosts, between(there, here, asReceiver), add);
      }
      for (const { host, groups, sent, received } of touched) {
        const out = unitePackets(sent, naming(comparison, there, groups, "ingress"));
        const into = unitePackets(received, naming(comparison, there, groups, "egress"));
        descend(comparison, [host], there.hosts, between(host, there, out), add);
        descend(comparison, there.hosts, [host], between(there, host, into), add);
      }
    }
  }
  return [...found].flatMap(([from, byReceiver]) =>
    [...byReceiver].map(([to, some]) => ({
      from: from.of,
      to: to.of,
      byPublicAddress: false,
      packets: some,
      isPlain: true,
    })),
  );
}

function neighbourhoods(hosts: readonly Host[]): readonly Neighbourhood[] {
  const bySubnet = new Map<string, Host[]>();
  for (const host of hosts) {
    if (!host.plain) continue;
    const members = bySubnet.get(host.plain.id) ?? [];
    members.push(host);
    bySubnet.set(host.plain.id, members);
  }
  return [...bySubnet.values()].flatMap((members) => {
    const subnet = members[0]?.plain;
    const addresses = uniteAll(members.map((each) => each.addresses));
    const sides = { source: packets({ source: addresses }), destination: packets({ destination: addresses }) };
    return subnet ? [{ subnet, hosts: members, ...sides }] : [];
  });
}

/** Inside a subnet only what a Classic Load Balancer node sends or gets is filtered by its ACL. */
function appliesAcl(here: Neighbourhood, there: Neighbourhood): boolean {
  if (here.subnet.id !== there.subnet.id) return true;
  return here.hosts.some(({ before, after }) => before?.isClassicNode === true || after?.isClassicNode === true);
}

function between(
  from: Pick<Neighbourhood, "source">,
  to: Pick<Neighbourhood, "destination">,
  some: PacketSet,
): PacketSet {
  if (packetsEmpty(some) || !packetsOverlap(some, to.destination)) return NO_PACKETS;
  return intersectPackets(intersectPackets(some, to.destination), from.source);
}

/** A host that filters have changed for, and the packets that they may decide otherwise. */
interface Touched {
  readonly host: Host;
  /** Groups that it has joined or left. */
  readonly groups: readonly string[];
  readonly sent: PacketSet;
  readonly received: PacketSet;
}

function touchedAt(comparison: Comparison, here: Neighbourhood, host: Host): Touched | undefined {
  const { before, after, isTouched } = host;
  if (!isTouched || !before || !after) return undefined;
  const groups = changedGroups(before, after);
  const changes = changesOfHost(comparison, before, after);
  const sent = intersectPackets(changes.sent, here.source);
  const received = intersectPackets(changes.received, here.destination);
  return groups.length === 0 && packetsEmpty(sent) && packetsEmpty(received)
    ? undefined
    : { host, groups, sent, received };
}

/** What the neighbours' rules that name one of these groups are about. */
function naming(
  comparison: Comparison,
  { hosts }: Neighbourhood,
  groups: readonly string[],
  direction: "ingress" | "egress",
): PacketSet {
  if (groups.length === 0) return NO_PACKETS;
  const ruleSets = new Set(hosts.flatMap((host) => rulesAt(comparison, host, direction)));
  return [...ruleSets].map((rules) => packetsNaming(rules, groups)).reduce(unitePackets, NO_PACKETS);
}

function rulesAt(
  comparison: Comparison,
  host: Host,
  direction: "ingress" | "egress",
): readonly (RuleSet<FilterAction> | null)[] {
  return SIDES.map((side) => rulesOf(comparison[side], host[side]?.groups ?? null, direction));
}

const SIDES = ["before", "after"] as const satisfies readonly Side[];

/** From many pairs and packets to those that no filter on the way stops in both networks. */
function descend(
  comparison: Comparison,
  from: readonly Host[],
  to: readonly Host[],
  some: PacketSet,
  add: (from: Host, to: Host, some: PacketSet) => void,
): void {
  const [here, there] = [from[0]?.plain, to[0]?.plain];
  if (packetsEmpty(some) || !here || !there) return;
  const asked = intersectPackets(some, comparison.asked);
  const passed = here.id === there.id ? asked : throughAcls(comparison, here, there, asked);
  if (packetsEmpty(passed)) return;
  for (const sender of from) {
    const sent = throughGroups(comparison, sender, null, "egress", intersectPackets(passed, sender.source));
    if (packetsEmpty(sent)) continue;
    for (const receiver of to) {
      if (!isPair(sender, receiver) || !packetsOverlap(sent, receiver.destination)) continue;
      const received = throughGroups(
        comparison,
        receiver,
        sender,
        "ingress",
        intersectPackets(sent, receiver.destination),
      );
      if (!packetsEmpty(received)) add(sender, receiver, received);
    }
  }
}

function throughAcls(comparison: Comparison, here: Subnet, there: Subnet, some: PacketSet): PacketSet {
  const arriving = throughAcl(comparison, there, "ingress", throughAcl(comparison, here, "egress", some));
  if (packetsEmpty(arriving)) return arriving;
  const replies = throughAcl(comparison, here, "ingress", throughAcl(comparison, there, "egress", replyTo(arriving)));
  return unitePackets(unanswered(arriving), intersectPackets(arriving, answeredBy(replies)));
}

/** The packets that the subnet's ACL does not stop in both networks. */
function throughAcl(
  comparison: Comparison,
  subnet: Subnet,
  direction: "ingress" | "egress",
  some: PacketSet,
): PacketSet {
  return passedByOne(some, (side) => {
    const own = comparison[side].subnets[subnet.id];
    const acl = own && knownNetworkAcl(comparison[side], own);
    return acl ? { rules: networkAclRules(acl, direction), source: null, destination: null } : null;
  });
}

/** @param other whose groups are known; null where rules that name groups may or may not be about the packets. */
function throughGroups(
  comparison: Comparison,
  host: Host,
  other: Host | null,
  direction: "ingress" | "egress",
  some: PacketSet,
): PacketSet {
  if (packetsEmpty(some)) return some;
  return passedByOne(some, (side) => {
    const rules = rulesOf(comparison[side], host[side]?.groups ?? null, direction);
    if (!rules || (!other && namesGroups(rules))) return null;
    const station = other?.[side];
    const identity = station ? identityOf(station) : null;
    return { rules, source: identity, destination: null };
  });
}

const named = new WeakMap<RuleSet<FilterAction>, boolean>();

function namesGroups(ruleSet: RuleSet<FilterAction>): boolean {
  const known = named.get(ruleSet) ?? ruleSet.rules.some((rule) => rule.destinationGroup !== undefined);
  named.set(ruleSet, known);
  return known;
}

interface Filter {
  readonly rules: RuleSet<FilterAction>;
  readonly source: ReturnType<typeof identityOf>;
  readonly destination: null;
}

/** @param filterOf null where nothing is stopped for certain. */
function passedByOne(some: PacketSet, filterOf: (side: Side) => Filter | null): PacketSet {
  if (packetsEmpty(some)) return some;
  const stopped = SIDES.reduce((rest, side) => {
    const filter = packetsEmpty(rest) ? null : filterOf(side);
    if (!filter) return NO_PACKETS;
    const cases = split(filter.rules, { packets: rest, source: filter.source, destination: filter.destination });
    const denied = cases.filter((each) => each.action === "deny").map((each) => each.packets);
    return denied.reduce(unitePackets, NO_PACKETS);
  }, some);
  return subtractPackets(some, stopped);
}
