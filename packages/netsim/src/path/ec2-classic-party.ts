/** The ends of a connection that are in EC2-Classic. */
import {
  type AddressSet,
  addressCount,
  addressesEmpty,
  addressesHave,
  addressesOf,
  addressSet,
  addressWitness,
  type ClassicLoadBalancer,
  EC2_CLASSIC,
  EC2_CLASSIC_RANGE,
  type Instance,
  listenerRules,
  type Network,
  type PacketSet,
  packets,
  packetsOverlap,
  subtractAddresses,
  unitePackets,
} from "@netsim/core";
import { ec2ClassicStation } from "./ec2-classic-station.js";
import type { EndFacts } from "./ends.js";
import type { Party, Role } from "./party.js";
import { hostStation } from "./station.js";

/** Undefined for an instance of a VPC. */
export function ec2ClassicParty(network: Network, instance: Instance): Party | undefined {
  const station = ec2ClassicStation(network, instance);
  return (
    station && {
      label: instance.id,
      station,
      addresses: station.addresses,
      byPublicAddress: false,
      instance,
      isHypothetical: false,
    }
  );
}

/** The instances of EC2-Classic with one of these private addresses or, as a destination, public ones. */
export function ec2ClassicParties(network: Network, asked: AddressSet, role: Role): readonly Party[] {
  return Object.values(network.instances).flatMap((instance): Party[] => {
    const party = ec2ClassicParty(network, instance);
    const { privateIpAddress, publicIp } = instance.ec2Classic ?? {};
    if (!party || privateIpAddress === undefined) return [];
    const found = { ...party, isByAddress: true };
    const isPublic = role === "to" && publicIp !== undefined && addressesHave(asked, publicIp);
    return [
      ...(addressesHave(asked, privateIpAddress) ? [found] : []),
      ...(isPublic ? [{ ...found, label: publicIp, byPublicAddress: true }] : []),
    ];
  });
}

/** The addresses by which a question with these would mean instances of EC2-Classic. */
export function ec2ClassicAddresses(parties: readonly Party[]): AddressSet {
  const all = parties.flatMap(({ instance, byPublicAddress }) => {
    const { privateIpAddress, publicIp } = instance?.ec2Classic ?? {};
    return (byPublicAddress ? publicIp : privateIpAddress) ?? [];
  });
  return addressSet(all);
}

const RANGE: AddressSet = addressesOf(EC2_CLASSIC_RANGE);

/**
 * The party, as the other one meets it: EC2-Classic is shared, so that behind a private address of its range there may
 * be a host of another customer.
 */
export function asNeighbour(party: Party, other: Party): Party {
  const isOutside = !party.station && !party.unknown && !addressesEmpty(party.addresses);
  if (!isOutside || other.station?.vpcId !== EC2_CLASSIC) return party;
  if (!addressesEmpty(subtractAddresses(party.addresses, RANGE))) return party;
  const isOne = addressCount(party.addresses, "ipv4") === 1n;
  const first = addressWitness(party.addresses);
  const label = `host at ${isOne ? first : party.label} in ${EC2_CLASSIC}`;
  return { ...party, label, station: hostStation(label, EC2_CLASSIC, null, party.addresses), isHypothetical: true };
}

/**
 * What passes between a linked instance and a VPC is judged by the groups of the VPC that were chosen when it was
 * linked, on a way of its own. Neither is modelled.
 * "ClassicLink" https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/vpc-classiclink.html
 */
export function classicLinkOf(party: Party, other: Party): Party["unknown"] {
  const vpc = party.instance?.ec2Classic?.classicLinkVpcId;
  const isInVpc = other.station !== null && other.station.vpcId !== EC2_CLASSIC;
  return vpc !== undefined && isInVpc ? { code: "classic-link", details: { vpc } } : undefined;
}

/** "Internet-facing Classic Load Balancers": a node of EC2-Classic speaks IPv4 with instances, whatever its clients speak. */
export function asSender(party: Party): Party {
  return party.station?.hasAnyAddress ? { ...party, addresses: { ...party.addresses, ipv6: false } } : party;
}

const PING: PacketSet = unitePackets(packets({ protocol: 1 }), packets({ protocol: 58 }));
const IPV6: PacketSet = { ipv4: false, ipv6: packets({}).ipv6 };

/**
 * A node takes what a listener takes. Whether it answers ping is documented for load balancers with groups of their own
 * only, by whose rules it goes.
 * "Configure security groups for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-security-groups.html
 */
export function ec2ClassicListenerFacts(facts: EndFacts, balancer: ClassicLoadBalancer): EndFacts {
  const taken = listenerRules(balancer).rules.reduce((sum, rule) => unitePackets(sum, rule.packets), PING);
  return {
    ...facts,
    checks: facts.checks.map((check) => ({
      ...check,
      accepted: taken,
      doubt: { about: PING, code: "ping-behaviour" },
    })),
  };
}

/**
 * Over IPv6 a load balancer is reached by names of its own.
 * "Internet-facing Classic Load Balancers" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-internet-facing-load-balancers.html
 */
export function dualStackAssumptions(receiver: Party, asked: PacketSet): EndFacts["assumptions"] {
  if (!receiver.station?.hasAnyAddress || !receiver.loadBalancer || !packetsOverlap(asked, IPV6)) return [];
  return [{ code: "dualstack-name", component: receiver.loadBalancer.id }];
}
