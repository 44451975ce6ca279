/**
 * Random networks for tests that ask netsim alone: half of them those of `netsim/arbitraries`, as users have them, and half
 * of them the oracle's AWS JSON by way of the importer, with origins and the interfaces that AWS lists.
 */
import type { Network } from "@netsim/core";
import fc from "fast-check";
import { arbNetwork, type NetworkConstraints } from "netsim/arbitraries";
import { type DocumentConstraints, randomDocument } from "./aws-random.ts";
import { loadAws } from "./load-aws.ts";

export function anyNetwork(
  constraints: NetworkConstraints = {},
  document: Partial<DocumentConstraints> = {},
): fc.Arbitrary<Network> {
  return fc.oneof(arbNetwork(constraints), randomDocument(document).map(loadAws));
}

/** With a Classic Load Balancer in one VPC. */
export function classicNetwork(): fc.Arbitrary<Network> {
  return anyNetwork(
    { maxVpcs: 1, loadBalancer: "always", loadBalancerTypes: ["classic"] },
    { maxVpcs: 1, loadBalancer: "always" },
  );
}
