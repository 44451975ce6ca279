/** "DeleteLoadBalancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteLoadBalancer.html */
import { failure, type Network } from "@netsim/core";
import * as v from "valibot";
import { change, without } from "../load-balancing/change.js";
import { removeNodes } from "../load-balancing/nodes.js";
import { readRequest } from "../load-balancing/request.js";
import { done, refuse, type VerbResult } from "../verb.js";
import { arnNotFound, findLoadBalancer, type LoadBalancerRequest, nodePrefix } from "./load-balancer.js";

const schema: v.GenericSchema<unknown, LoadBalancerRequest> = v.strictObject({ LoadBalancerArn: v.string() });

/**
 * Its listeners, rules and nodes go with it; its target groups stay. It succeeds for a load balancer that does not exist,
 * too. `OperationNotPermitted` under deletion protection, `ResourceInUse` for a target of another load balancer.
 */
export function deleteLoadBalancer(network: Network, request: LoadBalancerRequest): VerbResult<Record<never, never>> {
  const read = readRequest(schema, request);
  if (!read.ok) return read;
  const arn = read.value.LoadBalancerArn;
  const found = findLoadBalancer(network, arn, ["LoadBalancerArn"]);
  if (!found.ok) {
    const why = arnNotFound(arn, "loadbalancer", ["LoadBalancerArn"]);
    return why.code === "LoadBalancerNotFound" ? done(network, {}) : failure([why]);
  }
  const balancer = found.value;
  if (balancer.attributes?.["deletion_protection.enabled"] === "true")
    return refuse("OperationNotPermitted", ["LoadBalancerArn"], "a load balancer without deletion protection", arn);
  const user = targetGroupsWith(network, balancer.id)[0];
  if (user !== undefined)
    return refuse("ResourceInUse", ["LoadBalancerArn"], `a load balancer that is no target of ${user}`, arn);
  const changes = {
    ...removeNodes(network, nodePrefix(balancer)),
    loadBalancers: without(network.loadBalancers, balancer.id),
  };
  return change(network, changes, { pathOf: (path) => path }, () => ({}));
}

/** The target groups that have the load balancer as target. */
function targetGroupsWith(network: Network, id: string): readonly string[] {
  return Object.values(network.targetGroups)
    .filter((group) => group.targetType === "alb" && group.targets.some((target) => target.id === id))
    .map((group) => group.id);
}
