/**
 * Our own fixed layout: what is outside on top, VPCs beside each other with their gateways at the upper edge, zones as
 * columns, subnets as rows of them, load balancers above what they send to. Everything is on a grid of {@link UNIT}.
 */
import type { Box, Line, Plan, SubnetPlan, VpcPlan, ZonePlan } from "./plan.js";
import { columnsIn, shorten, widthOf, wrapped } from "./text.js";

export const UNIT = 16;
/** Sizes of text. */
export const SIZE = { title: 19, reason: 14, label: 13, name: 13, line: 12, kind: 11 } as const;

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A line of text with its baseline's place. */
export interface Text {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly width: number;
  /** Before it was cut. */
  readonly full: string;
  readonly size: number;
  readonly weight: "kind" | "name" | "line";
  readonly line: Line;
  /** Before the first line of a marked text. */
  readonly hasSign: boolean;
}

export interface PlacedBox extends Rect {
  readonly box: Box;
  readonly texts: readonly Text[];
}

export type FrameKind = "vpc" | "zone" | "subnet";

export interface Frame extends Rect {
  readonly id: string;
  readonly kind: FrameKind;
  readonly title: string;
  readonly texts: readonly Text[];
  /** Of a place in a zone that is no subnet. */
  readonly isBorderless: boolean;
  /** The id of the frame around it. */
  readonly parent: string | null;
}

export interface Layout {
  readonly width: number;
  /** Of the drawing, from the upper edge; what comes below is the legend. */
  readonly height: number;
  readonly frames: readonly Frame[];
  readonly boxes: readonly PlacedBox[];
}

const BOX = 12 * UNIT;
const INSET = 8;
/** Room for lines between boxes, and beside them in a subnet. */
const GAP = 2 * UNIT;
const ROW_GAP = 4 * UNIT;
const SIDE = 2 * UNIT;
/** Before marked lines. */
export const SIGN = 16;
/** More lines than this of one text are cut. */
const MOST_LINES = 6;

interface Words {
  readonly texts: readonly Text[];
  readonly height: number;
}

/** Lines one below the other; a marked one is broken, others are cut. */
function wordsOf(
  head: readonly { readonly text: string; readonly weight: "kind" | "name" }[],
  lines: readonly Line[],
  at: { readonly x: number; readonly y: number; readonly width: number },
): Words {
  const texts: Text[] = [];
  const put = (full: string, text: string, weight: Text["weight"], line: Line, hasSign: boolean): void => {
    const isMarked = line.tone !== undefined;
    const size = SIZE[weight];
    texts.push({
      x: at.x + (isMarked ? SIGN : 0),
      y: at.y + texts.length * UNIT + 12,
      text,
      width: widthOf(text, size),
      full,
      size,
      weight,
      line,
      hasSign,
    });
  };
  for (const { text, weight } of head) {
    if (text !== "") put(text, shorten(text, columnsIn(at.width, SIZE[weight])), weight, { text }, false);
  }
  for (const line of lines) {
    const room = columnsIn(at.width - (line.tone ? SIGN : 0), SIZE.line);
    if (!line.tone) put(line.text, shorten(line.text, room), "line", line, false);
    else {
      const full = line.number === undefined ? line.text : `${line.number} ${line.text}`;
      for (const [row, text] of wrapped(full, room, MOST_LINES).entries()) put(full, text, "line", line, row === 0);
    }
  }
  return { texts, height: texts.length * UNIT };
}

function boxAt(box: Box, x: number, y: number): PlacedBox {
  const head = [
    { text: box.title, weight: "kind" },
    { text: box.name, weight: "name" },
  ] as const;
  const words = wordsOf(head, box.lines, { x: x + INSET, y: y + INSET, width: BOX - 2 * INSET });
  return { box, x, y, width: BOX, height: words.height + 2 * INSET, texts: words.texts };
}

/** Parts of a drawing, to be moved as a whole. */
interface Part {
  readonly width: number;
  readonly height: number;
  readonly frames: readonly Frame[];
  readonly boxes: readonly PlacedBox[];
}

function moved(part: Part, dx: number, dy: number): Part {
  const shift = <T extends { readonly x: number; readonly y: number }>(each: T): T => ({
    ...each,
    x: each.x + dx,
    y: each.y + dy,
  });
  return {
    ...part,
    frames: part.frames.map((each) => ({ ...shift(each), texts: each.texts.map(shift) })),
    boxes: part.boxes.map((each) => ({ ...shift(each), texts: each.texts.map(shift) })),
  };
}

function joined(parts: readonly Part[]): Pick<Part, "frames" | "boxes"> {
  return { frames: parts.flatMap((each) => each.frames), boxes: parts.flatMap((each) => each.boxes) };
}

/** Boxes beside each other, in the middle of a width. */
function rowOf(boxes: readonly Box[], width: number): Part {
  const inner = boxes.length * BOX + Math.max(0, boxes.length - 1) * GAP;
  const left = Math.max(0, Math.floor((width - inner) / 2 / UNIT) * UNIT);
  const placed = boxes.map((box, at) => boxAt(box, left + at * (BOX + GAP), 0));
  return { width: inner, height: Math.max(0, ...placed.map((each) => each.height)), frames: [], boxes: placed };
}

function rowWidth(count: number): number {
  return count * BOX + Math.max(0, count - 1) * GAP;
}

function subnetWidth({ rows }: SubnetPlan): number {
  return 2 * SIDE + rowWidth(Math.max(1, ...rows.map((each) => each.length)));
}

function subnetPart(subnet: SubnetPlan, width: number, parent: string): Part {
  const isBorderless = subnet.title === "";
  // Lines come from above: what is wrong is written below, but where load balancers send on from below.
  const isMarkedBelow = !isFirst(subnet);
  const [above, below] = [false, true].map((isBelow) =>
    subnet.lines.filter((each) => (isMarkedBelow && each.tone !== undefined) === isBelow),
  ) as [Line[], Line[]];
  const inner = { x: INSET, y: INSET, width: width - 2 * INSET };
  const head = wordsOf([{ text: titled("subnet", subnet.title), weight: "name" }], above, inner);
  let y = isBorderless && head.height === 0 ? 0 : head.height + INSET + UNIT + INSET;
  const rows = subnet.rows.map((row, at) => {
    if (at > 0) y += ROW_GAP;
    const placed = moved(rowOf(row, width), 0, y);
    y += placed.height;
    return placed;
  });
  const foot = wordsOf([], below, { ...inner, y: y + UNIT });
  const height = y + (isBorderless ? (below.length > 0 ? UNIT : 0) : GAP) + foot.height;
  const { id, title } = subnet;
  const texts = [...head.texts, ...foot.texts];
  const frame: Frame = { id, kind: "subnet", title, isBorderless, parent, x: 0, y: 0, width, height, texts };
  return { width, height, frames: [frame, ...joined(rows).frames], boxes: joined(rows).boxes };
}

/** Whether there are load balancers or gateways in it. */
function isFirst({ rows }: SubnetPlan): boolean {
  return rows[0]?.some((each) => each.kind === "node" || each.kind === "gateway") ?? false;
}

/** An id that begins with what it is needs no word before it. */
function titled(kind: string, name: string): string {
  return name === "" || name.startsWith(kind) ? name : `${kind} ${name}`;
}

/** Subnets with load balancers come first, in all zones at the same height. */
function tiersOf(zones: readonly ZonePlan[]): readonly (readonly (SubnetPlan | undefined)[])[] {
  const halves = [true, false].map((wanted) =>
    zones.map((zone) => zone.subnets.filter((each) => isFirst(each) === wanted)),
  );
  return halves.flatMap((half) => {
    const count = Math.max(0, ...half.map((each) => each.length));
    return Array.from({ length: count }, (_, at) => half.map((each) => each[at]));
  });
}

const ZONE_HEAD = 2 * UNIT;

function zonesPart(zones: readonly ZonePlan[], parent: string, tierGap: number): Part {
  const widths = zones.map((zone) => Math.max(BOX + 2 * SIDE, ...zone.subnets.map(subnetWidth)) + 2 * UNIT);
  const lefts = widths.map((_, at) => widths.slice(0, at).reduce((sum, each) => sum + each + UNIT, 0));
  const heads = zones.map((zone, at) =>
    wordsOf([], [...(zone.title === "" ? [] : [{ text: zone.title, isMuted: true }]), ...zone.lines], {
      x: INSET,
      y: INSET,
      width: (widths[at] ?? 0) - 2 * INSET,
    }),
  );
  let y = Math.max(ZONE_HEAD, ...heads.map((each) => each.height + INSET + INSET));
  const tiers = tiersOf(zones).map((tier, number) => {
    if (number > 0) y += tierGap;
    const parts = tier.map((subnet, at) =>
      subnet
        ? moved(subnetPart(subnet, (widths[at] ?? 0) - 2 * UNIT, zones[at]?.id ?? ""), (lefts[at] ?? 0) + UNIT, y)
        : undefined,
    );
    const all = parts.flatMap((each) => each ?? []);
    const height = Math.max(0, ...all.map((each) => each.height));
    y += height;
    // Subnets of a tier end together.
    return all.map((part) => ({
      ...part,
      frames: part.frames.map((each) => (each.kind === "subnet" ? { ...each, height } : each)),
    }));
  });
  const height = y + UNIT;
  const frames = zones.map(
    ({ id, title }, at): Frame => ({
      id,
      kind: "zone",
      title,
      isBorderless: title === "",
      parent,
      x: lefts[at] ?? 0,
      y: 0,
      width: widths[at] ?? 0,
      height,
      texts: (heads[at]?.texts ?? []).map((each) => ({ ...each, x: each.x + (lefts[at] ?? 0) })),
    }),
  );
  const width = widths.reduce((sum, each) => sum + each, 0) + Math.max(0, zones.length - 1) * UNIT;
  const inner = joined(tiers.flat());
  return { width, height: zones.length === 0 ? 0 : height, frames: [...frames, ...inner.frames], boxes: inner.boxes };
}

/** How much of the gateways is above the VPC's edge. */
const ABOVE = UNIT;

function vpcPart(vpc: VpcPlan, tierGap: number): Part {
  const zones = zonesPart(vpc.zones, vpc.id, tierGap);
  const width = Math.max(zones.width, rowWidth(vpc.gateways.length), 16 * UNIT) + 2 * UNIT;
  const gateways = rowOf(vpc.gateways, width);
  const top = vpc.gateways.length > 0 ? ABOVE : 0;
  const words = wordsOf([{ text: vpc.title, weight: "name" }], vpc.lines, { x: INSET, y: 0, width: width - 2 * INSET });
  const headAt = vpc.gateways.length > 0 ? gateways.height + INSET : INSET;
  const zonesAt = headAt + words.height + UNIT - INSET;
  const left = Math.floor((width - zones.width) / 2 / UNIT) * UNIT;
  const inner = moved(zones, left, zonesAt);
  const height = zonesAt + zones.height + UNIT;
  const frame: Frame = {
    id: vpc.id,
    kind: "vpc",
    title: vpc.title,
    isBorderless: false,
    parent: null,
    x: 0,
    y: top,
    width,
    height: height - top,
    texts: words.texts.map((each) => ({ ...each, y: each.y + headAt })),
  };
  const parts = [gateways, inner];
  return { width, height, frames: [frame, ...joined(parts).frames], boxes: joined(parts).boxes };
}

const MARGIN = UNIT;

export function layoutOf(plan: Plan, top: number): Layout {
  // The more lines there are, the more room they and their labels need.
  const tierGap = (3 + Math.min(5, Math.floor(plan.ways.length / 2))) * UNIT;
  const vpcs = plan.vpcs.map((each) => vpcPart(each, tierGap));
  const anyGateway = plan.vpcs.some((each) => each.gateways.length > 0);
  // VPCs begin at the same height, whether or not gateways stand out of them.
  const down = plan.vpcs.map((each) => (anyGateway && each.gateways.length === 0 ? ABOVE : 0));
  const space = plan.peerings.length > 0 ? BOX + 4 * UNIT : 2 * UNIT;
  const lefts = vpcs.map((_, at) => vpcs.slice(0, at).reduce((sum, each) => sum + each.width + space, 0));
  const vpcsWidth = vpcs.reduce((sum, each) => sum + each.width, 0) + Math.max(0, vpcs.length - 1) * space;
  const hasLonelyPeering = plan.peerings.length > 0 && vpcs.length < 2;
  const width = Math.max(vpcsWidth + (hasLonelyPeering ? space : 0), rowWidth(plan.outside.length), 32 * UNIT);
  const left = Math.floor((width - vpcsWidth - (hasLonelyPeering ? space : 0)) / 2 / UNIT) * UNIT;
  const outside = moved(rowOf(plan.outside, width), 0, top);
  const vpcsAt = top + (plan.outside.length > 0 ? outside.height + 3 * UNIT : 0);
  const placed = vpcs.map((part, at) => moved(part, left + (lefts[at] ?? 0), vpcsAt + (down[at] ?? 0)));
  const peerings = peeringsPart(plan, placed, space, vpcsAt);
  const all = [outside, ...placed, moved(peerings, 0, vpcsAt)];
  const height = Math.max(
    top,
    ...all.flatMap(({ frames, boxes }) => [...frames, ...boxes].map((each) => each.y + each.height)),
  );
  const result = moved({ width, height, ...joined(all) }, MARGIN, 0);
  return { width: width + 2 * MARGIN, height, frames: result.frames, boxes: result.boxes };
}

/** In the gaps between VPCs, one below the other, each beside the first VPC that has the other on its right. */
function peeringsPart(plan: Plan, vpcs: readonly Part[], space: number, top: number): Part {
  const boxes: PlacedBox[] = [];
  const tops = new Map<number, number>();
  for (const { box, vpcs: sides } of plan.peerings) {
    const first = plan.vpcs.findIndex((each) => sides.includes(each.id));
    const gap = Math.max(0, Math.min(first, vpcs.length - 2));
    const frame = vpcs[gap]?.frames[0];
    const x = frame ? frame.x + frame.width + (space - BOX) / 2 : 0;
    // Beside what it leads to, so that lines are short and straight.
    const y = tops.get(gap) ?? (vpcs[gap]?.boxes.find((each) => each.box.kind !== "gateway")?.y ?? top) - top;
    const placed = boxAt(box, x, y);
    tops.set(gap, y + placed.height + 2 * UNIT);
    boxes.push(placed);
  }
  return { width: 0, height: 0, frames: [], boxes };
}
