/** Where a finding is to be shown: at its rule, or else at its record. */
import type { Collection, Network, Origin } from "@netsim/core";
import { originOf } from "../explain/origin.js";
import type { Found } from "./check.js";
import type { FindingKind } from "./finding.js";

const COLLECTIONS: Readonly<Record<FindingKind, readonly Collection[]>> = {
  "security-group": ["securityGroups"],
  "network-acl": ["networkAcls"],
  "route-table": ["routeTables"],
  "load-balancer": ["classicLoadBalancers", "loadBalancers"],
  "target-group": ["targetGroups"],
  "network-interface": ["networkInterfaces"],
  "vpc-peering-connection": ["vpcPeeringConnections"],
  silence: [],
};

export function originOfFinding(network: Network, { rule, kind, component }: Found): Origin | undefined {
  const ofRule = rule && originOf(rule);
  if (ofRule) return ofRule;
  for (const collection of COLLECTIONS[kind]) {
    const records: Readonly<Record<string, { readonly origin?: Origin | undefined }>> = network[collection];
    if (Object.hasOwn(records, component)) return records[component]?.origin;
  }
  return undefined;
}
