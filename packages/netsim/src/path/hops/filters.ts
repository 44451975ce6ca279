/** The two filters of a VPC, as hops. */
import {
  type Case,
  type Direction,
  type FilterAction,
  networkAclOf,
  networkAclRules,
  type Subnet,
  securityGroupRules,
  split,
} from "@netsim/core";
import type { Flight } from "../flight.js";
import { headersOf } from "../header.js";
import type { Station } from "../station.js";
import type { Cause } from "../trace.js";
import type { Walk } from "../walk-context.js";

/** @param awsCode ELB_ACL_RESTRICTION where the ACL applies to a Classic node inside its subnet. */
export function filterByNetworkAcl(
  walk: Walk,
  flight: Flight,
  subnet: Subnet,
  direction: Direction,
  awsCode: string = "SUBNET_ACL_RESTRICTION",
): Flight {
  const acl = networkAclOf(walk.network, subnet);
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
  const cases = split(networkAclRules(acl, direction), trafficOf(flight));
  const causeOf = (each: Case<FilterAction>): Cause => ({
    kind: "network-acl",
    code: "network-acl-denies",
    awsCode,
    rule: each.rule?.ref,
  });
  return walk.trace.filter(flight, spot, cases, causeOf, "network-acl-missing");
}

/**
 * Security groups are stateful: what belongs to an allowed connection passes without a rule.
 * "Security group connection tracking" https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
 */
export function filterBySecurityGroups(walk: Walk, flight: Flight, station: Station, direction: Direction): Flight {
  const { groups } = station;
  if (!groups) return flight;
  const [first = station.component.id] = groups;
  const spot = {
    component: { id: first, kind: "security-group", name: walk.network.securityGroups[first]?.groupName },
    direction,
    attachedTo: station.component.id,
  } as const;
  if (walk.tracked.has(station.component.id)) {
    const decisions = [{ action: "tracked", rule: null, packets: headersOf(flight.packets) }] as const;
    return walk.trace.pass(flight, spot, null, decisions);
  }
  const rules = securityGroupRules(walk.network, groups, direction);
  const cases = split(rules, trafficOf(flight));
  const causeOf = (): Cause => ({
    kind: "security-group",
    components: groups.length > 0 ? groups : [first],
    ...noMatch(flight, rules.rules.length, groupsNamed(rules.rules, direction)),
  });
  return walk.trace.filter(flight, spot, cases, causeOf, "security-group-missing");
}

function trafficOf(flight: Flight) {
  return { packets: flight.packets, source: flight.sourceIdentity, destination: flight.destinationIdentity };
}

function groupsNamed(
  rules: readonly { readonly sourceGroup?: string; readonly destinationGroup?: string }[],
  direction: Direction,
): readonly string[] {
  return rules.flatMap((rule) => (direction === "ingress" ? rule.sourceGroup : rule.destinationGroup) ?? []);
}

/** Why no rule matches: there is none, the sender's groups are no longer known here, or none fits. */
function noMatch(
  flight: Flight,
  ruleCount: number,
  named: readonly string[],
): Pick<Cause, "code" | "awsCode" | "details"> {
  if (ruleCount === 0) return { code: "security-group-has-no-rules", awsCode: "SG_HAS_NO_RULES" };
  const { lost } = flight;
  const groups = lost ? named.filter((group) => lost.identity.groups.includes(group)) : [];
  if (lost && groups.length > 0) {
    return {
      code: "security-group-reference-lost",
      awsCode: "SG_REFERENCES_NOT_PRESERVED",
      details: { groups, lostAt: lost.component, sender: lost.identity.id },
    };
  }
  return { code: "security-group-no-match", awsCode: "ENI_SG_RULES_MISMATCH" };
}
