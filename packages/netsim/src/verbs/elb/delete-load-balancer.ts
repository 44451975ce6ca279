/** "DeleteLoadBalancer" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DeleteLoadBalancer.html */
import type { Network } from "@netsim/core";
import * as v from "valibot";
import { change, without } from "../load-balancing/change.js";
import { removeNodes } from "../load-balancing/nodes.js";
import { readRequest } from "../load-balancing/request.js";
import { done, type VerbResult } from "../verb.js";
import { type NamedRequest, nodeDescription } from "./balancer.js";

const schema: v.GenericSchema<unknown, NamedRequest> = v.strictObject({ LoadBalancerName: v.string() });

/**
 * Its listeners and nodes go with it; its instances and security groups stay, the group `default_elb_<id>` included.
 * It succeeds for a load balancer that does not exist, too.
 */
export function deleteLoadBalancer(network: Network, request: NamedRequest): VerbResult<Record<never, never>> {
  const read = readRequest(schema, request);
  if (!read.ok) return read;
  const id = read.value.LoadBalancerName;
  if (!Object.hasOwn(network.classicLoadBalancers, id)) return done(network, {});
  const changes = {
    ...removeNodes(network, nodeDescription({ id })),
    classicLoadBalancers: without(network.classicLoadBalancers, id),
  };
  return change(network, changes, { pathOf: (path) => path }, () => ({}));
}
