/**
 * Which connections an ACL admits whose replies it drops. ACLs are stateless: a reply is judged by itself, and its
 * destination port is the port that the client happens to have.
 * "Control traffic to subnets using network ACLs", section "Ephemeral ports"
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 */
import {
  answeredBy,
  type Direction,
  EPHEMERAL_PORTS,
  type IntervalSet,
  interval,
  type NetworkAcl,
  NO_PACKETS,
  networkAclRules,
  type PacketSet,
  type ProtocolAndPorts,
  packets,
  packetsWith,
  protocolClass,
  split,
  subtractPackets,
  TCP,
  UDP,
  unitePackets,
} from "@netsim/core";

/** What clients of any kind may have for a source port. */
export const CLIENT_PORTS: IntervalSet = interval(...EPHEMERAL_PORTS.any);

/** What clients send over protocols that have ports. */
const REQUESTS: PacketSet = unitePackets(
  packets({ protocol: TCP, sourcePorts: CLIENT_PORTS }),
  packets({ protocol: UDP, sourcePorts: CLIENT_PORTS }),
);

export interface Unanswered {
  /** Requests that the ACL admits in the direction, and whose replies it drops in the other one. */
  readonly all: PacketSet;
  /** Without those that an entry admits which is there for replies. */
  readonly meant: PacketSet;
}

const known = new WeakMap<NetworkAcl, Partial<Record<Direction, Unanswered>>>();

export function unansweredBy(acl: NetworkAcl, direction: Direction): Unanswered {
  const before = known.get(acl) ?? {};
  const found = before[direction] ?? findUnanswered(acl, direction);
  known.set(acl, { ...before, [direction]: found });
  return found;
}

export function opposite(direction: Direction): Direction {
  return direction === "ingress" ? "egress" : "ingress";
}

function findUnanswered(acl: NetworkAcl, direction: Direction): Unanswered {
  const casesOf = (side: Direction, set: PacketSet) =>
    split(networkAclRules(acl, side), { packets: set, source: null, destination: null });
  const replies = packetsWith(casesOf(opposite(direction), REPLIES), "allow");
  const unanswered = subtractPackets(REQUESTS, answeredBy(replies));
  const admitted = casesOf(direction, unanswered).filter((each) => each.action === "allow");
  const meant = admitted.filter(
    ({ rule }) => !(rule?.ref.kind === "network-acl-entry" && isForReplies(rule.ref.entry)),
  );
  return { all: unite(admitted.map((each) => each.packets)), meant: unite(meant.map((each) => each.packets)) };
}

const REPLIES: PacketSet = unitePackets(
  packets({ protocol: TCP, destinationPorts: CLIENT_PORTS }),
  packets({ protocol: UDP, destinationPorts: CLIENT_PORTS }),
);

function unite(sets: readonly PacketSet[]): PacketSet {
  return sets.reduce(unitePackets, NO_PACKETS);
}

/** More ports than this in one range are not services of one's own. */
const MANY_PORTS = 1024;

/** An entry over many of the ports that clients use, and over none that only servers do, is there for replies. */
function isForReplies(entry: object): boolean {
  return (
    "fromPort" in entry && isOfMany(entry as ProtocolAndPorts) && (entry as ProtocolAndPorts).fromPort >= MANY_PORTS
  );
}

/** Whether a rule is about ports in general, and not about those of something that listens. */
export function isOfMany({ protocol, fromPort, toPort }: ProtocolAndPorts): boolean {
  if (protocol === -1) return true;
  return protocolClass(protocol) === "ports" && toPort - fromPort + 1 >= MANY_PORTS;
}
