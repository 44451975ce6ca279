/** Between whom a random flow is. */
import {
  cidrHas,
  type IpAddress,
  instanceOf,
  ip,
  type Network,
  type NetworkInterface,
  type Peer,
  type ProtocolAndPorts,
  recordOf,
} from "@netsim/core";
import { EXTERNAL_ADDRESSES, EXTERNAL_IPV6_ADDRESSES } from "./layout.js";
import { nth } from "./shares.js";

/** The part of a seed that decides it. */
export interface EndsSeed {
  readonly shape:
    | "along-rule"
    | "between"
    | "from-internet"
    | "to-internet"
    | "to-load-balancer"
    | "to-address"
    | "to-service";
  readonly from: number;
  readonly to: number;
  readonly outside: number;
  /** Whether to ask about IPv6 where both ends have it. */
  readonly ipv6: boolean;
  /** Whether IPv6 is ruled out. */
  readonly isIpv4Only: boolean;
  readonly rule: number;
}

export interface Ends {
  readonly from: string;
  readonly to: string;
  readonly isIpv6: boolean;
  /** The groups that decide about what comes in. */
  readonly receivers: readonly string[];
  /** What a load balancer listens on. */
  readonly listeners: readonly { readonly protocol: "tcp" | "udp"; readonly port: number }[];
  readonly service?: { readonly protocol: "tcp" | "udp"; readonly port: number };
  /** The rule by which the one is admitted by the other. */
  readonly rule?: ProtocolAndPorts;
}

/** Interfaces that can be asked about: those of instances and load balancer nodes. */
export function hostsOf(network: Network): readonly NetworkInterface[] {
  return Object.values(network.networkInterfaces).filter(
    ({ interfaceType, id, subnetId }) =>
      network.subnets[subnetId] !== undefined &&
      (interfaceType === "interface" || instanceOf(network, id) !== undefined),
  );
}

export function endsOf(network: Network, seed: EndsSeed): Ends {
  const hosts = hostsOf(network);
  const one = nth(hosts, seed.from);
  const others = hosts.filter((eni) => eni !== one);
  const other = others.length === 0 ? undefined : nth(others, seed.to);
  switch (seed.shape) {
    case "to-service":
      return toService(network, one, seed);
    case "from-internet":
      return fromInternet(network, nth(preferPublic(hosts, seed), seed.from), seed);
    case "to-load-balancer":
      return toLoadBalancer(network, one, seed);
    case "to-address":
      return other ? toAddress(network, one, other, seed) : toInternet(network, one, seed);
    case "along-rule":
      return alongRule(network, seed) ?? toInternet(network, one, seed);
    case "between":
      return other ? between(network, one, other, seed) : toInternet(network, one, seed);
    case "to-internet":
      return toInternet(network, one, seed);
  }
}

/** The instance, where the interface is its only one. */
function nameOf(network: Network, { id }: NetworkInterface): string {
  const instance = instanceOf(network, id);
  return instance?.networkInterfaceIds.length === 1 ? instance.id : id;
}

function between(network: Network, one: NetworkInterface, other: NetworkInterface, seed: EndsSeed): Ends {
  const [from, to] = [one.ipv6Addresses[0], other.ipv6Addresses[0]];
  const common = { receivers: other.groups, listeners: [] };
  if (seed.ipv6 && from !== undefined && to !== undefined) return { from, to, isIpv6: true, ...common };
  return { from: nameOf(network, one), to: nameOf(network, other), isIpv6: false, ...common };
}

/** One stranger, or all of them. */
function outside(isIpv6: boolean, { outside: index }: EndsSeed): string {
  if (index % 4 === 3) return isIpv6 ? "::/0" : "internet";
  return isIpv6 ? nth(EXTERNAL_IPV6_ADDRESSES, index) : nth(EXTERNAL_ADDRESSES, index);
}

function toInternet(network: Network, one: NetworkInterface, seed: EndsSeed): Ends {
  const address = seed.ipv6 ? one.ipv6Addresses[0] : undefined;
  const isIpv6 = address !== undefined;
  return { from: address ?? nameOf(network, one), to: outside(isIpv6, seed), isIpv6, receivers: [], listeners: [] };
}

function hasPublic({ privateIpAddresses }: NetworkInterface): boolean {
  return privateIpAddresses.some(({ publicIp }) => publicIp !== undefined);
}

/** Mostly the interfaces that can be called from outside. */
function preferPublic(hosts: readonly NetworkInterface[], seed: EndsSeed): readonly NetworkInterface[] {
  const callable = hosts.filter((eni) => hasPublic(eni) || (seed.ipv6 && eni.ipv6Addresses.length > 0));
  return callable.length === 0 || seed.rule % 8 === 0 ? hosts : callable;
}

function fromInternet(network: Network, one: NetworkInterface, seed: EndsSeed): Ends {
  const address = seed.ipv6 ? one.ipv6Addresses[0] : undefined;
  const isIpv6 = address !== undefined;
  const to = address ?? nameOf(network, one);
  return { from: outside(isIpv6, seed), to, isIpv6, receivers: one.groups, listeners: [] };
}

/** From a host inside or from outside, as the load balancer is meant for. */
function toLoadBalancer(network: Network, one: NetworkInterface, seed: EndsSeed): Ends {
  const classic = Object.values(network.classicLoadBalancers).map(({ id, scheme, securityGroups, listeners }) => ({
    id,
    scheme,
    groups: securityGroups,
    listeners: listeners.map((each) => ({ protocol: "tcp" as const, port: each.loadBalancerPort })),
  }));
  const others = Object.values(network.loadBalancers)
    .filter(({ type }) => type !== "gateway")
    .map(({ id, scheme, securityGroups, listeners }) => ({
      id,
      scheme,
      groups: securityGroups ?? [],
      listeners: listeners.map((each) => ({
        protocol: each.protocol?.includes("UDP") ? ("udp" as const) : ("tcp" as const),
        port: each.port ?? 80,
      })),
    }));
  const balancers = [...classic, ...others];
  if (balancers.length === 0) return fromInternet(network, one, seed);
  const { id, scheme, groups, listeners } = nth(balancers, seed.to);
  const isOutside = scheme === "internet-facing" && seed.rule % 4 !== 0;
  const from = isOutside || isNode(one) ? outside(false, seed) : nameOf(network, one);
  return { from, to: id, isIpv6: false, receivers: groups, listeners };
}

/** To the last private address of an interface, from another one, or to its public address, from outside. */
function toAddress(network: Network, one: NetworkInterface, other: NetworkInterface, seed: EndsSeed): Ends {
  const common = { isIpv6: false, receivers: other.groups, listeners: [] };
  const published = other.privateIpAddresses.find(({ publicIp }) => publicIp !== undefined)?.publicIp;
  if (seed.ipv6 && published !== undefined) return { from: outside(false, seed), to: published, ...common };
  const last = other.privateIpAddresses.at(-1)?.address ?? nameOf(network, other);
  const isSameVpc = network.subnets[one.subnetId]?.vpcId === network.subnets[other.subnetId]?.vpcId;
  return { from: nameOf(network, one), to: isSameVpc ? last : nameOf(network, other), ...common };
}

function toService(network: Network, one: NetworkInterface, seed: EndsSeed): Ends {
  const vpc = network.vpcs[network.subnets[one.subnetId]?.vpcId ?? ""];
  const resolver = vpc?.cidrBlocks[0]?.replace(/\.0\/\d+$/, ".2") ?? "169.254.169.253";
  const services = [
    { to: resolver, protocol: "udp", port: 53 },
    { to: "169.254.169.253", protocol: "tcp", port: 53 },
    { to: "169.254.169.254", protocol: "tcp", port: 80 },
    { to: "169.254.169.123", protocol: "udp", port: 123 },
  ] as const;
  const { to, ...service } = nth(services, seed.outside);
  return { from: nameOf(network, one), to, isIpv6: false, receivers: [], listeners: [], service };
}

/** From somebody whom an ingress rule is about to somebody who has it. */
function alongRule(network: Network, seed: EndsSeed): Ends | undefined {
  const used = Object.values(network.securityGroups).flatMap(({ id, ingress }) => {
    const meant = ingress.filter(({ peer }) => !seed.isIpv4Only || !("cidr" in peer) || !peer.cidr.includes(":"));
    const members = meant.length === 0 ? [] : membersOf(network, id);
    return members.length === 0 ? [] : meant.map((rule) => ({ id, rule, members }));
  });
  if (used.length === 0) return undefined;
  const { id, rule, members } = nth(used, seed.rule);
  const to = nth(members, seed.to);
  const isIpv6 = "cidr" in rule.peer && rule.peer.cidr.includes(":");
  const senders = sendersOf(network, rule.peer, seed).filter((from) => from !== to);
  if (senders.length === 0) return undefined;
  return { from: nth(senders, seed.from), to, isIpv6, receivers: [id], listeners: [], rule };
}

/** Of a load balancer, which is asked about by its name. */
function isNode({ description }: NetworkInterface): boolean {
  return description.startsWith("ELB ");
}

/** Who carries the group: instances, interfaces and load balancers. */
function membersOf(network: Network, group: string): readonly string[] {
  const hosts = hostsOf(network).filter((eni) => eni.groups.includes(group) && !isNode(eni));
  const balancers = [...Object.values(network.classicLoadBalancers), ...Object.values(network.loadBalancers)];
  return [
    ...hosts.map((eni) => nameOf(network, eni)),
    ...balancers.filter(({ securityGroups }) => securityGroups?.includes(group)).map(({ id }) => id),
  ];
}

/** Whom a rule names: members of a group, hosts in a block and, where there are none or it is everyone, strangers. */
function sendersOf(network: Network, peer: Peer, seed: EndsSeed): readonly string[] {
  if ("securityGroupId" in peer) return membersOf(network, peer.securityGroupId);
  const blocks = "cidr" in peer ? [peer.cidr] : (recordOf(network.prefixLists, peer.prefixListId)?.entries ?? []);
  const isAdmitted = (address: IpAddress): boolean => blocks.some((block) => cidrHas(block, address));
  const strangers = [...EXTERNAL_ADDRESSES, ...EXTERNAL_IPV6_ADDRESSES].map(ip).filter(isAdmitted);
  const own = hostsOf(network).filter((eni) => !isNode(eni));
  const hosts = own.flatMap((eni) =>
    [...eni.privateIpAddresses.map(({ address }) => address), ...eni.ipv6Addresses].some(isAdmitted)
      ? [nameOf(network, eni)]
      : [],
  );
  if (hosts.length === 0 || seed.outside % 2 === 0) return strangers.length > 0 ? strangers : hosts;
  return hosts;
}
