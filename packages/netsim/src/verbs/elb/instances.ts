/** Instances as requests name them, and which of them a load balancer can have. */
import { type Issue, isMissingRecord, issue, type Network, type Path } from "@netsim/core";
import * as v from "valibot";
import { listOf } from "../load-balancing/request.js";
import type { NamedRequest } from "./balancer.js";

/** An instance, by its id. */
export interface InstanceId {
  readonly InstanceId: string;
}

export interface InstancesRequest extends NamedRequest {
  readonly Instances: readonly InstanceId[];
}

/** The answer of `registerInstancesWithLoadBalancer` and `deregisterInstancesFromLoadBalancer`. */
export interface InstancesAnswer {
  readonly Instances: readonly InstanceId[];
}

export const instanceSchema: v.GenericSchema<unknown, InstanceId> = v.strictObject({ InstanceId: v.string() });

export const instancesSchema: v.GenericSchema<unknown, InstancesRequest> = v.strictObject({
  LoadBalancerName: v.string(),
  Instances: listOf(instanceSchema),
});

export function instancesAnswer(ids: readonly string[]): InstancesAnswer {
  return { Instances: ids.map((InstanceId) => ({ InstanceId })) };
}

export function instancePath(at: number): Path {
  return ["Instances", at, "InstanceId"];
}

/** `InvalidInstance`, which the API's reference lists as InvalidEndPoint, for an instance that does not exist. */
export function existenceIssues(network: Network, instances: readonly InstanceId[]): readonly Issue[] {
  return instances.flatMap(({ InstanceId: id }, at) => {
    const isThere = Object.hasOwn(network.instances, id) || isMissingRecord(network.missing, "instances", id);
    return isThere ? [] : [issue("InvalidInstance", instancePath(at), "the id of an instance", id)];
  });
}
