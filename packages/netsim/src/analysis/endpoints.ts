/** Everything in a network that begins or accepts connections, each as the party that a question about it means. */
import {
  type Network,
  type NetworkInterface,
  NO_ADDRESSES,
  recordOf,
  uniteAll,
  uniteBlocks,
  type Vpc,
} from "@netsim/core";
import { ec2ClassicParty } from "../path/ec2-classic-party.js";
import type { AnyLoadBalancer } from "../path/load-balancer-node.js";
import { balancerParties, interfaceParty, internetParty, type Party } from "../path/party.js";
import type { Unknown } from "../path/verdict.js";

/** What begins or accepts connections. */
export type EndpointKind =
  | "network-interface"
  | "load-balancer-node"
  /** Of EC2-Classic. */
  | "instance"
  | "internet"
  /** A VPC beyond a peering connection, which the network names and leaves out. */
  | "peer-vpc";

export interface Member {
  /** Of the interface, the node, the instance or the VPC; `internet`. */
  readonly id: string;
  /** What people call it: the instance, where the interface is its only one. */
  readonly name: string;
  readonly kind: EndpointKind;
  /** With all of its private addresses. */
  readonly party: Party;
  /** All that filters and ends look at besides addresses and groups; undefined where it is like no other. */
  readonly shape: string | undefined;
}

export interface Members {
  readonly byId: ReadonlyMap<string, Member>;
  /** What stands for something that the network leaves out, and of which nothing can be said. */
  readonly leftOut: readonly Pick<Unknown, "component" | "code" | "details">[];
}

const known = new WeakMap<Network, Members>();

export function membersOf(network: Network): Members {
  const found = known.get(network) ?? findMembers(network);
  known.set(network, found);
  return found;
}

function findMembers(network: Network): Members {
  const forwarding = forwarders(network);
  const parties = [
    ...Object.values(network.networkInterfaces).flatMap((eni) => interfaceMember(network, eni, forwarding) ?? []),
    ...allBalancers(network).flatMap((balancer) => balancerParties(network, balancer)),
    ...Object.values(network.instances).flatMap((each) =>
      each.ec2Classic ? (ec2ClassicParty(network, each) ?? []) : [],
    ),
  ].map((each): Member | Party => each);
  const members = parties.map((each) => ("party" in each ? each : memberOf(each)));
  const outside = [memberOf(internetParty(network)), ...peersOf(network)];
  const leftOut = members.flatMap(({ party }) =>
    party.unknown ? [{ component: party.label, code: party.unknown.code, details: party.unknown.details }] : [],
  );
  const usable = [...members.filter(({ party }) => !party.unknown), ...outside];
  return { byId: new Map(usable.map((each) => [each.id, each])), leftOut };
}

/** The party of an endpoint by what a network that is not asked about otherwise says of it; undefined where it is gone. */
export function partyAgain(network: Network, { id, kind }: Member): Party | undefined {
  const eni = kind === "network-interface" ? recordOf(network.networkInterfaces, id) : undefined;
  if (eni) return interfaceMember(network, eni, NOBODY)?.party;
  return kind === "internet" ? memberOf(internetParty(network)).party : findMembers(network).byId.get(id)?.party;
}

const NOBODY: ReadonlySet<string> = new Set();

function allBalancers(network: Network): readonly AnyLoadBalancer[] {
  return [...Object.values(network.classicLoadBalancers), ...Object.values(network.loadBalancers)];
}

/** The interfaces that routes lead to: what they are is looked up by their id, so that none can stand for another. */
export function forwarders({ routeTables }: Network): ReadonlySet<string> {
  const known = routedTo.get(routeTables);
  if (known) return known;
  const targets = Object.values(routeTables).flatMap((table) => table.routes.map((route) => route.target));
  const found = new Set(targets.flatMap((target) => (target.type === "network-interface" ? [target.id] : [])));
  routedTo.set(routeTables, found);
  return found;
}

const routedTo = new WeakMap<Network["routeTables"], ReadonlySet<string>>();

/** Undefined for the interface of a NAT gateway, which begins no connection and accepts none, and of an unknown subnet. */
function interfaceMember(network: Network, eni: NetworkInterface, forwarding: ReadonlySet<string>): Member | undefined {
  const party = interfaceParty(network, eni, eni.id);
  if (!party?.station || party.natGateway !== undefined) return undefined;
  if (party.loadBalancer) return memberOf(party);
  const { station, instance } = party;
  const whole: Party = { ...party, addresses: station.addresses };
  const name = instance?.networkInterfaceIds.length === 1 ? instance.id : eni.id;
  const shape = forwarding.has(eni.id) ? undefined : shapeOf(whole);
  return { id: eni.id, name, kind: "network-interface", party: whole, shape };
}

function shapeOf({ station, instance }: Party): string | undefined {
  if (!station?.subnet) return undefined;
  const services = instance?.services ?? null;
  return JSON.stringify([
    station.subnet.id,
    station.groups === null,
    station.sourceDestCheck,
    station.forwarding ?? null,
    station.associations.length > 0,
    station.addresses.ipv6 !== false,
    instance?.state ?? null,
    services,
  ]);
}

function memberOf(party: Party): Member {
  const { station, label } = party;
  const kind = station ? STATION_KINDS[station.component.kind] : undefined;
  const id = station?.component.id ?? label;
  // Whether it is asked for by its public address is a matter of who asks.
  return {
    id,
    name: id,
    kind: kind ?? "internet",
    party: { ...party, byPublicAddress: false },
    shape: undefined,
  };
}

const STATION_KINDS: Readonly<Record<string, EndpointKind>> = {
  "load-balancer-node": "load-balancer-node",
  instance: "instance",
};

function peersOf(network: Network): readonly Member[] {
  const sides = Object.values(network.vpcPeeringConnections).flatMap((each) => [each.requester, each.accepter]);
  const beyond = sides.filter((side) => !recordOf<Vpc>(network.vpcs, side.vpcId) && side.cidrBlocks.length > 0);
  return [...new Map(beyond.map((side) => [side.vpcId, side])).values()].map(({ vpcId, cidrBlocks }): Member => {
    const party: Party = {
      label: vpcId,
      station: null,
      addresses: uniteBlocks(cidrBlocks),
      byPublicAddress: false,
      isHypothetical: false,
    };
    return { id: vpcId, name: vpcId, kind: "peer-vpc", party, shape: undefined };
  });
}

/**
 * The party as it is asked for by its public addresses from inside a VPC; null where it has none. IPv6 addresses are what
 * they are, inside as outside, and belong to the other way of asking.
 */
export function askedPublicly(party: Party): Party | null {
  if (!party.station?.associations.length) return null;
  return { ...party, addresses: { ...party.addresses, ipv6: NO_ADDRESSES.ipv6 }, byPublicAddress: true };
}

/** Members that are alike, as one party with the addresses of all. */
export function partyOfAll(members: readonly Member[]): Party {
  const [first] = members;
  if (!first) throw new RangeError("no member");
  const { party } = first;
  if (members.length === 1 || !party.station) return party;
  const id = classLabel(members.map((each) => each.name));
  const stations = members.flatMap((each) => each.party.station ?? []);
  const addresses = uniteAll(stations.map((each) => each.addresses));
  return {
    ...party,
    label: id,
    addresses,
    station: {
      ...party.station,
      component: { id, kind: party.station.component.kind },
      addresses,
      associations: stations.flatMap((each) => each.associations),
    },
  };
}

export function classLabel(names: readonly string[]): string {
  const [first = "nobody", ...others] = names;
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}
