/** Ids, addresses and zones of a planned network, settled before any JSON is written. */
import type { InterfacePlan, NetworkPlan, SubnetPlan, VpcPlan } from "./plan.js";

export interface VpcLayout {
  readonly plan: VpcPlan;
  /** "a" for the first VPC, "b" for the second: part of every id. */
  readonly letter: "a" | "b";
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
  readonly deviceIndex: number;
  readonly groupIds: readonly string[];
}

export const externalAddresses = ["203.0.113.10", "198.51.100.20", "8.8.8.8"] as const;
export const externalIpv6Addresses = ["2a00:1450:4001::10", "2a01:4f8::20"] as const;

const firstOctets = { a: ["10.0", "10.1"], b: ["172.31", "172.30"] } as const;
const ipv6Prefixes = { a: "2600:1f14:a:", b: "2600:1f14:b:" } as const;

/** The n-th of the list, counted round and round. */
export function nth<T>(list: readonly [T, ...T[]] | readonly T[], index: number): T {
  const found = list[index % list.length];
  if (found === undefined) {
    throw new Error("an empty list has no n-th element");
  }
  return found;
}

export function layoutsOf(plan: NetworkPlan): VpcLayout[] {
  const first = layoutOf(plan.first, "a", "us-east-1");
  if (plan.second === null) {
    return [first];
  }
  const region = plan.peering?.isInterRegion === true ? "eu-west-1" : "us-east-1";
  return [first, layoutOf(plan.second, "b", region)];
}

function layoutOf(plan: VpcPlan, letter: "a" | "b", region: string): VpcLayout {
  const subnets = plan.subnets.map((subnet, index) => subnetLayout(plan, subnet, { letter, region, index }));
  const groupIds = plan.groups.map((_, index) => `sg-0${letter}${index}`);
  const blocks = firstOctets[letter].slice(0, plan.hasSecondBlock ? 2 : 1).map((octets) => `${octets}.0.0/16`);
  return {
    plan,
    letter,
    vpcId: `vpc-0${letter}`,
    region,
    blocks,
    ipv6Block: plan.hasIpv6 ? `${ipv6Prefixes[letter]}cc00::/56` : null,
    subnets,
    interfaces: interfaceLayouts(plan, letter, subnets, groupIds),
    groupIds,
  };
}

function subnetLayout(
  vpc: VpcPlan,
  plan: SubnetPlan,
  { letter, region, index }: { readonly letter: "a" | "b"; readonly region: string; readonly index: number },
): SubnetLayout {
  const octets = firstOctets[letter][vpc.hasSecondBlock && plan.inSecondBlock ? 1 : 0];
  return {
    plan,
    id: `subnet-0${letter}${index}`,
    zone: `${region}${plan.zone === 0 ? "a" : "b"}`,
    block: `${octets}.${index}.0/24`,
    ipv6Block: vpc.hasIpv6 ? `${ipv6Prefixes[letter]}cc0${index}::/64` : null,
    host: (place) => `${octets}.${index}.${place}`,
  };
}

function interfaceLayouts(
  vpc: VpcPlan,
  letter: "a" | "b",
  subnets: readonly SubnetLayout[],
  groupIds: readonly string[],
): InterfaceLayout[] {
  const firstSubnet = nth(subnets, vpc.interfaces[0]?.subnet ?? 0);
  return vpc.interfaces.map((plan, index) => {
    const subnet = nth(subnets, plan.subnet);
    const joins = index > 0 && plan.joinsFirstInstance && subnet.zone === firstSubnet.zone;
    const host = 10 + 5 * index;
    return {
      plan,
      id: `eni-0${letter}${index}`,
      subnet,
      addresses: Array.from({ length: 1 + plan.secondaryAddresses }, (_, offset) => subnet.host(host + offset)),
      ipv6Address: plan.hasIpv6 && subnet.ipv6Block !== null ? subnet.ipv6Block.replace("/64", `${host}`) : null,
      publicAddress: publicAddress(vpc, plan, `54.${letter === "a" ? 10 : 20}.0.${host}`),
      instanceId: `i-0${letter}${joins ? 0 : index}`,
      deviceIndex: joins ? index : 0,
      groupIds: [...new Set(plan.groups.map((group) => nth(groupIds, group)))],
    };
  });
}

/** A public address cannot be associated in a VPC without an attached internet gateway. */
function publicAddress(vpc: VpcPlan, plan: InterfacePlan, address: string): string | null {
  return vpc.internetGateway === "attached" && plan.publicOn !== "none" ? address : null;
}

/** What the blocks of rules refer to; the first is everyone. */
export function ipv4Candidates(layouts: readonly VpcLayout[]): string[] {
  const ofVpcs = layouts.flatMap((vpc) => [
    ...vpc.blocks,
    ...vpc.subnets.map((subnet) => subnet.block),
    ...vpc.interfaces.map((eni) => `${eni.addresses[0]}/32`),
  ]);
  const ofOutside = ["203.0.113.0/24", ...externalAddresses.map((address) => `${address}/32`)];
  return ["0.0.0.0/0", ...ofVpcs, ...ofOutside, "0.0.0.0/1", "128.0.0.0/1", "10.0.0.0/8", "54.0.0.0/8"];
}

export function ipv6Candidates(layouts: readonly VpcLayout[]): string[] {
  const ofVpcs = layouts.flatMap((vpc) => [
    ...(vpc.ipv6Block === null ? [] : [vpc.ipv6Block]),
    ...vpc.subnets.flatMap((subnet) => (subnet.ipv6Block === null ? [] : [subnet.ipv6Block])),
    ...vpc.interfaces.flatMap((eni) => (eni.ipv6Address === null ? [] : [`${eni.ipv6Address}/128`])),
  ]);
  return ["::/0", ...ofVpcs, "2a00:1450::/32", "8000::/1"];
}
