/** From what was built to a network. The core judges; what is judged here is only what an issue of it means for an import. */
import { createNetwork, formatPath, type Issue, type Network, type NetworkInput, type Result } from "@netsim/core";
import type { Document } from "../document.js";
import { sortMissing } from "../missing.js";
import { placedIssues, placeOf } from "../placed.js";
import type { Draft } from "./draft.js";

/**
 * What AWS would never print together but altered collections have: the record is left out and listed as missing. A
 * value that is wrong by itself is no contradiction.
 */
const CONTRADICTIONS: ReadonlySet<string> = new Set([
  "address-outside-subnet",
  "duplicate-address",
  "duplicate-route",
  "interface-attached-twice",
  "other-vpc",
  "overlapping-blocks",
  "overlapping-subnets",
  "subnet-outside-vpc",
  "target-address",
  "target-group-in-use",
  "two-default-network-acls",
  "two-internet-gateways",
  "two-main-route-tables",
  "two-subnets-of-one-zone",
]);

/** Odd, and harmless: the record stays. */
const ODDITIES: ReadonlySet<string> = new Set(["reserved-address"]);

export function settle(draft: Draft, documents: readonly Document[]): Result<Network> {
  for (;;) {
    const input = inputOf(draft);
    const result = createNetwork(input);
    if (result.ok) return result;
    if (!result.issues.every(({ code }) => CONTRADICTIONS.has(code) || ODDITIES.has(code))) {
      return { ok: false, issues: placedIssues(result.issues, input, documents) };
    }
    const before = draft.missing.length;
    for (const issue of result.issues) settleIssue(draft, issue, input);
    if (draft.missing.length === before) return result;
  }
}

function inputOf(draft: Draft): NetworkInput {
  const collections = Object.entries(draft.input).map(([collection, records]) => [
    collection,
    Object.fromEntries([...records].sort(([a], [b]) => (a < b ? -1 : 1))),
  ]);
  return { ...Object.fromEntries(collections), missing: sortMissing(draft.missing) };
}

function settleIssue(draft: Draft, issue: Issue, input: NetworkInput): void {
  const [collection, id] = issue.path as readonly [keyof Draft["input"], string];
  const isOdd = ODDITIES.has(issue.code);
  if (!isOdd && !draft.input[collection].delete(id)) return;
  const place = placeOf(issue, input)?.record;
  const key = formatPath(issue.path.slice(2));
  const detail = `${key === "" ? "" : `${key}: `}expected ${issue.expected}, found ${issue.received}`;
  draft.missing.push({
    collection,
    id,
    reason: isOdd ? "altered" : "contradictory",
    detail,
    ...(place ? { origin: place } : {}),
  });
}
