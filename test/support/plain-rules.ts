/**
 * Rules of groups and ACLs read one packet at a time, and for a list of them the packets that matter: what any rule says
 * changes only at the ends of its block, ports and types, so one packet from between each two ends stands for all there.
 * Shares no code with the library.
 */
import type { Cidr, ProtocolAndPorts } from "@netsim/core";
import { edgesOf, inBlock } from "./arbitraries.ts";

export interface PlainRule extends ProtocolAndPorts {
  /** The block of the other side, or a group whose members it is. */
  readonly block?: Cidr | undefined;
  readonly group?: string | undefined;
  readonly action: "allow" | "deny";
}

export interface PlainPacket {
  /** The other side's address. */
  readonly remote: string;
  /** The groups of the other side. */
  readonly groups: readonly string[];
  readonly protocol: number;
  /** Of the ICMPs. */
  readonly type: number;
  /** The destination port, or the code of the ICMPs. */
  readonly port: number;
}

const PORTS = [6, 17];
const ICMPS = [1, 58];

/** @param filter with an IPv4 block, an ACL ignores the types of ICMPv6. */
export function matches(rule: PlainRule, packet: PlainPacket, filter: "acl" | "group"): boolean {
  const { protocol, fromPort, toPort, block, group } = rule;
  if (group !== undefined && !packet.groups.includes(group)) return false;
  if (block !== undefined && !inBlock(packet.remote, block)) return false;
  if (protocol === -1) return true;
  if (protocol !== packet.protocol) return false;
  if (PORTS.includes(protocol)) return fromPort <= packet.port && packet.port <= toPort;
  if (!ICMPS.includes(protocol)) return true;
  if (filter === "acl" && protocol === 58 && block !== undefined && !block.includes(":")) return true;
  return (fromPort === -1 || fromPort === packet.type) && (toPort === -1 || toPort === packet.port);
}

/** The place of the first rule that matches; the length of the list where none does. */
export function decider(rules: readonly PlainRule[], packet: PlainPacket, filter: "acl" | "group"): number {
  const at = rules.findIndex((rule) => matches(rule, packet, filter));
  return at < 0 ? rules.length : at;
}

export function actionOf(rules: readonly PlainRule[], packet: PlainPacket, filter: "acl" | "group"): "allow" | "deny" {
  return rules[decider(rules, packet, filter)]?.action ?? "deny";
}

/** One packet for every combination of what the rules can tell apart. */
export function packetsThatMatter(rules: readonly PlainRule[]): readonly PlainPacket[] {
  const blocks = rules.flatMap((rule) => rule.block ?? []);
  const remotes = distinct(["0.0.0.0", "::", ...edgesOf(blocks)]);
  const groups = [[], ...distinct(rules.flatMap((rule) => rule.group ?? [])).map((group) => [group])];
  const named = distinct([...PORTS, ...ICMPS, ...rules.map((rule) => rule.protocol)]).filter((each) => each >= 0);
  const other = Array.from({ length: 256 }, (_, at) => at).find((each) => !named.includes(each)) ?? 0;
  return [...named, other].flatMap((protocol) =>
    fieldsOf(
      protocol,
      rules.filter((rule) => rule.protocol === protocol),
    ).flatMap((fields) =>
      remotes.flatMap((remote) => groups.map((members) => ({ remote, groups: members, protocol, ...fields }))),
    ),
  );
}

function fieldsOf(protocol: number, rules: readonly PlainRule[]): readonly { type: number; port: number }[] {
  if (PORTS.includes(protocol)) {
    const ends = rules.flatMap((rule) => [rule.fromPort, rule.toPort + 1]).filter((port) => port <= 65535);
    return distinct([0, ...ends]).map((port) => ({ type: 0, port }));
  }
  if (!ICMPS.includes(protocol)) return [{ type: 0, port: 0 }];
  const values = (key: "fromPort" | "toPort"): readonly number[] =>
    distinct([0, ...rules.map((rule) => rule[key]).flatMap((value) => [value, value + 1])]).filter(
      (value) => value >= 0 && value <= 255,
    );
  return values("fromPort").flatMap((type) => values("toPort").map((port) => ({ type, port })));
}

function distinct<T>(members: readonly T[]): T[] {
  return [...new Set(members)];
}
