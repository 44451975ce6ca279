/** Where packets would go were the way not barred: for finding what else is wrong behind a missing route. */
import { internetGatewayOf } from "@netsim/core";
import type { Flight } from "../flight.js";
import type { Walk } from "../walk-context.js";

export function presume(walk: Walk, flight: Flight, vpcId: string): readonly Flight[] {
  const { receiver } = flight;
  if (receiver) return [{ ...flight, place: { at: "deliver", vpcId: receiver.vpcId, from: null } }];
  const gateway = internetGatewayOf(walk.network, vpcId);
  return gateway ? [{ ...flight, place: { at: "internet-gateway-out", id: gateway.id, vpcId } }] : [];
}
