/** One cause of an explanation: what blocks, what nearly matched, and where. */
import type { ExplainedCause, Explanation, MissingRule } from "../explain/explanation.js";
import { placeText, subject } from "./blockers.js";
import type { Page } from "./context.js";
import { packetText } from "./header.js";
import { labelled, plain } from "./layout.js";
import { nearText, overruledText } from "./near.js";
import { originText, ruleText } from "./rule.js";
import { blockerText } from "./words.js";

/** More than this many are counted, not listed. */
const LISTED = 4;
const LABEL = 9;

/** @param most of more components than this, the rest is counted. */
export function causeLines(
  cause: ExplainedCause,
  number: number,
  explanation: Explanation,
  page: Page,
  most?: number,
): string[] {
  const { places, rule, overruled, nearest, missing, lost, followsFrom } = cause;
  const [place] = places;
  const origin = rule ? originText(rule) : undefined;
  const code = cause.awsCode === null ? cause.code : `${cause.code} (AWS: ${cause.awsCode})`;
  const title = `${subject(cause, most)}, ${cause.direction}: ${blockerText(cause)}`;
  const mark = `${number} `;
  const entries: readonly (readonly [label: string, texts: readonly string[]])[] = [
    ["rule", rule ? [ruleText(rule)] : []],
    ["from", origin === undefined ? [] : [origin]],
    ["missing", missing ? [missingText(missing, cause)] : []],
    ["lost", lost ? [`${lost.senders.join(", ")} arrives as ${listed(lost.arrivesAs)}`] : []],
    ["nearest", (nearest ?? []).map(nearText)],
    ["hidden", [...new Set((overruled ?? []).map(overruledText))]],
    ["follows", followsFrom.length === 0 ? [] : [`from ${followsFrom.map((at) => at + 1).join(", ")}`]],
    ["where", places.map((each) => placeText(each, explanation))],
    ["packet", place.witness ? [packetText(place.witness)] : []],
    ["code", [code]],
  ];
  return [
    ...labelled("✗", 2, title, page.width - mark.length - 2, (_, text) => page.paint("bad", text)).map(
      (line, at) => (at === 0 ? page.paint("strong", mark) : " ".repeat(mark.length)) + line,
    ),
    ...entries
      .flatMap(([label, texts]) => entryLines(label, texts, page))
      .map((line) => " ".repeat(mark.length + 2) + line),
  ];
}

function entryLines(label: string, texts: readonly string[], page: Page): string[] {
  const more = texts.length - LISTED;
  const shown = more > 0 ? [...texts.slice(0, LISTED), `and ${more} more`] : texts;
  return shown.flatMap((text, at) => labelled(at === 0 ? label : "", LABEL, plain(text), page.width - 4, page.paint));
}

const NOUNS: Readonly<Record<MissingRule["kind"], string>> = {
  "security-group-rule": "rule",
  "network-acl-entry": "allow entry",
  route: "route",
};

/** `an ingress rule for tcp 9000 from sg-lb, or from 10.0.0.4-10.0.0.254`: for all of the places at once. */
function missingText({ kind, groups }: MissingRule, { direction, places }: ExplainedCause): string {
  const [header] = places[0].packets;
  if (!header) return NOUNS[kind];
  const isIn = direction === "ingress";
  const side = isIn ? "from" : "to";
  const key = isIn ? "sourceAddresses" : "destinationAddresses";
  const addresses = [...new Set(places.flatMap(({ packets }) => packets.flatMap((each) => each[key])))];
  if (kind === "route") return `a route to ${listed(addresses)}`;
  const peers = [...(groups ?? []), listed(addresses)].map((each) => `${side} ${each}`).join(", or ");
  const ports = header.destinationPortRanges ?? [];
  const types = header.icmpTypes ? [`type ${header.icmpTypes.join(",")}`] : [];
  const traffic = [header.protocol, ports.join(","), ...types].filter((each) => each !== "").join(" ");
  return `${isIn ? "an ingress" : "an egress"} ${NOUNS[kind]} for ${traffic} ${peers}`;
}

function listed(addresses: readonly string[]): string {
  const shown = addresses.slice(0, LISTED - 1).map((each) => each.replace(/\/(?:32|128)$/, ""));
  const more = addresses.length - shown.length;
  return more > 0 ? `${shown.join(",")} and ${more} more` : shown.join(",");
}
