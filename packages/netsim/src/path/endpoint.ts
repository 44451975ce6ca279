/** What a question may be asked about, and what that is in a network. */
import {
  type AddressSet,
  ALL_IPV4,
  ALL_IPV6,
  addressesEmpty,
  addressesHave,
  addressesOf,
  addressSet,
  addressWitness,
  type Cidr,
  failure,
  hostCidr,
  type Instance,
  interfaceAddresses,
  intersectAddresses,
  isIp,
  issue,
  type Network,
  type NetworkInterface,
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
  uniteBlocks,
  vpcBlocks,
} from "@netsim/core";
import { classicNodes, nodeOwner } from "./classic-node.js";
import { internetAddresses, publicPart } from "./internet.js";
import { hostStation, interfaceStation, type Station } from "./station.js";

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
  readonly instance?: Instance | undefined;
  /** The Classic Load Balancer whose node it is. */
  readonly loadBalancer?: string | undefined;
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
  if ("internet" in endpoint) return ok([internetParty(network)]);
  if ("address" in endpoint || "cidr" in endpoint) {
    const text = "address" in endpoint ? endpoint.address : endpoint.cidr;
    return resolveBlockText(network, String(text), role, path);
  }
  for (const noun of NOUNS) {
    const id = (endpoint as Partial<Record<Noun, string>>)[noun];
    if (id === undefined) continue;
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
      return ok(
        balancer
          ? classicNodes(network, balancer).map(({ station }) => ({
              label: station.component.id,
              station,
              addresses: station.addresses,
              byPublicAddress: balancer.scheme === "internet-facing",
              loadBalancer: id,
              isHypothetical: false,
            }))
          : [],
      );
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
  const instance = Object.values(network.instances).find((each) => each.networkInterfaceIds.includes(eni.id));
  return {
    label,
    station,
    addresses,
    byPublicAddress: false,
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
    const owners = vpcs.filter((vpc) => ownersOf(network, addresses, [vpc.id]).length > 0);
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

function ownersOf(network: Network, addresses: AddressSet, vpcIds: readonly string[]): readonly NetworkInterface[] {
  return Object.values(network.networkInterfaces).filter((eni) => {
    const vpcId = network.subnets[eni.subnetId]?.vpcId;
    return (
      vpcId !== undefined &&
      vpcIds.includes(vpcId) &&
      interfaceAddresses(eni).some((each) => addressesHave(addresses, each))
    );
  });
}

/** Everything with one of these addresses: interfaces, hosts taken for granted in subnets and VPCs, the rest outside. */
function partiesOfBlocks(
  network: Network,
  label: string,
  asked: AddressSet,
  role: Role,
  vpcIds: readonly string[],
): readonly Party[] {
  const parties: Party[] = [];
  let rest = asked;
  const take = (party: Party | undefined): void => {
    if (!party || addressesEmpty(party.addresses)) return;
    parties.push(party);
    rest = subtractAddresses(rest, party.addresses);
  };
  for (const eni of ownersOf(network, asked, vpcIds)) {
    take(interfaceParty(network, eni, eni.id, intersectAddresses(asked, addressSet(interfaceAddresses(eni)))));
  }
  for (const eni of Object.values(network.networkInterfaces)) {
    for (const { publicIp, address } of eni.privateIpAddresses) {
      if (role !== "to" || publicIp === undefined || !addressesHave(rest, publicIp)) continue;
      const party = interfaceParty(network, eni, eni.id, addressSet([address]));
      if (party) parties.push({ ...party, byPublicAddress: true });
      rest = subtractAddresses(rest, addressSet([publicIp]));
    }
  }
  // A block asked as a destination means the interfaces that are there, if there are any.
  const takesHosts = role === "from" || parties.length === 0;
  for (const vpcId of vpcIds) {
    const hosts = hostParties(network, vpcId, rest);
    for (const host of hosts) {
      if (takesHosts) take(host);
      else rest = subtractAddresses(rest, host.addresses);
    }
  }
  const outside = outsideAddresses(label, rest);
  if (!addressesEmpty(outside)) {
    parties.push({ label, station: null, addresses: outside, byPublicAddress: false, isHypothetical: false });
  }
  return parties;
}

/** One address may be anybody's; of a block, only what can be on the internet or behind a gateway. */
function outsideAddresses(label: string, rest: AddressSet): AddressSet {
  if (addressesEmpty(rest)) return rest;
  const open = publicPart(rest);
  return addressesEmpty(open) || isIp(label) ? rest : open;
}

function hostParties(network: Network, vpcId: string, rest: AddressSet): Party[] {
  const vpc = network.vpcs[vpcId];
  if (!vpc) return [];
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
    const id = `host at ${first}${subnet ? ` in ${subnet.id}` : ""}`;
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
