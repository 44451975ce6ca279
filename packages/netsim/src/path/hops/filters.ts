/** The two filters of a VPC, as hops. */
import {
  type Case,
  type Direction,
  EC2_CLASSIC,
  type FilterAction,
  networkAclRules,
  type PacketSet,
  packetsOverlap,
  type Rule,
  type Subnet,
  securityGroupRules,
  split,
} from "@netsim/core";
import { keepEvidence } from "../evidence.js";
import type { Flight } from "../flight.js";
import { headersOf } from "../header.js";
import { knownNetworkAcl } from "../missing.js";
import type { Station } from "../station.js";
import { type Cause, type Doubt, ruleName } from "../trace.js";
import type { Walk } from "../walk-context.js";
import { forAnySource, sourceDoubt } from "./ec2-classic-source.js";
import { peeringsOfUnknownRegion } from "./peering.js";

/** @param awsCode ELB_ACL_RESTRICTION where the ACL applies to a Classic node inside its subnet. */
export function filterByNetworkAcl(
  walk: Walk,
  flight: Flight,
  subnet: Subnet,
  direction: Direction,
  awsCode: string = "SUBNET_ACL_RESTRICTION",
): Flight {
  const acl = knownNetworkAcl(walk.network, subnet);
  walk.trace.consult("networkAcls", acl?.id);
  if (!acl) {
    const id = subnet.networkAclId ?? `acl of ${subnet.id}`;
    const spot = { component: { id, kind: "network-acl" }, direction, attachedTo: subnet.id } as const;
    return walk.trace.gate(flight, spot, { doubt: { code: "network-acl-missing", details: { subnet: subnet.id } } });
  }
  const spot = {
    component: { id: acl.id, kind: "network-acl", name: acl.name },
    direction,
    attachedTo: subnet.id,
  } as const;
  const rules = networkAclRules(acl, direction);
  const traffic = trafficOf(flight);
  const cases = split(rules, traffic);
  keepEvidence(walk.trace.hops, { rules, traffic, cases });
  const causeOf = (each: Case<FilterAction>): Cause => ({
    kind: "network-acl",
    code: "network-acl-denies",
    awsCode,
    rule: each.rule?.ref,
  });
  const passed = walk.trace.filter(flight, spot, cases, causeOf, () => []);
  walk.trace.passages.push({ kind: "network-acl", acl, subnet, direction, flight: passed });
  return passed;
}

/**
 * Security groups are stateful: what belongs to an allowed connection passes without a rule.
 * "Security group connection tracking" https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
 * Those of EC2-Classic have no say in what leaves: "EC2-Classic" https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-classic-platform.html
 */
export function filterBySecurityGroups(walk: Walk, flight: Flight, station: Station, direction: Direction): Flight {
  const { groups } = station;
  if (!groups) return flight;
  for (const group of groups) walk.trace.consult("securityGroups", group);
  const [first = station.component.id] = groups;
  const spot = {
    component: { id: first, kind: "security-group", name: walk.network.securityGroups[first]?.groupName },
    direction,
    attachedTo: station.component.id,
  } as const;
  if (walk.tracked.has(station.component.id)) {
    const decisions = [{ action: "tracked", rule: null, packets: headersOf(flight.packets) }] as const;
    const passed = walk.trace.pass(flight, spot, null, decisions);
    walk.trace.passages.push({ kind: "security-group", groups, station, direction, flight: passed });
    return passed;
  }
  if (direction === "egress" && station.vpcId === EC2_CLASSIC) {
    const decisions = [{ action: "exempt", rule: null, packets: headersOf(flight.packets) }] as const;
    return walk.trace.pass(flight, spot, null, decisions);
  }
  const rules = securityGroupRules(walk.network, groups, direction);
  const traffic = trafficOf(flight);
  const cases = forAnySource(flight, split(rules, traffic));
  keepEvidence(walk.trace.hops, { rules, traffic, cases });
  const causeOf = (each: Case<FilterAction>): Cause => ({
    kind: "security-group",
    components: groups.length > 0 ? groups : [first],
    ...noMatch(flight, each.packets, rules.rules, direction),
  });
  assumeRegion(walk, flight, station, direction, cases);
  const passed = walk.trace.filter(
    flight,
    spot,
    cases,
    causeOf,
    (each) => sourceDoubt(flight, each) ?? doubtsOf(walk, groups, each),
  );
  walk.trace.passages.push({ kind: "security-group", groups, station, direction, flight: passed });
  return passed;
}

/** A rule that names a group of a peered VPC matches inside one Region only. */
function assumeRegion(
  walk: Walk,
  flight: Flight,
  station: Station,
  direction: Direction,
  cases: readonly Case<FilterAction>[],
): void {
  const other = direction === "ingress" ? flight.sourceIdentity : flight.destinationIdentity;
  if (!other || other.vpcId === station.vpcId) return;
  if (!cases.some(({ rule }) => rule?.sourceGroup !== undefined || rule?.destinationGroup !== undefined)) return;
  for (const id of peeringsOfUnknownRegion(walk.network, station.vpcId, other.vpcId)) {
    walk.trace.assume("peering-same-region-assumed", id);
  }
}

/** The prefix list that a rule names, or the groups of the interface, that are not in the network. */
function doubtsOf(walk: Walk, groups: readonly string[], { rule }: Case<FilterAction>): readonly Doubt[] {
  const ref = rule?.ref;
  if (ref?.kind === "security-group-rule" && "prefixListId" in ref.rule.peer) {
    const details = { prefixList: ref.rule.peer.prefixListId, rules: [ruleName(ref)] };
    return [{ component: ref.securityGroupId, code: "prefix-list-missing", details }];
  }
  return groups
    .filter((group) => !Object.hasOwn(walk.network.securityGroups, group))
    .map((component) => ({ component, code: "security-group-missing" }));
}

function trafficOf(flight: Flight) {
  return { packets: flight.packets, source: flight.sourceIdentity, destination: flight.destinationIdentity };
}

/** Why no rule matches: there is none, the sender's groups are no longer known here, or none fits. */
function noMatch(
  flight: Flight,
  stopped: PacketSet,
  rules: readonly Rule<FilterAction>[],
  direction: Direction,
): Pick<Cause, "code" | "awsCode" | "details"> {
  if (rules.length === 0) return { code: "security-group-has-no-rules", awsCode: "SG_HAS_NO_RULES" };
  const { lost } = flight;
  const fitting = rules.filter((rule) => direction === "ingress" && packetsOverlap(rule.packets, stopped));
  const named = fitting.flatMap((rule) => rule.sourceGroup ?? []);
  const groups = lost ? [...new Set(named)].filter((group) => lost.identity.groups.includes(group)) : [];
  if (lost && groups.length > 0) {
    return {
      code: "security-group-reference-lost",
      awsCode: "SG_REFERENCES_NOT_PRESERVED",
      details: { groups, lostAt: lost.component, sender: lost.identity.id },
    };
  }
  return { code: "security-group-no-match", awsCode: "ENI_SG_RULES_MISMATCH" };
}
