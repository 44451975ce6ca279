/** "DetachLoadBalancerFromSubnets" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DetachLoadBalancerFromSubnets.html */
import { failure, type Issue, issue, type Network } from "@netsim/core";
import { removeNodes } from "../load-balancing/nodes.js";
import type { VerbResult } from "../verb.js";
import { type SubnetsAnswer, type SubnetsRequest, subnetsSchema } from "./attach-load-balancer-to-subnets.js";
import { nodeDescription, onLoadBalancer, placeIssues, withLoadBalancer } from "./balancer.js";

/**
 * `InvalidConfigurationRequest` if no subnet would be left. AWS does not say what it does with a subnet that the load
 * balancer is not in; here it is refused, as the request cannot have been meant like that.
 */
export function detachLoadBalancerFromSubnets(network: Network, request: SubnetsRequest): VerbResult<SubnetsAnswer> {
  return onLoadBalancer(network, subnetsSchema, request, (balancer, { Subnets }) => {
    const misplaced = placeIssues(balancer, "vpc");
    if (misplaced.length > 0) return failure(misplaced);
    const issues: Issue[] = Subnets.flatMap((id, at) =>
      balancer.subnets.includes(id)
        ? []
        : [issue("InvalidConfigurationRequest", ["Subnets", at], `a subnet of ${balancer.id}`, id)],
    );
    const subnets = balancer.subnets.filter((id) => !Subnets.includes(id));
    if (subnets.length === 0)
      issues.push(issue("InvalidConfigurationRequest", ["Subnets"], "at least one subnet that stays", Subnets));
    if (issues.length > 0) return failure(issues);
    const nodes = removeNodes(network, nodeDescription(balancer), subnets);
    return withLoadBalancer(network, { ...balancer, subnets }, (after) => ({ Subnets: after.subnets }), {}, nodes);
  });
}
