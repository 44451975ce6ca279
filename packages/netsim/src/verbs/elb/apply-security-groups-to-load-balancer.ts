/**
 * "ApplySecurityGroupsToLoadBalancer" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_ApplySecurityGroupsToLoadBalancer.html
 * "Configure security groups for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-vpc-security-groups.html
 */
import { failure, type Network } from "@netsim/core";
import * as v from "valibot";
import { groupIssues } from "../load-balancing/groups.js";
import { regroupNodes } from "../load-balancing/nodes.js";
import { listOf } from "../load-balancing/request.js";
import type { VerbResult } from "../verb.js";
import { type NamedRequest, nodeDescription, onLoadBalancer, placeIssues, withLoadBalancer } from "./balancer.js";

export interface ApplySecurityGroupsRequest extends NamedRequest {
  /** Ids; a name is no group. */
  readonly SecurityGroups: readonly string[];
}

/** The answer of `applySecurityGroupsToLoadBalancer`: the groups that the load balancer has now. */
export interface ApplySecurityGroupsAnswer {
  readonly SecurityGroups: readonly string[];
}

const schema: v.GenericSchema<unknown, ApplySecurityGroupsRequest> = v.strictObject({
  LoadBalancerName: v.string(),
  SecurityGroups: listOf(v.string()),
});

/** Replaces all of its groups. */
export function applySecurityGroupsToLoadBalancer(
  network: Network,
  request: ApplySecurityGroupsRequest,
): VerbResult<ApplySecurityGroupsAnswer> {
  return onLoadBalancer(network, schema, request, (balancer, { SecurityGroups }) => {
    const issues = placeIssues(balancer, "vpc");
    if (issues.length > 0) return failure(issues);
    const wrong = groupIssues(network, SecurityGroups, balancer.vpcId, "classic");
    if (wrong.length > 0) return failure(wrong);
    const securityGroups = [...new Set(SecurityGroups)];
    return withLoadBalancer(
      network,
      { ...balancer, securityGroups },
      (after) => ({ SecurityGroups: after.securityGroups }),
      {},
      regroupNodes(network, nodeDescription(balancer), securityGroups),
    );
  });
}
