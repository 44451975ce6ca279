/** Why an intent does not hold, as plain text for the reports of other tools. */
import { explain } from "../explain/explain.js";
import type { Judged } from "../intents/judge.js";
import { renderExplanation } from "../render/explanation.js";
import { renderVerdict } from "../render/text.js";

/**
 * The causes of what is blocked; of what gets through, though it should not, every hop with the rule that lets it.
 * @param width in columns
 */
export function storyText({ verdict }: Judged, width: number): string {
  const options = { color: false, width };
  const text =
    verdict.blockers.length > 0 || verdict.verdict === "unknown"
      ? // Warnings change no verdict.
        renderExplanation({ ...explain(verdict), warnings: [] }, options)
      : renderVerdict(verdict, options);
  return text.trimEnd();
}
