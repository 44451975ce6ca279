/** `criticality`: which goals fail without each rule, entry, route and association, and what no goal needs. */
import { issue, NetsimError, type Network } from "@netsim/core";
import { checkHealth, type HealthInput } from "../load-balancer/check-health.js";
import { checkLeg, type LegInput } from "../load-balancer/check-leg.js";
import { checkListener, type ListenerInput } from "../load-balancer/check-listener.js";
import { type ConnectionInput, checkConnection } from "../path/check-connection.js";
import { freeze } from "../path/freeze.js";
import { requireNetwork } from "../path/given.js";
import { type Hop, type Reachability, SCHEMA_VERSION, type Verdict } from "../path/verdict.js";
import { hasSay, type Part, partsOf, withoutPart } from "./parts.js";

interface Named {
  /** Unique. */
  readonly name: string;
}

/** A question with the word it is to be answered with; for health, the state of each target named. */
export type Goal = Named &
  (
    | { readonly connection: ConnectionInput; readonly expect: Reachability }
    | { readonly listener: ListenerInput; readonly expect: Reachability }
    | { readonly leg: LegInput; readonly expect: Reachability }
    | { readonly health: HealthInput; readonly expect: Readonly<Record<string, string>> }
  );

/** What becomes of the goals without one part. */
export interface PartCriticality {
  readonly part: Part;
  /** Names of goals that hold, and fail without it. */
  readonly neededBy: readonly string[];
  /** Names of goals that fail, and hold without it. */
  readonly inTheWayOf: readonly string[];
}

/** The answer of `criticality`: what each part of the network does for the goals. */
export interface CriticalityVerdict {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly kind: "criticality";
  readonly goals: readonly { readonly name: string; readonly holds: boolean }[];
  /** Every part, in the order of the network. */
  readonly parts: readonly PartCriticality[];
  /** Parts that no goal needs: each may go, although not all of them at once. */
  readonly unneeded: readonly Part[];
}

/**
 * Takes away each part by itself. A goal is asked again only where the part had a say in its answer: a rule that decided
 * nothing leaves every decision to those that did.
 *
 * @throws NetsimError when a goal is no question, or two have one name.
 */
export function criticality(network: Network, goals: readonly Goal[]): CriticalityVerdict {
  requireNetwork(network);
  if (!Array.isArray(goals)) throw new NetsimError([issue("shape", ["goals"], "a list of goals", goals)]);
  const names = goals.map((each) => each.name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new NetsimError([issue("ambiguous-name", ["goals"], "a name for each goal", twice)]);
  const asked = goals.map((goal) => ({ goal, ...answerTo(network, goal) }));
  const parts = partsOf(network).map((part): PartCriticality => {
    const concerned = asked.filter(({ hops, isOpen }) => isOpen(part) || hasSay(network, part, hops));
    const without = concerned.length === 0 ? undefined : withoutPart(network, part);
    const turned = without ? concerned.filter(({ goal, holds }) => answerTo(without, goal).holds !== holds) : [];
    return {
      part,
      neededBy: turned.filter((each) => each.holds).map((each) => each.goal.name),
      inTheWayOf: turned.filter((each) => !each.holds).map((each) => each.goal.name),
    };
  });
  return freeze({
    schemaVersion: SCHEMA_VERSION,
    kind: "criticality",
    goals: asked.map(({ goal, holds }) => ({ name: goal.name, holds })),
    parts,
    unneeded: parts.filter((each) => each.neededBy.length === 0).map((each) => each.part),
  });
}

interface Answer {
  readonly holds: boolean;
  readonly hops: readonly Hop[];
  /** Whether the part may have a say without a hop that shows it. */
  readonly isOpen: (part: Part) => boolean;
}

function answerTo(network: Network, goal: Goal): Answer {
  if ("health" in goal) {
    const verdict = checkHealth(network, goal.health);
    const holds = Object.entries(goal.expect).every(([target, state]) => verdict.states[target]?.state === state);
    return { holds, ...consulted(verdict) };
  }
  const verdict = askOne(network, goal);
  return { holds: verdict.verdict === goal.expect, ...consulted(verdict) };
}

function askOne(
  network: Network,
  goal: Exclude<Goal, { readonly health: HealthInput }>,
): Verdict & { verdict: Reachability } {
  if ("listener" in goal) return checkListener(network, goal.listener);
  return "leg" in goal ? checkLeg(network, goal.leg) : checkConnection(network, goal.connection);
}

const OUTSIDE: readonly string[] = ["unsupported", "vpc-peering-connection", "private-link"];

/** Where packets from outside come in by the routes of who they are for, these routes are in no hop. */
function consulted({ legs }: Verdict): Pick<Answer, "hops" | "isOpen"> {
  const hops = legs.flatMap((leg) => [...leg.forward.hops, ...leg.reply.hops]);
  const isFromOutside = legs.some((leg) => OUTSIDE.includes(leg.forward.hops[0]?.component.kind ?? ""));
  return {
    hops,
    isOpen: ({ kind, ...part }) =>
      isFromOutside && (kind === "association" || ("rule" in part && part.rule.kind === "route")),
  };
}
