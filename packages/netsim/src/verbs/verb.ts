/**
 * AWS's verbs as pure functions: a network and a request go in; a network and AWS's answer come out, or the error that
 * AWS would return, and then the network is as it was.
 */
import {
  type Failure,
  failure,
  issue,
  NetsimError,
  type Network,
  type Ok,
  type Path,
  tryEditNetwork,
} from "@netsim/core";
import { freeze } from "../path/freeze.js";

/** The network after the verb, and what AWS prints. */
export type VerbResult<Answer> = (Ok<Network> & { readonly answer: Answer }) | Failure;

export function done<Answer>(network: Network, answer: Answer): VerbResult<Answer> {
  return { ok: true, value: network, answer: freeze(answer) };
}

/**
 * AWS's refusal.
 *
 * @param code AWS's error code, such as `InvalidPermission.Duplicate`.
 * @param path the place in the request.
 */
export function refuse(code: string, path: Path, expected: string, received: unknown): Failure {
  return failure([issue(code, path, expected, received)]);
}

/** The verb's edit, and its answer; what the model itself refuses is refused with the model's issues. */
export function edit<Answer>(
  network: Network,
  recipe: Parameters<typeof tryEditNetwork>[1],
  answer: Answer | ((after: Network) => Answer),
): VerbResult<Answer> {
  const edited = tryEditNetwork(network, recipe);
  if (!edited.ok) return edited;
  return done(
    edited.value,
    typeof answer === "function" ? (answer as (after: Network) => Answer)(edited.value) : answer,
  );
}

/**
 * For scripts, which go on with the network and read the answer.
 *
 * @throws NetsimError with the issues of a refusal.
 */
export function unwrapVerb<Answer>(result: VerbResult<Answer>): {
  readonly network: Network;
  readonly answer: Answer;
} {
  if (!result.ok) throw new NetsimError(result.issues);
  return { network: result.value, answer: result.answer };
}

/** An id that nothing in the records has yet: the next number in AWS's form, as in `sg-00000000000000001`. */
export function nextId(prefix: string, records: Readonly<Record<string, unknown>>): string {
  for (let number = 1; ; number++) {
    const id = `${prefix}-${number.toString(16).padStart(17, "0")}`;
    if (!Object.hasOwn(records, id)) return id;
  }
}
