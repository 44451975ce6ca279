/** Where on its leg a blocker is, and whose packets it stops there. */
import {
  type AddressSet,
  AMAZON_ELB_SECURITY_GROUP,
  addressesEmpty,
  formatAddresses,
  interfaceAt,
  ip,
  type Network,
  NO_ADDRESSES,
  NO_PACKETS,
  type PacketSet,
  packetBoxes,
  primaryInterface,
  recordOf,
  subtractAddresses,
  uniteAddresses,
} from "@netsim/core";
import { packetsOf } from "../path/header.js";
import { regionsOf, sidesOf } from "../path/hops/peering.js";
import { isClassic, nodesOf } from "../path/load-balancer-node.js";
import type { Blocker, Hop, Leg, Verdict } from "../path/verdict.js";
import { members } from "./members.js";

export interface BlockedPlace {
  readonly blocker: Blocker;
  readonly leg: Leg | undefined;
  readonly hop: Hop | undefined;
  /** What is stopped, as it is there. */
  readonly stopped: PacketSet;
  /** All that comes there, stopped or not. */
  readonly inbound: PacketSet;
}

export function placeOf(verdict: Verdict, blocker: Blocker): BlockedPlace {
  const leg = verdict.legs.find((each) => each.name === blocker.leg);
  const hop = blocker.hop === undefined ? undefined : leg?.[blocker.phase].hops[blocker.hop - 1];
  return {
    blocker,
    leg,
    hop,
    stopped: packetsOf(blocker.packets) ?? NO_PACKETS,
    inbound: (hop && packetsOf(hop.inbound)) ?? NO_PACKETS,
  };
}

/** The addresses of the other side: sources of what comes in, destinations of what goes out. */
export function remoteAddresses(packets: PacketSet, direction: "ingress" | "egress"): AddressSet {
  return packetBoxes(packets).reduce((sum, box) => {
    const side = direction === "ingress" ? box.source : box.destination;
    return uniteAddresses(sum, { ...NO_ADDRESSES, [box.family]: side });
  }, NO_ADDRESSES);
}

/** The groups of whoever is on the other side, as far as they can be told. */
export function remoteGroups(network: Network, { blocker, leg, stopped }: BlockedPlace): readonly string[] {
  const isSender = (blocker.phase === "forward") === (blocker.direction === "ingress");
  const label = isSender ? leg?.from : leg?.to;
  const remote = remoteAddresses(stopped, blocker.direction);
  const named = (label === undefined ? undefined : groupsNamed(network, label)) ?? groupsAt(network, remote);
  // A Network Load Balancer's packets are its own whatever their source; others have to come from a member's address.
  const isBackend = leg?.kind === "target" || leg?.kind === "health";
  return named.filter(
    (id) =>
      isNameable(network, id, blocker.component) &&
      (isBackend || addressesEmpty(subtractAddresses(remote, members(network, id)))),
  );
}

/** A rule can name a group of its own VPC, and of one that is peered with it inside one Region. */
function isNameable(network: Network, id: string, by: string): boolean {
  const vpcId = recordOf(network.securityGroups, by)?.vpcId;
  const other = recordOf(network.securityGroups, id)?.vpcId ?? vpcId;
  if (vpcId === undefined || other === undefined || vpcId === other) return true;
  return Object.values(network.vpcPeeringConnections).some((peering) => {
    const [near, far] = sidesOf(peering, vpcId) ?? [];
    return near !== undefined && far?.vpcId === other && regionsOf(network, near, far) !== "two";
  });
}

function groupsNamed(network: Network, label: string): readonly string[] | undefined {
  const instance = recordOf(network.instances, label);
  if (instance?.ec2Classic) return instance.ec2Classic.groups;
  const eni = instance ? primaryInterface(network, instance) : recordOf(network.networkInterfaces, label);
  if (eni) return eni.groups;
  // A node: `web@subnet-1`, and the interface where it has several.
  const id = label.slice(0, Math.max(0, label.lastIndexOf("@")));
  const balancers = [recordOf(network.classicLoadBalancers, id), recordOf(network.loadBalancers, id)];
  const owner = balancers.find(
    (each) => each && nodesOf(network, each).some((node) => node.station.component.id === label),
  );
  if (!owner) return undefined;
  if (isClassic(owner) && owner.availabilityZones) return [AMAZON_ELB_SECURITY_GROUP];
  return owner.securityGroups ?? [];
}

/** The groups of the only interface with these addresses. */
function groupsAt(network: Network, addresses: AddressSet): readonly string[] {
  for (const vpc of Object.values(network.vpcs)) {
    const [only, ...others] = formatAddresses(addresses);
    if (only === undefined || others.length > 0 || !/\/(32|128)$/.test(only)) return [];
    const eni = interfaceAt(network, vpc.id, ip(only.slice(0, only.indexOf("/"))));
    if (eni) return eni.groups;
  }
  return [];
}
