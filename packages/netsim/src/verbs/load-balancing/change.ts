/** A change of the network, with what the model refuses put into AWS's words. */
import {
  createNetwork,
  failure,
  type Issue,
  isMissingRecord,
  issue,
  moveIssue,
  type Network,
  type NetworkInput,
  type Path,
} from "@netsim/core";
import { done, type VerbResult } from "../verb.js";

/** How the model's issues are said in AWS's words. */
export interface Wording {
  /** AWS's error code; `ValidationError` where it is left out or has none. */
  readonly codeOf?: ((found: Issue) => string | undefined) | undefined;
  /** The place in the request; the issue's path is that of the model. */
  readonly pathOf: (path: Path) => Path;
}

/**
 * The network with other collections, and AWS's answer. The network was valid before, so that whatever is wrong with it
 * now was asked for.
 */
export function change<Answer>(
  network: Network,
  changes: NetworkInput,
  wording: Wording,
  answer: (after: Network) => Answer,
): VerbResult<Answer> {
  const result = createNetwork({ ...network, ...changes });
  if (result.ok) return done(result.value, answer(result.value));
  return failure(
    result.issues.map((found) => ({
      ...moveIssue(found, wording.pathOf(found.path)),
      code: wording.codeOf?.(found) ?? "ValidationError",
    })),
  );
}

/** The records without one of them. */
export function without<T>(records: Readonly<Record<string, T>>, id: string): Record<string, T> {
  return Object.fromEntries(Object.entries(records).filter(([key]) => key !== id));
}

/** `subnets` in the model is `Subnets` in a request, and so on. */
export function capitalised(path: Path): Path {
  return path.map((key) => (typeof key === "string" ? `${key.slice(0, 1).toUpperCase()}${key.slice(1)}` : key));
}

/**
 * A reference that leads nowhere: AWS's code, or `not-collected` where the network is known to leave the record out and
 * AWS would find it.
 */
export function notFound(
  network: Network,
  where: { readonly code: string; readonly collection: string; readonly noun: string },
  id: string,
  path: Path,
): Issue {
  if (isMissingRecord(network.missing, where.collection, id))
    return issue("not-collected", path, `the id of ${where.noun} that the network does not leave out`, id);
  return issue(where.code, path, `the id of ${where.noun}`, id);
}
