/** "DeregisterInstancesFromLoadBalancer" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DeregisterInstancesFromLoadBalancer.html */
import { failure, type Network } from "@netsim/core";
import { done, type VerbResult } from "../verb.js";
import { onLoadBalancer, withLoadBalancer } from "./balancer.js";
import {
  existenceIssues,
  type InstancesAnswer,
  type InstancesRequest,
  instancesAnswer,
  instancesSchema,
} from "./instances.js";

/** An instance that exists and is not registered is left as it is; `InvalidInstance` for one that does not exist. */
export function deregisterInstancesFromLoadBalancer(
  network: Network,
  request: InstancesRequest,
): VerbResult<InstancesAnswer> {
  return onLoadBalancer(network, instancesSchema, request, (balancer, { Instances }) => {
    const gone = new Set(Instances.map((each) => each.InstanceId));
    const issues = existenceIssues(network, Instances);
    if (issues.length > 0) return failure(issues);
    const instances = balancer.instances.filter((id) => !gone.has(id));
    if (instances.length === balancer.instances.length) return done(network, instancesAnswer(instances));
    return withLoadBalancer(network, { ...balancer, instances }, (after) => instancesAnswer(after.instances));
  });
}
