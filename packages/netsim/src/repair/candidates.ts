/** Which edits might remove a blocker. Whether one does is found by asking again. */
import { type Network, recordOf } from "@netsim/core";
import type { Blocker, Verdict } from "../path/verdict.js";
import { balancerEdits } from "./balancer-edits.js";
import type { Edit } from "./edit.js";
import { aclEdits, groupEdits } from "./filter-edits.js";
import { type BlockedPlace, placeOf } from "./place.js";
import { gatewayEdits, peeringEdits, routeEdits } from "./route-edits.js";

/**
 * Only what users can change is ever in an edit: no local route, no `*` entry, no group or list of AWS's own. And no whole
 * filter is exchanged, by another ACL for a subnet or other groups for an interface: that admits and stops far more than
 * what is asked about, and as one edit in the place of two it would keep narrow repairs from being found.
 */
export function candidateEdits(network: Network, verdict: Verdict, blocker: Blocker): readonly Edit[] {
  const place = placeOf(verdict, blocker);
  switch (blocker.kind) {
    case "security-group":
      return groupEdits(network, place);
    case "network-acl":
      return aclEdits(network, place);
    case "route":
      return routeEdits(network, place);
    case "gateway":
      return [...gatewayEdits(network, place), ...routeEdits(network, place)];
    case "peering":
      return [...peeringEdits(network, place), ...routeEdits(network, place)];
    case "network-interface":
      return [...forwardingEdits(network, place), ...routeEdits(network, place)];
    case "load-balancer":
    case "target":
    case "application":
      return balancerEdits(network, place);
    case "listener":
      return [];
  }
}

function forwardingEdits(network: Network, { blocker }: BlockedPlace): readonly Edit[] {
  const eni = recordOf(network.networkInterfaces, blocker.component);
  if (blocker.code !== "source-destination-check" || !eni) return [];
  return [{ kind: "disable-source-dest-check", networkInterfaceId: eni.id }];
}

/** What follows from other blockers and goes with them. */
const DERIVED: readonly string[] = ["no-target-in-service"];

export function isDerived({ code }: Blocker): boolean {
  return DERIVED.includes(code);
}
