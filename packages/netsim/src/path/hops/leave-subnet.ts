/** Packets cross the edge of a station's subnet on their way out. */
import type { Flight } from "../flight.js";
import type { Station } from "../station.js";
import type { Handler, Walk } from "../walk-context.js";
import { filterByNetworkAcl } from "./filters.js";

export const leaveSubnet: Handler<"leave-subnet"> = (walk, flight) => {
  const { subnet } = flight.place.station;
  if (!subnet) return [];
  const filtered = filterByNetworkAcl(walk, flight, subnet, "egress");
  const { receiver } = flight;
  if (walk.phase === "reply" && receiver?.keepsClientAddresses) return [returnToNode(walk, filtered, receiver)];
  return [{ ...filtered, place: { at: "route", subnet } }];
};

/**
 * A reply to a client whose address the Network Load Balancer has kept goes back to its node, whatever the routes of
 * the target's subnet say of the client: the target may be in a private subnet.
 * "Register targets for your Network Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-register-targets.html
 */
function returnToNode(walk: Walk, flight: Flight, node: Station): Flight {
  walk.trace.assume("reply-by-flow-state", node.component.id);
  return { ...flight, place: { at: "deliver", vpcId: node.vpcId, from: null } };
}
