/**
 * The blame of pairs that are alike: where nothing but groups and ACLs is on the way, what becomes of a packet, whatever
 * is taken back, follows from which of their rules match it. So it is found once for all packets that the
 * same rules of the filters that have changed match, and that the others do the same with, and told of each pair by its
 * own names.
 */
import {
  type Direction,
  type FilterAction,
  ICMP,
  ICMPV6,
  matchingRules,
  memoize,
  networkAclRules,
  type Packet,
  packetSet,
  type RuleSet,
  recordOf,
  replyTo,
  type Subnet,
  split,
  type Traffic,
} from "@netsim/core";
import { knownNetworkAcl } from "../path/missing.js";
import type { Party } from "../path/party.js";
import { identityOf, type Station } from "../path/station.js";
import type { Blamed, Witnessed } from "./blame.js";
import { refKey } from "./blame-edits.js";
import type { Comparison } from "./comparison.js";
import { ruleKey, rulesOf } from "./filter-changes.js";
import { same } from "./same.js";

interface Shared {
  readonly ids: readonly string[];
  readonly blamed: Blamed;
}

const shared = new WeakMap<Comparison, Map<string, Shared>>();

/** @param find the blame of this very pair. */
export function blameShared(
  comparison: Comparison,
  before: Witnessed,
  after: Witnessed,
  witness: Packet,
  find: () => Blamed,
): Blamed {
  const key = keyOf(before, after, witness);
  if (key === undefined) return find();
  const known = shared.get(comparison) ?? new Map<string, Shared>();
  shared.set(comparison, known);
  const stations = [after.from.station, after.to.station];
  const ids = [...stations.map((each) => each?.component.id ?? ""), ...stations.map((each) => each?.subnet?.id ?? "")];
  const hit = known.get(key);
  if (hit) return renamed(hit, ids);
  const blamed = find();
  // Edits of who somebody is are of that one alone.
  if (blamed.blame.length > 0 && blamed.edits.every((each) => each.kind === "rule")) known.set(key, { ids, blamed });
  return blamed;
}

function renamed({ ids, blamed }: Shared, now: readonly string[]): Blamed {
  const nameOf = (id: string | undefined): string | undefined => {
    const at = id === undefined ? -1 : ids.indexOf(id);
    return at < 0 ? id : now[at];
  };
  return { ...blamed, blame: blamed.blame.map((each) => ({ ...each, attachedTo: nameOf(each.attachedTo) })) };
}

/** Undefined where more than rules may tell the two networks, or this pair from another, apart. */
function keyOf(before: Witnessed, after: Witnessed, witness: Packet): string | undefined {
  const [was, is] = [before, after].map(filtersBetween);
  const isAlike =
    same(before.from.instance, after.from.instance) &&
    same(before.to.instance, after.to.instance) &&
    same(before.from.station?.groups, after.from.station?.groups) &&
    same(before.to.station?.groups, after.to.station?.groups);
  if (!was || !is || !isAlike) return undefined;
  const packets = packetSet([witness]);
  const replies = replyTo(packets);
  const [source, destination] = [after.from.station, after.to.station].map((each) => each && identityOf(each));
  const traffic: Readonly<Record<Filter["phase"], Traffic>> = {
    forward: { packets, source: source ?? null, destination: destination ?? null },
    reply: { packets: replies, source: destination ?? null, destination: source ?? null },
  };
  const parts = is.map((now, at) => {
    const then = was[at];
    if (!then?.rules || !now.rules) return null;
    const asked = traffic[now.phase];
    // What is the same in both stays what it is, whatever is taken back: only what it does counts.
    if (saysTheSame(then.rules, now.rules)) return split(now.rules, asked)[0]?.action;
    return [then.id, now.id, matchingRules(then.rules, asked), matchingRules(now.rules, asked)];
  });
  const { protocol, sourcePort, destinationPort } = witness;
  // Which of them are answered is a matter of their type.
  const type = protocol === ICMP || protocol === ICMPV6 ? [sourcePort, destinationPort] : null;
  const isInOneSubnet = after.from.station?.subnet?.id === after.to.station?.subnet?.id;
  const ends = [after.from, after.to].map(({ instance }) => [instance?.state, instance?.services]);
  return JSON.stringify([protocol, type, isInOneSubnet, ends, parts]);
}

interface Filter {
  readonly id: string;
  readonly phase: "forward" | "reply";
  /** Null where it is not known. */
  readonly rules: RuleSet<FilterAction> | null;
}

/** Every filter that packets and replies may meet; undefined where more than filters may be met. */
function filtersBetween({ network, from, to }: Witnessed): readonly Filter[] | undefined {
  if (!isHost(from) || !isHost(to)) return undefined;
  const atGroups = ({ station }: Host, direction: Direction): Filter => ({
    id: station.groups?.join(" ") ?? "",
    phase: "forward",
    rules: rulesOf(network, station.groups, direction),
  });
  const atAcl = ({ station }: Host, direction: Direction, phase: Filter["phase"]): Filter => {
    const subnet = recordOf<Subnet>(network.subnets, station.subnet.id);
    const acl = subnet && knownNetworkAcl(network, subnet);
    return { id: acl?.id ?? "", phase, rules: acl ? networkAclRules(acl, direction) : null };
  };
  return [
    atGroups(from, "egress"),
    atAcl(from, "egress", "forward"),
    atAcl(to, "ingress", "forward"),
    atGroups(to, "ingress"),
    atAcl(to, "egress", "reply"),
    atAcl(from, "ingress", "reply"),
  ];
}

interface Host extends Party {
  readonly station: Station & { readonly subnet: Subnet };
}

function isHost(party: Party): party is Host {
  const { station, loadBalancer } = party;
  return !loadBalancer && station?.subnet != null && station.groups !== null && isInterface(station);
}

function isInterface({ component }: Station): boolean {
  return component.kind === "network-interface";
}

const saysTheSame = memoize((a: RuleSet<FilterAction>, b: RuleSet<FilterAction>): boolean => {
  if (a === b) return true;
  const keysOf = ({ rules }: RuleSet<FilterAction>): readonly string[] =>
    rules.map(
      ({ ref, action }) => `${action} ${refKey(ref)} ${ref.kind === "network-acl-entry" ? ruleKey(ref.entry) : ""}`,
    );
  return a.otherwise === b.otherwise && same(keysOf(a), keysOf(b));
});
