/** What a picture leaves out, in sentences: nothing is lost silently. */
import { EC2_CLASSIC, type Network } from "@netsim/core";
import type { Dropped } from "./arrange.js";
import type { Placed } from "./place.js";
import type { Way } from "./plan.js";

export interface Omitted {
  readonly network: Network;
  readonly isWhole: boolean;
  readonly dropped: readonly Dropped[];
  readonly all: readonly Way[];
  readonly drawn: readonly Way[];
  readonly placed: readonly Placed[];
}

export function omissionsOf({ network, isWhole, dropped, all, drawn, placed }: Omitted): readonly string[] {
  const byNoun = new Map<string, string[]>();
  for (const { noun, names } of dropped) byNoun.set(noun, [...(byNoun.get(noun) ?? []), ...names]);
  const parts = [...byNoun].map(([noun, names]) => `${counted(names.length, noun)} (${listed(names)})`);
  return [
    ...(parts.length > 0 ? [`Not drawn: ${parts.join("; ")}.`] : []),
    ...legNotes(all, drawn),
    ...(isWhole ? [] : untouched(network, placed)),
  ];
}

function legNotes(all: readonly Way[], drawn: readonly Way[]): readonly string[] {
  const shown = new Set(drawn.flatMap((each) => each.legs));
  const left = all.flatMap((each) => each.legs.filter((leg) => !shown.has(leg)).map(() => each));
  if (left.length === 0) return [];
  const bad = left.filter((each) => each.tone !== "pass").length;
  const fate = bad === 0 ? "all of which work" : `${bad} of which ${bad === 1 ? "does" : "do"} not work`;
  return [`Not drawn: ${counted(left.length, "leg")}, ${fate}.`];
}

/** The VPCs that are drawn hold more than what the verdict is about. */
function untouched(network: Network, placed: readonly Placed[]): readonly string[] {
  const vpcs = new Set(placed.flatMap(({ where }) => ("vpcId" in where ? [where.vpcId] : [])));
  const subnets = Object.values(network.subnets).filter((each) => vpcs.has(each.vpcId));
  const drawnSubnets = new Set(placed.flatMap(({ where }) => (where.in === "subnet" ? [where.subnetId] : [])));
  const names = new Set(placed.flatMap(({ box }) => box.id));
  const instances = Object.values(network.instances).filter((each) => {
    const [eni] = each.networkInterfaceIds;
    const subnetId = network.networkInterfaces[eni ?? ""]?.subnetId;
    const isInside = each.ec2Classic ? vpcs.has(EC2_CLASSIC) : vpcs.has(network.subnets[subnetId ?? ""]?.vpcId ?? "");
    return isInside && ![each.id, ...each.networkInterfaceIds].some((id) => names.has(`station ${id}`));
  });
  const parts = [
    [subnets.filter((each) => !drawnSubnets.has(each.id)).length, "subnet"],
    [hiddenOf(instances.length, placed), "instance"],
  ] as const;
  const texts = parts.flatMap(([count, noun]) => (count > 0 ? [counted(count, noun)] : []));
  return texts.length === 0 ? [] : [`Not touched by this and not drawn: ${texts.join(", ")}.`];
}

/** A box that stands for many has no id of theirs. */
function hiddenOf(count: number, placed: readonly Placed[]): number {
  const many = placed.reduce((sum, { box }) => sum + standsFor(box.name), 0);
  return Math.max(0, count - many);
}

function standsFor(name: string): number {
  const more = / and (\d+) like it$/.exec(name)?.[1];
  return more === undefined ? 0 : Number(more) + 1;
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : noun === "place outside" ? "" : "s"}`;
}

/** More than this many names are counted, not listed. */
const NAMES = 3;

function listed(names: readonly string[]): string {
  const more = names.length - NAMES;
  return names.slice(0, NAMES).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
