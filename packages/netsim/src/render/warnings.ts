/** The section of warnings: what may happen, once, and below it each rule that settles it. */
import type { Warning } from "../path/verdict.js";
import { KINDS } from "./component.js";
import type { Page } from "./context.js";
import { labelled, plain } from "./layout.js";
import { warningText } from "./words.js";

/** More rules, or more peers of a rule, than these are counted, not listed. */
const RULES = 12;
const PEERS = 4;

export function warningLines(warnings: readonly Warning[], page: Page): string[] {
  if (warnings.length === 0) return [];
  const bySentence = groupedBy(warnings, warningText);
  const lines = [...bySentence].flatMap(([sentence, group]) => {
    const rules = rulesOf(group);
    const about =
      rules.length > 0 ? "" : `${listText([...new Set(group.map((each) => plain(each.component)))], PEERS)}: `;
    const ending = rules.length === 0 ? "" : rules.length === 1 ? "; this rule settles it" : "; these rules settle it";
    return [
      ...labelled("!", 2, about + sentence + ending, page.width - 2, page.paint).map((line) => `  ${line}`),
      ...ruleLines(rules, page),
    ];
  });
  return [page.paint("strong", "Warnings"), ...lines];
}

function ruleLines(rules: readonly string[], page: Page): string[] {
  const more = rules.length - RULES;
  const shown = more > 0 ? [...rules.slice(0, RULES), `and ${more} more`] : rules;
  return shown.flatMap((rule) => labelled("-", 2, rule, page.width - 4, page.paint).map((line) => `    ${line}`));
}

/** What has to be allowed at each filter, for all who are concerned: `network ACL acl-1 egress: icmp type 3 code 4 to ...`. */
function rulesOf(warnings: readonly Warning[]): string[] {
  const byRule = groupedBy(
    warnings.filter((each) => each.code === "path-mtu-discovery"),
    ruleText,
  );
  return [...byRule].map(([rule, group]) => {
    const peers = group.flatMap(({ details }) => texts(details?.sourceGroups ?? details?.peers));
    const order = group.some(({ details }) => details?.kind === "network-acl")
      ? ", before any entry that denies it"
      : "";
    return plain(`${rule} ${listText([...new Set(peers)], PEERS)}${order}`);
  });
}

function ruleText({ component, details = {} }: Warning): string {
  const { kind, direction, protocol, icmpType, icmpCode } = details;
  const side = direction === "egress" ? "to" : "from";
  const filter = kind === "network-acl" ? KINDS["network-acl"] : KINDS["security-group"];
  return `${filter} ${component} ${direction}: allow ${protocol} type ${icmpType} code ${icmpCode} ${side}`;
}

function texts(value: NonNullable<Warning["details"]>[string] | undefined): readonly string[] {
  return typeof value === "object" ? value : value === undefined ? [] : [String(value)];
}

function listText(members: readonly string[], most: number): string {
  const more = members.length - most;
  return members.slice(0, most).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

function groupedBy(warnings: readonly Warning[], keyOf: (warning: Warning) => string): Map<string, Warning[]> {
  const groups = new Map<string, Warning[]>();
  for (const warning of warnings) {
    const key = keyOf(warning);
    const group = groups.get(key);
    if (group) group.push(warning);
    else groups.set(key, [warning]);
  }
  return groups;
}
