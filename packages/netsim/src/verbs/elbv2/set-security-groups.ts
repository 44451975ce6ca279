/**
 * "SetSecurityGroups" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetSecurityGroups.html
 * "Update the security groups for your Network Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
 */
import { failure, type Issue, issue, type LoadBalancer, type Network } from "@netsim/core";
import * as v from "valibot";
import { groupIssues } from "../load-balancing/groups.js";
import { regroupNodes } from "../load-balancing/nodes.js";
import { listOf } from "../load-balancing/request.js";
import type { VerbResult } from "../verb.js";
import { type LoadBalancerRequest, nodePrefix, onLoadBalancer, withLoadBalancer } from "./load-balancer.js";

/** The request of "SetSecurityGroups" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetSecurityGroups.html */
export interface SetSecurityGroupsRequest extends LoadBalancerRequest {
  readonly SecurityGroups: readonly string[];
  /** Of a Network Load Balancer; as it was when left out. */
  readonly EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic?: "on" | "off" | undefined;
}

/** The answer of "SetSecurityGroups" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetSecurityGroups.html */
export interface SetSecurityGroupsAnswer {
  readonly SecurityGroupIds: readonly string[];
  readonly EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic?: "on" | "off" | undefined;
}

const schema: v.GenericSchema<unknown, SetSecurityGroupsRequest> = v.strictObject({
  LoadBalancerArn: v.string(),
  SecurityGroups: listOf(v.string()),
  EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: v.optional(v.picklist(["on", "off"])),
});

const ENFORCE = "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic";

/** Replaces all of its groups; `InvalidConfigurationRequest` for a load balancer that was created without any. */
export function setSecurityGroups(
  network: Network,
  request: SetSecurityGroupsRequest,
): VerbResult<SetSecurityGroupsAnswer> {
  return onLoadBalancer(network, schema, request, (balancer, { SecurityGroups, [ENFORCE]: enforce }) => {
    const issues = [...typeIssues(balancer, enforce), ...groupIssues(network, SecurityGroups, balancer.vpcId, "newer")];
    if (issues.length > 0) return failure(issues);
    const securityGroups = [...new Set(SecurityGroups)];
    const enforcePrivateLinkInboundRules =
      enforce === undefined ? balancer.enforcePrivateLinkInboundRules : enforce === "on";
    return withLoadBalancer(
      network,
      { ...balancer, securityGroups, enforcePrivateLinkInboundRules },
      (after) => ({
        SecurityGroupIds: after.securityGroups ?? [],
        ...(after.type === "network" ? { [ENFORCE]: after.enforcePrivateLinkInboundRules ? "on" : "off" } : {}),
      }),
      (path) => path,
      regroupNodes(network, nodePrefix(balancer), securityGroups),
    );
  });
}

function typeIssues({ id, type, securityGroups }: LoadBalancer, enforce: "on" | "off" | undefined): readonly Issue[] {
  const issues: Issue[] = [];
  if (securityGroups === null) {
    const expected = "a load balancer that was created with security groups";
    issues.push(issue("InvalidConfigurationRequest", ["LoadBalancerArn"], expected, `${id}, without any`));
  }
  if (enforce !== undefined && type !== "network")
    issues.push(issue("InvalidConfigurationRequest", [ENFORCE], "nothing but for a Network Load Balancer", enforce));
  return issues;
}
