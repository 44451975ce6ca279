/** Why an intent does not hold, as plain text for the reports of other tools. */
import { explain } from "../explain/explain.js";
import type { Judged } from "../intents/judge.js";
import { renderExplanation } from "../render/explanation.js";
import { renderVerdict } from "../render/text.js";

const WIDTH = 100;

/**
 * The causes of what is blocked or not known; of what gets through, though it should not, the legs that it takes, with
 * `hops` every hop and the rule that lets it. Warnings are left out, as they change no verdict.
 */
export function storyText({ result, verdict }: Judged, { hops }: { readonly hops: boolean }): string {
  const getsThrough =
    verdict.verdict === "reachable" || (verdict.verdict === "partial" && result.expect === "unreachable");
  const text = !getsThrough
    ? renderExplanation({ ...explain(verdict), warnings: [] }, { width: WIDTH })
    : renderVerdict({ ...verdict, warnings: [] }, { width: WIDTH, verbose: hops });
  return text.trimEnd();
}
