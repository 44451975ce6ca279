/**
 * A gateway endpoint leads to Amazon S3 or DynamoDB, for TCP and ping.
 * "Gateway endpoints" https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
 * "Explanation codes", VPCE_GATEWAY_PROTOCOL_RESTRICTION https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
 */
import { complementPackets, ICMP, interval, type PacketSet, packets, TCP, unitePackets } from "@netsim/core";
import type { Sets } from "../flight.js";
import type { Spot } from "../trace.js";
import type { Handler } from "../walk-context.js";
import { lostIdentity } from "./internet-gateway.js";

const UNSUPPORTED: PacketSet = complementPackets(
  unitePackets(packets({ protocol: TCP }), packets({ protocol: ICMP, sourcePorts: interval(8, 8) })),
);

const unchanged = (sets: Sets): Sets => sets;

export const passGatewayEndpoint: Handler<"gateway-endpoint"> = (walk, flight) => {
  const { id } = flight.place;
  const { sender } = flight;
  const endpoint = walk.network.gatewayEndpoints[id];
  const spot: Spot = { component: { id, kind: "gateway-endpoint", name: endpoint?.name }, direction: "egress" };
  const elsewhere = { kind: "gateway", code: "no-such-destination", awsCode: "NO_POSSIBLE_DESTINATION" } as const;
  const cause = {
    kind: "gateway",
    code: "gateway-endpoint-protocol",
    awsCode: "VPCE_GATEWAY_PROTOCOL_RESTRICTION",
  } as const;
  const leadsElsewhere = !sender || walk.goal !== null || flight.receiver !== null;
  const passed = walk.trace.gate(flight, spot, {
    refusals: [
      ...(leadsElsewhere ? [{ cause: elsewhere }] : []),
      ...(walk.phase === "forward" ? [{ stopped: UNSUPPORTED, cause }] : []),
    ],
    doubt: endpoint ? undefined : { code: "gateway-missing", details: { gateway: id } },
  });
  if (leadsElsewhere) return [];
  walk.arrive({
    ...passed,
    sender: null,
    sourceIdentity: null,
    lost: lostIdentity(flight, id),
    sessions: [...flight.sessions, { id, kind: "gateway-endpoint", station: sender, sender, undo: unchanged }],
    undos: [...flight.undos, unchanged],
  });
  return [];
};
