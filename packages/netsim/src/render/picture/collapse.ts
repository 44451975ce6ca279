/** What is alike is drawn once, and what is too much is counted. */
import type { Placed } from "./place.js";
import type { Box, Line, Trip, Way } from "./plan.js";

/** Up to so many that are alike are drawn one by one. */
const FEW = 2;

/** Boxes that stand for others, by the ids of those. */
export type Aliases = ReadonlyMap<string, string>;

export interface Collapsed {
  readonly placed: readonly Placed[];
  readonly aliases: Aliases;
}

/** Boxes of the same place that are alike and fare alike, as one. */
export function collapseAlike(placed: readonly Placed[], ways: readonly Way[]): Collapsed {
  const fates = fatesOf(ways);
  const groups = new Map<string, Placed[]>();
  for (const each of placed) {
    const key =
      each.alike === undefined
        ? each.box.id
        : JSON.stringify([each.where, each.alike, marksOf(each.box), fates.get(each.box.id) ?? []]);
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  const aliases = new Map<string, string>();
  const all = [...groups.values()].flatMap((group): readonly Placed[] => {
    const [first] = group;
    if (!first || group.length <= FEW) return group;
    for (const { box } of group) aliases.set(box.id, first.box.id);
    return [{ ...first, box: asOne(group.map((each) => each.box)) }];
  });
  return { placed: all, aliases };
}

/** What is marked on it, whatever its name and its addresses are. */
function marksOf({ lines }: Box): readonly Line[] {
  return lines.filter((each) => !each.isMuted);
}

/** What becomes of the ways that begin, end or pass there. */
function fatesOf(ways: readonly Way[]): ReadonlyMap<string, readonly string[]> {
  const fates = new Map<string, Set<string>>();
  for (const { trips, label, tone } of ways) {
    const steps = Object.values(trips).flatMap((trip) => trip.steps);
    const boxes = new Set(steps.flat());
    for (const box of boxes) {
      const others = (id: string): string => (id === box ? "" : id);
      const fate = Object.entries(trips).map(([phase, trip]) => [phase, ofOthers(trip, others)]);
      const all = fates.get(box) ?? new Set<string>();
      fates.set(box, all.add(JSON.stringify([label, tone, fate])));
    }
  }
  return new Map([...fates].map(([box, all]) => [box, [...all].sort()]));
}

function ofOthers({ tone, steps, troubles }: Trip, others: (id: string) => string): unknown {
  return [
    tone,
    steps.map(([from, to]) => [others(from), others(to)]),
    troubles.map((each) => [others(each.at), each.tone, each.number ?? 0]),
  ];
}

function asOne(boxes: readonly Box[]): Box {
  const [first] = boxes;
  if (!first) throw new RangeError("no box to stand for");
  return {
    ...first,
    title: `${boxes.length} ${first.title}s`,
    name: `${first.name} and ${boxes.length - 1} like it`,
    lines: marksOf(first),
    full: `${boxes.length} that are alike: ${boxes.map((each) => each.name).join(", ")}`,
  };
}

/** The boxes of a row; those beyond the limit as one that counts them, what works before what does not. */
export function limitRow(placed: readonly Placed[], most: number, troubled: ReadonlySet<string>): Collapsed {
  if (placed.length <= most) return { placed, aliases: new Map() };
  const kept = keepers(placed, most - 1, ({ box }) => troubled.has(box.id));
  const rest = placed.filter((each) => !kept.has(each));
  const [first] = rest;
  if (!first) return { placed, aliases: new Map() };
  const id = `more ${first.box.id}`;
  const marked = rest.filter(({ box }) => troubled.has(box.id)).length;
  const box: Box = {
    id,
    kind: "more",
    title: "not drawn one by one",
    name: `+${rest.length} more`,
    lines: marked > 0 ? [{ text: `${marked} of them with trouble`, tone: "block" }] : [],
    full: rest.map((each) => each.box.name).join(", "),
  };
  return {
    placed: [...placed.filter((each) => kept.has(each)), { ...first, box, alike: undefined }],
    aliases: new Map(rest.map((each) => [each.box.id, id])),
  };
}

/** So many of them, first those that matter. */
export function keepers<T>(all: readonly T[], most: number, matters: (each: T) => boolean): ReadonlySet<T> {
  return new Set([...all.filter(matters), ...all.filter((each) => !matters(each))].slice(0, most));
}
