/** Ids, addresses and zones of a planned network: readable ones, as a person would choose them. */
import type { InterfacePlan, NetworkPlan, SubnetPlan, VpcPlan } from "./plan.js";
import { nth } from "./shares.js";

export interface VpcLayout {
  readonly plan: VpcPlan;
  /** 1 or 2. */
  readonly number: number;
  readonly vpcId: string;
  readonly region: string;
  readonly blocks: readonly string[];
  readonly ipv6Block: string | null;
  readonly subnets: readonly SubnetLayout[];
  readonly interfaces: readonly InterfaceLayout[];
  readonly groupIds: readonly string[];
}

export interface SubnetLayout {
  readonly plan: SubnetPlan;
  readonly id: string;
  readonly zone: string;
  readonly block: string;
  readonly ipv6Block: string | null;
  /** The address at this place of the subnet's IPv4 block. */
  readonly host: (place: number) => string;
}

export interface InterfaceLayout {
  readonly plan: InterfacePlan;
  readonly id: string;
  readonly subnet: SubnetLayout;
  /** The primary one first. */
  readonly addresses: readonly string[];
  readonly ipv6Address: string | null;
  readonly publicAddress: string | null;
  readonly instanceId: string;
  /** Whether it is the instance's second interface, or a further one. */
  readonly isSecondary: boolean;
  readonly groupIds: readonly string[];
}

/** Hosts that belong to nobody in the network; RFC 5737 and well-known ones. */
export const EXTERNAL_ADDRESSES = ["203.0.113.10", "198.51.100.20", "8.8.8.8"] as const;
export const EXTERNAL_IPV6_ADDRESSES = ["2a00:1450:4001::10", "2a01:4f8::20"] as const;

const FIRST_OCTETS: readonly (readonly [string, string])[] = [
  ["10.0", "10.1"],
  ["172.31", "172.30"],
];
const GROUP_NAMES = ["web", "app", "db", "cache", "admin"] as const;

export function layoutsOf(plan: NetworkPlan): readonly VpcLayout[] {
  const other = plan.peering?.isInterRegion ? "eu-west-1" : "us-east-1";
  return plan.vpcs.map((vpc, index) => layoutOf(vpc, index + 1, index === 0 ? "us-east-1" : other));
}

/** `subnet-a` in the first VPC, `subnet-2a` in the second. */
export function idOf(prefix: string, vpc: number, name: string): string {
  return `${prefix}-${vpc === 1 ? "" : vpc}${name}`;
}

/** a, b, c and so on. */
export function letterOf(index: number): string {
  return String.fromCharCode("a".charCodeAt(0) + index);
}

function layoutOf(plan: VpcPlan, number: number, region: string): VpcLayout {
  const subnets = plan.subnets.map((subnet, index) => subnetLayout(plan, subnet, { number, region, index }));
  const vpcId = `vpc-${number}`;
  const groupIds = plan.groups.map((_, index) =>
    index === 0 && plan.usesDefaultGroup
      ? `sg-default-${vpcId}`
      : idOf("sg", number, GROUP_NAMES[index] ?? `${index + 1}`),
  );
  return {
    plan,
    number,
    vpcId,
    region,
    blocks: octetsOf(number)
      .slice(0, plan.hasSecondBlock ? 2 : 1)
      .map((octets) => `${octets}.0.0/16`),
    ipv6Block: plan.hasIpv6 ? `${ipv6Prefix(number)}00::/56` : null,
    subnets,
    interfaces: interfaceLayouts(plan, number, subnets, groupIds),
    groupIds,
  };
}

function octetsOf(number: number): readonly [string, string] {
  return nth(FIRST_OCTETS, number - 1);
}

function ipv6Prefix(number: number): string {
  return `2600:1f14:${letterOf(number - 1)}:cc`;
}

function subnetLayout(
  vpc: VpcPlan,
  plan: SubnetPlan,
  { number, region, index }: { readonly number: number; readonly region: string; readonly index: number },
): SubnetLayout {
  const octets = octetsOf(number)[vpc.hasSecondBlock && plan.inSecondBlock ? 1 : 0];
  return {
    plan,
    id: idOf("subnet", number, letterOf(index)),
    zone: `${region}${letterOf(plan.zone)}`,
    block: `${octets}.${index}.0/24`,
    ipv6Block: vpc.hasIpv6 ? `${ipv6Prefix(number)}0${index.toString(16)}::/64` : null,
    host: (place) => `${octets}.${index}.${place}`,
  };
}

function interfaceLayouts(
  vpc: VpcPlan,
  number: number,
  subnets: readonly SubnetLayout[],
  groupIds: readonly string[],
): readonly InterfaceLayout[] {
  const firstSubnet = nth(subnets, vpc.interfaces[0]?.subnet ?? 0);
  return vpc.interfaces.map((plan, index) => {
    const subnet = nth(subnets, plan.subnet);
    const isSecondary = index > 0 && plan.joinsFirstInstance && subnet.zone === firstSubnet.zone;
    const host = 10 + 5 * index;
    const instanceId = idOf("i", number, letterOf(isSecondary ? 0 : index));
    return {
      plan,
      // As the interface is called that an instance brings in its short form.
      id: isSecondary ? idOf("eni", number, letterOf(index)) : `eni-${instanceId}`,
      subnet,
      addresses: Array.from({ length: 1 + plan.secondaryAddresses }, (_, offset) => subnet.host(host + offset)),
      ipv6Address: plan.hasIpv6 && subnet.ipv6Block !== null ? subnet.ipv6Block.replace("/64", `${host}`) : null,
      publicAddress: publicAddress(vpc, plan, `54.${10 * number}.0.${host}`),
      instanceId,
      isSecondary,
      groupIds: [...new Set(plan.groups.map((group) => nth(groupIds, group)))],
    };
  });
}

/** A public address cannot be associated in a VPC without an attached internet gateway. */
function publicAddress(vpc: VpcPlan, plan: InterfacePlan, address: string): string | null {
  return vpc.internetGateway === "attached" && plan.publicOn !== "none" ? address : null;
}

/** What the blocks of rules refer to; the first is everyone. */
export function ipv4Candidates(layouts: readonly VpcLayout[]): readonly string[] {
  const ofVpcs = layouts.flatMap((vpc) => [
    ...vpc.blocks,
    ...vpc.subnets.map((subnet) => subnet.block),
    ...vpc.interfaces.map((eni) => `${eni.addresses[0]}/32`),
  ]);
  const ofOutside = ["203.0.113.0/24", ...EXTERNAL_ADDRESSES.map((address) => `${address}/32`)];
  return ["0.0.0.0/0", ...ofVpcs, ...ofOutside, "0.0.0.0/1", "128.0.0.0/1", "10.0.0.0/8", "54.0.0.0/8"];
}

export function ipv6Candidates(layouts: readonly VpcLayout[]): readonly string[] {
  const ofVpcs = layouts.flatMap((vpc) => [
    ...(vpc.ipv6Block === null ? [] : [vpc.ipv6Block]),
    ...vpc.subnets.flatMap((subnet) => subnet.ipv6Block ?? []),
    ...vpc.interfaces.flatMap((eni) => (eni.ipv6Address === null ? [] : [`${eni.ipv6Address}/128`])),
  ]);
  return ["::/0", ...ofVpcs, "2a00:1450::/32", "8000::/1"];
}
