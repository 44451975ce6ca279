/**
 * The nodes of a Classic Load Balancer in EC2-Classic: one in each of its zones, at least.
 * "Add or remove Availability Zones for your load balancer in EC2-Classic" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/enable-disable-az.html
 */
import { type ClassicLoadBalancer, EC2_CLASSIC } from "@netsim/core";
import { ec2ClassicNodeStation } from "./ec2-classic-station.js";
import type { LoadBalancerNode } from "./load-balancer-node.js";

const nodesOf = new WeakMap<ClassicLoadBalancer, readonly LoadBalancerNode<ClassicLoadBalancer>[]>();

/** Undefined for a load balancer in a VPC. */
export function ec2ClassicNodes(
  balancer: ClassicLoadBalancer,
): readonly LoadBalancerNode<ClassicLoadBalancer>[] | undefined {
  if (!balancer.availabilityZones) return undefined;
  const known = nodesOf.get(balancer);
  if (known) return known;
  const nodes = balancer.availabilityZones.map((availabilityZone) => ({
    balancer,
    // A zone is all that there is of a subnet here; the station has none.
    subnet: { id: availabilityZone, vpcId: EC2_CLASSIC, availabilityZone, ipv6CidrBlocks: [] },
    station: ec2ClassicNodeStation(balancer, availabilityZone),
  }));
  nodesOf.set(balancer, nodes);
  return nodes;
}
