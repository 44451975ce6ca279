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
import type { RegisteredTarget, TargetPlace } from "./target.js";

/** The legs of one target by the nodes they begin at. */
export type LegsByNode = readonly { readonly node: Station; readonly leg: LegVerdict }[];

export interface TargetLegs {
  /** What each node finds. */
  readonly byNode: ReadonlyMap<Station, Reachability>;
  /** All legs of the target. */
  readonly legs: readonly LegVerdict[];
  /** Of these, the ones that are not another target's already, with which it shares them. */
  readonly own: readonly LegVerdict[];
}

/** So few alike targets keep a leg each, which reads better. */
const FEW = 8;

/**
 * Judges each target, or many that are alike at once.
 *
 * @param targets the same list each time, as what is alike among them is found once.
 * @param judge is given the target, or one that stands for many, and one of the real targets.
 */
export function judgeEach(
  targets: readonly RegisteredTarget[],
  judge: (target: RegisteredTarget, real: RegisteredTarget) => LegsByNode,
  few: number = FEW,
): ReadonlyMap<RegisteredTarget, TargetLegs> {
  const out = new Map<RegisteredTarget, TargetLegs>();
  for (const members of classesOf(targets)) {
    const together = members.length > few ? judgeTogether(members, judge) : undefined;
    for (const [at, target] of members.entries()) {
      if (!together) out.set(target, ofLegs(judge(target, target)));
      else out.set(target, at === 0 ? together : { ...together, own: [] });
    }
  }
  return out;
}

function ofLegs(legs: LegsByNode): TargetLegs {
  const byNode = new Map<Station, Reachability>();
  for (const { node, leg } of legs) {
    const before = byNode.get(node);
    const word = leg.joint ?? leg.leg.verdict;
    byNode.set(node, before === undefined ? word : allOf([before, word]));
  }
  const all = legs.map((each) => each.leg);
  return { byNode, legs: all, own: all };
}

/** Undefined where the members do not all fare the same. */
function judgeTogether(
  members: readonly RegisteredTarget[],
  judge: (target: RegisteredTarget, real: RegisteredTarget) => LegsByNode,
): TargetLegs | undefined {
  const whole = wholeOf(members);
  const found = judge(whole, members[0] ?? whole);
  const isUniform = found.every(({ leg: { leg } }) => leg.verdict === "reachable" || leg.verdict === "unreachable");
  if (!isUniform) return undefined;
  const names = members.map((each) => each.name);
  const ids = members.map((each) => each.instance?.id ?? each.id);
  const legs = found.map(({ node, leg }) => ({
    node,
    leg: {
      ...leg,
      leg: { ...leg.leg, targets: names },
      blockers: leg.blockers.map((each) => (each.component === whole.id ? ofMembers(each, ids) : each)),
    },
  }));
  return ofLegs(legs);
}

function ofMembers(blocker: Blocker, ids: readonly string[]): Blocker {
  return { ...blocker, component: ids[0] ?? blocker.component, components: ids };
}

const classesByList = new WeakMap<readonly RegisteredTarget[], readonly (readonly RegisteredTarget[])[]>();

function classesOf(targets: readonly RegisteredTarget[]): readonly (readonly RegisteredTarget[])[] {
  const known = classesByList.get(targets);
  if (known) return known;
  const classes = new Map<string | RegisteredTarget, RegisteredTarget[]>();
  for (const target of targets) {
    const key = keyOf(target) ?? target;
    const members = classes.get(key);
    if (members) members.push(target);
    else classes.set(key, [target]);
  }
  const found = [...classes.values()];
  classesByList.set(targets, found);
  return found;
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

const wholes = new WeakMap<readonly RegisteredTarget[], RegisteredTarget>();

/** The members as one target with the addresses of all. */
function wholeOf(members: readonly RegisteredTarget[]): RegisteredTarget {
  const known = wholes.get(members);
  if (known) return known;
  const [first] = members;
  const place = first?.places[0];
  const station = place?.party.station;
  if (!first || !place || !station) throw new RangeError("no target to judge");
  const id = `${first.id} and ${members.length - 1} like it`;
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
  const whole: TargetPlace = { ...place, party };
  const target: RegisteredTarget = { ...first, name: id, id, instance: party.instance, places: [whole] };
  wholes.set(members, target);
  return target;
}
