/** Questions about a document, biased to the packets its rules are about and to the ones just beside them. */
import fc from "fast-check";
import type { AwsDocument, IpPermission, NetworkAclEntry, NetworkInterface } from "../aws-json.js";
import { ICMP, ICMPV6, type Question, TCP, UDP } from "../packet.js";
import type { QuestionConstraints } from "./constraints.js";
import { externalAddresses, externalIpv6Addresses, nth } from "./layout.js";
import { borderPorts, ephemeralPort } from "./traffic.js";

/** What is random about a question; it becomes one only together with a document. */
export interface QuestionSeed {
  readonly shape: "between" | "to-internet" | "from-internet" | "to-address" | "to-service";
  readonly from: number;
  readonly to: number;
  readonly outside: number;
  readonly ipv6: boolean;
  /** Whose rules to look at for a protocol and a port. */
  readonly about: "destination" | "acl" | "usual";
  readonly rule: number;
  /** Beside the border of the rule's port range, or on it. */
  readonly offset: -1 | 0 | 1;
  readonly atUpperBorder: boolean;
  /** `null`: a border of some ACL entry's port range. */
  readonly srcPort: number | null;
  readonly natPort: number | null;
}

const anyIndex = fc.nat({ max: 60 });

/** A border of some ACL rule, half of the time. */
const portOrBorder = fc.oneof(
  { weight: 1, arbitrary: ephemeralPort.map((port): number | null => port) },
  { weight: 1, arbitrary: fc.constant(null) },
);

export function questionSeed(constraints: QuestionConstraints): fc.Arbitrary<QuestionSeed> {
  return fc.record({
    shape: fc.oneof(
      { weight: 10, arbitrary: fc.constant("between" as const) },
      { weight: 6, arbitrary: fc.constant("to-internet" as const) },
      { weight: 6, arbitrary: fc.constant("from-internet" as const) },
      { weight: constraints.addresses ? 2 : 0, arbitrary: fc.constant("to-address" as const) },
      { weight: constraints.platformServices ? 1 : 0, arbitrary: fc.constant("to-service" as const) },
    ),
    from: anyIndex,
    to: anyIndex,
    outside: anyIndex,
    ipv6: constraints.ipv4Only ? fc.constant(false) : fc.boolean(),
    about: fc.constantFrom("destination", "destination", "destination", "acl", "usual"),
    rule: anyIndex,
    offset: fc.constantFrom(0, 0, 0, 0, -1, 1),
    atUpperBorder: fc.boolean(),
    srcPort: portOrBorder,
    natPort: portOrBorder,
  });
}

/** The question a seed asks of this document. */
export function questionOf(doc: AwsDocument, seed: QuestionSeed, constraints: QuestionConstraints): Question {
  const ends = endsOf(doc, seed);
  const traffic = trafficOf(doc, seed, ends);
  const isOneWay = traffic.icmpType !== undefined && !constraints.oneWayIcmp;
  const echo = ends.family === 4 ? { icmpType: 8, icmpCode: 0 } : { icmpType: 128, icmpCode: 0 };
  const natPort = seed.natPort ?? borderPort(doc, seed.rule + 1);
  return {
    from: ends.from,
    to: ends.to,
    family: ends.family,
    ...traffic,
    ...(isOneWay ? echo : {}),
    ...(hasPorts(traffic.protocol) ? { srcPort: seed.srcPort ?? borderPort(doc, seed.rule) } : {}),
    natPort: Math.max(1024, natPort),
  };
}

interface Ends {
  readonly from: string;
  readonly to: string;
  readonly family: 4 | 6;
  /** The interface whose groups decide about what comes in. */
  readonly receiver?: NetworkInterface;
  readonly service?: { readonly protocol: number; readonly port: number };
}

/** Interfaces that can be asked about: those of instances and load balancer nodes. */
function hosts(doc: AwsDocument): NetworkInterface[] {
  return doc.NetworkInterfaces.filter((eni) => eni.InterfaceType === "interface");
}

function endsOf(doc: AwsDocument, seed: QuestionSeed): Ends {
  const all = hosts(doc);
  const one = nth(all, seed.from);
  const others = all.filter((eni) => eni !== one);
  const other = others.length === 0 ? undefined : nth(others, seed.to);
  switch (seed.shape) {
    case "to-service":
      return toService(doc, one, seed);
    case "from-internet":
      return fromInternet(nth(preferPublic(all, seed), seed.from), seed);
    case "to-address":
      return other === undefined ? toInternet(one, seed) : toAddress(one, other, seed);
    case "between":
      return other === undefined ? toInternet(one, seed) : between(one, other, seed);
    case "to-internet":
      return toInternet(one, seed);
  }
}

function hasIpv6(eni: NetworkInterface): boolean {
  return (eni.Ipv6Addresses ?? []).length > 0;
}

function between(one: NetworkInterface, other: NetworkInterface, seed: QuestionSeed): Ends {
  const family = seed.ipv6 && hasIpv6(one) && hasIpv6(other) ? 6 : 4;
  return { from: one.NetworkInterfaceId, to: other.NetworkInterfaceId, family, receiver: other };
}

function outside(family: 4 | 6, seed: QuestionSeed): string {
  return family === 4 ? nth(externalAddresses, seed.outside) : nth(externalIpv6Addresses, seed.outside);
}

function toInternet(one: NetworkInterface, seed: QuestionSeed): Ends {
  const family = seed.ipv6 && hasIpv6(one) ? 6 : 4;
  return { from: one.NetworkInterfaceId, to: outside(family, seed), family };
}

/** Mostly the interfaces that can be called from outside. */
function preferPublic(all: readonly NetworkInterface[], seed: QuestionSeed): readonly NetworkInterface[] {
  const callable = all.filter((eni) => eni.Association !== undefined || (seed.ipv6 && hasIpv6(eni)));
  return callable.length === 0 || seed.rule % 8 === 0 ? all : callable;
}

function fromInternet(one: NetworkInterface, seed: QuestionSeed): Ends {
  const family = seed.ipv6 && hasIpv6(one) ? 6 : 4;
  return { from: outside(family, seed), to: one.NetworkInterfaceId, family, receiver: one };
}

/** To the last private address of an interface, from another one, or to its public address, from outside. */
function toAddress(one: NetworkInterface, other: NetworkInterface, seed: QuestionSeed): Ends {
  const isPublic = seed.ipv6;
  const published = other.PrivateIpAddresses.find((address) => address.Association !== undefined)?.Association
    ?.PublicIp;
  if (isPublic && published !== undefined) {
    return { from: outside(4, seed), to: published, family: 4, receiver: other };
  }
  const last = other.PrivateIpAddresses.at(-1)?.PrivateIpAddress ?? "";
  return { from: one.NetworkInterfaceId, to: last, family: 4, receiver: other };
}

function toService(doc: AwsDocument, one: NetworkInterface, seed: QuestionSeed): Ends {
  const vpc = doc.Vpcs.find((candidate) => candidate.VpcId === one.VpcId);
  const resolver = vpc?.CidrBlock.replace(/\.0\/\d+$/, ".2") ?? "169.254.169.253";
  const services = [
    { to: resolver, protocol: UDP, port: 53 },
    { to: "169.254.169.253", protocol: TCP, port: 53 },
    { to: "169.254.169.254", protocol: TCP, port: 80 },
    { to: "169.254.169.123", protocol: UDP, port: 123 },
  ];
  const service = nth(services, seed.outside);
  return { from: one.NetworkInterfaceId, to: service.to, family: 4, service };
}

type Traffic = Pick<Question, "protocol" | "dstPort" | "icmpType" | "icmpCode">;

function trafficOf(doc: AwsDocument, seed: QuestionSeed, ends: Ends): Traffic {
  if (ends.service !== undefined) {
    return { protocol: ends.service.protocol, dstPort: ends.service.port };
  }
  const candidates = candidatesFor(doc, seed, ends);
  return inFamily(candidates.length === 0 ? nth(usual, seed.rule) : nth(candidates, seed.rule), ends.family);
}

const usual: readonly Traffic[] = [
  { protocol: TCP, dstPort: 443 },
  { protocol: TCP, dstPort: 80 },
  { protocol: TCP, dstPort: 22 },
  { protocol: TCP, dstPort: 443 },
  { protocol: TCP, dstPort: 8080 },
  { protocol: UDP, dstPort: 53 },
  { protocol: ICMP, icmpType: 8, icmpCode: 0 },
  { protocol: TCP, dstPort: 80 },
  { protocol: TCP, dstPort: 3306 },
  { protocol: 47 },
];

function candidatesFor(doc: AwsDocument, seed: QuestionSeed, ends: Ends): readonly Traffic[] {
  switch (seed.about) {
    case "destination":
      return permissionsOf(doc, ends.receiver).map((permission) => ofPermission(permission, seed));
    case "acl":
      return doc.NetworkAcls.flatMap((acl) => acl.Entries).map((entry) => ofEntry(entry, seed));
    case "usual":
      return usual;
  }
}

function permissionsOf(doc: AwsDocument, eni: NetworkInterface | undefined): IpPermission[] {
  const ids = eni?.Groups.map((group) => group.GroupId) ?? [];
  return doc.SecurityGroups.filter((group) => ids.includes(group.GroupId)).flatMap((group) => group.IpPermissions);
}

function ofPermission(permission: IpPermission, seed: QuestionSeed): Traffic {
  const numbers: Record<string, number> = { tcp: TCP, udp: UDP, icmp: ICMP, icmpv6: ICMPV6 };
  const protocol = numbers[permission.IpProtocol] ?? Number(permission.IpProtocol);
  return ofRule({ protocol, from: permission.FromPort, to: permission.ToPort }, seed);
}

function ofEntry(entry: NetworkAclEntry, seed: QuestionSeed): Traffic {
  const from = entry.PortRange?.From ?? entry.IcmpTypeCode?.Type;
  const to = entry.PortRange?.To ?? entry.IcmpTypeCode?.Code;
  return ofRule({ protocol: Number(entry.Protocol), from, to }, seed);
}

interface Rule {
  readonly protocol: number;
  readonly from: number | undefined;
  readonly to: number | undefined;
}

function ofRule({ protocol, from = 80, to = 80 }: Rule, seed: QuestionSeed): Traffic {
  if (protocol === -1) {
    return nth(usual, seed.rule);
  }
  if (hasPorts(protocol)) {
    const border = (seed.atUpperBorder ? to : from) + seed.offset;
    return { protocol, dstPort: Math.min(65535, Math.max(1, border)) };
  }
  if (protocol === ICMP || protocol === ICMPV6) {
    return { protocol, icmpType: Math.max(0, from), icmpCode: Math.max(0, to) };
  }
  return { protocol };
}

function hasPorts(protocol: number): boolean {
  return protocol === TCP || protocol === UDP;
}

/** ICMP is IPv4's, ICMPv6 is IPv6's: a ping in one family is the other's ping in the other. */
function inFamily(traffic: Traffic, family: 4 | 6): Traffic {
  const foreign = family === 4 ? ICMPV6 : ICMP;
  if (traffic.protocol !== foreign) {
    return traffic;
  }
  return family === 4 ? { protocol: ICMP, icmpType: 8, icmpCode: 0 } : { protocol: ICMPV6, icmpType: 128, icmpCode: 0 };
}

/** A border of an ACL entry's port range, where replies begin or cease to pass. */
function borderPort(doc: AwsDocument, index: number): number {
  const ranges = doc.NetworkAcls.flatMap((acl) => acl.Entries).flatMap((entry) => entry.PortRange ?? []);
  const borders = ranges.flatMap(({ From: from, To: to }) => [from - 1, from, to, to + 1]);
  const ephemeral = [...borders, ...borderPorts].filter((port) => port >= 1024 && port <= 65535);
  return nth(ephemeral, index);
}
