/**
 * Which connections security groups keep in their tables, and for how long.
 * "Security group connection tracking" https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
 */
import {
  ALL_IPV4,
  ALL_IPV6,
  ALL_PROTOCOLS,
  addressesOf,
  type FilterAction,
  failure,
  intersectPackets,
  issue,
  type Network,
  NO_PACKETS,
  ok,
  type PacketSet,
  packets,
  type Result,
  type Rule,
  recordOf,
  TCP,
  UDP,
  unitePackets,
} from "@netsim/core";
import { isClassic } from "../path/load-balancer-node.js";
import type { Party } from "../path/party.js";
import type { Station } from "../path/station.js";
import type { Hop } from "../path/verdict.js";
import { rulesOf } from "./filter-changes.js";

/** Which connections security groups track, and for how long, where AWS has said several things. */
export interface TrackingOptions {
  /**
   * Which flows are tracked whatever the rules say: what AWS's page named in 2023 (without Lambda functions and gateway
   * endpoints for DynamoDB), what it has named since 2025, or either (`union`, the default). Of what only the edition of
   * 2023 names, Gateway Load Balancers and transit gateways, the model says `unknown` in any case.
   */
  readonly autoTracked?: "union" | "2023" | "2025" | undefined;
  /**
   * Seconds that a tracked connection may be idle, as configured for the interfaces. AWS's defaults when left out: tcp
   * 432000 (350 on instances of Nitro v6), udp with more than one exchange 180.
   */
  readonly idleTimeouts?: { readonly tcp?: number | undefined; readonly udpStream?: number | undefined } | undefined;
}

export interface Tracking {
  readonly autoTracked: "union" | "2023" | "2025";
  readonly tcp: number;
  readonly udpStream: number;
}

/** "ConnectionTrackingConfiguration" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ConnectionTrackingConfiguration.html */
const RANGES = { tcp: [60, 432_000], udpStream: [60, 180] } as const;

/** Issue code `option`. */
export function readTracking({ autoTracked = "union", idleTimeouts = {} }: TrackingOptions): Result<Tracking> {
  const { tcp = RANGES.tcp[1], udpStream = RANGES.udpStream[1] } = idleTimeouts;
  const tracking: Tracking = { autoTracked, tcp, udpStream };
  const issues = (["tcp", "udpStream"] as const).flatMap((key) => {
    const [low, high] = RANGES[key];
    const value = tracking[key];
    return Number.isInteger(value) && value >= low && value <= high
      ? []
      : [issue("option", ["idleTimeouts", key], `seconds, ${low}-${high}`, value)];
  });
  if (!["union", "2023", "2025"].includes(autoTracked)) {
    issues.push(issue("option", ["autoTracked"], "union or 2023 or 2025", autoTracked));
  }
  return issues.length > 0 ? failure(issues) : ok(tracking);
}

const EVERYONE = [ALL_IPV4, ALL_IPV6] as const;

/**
 * The packets of connections begun in this direction that the groups of a station let through untracked: of tcp or udp,
 * by a rule for everyone, and with a rule for everyone and all ports the other way.
 */
export function untrackedPackets(
  network: Network,
  station: Station | null | undefined,
  direction: "ingress" | "egress",
): PacketSet {
  const rules = rulesOf(network, station?.groups ?? null, direction)?.rules ?? [];
  const answers =
    rulesOf(network, station?.groups ?? null, direction === "ingress" ? "egress" : "ingress")?.rules ?? [];
  let untracked = NO_PACKETS;
  for (const everyone of EVERYONE) {
    for (const protocol of [TCP, UDP]) {
      if (!answers.some((rule) => isForAll(rule, everyone, protocol))) continue;
      const open = rules.filter((rule) => isFor(rule, everyone)).map((rule) => rule.packets);
      const family = packets({ protocol, source: addressesOf(everyone) });
      untracked = unitePackets(untracked, intersectPackets(family, open.reduce(unitePackets, NO_PACKETS)));
    }
  }
  return untracked;
}

function isFor({ ref }: Rule<FilterAction>, everyone: string): boolean {
  return ref.kind === "security-group-rule" && "cidr" in ref.rule.peer && ref.rule.peer.cidr === everyone;
}

function isForAll(rule: Rule<FilterAction>, everyone: string, protocol: number): boolean {
  if (!isFor(rule, everyone) || rule.ref.kind !== "security-group-rule") return false;
  const { protocol: own, fromPort, toPort } = rule.ref.rule;
  return own === ALL_PROTOCOLS || (own === protocol && fromPort === 0 && toPort === 65535);
}

const TRACKING_HOPS: readonly string[] = ["nat-gateway", "egress-only-internet-gateway", "private-link"];

/** Interface endpoints of PrivateLink and the interfaces of Global Accelerator, by AWS's words for them. */
const TRACKING_INTERFACES: readonly string[] = ["vpc_endpoint", "global_accelerator_managed"];

/** Whether the connection is tracked by what it passes or ends at, whatever the rules say. */
export function isAutoTracked(
  network: Network,
  ends: readonly Party[],
  hops: readonly Hop[],
  { autoTracked }: Tracking,
): boolean {
  const isEnd = (types: readonly string[]): boolean =>
    ends.some(({ station }) => {
      const eni = recordOf(network.networkInterfaces, station?.component.id ?? "");
      return eni !== undefined && types.includes(eni.interfaceType);
    });
  if (ends.some(isNetworkLoadBalancerNode) || isEnd(TRACKING_INTERFACES)) return true;
  if (hops.some(({ component }) => TRACKING_HOPS.includes(component.kind))) return true;
  if (autoTracked === "2023") return false;
  return (
    isEnd(["lambda"]) ||
    hops.some(({ component: { id, kind } }) => {
      const service = kind === "gateway-endpoint" ? recordOf(network.gatewayEndpoints, id)?.serviceName : undefined;
      return service?.endsWith(".dynamodb") ?? false;
    })
  );
}

export function isNetworkLoadBalancerNode({ loadBalancer }: Party): boolean {
  return loadBalancer !== undefined && !isClassic(loadBalancer) && loadBalancer.type === "network";
}

/**
 * Seconds until an idle connection of this protocol is forgotten; null where AWS names none, as of ICMP. Through a
 * Network Load Balancer its own timeouts apply as well.
 */
export function idleSeconds(
  protocol: "tcp" | "udp" | "icmp" | "other",
  isNetwork: boolean,
  of: Tracking,
): number | null {
  if (protocol === "tcp") return isNetwork ? Math.min(350, of.tcp) : of.tcp;
  if (protocol === "udp") return isNetwork ? Math.min(120, of.udpStream) : of.udpStream;
  return protocol === "icmp" ? null : 600;
}
