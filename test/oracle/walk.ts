/** What is written down while one packet and its reply are followed through the network. */
import type { AwsDocument, NetworkInterface } from "./aws-json.js";
import type { PublicMapping } from "./document.js";
import type { Direction, Packet, Question } from "./packet.js";

export type Phase = "forward" | "reply";

/** One thing that keeps the packet, or its reply, from getting through. */
export interface Blocker {
  readonly phase: Phase;
  /** "interface": no interface has the address the packet comes from or goes to. */
  readonly kind: "security-group" | "network-acl" | "route" | "gateway" | "interface";
  /** The id of the group, ACL, route table, gateway or interface; of the subnet or VPC where such a thing is missing. */
  readonly component: string;
  readonly direction: Direction;
  /** Network ACL: the rule's number. Route: its place in `Routes`. `null` where no rule matched. */
  readonly rule: number | null;
  /** Groups: the interface. ACLs and routes: the subnet. Gateways: the VPC. */
  readonly where: string;
}

/** A gateway the request passed that its reply has to find again. */
export type Crossing =
  /** Where it came in; where it went out needs no record, because the reply is addressed to the public address there. */
  | { readonly kind: "internet-gateway"; readonly id: string; readonly mapping: PublicMapping }
  | { readonly kind: "egress-only-internet-gateway"; readonly id: string; readonly vpcId: string }
  | {
      readonly kind: "nat-gateway";
      readonly id: string;
      readonly insideAddress: string;
      readonly insidePort: number | undefined;
    };

export interface Place {
  readonly vpcId: string;
  readonly subnetId: string;
}

/** Where the packet is and what happens to it next. */
export type Step =
  /** Sent by an interface in this place, or by a NAT gateway there. */
  | { readonly at: "subnet"; readonly packet: Packet; readonly place: Place }
  /** At the gateway that the route of this place names. */
  | { readonly at: "internet-gateway"; readonly packet: Packet; readonly place: Place; readonly id: string }
  | { readonly at: "egress-only-internet-gateway"; readonly packet: Packet; readonly place: Place; readonly id: string }
  | { readonly at: "nat-gateway"; readonly packet: Packet; readonly place: Place; readonly id: string }
  | { readonly at: "peering-connection"; readonly packet: Packet; readonly place: Place; readonly id: string }
  | { readonly at: "internet"; readonly packet: Packet }
  /** In the VPC that holds its destination, coming from another subnet of it, or (`null`) from outside. */
  | { readonly at: "vpc"; readonly packet: Packet; readonly vpcId: string; readonly fromSubnetId: string | null }
  | { readonly at: "end"; readonly packet: Packet; readonly end: End };

export type End =
  | { readonly kind: "interface"; readonly eni: NetworkInterface }
  | { readonly kind: "internet" }
  | { readonly kind: "platform-service"; readonly name: string };

export interface Walk {
  readonly doc: AwsDocument;
  readonly question: Question;
  readonly phase: Phase;
  /** The request was sent by a node of a Classic Load Balancer. */
  readonly isFromClassicNode: boolean;
  readonly crossings: Crossing[];
  readonly blockers: Blocker[];
  readonly log: string[];
  /** What the packet met that this oracle knows nothing about. */
  readonly unsupported: string[];
}

export function note(walk: Walk, line: string): void {
  walk.log.push(`${walk.phase}: ${line}`);
}

export function block(walk: Walk, blocker: Omit<Blocker, "phase">): void {
  walk.blockers.push({ phase: walk.phase, ...blocker });
  const rule = blocker.rule === null ? "no rule" : `rule ${blocker.rule}`;
  note(walk, `BLOCKED by ${blocker.kind} ${blocker.component} ${blocker.direction} (${rule}) at ${blocker.where}`);
}

/** A gateway that does not take the packet: nothing is known about where it would have gone, so the walk ends. */
export function drop(walk: Walk, gateway: string, direction: Direction, vpcId: string, why: string): null {
  block(walk, { kind: "gateway", component: gateway, direction, rule: null, where: vpcId });
  note(walk, `  because ${why}`);
  return null;
}

export function giveUp(walk: Walk, what: string): null {
  walk.unsupported.push(what);
  note(walk, `UNSUPPORTED ${what}`);
  return null;
}

export function withoutIdentity(packet: Packet): Packet {
  return { ...packet, sourceGroups: [], destinationGroups: [] };
}
