/** Failure messages: what was expected and found, why, and what to change. */
import { explain } from "../explain/explain.js";
import type { AnyVerdict } from "../path/verdict.js";
import { grouped, subject } from "../render/blockers.js";
import { commandOf } from "../render/edit-commands.js";
import { renderExplanation } from "../render/explanation.js";
import { indent, labelled, wrap } from "../render/layout.js";
import { counted } from "../render/repair.js";
import { renderVerdict } from "../render/text.js";
import { blockerText } from "../render/words.js";
import { repairAll } from "../repair/repair.js";
import { commandLines } from "./command-lines.js";
import { type Paper, pageOn } from "./context.js";
import type { Inquiry } from "./inquiry.js";

/** More causes, legs and consequences than this are counted, not listed. */
const MOST = 3;
/** A way that is open is shown on so many legs. */
const OPEN_LEGS = 2;
/** More edits of one repair than this are counted, not listed. */
const EDITS = 6;
/** With more things in the way than this, a search takes longer than a failing test should. */
const PLACES = 12;
/** So many networks are tried for a repair: a test that fails does so at once. */
const TRIES = 200;

/** `expected ..., but ...`, then the rest, block by block. */
export function messageOf(lead: string, blocks: readonly string[], paper: Paper): string {
  const head = wrap(lead, paper.width).join("\n");
  return [head, ...blocks.map((each) => each.trimEnd()).filter((each) => each !== "")].join("\n\n");
}

export function leadOf({ wish, found }: Inquiry, isNot: boolean): string {
  return `expected ${wish(isNot)}, but ${found}`;
}

/** Why the answer is what it is: what blocks, or by which rules what should not get through does. */
export function whyBlock({ verdict, extent }: Inquiry, paper: Paper): string {
  if (extent !== "all") {
    const explained = explain(verdict);
    // Of what is stopped, what would be were it not is no reason.
    const assumptions = explained.assumptions.filter(({ code }) => extent === "unknown" || code !== "service-assumed");
    return renderExplanation({ ...explained, assumptions, warnings: [] }, { ...paper, most: MOST });
  }
  const more = verdict.legs.length - OPEN_LEGS;
  const shown = { ...verdict, legs: verdict.legs.slice(0, OPEN_LEGS), warnings: [] } as AnyVerdict;
  const text = renderVerdict(shown, paper).trimEnd();
  return more > 0 ? `${text}\n\nand ${more} more ${more === 1 ? "leg" : "legs"}` : text;
}

/** The repair that admits the fewest packets, as commands; nothing where none is known, or the network is not. */
export function repairBlock({ network, verdict, goals }: Inquiry, paper: Paper): string {
  if (!network) return "";
  if (placesOf(verdict) > PLACES) {
    return told("No repair is looked for with so much in the way; repair(network, verdict) does.", paper);
  }
  const { repairs, obstacles, isComplete } = repairAll(network, { mustReach: goals() }, { limit: TRIES });
  const page = pageOn(paper);
  const [first, ...others] = repairs;
  if (!first) {
    if (!isComplete) {
      return told(
        "No repair was found in the time that a failing test has; repair(network, verdict) takes more.",
        paper,
      );
    }
    if (obstacles.length === 0) return "";
    const texts = [...new Set(obstacles.map((each) => `${subject(each)}, ${each.direction}: ${blockerText(each)}`))];
    const lines = texts.slice(0, MOST).flatMap((text) => labelled("-", 2, text, page.width - 2, page.paint));
    const left = texts.length - MOST;
    return [
      page.paint("strong", "No edit that is known here removes"),
      ...indent(lines, 2),
      ...(left > 0 ? [`  and ${left} more`] : []),
    ].join("\n");
  }
  if (first.edits.length === 0) return "";
  const given = first.admits === "0" ? "admits nothing new" : `admits ${counted(first.admits)} new packet headers`;
  const commands = first.edits.slice(0, EDITS).flatMap((edit) => commandLines(commandOf(edit), page.width - 2));
  const left = first.edits.length - EDITS;
  const more = [
    ...(left > 0 ? [`  and ${left} more ${left === 1 ? "edit" : "edits"}`] : []),
    ...(others.length > 0
      ? wrap(
          `  or in ${others.length} other ${others.length === 1 ? "way" : "ways"}: see repair(network, verdict)`,
          page.width,
        )
      : []),
  ];
  return [`${page.paint("strong", "Repair")}  ${page.paint("faint", given)}`, ...indent(commands, 2), ...more].join(
    "\n",
  );
}

function told(text: string, { width }: Paper): string {
  return wrap(text, width).join("\n");
}

/** What has to be changed at least: targets one by one, though those that are alike are one blocker. */
function placesOf({ blockers }: Inquiry["verdict"]): number {
  const counts = grouped(blockers).map(([{ kind, components }]) =>
    kind === "target" || kind === "application" ? components.length : 1,
  );
  return counts.reduce((sum, each) => sum + each, 0);
}
