/**
 * What comes through an interface endpoint of AWS PrivateLink to a Network Load Balancer: it meets the load balancer's
 * inbound rules, with the client's own private address, unless their enforcement is switched off.
 * "Update the security groups for your Network Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
 */
import type { Session } from "../flight.js";
import type { Handler } from "../walk-context.js";
import { filterBySecurityGroups } from "./filters.js";

export const passPrivateLink: Handler<"private-link"> = (walk, flight) => {
  const { station, isEnforced } = flight.place;
  const spot = {
    component: { id: `endpoint service of ${station.component.id}`, kind: "private-link" },
    direction: "ingress",
    attachedTo: station.subnet?.id,
  } as const;
  const entered = walk.trace.pass(flight, spot);
  // AWS does not say whether the ACL of the node's subnet sees this traffic.
  walk.trace.assume("private-link-past-network-acl", station.component.id);
  const filtered = isEnforced ? filterBySecurityGroups(walk, entered, station, "ingress") : entered;
  const session: Session = {
    id: spot.component.id,
    kind: "private-link",
    station,
    sender: station,
    undo: (sets) => sets,
  };
  const node = { component: station.component, direction: "ingress", attachedTo: station.subnet?.id } as const;
  walk.arrive(walk.trace.pass({ ...filtered, sessions: [...filtered.sessions, session] }, node));
  return [];
};
