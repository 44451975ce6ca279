/** Whole random networks. */
import { createNetwork, type Network, type NetworkInput, unwrap } from "@netsim/core";
import type fc from "fast-check";
import { type NetworkConstraints, settle } from "./constraints.js";
import { networkPlan } from "./network-plan.js";
import { printable } from "./source.js";
import { inputOf } from "./write-network.js";

/**
 * A valid network of one or two VPCs: subnets in several zones, groups, ACLs and route tables with any rules, internet, NAT
 * and egress-only gateways, a peering, a Classic, Application or Network Load Balancer, IPv4 and IPv6. Much in it is blocked,
 * missing or broken; {@link arbWorkingNetwork} makes networks in which everything works. Counterexamples shrink to the fewest
 * parts with readable ids, and print as the code that makes them.
 *
 * @throws RangeError when a constraint is out of its range.
 */
export function arbNetwork(constraints: NetworkConstraints = {}): fc.Arbitrary<Network> {
  return arbNetworkInput(constraints).map(asNetwork);
}

/** {@link arbNetwork} as it is written, before `createNetwork` adds what AWS makes by itself. */
export function arbNetworkInput(constraints: NetworkConstraints = {}): fc.Arbitrary<NetworkInput> {
  return networkPlan(settle(constraints)).map(inputOf);
}

/** @throws NetsimError, which would be a mistake in this library. */
export function asNetwork(input: NetworkInput): Network {
  return printable(unwrap(createNetwork(input)), input);
}
