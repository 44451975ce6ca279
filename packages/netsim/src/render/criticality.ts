/** What goals need of a network as text. */
import type { CriticalityVerdict } from "../analysis/criticality.js";
import type { Part } from "../analysis/parts.js";
import type { Page } from "./context.js";
import { type Cell, indent, plain, table } from "./layout.js";
import { ruleText } from "./rule.js";
import { pageOf, type TextOptions } from "./text.js";

/** Parts that goals need, those that are in the way of one, and those that none needs. */
export function renderCriticality({ parts, unneeded }: CriticalityVerdict, options: TextOptions = {}): string {
  const page = pageOf(options);
  const needed = parts.filter((each) => each.neededBy.length > 0);
  const inTheWay = parts.filter((each) => each.inTheWayOf.length > 0);
  const sections = [
    rows(
      "Needed",
      "BY",
      needed.map(({ part, neededBy }) => [part, neededBy]),
      page,
    ),
    rows(
      "In the way",
      "OF",
      inTheWay.map(({ part, inTheWayOf }) => [part, inTheWayOf]),
      page,
    ),
    list("Needed by none, each by itself", unneeded, page),
  ].filter((lines) => lines.length > 0);
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function rows(
  title: string,
  word: string,
  found: readonly (readonly [part: Part, goals: readonly string[]])[],
  page: Page,
): readonly string[] {
  if (found.length === 0) return [];
  const cell = (text: string): Cell => ({ text: plain(text) });
  const body = found.map(([part, goals]) => [cell(partText(part)), cell(goals.join(", "))]);
  return [
    page.paint("strong", title),
    ...indent(table([[cell("PART"), cell(word)], ...body], page.width - 2, page.paint), 2),
  ];
}

function list(title: string, parts: readonly Part[], page: Page): readonly string[] {
  if (parts.length === 0) return [];
  return [page.paint("strong", title), ...parts.map((part) => `  ${plain(partText(part))}`)];
}

const KEYS = { networkAclId: "network ACL", routeTableId: "route table" } as const;

function partText(part: Part): string {
  if (part.kind === "group") return `security group ${part.group} of ${part.resource}`;
  if (part.kind === "association") return `${KEYS[part.key]} ${part.id} of ${part.resource}`;
  const { rule } = part;
  if (rule.kind === "network-acl-entry") return `${rule.networkAclId} ${rule.direction} ${ruleText(rule)}`;
  return rule.kind === "route" ? `${rule.routeTableId} ${ruleText(rule)}` : ruleText(rule);
}
