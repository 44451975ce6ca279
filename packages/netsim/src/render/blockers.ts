/** The summary of what stops packets. The same rule on several legs is one entry. */
import type { Blocker, Verdict } from "../path/verdict.js";
import { withName } from "./component.js";
import type { Page } from "./context.js";
import { packetText } from "./header.js";
import { labelled, plain } from "./layout.js";
import { legName, legOf } from "./leg.js";
import { originText, ruleText } from "./rule.js";
import { blockerText } from "./words.js";

/** More places than this are counted, not listed. */
const PLACES = 4;
const LABEL = 9;

export function blockersLines(verdict: Pick<Verdict, "blockers" | "legs">, page: Page): string[] {
  const groups = grouped(verdict.blockers);
  if (groups.length === 0) return [];
  const heading = groups.length === 1 ? "Blocked at one place" : `Blocked at ${groups.length} places`;
  return [page.paint("strong", heading), ...groups.flatMap((group) => entry(group, verdict, page))];
}

/** Blockers that one change would remove. */
export function grouped(blockers: readonly Blocker[]): (readonly [Blocker, ...Blocker[]])[] {
  const groups = new Map<string, [Blocker, ...Blocker[]]>();
  for (const blocker of blockers) {
    const { components, direction, code, rule, details } = blocker;
    const key = JSON.stringify([components, direction, code, rule && ruleText(rule), details]);
    const group = groups.get(key);
    if (group) group.push(blocker);
    else groups.set(key, [blocker]);
  }
  return [...groups.values()];
}

function entry(group: readonly [Blocker, ...Blocker[]], verdict: Pick<Verdict, "legs">, page: Page): string[] {
  const [blocker] = group;
  const line = (label: string, text: string): string[] =>
    labelled(label, LABEL, text, page.width - 4, page.paint).map((each) => `    ${each}`);
  const origin = blocker.rule ? originText(blocker.rule) : undefined;
  const code = blocker.awsCode === null ? blocker.code : `${blocker.code} (AWS: ${blocker.awsCode})`;
  const more = group.length - PLACES;
  const places = group.slice(0, PLACES).flatMap((each, at) => line(at === 0 ? "where" : "", placeText(each, verdict)));
  const title = `${subject(blocker)}, ${blocker.direction}: ${blockerText(blocker)}`;
  return [
    ...labelled("✗", 2, title, page.width - 2, (_, text) => page.paint("bad", text)).map((each) => `  ${each}`),
    ...places,
    ...(more > 0 ? line("", `and ${more} more`) : []),
    ...(blocker.rule ? line("rule", ruleText(blocker.rule)) : []),
    ...(origin === undefined ? [] : line("from", origin)),
    ...(blocker.witness ? line("packet", packetText(blocker.witness)) : []),
    ...line("code", code),
  ];
}

/**
 * `security group sg-1 (web)`; all of them where an interface has several.
 *
 * @param most of more names than this, the rest is counted.
 */
export function subject(
  { kind, component, components, name }: Pick<Blocker, "kind" | "component" | "components" | "name">,
  most?: number,
): string {
  const [, ...others] = components;
  const more = components.length - (most ?? components.length);
  const listed = [withName(component, name), ...others.map(plain)].slice(0, most).join(", ");
  const ids = more > 0 ? `${listed} and ${more} more` : listed;
  return component.includes(" ") ? ids : `${KINDS[kind] ?? kind} ${ids}`;
}

const KINDS: Readonly<Record<Blocker["kind"], string>> = {
  "security-group": "security group",
  "network-acl": "network ACL",
  route: "route table",
  gateway: "gateway",
  peering: "peering connection",
  "network-interface": "interface",
  "load-balancer": "load balancer",
  listener: "load balancer",
  target: "instance",
  application: "instance",
};

export function placeText(
  blocker: Pick<Blocker, "leg" | "phase" | "hop" | "attachedTo">,
  verdict: Pick<Verdict, "legs">,
): string {
  const leg = legOf(verdict, blocker);
  const hop = blocker.hop === undefined ? "" : `, hop ${blocker.hop}`;
  const at = blocker.attachedTo === undefined ? "" : `, at ${plain(blocker.attachedTo)}`;
  return `${leg ? legName(leg) : plain(blocker.leg)}, ${blocker.phase}${hop}${at}`;
}
