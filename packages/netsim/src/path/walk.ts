/** The one mover of packets: takes a flight from place to place until every branch has ended. */
import { type PacketSet, packetsEqual } from "@netsim/core";
import type { Flight, Place } from "./flight.js";
import { passAppliance } from "./hops/appliance.js";
import { deliver } from "./hops/deliver.js";
import { passEgressOnlyInternetGateway } from "./hops/egress-only-internet-gateway.js";
import { passGatewayEndpoint } from "./hops/gateway-endpoint.js";
import { crossInternet } from "./hops/internet.js";
import { leaveInternetGateway } from "./hops/internet-gateway.js";
import { leaveSubnet } from "./hops/leave-subnet.js";
import { passNatGateway } from "./hops/nat-gateway.js";
import { passPeeringConnection } from "./hops/peering.js";
import { passPrivateLink } from "./hops/private-link.js";
import { takeRoute } from "./hops/route.js";
import { send } from "./hops/send.js";
import { passUnsupported } from "./hops/unsupported.js";
import type { Component } from "./verdict.js";
import type { Handler, Walk } from "./walk-context.js";

const HANDLERS: { readonly [At in Place["at"]]: Handler<At> } = {
  send,
  "leave-subnet": leaveSubnet,
  route: takeRoute,
  deliver,
  "internet-gateway-out": leaveInternetGateway,
  internet: crossInternet,
  "egress-only-internet-gateway": passEgressOnlyInternetGateway,
  "nat-gateway": passNatGateway,
  "vpc-peering-connection": passPeeringConnection,
  appliance: passAppliance,
  "gateway-endpoint": passGatewayEndpoint,
  "private-link": passPrivateLink,
  unsupported: passUnsupported,
};

export function walkFlights(walk: Walk, start: Flight): void {
  const queue: Flight[] = [start];
  for (let flight = queue.pop(); flight; flight = queue.pop()) {
    const key = placeKey(flight.place);
    if (wasHere(flight, key, flight.packets)) {
      // Only routes through interfaces that forward can lead back to where the same packets have been.
      const cause = { kind: "route", code: "routing-loop", awsCode: null, details: { place: key } } as const;
      walk.trace.gate(flight, { component: againAt(flight.place), direction: "ingress" }, { refusals: [{ cause }] });
      continue;
    }
    const visited = [...flight.visited, { key, packets: flight.packets }];
    const handle = HANDLERS[flight.place.at] as Handler<Place["at"]>;
    queue.push(...handle(walk, { ...flight, visited }));
  }
}

/** What the packets have come to again: a router, or a NAT gateway in its own subnet's route. */
function againAt(place: Place): Component {
  if (place.at === "nat-gateway") return { id: place.id, kind: "nat-gateway" };
  if (place.at === "send" || place.at === "leave-subnet") return place.station.component;
  return { id: place.at === "appliance" ? place.id : placeKey(place), kind: "network-interface" };
}

function wasHere(flight: Flight, key: string, packets: PacketSet): boolean {
  return flight.visited.some((each) => each.key === key && packetsEqual(each.packets, packets));
}

function placeKey(place: Place): string {
  switch (place.at) {
    case "send":
    case "leave-subnet":
      return `${place.at} ${place.station.component.id}`;
    case "route":
      return `${place.at} ${place.subnet.id}`;
    case "deliver":
      return `${place.at} ${place.vpcId}`;
    case "internet":
      return place.at;
    default:
      return `${place.at} ${place.id}`;
  }
}
