/** What a question may be asked about, and what that is in a network. */
import {
  type AddressSet,
  ALL_IPV4,
  ALL_IPV6,
  addressesEmpty,
  addressesOf,
  type Cidr,
  failure,
  hostCidr,
  intersectAddresses,
  isIp,
  issue,
  type Network,
  ok,
  type Path,
  parseCidr,
  parseIp,
  primaryInterface,
  type Result,
  recordOf,
  subnetBlocks,
  subtractAddresses,
  uniteBlocks,
  type Vpc,
  vpcBlocks,
} from "@netsim/core";
import { hasOwner, partiesOfBlocks } from "./block-parties.js";
import { ec2ClassicAddresses, ec2ClassicParties, ec2ClassicParty } from "./ec2-classic-party.js";
import type { AnyLoadBalancer } from "./load-balancer-node.js";
import { balancerParties, interfaceParty, internetParty, type Party, type Role } from "./party.js";

/**
 * `"internet"`; an address or a CIDR block; the id or unique `Name` of an instance, network interface, subnet or load
 * balancer, or a load balancer's ARN or DNS name; or an object that says which of these is meant. `0.0.0.0/0` and `::/0` mean the internet of that family.
 */
export type Endpoint =
  | string
  | { readonly internet: true }
  | { readonly address: string }
  | { readonly cidr: string }
  /** Clients behind an interface endpoint of AWS PrivateLink, by their private address or block in their own VPC. */
  | { readonly privateLink: string }
  | { readonly instance: string }
  | { readonly networkInterface: string }
  | { readonly subnet: string }
  | { readonly loadBalancer: string };

const NOUNS = ["instance", "networkInterface", "subnet", "loadBalancer"] as const;
type Noun = (typeof NOUNS)[number];

const COLLECTIONS = {
  instance: ["instances"],
  networkInterface: ["networkInterfaces"],
  subnet: ["subnets"],
  loadBalancer: ["classicLoadBalancers", "loadBalancers"],
} as const;

interface Named {
  readonly id: string;
  readonly name?: string | undefined;
  readonly arn?: string | undefined;
  readonly dnsName?: string | undefined;
}

function recordsOf(network: Network, noun: Noun): readonly Named[] {
  return COLLECTIONS[noun].flatMap((collection): readonly Named[] => Object.values(network[collection]));
}

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
  if ("privateLink" in endpoint) return resolvePrivateLink(String(endpoint.privateLink), role, [...path, key]);
  for (const noun of NOUNS) {
    const id = (endpoint as Partial<Record<Noun, string>>)[noun];
    if (typeof id !== "string") continue;
    const found = matches(network, id, [noun]);
    if (found.length === 0) return unknownId(network, id, [noun], [...path, noun]);
    return resolveMatches(network, id, found, role, path);
  }
  return notAnEndpoint(endpoint, path);
}

function resolvePrivateLink(text: string, role: Role, path: Path): Result<readonly Party[]> {
  if (role === "to")
    return failure([issue("endpoint", path, "an end that clients connect to; endpoints are for clients", text)]);
  const block = parseBlock(text, path);
  if (!block.ok) return block;
  const label = `${text} by PrivateLink`;
  const addresses = addressesOf(block.value);
  return ok([{ label, station: null, addresses, byPublicAddress: false, isHypothetical: false, isPrivateLink: true }]);
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
  readonly record: Named;
}

function matches(network: Network, text: string, nouns: readonly Noun[]): Match[] {
  const named = (isMeant: (record: Named) => boolean): Match[] =>
    nouns.flatMap((noun) =>
      recordsOf(network, noun)
        .filter(isMeant)
        .map((record) => ({ noun, record })),
    );
  const byId = nouns.flatMap((noun) =>
    COLLECTIONS[noun].flatMap((collection): Match[] => {
      const record = recordOf<Named>(network[collection], text);
      return record ? [{ noun, record }] : [];
    }),
  );
  return byId.length > 0 ? byId : named(({ name, arn, dnsName }) => [name, arn, dnsName].includes(text));
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
    const forms = found.map((each) => `{ ${each.noun}: ${JSON.stringify(unambiguousName(each.record))} }`).join(" or ");
    return failure([issue("ambiguous-name", path, forms, text)]);
  }
  return resolveRecord(network, match, role, path);
}

/** One that a load balancer does not share: a Classic one may have the name of another kind's. */
export function unambiguousName({ id, arn, dnsName }: Named): string {
  return arn ?? dnsName ?? id;
}

/** Why what is asked about is not in the network, where the input had it. */
export function leftOut(network: Network, ids: readonly string[]): string | undefined {
  const left = network.missing.find(({ id }) => id !== undefined && ids.includes(id));
  return left && `this one was left out, as ${left.detail ?? `it is ${left.reason}`}`;
}

function unknownId(network: Network, text: string, nouns: readonly Noun[], path: Path): Result<never> {
  const left = leftOut(network, [text]);
  if (left !== undefined)
    return failure([issue("unknown-id", path, `the id or name of something that is in the network: ${left}`, text)]);
  const known = nouns.flatMap((noun) =>
    recordsOf(network, noun).flatMap((each) => (each.name === undefined ? [each.id] : [each.id, each.name])),
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

function resolveRecord(network: Network, { noun, record }: Match, role: Role, path: Path): Result<readonly Party[]> {
  const { id } = record;
  switch (noun) {
    case "loadBalancer":
      return ok(balancerParties(network, record as AnyLoadBalancer));
    case "subnet": {
      const subnet = network.subnets[id];
      return ok(subnet ? partiesOfBlocks(network, id, uniteBlocks(subnetBlocks(subnet)), role, [subnet.vpcId]) : []);
    }
    case "instance": {
      const instance = network.instances[id];
      const eni = instance && primaryInterface(network, instance);
      const party = instance?.ec2Classic ? ec2ClassicParty(network, instance) : eni && interfaceParty(network, eni, id);
      return party ? ok([party]) : noInterface(network, id, instance?.networkInterfaceIds ?? [], path);
    }
    case "networkInterface": {
      const eni = network.networkInterfaces[id];
      const party = eni && interfaceParty(network, eni, id);
      return party ? ok([party]) : noInterface(network, id, eni ? [eni.subnetId] : [], path);
    }
  }
}

function noInterface(network: Network, id: string, parts: readonly string[], path: Path): Result<never> {
  const left = leftOut(network, parts);
  const expected = "something with a network interface in a described subnet";
  return failure([issue("no-interface", path, left === undefined ? expected : `${expected}: ${left}`, id)]);
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
  const classic = ec2ClassicParties(network, addresses, role);
  if (classic.length > 0) return withEc2Classic(network, text, addresses, role, vpcs, classic, path);
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

/** Instances of EC2-Classic have some of the addresses; the others are whose they are without them. */
function withEc2Classic(
  network: Network,
  text: string,
  addresses: AddressSet,
  role: Role,
  vpcs: readonly Vpc[],
  classic: readonly Party[],
  path: Path,
): Result<readonly Party[]> {
  if (isIp(text)) {
    const owner = vpcs.find((vpc) => hasOwner(network, addresses, vpc.id));
    if (!owner) return ok(classic);
    const expected = `an address of one network only; ${owner.id} and EC2-Classic have it`;
    return failure([issue("ambiguous-address", path, expected, text)]);
  }
  const rest = subtractAddresses(addresses, ec2ClassicAddresses(classic));
  const ids = vpcs.map((vpc) => vpc.id);
  const others = addressesEmpty(rest) ? [] : partiesOfBlocks(network, text, rest, role, ids);
  // A block asked as a destination means what is there.
  return ok([...classic, ...others.filter((each) => role === "from" || !each.isHypothetical)]);
}

function parseBlock(text: string, path: Path): Result<Cidr> {
  if (text.includes("/")) return parseCidr(text, path);
  const address = parseIp(text, path);
  return address.ok ? ok(hostCidr(address.value)) : address;
}
