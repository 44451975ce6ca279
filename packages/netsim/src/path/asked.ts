/** What a verdict was the answer to, kept beside it: the verdict itself is plain data. */
import type { Network } from "@netsim/core";
import type { Verdict } from "./verdict.js";

/** A question that can be asked again, of the same network or of another. */
export interface Asked<Answer extends Verdict = Verdict> {
  readonly input: unknown;
  /** The network that it is about, as long as somebody has it. */
  readonly network: WeakRef<Network>;
  readonly ask: (network: Network) => Answer;
}

const questions = new WeakMap<Verdict, Asked>();

/** @returns the verdict as it is. */
export function remember<Answer extends Verdict, Input extends object>(
  verdict: Answer,
  network: Network,
  input: Input,
  check: (network: Network, input: Input) => Answer,
): Answer {
  const kept = { ...input };
  questions.set(verdict, {
    input: kept,
    network: new WeakRef(network),
    ask: (other) => check(other, kept),
  });
  return verdict;
}

/** Undefined for what no check has answered, such as a copy of a verdict. */
export function questionOf(verdict: Verdict): Asked | undefined {
  return questions.get(verdict);
}
