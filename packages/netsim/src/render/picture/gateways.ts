/** What is at the edge of a VPC and between VPCs, and what is written on it. */
import { EC2_CLASSIC, type Network, recordOf } from "@netsim/core";
import type { Component } from "../../path/verdict.js";
import { KINDS, withName } from "../component.js";
import { idOf, named, type Placed } from "./place.js";
import type { Box, Line } from "./plan.js";
import { natGatewayPlace, stationPlace } from "./stations.js";

/** Above where it sends from; a gateway of its own kind at the edge of the VPC. */
export function gatewayPlace(network: Network, { id, kind, name }: Component, vpcId: string): Placed {
  const isThere = isRecorded(network, kind, id);
  const shown = named(id, name);
  const absent = { name: "none", lines: [] };
  const title = KINDS[kind];
  return {
    box: {
      id: idOf.gateway(id),
      kind: "gateway",
      title: kind === "egress-only-internet-gateway" ? "egress-only gateway" : title,
      ...(isThere ? shown : id.startsWith(title) ? absent : shown),
      full: id.startsWith(title) ? id : `${title} ${withName(id, name)}`,
    },
    where: { in: "vpc", vpcId },
    rank: 0,
  };
}

function isRecorded(network: Network, kind: Component["kind"], id: string): boolean {
  const records = {
    "internet-gateway": network.internetGateways,
    "egress-only-internet-gateway": network.egressOnlyInternetGateways,
    "gateway-endpoint": network.gatewayEndpoints,
  };
  return kind in records && recordOf(records[kind as keyof typeof records], id) !== undefined;
}

/** Of EC2-Classic towards the internet. */
function edgePlace({ id }: Component): Placed {
  const box: Box = {
    id: idOf.gateway(id),
    kind: "gateway",
    title: "edge",
    name: EC2_CLASSIC,
    lines: [],
    full: `the edge of ${EC2_CLASSIC}`,
  };
  return { box, where: { in: "vpc", vpcId: EC2_CLASSIC }, rank: 0 };
}

export function peeringPlace(network: Network, { id, name }: Component): Placed {
  const record = recordOf(network.vpcPeeringConnections, id);
  const isActive = record?.status === "active";
  const lines: Line[] = record && !isActive ? [{ text: record.status, tone: "block" }] : [];
  const shown = named(id, name ?? record?.name);
  const sides = record ? [record.requester.vpcId, record.accepter.vpcId] : [];
  return {
    box: {
      id: idOf.gateway(id),
      kind: "gateway",
      title: "VPC peering",
      name: shown.name,
      lines: [...shown.lines, ...lines],
      full: `peering connection ${withName(id, name)}${sides.length > 0 ? ` between ${sides.join(" and ")}` : ""}`,
    },
    where: { in: "peering", vpcIds: sides },
    rank: 0,
  };
}

/** What is at a hop that a box stands for; undefined for filters, which are at one. */
export function placeOfComponent(
  network: Network,
  component: Component,
  attachedTo: string | undefined,
  vpcId: string,
): Placed | undefined {
  const { id, kind } = component;
  switch (kind) {
    case "network-interface":
    case "instance":
    case "load-balancer-node":
      return stationPlace(network, component, attachedTo, vpcId);
    case "nat-gateway":
      return natGatewayPlace(network, id, attachedTo);
    case "vpc-peering-connection":
      return peeringPlace(network, component);
    case "internet-gateway":
    case "egress-only-internet-gateway":
    case "gateway-endpoint":
    case "private-link":
    case "amazon-service":
    case "unsupported":
      return gatewayPlace(network, component, ownerOf(network, component) ?? vpcOf(network, attachedTo) ?? vpcId);
    case "ec2-classic":
      return edgePlace(component);
    default:
      return undefined;
  }
}

function ownerOf(network: Network, { id, kind }: Component): string | undefined {
  if (kind === "internet-gateway") return recordOf(network.internetGateways, id)?.vpcId;
  if (kind === "egress-only-internet-gateway") return recordOf(network.egressOnlyInternetGateways, id)?.vpcId;
  return kind === "gateway-endpoint" ? recordOf(network.gatewayEndpoints, id)?.vpcId : undefined;
}

/** Of a VPC's or a subnet's id. */
function vpcOf(network: Network, id: string | undefined): string | undefined {
  if (id === undefined) return undefined;
  return recordOf(network.vpcs, id) ? id : recordOf(network.subnets, id)?.vpcId;
}
