/**
 * An internet gateway, both ways: one-to-one translation of IPv4 addresses, IPv6 unchanged.
 * "Connect to the internet using an internet gateway" https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 * "Explanation codes" https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
 */
import {
  type AddressSet,
  ALL_IPV6,
  ALL_PACKETS,
  addressesOf,
  type Direction,
  internetGatewayOf,
  isMissing,
  packets,
  packetsCover,
  subtractPackets,
  uniteAddresses,
} from "@netsim/core";
import { type Flight, mapSets, type Sets, without } from "../flight.js";
import { PRIVATE, PUBLIC, SHARED, TO_PRIVATE } from "../internet.js";
import { isLeftOut } from "../missing.js";
import { identityOf, type PublicAssociation, type Station } from "../station.js";
import type { Effects, Refusal, Spot } from "../trace.js";
import type { Handler, Walk } from "../walk-context.js";
import { associate, unknownSource, unknownSourceDoubt } from "./associate.js";
import { ontoInternet } from "./onto-internet.js";
import { presume } from "./presume.js";

const IPV6: AddressSet = addressesOf(ALL_IPV6);

export const leaveInternetGateway: Handler<"internet-gateway-out"> = (walk, flight) => {
  const { id, vpcId } = flight.place;
  const { sender } = flight;
  if (!sender) return [];
  const unknown = unknownSource(walk, flight, sender);
  const passed = passOut(walk, flight, sender, unknown);
  if (flight.receiver && packetsCover(TO_PRIVATE, flight.packets)) {
    // There is no such address beyond; who was meant is in another VPC.
    return presume(walk, { ...flight, ...without(flight, flight.packets), after: passed.after }, vpcId, false);
  }
  return ontoInternet(walk, flight, passed, { id, kind: "internet-gateway", station: sender }, unknown);
};

function passOut(
  walk: Walk,
  flight: Parameters<Handler<"internet-gateway-out">>[1],
  sender: Station,
  unknown: AddressSet | null,
): Flight {
  const { id, vpcId } = flight.place;
  const gateway = walk.network.internetGateways[id];
  const isUnknown = !gateway && isLeftOut(walk.network, "internetGateways", id);
  const component = { id, kind: "internet-gateway", name: gateway?.name } as const;
  return walk.trace.gate(
    flight,
    { component, direction: "egress", attachedTo: vpcId },
    {
      doubt: isUnknown ? { code: "gateway-missing", details: { gateway: id } } : unknownSourceDoubt(unknown, sender),
      refusals: [
        ...(isUnknown || gateway?.vpcId === vpcId ? [] : [detached(vpcId)]),
        ...blockPublicAccess(walk, sender),
        ...refusals(sender, "egress"),
      ],
      change: (set) => associate(set, sender, "source", "out", unknown),
    },
  );
}

/** Of an internet gateway or an egress-only one. */
export function detached(vpc: string): Refusal {
  const awsCode = "BAD_STATE_ATTACHMENT";
  return { cause: { kind: "gateway", code: "internet-gateway-not-attached", awsCode, details: { vpc } } };
}

/** Packets from the internet reach the gateway of the receiver's VPC. */
export function enterInternetGateway(walk: Walk, flight: Flight, receiver: Station): readonly Flight[] {
  const { vpcId } = receiver;
  const gateway = internetGatewayOf(walk.network, vpcId);
  const spot: Spot = {
    component: { id: gateway?.id ?? `internet gateway of ${vpcId}`, kind: "internet-gateway", name: gateway?.name },
    direction: "ingress",
    attachedTo: vpcId,
  };
  const isUnknown = !gateway && isMissing(walk.network.missing, "internetGateways", vpcId);
  const none: Refusal = {
    cause: { kind: "gateway", code: "no-internet-gateway", awsCode: null, details: { vpc: vpcId } },
  };
  const passed = walk.trace.gate(flight, spot, {
    doubt: isUnknown ? { code: "gateway-missing", details: { vpc: vpcId } } : edgeDoubt(walk, gateway?.id),
    refusals: [
      ...(gateway || isUnknown ? [] : [none]),
      ...blockPublicAccess(walk, receiver),
      ...refusals(receiver, "ingress"),
    ],
    change: (set) => associate(set, receiver, "destination", "in"),
  });
  const undo = (sets: Sets): Sets => mapSets(sets, (set) => associate(set, receiver, "destination", "out"));
  return [
    {
      ...passed,
      place: { at: "deliver", vpcId, from: null },
      receiver,
      destinationIdentity: identityOf(receiver),
      undos: [...flight.undos, undo],
    },
  ];
}

/** A route table on the gateway itself may lead what comes in to a middlebox. */
export function edgeDoubt(walk: Walk, gateway: string | undefined): Effects["doubt"] {
  walk.trace.consult("routeTables");
  const table = Object.values(walk.network.routeTables).find(
    ({ gatewayIds, routes }) =>
      gateway !== undefined && gatewayIds.includes(gateway) && routes.some((route) => route.target.type !== "local"),
  );
  return table && { code: "edge-route-table", details: { routeTable: table.id } };
}

/** `ipv6.deny_all_igw_traffic` of an internal load balancer. */
const DENIED: Refusal = {
  stopped: packets({ source: IPV6 }),
  cause: { kind: "load-balancer", code: "internet-gateway-traffic-denied", awsCode: null },
};

const refusalsOf = new WeakMap<Station, Partial<Record<Direction, readonly Refusal[]>>>();

/** What the gateway refuses in a direction, and why. */
function refusals(station: Station, direction: Direction): readonly Refusal[] {
  const known = refusalsOf.get(station) ?? {};
  const found = known[direction] ?? findRefusals(station, direction);
  refusalsOf.set(station, { ...known, [direction]: found });
  return found;
}

function findRefusals(station: Station, direction: Direction): readonly Refusal[] {
  const isOut = direction === "egress";
  const local = isOut ? "source" : "destination";
  const remote = isOut ? "destination" : "source";
  const known = station.associations.reduce((sum, each) => uniteAddresses(sum, localSide(each, isOut)), IPV6);
  const awsCode = `IGW_${remote.toUpperCase()}_ADDRESS_NOT_IN`;
  const suffix = direction.toUpperCase();
  return [
    {
      stopped: subtractPackets(ALL_PACKETS, packets({ [local]: known })),
      cause: {
        kind: "gateway",
        code: "no-public-address",
        awsCode: isOut ? "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS" : "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS",
        details: { interface: station.component.id },
      },
    },
    {
      stopped: packets({ [remote]: PRIVATE }),
      cause: { kind: "gateway", code: "private-address", awsCode: `${awsCode}_RFC1918_${suffix}` },
    },
    {
      stopped: packets({ [remote]: SHARED }),
      cause: { kind: "gateway", code: "private-address", awsCode: `${awsCode}_RFC6598_${suffix}` },
    },
    ...(station.deniesInternetGateway ? [DENIED] : []),
  ];
}

/** Its addresses at the gateway. A public address that is not known stands for itself, and may be any. */
function localSide(association: PublicAssociation, isOut: boolean): AddressSet {
  if (association.public === null) return uniteAddresses(association.private, PUBLIC);
  return isOut ? association.private : association.public;
}

/** "Block public access to VPCs and subnets" https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html */
function blockPublicAccess(walk: Walk, station: Station): readonly Refusal[] {
  const mode =
    station.subnet?.internetGatewayBlockMode ?? walk.network.vpcs[station.vpcId]?.internetGatewayBlockMode ?? "off";
  const isNat = station.component.kind === "nat-gateway";
  if (mode === "off" || (mode === "block-ingress" && isNat)) return [];
  const awsCode = "VPC_BLOCK_PUBLIC_ACCESS_ENABLED";
  return [{ cause: { kind: "gateway", code: "block-public-access", awsCode, details: { mode } } }];
}
