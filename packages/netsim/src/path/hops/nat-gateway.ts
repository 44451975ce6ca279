/**
 * A NAT gateway: no security group; its subnet's ACL is passed on the way in and on the way out, both ways.
 * "NAT gateways" https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
 */
import { complementPackets, ICMP, type PacketSet, packets, TCP, UDP, unitePackets } from "@netsim/core";
import { isLeftOut } from "../missing.js";
import { natGatewayStation } from "../station.js";
import type { Refusal, Spot } from "../trace.js";
import type { Handler } from "../walk-context.js";
import { filterByNetworkAcl } from "./filters.js";
import { translateSource } from "./nat.js";
import { bar } from "./presume.js";

const UNSUPPORTED: PacketSet = complementPackets(
  [TCP, UDP, ICMP].map((protocol) => packets({ protocol })).reduce(unitePackets),
);

/** "DNS64 and NAT64" https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html */
const NAT64 = { code: "unsupported-route-target", details: { kind: "nat64", destination: "64:ff9b::/96" } } as const;

export const passNatGateway: Handler<"nat-gateway"> = (walk, flight) => {
  const { id, from } = flight.place;
  const nat = walk.network.natGateways[id];
  const station = nat && natGatewayStation(walk.network, nat);
  const spot: Spot = {
    component: { id, kind: "nat-gateway", name: nat?.name },
    direction: "ingress",
    attachedTo: nat?.subnetId,
  };
  if (!station?.subnet || !nat) {
    const isUnknown =
      isLeftOut(walk.network, "natGateways", id) ||
      (nat !== undefined && isLeftOut(walk.network, "subnets", nat.subnetId));
    const cause = { kind: "gateway", code: "nat-gateway-not-available", awsCode: "BAD_STATE" } as const;
    const doubt = { code: "gateway-missing", details: { gateway: id } };
    return bar(walk, flight, spot, isUnknown ? { doubt } : { refusals: [{ cause }] }, from.vpcId);
  }
  if (walk.phase === "reply") {
    // The gateway has no connection that this packet could be a part of.
    const cause = { kind: "gateway", code: "reply-takes-another-way", awsCode: null } as const;
    return bar(walk, flight, spot, { refusals: [{ cause }] }, from.vpcId);
  }
  if (flight.packets.ipv6 !== false) return bar(walk, flight, spot, { doubt: NAT64 }, from.vpcId);
  const entered = from === station.subnet ? flight : filterByNetworkAcl(walk, flight, station.subnet, "ingress");
  const unavailable: Refusal = {
    cause: { kind: "gateway", code: "nat-gateway-not-available", awsCode: "BAD_STATE", details: { state: nat.state } },
  };
  return [
    translateSource(walk, entered, spot, station, station.addresses, [
      ...(nat.state === "available" ? [] : [unavailable]),
      {
        stopped: UNSUPPORTED,
        cause: { kind: "gateway", code: "nat-gateway-protocol", awsCode: "PROTOCOL_RESTRICTION" },
      },
    ]),
  ];
};
