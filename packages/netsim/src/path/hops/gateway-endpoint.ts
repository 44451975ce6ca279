/**
 * A gateway endpoint leads to Amazon S3 or DynamoDB, for TCP and ping.
 * "Gateway endpoints" https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
 * "Explanation codes", VPCE_GATEWAY_PROTOCOL_RESTRICTION https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
 */
import { complementPackets, ICMP, interval, type PacketSet, packets, TCP, unitePackets } from "@netsim/core";
import type { Sets } from "../flight.js";
import type { Refusal, Spot } from "../trace.js";
import type { Handler } from "../walk-context.js";
import { lostIdentity } from "./onto-internet.js";
import { bar } from "./presume.js";

const UNSUPPORTED: PacketSet = complementPackets(
  unitePackets(packets({ protocol: TCP }), packets({ protocol: ICMP, sourcePorts: interval(8, 8) })),
);

const PROTOCOL: Refusal = {
  stopped: UNSUPPORTED,
  cause: { kind: "gateway", code: "gateway-endpoint-protocol", awsCode: "VPCE_GATEWAY_PROTOCOL_RESTRICTION" },
};

const ELSEWHERE: Refusal = {
  cause: { kind: "gateway", code: "no-such-destination", awsCode: "NO_POSSIBLE_DESTINATION" },
};

const unchanged = (sets: Sets): Sets => sets;

export const passGatewayEndpoint: Handler<"gateway-endpoint"> = (walk, flight) => {
  const { id } = flight.place;
  const { sender } = flight;
  const endpoint = walk.network.gatewayEndpoints[id];
  const spot: Spot = { component: { id, kind: "gateway-endpoint", name: endpoint?.name }, direction: "egress" };
  if (walk.phase === "reply") {
    // The service has begun no connection that this packet could be a part of.
    const cause = { kind: "gateway", code: "reply-takes-another-way", awsCode: null } as const;
    return bar(walk, flight, spot, { refusals: [{ cause }] }, endpoint?.vpcId ?? "");
  }
  const leadsElsewhere = !sender || walk.goal !== null || flight.receiver !== null;
  const passed = walk.trace.gate(flight, spot, {
    refusals: [...(leadsElsewhere ? [ELSEWHERE] : []), PROTOCOL],
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
