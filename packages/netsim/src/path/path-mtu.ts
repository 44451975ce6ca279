/**
 * Path MTU discovery. Inside a VPC packets may be larger than what a path takes: who drops them tells the sender by an
 * ICMP error, and where a filter stops that error, connections work until they send much, and then hang. Nothing of this
 * stops a connection, so that it is a warning.
 *
 * "Network MTU for your EC2 instance" https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/network_mtu.html
 * "Control traffic to subnets using network ACLs" https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 */
import {
  ALL_IPV4,
  ALL_IPV6,
  type Cidr,
  FAMILIES,
  type Family,
  intersectAddresses,
  type Network,
  networkAclRules,
  securityGroupRules,
  unitePackets,
} from "@netsim/core";
import type { ConnectionQuestion } from "./connection-question.js";
import { internetAddresses } from "./internet.js";
import type { Passage } from "./passage.js";
import { limitsOf, type PathLimit } from "./path-limit.js";
import { type Blocked, type Reason, warningDetails } from "./path-mtu-details.js";
import { addressesAt, blockedPeers, blocksAround } from "./too-big.js";
import type { Trace } from "./trace.js";
import type { Phase, Warning } from "./verdict.js";

export interface PathMtuFindings {
  readonly warnings: readonly Warning[];
  /** Peerings of which there would be warnings did they lead to another Region, which is not known. */
  readonly assumed: readonly string[];
}

const NOTHING: PathMtuFindings = { warnings: [], assumed: [] };

/** What keeps errors about packets that are too large from the ends of a connection over tcp or udp. */
export function pathMtuFindings(
  network: Network,
  question: ConnectionQuestion,
  traces: readonly Trace[],
): PathMtuFindings {
  const limits = limitsOf(network, traces);
  const balancer = balancerBefore(question);
  if (limits.length === 0 && balancer === undefined) return NOTHING;
  const found = new Map<Warning["details"], Warning>();
  const assumed = new Set<string>();
  for (const family of FAMILIES) {
    const here = limits.filter((limit) => limit.families.includes(family));
    const certain = here.filter((limit) => limit.assumed !== true);
    const reason = reasonOf(certain, balancer);
    if (!reason && here.length === 0) continue;
    const isInternet = certain.some((limit) => limit.isInternet);
    for (const { phase, passages } of traces) {
      for (const passage of passages) {
        const blocked = blockedAt(network, question, passage, family, isInternet);
        if (!blocked) continue;
        if (!reason) for (const { component } of here) assumed.add(component);
        else {
          // The same where branches of the path meet a filter again.
          const details = warningDetails(passage, family, endOf(question, phase), blocked, reason);
          found.set(details, warningAt(question.name, passage, details));
        }
      }
    }
  }
  return { warnings: [...found.values()], assumed: [...assumed] };
}

/**
 * The load balancer whose node sends to a target. Its nodes always use 9001 bytes, and AWS asks for the rule whatever the
 * targets use.
 * "Registered instances for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-backend-instances.html
 */
function balancerBefore({ from, to, kind }: ConnectionQuestion): string | undefined {
  const isBackend = kind === "target" || kind === "health" || from.station?.component.kind === "load-balancer-node";
  return isBackend && to.station ? from.label : undefined;
}

/** The narrowest place of the path; without one, the load balancer. */
function reasonOf(limits: readonly PathLimit[], balancer: string | undefined): Reason | undefined {
  const [first, ...others] = limits;
  if (first) {
    const { component, mtu } = others.reduce((least, each) => (each.mtu < least.mtu ? each : least), first);
    return { limitedBy: component, mtu };
  }
  return balancer === undefined ? undefined : { loadBalancer: balancer };
}

/** Whom the errors do not reach: the end that the packets of the phase go to. */
function endOf({ from, to }: ConnectionQuestion, phase: Phase): string {
  return phase === "forward" ? to.label : from.label;
}

function warningAt(leg: string, passage: Passage, details: Warning["details"]): Warning {
  const component =
    passage.kind === "network-acl" ? passage.acl.id : (passage.groups[0] ?? passage.station.component.id);
  return { code: "path-mtu-discovery", component, leg, details };
}

/** The errors that a filter stops of those that may have to go the way of these packets. */
function blockedAt(
  network: Network,
  question: ConnectionQuestion,
  passage: Passage,
  family: Family,
  isInternet: boolean,
): Blocked | undefined {
  if (passage.kind === "security-group" && !needsRule(passage, question)) return undefined;
  const { direction, flight } = passage;
  const identity = direction === "ingress" ? flight.sourceIdentity : null;
  const stopped = blockedPeers(rulesOf(network, passage), direction, family, identity);
  if (stopped.all[family] === false) return undefined;
  const sets = unitePackets(flight.possible, flight.unknown);
  if (sets[family] === false) return undefined;
  const peers = addressesAt(sets, direction === "ingress" ? "source" : "destination");
  const hit = intersectAddresses(peers, stopped.all)[family];
  const sourceGroups = passage.kind === "security-group" ? (identity?.groups ?? []) : [];
  const outside = internetAddresses(network);
  const isOutside = intersectAddresses(peers, outside)[family] !== false;
  // Any router on the way in from the internet may be the one that drops a packet.
  const isByRouters =
    isInternet &&
    isOutside &&
    direction === "ingress" &&
    intersectAddresses(outside, stopped.unbanned)[family] !== false;
  if (hit === false && !isByRouters) return undefined;
  if (hit === false || isOutside) return { peers: EVERYBODY[family], sourceGroups };
  const station = direction === "ingress" ? flight.sender : flight.receiver;
  return { peers: blocksAround(hit, family, station?.subnet ?? null), sourceGroups };
}

const EVERYBODY: Readonly<Record<Family, readonly Cidr[]>> = { ipv4: [ALL_IPV4], ipv6: [ALL_IPV6] };

/**
 * AWS speaks of inbound rules. Of load balancers' own groups it asks for them from Application and Network Load Balancers;
 * a Classic Load Balancer's have none in its tables, on the page that asks for one in the instances' groups.
 * "Configure security groups for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-vpc-security-groups.html
 * "Security groups for your Application Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html
 * "Update the security groups for your Network Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
 */
function needsRule(
  { direction, station }: Passage & { readonly kind: "security-group" },
  { options }: ConnectionQuestion,
): boolean {
  return direction === "ingress" && options.pathMtu === "warn" && !station.isClassicNode;
}

function rulesOf(network: Network, passage: Passage) {
  return passage.kind === "network-acl"
    ? networkAclRules(passage.acl, passage.direction)
    : securityGroupRules(network, passage.groups, passage.direction);
}
