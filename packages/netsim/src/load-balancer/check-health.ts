/** `checkHealth`: which registered instances would be in service, and why not. */
import { type Network, unwrap } from "@netsim/core";
import { optionsOf } from "../path/check-connection.js";
import { allOf, collect } from "../path/combine.js";
import { freeze } from "../path/freeze.js";
import { type Blocker, type HealthVerdict, SCHEMA_VERSION } from "../path/verdict.js";
import { classicHealth, crossZoneAssumptions, noInstance } from "./classic-health.js";
import { resolveLoadBalancer } from "./resolve.js";

export interface HealthInput {
  /** The load balancer's name, `Name` tag or DNS name. */
  readonly loadBalancer: string;
  /** See `checkConnection`. */
  readonly sameSubnetAcl?: "egress" | "strict" | undefined;
}

/**
 * The state of every registered instance once its health checks have settled, from every node that checks it.
 *
 * @throws NetsimError when there is no such load balancer.
 */
export function checkHealth(network: Network, input: HealthInput): HealthVerdict {
  const balancer = unwrap(resolveLoadBalancer(network, input.loadBalancer));
  const targets = classicHealth(network, balancer, optionsOf(input));
  const found = collect(targets.flatMap((each) => each.legs));
  const empty: Blocker[] = targets.length > 0 ? [] : [noInstance(balancer.id, "health")];
  return freeze({
    schemaVersion: SCHEMA_VERSION,
    kind: "health",
    verdict: allOf(targets.map((each) => each.verdict)),
    loadBalancer: balancer.id,
    states: Object.fromEntries(targets.map((each) => [each.target.id, each.state])),
    ...found,
    blockers: [...empty, ...targets.flatMap((each) => each.blockers), ...found.blockers],
    unknowns: [...targets.flatMap((each) => each.unknowns), ...found.unknowns],
    assumptions: [...found.assumptions, ...crossZoneAssumptions(network, balancer)],
  });
}
