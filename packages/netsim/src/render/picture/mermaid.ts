/** A network with a verdict on it as Mermaid text, which GitHub draws in issues, pull requests and Markdown files. */
import type { Network } from "@netsim/core";
import type { AnyVerdict } from "../../path/verdict.js";
import { type ComposeOptions, planOf } from "./compose.js";
import { describe } from "./describe.js";
import type { Box, Line, Plan, Tone, Trip, VpcPlan, Way, ZonePlan } from "./plan.js";
import { clean, shorten } from "./text.js";

/**
 * A flowchart: VPCs, zones and subnets as nested boxes, legs as arrows. Of a verdict only what it touches is in it,
 * unless everything is asked for.
 */
export function renderMermaid(network: Network, verdict?: AnyVerdict, options: ComposeOptions = {}): string {
  return mermaidOfPlan(planOf(network, verdict, options));
}

const SIGNS: Readonly<Record<Tone, string>> = { pass: "✓", block: "✗", partial: "~", unknown: "?" };

/** Of one name or sentence; Mermaid refuses diagrams of more than 50,000 characters and 500 arrows as a whole. */
const MOST = 160;

export function mermaidOfPlan(plan: Plan): string {
  const ids = new Map<string, string>();
  const idOf = (id: string): string => {
    const known = ids.get(id) ?? `b${ids.size + 1}`;
    ids.set(id, known);
    return known;
  };
  const { title, description } = describe(plan);
  const arrows = plan.ways.flatMap((way) => arrowsOf(way, plan, idOf));
  const lines = [
    "flowchart TB",
    `  accTitle: ${statement(title)}`,
    `  accDescr: ${statement(description)}`,
    ...plan.outside.map((box) => `  ${boxText(box, idOf)}`),
    ...plan.vpcs.flatMap((vpc, at) => vpcLines(vpc, `v${at + 1}`, idOf)),
    ...plan.peerings.map(({ box }) => `  ${boxText(box, idOf)}`),
    ...arrows.map((each) => `  ${each.text}`),
    ...plan.notes.map((text, at) => `  note${at + 1}[${quoted([text])}]`),
    ...styleLines(arrows.map((each) => each.tone)),
  ];
  return `${lines.join("\n")}\n`;
}

function vpcLines({ title, lines, gateways, zones }: VpcPlan, id: string, idOf: (id: string) => string): string[] {
  return [
    `  subgraph ${id}[${heading(title, lines)}]`,
    ...gateways.map((box) => `    ${boxText(box, idOf)}`),
    ...zones.flatMap((zone, at) => zoneLines(zone, `${id}z${at + 1}`, idOf)),
    "  end",
  ];
}

function zoneLines({ title, lines, subnets }: ZonePlan, id: string, idOf: (id: string) => string): string[] {
  const inner = subnets.flatMap((subnet, at) => {
    const boxes = subnet.rows.flat().map((box) => `        ${boxText(box, idOf)}`);
    const label = heading(subnet.title === "" ? "no subnet" : subnet.title, subnet.lines);
    return [`      subgraph ${id}s${at + 1}[${label}]`, ...boxes, "      end"];
  });
  return [`    subgraph ${id}[${heading(title === "" ? "no zone" : title, lines)}]`, ...inner, "    end"];
}

/** One line, as Mermaid puts more behind what is inside; why it is marked, the arrows say. */
function heading(title: string, lines: readonly Line[]): string {
  const words = lines.map(({ text, tone }) => (tone ? SIGNS[tone] : text));
  return quoted([[title, ...new Set(words)].join("  ")]);
}

function boxText(box: Box, idOf: (id: string) => string): string {
  const label = quoted([box.title, box.name, ...box.lines.map(lineText)]);
  return idOf(box.id) + (box.kind === "outside" ? `([${label}])` : `[${label}]`);
}

function lineText({ text, tone, number }: Line): string {
  return `${tone ? `${SIGNS[tone]} ` : ""}${number === undefined ? "" : `${number} `}${text}`;
}

interface Arrow {
  readonly text: string;
  readonly tone: Tone;
}

/** The reply has an arrow of its own where it does not fare as the request does. */
function arrowsOf({ label, trips, tone }: Way, plan: Plan, idOf: (id: string) => string): Arrow[] {
  const { forward, reply } = trips;
  const isPlain = !reply || (reply.tone === "pass" && forward?.tone === "pass");
  const arrow = (trip: Trip, what: string, isReply: boolean): Arrow[] =>
    trip.steps.map(([from, to], at) => {
      const isLast = at === trip.steps.length - 1;
      const why = trip.troubles
        .map((each) => plan.reasons[(each.number ?? 1) - 1]?.text ?? "")
        .filter((each) => each !== "");
      const words = isLast ? [`${SIGNS[trip.tone]} ${what}`, ...new Set(why)] : [`${SIGNS[trip.tone]} ${what}`];
      return { text: `${idOf(from)} ${shaftOf(trip.tone, isReply)}|${quoted(words)}| ${idOf(to)}`, tone: trip.tone };
    });
  const there = forward ? arrow(forward, label, false) : [];
  return isPlain || !reply || tone === "pass" ? there : [...there, ...arrow(reply, `reply of ${label}`, true)];
}

/** A cross at the end of what is stopped; dots where it is in part or not known, and for replies. */
function shaftOf(tone: Tone, isReply: boolean): string {
  if (tone === "block") return isReply ? "-.-x" : "--x";
  return isReply || tone !== "pass" ? "-.->" : "-->";
}

/** Readable on light and on dark ground. */
const STROKES: Readonly<Record<Tone, string>> = {
  pass: "#2da44e",
  block: "#e5534b",
  partial: "#bf8700",
  unknown: "#848d97",
};

function styleLines(tones: readonly Tone[]): string[] {
  return (Object.keys(STROKES) as Tone[]).flatMap((tone) => {
    const places = tones.flatMap((each, at) => (each === tone ? [at] : []));
    return places.length === 0 ? [] : [`  linkStyle ${places.join(",")} stroke:${STROKES[tone]},stroke-width:2px`];
  });
}

/** Lines of a label: what Mermaid or HTML would read as theirs is written as entities. */
function quoted(lines: readonly string[]): string {
  return `"${lines.map((each) => entities(shorten(each, MOST))).join("<br/>")}"`;
}

/** Everything that is no letter, digit, space or harmless sign. */
const SPECIAL = /[^\p{L}\p{M}\p{N}\p{Emoji_Presentation} ./:,()@✓✗~?…+-]/gu;

function entities(text: string): string {
  // Of a label that begins like a list, Mermaid makes one.
  return text
    .replace(SPECIAL, codeOf)
    .replace(/^(\d+)\. /, (_, digits: string) => `${digits}#46; `)
    .replace(/^([-+]) /, (_, sign: string) => `${codeOf(sign)} `);
}

function codeOf(character: string): string {
  return `#${character.codePointAt(0) ?? 63};`;
}

/** More than this of a description is cut. */
const SENTENCES = 600;

/** Of an accessible title or description, which end with the line and have no quotes. */
function statement(text: string): string {
  return shorten(
    clean(text)
      .replaceAll("->", "to")
      .replace(/[#;{}<>%"`]/g, " "),
    SENTENCES,
  )
    .replace(/\s+/g, " ")
    .trim();
}
