import type { AwsDocument } from "./aws-json.js";
import { isClassicNode } from "./document.js";
import { acrossInternet, outThroughEgressOnlyGateway, outThroughInternetGateway } from "./internet.js";
import { throughNatGateway } from "./nat-gateway.js";
import { describePacket, type Packet, type Question, replyTo } from "./packet.js";
import { throughPeering } from "./peering.js";
import { endpoint, request } from "./request.js";
import { arriveInVpc, leaveSubnet } from "./subnet.js";
import { type Blocker, note, type Step, type Walk } from "./walk.js";

export interface ConnectionResult {
  /** The packet gets there and its reply comes back. */
  readonly works: boolean;
  /** Everything in the way of this packet and its reply, not only the first thing. */
  readonly blockers: readonly Blocker[];
  /** What the walk met that this oracle does not know; `works` is then `false` and means nothing. */
  readonly unsupported: readonly string[];
  readonly log: readonly string[];
  /** The packet as it arrives, were nothing in the way; `null` where it does not get there at all. */
  readonly arrived: Packet | null;
}

/**
 * Does this one packet get to its destination, and the reply to it back? A reply is judged like a new packet, except
 * that security groups let it pass and that it has to find the gateways that translated the request.
 */
export function connectionWorks(doc: AwsDocument, question: Question): ConnectionResult {
  const walk = newWalk(doc, question);
  const arrival = goOn(walk, request(walk));
  if (arrival !== null) {
    reply({ ...walk, phase: "reply" }, arrival);
  }
  return resultOf(walk, arrival);
}

function resultOf({ blockers, unsupported, log }: Walk, arrival: Arrival | null): ConnectionResult {
  const works = blockers.length === 0 && unsupported.length === 0;
  return { works, blockers, unsupported, log, arrived: arrival?.packet ?? null };
}

/** Follows a packet that no end of a question sends by itself, as somebody else says. */
export function walkFrom(
  doc: AwsDocument,
  packet: Packet,
  follow: (walk: Walk, goOn: (start: Step) => Arrival | null) => void,
): ConnectionResult {
  const family = packet.source.includes(":") ? 6 : 4;
  const question = { from: packet.source, to: packet.destination, family, protocol: packet.protocol } as const;
  const isFromClassicNode = false;
  const walk: Walk = {
    ...{ doc, question, phase: "forward", isFromClassicNode },
    ...{ crossings: [], blockers: [], log: [], unsupported: [] },
  };
  follow(walk, (start) => goOn(walk, start));
  return resultOf(walk, null);
}

function newWalk(doc: AwsDocument, question: Question): Walk {
  const from = endpoint(doc, question.from);
  const isFromClassicNode = from.eni !== undefined && isClassicNode(doc, from.eni);
  return { doc, question, phase: "forward", isFromClassicNode, crossings: [], blockers: [], log: [], unsupported: [] };
}

type Arrival = Extract<Step, { at: "end" }>;

/** Hop by hop, until the packet has arrived or cannot go on. */
function goOn(walk: Walk, start: Step | null): Arrival | null {
  let step = start;
  while (step !== null && step.at !== "end") {
    step = nextStep(walk, step);
  }
  return step;
}

function nextStep(walk: Walk, step: Exclude<Step, Arrival>): Step | null {
  const { packet } = step;
  switch (step.at) {
    case "subnet":
      return leaveSubnet(walk, packet, step.place);
    case "internet-gateway":
      return outThroughInternetGateway(walk, packet, step.place, step.id);
    case "egress-only-internet-gateway":
      return outThroughEgressOnlyGateway(walk, packet, step.place, step.id);
    case "nat-gateway":
      return throughNatGateway(walk, packet, step.place, step.id);
    case "peering-connection":
      return throughPeering(walk, packet, step.place, step.id);
    case "internet":
      return acrossInternet(walk, packet);
    case "vpc":
      return arriveInVpc(walk, packet, step.vpcId, step.fromSubnetId);
  }
}

function reply(walk: Walk, { packet, end }: Arrival): void {
  const answer = replyTo(packet);
  if (answer === null) {
    note(walk, "this message is not answered");
    return;
  }
  if (end.kind === "platform-service") {
    note(walk, "the service's reply is not filtered either");
    return;
  }
  note(walk, `the answer is ${describePacket(answer)}`);
  if (end.kind === "internet") {
    goOn(walk, { at: "internet", packet: answer });
    return;
  }
  const { VpcId: vpcId, SubnetId: subnetId } = end.eni;
  goOn(walk, { at: "subnet", packet: answer, place: { vpcId, subnetId } });
}
