/** Boxes into VPCs, zones and subnets, no more of each than can be read. */
import { EC2_CLASSIC, type Network, recordOf } from "@netsim/core";
import type { Annotations } from "./annotate.js";
import { keepers, limitRow } from "./collapse.js";
import { idOf, type Placed, type Where } from "./place.js";
import type { Box, Line, Peering, Plan, SubnetPlan, VpcPlan, Way, ZonePlan } from "./plan.js";

/** More than this many are counted, not drawn. */
const MOST = { vpcs: 3, zones: 4, subnets: 5, gateways: 4, outside: 4, peerings: 4 } as const;
/** Boxes of a row: of the only column, and of one of several. */
const ROW = { alone: 4, beside: 2 } as const;

/** What is not drawn, by what it is. */
export interface Dropped {
  readonly noun: string;
  readonly names: readonly string[];
}

export interface Arranged extends Pick<Plan, "outside" | "vpcs" | "peerings"> {
  /** What stands for boxes that are not drawn one by one. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Of the boxes that are drawn. */
  readonly ids: ReadonlySet<string>;
  readonly dropped: readonly Dropped[];
}

export interface Arrangement {
  readonly network: Network;
  readonly placed: readonly Placed[];
  readonly ways: readonly Way[];
  readonly notes: Annotations;
  /** Also what has no box in it. */
  readonly isWhole: boolean;
}

/** What is found on the way. */
interface Desk extends Arrangement {
  readonly troubled: ReadonlySet<string>;
  readonly aliases: Map<string, string>;
  readonly ids: Set<string>;
  readonly dropped: Dropped[];
}

type InVpc = Placed & { readonly where: Extract<Where, { readonly vpcId: string }> };
type InSubnet = Placed & { readonly where: Extract<Where, { readonly in: "subnet" }> };

export function arrange(arrangement: Arrangement): Arranged {
  const { network, placed, ways, isWhole } = arrangement;
  const desk: Desk = {
    ...arrangement,
    troubled: troubledBoxes(ways),
    aliases: new Map(),
    ids: new Set(),
    dropped: [],
  };
  const inVpcs = placed.filter((each): each is InVpc => "vpcId" in each.where);
  const all = [...new Set([...inVpcs.map((each) => each.where.vpcId), ...(isWhole ? Object.keys(network.vpcs) : [])])];
  const of = (vpcId: string): readonly InVpc[] => inVpcs.filter((each) => each.where.vpcId === vpcId);
  const vpcIds = limited(desk, all, MOST.vpcs, "VPC", of);
  return {
    outside: boxesOf(
      desk,
      placed.filter((each) => each.where.in === "outside"),
      MOST.outside,
      "place outside",
    ),
    vpcs: vpcIds.map((vpcId) => vpcPlan(desk, vpcId, of(vpcId), vpcIds.length)),
    peerings: peeringsOf(desk),
    aliases: desk.aliases,
    ids: desk.ids,
    dropped: desk.dropped,
  };
}

function troubledBoxes(ways: readonly Way[]): ReadonlySet<string> {
  const bad = ways.filter((each) => each.tone !== "pass").flatMap((each) => Object.values(each.trips));
  return new Set(bad.flatMap((trip) => [...trip.steps.flat(), ...trip.troubles.map((each) => each.at)]));
}

/** So many names, first those with something in them that is in trouble. */
function limited(
  { troubled, dropped }: Desk,
  names: readonly string[],
  most: number,
  noun: string,
  inside: (name: string) => readonly Placed[],
): readonly string[] {
  const kept = keepers(names, most, (name) => inside(name).some(({ box }) => troubled.has(box.id)));
  const rest = names.filter((each) => !kept.has(each));
  if (rest.length > 0) dropped.push({ noun, names: rest });
  return names.filter((each) => kept.has(each));
}

function boxesOf(desk: Desk, placed: readonly Placed[], most: number, noun: string): readonly Box[] {
  const boxes = new Map(placed.map((each) => [each.box.id, each]));
  const kept = keepers([...boxes.keys()], most, (id) => desk.troubled.has(id));
  const rest = placed.filter((each) => !kept.has(each.box.id));
  if (rest.length > 0) desk.dropped.push({ noun, names: rest.map((each) => each.box.name) });
  for (const id of kept) desk.ids.add(id);
  return placed.flatMap(({ box }) => (kept.has(box.id) ? [box] : []));
}

function rowOf(desk: Desk, placed: readonly Placed[], most: number): readonly Box[] {
  const found = limitRow(placed, most, desk.troubled);
  for (const [id, alias] of found.aliases) desk.aliases.set(id, alias);
  for (const { box } of found.placed) desk.ids.add(box.id);
  return found.placed.map(({ box }) => box);
}

function peeringsOf(desk: Desk): readonly Peering[] {
  const placed = desk.placed.filter((each) => each.where.in === "peering");
  const sides = new Map(placed.map(({ box, where }) => [box.id, where.in === "peering" ? where.vpcIds : []]));
  return boxesOf(desk, placed, MOST.peerings, "peering connection").map((box) => ({
    box,
    vpcs: (sides.get(box.id) ?? []).map(idOf.vpc),
  }));
}

function vpcPlan(desk: Desk, vpcId: string, own: readonly InVpc[], vpcs: number): VpcPlan {
  const inSubnets = own.filter((each): each is InSubnet => each.where.in === "subnet");
  const subnets = desk.isWhole ? Object.values(desk.network.subnets).filter((each) => each.vpcId === vpcId) : [];
  const names = [...inSubnets.map((each) => each.where.zone), ...subnets.map((each) => each.availabilityZone)];
  const of = (zone: string): readonly InSubnet[] => inSubnets.filter((each) => each.where.zone === zone);
  const zones = limited(desk, [...new Set(names)].sort(), MOST.zones, "zone", of);
  const most = zones.length * vpcs > 1 ? ROW.beside : ROW.alone;
  const { title, lines } = vpcTitle(desk.network, vpcId);
  return {
    id: idOf.vpc(vpcId),
    title,
    lines: [...lines, ...(desk.notes.get(idOf.vpc(vpcId)) ?? [])],
    gateways: boxesOf(
      desk,
      own.filter((each) => each.where.in === "vpc"),
      MOST.gateways,
      "gateway",
    ),
    zones: zones.map((zone) => {
      const empty = subnets.filter((each) => each.availabilityZone === zone).map(({ id }) => id);
      return zonePlan(desk, vpcId, zone, of(zone), empty, most);
    }),
  };
}

function zonePlan(
  desk: Desk,
  vpcId: string,
  zone: string,
  inside: readonly InSubnet[],
  subnets: readonly string[],
  most: number,
): ZonePlan {
  const id = idOf.zone(vpcId, zone);
  const of = (subnetId: string): readonly InSubnet[] =>
    inside.filter((each) => (each.where.subnetId ?? "") === subnetId);
  const all = [...new Set([...inside.map((each) => each.where.subnetId ?? ""), ...subnets])];
  return {
    id,
    title: zone,
    lines: desk.notes.get(id) ?? [],
    subnets: limited(desk, all, MOST.subnets, "subnet", of).map((subnetId): SubnetPlan => {
      const rows = [0, 1].map((rank) => {
        const placed = of(subnetId).filter((each) => each.rank === rank);
        return rowOf(desk, placed, most);
      });
      return { ...subnetTitle(desk, subnetId, vpcId, zone), rows: rows.filter((each) => each.length > 0) };
    }),
  };
}

function vpcTitle(network: Network, vpcId: string): Pick<VpcPlan, "title" | "lines"> {
  if (vpcId === EC2_CLASSIC) return { title: EC2_CLASSIC, lines: [] };
  const vpc = recordOf(network.vpcs, vpcId);
  const name = !vpc?.name || vpc.name === vpcId ? vpcId : `${vpc.name} (${vpcId})`;
  const blocks = vpc ? [...vpc.cidrBlocks, ...vpc.ipv6CidrBlocks] : [];
  const text = vpc ? blocksText(blocks) : "not in the input";
  return { title: name.startsWith("vpc") ? name : `VPC ${name}`, lines: [{ text, isMuted: true }] };
}

function subnetTitle(
  { network, notes }: Desk,
  subnetId: string,
  vpcId: string,
  zone: string,
): Pick<SubnetPlan, "id" | "title" | "lines"> {
  const id = subnetId === "" ? `no subnet ${vpcId} ${zone}` : idOf.subnet(subnetId);
  const marks = notes.get(id) ?? [];
  const subnet = recordOf(network.subnets, subnetId);
  if (!subnet) return { id, title: subnetId, lines: marks };
  const isNamed = subnet.name !== undefined && subnet.name !== "" && subnet.name !== subnetId;
  const blocks = [...(subnet.cidrBlock === undefined ? [] : [subnet.cidrBlock]), ...subnet.ipv6CidrBlocks];
  const below: readonly Line[] = [
    ...(isNamed ? [{ text: subnetId, isMuted: true }] : []),
    { text: blocksText(blocks), isMuted: true },
  ];
  return { id, title: isNamed ? (subnet.name ?? "") : subnetId, lines: [...below, ...marks] };
}

/** More than this many are counted, not listed. */
const BLOCKS = 2;

function blocksText(blocks: readonly string[]): string {
  const more = blocks.length - BLOCKS;
  return blocks.slice(0, BLOCKS).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
