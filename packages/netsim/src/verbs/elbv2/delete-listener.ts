/** "DeleteListener" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteListener.html */
import type { Network } from "@netsim/core";
import * as v from "valibot";
import { readRequest } from "../load-balancing/request.js";
import { refuse, type VerbResult } from "../verb.js";
import { findListener } from "./listener.js";
import { withLoadBalancer } from "./load-balancer.js";

/** A request about one listener. */
export interface ListenerRequest {
  readonly ListenerArn: string;
}

const schema: v.GenericSchema<unknown, ListenerRequest> = v.strictObject({ ListenerArn: v.string() });

/**
 * Its rules go with it. `ResourceInUse` where a Network Load Balancer reaches its load balancer by it.
 * "Use an Application Load Balancer as a target of a Network Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/application-load-balancer-target.html
 */
export function deleteListener(network: Network, request: ListenerRequest): VerbResult<Record<never, never>> {
  const read = readRequest(schema, request);
  if (!read.ok) return read;
  const found = findListener(network, read.value.ListenerArn, ["ListenerArn"]);
  if (!found.ok) return found;
  const { balancer, listener, at } = found.value;
  const user = Object.values(network.targetGroups).find(
    (group) =>
      group.targetType === "alb" &&
      group.targets.some((target) => target.id === balancer.id && target.port === listener.port),
  );
  if (user)
    return refuse(
      "ResourceInUse",
      ["ListenerArn"],
      `a listener by which ${user.id} does not reach its target`,
      read.value.ListenerArn,
    );
  const listeners = balancer.listeners.filter((_, index) => index !== at);
  return withLoadBalancer(
    network,
    { ...balancer, listeners },
    () => ({}),
    (path) => path,
  );
}
