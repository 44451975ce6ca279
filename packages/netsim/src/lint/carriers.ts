/** Who carries a group: interfaces, load balancers, and instances of EC2-Classic. */
import { ec2ClassicNames, memoize, type Network, type NetworkInterface, type SecurityGroup } from "@netsim/core";
import type { AnyLoadBalancer } from "../path/load-balancer-node.js";

export interface Carriers {
  readonly interfaces: readonly NetworkInterface[];
  readonly loadBalancers: readonly AnyLoadBalancer[];
  /** Instances of EC2-Classic, which have no interfaces. */
  readonly instances: readonly string[];
}

interface Growing {
  readonly interfaces: NetworkInterface[];
  readonly loadBalancers: AnyLoadBalancer[];
  readonly instances: string[];
}

const NOBODY: Carriers = { interfaces: [], loadBalancers: [], instances: [] };

const byGroup = memoize((network: Network, _: object): ReadonlyMap<string, Carriers> => {
  const found = new Map<string, Growing>();
  const of = (id: string): Growing => {
    const known = found.get(id);
    if (known) return known;
    const fresh: Growing = { interfaces: [], loadBalancers: [], instances: [] };
    found.set(id, fresh);
    return fresh;
  };
  for (const eni of Object.values(network.networkInterfaces)) for (const id of eni.groups) of(id).interfaces.push(eni);
  for (const balancer of allLoadBalancers(network))
    for (const id of balancer.securityGroups ?? []) of(id).loadBalancers.push(balancer);
  for (const instance of Object.values(network.instances))
    for (const id of instance.ec2Classic?.groups ?? []) of(id).instances.push(instance.id);
  return found;
});

export function allLoadBalancers(network: Network): readonly AnyLoadBalancer[] {
  return [...Object.values(network.classicLoadBalancers), ...Object.values(network.loadBalancers)];
}

export function carriersOf(network: Network, groupId: string): Carriers {
  return byGroup(network, network).get(groupId) ?? NOBODY;
}

export function carrierIds({ interfaces, loadBalancers, instances }: Carriers): readonly string[] {
  return [...interfaces.map((each) => each.id), ...loadBalancers.map((each) => each.id), ...instances];
}

/** What rules call a group. */
export function namesOf(group: SecurityGroup): readonly string[] {
  return ec2ClassicNames(group);
}
