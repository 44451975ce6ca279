/** What a question may be asked about, and what that is in a network. */
import {
  type AddressSet,
  ALL_IPV4,
  ALL_IPV6,
  addressCount,
  addressesEmpty,
  addressesHave,
  addressesOf,
  addressSet,
  addressWitness,
  type Cidr,
  type ClassicLoadBalancer,
  failure,
  hostCidr,
  type Instance,
  instanceOf,
  interfaceAddresses,
  intersectAddresses,
  isIp,
  issue,
  type Network,
  type NetworkInterface,
  NO_ADDRESSES,
  ok,
  type Path,
  parseCidr,
  parseIp,
  primaryInterface,
  type Result,
  type Subnet,
  subnetBlocks,
  subnetsOf,
  subtractAddresses,
  uniteAddresses,
  uniteBlocks,
  vpcBlocks,
} from "@netsim/core";
import { classicNodes, nodeOwner, undescribedSubnets } from "./classic-node.js";
import { internetAddresses, publicPart } from "./internet.js";
import { natGatewayAddresses, natGatewayParties } from "./nat-gateway-party.js";
import { hostStation, interfaceStation, type Station } from "./station.js";
import type { Details } from "./trace.js";

/**
 * `"internet"`; an address or a CIDR block; the id or unique `Name` of an instance, network interface, subnet or load
 * balancer; or an object that says which of these is meant. `0.0.0.0/0` and `::/0` mean the internet of that family.
 */
export type Endpoint =
  | string
  | { readonly internet: true }
  | { readonly address: string }
  | { readonly cidr: string }
  | { readonly instance: string }
  | { readonly networkInterface: string }
  | { readonly subnet: string }
  | { readonly loadBalancer: string };

/** One party of an endpoint: one station, or one place outside. */
export interface Party {
  /** Its id, or the addresses as asked. */
  readonly label: string;
  /** Null outside the VPCs. */
  readonly station: Station | null;
  /** The private addresses of the station that are meant, or the outside addresses. */
  readonly addresses: AddressSet;
  /** Asked for by its public address. */
  readonly byPublicAddress: boolean;
  /** Asked for by addresses of its own, and not by its id or name. */
  readonly isByAddress?: boolean | undefined;
  readonly instance?: Instance | undefined;
  /** The Classic Load Balancer whose node it is. */
  readonly loadBalancer?: string | undefined;
  /** The NAT gateway that it is. */
  readonly natGateway?: string | undefined;
  /** What the network leaves out, so that nothing can be said of this party. */
  readonly unknown?: { readonly code: string; readonly details: Details } | undefined;
  /** No interface in the network has these addresses. */
  readonly isHypothetical: boolean;
}

export type Role = "from" | "to";

const NOUNS = ["instance", "networkInterface", "subnet", "loadBalancer"] as const;
type Noun = (typeof NOUNS)[number];

const COLLECTION = {
  instance: "instances",
  networkInterface: "networkInterfaces",
  subnet: "subnets",
  loadBalancer: "classicLoadBalancers",
} as const;

/** Issue codes: `unknown-id`, `ambiguous-name`, `ambiguous-address`, `endpoint`, and those of addresses and blocks. */
export function resolveEndpoint(
  network: Network,
  endpoint: Endpoint,
  role: Role,
  path: Path,
): Result<readonly Party[]> {
  if (typeof endpoint === "string") return resolveText(network, endpoint, role, path);
  if (typeof endpoint !== "object" || endpoint === null) return notAnEndpoint(endpoint, path);
  const [key, ...others] = Object.keys(endpoint);
  if (key === undefined || others.length > 0) return notAnEndpoint(endpoint, path);
  if ("internet" in endpoint)
    return endpoint.internet === true ? ok([internetParty(network)]) : notAnEndpoint(endpoint, path);
  if ("address" in endpoint || "cidr" in endpoint) {
    const text = "address" in endpoint ? endpoint.address : endpoint.cidr;
    return resolveBlockText(network, String(text), role, path);
  }
  for (const noun of NOUNS) {
    const id = (endpoint as Partial<Record<Noun, string>>)[noun];
    if (typeof id !== "string") continue;
    const found = matches(network, id, [noun]);
    if (found.length === 0) return unknownId(network, id, [noun], [...path, noun]);
    return resolveMatches(network, id, found, role, path);
  }
  return notAnEndpoint(endpoint, path);
}

function notAnEndpoint(endpoint: unknown, path: Path): Result<never> {
  const expected = `"internet", an address, a CIDR block, an id or name, or { ${NOUNS.join(" | ")}: id }`;
  return failure([issue("endpoint", path, expected, endpoint)]);
}

function resolveText(network: Network, text: string, role: Role, path: Path): Result<readonly Party[]> {
  if (text === "internet") return ok([internetParty(network)]);
  const found = matches(network, text, NOUNS);
  if (found.length > 0) return resolveMatches(network, text, found, role, path);
  if (/^[\d.]+(\/|$)/.test(text) || text.includes(":")) return resolveBlockText(network, text, role, path);
  return unknownId(network, text, NOUNS, path);
}

interface Match {
  readonly noun: Noun;
  readonly id: string;
}

function matches(network: Network, text: string, nouns: readonly Noun[]): Match[] {
  const byId = nouns
    .filter((noun) => Object.hasOwn(network[COLLECTION[noun]], text))
    .map((noun) => ({ noun, id: text }));
  if (byId.length > 0) return byId;
  return nouns.flatMap((noun) =>
    Object.values(network[COLLECTION[noun]])
      .filter((record) => record.name === text)
      .map((record) => ({ noun, id: record.id })),
  );
}

function resolveMatches(
  network: Network,
  text: string,
  found: readonly Match[],
  role: Role,
  path: Path,
): Result<readonly Party[]> {
  const [match, ...others] = found;
  if (!match || others.length > 0) {
    const ids = found.map((each) => each.id).join(", ");
    return failure([issue("ambiguous-name", path, `one of the ids ${ids}`, text)]);
  }
  return resolveRecord(network, match, role, path);
}

function unknownId(network: Network, text: string, nouns: readonly Noun[], path: Path): Result<never> {
  const known = nouns.flatMap((noun) =>
    Object.values(network[COLLECTION[noun]]).flatMap((each) =>
      each.name === undefined ? [each.id] : [each.id, each.name],
    ),
  );
  const nearest = nearestNames(text, known);
  const hint = nearest.length > 0 ? `, such as ${nearest.join(", ")}` : "";
  const kinds = nouns.length === 1 ? nouns[0] : "instance, network interface, subnet or load balancer";
  return failure([issue("unknown-id", path, `the id or name of an existing ${kinds}${hint}`, text)]);
}

/** Up to five names, those that begin most like the text first. */
export function nearestNames(text: string, names: readonly string[]): readonly string[] {
  const common = (name: string): number => {
    let length = 0;
    while (length < name.length && name[length] === text[length]) length++;
    return length;
  };
  return [...new Set(names)].sort((a, b) => common(b) - common(a) || (a < b ? -1 : 1)).slice(0, 5);
}

function resolveRecord(network: Network, { noun, id }: Match, role: Role, path: Path): Result<readonly Party[]> {
  switch (noun) {
    case "loadBalancer": {
      const balancer = network.classicLoadBalancers[id];
      return ok(balancer ? balancerParties(network, balancer) : []);
    }
    case "subnet": {
      const subnet = network.subnets[id];
      return ok(subnet ? partiesOfBlocks(network, id, uniteBlocks(subnetBlocks(subnet)), role, [subnet.vpcId]) : []);
    }
    case "instance": {
      const instance = network.instances[id];
      const eni = instance && primaryInterface(network, instance);
      const party = eni && interfaceParty(network, eni, id);
      return party ? ok([party]) : noInterface(id, path);
    }
    case "networkInterface": {
      const eni = network.networkInterfaces[id];
      const party = eni && interfaceParty(network, eni, id);
      return party ? ok([party]) : noInterface(id, path);
    }
  }
}

function balancerParties(network: Network, balancer: ClassicLoadBalancer): readonly Party[] {
  const frame = { loadBalancer: balancer.id, isHypothetical: false };
  const nodes = classicNodes(network, balancer).map(({ station }) => ({
    ...frame,
    label: station.component.id,
    station,
    addresses: station.addresses,
    byPublicAddress: balancer.scheme === "internet-facing",
  }));
  const subnets = undescribedSubnets(network, balancer);
  if (subnets.length === 0) return nodes;
  const unknown = { code: "subnet-missing", details: { subnets } };
  return [
    ...nodes,
    { ...frame, label: balancer.id, station: null, addresses: NO_ADDRESSES, byPublicAddress: false, unknown },
  ];
}

function noInterface(id: string, path: Path): Result<never> {
  return failure([issue("no-interface", path, "something with a network interface in a described subnet", id)]);
}

/** The interface by its primary address and its IPv6 addresses, or by the given ones. */
function interfaceParty(network: Network, eni: NetworkInterface, label: string, only?: AddressSet): Party | undefined {
  const [primary] = eni.privateIpAddresses;
  const addresses = only ?? addressSet([...(primary ? [primary.address] : []), ...eni.ipv6Addresses]);
  const node = nodeOwner(network, eni);
  const station = node?.station ?? interfaceStation(network, eni);
  if (!station) return undefined;
  const instance = instanceOf(network, eni.id);
  return {
    label,
    station,
    addresses,
    byPublicAddress: false,
    isByAddress: only !== undefined,
    instance,
    loadBalancer: node?.balancer.id,
    isHypothetical: false,
  };
}

function internetParty(network: Network, family?: "ipv4" | "ipv6"): Party {
  const everything = internetAddresses(network);
  const addresses = family ? { ipv4: false, ipv6: false, [family]: everything[family] } : everything;
  return { label: "internet", station: null, addresses, byPublicAddress: false, isHypothetical: false };
}

function resolveBlockText(network: Network, text: string, role: Role, path: Path): Result<readonly Party[]> {
  if (text === ALL_IPV4) return ok([internetParty(network, "ipv4")]);
  if (text === ALL_IPV6) return ok([internetParty(network, "ipv6")]);
  const block = parseBlock(text, path);
  if (!block.ok) return block;
  const addresses = addressesOf(block.value);
  const vpcs = Object.values(network.vpcs).filter(
    (vpc) => !addressesEmpty(intersectAddresses(uniteBlocks(vpcBlocks(vpc)), addresses)),
  );
  if (vpcs.length > 1 && isIp(text)) {
    const owners = vpcs.filter((vpc) => hasOwner(network, addresses, vpc.id));
    if (owners.length === 1 && owners[0]) return ok(partiesOfBlocks(network, text, addresses, role, [owners[0].id]));
    const ids = vpcs.map((vpc) => vpc.id).join(", ");
    return failure([issue("ambiguous-address", path, `an address of one VPC only; ${ids} have it`, text)]);
  }
  return ok(
    partiesOfBlocks(
      network,
      text,
      addresses,
      role,
      vpcs.map((vpc) => vpc.id),
    ),
  );
}

function parseBlock(text: string, path: Path): Result<Cidr> {
  if (text.includes("/")) return parseCidr(text, path);
  const address = parseIp(text, path);
  return address.ok ? ok(hostCidr(address.value)) : address;
}

function hasOwner(network: Network, addresses: AddressSet, vpcId: string): boolean {
  const gateways = intersectAddresses(addresses, natGatewayAddresses(network, vpcId));
  return !addressesEmpty(gateways) || ownersOf(network, addresses, vpcId).length > 0;
}

function isOneAddress(addresses: AddressSet): boolean {
  return addressCount(addresses, "ipv4") + addressCount(addresses, "ipv6") === 1n;
}

/** The interfaces of a VPC with one of these addresses, but those that AWS describes for NAT gateways. */
function ownersOf(network: Network, addresses: AddressSet, vpcId: string): readonly NetworkInterface[] {
  const wanted = subtractAddresses(addresses, natGatewayAddresses(network, vpcId));
  return Object.values(network.networkInterfaces).filter(
    (eni) =>
      network.subnets[eni.subnetId]?.vpcId === vpcId &&
      interfaceAddresses(eni).some((each) => addressesHave(wanted, each)),
  );
}

/** Everything with one of these addresses: interfaces, hosts taken for granted in subnets and VPCs, the rest outside. */
function partiesOfBlocks(
  network: Network,
  label: string,
  asked: AddressSet,
  role: Role,
  vpcIds: readonly string[],
): readonly Party[] {
  const gateways = isOneAddress(asked) ? natGatewayParties(network, asked, vpcIds) : [];
  const parties = [
    ...vpcIds.flatMap((vpcId) => interfaceParties(network, asked, vpcId)),
    ...gateways.filter((each) => role === "to" || !each.byPublicAddress),
    ...(role === "to" ? publicParties(network, asked) : []),
  ];
  // A block asked as a destination means the interfaces that are there, if there are any.
  const takesHosts = role === "from" || parties.length === 0;
  const hosts = takesHosts ? vpcIds.flatMap((vpcId) => hostParties(network, vpcId, asked, vpcIds.length > 1)) : [];
  const space = uniteBlocks(vpcIds.flatMap((vpcId) => network.vpcs[vpcId] ?? []).flatMap(vpcBlocks));
  const known = role === "to" ? uniteAddresses(space, ownPublicAddresses(network)) : space;
  const outside = outsideAddresses(label, subtractAddresses(asked, known));
  if (addressesEmpty(outside)) return [...parties, ...hosts];
  return [
    ...parties,
    ...hosts,
    { label, station: null, addresses: outside, byPublicAddress: false, isHypothetical: false },
  ];
}

function interfaceParties(network: Network, asked: AddressSet, vpcId: string): readonly Party[] {
  return ownersOf(network, asked, vpcId).flatMap((eni) => {
    const own = intersectAddresses(asked, addressSet(interfaceAddresses(eni)));
    return interfaceParty(network, eni, eni.id, own) ?? [];
  });
}

/** The interfaces with one of these public addresses. */
function publicParties(network: Network, asked: AddressSet): readonly Party[] {
  return Object.values(network.networkInterfaces).flatMap((eni) =>
    eni.privateIpAddresses.flatMap(({ publicIp, address }) => {
      if (publicIp === undefined || !addressesHave(asked, publicIp)) return [];
      const party = interfaceParty(network, eni, publicIp, addressSet([address]));
      return party ? [{ ...party, byPublicAddress: true }] : [];
    }),
  );
}

function ownPublicAddresses(network: Network): AddressSet {
  const interfaces = Object.values(network.networkInterfaces).flatMap((eni) => eni.privateIpAddresses);
  const gateways = Object.values(network.natGateways);
  return addressSet([...interfaces, ...gateways].flatMap((each) => each.publicIp ?? []));
}

/** One address may be anybody's; of a block, only what can be on the internet or behind a gateway. */
function outsideAddresses(label: string, rest: AddressSet): AddressSet {
  if (addressesEmpty(rest)) return rest;
  const open = publicPart(rest);
  return addressesEmpty(open) || isIp(label) ? rest : open;
}

/** @param isOneOfSeveral whether other VPCs are asked about, so that a place in none of the subnets needs its VPC's name. */
function hostParties(network: Network, vpcId: string, asked: AddressSet, isOneOfSeveral: boolean): Party[] {
  const vpc = network.vpcs[vpcId];
  if (!vpc) return [];
  const taken = addressSet(ownersOf(network, asked, vpcId).flatMap(interfaceAddresses));
  const rest = subtractAddresses(asked, uniteAddresses(taken, natGatewayAddresses(network, vpcId)));
  const places: (readonly [Subnet | null, AddressSet])[] = subnetsOf(network, vpcId).map((subnet) => [
    subnet,
    uniteBlocks(subnetBlocks(subnet)),
  ]);
  const inSubnets = uniteBlocks(subnetsOf(network, vpcId).flatMap(subnetBlocks));
  places.push([null, subtractAddresses(uniteBlocks(vpcBlocks(vpc)), inSubnets)]);
  return places.flatMap(([subnet, space]) => {
    const addresses = intersectAddresses(rest, space);
    if (addressesEmpty(addresses)) return [];
    const first = addressWitness(addresses);
    const place = subnet?.id ?? (isOneOfSeveral ? vpcId : undefined);
    const id = `host at ${first}${place === undefined ? "" : ` in ${place}`}`;
    return [
      {
        label: id,
        station: hostStation(id, vpcId, subnet, addresses),
        addresses,
        byPublicAddress: false,
        isHypothetical: true,
      },
    ];
  });
}
