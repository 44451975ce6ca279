/** How the words of parts make the word of a whole. */
import { allOf } from "../path/combine.js";
import type { Reachability, Service } from "../path/verdict.js";

/** Both have to work, one after the other. */
export function inSequence(a: Reachability, b: Reachability): Reachability {
  for (const word of ["unreachable", "unknown", "partial"] as const) if (a === word || b === word) return word;
  return "reachable";
}

const RANK: readonly Reachability[] = ["unreachable", "partial", "unknown", "reachable"];

function betterOf(a: Reachability, b: Reachability): Reachability {
  return RANK.indexOf(a) >= RANK.indexOf(b) ? a : b;
}

/** One target that a node may use: whether it counts as healthy, and whether requests get there. */
export interface Way {
  readonly health: Reachability;
  readonly way: Reachability;
  /** How many targets it stands for; one when left out. */
  readonly count?: number | undefined;
}

/** What targets make of requests where only healthy ones get any, and those in doubt perhaps. */
export function servedBy(ways: readonly Way[]): Reachability {
  const certain = ways.filter((each) => each.health === "reachable");
  const doubtful = ways.filter((each) => each.health === "partial" || each.health === "unknown");
  const served = allOf(certain.map((each) => each.way));
  // Without a certain target, requests are served while a doubtful one happens to be in service.
  if (certain.length === 0)
    return doubtful.reduce<Reachability>(
      (worst, each) => betterOf(worst, inSequence(each.health, each.way)),
      "unreachable",
    );
  // Those in doubt join the others or do not; if that makes a difference, so does the doubt.
  const joined = allOf([...certain, ...doubtful].map((each) => each.way));
  if (joined === served) return served;
  return doubtful.some((each) => each.health === "unknown" || each.way === "unknown") ? "unknown" : "partial";
}

/**
 * The same where requests go to all targets, healthy or not, while fewer than `least` are healthy, and it is not certain
 * whether that many are: what every way of settling the doubts comes to.
 */
export function servedOrOpen(ways: readonly Way[], least: number): Reachability {
  const certain = ways.filter((each) => each.health === "reachable");
  const doubtful = ways.filter((each) => each.health === "partial" || each.health === "unknown");
  const kinds = [...new Set(doubtful.map((each) => each.way))];
  const outcomes = new Set([allOf(ways.map((each) => each.way))]);
  for (let mask = 0; mask < 2 ** kinds.length; mask++) {
    const joining = kinds.filter((_, at) => Math.floor(mask / 2 ** at) % 2 === 1);
    const count = sum(certain) + sum(doubtful.filter((each) => joining.includes(each.way)));
    if (count >= least && count > 0) outcomes.add(allOf([...certain.map((each) => each.way), ...joining]));
  }
  const [only, ...others] = outcomes;
  if (only !== undefined && others.length === 0) return only;
  return doubtful.some((each) => each.health === "unknown" || each.way === "unknown") ? "unknown" : "partial";
}

function sum(ways: readonly Way[]): number {
  return ways.reduce((all, each) => all + (each.count ?? 1), 0);
}

/** What clients of one node, or of one zone, get. */
export function serviceOf(verdict: Reachability, isFailOpen: boolean): Service {
  switch (verdict) {
    case "reachable":
      return isFailOpen ? "fail-open" : "serving";
    case "partial":
      return "degraded";
    case "unreachable":
      return "down";
    case "unknown":
      return "unknown";
  }
}

/** What clients get over all: zones out of DNS lessen it, and are not asked. */
export function overallService(
  verdict: Reachability,
  zones: readonly { readonly isInDns: boolean; readonly service: Service }[],
): Service {
  const isFailOpen = zones.some((zone) => zone.isInDns && zone.service === "fail-open");
  const service = serviceOf(verdict, isFailOpen);
  return service === "serving" && zones.some((zone) => !zone.isInDns) ? "degraded" : service;
}
