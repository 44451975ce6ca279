/**
 * "AttachLoadBalancerToSubnets" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_AttachLoadBalancerToSubnets.html
 * "Add or remove subnets for your Classic Load Balancer in a VPC" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-manage-subnets.html
 */
import { failure, type Network, recordOf } from "@netsim/core";
import * as v from "valibot";
import { removeNodes } from "../load-balancing/nodes.js";
import { listOf } from "../load-balancing/request.js";
import { subnetIssues } from "../load-balancing/subnets.js";
import type { VerbResult } from "../verb.js";
import { type NamedRequest, nodeDescription, onLoadBalancer, placeIssues, withLoadBalancer } from "./balancer.js";

export interface SubnetsRequest extends NamedRequest {
  readonly Subnets: readonly string[];
}

/** The answer of `attachLoadBalancerToSubnets` and `detachLoadBalancerFromSubnets`. */
export interface SubnetsAnswer {
  /** All subnets that the load balancer is in now. */
  readonly Subnets: readonly string[];
}

export const subnetsSchema: v.GenericSchema<unknown, SubnetsRequest> = v.strictObject({
  LoadBalancerName: v.string(),
  Subnets: listOf(v.string()),
});

/** `InvalidConfigurationRequest` for a second subnet of a zone. */
export function attachLoadBalancerToSubnets(network: Network, request: SubnetsRequest): VerbResult<SubnetsAnswer> {
  return onLoadBalancer(network, subnetsSchema, request, (balancer, { Subnets }) => {
    const misplaced = placeIssues(balancer, "vpc");
    if (misplaced.length > 0) return failure(misplaced);
    const issues = subnetIssues(network, Subnets, balancer.subnets, balancer.scheme, (at) => ["Subnets", at]);
    if (issues.length > 0) return failure(issues);
    const subnets = [...new Set([...balancer.subnets, ...Subnets])];
    return withLoadBalancer(network, { ...balancer, subnets }, (after) => ({ Subnets: after.subnets }));
  });
}

/** As the console does it: a second subnet of a zone replaces the first. */
export function attachLoadBalancerToSubnetsInConsole(
  network: Network,
  request: SubnetsRequest,
): VerbResult<SubnetsAnswer> {
  return onLoadBalancer(network, subnetsSchema, request, (balancer, { Subnets }) => {
    const misplaced = placeIssues(balancer, "vpc");
    if (misplaced.length > 0) return failure(misplaced);
    const subnets = lastOfEachZone(network, [...balancer.subnets, ...Subnets]);
    const kept = balancer.subnets.filter((id) => subnets.includes(id));
    const added = Subnets.filter((id) => subnets.includes(id));
    const pathOf = (at: number): (string | number)[] => ["Subnets", Subnets.indexOf(added[at] ?? "")];
    const issues = subnetIssues(network, added, kept, balancer.scheme, pathOf);
    if (issues.length > 0) return failure(issues);
    const nodes = removeNodes(network, nodeDescription(balancer), subnets);
    return withLoadBalancer(network, { ...balancer, subnets }, (after) => ({ Subnets: after.subnets }), {}, nodes);
  });
}

/** The last subnet of each zone, each once, in the order given; those that the network does not have are left in. */
export function lastOfEachZone(network: Network, subnets: readonly string[]): readonly string[] {
  const zoneOf = (id: string): string | undefined => recordOf(network.subnets, id)?.availabilityZone;
  const unique = [...new Set(subnets)];
  return unique.filter((id, at) => {
    const zone = zoneOf(id);
    return zone === undefined || !unique.slice(at + 1).some((later) => zoneOf(later) === zone);
  });
}
