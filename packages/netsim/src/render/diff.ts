/** The differences of two networks as text. */
import type { DiffEdit, DiffVerdict, FlowChange, OpenConnections, StateDifference } from "../analysis/diff.js";
import { ASSUMPTIONS } from "./codes.js";
import type { Page } from "./context.js";
import { headerLines, packetText } from "./header.js";
import { type Cell, labelled, plain, table } from "./layout.js";
import { stateMark } from "./marks.js";
import { ruleText } from "./rule.js";
import { pageOf, type TextOptions } from "./text.js";

const HEADLINES = {
  same: { mark: "✓", style: "good", text: "nothing differs" },
  different: { mark: "✗", style: "bad", text: "the networks differ" },
  unknown: { mark: "?", style: "doubt", text: "nothing differs for certain" },
} as const;

/** More flows of a kind than these are counted, unless everything is asked for. */
const SHOWN = 20;

/** What starts and stops working, target states, open connections and assumptions. Ends with a line break. */
export function renderDiff(diff: DiffVerdict, options: TextOptions = {}): string {
  const page = pageOf(options);
  const { mark, style, text } = HEADLINES[diff.verdict];
  const sections = [
    [`${page.paint(style, mark)} ${page.paint("strong", text)}`],
    ...flowSection("Starts to work", diff.starts, diff.open, page),
    ...flowSection("Stops working", diff.stops, diff.open, page),
    ...flowSection("In doubt", diff.doubts, [], page),
    ...openSection(diff.open, page),
    ...stateSection(diff.states, page),
    ...endpointSection(diff, page),
    ...notes(diff, page),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

type Section = readonly string[];

function flowSection(
  title: string,
  flows: readonly FlowChange[],
  open: readonly OpenConnections[],
  page: Page,
): readonly Section[] {
  if (flows.length === 0) return [];
  const shown = page.verbose ? flows : flows.slice(0, SHOWN);
  const more = flows.length - shown.length;
  return [
    [
      page.paint("strong", title),
      ...shown.flatMap((flow) => flowLines(flow, open, page)),
      ...(more > 0 ? [page.paint("faint", `  and ${more} more between other endpoints (--verbose shows them)`)] : []),
    ],
  ];
}

const LABEL = 10;

function flowLines(flow: FlowChange, open: readonly OpenConnections[], page: Page): readonly string[] {
  const row = (label: string, text: string): readonly string[] =>
    labelled(`    ${label}`, LABEL + 4, plain(text), page.width, page.paint);
  const isUp = flow.after === "working" || flow.before === "failing";
  const sign = flow.before === "unknown" || flow.after === "unknown" ? "?" : isUp ? "+" : "-";
  const style = sign === "?" ? "doubt" : isUp ? "good" : "bad";
  return [
    `  ${page.paint(style, sign)} ${plain(endText(flow.from))} -> ${plain(endText(flow.to))}${wordsOf(flow)}`,
    ...headerLines(flow.packets).flatMap((line, at) => row(at === 0 ? "packets" : "", line)),
    ...row("such as", packetText(flow.witness)),
    ...flow.edits.flatMap((edit, at) => row(at === 0 ? "because" : "", editText(edit))),
    ...open.filter((each) => isOf(each, flow)).flatMap((each, at) => row(at === 0 ? "open ones" : "", fateText(each))),
  ];
}

function wordsOf({ before, after }: FlowChange): string {
  const isPlain = [before, after].every((word) => word === "working" || word === "failing");
  return isPlain ? "" : ` (${before}, then ${after})`;
}

function endText({ label, byPublicAddress }: FlowChange["from"]): string {
  return byPublicAddress ? `${label} by its public address` : label;
}

/** Of the same two ends; what new connections get tells the part. */
function isOf(open: OpenConnections, { from, to, after }: FlowChange): boolean {
  return open.from === from && open.to === to && open.newConnection === after;
}

const REASONS: Readonly<Record<OpenConnections["reason"], string>> = {
  tracked: "security groups track them",
  untracked: "security groups do not track them",
  stateless: "network ACLs, routes and gateways know no connections",
  "instance-not-running": "the instance does not run",
  "listener-changed": "nothing listens there any more, and AWS does not say what becomes of them",
  "endpoint-removed": "one of the ends is gone",
  "in-doubt": "the way is in doubt",
};

function fateText({ verdict, reason, idleSeconds, packets: [header] }: OpenConnections): string {
  const what = header ? `${header.protocol}: ` : "";
  if (verdict !== "survives-until-idle") {
    return `${what}${verdict === "unknown" ? "not known" : "cut at once"}, as ${REASONS[reason]}`;
  }
  const seconds = idleSeconds === null ? "for a time that AWS does not name" : `for ${idleSeconds} s`;
  return `${what}survive until idle ${seconds}, as ${REASONS[reason]}`;
}

/** What is cut although new connections work. */
function openSection(open: readonly OpenConnections[], page: Page): readonly Section[] {
  const cut = open.filter((each) => each.newConnection === "working");
  if (cut.length === 0) return [];
  const lines = cut.flatMap((each) => [
    `  ${page.paint("bad", "-")} ${plain(endText(each.from))} -> ${plain(endText(each.to))}`,
    ...labelled("    such as", LABEL + 4, packetText(each.witness), page.width, page.paint),
    ...labelled("    open ones", LABEL + 4, fateText(each), page.width, page.paint),
  ]);
  return [[page.paint("strong", "Cut, although new connections work"), ...lines]];
}

function stateSection(states: readonly StateDifference[], page: Page): readonly Section[] {
  if (states.length === 0) return [];
  const head = ["TARGET", "BEFORE", "AFTER", "REASON"].map((text): Cell => ({ text, style: "faint" }));
  const rows = states.map(({ owner, target, before, after }): Cell[] => [
    { text: plain(`${owner}/${target}`) },
    stateCell(before),
    stateCell(after),
    { text: plain(after?.description ?? "") },
  ]);
  const lines = table([head, ...rows], page.width - 2, page.paint).map((line) => `  ${line}`);
  return [[page.paint("strong", "Targets in another state"), ...lines]];
}

function stateCell(state: StateDifference["before"]): Cell {
  return state
    ? { text: state.state, style: stateMark(state.state).style }
    : { text: "not registered", style: "faint" };
}

function endpointSection({ endpoints: { added, removed } }: DiffVerdict, page: Page): readonly Section[] {
  if (added.length + removed.length === 0) return [];
  return [
    [
      page.paint("strong", "Endpoints"),
      ...added.map((id) => `  ${page.paint("good", "+")} ${plain(id)}`),
      ...removed.map((id) => `  ${page.paint("bad", "-")} ${plain(id)}`),
    ],
  ];
}

function notes({ unknowns, assumptions }: DiffVerdict, page: Page): readonly Section[] {
  const item = (text: string): readonly string[] => labelled("  - ", 4, plain(text), page.width, page.paint);
  const left = unknowns.flatMap((each) => item(`${each.component}: nothing is said of it (${each.code})`));
  const assumed = assumptions.flatMap(({ code }) => item(ASSUMPTIONS[code]?.(() => undefined, "") ?? code));
  return [
    ...(left.length > 0 ? [[page.paint("strong", "Left out"), ...left]] : []),
    ...(assumed.length > 0 ? [[page.paint("strong", "Assumed"), ...assumed]] : []),
  ];
}

const KEYS = { groups: "security groups", networkAclId: "network ACL", routeTableId: "route table" } as const;

/** `sg-1 ingress tcp 80 from 0.0.0.0/0 added`. */
export function editText(edit: DiffEdit): string {
  switch (edit.kind) {
    case "rule":
      if (edit.change !== "changed") return `${placed(edit.rule)} ${edit.change}`;
      return `${placed(edit.before)} changed to ${ruleText(edit.after)}`;
    case "association":
      return `${KEYS[edit.key]} of ${edit.resource} changed from ${listed(edit.before)} to ${listed(edit.after)}`;
    case "record":
      return `${edit.id} ${edit.change} (${edit.collection})`;
  }
}

function placed(rule: Parameters<typeof ruleText>[0]): string {
  if (rule.kind === "network-acl-entry") return `${rule.networkAclId} ${rule.direction} ${ruleText(rule)}`;
  return rule.kind === "route" ? `${rule.routeTableId} ${ruleText(rule)}` : ruleText(rule);
}

function listed(ids: readonly string[]): string {
  return ids.length === 0 ? "none" : ids.join(", ");
}
