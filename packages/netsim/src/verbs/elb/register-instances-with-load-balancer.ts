/** "RegisterInstancesWithLoadBalancer" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_RegisterInstancesWithLoadBalancer.html */
import { failure, type Issue, issue, type Network, recordOf, vpcOfInstance } from "@netsim/core";
import type { VerbResult } from "../verb.js";
import { onLoadBalancer, withLoadBalancer } from "./balancer.js";
import {
  existenceIssues,
  type InstanceId,
  type InstancesAnswer,
  type InstancesRequest,
  instancePath,
  instancesAnswer,
  instancesSchema,
} from "./instances.js";

/**
 * Running instances of the load balancer's VPC or linked to it, or of EC2-Classic; `InvalidInstance` otherwise. One in a zone that the load balancer is not
 * in can be registered, and is out of service.
 */
export function registerInstancesWithLoadBalancer(
  network: Network,
  request: InstancesRequest,
): VerbResult<InstancesAnswer> {
  return onLoadBalancer(network, instancesSchema, request, (balancer, { Instances }) => {
    const issues = [...existenceIssues(network, Instances), ...unfit(network, balancer.vpcId, Instances)];
    if (issues.length > 0) return failure(issues);
    const instances = [...new Set([...balancer.instances, ...Instances.map((each) => each.InstanceId)])];
    return withLoadBalancer(network, { ...balancer, instances }, (after) => instancesAnswer(after.instances));
  });
}

function unfit(network: Network, vpcId: string, instances: readonly InstanceId[]): readonly Issue[] {
  return instances.flatMap(({ InstanceId: id }, at): readonly Issue[] => {
    const instance = recordOf(network.instances, id);
    if (!instance) return [];
    if (instance.state !== "running")
      return [issue("InvalidInstance", instancePath(at), "a running instance", `${id}, ${instance.state}`)];
    const own = vpcOfInstance(network, instance);
    const isLinked = instance.ec2Classic?.classicLinkVpcId === vpcId;
    if (own === undefined || own === vpcId || isLinked) return [];
    return [issue("InvalidInstance", instancePath(at), `an instance of ${vpcId}`, `${id} of ${own}`)];
  });
}
