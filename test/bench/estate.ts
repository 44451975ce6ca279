/** A generated network of a given size, the same for the same seed, and questions about it. */
import type { NetworkInput } from "netsim";

export interface EstateSize {
  readonly interfaces: number;
  readonly subnets: number;
  readonly groups: number;
  readonly rulesPerGroup: number;
  readonly entriesPerAcl: number;
}

export const ESTATE: EstateSize = { interfaces: 1000, subnets: 20, groups: 20, rulesPerGroup: 60, entriesPerAcl: 20 };

/** Mulberry32: small, seeded, good enough for choosing. */
export function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const PORTS = [22, 80, 443, 3306, 5432, 6379, 8080, 8443, 9000, 9200];

export interface EstateRule {
  readonly low: number;
  readonly high: number;
  readonly block: string;
}
export interface EstateEntry extends EstateRule {
  readonly number: number;
  readonly allow: boolean;
}
type ByDirection<T> = Readonly<Record<"ingress" | "egress", readonly T[]>>;

/** The filters as plain data, for the competitors and for the network alike. */
export interface Estate {
  readonly groups: readonly ByDirection<EstateRule>[];
  readonly acls: readonly ByDirection<EstateEntry>[];
  readonly hosts: readonly { readonly address: string; readonly subnet: number; readonly group: number }[];
}

export function estate(size: EstateSize = ESTATE, seed = 1): Estate {
  const pick = random(seed);
  const block = (): string => {
    const length = 20 + pick(9);
    const value = ((10 << 24) | (pick(size.subnets) << 16) | (pick(256) << 8)) >>> 0;
    const masked = (value - (value % 2 ** (32 - length))) >>> 0;
    return `${[24, 16, 8, 0].map((shift) => (masked >>> shift) & 255).join(".")}/${length}`;
  };
  const rule = (): EstateRule => {
    const low = PORTS[pick(PORTS.length)] ?? 80;
    return pick(4) === 0 ? { low: 1024, high: 65535, block: block() } : { low, high: low, block: block() };
  };
  const rules = (): EstateRule[] => [
    ...Array.from({ length: size.rulesPerGroup - 1 }, rule),
    { low: PORTS[pick(PORTS.length)] ?? 80, high: 65535, block: "10.0.0.0/8" },
  ];
  const entries = (): EstateEntry[] => [
    ...Array.from({ length: size.entriesPerAcl - 1 }, (_, at) => ({
      ...rule(),
      number: 10 * (at + 1),
      allow: pick(5) > 0,
    })),
    { low: 0, high: 65535, block: "10.0.0.0/8", number: 10 * size.entriesPerAcl, allow: true },
  ];
  const both = <T>(make: () => T[]): ByDirection<T> => ({ ingress: make(), egress: make() });
  return {
    groups: Array.from({ length: size.groups }, () => both(rules)),
    acls: Array.from({ length: size.subnets }, () => both(entries)),
    hosts: Array.from({ length: size.interfaces }, (_, at) => {
      const subnet = at % size.subnets;
      const host = Math.floor(at / size.subnets) + 10;
      return { address: `10.${subnet}.${host >> 8}.${host & 255}`, subnet, group: pick(size.groups) };
    }),
  };
}

export function estateNetwork({ groups, acls, hosts }: Estate): NetworkInput {
  const groupRules = (rules: readonly EstateRule[], key: "from" | "to") =>
    rules.map(({ low, high, block }) => ({ protocol: "tcp", fromPort: low, toPort: high, [key]: block }));
  const aclEntries = (entries: readonly EstateEntry[]) =>
    entries.map(({ low, high, block, number, allow }) => ({
      ruleNumber: number,
      ruleAction: allow ? ("allow" as const) : ("deny" as const),
      protocol: "tcp",
      fromPort: low,
      toPort: high,
      cidrBlock: block,
    }));
  return {
    vpcs: { "vpc-1": { cidr: acls.map((_, at) => `10.${at}.0.0/16`) } },
    subnets: Object.fromEntries(
      acls.map((_, at) => [
        `subnet-${at}`,
        {
          vpcId: "vpc-1",
          availabilityZone: `us-east-1${"abc"[at % 3]}`,
          cidr: `10.${at}.0.0/16`,
          networkAclId: `acl-${at}`,
        },
      ]),
    ),
    networkAcls: Object.fromEntries(
      acls.map((acl, at) => [
        `acl-${at}`,
        { vpcId: "vpc-1", ingress: aclEntries(acl.ingress), egress: aclEntries(acl.egress) },
      ]),
    ),
    securityGroups: Object.fromEntries(
      groups.map((group, at) => [
        `sg-${at}`,
        { vpcId: "vpc-1", ingress: groupRules(group.ingress, "from"), egress: groupRules(group.egress, "to") },
      ]),
    ),
    networkInterfaces: Object.fromEntries(
      hosts.map((host, at) => [
        `eni-${at}`,
        { subnetId: `subnet-${host.subnet}`, privateIpAddress: host.address, groups: [`sg-${host.group}`] },
      ]),
    ),
  };
}

export interface Question {
  readonly from: number;
  readonly to: number;
  readonly sourcePort: number;
  readonly port: number;
}

export function questions(size: EstateSize, count: number, seed = 2): readonly Question[] {
  const pick = random(seed);
  return Array.from({ length: count }, () => {
    const from = pick(size.interfaces);
    const to = (from + 1 + pick(size.interfaces - 1)) % size.interfaces;
    return { from, to, sourcePort: 1024 + pick(64512), port: PORTS[pick(PORTS.length)] ?? 80 };
  });
}
