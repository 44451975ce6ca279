/**
 * Replies that an ACL drops although it admits the request and the security groups do, and ephemeral ranges that are too
 * narrow for the clients that use them.
 * "Control traffic to subnets using network ACLs", section "Ephemeral ports"
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 */
import {
  type Box,
  type Direction,
  formatPorts,
  intervalsEqual,
  LAST_RULE_NUMBER,
  type Network,
  type NetworkAcl,
  NO_PACKETS,
  networkAclRules,
  type PacketSet,
  packetBoxes,
  packetsEmpty,
  packetsOfBoxes,
  packetWitness,
  type RuleRef,
  replyTo,
  split,
  subtractIntervals,
  uniteIntervals,
  unitePackets,
} from "@netsim/core";
import { headersOf } from "../path/header.js";
import { CLIENT_PORTS, opposite } from "./acl-replies.js";
import type { Check, Found } from "./check.js";
import type { ClientKind } from "./exchanges.js";
import type { LintCode } from "./finding.js";
import { unansweredRequests } from "./requests.js";
import { aboutAcl, DIRECTIONS } from "./rule-lists.js";
import { unknownSubnets } from "./stations.js";

export const droppedReplies: Check = {
  codes: ["acl-drops-replies", "ephemeral-range-too-narrow", "acl-drops-some-replies"],
  find: (network) =>
    Object.values(network.networkAcls).flatMap((acl) =>
      DIRECTIONS.flatMap((direction) => findingsOf(network, acl, direction)),
    ),
  unknowns: (network) =>
    unknownSubnets(network, ["networkAcls", "routeTables", "securityGroups"], droppedReplies.codes),
};

/** Who uses all of 1024-65535; the ports of instances depend on their system. */
const KNOWN_CLIENTS: readonly ClientKind[] = ["internet", "load-balancer", "nat-gateway"];

/** @param direction of the requests. */
function findingsOf(network: Network, acl: NetworkAcl, direction: Direction): readonly Found[] {
  const whole = new Parts();
  const known = new Parts();
  const other = new Parts();
  for (const { client, packets, rule } of unansweredRequests(network, acl, direction)) {
    // In replies the client's port comes last, so that for each server and port its clients' ports stand together.
    const boxes = packetBoxes(replyTo(packets));
    const isWhole = (box: Box): boolean => intervalsEqual(box.destinationPorts, CLIENT_PORTS);
    whole.add(client, boxes.filter(isWhole), rule);
    const some = KNOWN_CLIENTS.includes(client) ? known : other;
    some.add(
      client,
      boxes.filter((box) => !isWhole(box)),
      rule,
    );
  }
  return [
    ...told("acl-drops-replies", acl, direction, whole),
    ...told("ephemeral-range-too-narrow", acl, direction, known),
    ...told("acl-drops-some-replies", acl, direction, other),
  ];
}

/** Dropped replies that one finding is about. */
class Parts {
  readonly clients = new Set<ClientKind>();
  /** Groups that admit the requests. */
  readonly groups = new Set<string>();
  replies: PacketSet = NO_PACKETS;

  add(client: ClientKind, boxes: readonly Box[], rule: RuleRef | null): void {
    if (boxes.length === 0) return;
    this.clients.add(client);
    if (rule?.kind === "security-group-rule") this.groups.add(rule.securityGroupId);
    this.replies = unitePackets(this.replies, packetsOfBoxes(boxes));
  }
}

function told(code: LintCode, acl: NetworkAcl, direction: Direction, { clients, groups, replies }: Parts): Found[] {
  if (packetsEmpty(replies)) return [];
  const side = opposite(direction);
  const cases = split(networkAclRules(acl, side), { packets: replies, source: null, destination: null });
  const by = cases.flatMap((each) => each.rule?.ref ?? []);
  const [only, ...others] = by.filter((ref) => ref.kind === "network-acl-entry" && ref.ruleNumber <= LAST_RULE_NUMBER);
  const ports = packetBoxes(replies)
    .map((box) => box.destinationPorts)
    .reduce(uniteIntervals);
  const reply = packetWitness(replies);
  const requests = replyTo(replies);
  if (!reply) return [];
  const { source, destination, sourcePort, destinationPort } = reply;
  const request = {
    ...reply,
    source: destination,
    destination: source,
    sourcePort: destinationPort,
    destinationPort: sourcePort,
  };
  return [
    {
      code,
      ...aboutAcl(acl),
      direction: side,
      rule: others.length === 0 ? only : undefined,
      proof: {
        kind: "dropped-replies",
        requests: headersOf(requests),
        replies: headersOf(replies),
        by,
        request,
        reply,
      },
      details: {
        clients: [...clients],
        droppedPorts: formatPorts(ports),
        openPorts: formatPorts(subtractIntervals(CLIENT_PORTS, ports)),
        admittedBy: [...groups],
      },
    },
  ];
}
