/** Legs that take the same way and fare alike are one line. */
import type { Aliases } from "./collapse.js";
import type { Trip, Way } from "./plan.js";

/** With boxes as they are drawn; without what no longer leads anywhere. */
export function mergeWays(ways: readonly Way[], aliases: Aliases): readonly Way[] {
  const merged = new Map<string, Way>();
  for (const way of ways) {
    const { id, legs, tone } = way;
    const trips = Object.fromEntries(Object.entries(way.trips).map(([phase, trip]) => [phase, moved(trip, aliases)]));
    const key = JSON.stringify([tone, trips]);
    const known = merged.get(key);
    const labels = new Set([...(known?.label.split(", ") ?? []), way.label]);
    merged.set(key, {
      id: known?.id ?? id,
      label: [...labels].join(", "),
      tone,
      legs: [...(known?.legs ?? []), ...legs],
      trips,
    });
  }
  return [...merged.values()];
}

function moved({ tone, steps, troubles }: Trip, aliases: Aliases): Trip {
  const at = (id: string): string => aliases.get(id) ?? id;
  const unique = new Map(steps.map(([from, to]) => [JSON.stringify([at(from), at(to)]), [at(from), at(to)] as const]));
  const marks = new Map(troubles.map((each) => [JSON.stringify([at(each.at), each]), { ...each, at: at(each.at) }]));
  return { tone, steps: [...unique.values()].filter(([from, to]) => from !== to), troubles: [...marks.values()] };
}

/** Those that are drawn: what fails before what works. */
const MOST = 14;

export function limitWays(ways: readonly Way[]): readonly Way[] {
  const isBad = (each: Way): boolean => each.tone !== "pass";
  const kept = new Set([...ways.filter(isBad), ...ways.filter((each) => !isBad(each))].slice(0, MOST));
  return ways.filter((each) => kept.has(each));
}
