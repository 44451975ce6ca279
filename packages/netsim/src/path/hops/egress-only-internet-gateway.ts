/**
 * Lets IPv6 connections out, and their replies in; nothing that begins outside.
 * "Egress-only internet gateways" https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html
 */
import { ALL_IPV4, addressesOf, packets } from "@netsim/core";
import type { Sets } from "../flight.js";
import { isLeftOut } from "../missing.js";
import type { Refusal, Spot } from "../trace.js";
import type { Handler } from "../walk-context.js";
import { detached } from "./internet-gateway.js";
import { lostIdentity } from "./onto-internet.js";
import { bar } from "./presume.js";

const unchanged = (sets: Sets): Sets => sets;

const IPV6_ONLY: Refusal = {
  stopped: packets({ source: addressesOf(ALL_IPV4) }),
  cause: { kind: "gateway", code: "no-such-destination", awsCode: "NO_POSSIBLE_DESTINATION" },
};

function blocked(mode: string): Refusal {
  const awsCode = "VPC_BLOCK_PUBLIC_ACCESS_ENABLED";
  return { cause: { kind: "gateway", code: "block-public-access", awsCode, details: { mode } } };
}

export const passEgressOnlyInternetGateway: Handler<"egress-only-internet-gateway"> = (walk, flight) => {
  const { id, vpcId } = flight.place;
  const gateway = walk.network.egressOnlyInternetGateways[id];
  const { sender } = flight;
  const spot: Spot = {
    component: { id, kind: "egress-only-internet-gateway", name: gateway?.name },
    direction: "egress",
    attachedTo: vpcId,
  };
  if (walk.phase === "reply") {
    const cause = { kind: "gateway", code: "egress-only", awsCode: null } as const;
    return bar(walk, flight, spot, { refusals: [{ cause }] }, vpcId);
  }
  const isUnknown = !gateway && isLeftOut(walk.network, "egressOnlyInternetGateways", id);
  const mode = sender?.subnet?.internetGatewayBlockMode ?? walk.network.vpcs[vpcId]?.internetGatewayBlockMode ?? "off";
  const passed = walk.trace.gate(flight, spot, {
    doubt: isUnknown ? { code: "gateway-missing", details: { gateway: id } } : undefined,
    refusals: [
      ...(isUnknown || gateway?.vpcId === vpcId ? [] : [detached(vpcId)]),
      ...(mode === "block-bidirectional" ? [blocked(mode)] : []),
      IPV6_ONLY,
    ],
  });
  if (!sender) return [];
  return [
    {
      ...passed,
      place: { at: "internet" },
      sender: null,
      sourceIdentity: null,
      lost: lostIdentity(flight, id),
      sessions: [
        ...flight.sessions,
        { id, kind: "egress-only-internet-gateway", station: sender, sender, undo: unchanged },
      ],
      undos: [...flight.undos, unchanged],
    },
  ];
};
