/** What is not followed, such as a transit gateway: whatever passes it, out or in, is in doubt. */
import type { Handler } from "../walk-context.js";
import { bar } from "./presume.js";

export const passUnsupported: Handler<"unsupported"> = (walk, flight) => {
  const { id, doubt, subnet } = flight.place;
  const direction = flight.sender ? "egress" : "ingress";
  const spot = { component: { id, kind: "unsupported" }, direction, attachedTo: subnet.id } as const;
  return bar(walk, flight, spot, { doubt }, subnet.vpcId);
};
