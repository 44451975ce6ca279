/** Intents run against a network made in code. */
import { type NetworkInput, network, ok } from "netsim";
import type { CheckReport } from "../../../packages/netsim/src/intents/report.ts";
import { runIntents } from "../../../packages/netsim/src/intents/run.ts";
import { classicPage } from "../cli/network.ts";

interface Given {
  readonly network?: NetworkInput;
  readonly services?: string;
  readonly detail?: boolean;
}

async function run(intents: readonly string[], given: Given = {}) {
  const text = ["network: ./aws", given.services ?? "", "intents:", ...intents.map((intent) => `  - ${intent}`)].join(
    "\n",
  );
  return runIntents("intents/web.yaml", {
    readText: () => Promise.resolve(text),
    readNetwork: () => Promise.resolve(ok({ network: network(given.network ?? classicPage), notes: [] })),
    detail: given.detail,
  });
}

export async function report(intents: readonly string[], given: Given = {}): Promise<CheckReport> {
  const result = await run(intents, given);
  if (!result.ok) throw new Error(result.issues.map((each) => each.message).join("\n"));
  return result.value.report;
}

export async function complaints(intents: readonly string[], given: Given = {}): Promise<readonly string[]> {
  const result = await run(intents, given);
  return result.ok ? [] : result.issues.map((issue) => issue.message);
}
