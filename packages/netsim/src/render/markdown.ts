/** A verdict as Markdown for a pull request: why, the states and the legs as tables, and a picture that GitHub draws. */
import type { Network } from "@netsim/core";
import type { AnyVerdict, Leg, Phase } from "../path/verdict.js";
import { stateMark, VERDICT_MARKS } from "./marks.js";
import { type ComposeOptions, planOf } from "./picture/compose.js";
import { mermaidOfPlan } from "./picture/mermaid.js";
import type { Tone } from "./picture/plan.js";
import { clean } from "./picture/text.js";
import { symptomText } from "./states.js";
import { subjectOf } from "./text.js";
import { assumptionText, unknownText } from "./words.js";

/** Ends with a line break. */
export function renderMarkdown(network: Network, verdict: AnyVerdict, options: ComposeOptions = {}): string {
  const plan = planOf(network, verdict, options);
  const { sign } = VERDICT_MARKS[verdict.verdict];
  const reasons = plan.reasons.map(({ tone, text }) => `- ${SIGNS[tone]} ${inline(text)}`);
  const blocks = [
    [`### ${sign} ${inline(options.title ?? subjectOf(verdict))}: ${verdict.verdict}`],
    listed(reasons),
    verdict.kind === "listener" ? nodeTable(verdict) : [],
    verdict.kind === "connection" ? [] : stateTable(verdict),
    legTable(verdict),
    ["```mermaid", mermaidOfPlan(plan).trimEnd(), "```"],
    assumptions(verdict),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

const SIGNS: Readonly<Record<Exclude<Tone, "pass">, string>> = { block: "✗", partial: "~", unknown: "?" };

/** More rows than this are counted, not listed. */
const ROWS = 20;

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const more = rows.length - ROWS;
  return [
    line(heads),
    line(heads.map(() => "---")),
    ...rows.slice(0, ROWS).map(line),
    ...(more > 0 ? [line(["", `and ${more} more`, ...heads.slice(2).map(() => "")])] : []),
  ];
}

function listed(lines: readonly string[]): string[] {
  const more = lines.length - ROWS;
  return more > 0 ? [...lines.slice(0, ROWS), `- and ${more} more`] : [...lines];
}

type WithStates = Extract<AnyVerdict, { readonly states: unknown }>;

function stateTable({ states }: WithStates): string[] {
  const rows = Object.entries(states).map(([id, { state, reasonCode, description }]) => {
    const why = [reasonCode, description].filter((each) => each !== null && each !== "N/A").join(": ");
    return [stateMark(state).sign, inline(id), state, inline(why)];
  });
  return table(["", "Target", "State", "Reason"], rows);
}

function nodeTable({ nodes }: Extract<AnyVerdict, { readonly kind: "listener" }>): string[] {
  const rows = nodes.map((node) => [
    VERDICT_MARKS[node.verdict].sign,
    inline(node.node),
    inline(node.availabilityZone),
    node.service,
    inline([...new Set(node.symptoms.map(symptomText))].join(", ")),
  ]);
  return table(["", "Node", "Zone", "Service", "Clients see"], rows);
}

function legTable({ legs }: AnyVerdict): string[] {
  const failing = legs.filter((each) => each.verdict !== "reachable");
  const order = [...failing, ...legs.filter((each) => each.verdict === "reachable")];
  const rows = order.map((leg) => [
    VERDICT_MARKS[leg.verdict].sign,
    inline(leg.name),
    leg.verdict,
    phaseText(leg, "forward"),
    phaseText(leg, "reply"),
  ]);
  return table(["", "Leg", "Verdict", "Request", "Reply"], rows);
}

/** The components that do not let all pass. */
function phaseText(leg: Leg, phase: Phase): string {
  const { hops } = leg[phase];
  if (hops.length === 0) return "nothing arrives";
  const bad = hops.filter((hop) => hop.status !== "pass");
  if (bad.length === 0) return "passes";
  const words = { block: "stopped by", partial: "stopped in part by", unknown: "not known at" } as const;
  return bad.map((hop) => (hop.status === "pass" ? "" : `${words[hop.status]} ${inline(hop.component.id)}`)).join(", ");
}

function assumptions({ unknowns, assumptions: assumed }: AnyVerdict): string[] {
  const texts = [
    ...unknowns.map((each) => `Not known: ${each.component}: ${unknownText(each)}`),
    ...assumed.map((each) => `${each.component === undefined ? "" : `${each.component}: `}${assumptionText(each)}`),
  ];
  const lines = [...new Set(texts)].map((each) => `- ${inline(each)}`);
  if (lines.length === 0) return [];
  return ["<details><summary>Assumed and not known</summary>", "", ...listed(lines), "", "</details>"];
}

/** What Markdown or HTML would read as theirs is written as entities; nobody is mentioned, no issue is linked. */
export function inline(text: string): string {
  return clean(text)
    .replace(/[&<>"'`*_~[\]|\\#!$^{}]/g, (each) => `&#${each.codePointAt(0)};`)
    .replace(/(?<![\p{L}\p{N}])@/gu, "@<!-- -->")
    .replace(/^(\s*\d*)([-+.)=])(?=\s)/u, (_, before: string, sign: string) => `${before}&#${sign.codePointAt(0)};`)
    .replace(/:\/\//g, ":<!-- -->//");
}
