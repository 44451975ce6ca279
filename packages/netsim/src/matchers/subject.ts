/** What `expect` was given: a network to be asked, or an answer. */
import type { Network } from "@netsim/core";
import type { AnyVerdict } from "../path/verdict.js";
import { mistake } from "./mistake.js";

const A_NETWORK = "a network that network(...) made or readNetwork(...) found";

export function isVerdict(value: unknown): value is AnyVerdict {
  if (typeof value !== "object" || value === null) return false;
  const { kind, verdict, legs, blockers } = value as Partial<AnyVerdict>;
  const isOurs = kind === "connection" || kind === "listener" || kind === "health";
  return isOurs && typeof verdict === "string" && Array.isArray(legs) && Array.isArray(blockers);
}

/**
 * @param matcher for the message, as are the others.
 * @param or what else would do.
 */
export function networkOf(matcher: string, received: unknown, or = "", place = "in expect(...)"): Network {
  const problem = problemOf(received);
  if (problem === undefined) return received as Network;
  throw mistake(matcher, [], `${A_NETWORK}${or} ${place}${problem}`, received);
}

/** Undefined for a network; otherwise what to do about it. */
function problemOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return "";
  if (typeof (value as { then?: unknown }).then === "function") return " (await the promise first)";
  if (isNetwork(value)) return undefined;
  if ("ok" in value && ("value" in value || "issues" in value)) return " (unwrap(...) the result first)";
  if ("network" in value && isNetwork(value.network)) return " (give it the `network` in the object)";
  return "vpcs" in value || "subnets" in value ? " (give the input to network(...) first)" : "";
}

/** An input has records of other shapes, and not all of the collections. */
function isNetwork(value: unknown): value is Network {
  if (typeof value !== "object" || value === null || !Object.isFrozen(value)) return false;
  return "vpcs" in value && "securityGroups" in value && "targetGroups" in value && "missing" in value;
}
