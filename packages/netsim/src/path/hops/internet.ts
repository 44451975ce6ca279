/** Outside the VPCs: packets have arrived, or come back in where they are expected. */
import { EC2_CLASSIC } from "@netsim/core";
import { type Flight, inReplies, type Session } from "../flight.js";
import { identityOf } from "../station.js";
import type { Handler, Walk } from "../walk-context.js";
import { enterEc2Classic } from "./ec2-classic.js";
import { edgeDoubt, enterInternetGateway } from "./internet-gateway.js";

export const crossInternet: Handler<"internet"> = (walk, flight) => {
  if (walk.phase === "reply" && flight.sessions.length > 0) return comeBack(walk, flight);
  if (walk.goal) {
    // A public address of this network, used from inside it: out through one gateway and in through the other.
    if (flight.undos.length > 0) walk.trace.assume("internet-gateway-reflection", walk.goal.component.id);
    const enter = walk.goal.vpcId === EC2_CLASSIC ? enterEc2Classic : enterInternetGateway;
    return enter(walk, flight, walk.goal);
  }
  const spot = { component: { id: "internet", kind: "internet" }, direction: "egress" } as const;
  walk.arrive(walk.trace.pass(flight, spot));
  return [];
};

/** A reply returns through the gateway that the connection left by. */
function comeBack(walk: Walk, flight: Flight): readonly Flight[] {
  const session = flight.sessions.at(-1);
  if (!session) return [];
  const { station } = session;
  const sessions = flight.sessions.slice(0, -1);
  return [
    {
      ...returned(walk, flight, session),
      place: { at: "deliver", vpcId: station.vpcId, from: null },
      receiver: station,
      destinationIdentity: sessions.length > 0 ? null : identityOf(station),
      sessions,
    },
  ];
}

function returned(walk: Walk, flight: Flight, session: Session): Flight {
  const { id, station } = session;
  if (session.kind === "presumed") return flight;
  const kind = session.kind === "nat" ? "nat-gateway" : session.kind;
  const spot = { component: { id, kind }, direction: "ingress", attachedTo: station.vpcId } as const;
  const undo = inReplies(session.undo);
  const doubt = session.kind === "internet-gateway" ? edgeDoubt(walk, id) : undefined;
  if (!doubt) return walk.trace.turn(flight, spot, undo(flight));
  const doubtful = walk.trace.gate(flight, spot, { doubt });
  return { ...doubtful, ...undo(doubtful) };
}
