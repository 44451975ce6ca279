/** What a random flow carries: what rules of the network are about, at the borders of their ranges or beside them. */
import {
  ALL_PROTOCOLS,
  ICMP,
  ICMPV6,
  type Network,
  type ProtocolAndPorts,
  protocolClass,
  TCP,
  UDP,
} from "@netsim/core";
import type { TransportInput } from "../path/question.js";
import type { Ends } from "./flow-ends.js";
import { nth } from "./shares.js";
import { BORDER_PORTS } from "./traffic.js";

export type FlowTraffic = Pick<TransportInput, "protocol" | "port" | "sourcePorts" | "icmp">;

/** The part of a seed that decides it. */
export interface TrafficSeed {
  readonly about: "destination" | "acl" | "usual";
  readonly rule: number;
  readonly offset: -1 | 0 | 1;
  readonly atUpperBorder: boolean;
  readonly sourcePorts: "any" | "border" | "linux" | "windows";
  readonly isRange: boolean;
  readonly oneWayIcmp: boolean;
}

const one = (protocol: number, port: number): ProtocolAndPorts => ({ protocol, fromPort: port, toPort: port });

const USUAL: readonly ProtocolAndPorts[] = [
  one(TCP, 443),
  one(TCP, 80),
  one(TCP, 22),
  one(TCP, 443),
  one(TCP, 8080),
  one(UDP, 53),
  { protocol: ICMP, fromPort: 8, toPort: 0 },
  one(TCP, 80),
  one(TCP, 3306),
  { protocol: 47, fromPort: -1, toPort: -1 },
];

export function trafficOf(network: Network, seed: TrafficSeed, ends: Ends): FlowTraffic {
  const rule = ruleFor(network, seed, ends);
  switch (protocolClass(rule.protocol)) {
    case "ports":
      return { ...transport(rule.protocol), port: portOf(rule, seed), ...sourcePorts(network, seed) };
    case "icmp":
      return message(rule, seed, ends);
    default:
      return { protocol: rule.protocol };
  }
}

function transport(protocol: number): FlowTraffic {
  return protocol === TCP ? {} : { protocol: "udp" };
}

/** A rule with one protocol whose packets are asked about. */
function ruleFor(network: Network, seed: TrafficSeed, { service, listeners, receivers, rule }: Ends): ProtocolAndPorts {
  if (rule) return rule.protocol === ALL_PROTOCOLS ? nth(USUAL, seed.rule) : rule;
  const named = service ?? (listeners.length > 0 ? nth(listeners, seed.rule) : undefined);
  if (named) return one(named.protocol === "tcp" ? TCP : UDP, named.port);
  const candidates = candidatesFor(network, seed, receivers);
  const found = candidates.length === 0 ? nth(USUAL, seed.rule) : nth(candidates, seed.rule);
  return found.protocol === ALL_PROTOCOLS ? nth(USUAL, seed.rule) : found;
}

function candidatesFor(
  network: Network,
  { about }: TrafficSeed,
  receivers: readonly string[],
): readonly ProtocolAndPorts[] {
  switch (about) {
    case "destination":
      return receivers.flatMap((id) => network.securityGroups[id]?.ingress ?? []);
    case "acl":
      return Object.values(network.networkAcls).flatMap(({ ingress, egress }) => [...ingress, ...egress]);
    case "usual":
      return USUAL;
  }
}

function portOf({ fromPort, toPort }: ProtocolAndPorts, seed: TrafficSeed): number | string {
  const border = Math.min(65535, Math.max(1, (seed.atUpperBorder ? toPort : fromPort) + seed.offset));
  if (!seed.isRange || border === 65535) return border;
  return `${border}-${Math.min(65535, border + 10)}`;
}

/** All of them are left out, as people do. */
function sourcePorts(network: Network, seed: TrafficSeed): FlowTraffic {
  if (seed.sourcePorts === "any") return {};
  return { sourcePorts: seed.sourcePorts === "border" ? borderPort(network, seed.rule) : seed.sourcePorts };
}

/** A border of an ACL entry's port range, where replies begin or cease to pass. */
function borderPort(network: Network, index: number): number {
  const entries = Object.values(network.networkAcls).flatMap(({ ingress, egress }) => [...ingress, ...egress]);
  const borders = entries
    .filter(({ protocol }) => protocol === TCP || protocol === UDP)
    .flatMap(({ fromPort, toPort }) => [fromPort - 1, fromPort, toPort, toPort + 1]);
  return nth(
    [40000, ...borders, ...BORDER_PORTS].filter((port) => port >= 1024 && port <= 65535),
    index,
  );
}

/** ICMP is IPv4's, ICMPv6 is IPv6's: a ping in one family is the other's ping in the other. */
function message({ protocol, fromPort, toPort }: ProtocolAndPorts, seed: TrafficSeed, { isIpv6 }: Ends): FlowTraffic {
  const name = isIpv6 ? "icmpv6" : "icmp";
  const isForeign = protocol !== (isIpv6 ? ICMPV6 : ICMP);
  if (isForeign || !seed.oneWayIcmp || fromPort < 0) return { protocol: name };
  return { protocol: name, icmp: { type: fromPort, ...(toPort < 0 ? {} : { code: toPort }) } };
}
