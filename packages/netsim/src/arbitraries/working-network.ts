/** Random networks in which everything works: what faults are planted in. */
import type { Network } from "@netsim/core";
import type fc from "fast-check";
import { checkHealth } from "../load-balancer/check-health.js";
import { checkListener } from "../load-balancer/check-listener.js";
import type { HealthVerdict, ListenerVerdict } from "../path/verdict.js";
import { asNetwork } from "./network.js";
import { type WorkingConstraints, workingPlan } from "./working-plan.js";
import { workingInput } from "./write-working.js";

/**
 * A valid network with one load balancer, all of whose targets are healthy and whose clients are served, with no rule that
 * it needs missing: {@link isServing} holds. Internet-facing or internal, with clients in the VPC or in a peered one; in one to
 * three zones; targets in subnets of their own or not; with open network ACLs or ones with just the entries that are needed.
 * Shrinks to an internal Classic Load Balancer with one instance and one client in one subnet.
 *
 * @throws RangeError when a constraint is out of its range.
 */
export function arbWorkingNetwork(constraints: WorkingConstraints = {}): fc.Arbitrary<Network> {
  return workingPlan(constraints).map((plan) => asNetwork(workingInput(plan)));
}

/**
 * What load balancers are there for: the health of the targets of each, and the answer of each listener to its clients. Those
 * are the internet, or for an internal load balancer the instances that are not its targets.
 */
export function servingVerdicts(network: Network): readonly (HealthVerdict | ListenerVerdict)[] {
  const classic = Object.values(network.classicLoadBalancers).map((each) => ({
    id: each.id,
    isInternal: each.scheme === "internal",
    ports: each.listeners.map((listener) => listener.loadBalancerPort),
  }));
  const others = Object.values(network.loadBalancers)
    .filter(({ type }) => type !== "gateway")
    .map((each) => ({
      id: each.id,
      isInternal: each.scheme === "internal",
      ports: each.listeners.flatMap((listener) => listener.port ?? []),
    }));
  return [...classic, ...others].flatMap(({ id, isInternal, ports }) => {
    const clients = isInternal ? clientsOf(network, id) : ["internet"];
    const listeners = [...new Set(ports)].flatMap((port) =>
      clients.map((from) => checkListener(network, { loadBalancer: id, port, from })),
    );
    return [checkHealth(network, { loadBalancer: id }), ...listeners];
  });
}

/** Whether every one of the {@link servingVerdicts} is `reachable`. */
export function isServing(network: Network): boolean {
  return servingVerdicts(network).every(({ verdict }) => verdict === "reachable");
}

/** Running instances that are registered nowhere, and named after what they are where any is: `i-client`. */
function clientsOf(network: Network, loadBalancer: string): readonly string[] {
  const registered = new Set([
    ...(network.classicLoadBalancers[loadBalancer]?.instances ?? []),
    ...Object.values(network.targetGroups).flatMap((group) => group.targets.map((target) => target.id)),
  ]);
  const others = Object.values(network.instances).filter(
    ({ id, state, networkInterfaceIds }) =>
      state === "running" &&
      !registered.has(id) &&
      !networkInterfaceIds.some((eni) =>
        network.networkInterfaces[eni]?.privateIpAddresses.some(({ address }) => registered.has(address)),
      ),
  );
  const named = others.filter(({ id }) => id.includes("client"));
  return (named.length > 0 ? named : others).map(({ id }) => id);
}
