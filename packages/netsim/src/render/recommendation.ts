/** Recommended rules as tables, in the form of AWS's pages. Nothing is decided here: every word is made of the data. */
import { type ProtocolAndPorts, protocolName } from "@netsim/core";
import type { Purpose, Recommendation, RecommendedRule, TableName, WiderRule } from "../recommend/recommendation.js";
import type { Page } from "./context.js";
import { headerLines } from "./header.js";
import { type Cell, indent, labelled, table } from "./layout.js";
import type { Mark } from "./marks.js";
import { counted, type EditForm, renderEdits } from "./repair.js";
import { ruleText } from "./rule.js";
import { pageOf, type TextOptions } from "./text.js";

/** How recommended rules are written. */
export interface RecommendationTextOptions extends TextOptions {
  /** How what is missing is written: `cli` when left out. */
  readonly as?: EditForm | undefined;
}

const MARKS: Readonly<Record<RecommendedRule["status"], Mark>> = {
  present: { sign: "✓", style: "good" },
  partial: { sign: "~", style: "doubt" },
  missing: { sign: "✗", style: "bad" },
};

/** A table for each group and ACL, then what is wider, and what adds what is missing. Ends with a line break. */
export function renderRecommendation(found: Recommendation, options: RecommendationTextOptions = {}): string {
  const page = pageOf(options);
  const blocks = [
    heading(found, page),
    ...tablesOf(found).map((rules) => tableLines(rules, page)),
    widerLines(found.wider, page),
    addLines(found, options.as ?? "cli", page),
    unknownLines(found, page),
  ].filter((lines) => lines.length > 0);
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

const HEADINGS: Readonly<Record<Recommendation["status"], Mark>> = {
  "as-recommended": { sign: "✓", style: "good" },
  wider: { sign: "~", style: "doubt" },
  lacking: { sign: "✗", style: "bad" },
};

function heading({ loadBalancer, type, scheme, status, rules, wider }: Recommendation, { paint }: Page): string[] {
  const lacking = rules.filter((each) => each.status !== "present").length;
  const isGood = status === "as-recommended";
  const text = isGood ? "as recommended" : `${lacking} of ${rules.length} rules lacking, ${wider.length} wider`;
  const { sign, style } = HEADINGS[status];
  return [`${paint(style, sign)} ${paint("strong", loadBalancer)} (${type}, ${scheme})  ${paint(style, text)}`];
}

function tablesOf({ rules }: Recommendation): readonly (readonly RecommendedRule[])[] {
  const tables = new Map<string, RecommendedRule[]>();
  for (const rule of rules) {
    const key = `${rule.table} ${rule.component}`;
    const known = tables.get(key);
    if (known) known.push(rule);
    else tables.set(key, [rule]);
  }
  return [...tables.values()];
}

const TITLES: Readonly<Record<TableName, string>> = {
  "load-balancer-security-group": "Security group of the load balancer",
  "target-security-group": "Security group of the targets",
  "load-balancer-network-acl": "Network ACL of the load balancer's subnets",
  "target-network-acl": "Network ACL of the targets' subnets",
};

function tableLines(rules: readonly RecommendedRule[], page: Page): string[] {
  const [first] = rules;
  if (!first) return [];
  const sections = (["ingress", "egress"] as const).flatMap((direction): Cell[][] => {
    const own = rules.filter((each) => each.direction === direction);
    if (own.length === 0) return [];
    const head = [direction === "ingress" ? "INBOUND FROM" : "OUTBOUND TO", "PROTOCOL", "PORT RANGE", "FOR"];
    return [["", ...head].map((text): Cell => ({ text, style: "faint" })), ...own.map(rowOf)];
  });
  const title = `${page.paint("strong", TITLES[first.table])}  ${first.component}`;
  return [title, ...table(sections, page.width, page.paint)];
}

function rowOf(rule: RecommendedRule): Cell[] {
  const { sign, style } = MARKS[rule.status];
  const peer = Object.values(rule.peer)[0] as string;
  return [
    { text: sign, style },
    { text: peer },
    { text: protocolText(rule) },
    { text: portsText(rule) },
    { text: PURPOSES[rule.purpose] },
  ];
}

const PURPOSES: Readonly<Record<Purpose, string>> = {
  listener: "clients, to the listener",
  "client-reply": "replies to clients",
  target: "the targets' traffic",
  "health-check": "health checks",
  "target-reply": "replies of the targets",
  ping: "ICMP of clients",
  "all-outbound": "whatever the load balancer sends",
};

function protocolText({ protocol }: ProtocolAndPorts): string {
  return protocol < 0 ? "All" : protocolName(protocol).toUpperCase();
}

function portsText({ fromPort, toPort }: ProtocolAndPorts): string {
  if (fromPort < 0) return "All";
  return fromPort === toPort ? String(fromPort) : `${fromPort}-${toPort}`;
}

function widerLines(wider: readonly WiderRule[], page: Page): string[] {
  if (wider.length === 0) return [];
  const lines = wider.flatMap(({ rule, beyond, packets, component, direction }) => [
    ...labelled("~", 2, `${component} ${direction}: ${ruleText(rule)}`, page.width - 2, page.paint),
    ...headerLines(beyond).flatMap((text, at) =>
      indent(labelled(at === 0 ? "beyond" : "", 9, text, page.width - 4, page.paint), 2),
    ),
    ...indent(labelled("", 9, `${counted(packets)} packet headers`, page.width - 4, page.paint), 2),
  ]);
  return [page.paint("strong", "Wider than recommended"), ...indent(lines, 2)];
}

function addLines({ edits }: Recommendation, form: EditForm, page: Page): string[] {
  if (edits.length === 0) return [];
  return [page.paint("strong", "To add what is lacking"), ...indent(renderEdits(edits, form).trimEnd().split("\n"), 2)];
}

function unknownLines({ unknowns }: Recommendation, page: Page): string[] {
  if (unknowns.length === 0) return [];
  const lines = unknowns.map(({ component, code }) => `  ? ${component}: ${UNKNOWNS[code] ?? code}`);
  return [page.paint("strong", "Not in the input, so that rules may be lacking here"), ...lines];
}

const UNKNOWNS: Readonly<Record<string, string>> = {
  "security-group-missing": "the security group",
  "network-acl-missing": "the network ACL",
  "subnet-missing": "a subnet of the load balancer",
  "instance-missing": "the target, its interface or its subnet",
};
