/** Results written by hand, in the shape that the evaluator gives. */
import type { Blocker, ConnectionVerdict, Header, Hop, Leg, Reachability, RuleRef } from "netsim";

export function tcp(source: string, sourcePorts: string, destination: string, port: string): Header {
  return {
    protocol: "tcp",
    sourceAddresses: [source],
    destinationAddresses: [destination],
    sourcePortRanges: [sourcePorts],
    destinationPortRanges: [port],
  };
}

/** A hop that lets everything through, after the one before it. */
export function hop(
  sequenceNumber: number,
  given: Omit<Partial<Hop>, "sequenceNumber"> & Pick<Hop, "component" | "inbound">,
): Hop {
  return {
    sequenceNumber,
    after: sequenceNumber === 1 ? undefined : sequenceNumber - 1,
    status: "pass",
    rule: null,
    decisions: [],
    outbound: given.inbound,
    ...given,
  };
}

export function leg(given: Partial<Leg> & Pick<Leg, "name" | "kind" | "verdict" | "asked">): Leg {
  return {
    from: "",
    to: "",
    forward: { hops: [] },
    reply: { hops: [] },
    working: given.verdict === "reachable" ? given.asked : [],
    failing: given.verdict === "reachable" ? [] : given.asked,
    ...given,
  };
}

export function blocker(
  given: Partial<Blocker> & Pick<Blocker, "component" | "kind" | "direction" | "leg" | "code">,
): Blocker {
  return { components: [given.component], phase: "forward", rule: null, awsCode: null, packets: [], ...given };
}

export function connection(
  verdict: Reachability,
  legs: readonly Leg[],
  rest: Partial<ConnectionVerdict> = {},
): ConnectionVerdict {
  const nothing = { blockers: [], unknowns: [], assumptions: [], warnings: [] };
  return { schemaVersion: 1, kind: "connection", verdict, legs, ...nothing, ...rest };
}

export const ACL_ENTRY: RuleRef = {
  kind: "network-acl-entry",
  networkAclId: "acl-lb",
  direction: "ingress",
  ruleNumber: 100,
  entry: {
    ruleNumber: 100,
    ruleAction: "allow",
    protocol: 6,
    fromPort: 80,
    toPort: 80,
    cidrBlock: "0.0.0.0/0" as never,
    origin: { file: "network-acls.json", pointer: "/NetworkAcls/0/Entries/1" },
  },
};

export const LAST_ENTRY: RuleRef = {
  kind: "network-acl-entry",
  networkAclId: "acl-lb",
  direction: "egress",
  ruleNumber: 32767,
  entry: { ruleNumber: 32767, ruleAction: "deny", protocol: -1, cidrBlock: "0.0.0.0/0" as never },
};

export const DEFAULT_ROUTE: RuleRef = {
  kind: "route",
  routeTableId: "rtb-1",
  index: 1,
  route: {
    destination: "0.0.0.0/0",
    target: { type: "internet-gateway", id: "igw-1" },
    state: "active",
    propagated: false,
  },
};
