/** What sends and receives, and what is written on it. */
import {
  EC2_CLASSIC,
  type Instance,
  instanceOf,
  type Network,
  type NetworkInterface,
  primaryInterface,
  recordOf,
  type Subnet,
} from "@netsim/core";
import { type AnyLoadBalancer, isClassic } from "../../path/load-balancer-node.js";
import type { Component } from "../../path/verdict.js";
import { withName } from "../component.js";
import { idOf, inSubnet, muted, named, type Placed, type Where } from "./place.js";
import type { Box, BoxKind, Line } from "./plan.js";

export function interfacePlace(network: Network, eni: NetworkInterface): Placed {
  const instance = instanceOf(network, eni.id);
  const [primary] = eni.privateIpAddresses;
  const addresses: readonly (string | undefined)[] = [
    primary?.address,
    ...eni.ipv6Addresses.slice(0, 1),
    primary?.publicIp && `public ${primary.publicIp}`,
  ];
  const { name, lines } = instance ? named(instance.id, instance.name) : named(eni.id, eni.name);
  const groups = eni.groups.length === 0 ? "" : `, groups ${eni.groups.join(", ")}`;
  const owner = instance ? `instance ${withName(instance.id, instance.name)}, ` : "";
  return {
    box: {
      id: idOf.station(eni.id),
      kind: "host",
      title: instance ? "instance" : "interface",
      name,
      lines: [
        ...lines,
        // Of several interfaces it says which.
        ...(instance && instance.networkInterfaceIds.length > 1 ? [muted(eni.id)] : []),
        ...addresses.flatMap((each) => (each === undefined ? [] : [muted(each)])),
        ...stateLines(instance),
      ],
      full: `${owner}interface ${withName(eni.id, eni.name)}, ${addresses.filter((each) => each !== undefined).join(", ")}${groups}`,
    },
    where: inSubnet(network, eni.subnetId, ""),
    rank: 1,
    alike: JSON.stringify([instance !== undefined, instance?.state, eni.groups, eni.sourceDestCheck]),
  };
}

export function ec2ClassicInstancePlace({ id, name, ec2Classic, ...instance }: Instance): Placed {
  const { name: shown, lines } = named(id, name);
  const addresses = [
    ec2Classic?.privateIpAddress,
    ec2Classic?.publicIp === undefined ? undefined : `public ${ec2Classic.publicIp}`,
  ].flatMap((each) => (each === undefined ? [] : [each]));
  return {
    box: {
      id: idOf.station(id),
      kind: "host",
      title: "instance",
      name: shown,
      lines: [...lines, ...addresses.map(muted), ...stateLines(instance)],
      full: ["instance of EC2-Classic", withName(id, name), ...addresses].join(", "),
    },
    where: { in: "subnet", vpcId: EC2_CLASSIC, zone: ec2Classic?.availabilityZone ?? "", subnetId: null },
    rank: 1,
    alike: JSON.stringify([instance.state, ec2Classic?.groups]),
  };
}

function stateLines(instance: Pick<Instance, "state"> | undefined): Line[] {
  return !instance || instance.state === "running" ? [] : [{ text: instance.state, tone: "block" }];
}

const BALANCERS = {
  classic: "Classic Load Balancer",
  application: "Application Load Balancer",
  network: "Network Load Balancer",
  gateway: "Gateway Load Balancer",
} as const;

/** @param id of the node: that of its load balancer, an at sign, and that of its subnet or zone */
export function nodePlace(network: Network, balancer: AnyLoadBalancer, id: string, subnetId: string | null): Placed {
  const kind = BALANCERS[isClassic(balancer) ? "classic" : balancer.type];
  const isInVpc = subnetId !== null;
  const zone = id.slice(balancer.id.length + 1);
  return {
    box: {
      id: idOf.station(id),
      kind: "node",
      title: kind,
      name: named(balancer.id, balancer.name).name,
      lines: [],
      full: `node ${id} of the ${balancer.scheme} ${kind} ${withName(balancer.id, balancer.name)}`,
    },
    where: isInVpc
      ? inSubnet(network, subnetId, balancer.vpcId)
      : { in: "subnet", vpcId: EC2_CLASSIC, zone, subnetId: null },
    rank: 0,
  };
}

/** The load balancer that a node's id begins with. */
function balancerOf(network: Network, nodeId: string): AnyLoadBalancer | undefined {
  const all: readonly AnyLoadBalancer[] = [
    ...Object.values(network.classicLoadBalancers),
    ...Object.values(network.loadBalancers),
  ];
  return all.find(({ id, subnets }) => {
    const places = [
      ...subnets.map((each) => (typeof each === "string" ? each : each.subnetId)),
      ...zonesOf(network, id),
    ];
    return places.some((place) => nodeId === `${id}@${place}` || nodeId.startsWith(`${id}@${place}/`));
  });
}

function zonesOf({ classicLoadBalancers }: Network, id: string): readonly string[] {
  return recordOf(classicLoadBalancers, id)?.availabilityZones ?? [];
}

function isClassicNode(balancer: AnyLoadBalancer): boolean {
  return isClassic(balancer) && balancer.availabilityZones !== undefined;
}

export function natGatewayPlace(network: Network, id: string, attachedTo: string | undefined): Placed {
  const nat = recordOf(network.natGateways, id);
  const { name, lines } = named(id, nat?.name);
  const where = inSubnet(network, nat?.subnetId ?? attachedTo, "");
  const addresses = nat
    ? [nat.privateIpAddress, ...(nat.publicIp === undefined ? [] : [`public ${nat.publicIp}`])]
    : [];
  return {
    box: {
      id: idOf.station(id),
      kind: "gateway",
      title: "NAT gateway",
      name,
      lines: [...lines, ...addresses.map(muted)],
      full: [`NAT gateway ${withName(id, nat?.name)}`, ...addresses].join(", "),
    },
    where,
    rank: 0,
  };
}

export function hostPlace(id: string, where: Where, kind: BoxKind = "host"): Placed {
  const others = / and (\d+) like it$/.exec(id)?.[1];
  const isMany = others !== undefined;
  const box: Box = {
    id: idOf.station(id),
    kind,
    title: isMany ? `${Number(others) + 1} targets` : "host",
    name: id,
    lines: [],
    full: isMany ? `${id}: no filter tells them apart` : `${id}, which no interface in the network has`,
  };
  return { box, where, rank: 1 };
}

export function stationPlace(
  network: Network,
  { id, kind }: Component,
  attachedTo: string | undefined,
  vpcId: string,
): Placed {
  const eni = recordOf(network.networkInterfaces, id);
  if (eni) return interfacePlace(network, eni);
  const instance = recordOf(network.instances, id);
  if (instance?.ec2Classic) return ec2ClassicInstancePlace(instance);
  const balancer = kind === "load-balancer-node" ? balancerOf(network, id) : undefined;
  const isKnown = attachedTo !== undefined && recordOf(network.subnets, attachedTo) !== undefined;
  if (balancer) return nodePlace(network, balancer, id, isClassicNode(balancer) ? null : (attachedTo ?? null));
  // A host that no interface in the network is, or many that are alike.
  return hostPlace(id, isKnown ? inSubnet(network, attachedTo, vpcId) : inSubnet(network, undefined, vpcId));
}

/** What a result calls by that name, and what is no part of the network. */
export function endPlace(network: Network, name: string): Placed | undefined {
  const id = recordOf(network.instances, name) || !name.includes(":") ? name : name.slice(0, name.lastIndexOf(":"));
  const instance = recordOf(network.instances, id);
  if (instance?.ec2Classic) return ec2ClassicInstancePlace(instance);
  const eni = instance ? primaryInterface(network, instance) : recordOf(network.networkInterfaces, id);
  if (eni) return interfacePlace(network, eni);
  const balancer = balancerOf(network, id);
  if (!balancer) return undefined;
  const subnet = Object.values(network.subnets).find((each: Subnet) => id.startsWith(`${balancer.id}@${each.id}`));
  return nodePlace(network, balancer, id, isClassicNode(balancer) ? null : (subnet?.id ?? null));
}
