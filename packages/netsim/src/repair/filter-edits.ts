/** Rules and entries that would let through what a filter stops, each as narrow as the packets allow. */
import {
  type AddressSet,
  ALL_PROTOCOLS,
  type Cidr,
  cidrFamily,
  type Direction,
  type Family,
  type IntervalSet,
  intersectIntervals,
  intervalsEmpty,
  LAST_RULE_NUMBER,
  type Network,
  type NetworkAcl,
  type NetworkAclEntry,
  NO_ADDRESSES,
  type PacketSet,
  type ProtocolAndPorts,
  packetBoxes,
  prefixLength,
  protocolClass,
  ranges,
  recordOf,
  uniteAddresses,
} from "@netsim/core";
import type { Edit, GroupRule } from "./edit.js";
import { type BlockedPlace, remoteGroups } from "./place.js";
import { covers, remoteBlocks } from "./remote-blocks.js";

/** Packets of one protocol and one range of ports, by family. */
interface Wanted {
  readonly ports: ProtocolAndPorts;
  readonly remote: AddressSet;
}

/** The rules that a group of the interface could get: for the other side's groups, or for its addresses. */
export function groupEdits(network: Network, place: BlockedPlace): readonly Edit[] {
  const { blocker } = place;
  const { direction } = blocker;
  const groups = blocker.components.filter((id) => recordOf(network.securityGroups, id));
  const names = blocker.code === "security-group-reference-lost" ? [] : remoteGroups(network, place);
  const wanted = wantedOf(place.stopped, place.inbound, direction);
  return groups.flatMap((securityGroupId) => {
    const ofGroup = (rule: GroupRule): Edit => ({
      kind: "authorize-security-group-rule",
      securityGroupId,
      direction,
      rule,
    });
    return wanted.flatMap(({ ports, remote }) => [
      ...names.map((name) => ofGroup({ ...ports, peer: { securityGroupId: name } })),
      // Who has groups is named by them, or by the address that is its own.
      ...remoteBlocks(network, remote)
        .filter((cidr) => names.length === 0 || isHost(cidr))
        .map((cidr) => ofGroup({ ...ports, peer: { cidr } })),
    ]);
  });
}

function isHost(block: Cidr): boolean {
  return prefixLength(block) === (cidrFamily(block) === "ipv4" ? 32 : 128);
}

/** The entries that the ACL could get in front of what denies, or the allow entry that could have more ports. */
export function aclEdits(network: Network, place: BlockedPlace): readonly Edit[] {
  const { blocker, stopped, inbound } = place;
  const { direction, rule } = blocker;
  const acl = recordOf(network.networkAcls, blocker.component);
  if (!acl) return [];
  const decider = rule?.kind === "network-acl-entry" ? rule.ruleNumber : LAST_RULE_NUMBER + 1;
  const ruleNumber = freeNumber(acl[direction], decider);
  // What an entry denies in so many words is opened for that alone; what nothing allows, for all that comes here.
  const wanted = wantedOf(stopped, decider > LAST_RULE_NUMBER ? inbound : stopped, direction);
  return wanted.flatMap(({ ports, remote }) => {
    const blocks = remoteBlocks(network, remote);
    const created =
      ruleNumber === undefined
        ? []
        : blocks.map((cidrBlock): Edit => {
            const entry = { ruleNumber, ruleAction: "allow" as const, ...asAclPorts(ports, cidrBlock), cidrBlock };
            return { kind: "create-network-acl-entry", networkAclId: acl.id, direction, entry };
          });
    return [...created, ...widened(acl, direction, decider, ports, remote)];
  });
}

/** With an IPv4 block, an entry for protocol 58 is about all types and codes. */
function asAclPorts(ports: ProtocolAndPorts, block: Cidr): ProtocolAndPorts {
  return ports.protocol === 58 && cidrFamily(block) === "ipv4" ? { ...ports, fromPort: -1, toPort: -1 } : ports;
}

/** Allow entries for these addresses and a part of these ports, with all of them. */
function widened(
  acl: NetworkAcl,
  direction: Direction,
  decider: number,
  { protocol, fromPort, toPort }: ProtocolAndPorts,
  remote: AddressSet,
): readonly Edit[] {
  if (protocolClass(protocol) !== "ports") return [];
  return acl[direction].flatMap((each): readonly Edit[] => {
    const { ruleNumber, ruleAction, cidrBlock } = each;
    if (ruleAction !== "allow" || each.protocol !== protocol || ruleNumber > decider) return [];
    if (!coversAll(cidrBlock, remote) || each.fromPort > toPort || each.toPort < fromPort) return [];
    const ports = { protocol, fromPort: Math.min(fromPort, each.fromPort), toPort: Math.max(toPort, each.toPort) };
    const entry = { ruleNumber, ruleAction: "allow" as const, ...ports, cidrBlock };
    return [{ kind: "replace-network-acl-entry", networkAclId: acl.id, direction, entry }];
  });
}

function coversAll(block: Cidr, remote: AddressSet): boolean {
  const other: Family = cidrFamily(block) === "ipv4" ? "ipv6" : "ipv4";
  return remote[other] === false && covers(block, remote);
}

/** What is stopped, by protocol and range of the ports of all that comes. */
function wantedOf(stopped: PacketSet, all: PacketSet, direction: Direction): readonly Wanted[] {
  const found = new Map<string, Wanted>();
  const whole = packetBoxes(all);
  for (const box of packetBoxes(stopped)) {
    const side = { ...NO_ADDRESSES, [box.family]: direction === "ingress" ? box.source : box.destination };
    const around = whole.filter(
      (each) => each.family === box.family && !intervalsEmpty(intersectIntervals(each.protocols, box.protocols)),
    );
    for (const ports of portsOf(box, around.length > 0 ? around : [box])) {
      const key = `${box.family} ${ports.protocol} ${ports.fromPort} ${ports.toPort}`;
      const known = found.get(key);
      found.set(key, { ports, remote: known ? uniteAddresses(known.remote, side) : side });
    }
  }
  return [...found.values()];
}

type Box = ReturnType<typeof packetBoxes>[number];

function portsOf(box: Box, around: readonly Box[]): readonly ProtocolAndPorts[] {
  const protocols = ranges(box.protocols);
  if (protocols.some(([low, high]) => low !== high)) return [{ protocol: ALL_PROTOCOLS, fromPort: -1, toPort: -1 }];
  return protocols.flatMap(([protocol]): readonly ProtocolAndPorts[] => {
    switch (protocolClass(protocol)) {
      case "ports":
        return rangesAround(box.destinationPorts, around).map(([fromPort, toPort]) => ({ protocol, fromPort, toPort }));
      case "icmp":
        return ranges(box.sourcePorts).flatMap(([low, high]) =>
          Array.from({ length: high - low + 1 }, (_, at) => low + at).flatMap((type) =>
            ranges(box.destinationPorts).map(([first, last]) => ({
              protocol,
              fromPort: type,
              toPort: first === last ? first : -1,
            })),
          ),
        );
      default:
        return [{ protocol, fromPort: -1, toPort: -1 }];
    }
  });
}

/** The ranges of ports that come, of which some are stopped. */
function rangesAround(stopped: IntervalSet, around: readonly Box[]): readonly (readonly [number, number])[] {
  const seen = new Map<string, readonly [number, number]>();
  for (const { destinationPorts } of around) {
    for (const [low, high] of ranges(destinationPorts)) {
      const isMeant = ranges(stopped).some(([first, last]) => first <= high && last >= low);
      if (isMeant) seen.set(`${low} ${high}`, [low, high]);
    }
  }
  return [...seen.values()];
}

/** By tens, behind all others or in front of what decides, as people number entries; undefined where none is free. */
export function freeNumber(entries: readonly NetworkAclEntry[], decider: number): number | undefined {
  const used = new Set(entries.map((each) => each.ruleNumber));
  const before = Math.max(0, ...[...used].filter((each) => each < decider));
  if (decider > LAST_RULE_NUMBER) {
    const next = used.size === 0 ? 100 : 10 * Math.floor(before / 10) + 10;
    if (next <= LAST_RULE_NUMBER) return next;
  }
  const tens = 10 * Math.ceil(decider / 10) - 10;
  if (tens > before) return tens;
  for (let number = Math.min(decider, LAST_RULE_NUMBER + 1) - 1; number > 0; number--) {
    if (!used.has(number)) return number;
  }
  return undefined;
}
