/** Repairs as text for a terminal: what to run. Nothing is decided here: every word is made of the data. */
import type { Edit } from "../repair/edit.js";
import type { GoalConflict, Repair, RepairResult } from "../repair/result.js";
import { blockersLines } from "./blockers.js";
import type { Page } from "./context.js";
import { renderCloudFormation } from "./edit-cloudformation.js";
import { renderCommands } from "./edit-commands.js";
import { renderTerraform } from "./edit-terraform.js";
import { indent } from "./layout.js";
import { VERDICT_MARKS } from "./marks.js";
import { doubtLines, pageOf, type TextOptions } from "./text.js";

/** Commands of the AWS command line, or a fragment of a template. */
export type EditForm = "cli" | "cloudformation" | "terraform";

/** How repairs are written. */
export interface RepairTextOptions extends TextOptions {
  /** `cli` when left out. */
  readonly as?: EditForm | undefined;
  /** What is repaired, for the heading. */
  readonly title?: string | undefined;
}

const FORMS: Readonly<Record<EditForm, (edits: readonly Edit[]) => string>> = {
  cli: renderCommands,
  cloudformation: renderCloudFormation,
  terraform: renderTerraform,
};

/** The edits in one of the forms. Ends with a line break unless there are none. */
export function renderEdits(edits: readonly Edit[], form: EditForm = "cli"): string {
  return FORMS[form](edits);
}

/** Each repair with its commands; where there is none, what stands in the way. Ends with a line break. */
export function renderRepair(result: RepairResult, options: RepairTextOptions = {}): string {
  const page = pageOf(options);
  const { as = "cli", title = "question" } = options;
  const blocks = [
    heading(result, title, page),
    ...(result.verdict === "reachable" ? [] : result.repairs.map((each, at) => repairLines(each, at + 1, as, page))),
    conflictLines(result.conflicts, page),
    obstacleLines(result, page),
    doubtLines({ unknowns: result.unknowns }, page),
    result.isComplete ? [] : ["The search was given up: there may be other repairs, or smaller ones."],
  ].filter((lines) => lines.length > 0);
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function heading({ verdict, repairs }: RepairResult, title: string, { paint }: Page): string[] {
  const { sign, style } = VERDICT_MARKS[verdict];
  return [`${paint(style, sign)} ${paint("strong", title)}  ${paint(style, verdict)}, ${countText(verdict, repairs)}`];
}

function countText(verdict: RepairResult["verdict"], repairs: readonly Repair[]): string {
  if (verdict === "reachable") return "nothing to repair";
  const [first] = repairs;
  if (!first) return "no repair";
  const size = first.edits.length;
  const edits = size === 1 ? "one edit" : `${size} edits`;
  return repairs.length === 1 ? `${edits} would do` : `${edits} would do, in ${repairs.length} ways`;
}

/** In groups of three digits. */
export function counted(count: string): string {
  return count.replace(/\B(?=(\d{3})+$)/g, ",");
}

function repairLines({ edits, admits }: Repair, number: number, form: EditForm, { paint }: Page): string[] {
  const given = admits === "0" ? "admits nothing new" : `admits ${counted(admits)} new packet headers`;
  const text = renderEdits(edits, form).trimEnd().split("\n");
  return [`${paint("strong", `Repair ${number}`)}  ${paint("faint", given)}`, ...indent(text, 2)];
}

function conflictLines(conflicts: readonly GoalConflict[], { paint }: Page): string[] {
  if (conflicts.length === 0) return [];
  const lines = conflicts.map(({ mustReach, and }) =>
    "mustReach" in and
      ? `  goals ${mustReach + 1} and ${and.mustReach + 1} cannot both be reached`
      : `  goal ${mustReach + 1} cannot be reached while goal ${and.mustNotReach + 1} of those that must not be stays blocked`,
  );
  return [paint("strong", "These contradict each other"), ...lines];
}

function obstacleLines({ obstacles, verdict }: RepairResult, page: Page): string[] {
  if (obstacles.length === 0 || verdict === "reachable") return [];
  const [, ...lines] = blockersLines({ blockers: obstacles, legs: [] }, page);
  return [page.paint("strong", "No edit that is known here removes"), ...lines];
}
