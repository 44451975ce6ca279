/** "CreateLoadBalancerListeners" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_CreateLoadBalancerListeners.html */
import { failure, issue, type Network, type Path } from "@netsim/core";
import * as v from "valibot";
import { listOf } from "../load-balancing/request.js";
import { done, type VerbResult } from "../verb.js";
import { type NamedRequest, onLoadBalancer, withLoadBalancer } from "./balancer.js";
import { certificateIssues, isSameListener, type Listener, listenerInput, listenerSchema } from "./listeners.js";

export interface CreateLoadBalancerListenersRequest extends NamedRequest {
  readonly Listeners: readonly Listener[];
}

const schema: v.GenericSchema<unknown, CreateLoadBalancerListenersRequest> = v.strictObject({
  LoadBalancerName: v.string(),
  Listeners: listOf(listenerSchema),
});

/**
 * A listener that is there already is left as it is; `DuplicateListener` for another one on its port. The rules of the
 * groups and ACLs of the load balancer are as they were: whether they let clients in at the new port is for
 * `checkListener` to say.
 */
export function createLoadBalancerListeners(
  network: Network,
  request: CreateLoadBalancerListenersRequest,
): VerbResult<Record<never, never>> {
  return onLoadBalancer(network, schema, request, (balancer, { Listeners }) => {
    const issues = [...certificateIssues(Listeners)];
    const added: { readonly listener: Listener; readonly at: number }[] = [];
    for (const [at, listener] of Listeners.entries()) {
      const present = balancer.listeners.find((each) => each.loadBalancerPort === listener.LoadBalancerPort);
      if (!present) added.push({ listener, at });
      else if (!isSameListener(listener, present))
        issues.push(
          issue(
            "DuplicateListener",
            ["Listeners", at, "LoadBalancerPort"],
            "a port without a listener, or the listener that it has",
            listener.LoadBalancerPort,
          ),
        );
    }
    if (issues.length > 0) return failure(issues);
    if (added.length === 0) return done(network, {});
    const listeners = [...balancer.listeners, ...added.map(({ listener }) => listenerInput(listener))];
    const pathOf = ([key, at, ...rest]: Path): Path => [
      key ?? "Listeners",
      added[Number(at) - balancer.listeners.length]?.at ?? 0,
      ...rest,
    ];
    const codes = { "duplicate-listener": "DuplicateListener" };
    return withLoadBalancer(network, { ...balancer, listeners }, () => ({}), { codes, pathOf });
  });
}
