/** "DeleteLoadBalancerListeners" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DeleteLoadBalancerListeners.html */
import type { Network } from "@netsim/core";
import * as v from "valibot";
import { listOf } from "../load-balancing/request.js";
import { done, type VerbResult } from "../verb.js";
import { type NamedRequest, onLoadBalancer, withLoadBalancer } from "./balancer.js";

export interface DeleteLoadBalancerListenersRequest extends NamedRequest {
  readonly LoadBalancerPorts: readonly number[];
}

const schema: v.GenericSchema<unknown, DeleteLoadBalancerListenersRequest> = v.strictObject({
  LoadBalancerName: v.string(),
  LoadBalancerPorts: listOf(v.number()),
});

/** The API has no error for a port without a listener, so that there is nothing to do then. */
export function deleteLoadBalancerListeners(
  network: Network,
  request: DeleteLoadBalancerListenersRequest,
): VerbResult<Record<never, never>> {
  return onLoadBalancer(network, schema, request, (balancer, { LoadBalancerPorts }) => {
    const listeners = balancer.listeners.filter((each) => !LoadBalancerPorts.includes(each.loadBalancerPort));
    if (listeners.length === balancer.listeners.length) return done(network, {});
    return withLoadBalancer(network, { ...balancer, listeners }, () => ({}));
  });
}
