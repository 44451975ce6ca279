/** An intent file's questions, asked of a network that is named elsewhere. */
import { failure, type Network, ok, type Result } from "@netsim/core";
import type { InputIssue } from "./document.js";
import { type Judged, judge } from "./judge.js";
import { parseIntents } from "./parse.js";
import { withServices } from "./services.js";
import type { Intent } from "./types.js";

export interface AskedAbout {
  /** With the services that the file names. */
  readonly network: Network;
  readonly answers: readonly { readonly intent: Intent; readonly judged: Judged }[];
}

/** @param file what to call the text in messages. The network that the text names is left alone. */
export function askAbout(network: Network, text: string, file: string): Result<AskedAbout> {
  const parsed = parseIntents(text, file);
  if (!parsed.ok) return parsed;
  const { content, document } = parsed.value;
  const served = content.services ? withServices(network, content.services, document, ["services"]) : ok(network);
  if (!served.ok) return served;
  const issues: InputIssue[] = [];
  const answers = content.intents.flatMap((intent, at) => {
    const judged = judge(served.value, intent, document, ["intents", at]);
    if (!("issues" in judged)) return [{ intent, judged }];
    issues.push(...judged.issues);
    return [];
  });
  return issues.length > 0 ? failure(issues) : ok({ network: served.value, answers });
}
