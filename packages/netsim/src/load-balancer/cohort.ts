/**
 * Targets that filters can tell apart by nothing but their address are judged together, as one target with all of their
 * addresses: a fleet of a thousand costs no more than one of each kind. Where the answer turns out to depend on the
 * address after all, each is judged by itself.
 */
import { uniteAll } from "@netsim/core";
import { allOf } from "../path/combine.js";
import type { LegVerdict } from "../path/connection.js";
import type { Party } from "../path/party.js";
import type { Station } from "../path/station.js";
import type { Blocker, Reachability } from "../path/verdict.js";
import type { RegisteredTarget } from "./target.js";

export interface Cohort {
  /** One, or many that are alike. */
  readonly members: readonly RegisteredTarget[];
  /** The member, or one target that stands for all. */
  readonly target: RegisteredTarget;
  /** Of the members, as results name them. */
  readonly names: readonly string[];
}

/** The legs of one target by the nodes they begin at. */
export type LegsByNode = readonly { readonly node: Station; readonly leg: LegVerdict }[];

/** A cohort whose members all fare the same. */
export interface Judged {
  readonly cohort: Cohort;
  /** What each node finds. */
  readonly byNode: ReadonlyMap<Station, Reachability>;
  readonly legs: readonly LegVerdict[];
}

/** So few alike targets keep a leg each, which reads better. */
const FEW = 8;

const cohorts = new WeakMap<readonly RegisteredTarget[], Map<number, readonly Cohort[]>>();

/**
 * @param targets the same list each time, as what is alike among them is found once.
 * @param few so many alike targets are not taken together.
 */
export function cohortsOf(targets: readonly RegisteredTarget[], few: number = FEW): readonly Cohort[] {
  const known = cohorts.get(targets) ?? new Map<number, readonly Cohort[]>();
  cohorts.set(targets, known);
  const found = known.get(few) ?? findCohorts(targets, few);
  known.set(few, found);
  return found;
}

function findCohorts(targets: readonly RegisteredTarget[], few: number): readonly Cohort[] {
  const classes = new Map<string | RegisteredTarget, RegisteredTarget[]>();
  for (const target of targets) {
    const key = keyOf(target) ?? target;
    const members = classes.get(key);
    if (members) members.push(target);
    else classes.set(key, [target]);
  }
  const large = new Map<RegisteredTarget, Cohort>();
  for (const members of classes.values()) {
    const [first] = members;
    if (first && members.length > few) large.set(first, cohortOf(members));
  }
  const folded = new Set([...large.values()].flatMap((cohort) => cohort.members));
  // In the order of registration, each cohort at the place of its first member.
  return targets.flatMap((target) => large.get(target) ?? (folded.has(target) ? [] : single(target)));
}

/** All that matters of a target but its address; undefined for one that is like no other. */
function keyOf({ port, instance, places }: RegisteredTarget): string | undefined {
  const [place, ...others] = places;
  const { party } = place ?? {};
  if (!place || !party?.station?.subnet || others.length > 0) return undefined;
  if (party.loadBalancer || party.natGateway !== undefined || party.unknown || party.isNowhere) return undefined;
  const { subnet, groups, sourceDestCheck, forwarding } = party.station;
  const services = instance?.services === undefined ? null : JSON.stringify(instance.services);
  const station = [subnet.id, groups, sourceDestCheck, forwarding ?? null];
  return JSON.stringify([
    port,
    place.availabilityZone,
    station,
    instance?.state ?? null,
    services,
    party.isHypothetical,
  ]);
}

const singles = new WeakMap<RegisteredTarget, Cohort>();

/** A target by itself. */
export function single(target: RegisteredTarget): Cohort {
  const known = singles.get(target);
  if (known) return known;
  const cohort: Cohort = { members: [target], target, names: [target.name] };
  singles.set(target, cohort);
  return cohort;
}

export function cohortOf(members: readonly RegisteredTarget[]): Cohort {
  return { members, target: wholeOf(members), names: Object.freeze(members.map((each) => each.name)) };
}

/** The members as one target with the addresses of all. */
function wholeOf(members: readonly RegisteredTarget[]): RegisteredTarget {
  const [first] = members;
  const place = first?.places[0];
  const station = place?.party.station;
  if (!first || !place || !station) throw new RangeError("no target to stand for");
  const id = `${first.id} and ${members.length - 1} like it`;
  const name = `${first.name} and ${members.length - 1} like it`;
  const parties = members.flatMap((each) => each.places.map(({ party }) => party));
  const party: Party = {
    ...place.party,
    label: id,
    station: {
      ...station,
      component: { id, kind: station.component.kind },
      addresses: uniteAll(parties.flatMap((each) => each.station?.addresses ?? [])),
      associations: [],
    },
    addresses: uniteAll(parties.map((each) => each.addresses)),
    instance: first.instance && { ...first.instance, id, name: undefined },
  };
  return { ...first, name, id, instance: party.instance, places: [{ ...place, party }] };
}

/** The cohort as a whole where all members fare the same, otherwise each by itself. */
export function judgeCohort(cohort: Cohort, judge: (target: RegisteredTarget) => LegsByNode): readonly Judged[] {
  if (cohort.members.length === 1) return [ofLegs(cohort, judge(cohort.target))];
  const found = judge(cohort.target);
  const isUniform = found.every(({ leg: { leg } }) => leg.verdict === "reachable" || leg.verdict === "unreachable");
  if (!isUniform) return cohort.members.map((each) => ofLegs(single(each), judge(each)));
  return [
    ofLegs(
      cohort,
      found.map(({ node, leg }) => ({ node, leg: ofMembers(leg, cohort) })),
    ),
  ];
}

function ofLegs(cohort: Cohort, found: LegsByNode): Judged {
  const byNode = new Map<Station, Reachability>();
  for (const { node, leg } of found) {
    const before = byNode.get(node);
    const word = leg.joint ?? leg.leg.verdict;
    byNode.set(node, before === undefined ? word : allOf([before, word]));
  }
  return { cohort, byNode, legs: found.map((each) => each.leg) };
}

function ofMembers(found: LegVerdict, { names, members, target }: Cohort): LegVerdict {
  const blockers = found.blockers.map((each) => (each.component === target.id ? atMembers(each, members) : each));
  return { ...found, leg: { ...found.leg, targets: names }, blockers };
}

/** A blocker at a whole cohort names its members. */
export function atMembers(blocker: Blocker, members: readonly RegisteredTarget[]): Blocker {
  if (members.length === 1) return blocker;
  const components = members.map((each) => each.id);
  return { ...blocker, component: components[0] ?? blocker.component, components };
}

interface Joined {
  readonly lists: readonly (readonly string[])[];
  readonly names: readonly string[];
}

const joined = new WeakMap<readonly string[], Joined[]>();
const KEPT = 4;

/** The names of several cohorts, the same list for the same cohorts: every node of a large fleet has it. */
export function joinNames(lists: readonly (readonly string[])[]): readonly string[] {
  const [first] = lists;
  if (!first || lists.length === 1) return first ?? [];
  const known = joined.get(first) ?? [];
  const found = known.find(
    (each) => each.lists.length === lists.length && each.lists.every((list, at) => list === lists[at]),
  );
  if (found) return found.names;
  const names = Object.freeze(lists.flat());
  joined.set(first, [{ lists, names }, ...known].slice(0, KEPT));
  return names;
}
