/** Packets cross the edge of a station's subnet on their way out. */
import type { Handler } from "../walk-context.js";
import { filterByNetworkAcl } from "./filters.js";

export const leaveSubnet: Handler<"leave-subnet"> = (walk, flight) => {
  const { subnet } = flight.place.station;
  if (!subnet) return [];
  return [{ ...filterByNetworkAcl(walk, flight, subnet, "egress"), place: { at: "route", subnet } }];
};
