/** One search's questions, asked of one network after the other, and counted. */
import type { Network } from "@netsim/core";
import type { AnyVerdict } from "../path/verdict.js";
import type { Goal } from "./goal.js";
import { type Trouble, troublesOf } from "./trouble.js";

export interface Goals {
  readonly mustReach: readonly Goal[];
  readonly mustNotReach: readonly Goal[];
}

export interface Inquiry {
  readonly goals: Goals;
  /** The answers to the questions that must be reachable. */
  readonly ask: (network: Network) => readonly AnyVerdict[];
  readonly troublesOf: (network: Network, verdicts: readonly AnyVerdict[]) => readonly Trouble[];
  /** How many networks were asked about. */
  readonly tried: () => number;
}

export function inquire(goals: Goals, keepsNarrow: boolean): Inquiry {
  let tried = 0;
  return {
    goals,
    ask: (network) => {
      tried++;
      return goals.mustReach.map((goal) => goal.ask(network));
    },
    troublesOf: (network, verdicts) => troublesOf(network, verdicts, keepsNarrow),
    tried: () => tried,
  };
}

export function isReached(verdicts: readonly AnyVerdict[]): boolean {
  return verdicts.every((each) => each.verdict === "reachable");
}

/** Whether something that has to stay blocked gets through. */
export function isBreached({ mustNotReach }: Goals, network: Network): boolean {
  return mustNotReach.some((goal) => goal.ask(network).verdict !== "unreachable");
}
