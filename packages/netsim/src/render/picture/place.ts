/** Where in a network things are, and how boxes refer to them. */
import { type Network, recordOf } from "@netsim/core";
import type { Box, Line } from "./plan.js";

/** What a box is inside of. */
export type Where =
  | { readonly in: "outside" }
  | { readonly in: "vpc"; readonly vpcId: string }
  | { readonly in: "peering"; readonly vpcIds: readonly string[] }
  /** A null subnet: in EC2-Classic, or an address of the VPC in none of its subnets. */
  | { readonly in: "subnet"; readonly vpcId: string; readonly zone: string; readonly subnetId: string | null };

export interface Placed {
  readonly box: Box;
  readonly where: Where;
  /** Nodes and NAT gateways are drawn above what they send to. */
  readonly rank: 0 | 1;
  /** The same for what no filter tells apart but by its address; undefined for what is like nothing else. */
  readonly alike?: string | undefined;
}

/** The ids by which ways refer to boxes and to what is around them. */
export const idOf = {
  station: (id: string): string => `station ${id}`,
  gateway: (id: string): string => `gateway ${id}`,
  outside: (name: string): string => `outside ${name}`,
  subnet: (id: string): string => `subnet ${id}`,
  vpc: (id: string): string => `vpc ${id}`,
  zone: (vpcId: string, zone: string): string => `zone ${vpcId} ${zone}`,
} as const;

/** What has a name, and where it is not its id the id below it. */
export function named(id: string, name: string | undefined): { readonly name: string; readonly lines: Line[] } {
  const isPlain = name === undefined || name === "" || name === id;
  return isPlain ? { name: id, lines: [] } : { name, lines: [{ text: id, isMuted: true }] };
}

export function muted(text: string): Line {
  return { text, isMuted: true };
}

export function outsidePlace(name: string): Placed {
  const isInternet = name === "internet";
  return {
    box: {
      id: idOf.outside(name),
      kind: "outside",
      title: "outside",
      name: isInternet ? "internet" : name,
      lines: [],
      full: isInternet ? "the internet" : `${name}, outside the VPCs`,
    },
    where: { in: "outside" },
    rank: 0,
  };
}

export function inSubnet(network: Network, subnetId: string | undefined, vpcId: string): Where {
  const subnet = subnetId === undefined ? undefined : recordOf(network.subnets, subnetId);
  if (!subnet) return { in: "subnet", vpcId, zone: "", subnetId: null };
  return { in: "subnet", vpcId: subnet.vpcId, zone: subnet.availabilityZone, subnetId: subnet.id };
}
