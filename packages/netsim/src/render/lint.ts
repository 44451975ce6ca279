/** The findings of lint as text for a terminal. Nothing is decided here: every word is made of the result. */
import type { Packet, RuleRef } from "@netsim/core";
import type { Finding, FindingKind, LintResult, LintUnknown, Severity } from "../lint/finding.js";
import { withName } from "./component.js";
import type { Page } from "./context.js";
import { packetText } from "./header.js";
import { labelled, plain } from "./layout.js";
import { LINT_WORDS } from "./lint-codes.js";
import type { Style } from "./paint.js";
import { originOfPlace, ruleText } from "./rule.js";
import { pageOf, type TextOptions } from "./text.js";

/** Each finding with its rule, where it was written, and what proves it; then how many there are. Ends with a line break. */
export function renderLint(result: LintResult, options: TextOptions = {}): string {
  const page = pageOf(options);
  const blocks = [
    ...result.findings.map((finding) => findingLines(finding, page)),
    silencedLines(result, page),
    unknownLines(result.unknowns, page),
    [summary(result, page)],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

const MARKS: Readonly<Record<Severity, { readonly sign: string; readonly style: Style }>> = {
  error: { sign: "✗", style: "bad" },
  warning: { sign: "!", style: "doubt" },
  note: { sign: "-", style: "faint" },
};

const KINDS: Readonly<Record<FindingKind, string>> = {
  "security-group": "security group",
  "network-acl": "network ACL",
  "route-table": "route table",
  "load-balancer": "load balancer",
  "target-group": "target group",
  "network-interface": "interface",
  "vpc-peering-connection": "peering connection",
  silence: "silence for",
};

/** `security group sg-1 (web), ingress: ...`. */
export function findingText(finding: Finding): string {
  const { kind, component, name, direction } = finding;
  const side = direction === undefined || isOfReplies(finding) ? "" : ` ${direction}`;
  return plain(`${KINDS[kind]} ${withName(component, name)}${side}: ${sentenceOf(finding)}`);
}

/** The sentence says the direction itself. */
function isOfReplies({ proof }: Finding): boolean {
  return proof.kind === "dropped-replies";
}

export function sentenceOf(finding: Finding): string {
  const of = (key: string): string => {
    const value = finding.details[key];
    return value === undefined ? "" : typeof value === "object" ? value.join(", ") : String(value);
  };
  return LINT_WORDS[finding.code].say(of, finding);
}

const LABEL = 9;
/** More rules than this are counted, not listed. */
const RULES = 4;

function findingLines(finding: Finding, page: Page): string[] {
  const { sign, style } = MARKS[finding.severity];
  const line = (label: string, text: string): string[] =>
    labelled(label, LABEL, text, page.width - 4, page.paint).map((each) => `    ${each}`);
  const place = finding.origin && originOfPlace(finding.origin);
  const { reason } = finding.details;
  return [
    ...labelled(sign, 2, findingText(finding), page.width, (_, text) => page.paint(style, text)),
    ...(finding.rule ? line("rule", ruleText(finding.rule)) : []),
    ...(place === undefined ? [] : line("from", place)),
    ...proofLines(finding, line),
    ...(finding.code === "silence-without-finding" ? line("reason", String(reason)) : []),
    ...line("code", finding.code),
  ];
}

function proofLines({ proof, rule }: Finding, line: (label: string, text: string) => string[]): string[] {
  switch (proof.kind) {
    case "covered":
      return ruleLines("covered", proof.by, line);
    case "same-decision":
      return ruleLines("instead", proof.by, line);
    case "dropped-replies":
      return [
        ...line("request", packetText(proof.request)),
        ...line("reply", packetText(proof.reply)),
        ...ruleLines(
          "dropped",
          proof.by.filter((each) => each !== rule),
          line,
        ),
      ];
    case "packets":
      return [
        ...witnessLine(proof.witness, line),
        ...ruleLines(
          "decided",
          proof.by.filter((each) => each !== rule),
          line,
        ),
      ];
    case "blockers":
      return witnessLine(proof.blockers.find((each) => each.witness)?.witness, line);
    case "records":
      return [];
  }
}

function witnessLine(witness: Packet | undefined, line: (label: string, text: string) => string[]): string[] {
  return witness ? line("packet", packetText(witness)) : [];
}

function ruleLines(
  label: string,
  rules: readonly RuleRef[],
  line: (label: string, text: string) => string[],
): string[] {
  const more = rules.length - RULES;
  const texts = [...rules.slice(0, RULES).map(ruleText), ...(more > 0 ? [`and ${more} more`] : [])];
  return texts.flatMap((text, at) => line(at === 0 ? label : "", text));
}

/** Shown when everything is. */
function silencedLines({ silenced }: LintResult, page: Page): string[] {
  if (!page.verbose || silenced.length === 0) return [];
  return [
    page.paint("strong", "Silenced"),
    ...silenced.flatMap(({ finding, reason }) =>
      labelled("-", 2, `${findingText(finding)} [${finding.code}]: ${plain(reason)}`, page.width - 2, page.paint).map(
        (each) => `  ${each}`,
      ),
    ),
  ];
}

/** `acl-drops-replies: networkAcls not in the input`, without the component. */
export function lintUnknownText({ code, missing, codes }: LintUnknown): string {
  return `${codes.join(", ")}: ${missing}${code === "not-in-input" ? " not in the input" : ""}`;
}

/** More components than this are counted, not listed. */
const COMPONENTS = 4;

function unknownLines(unknowns: readonly LintUnknown[], page: Page): string[] {
  if (unknowns.length === 0) return [];
  const byKind = new Map<string, string[]>();
  for (const unknown of unknowns) {
    const { component } = unknown;
    const key = lintUnknownText(unknown);
    const components = byKind.get(key) ?? [];
    byKind.set(key, components);
    if (component !== undefined && !components.includes(component)) components.push(component);
  }
  const lines = [...byKind].flatMap(([key, components]) => {
    const more = components.length - COMPONENTS;
    const names = components.slice(0, COMPONENTS).join(", ") + (more > 0 ? ` and ${more} more` : "");
    const text = plain(names === "" ? key : `${key} (${names})`);
    return labelled("?", 2, text, page.width - 2, page.paint).map((each) => `  ${each}`);
  });
  return [page.paint("strong", "Not looked at"), ...lines];
}

function summary({ findings, silenced }: LintResult, { paint }: Page): string {
  const hidden = silenced.length === 0 ? "" : ` ${silenced.length} silenced.`;
  if (findings.length === 0) return paint("good", `Nothing found.${hidden}`);
  const counts = (["error", "warning", "note"] as const).flatMap((severity) => {
    const count = findings.filter((each) => each.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? "" : "s"}`];
  });
  const isBad = findings.some((each) => each.severity === "error");
  return paint(isBad ? "bad" : "doubt", `${counts.join(", ")}.${hidden}`);
}
