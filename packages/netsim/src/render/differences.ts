/** The table of what AWS saw and the prediction contradicts. */
import type { HealthDifference, HealthView } from "../load-balancer/health-difference.js";
import { type Cell, plain, table } from "./layout.js";
import { stateMark } from "./marks.js";
import { pageOf, type TextOptions } from "./text.js";

/** Empty where there is nothing to tell; otherwise it ends with a line break. */
export function renderDifferences(differences: readonly HealthDifference[] | null, options: TextOptions = {}): string {
  if (differences === null || differences.length === 0) return "";
  const page = pageOf(options);
  const head = ["TARGET", "AWS SAW", "PREDICTED", "AWS'S REASON"].map((text): Cell => ({ text, style: "faint" }));
  const rows = differences.map(({ target, described, predicted }): Cell[] => [
    { text: plain(target) },
    { text: plain(described.state), style: stateMark(described.state).style },
    { text: plain(predicted.state), style: stateMark(predicted.state).style },
    { text: plain(reasonOf(described)) },
  ]);
  const lines = table([head, ...rows], page.width - 2, page.paint).map((line) => `  ${line}`);
  return `${[page.paint("strong", "AWS saw something else than is predicted"), ...lines].join("\n")}\n`;
}

function reasonOf({ reason, description }: HealthView): string {
  const parts = [reason, description].filter((each) => each !== null);
  return parts.length === 0 ? "none" : parts.join(": ");
}
