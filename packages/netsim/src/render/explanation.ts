/** An explanation as text for a terminal. Nothing is decided here: every word is made of the data. */
import type { Conflict, Effect, Explanation, PartialLeg, Sample, Subject } from "../explain/explanation.js";
import { componentText } from "./component.js";
import type { Page } from "./context.js";
import { causeLines } from "./explained-cause.js";
import { headerText, packetText } from "./header.js";
import { type Cell, indent, labelled, plain, table } from "./layout.js";
import { legName } from "./leg.js";
import { stateMark, VERDICT_MARKS } from "./marks.js";
import { allowedText } from "./near.js";
import { symptomText, targetsText } from "./states.js";
import { assumptionLines, doubtLines, pageOf, type TextOptions } from "./text.js";
import { warningLines } from "./warnings.js";

export interface ExplanationTextOptions extends TextOptions {
  /**
   * So many causes, components of a cause, legs that work in part and consequences are listed, and the others counted;
   * all when left out.
   */
  readonly most?: number | undefined;
}

/** Each cause with its rule or the nearest ones, then what works in part and what follows. Ends with a line break. */
export function renderExplanation(explanation: Explanation, options: ExplanationTextOptions = {}): string {
  const page = pageOf(options);
  const { most = Number.POSITIVE_INFINITY } = options;
  const { causes, partial, effects } = explanation;
  const blocks = [
    heading(explanation, page),
    ...causes.slice(0, most).map((cause, at) => causeLines(cause, at + 1, explanation, page, most)),
    moreLines(causes.length - most, "cause", page),
    conflictLines(explanation, page),
    [
      ...partialLines({ ...explanation, partial: partial.slice(0, most) }, page),
      ...moreLines(partial.length - most, "leg", page),
    ],
    [...effectLines(effects.slice(0, most), page), ...moreLines(effects.length - most, "consequence", page)],
    doubtLines(explanation, page),
    behindLines(explanation, page),
    warningLines(explanation.warnings, page),
    assumptionLines(explanation.assumptions, page),
  ];
  const shown = blocks.filter((lines) => lines.length > 0);
  return `${shown.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function heading({ about, verdict, causes, legs }: Explanation, { paint }: Page): string[] {
  const { sign, style } = VERDICT_MARKS[verdict];
  const count = causes.length === 0 ? "nothing blocks" : causes.length === 1 ? "1 cause" : `${causes.length} causes`;
  return [
    `${paint(style, sign)} ${paint("strong", subjectText(about, legs.length))}  ${paint(style, verdict)}, ${count}`,
  ];
}

function moreLines(count: number, noun: string, { paint }: Page): string[] {
  return count > 0 ? [paint("faint", `  and ${count} more ${noun}${count === 1 ? "" : "s"}`)] : [];
}

function subjectText(about: Subject, legs: number): string {
  switch (about.kind) {
    case "connection": {
      const more = legs > 1 ? ` and ${legs - 1} more` : "";
      return `${plain(about.from)} -> ${plain(about.to)}${more}`;
    }
    case "listener":
      return `${plain(about.loadBalancer)} port ${about.port}`;
    case "health":
      return `health of ${plain(about.loadBalancer ?? about.targetGroups.join(", "))}`;
  }
}

const CONFLICTS: Readonly<Record<Conflict["code"], string>> = {
  "nothing-in-common": "each of these lets something through, and nothing passes them all",
  "no-common-port": "no port passes both of these, whichever is asked for",
};

function conflictLines({ conflicts, legs }: Explanation, page: Page): string[] {
  if (conflicts.length === 0) return [];
  const lines = conflicts.flatMap(({ code, legs: names, sides }) => {
    const [name = "", ...others] = names;
    const leg = legs.find((each) => each.name === name);
    const more = others.length === 0 ? "" : ` and ${others.length} more`;
    const rows = sides.map((side): Cell[] => [
      { text: plain(`${side.components.join(", ")} ${side.direction ?? side.phase}`) },
      { text: side.attachedTo === undefined ? "" : `at ${plain(side.attachedTo)}`, style: "faint" },
      { text: allowedText(side) },
    ]);
    return [
      ...labelled("✗", 2, CONFLICTS[code], page.width - 2, (_, text) => page.paint("bad", text)),
      ...indent(table(rows, page.width - 4, page.paint), 2),
      ...indent(labelled("where", 7, `${leg ? legName(leg) : plain(name)}${more}`, page.width - 4, page.paint), 2),
    ];
  });
  return [page.paint("strong", "Nothing in common"), ...indent(lines, 2)];
}

function partialLines({ partial, legs }: Explanation, page: Page): string[] {
  if (partial.length === 0) return [];
  const lines = partial.flatMap((part) => {
    const leg = legs.find((each) => each.name === part.leg);
    const title = leg ? legName(leg) : plain(part.leg);
    return [`${page.paint("doubt", "~")} ${title}`, ...indent(sampleLines(part, page), 2)];
  });
  return [page.paint("strong", "Works in part"), ...indent(lines, 2)];
}

/** More than this many kinds of packets are counted, not listed. */
const KINDS = 4;

function sampleLines({ works, fails }: PartialLeg, page: Page): string[] {
  const one = ({ packets, packet }: Sample): string => `${headerText(packets)}, such as ${packetText(packet)}`;
  return (["works", "fails"] as const).flatMap((label) => {
    const all = label === "works" ? works : fails;
    const more = all.length - KINDS;
    const texts = [...all.slice(0, KINDS).map(one), ...(more > 0 ? [`and ${more} more`] : [])];
    return texts.flatMap((text, at) => labelled(at === 0 ? label : "", 7, text, page.width - 4, page.paint));
  });
}

/** Each hop once. */
function behindLines({ doubts }: Explanation, page: Page): string[] {
  const components = [...new Set(doubts.map(({ component }) => componentText(component)))];
  if (components.length === 0) return [];
  const lines = components.map((text) => `? ${text}`);
  return [page.paint("strong", "Not known either, and decides once the causes are gone"), ...indent(lines, 2)];
}

function effectLines(effects: readonly Effect[], page: Page): string[] {
  if (effects.length === 0) return [];
  const rows = effects.map(effectRow);
  return [page.paint("strong", "What follows"), ...indent(table(rows, page.width - 2, page.paint), 2)];
}

function effectRow(effect: Effect): Cell[] {
  switch (effect.kind) {
    case "target": {
      const { sign, style } = stateMark(effect.state);
      const state = effect.reasonCode === null ? effect.state : `${effect.state} (${effect.reasonCode})`;
      const checks = effect.legs.length === 1 ? "its health check fails" : "its health checks fail";
      const why = effect.legs.length === 0 ? "" : checks;
      return row(sign, style, effect.target, state, [becauseOf(effect.causes, why)]);
    }
    case "node": {
      const { sign, style } = VERDICT_MARKS[effect.verdict];
      const targets = effect.targets.length === 0 ? [] : [`out of service: ${targetsText(effect.targets)}`];
      const seen = [...new Set(effect.symptoms.map(symptomText))].join(", ");
      const clients = becauseOf(effect.causes, seen === "" ? "" : `clients see ${seen}`);
      const name = `${effect.node} (${effect.availabilityZone})`;
      return row(sign, style, name, effect.service, [clients, ...targets]);
    }
    case "zone": {
      const groups = effect.lackingGroups.map(plain).join(", ");
      const why = `too few healthy targets in ${groups}`;
      return row("✗", "bad", effect.availabilityZone, "out of DNS", [why]);
    }
  }
}

function row(sign: string, style: Cell["style"], name: string, state: string, parts: readonly string[]): Cell[] {
  return [
    { text: sign, style },
    { text: plain(name) },
    { text: state, style },
    { text: plain(parts.filter((part) => part !== "").join("; ")) },
  ];
}

/** A consequence with the numbers of its causes in the list above. */
function becauseOf(causes: readonly number[], what: string): string {
  if (causes.length === 0) return what;
  const numbers = `${causes.length === 1 ? "cause" : "causes"} ${causes.map((at) => at + 1).join(", ")}`;
  return what === "" ? numbers : `${what} (${numbers})`;
}
