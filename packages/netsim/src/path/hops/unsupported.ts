/** What the model does not follow, such as a transit gateway: whatever passes it, out or in, is in doubt. */
import type { Handler } from "../walk-context.js";
import { presume } from "./presume.js";

export const passUnsupported: Handler<"unsupported"> = (walk, flight) => {
  const { id, kind, destination, subnet } = flight.place;
  const direction = flight.sender ? "egress" : "ingress";
  const spot = { component: { id, kind: "unsupported" }, direction, attachedTo: subnet.id } as const;
  const doubt = { code: "unsupported-route-target", details: { kind, destination } };
  return presume(walk, walk.trace.gate(flight, spot, { doubt }), subnet.vpcId);
};
