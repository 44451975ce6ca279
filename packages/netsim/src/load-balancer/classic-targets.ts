/** The registered instances of a Classic Load Balancer: reached by the primary private address of their primary interface. */
import { addressSet, type ClassicLoadBalancer, type Network, primaryInterface, recordOf } from "@netsim/core";
import { ec2ClassicParty } from "../path/ec2-classic-party.js";
import { interfaceStation } from "../path/station.js";
import { type RegisteredTarget, targetsOf } from "./target.js";

/** "Registered instances for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-backend-instances.html */
export function classicTargets(network: Network, balancer: ClassicLoadBalancer): readonly RegisteredTarget[] {
  const find = (): readonly RegisteredTarget[] =>
    balancer.instances.map((id) => instanceTarget(network, id, { name: id, port: null, family: "ipv4" }));
  // Who an instance of EC2-Classic is depends on its groups' names, too.
  return balancer.availabilityZones ? find() : targetsOf(network, balancer, find);
}

/** @param as how it is registered: its name in results, its port, and the family in which it is reached. */
export function instanceTarget(
  network: Network,
  id: string,
  as: { readonly name: string; readonly port: number | null; readonly family: "ipv4" | "ipv6" },
): RegisteredTarget {
  const { name, port, family } = as;
  const instance = recordOf(network.instances, id);
  const { availabilityZone } = instance?.ec2Classic ?? {};
  const classic = instance && ec2ClassicParty(network, instance);
  if (classic && availabilityZone !== undefined) {
    return { name, id, port, instance, places: [{ party: classic, availabilityZone }] };
  }
  const eni = instance && primaryInterface(network, instance);
  const station = eni && interfaceStation(network, eni);
  const address = family === "ipv4" ? eni?.privateIpAddresses[0]?.address : eni?.ipv6Addresses[0];
  if (!station?.subnet) return { name, id, port, instance, places: [] };
  if (address === undefined) return { name, id, port, instance, places: [], lacks: family };
  const party = {
    label: id,
    station,
    addresses: addressSet([address]),
    byPublicAddress: false,
    instance,
    isHypothetical: false,
  };
  return { name, id, port, instance, places: [{ party, availabilityZone: station.subnet.availabilityZone }] };
}
