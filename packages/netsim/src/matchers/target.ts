/** One target of an answer about health. */
import { type Network, recordOf } from "@netsim/core";
import { checkedTargets, isAboutTarget } from "../explain/checked-targets.js";
import { isServing } from "../explain/effects.js";
import { didYouMean } from "../intents/nearest.js";
import { freeze } from "../path/freeze.js";
import type { HealthVerdict, Reachability } from "../path/verdict.js";
import { mistake } from "./mistake.js";

/** The name that a registered target has in the answer, by that name, its id, or the `Name` of its instance. */
export function targetNamed(
  matcher: string,
  network: Network,
  { states }: HealthVerdict,
  owner: string,
  text: string,
): string {
  const names = Object.keys(states);
  const exact = names.filter((name) => name === text);
  const meant = exact.length > 0 ? exact : names.filter((name) => otherNames(network, name).includes(text));
  const [found, ...others] = meant;
  if (found !== undefined && others.length === 0) return found;
  if (found !== undefined) throw mistake(matcher, ["target"], `one of ${meant.join(", ")}`, text);
  const list = names.slice(0, 5).join(", ") + (names.length > 5 ? ", ..." : "");
  const known = names.flatMap((name) => [name, ...otherNames(network, name)]);
  const expected = `a target registered with ${owner} (${list || "none is"})${didYouMean(text, known)}`;
  throw mistake(matcher, ["target"], expected, text);
}

/** Without its group and its port, and by its `Name` tag. */
function otherNames(network: Network, name: string): readonly string[] {
  const inGroup = name.slice(name.indexOf("/") + 1);
  const id = inGroup.replace(/:\d+$/, "");
  const tag = recordOf(network.instances, id)?.name;
  return [inGroup, id, ...(tag === undefined ? [] : [tag])];
}

/** The answer as if that target were the only one. */
export function narrowed(verdict: HealthVerdict, name: string): HealthVerdict {
  const checks = checkedTargets(verdict.legs, Object.keys(verdict.states));
  const legs = verdict.legs.filter((leg) => checks.get(leg)?.includes(name));
  const own = new Set(legs.map((leg) => leg.name));
  const isOwn = ({ leg }: { readonly leg?: string | undefined }): boolean =>
    leg !== undefined && (own.has(leg) || isAboutTarget(leg, name));
  const state = verdict.states[name];
  return freeze({
    ...verdict,
    legs,
    blockers: verdict.blockers.filter(isOwn),
    unknowns: verdict.unknowns.filter(isOwn),
    warnings: verdict.warnings.filter(isOwn),
    states: state ? { [name]: state } : {},
    verdict: wordOf(state, verdict.unknowns.some(isOwn)),
  });
}

/** `unavailable` without a reason, and `Unknown`, where checks come and go, or where it is not known. */
function wordOf(state: HealthVerdict["states"][string] | undefined, hasUnknowns: boolean): Reachability {
  if (!state) return "unknown";
  if (isServing(state.state, state.reasonCode)) return "reachable";
  const isOpen = state.state === "Unknown" || (state.state === "unavailable" && state.reasonCode === null);
  if (!isOpen) return "unreachable";
  return hasUnknowns ? "unknown" : "partial";
}
