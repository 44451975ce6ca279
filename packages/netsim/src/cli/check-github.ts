/** Intents that do not hold, as annotations of the pull request at the intents' lines. */
import type { Judged } from "../intents/judge.js";
import { annotationText } from "../render/annotation.js";
import { plain } from "../render/layout.js";
import { storyText } from "./check-story.js";
import { STANDARD_INPUT } from "./load.js";

/** One line an intent that does not hold; empty where all hold. */
export function checkGithub(judged: readonly Judged[]): string {
  return judged
    .filter(({ result }) => !result.holds)
    .map((each) => `${annotationOf(each)}\n`)
    .join("");
}

function annotationOf(judged: Judged): string {
  const { file, name, reason } = judged.result;
  const isFile = file !== STANDARD_INPUT;
  return annotationText({
    level: "error",
    file: isFile ? file : undefined,
    line: isFile ? judged.line : undefined,
    title: plain(name),
    message: `${plain(reason ?? "")}\n\n${storyText(judged, { hops: false })}`,
  });
}
