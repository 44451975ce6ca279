/** Inside the VPC, addressed to the receiver: the edge of its subnet, its filters, and who it is. */
import { type Flight, inReplies, type Session } from "../flight.js";
import { identityOf, type Station } from "../station.js";
import type { Handler, Walk } from "../walk-context.js";
import { filterByNetworkAcl, filterBySecurityGroups } from "./filters.js";

export const deliver: Handler<"deliver"> = (walk, flight) => {
  const { place, receiver } = flight;
  if (!receiver || receiver.vpcId !== place.vpcId) {
    // A local route took packets that are for somebody outside this VPC.
    const spot = { component: { id: place.vpcId, kind: "subnet" }, direction: "ingress" } as const;
    const details = { vpc: place.vpcId };
    const cause = { kind: "route", code: "no-such-destination", awsCode: "NO_POSSIBLE_DESTINATION", details } as const;
    walk.trace.gate(flight, spot, { refusals: [{ cause }] });
    return [];
  }
  const inSubnet = enterSubnet(walk, flight, receiver);
  const admitted = filterBySecurityGroups(walk, inSubnet, receiver, "ingress");
  const spot = { component: receiver.component, direction: "ingress", attachedTo: receiver.subnet?.id } as const;
  const session = flight.sessions.at(-1);
  if (walk.phase === "reply" && session?.kind === "nat" && session.station === receiver) {
    return [undoTranslation(walk, admitted, session)];
  }
  walk.arrive(walk.trace.pass(admitted, spot));
  return [];
};

function enterSubnet(
  walk: Walk,
  flight: Flight & { readonly place: { readonly from: Station["subnet"] } },
  receiver: Station,
): Flight {
  if (!receiver.subnet) return flight;
  if (flight.place.from !== receiver.subnet) return filterByNetworkAcl(walk, flight, receiver.subnet, "ingress");
  const isClassic = flight.sender?.isClassicNode === true || receiver.isClassicNode;
  if (walk.options.sameSubnetAcl !== "strict" || !isClassic) return flight;
  return filterByNetworkAcl(walk, flight, receiver.subnet, "ingress", "ELB_ACL_RESTRICTION");
}

/** The NAT device finds the connection that the reply belongs to and sends it on to who began it. */
function undoTranslation(walk: Walk, flight: Flight, session: Session): Flight {
  const sets = inReplies(session.undo)(flight);
  const next = flight.sessions.at(-2);
  const receiver = session.sender;
  const spot = {
    component: session.station.component,
    direction: "ingress",
    attachedTo: session.station.subnet?.id,
  } as const;
  return {
    ...walk.trace.turn(flight, spot, sets),
    place: { at: "send", station: session.station },
    receiver,
    destinationIdentity: next ? null : identityOf(receiver),
    sessions: flight.sessions.slice(0, -1),
  };
}
