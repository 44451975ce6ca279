/** Random plans. Each part is generated on its own, so that a plan shrinks part by part. */
import fc from "fast-check";
import { balancerPlan } from "./balancer-plan.js";
import type { SettledConstraints } from "./constraints.js";
import type {
  AclPlan,
  BlockPlan,
  EntryPlan,
  GroupPlan,
  InterfacePlan,
  NatPlan,
  NetworkPlan,
  PeeringPlan,
  PlannedTarget,
  RulePlan,
  SubnetPlan,
  TablePlan,
  VpcPlan,
} from "./plan.js";
import { anyIndex, onlyIf, sometimes } from "./shares.js";
import { arbTraffic } from "./traffic.js";

export function networkPlan(constraints: SettledConstraints): fc.Arbitrary<NetworkPlan> {
  const balancerShare = { never: 0, sometimes: 30, always: 100 }[constraints.loadBalancer];
  return fc.record({
    vpcs: fc.array(vpcPlan(constraints), { minLength: 1, maxLength: constraints.maxVpcs }),
    peering: onlyIf(constraints.peering, 80, peeringPlan()),
    balancer: onlyIf(true, balancerShare, balancerPlan(constraints)),
  });
}

function vpcPlan(constraints: SettledConstraints): fc.Arbitrary<VpcPlan> {
  const gateway = fc.oneof(
    { withCrossShrink: true },
    { weight: 1, arbitrary: fc.constant("none" as const) },
    { weight: 8, arbitrary: fc.constant("attached" as const) },
    { weight: 1, arbitrary: fc.constant("detached" as const) },
  );
  return fc.record({
    hasSecondBlock: sometimes(25),
    hasIpv6: constraints.ipv6 ? sometimes(50) : fc.constant(false),
    internetGateway: constraints.internet ? gateway : fc.constant("none" as const),
    hasEgressOnlyGateway: constraints.ipv6 && constraints.internet ? sometimes(40) : fc.constant(false),
    nat: onlyIf(constraints.natGateways, 75, natPlan()),
    subnets: fc.array(subnetPlan(constraints), { minLength: 1, maxLength: constraints.maxSubnetsPerVpc }),
    tables: fc.array(tablePlan(constraints), { minLength: 1, maxLength: 3 }),
    acls: fc.array(aclPlan(constraints), { minLength: 1, maxLength: 3 }),
    groups: fc.array(groupPlan(constraints), { minLength: 1, maxLength: constraints.maxGroupsPerVpc }),
    usesDefaultGroup: sometimes(40),
    interfaces: fc.array(interfacePlan(constraints), {
      minLength: 1,
      maxLength: constraints.maxInterfacesPerVpc,
    }),
  });
}

function subnetPlan(constraints: SettledConstraints): fc.Arbitrary<SubnetPlan> {
  return fc.record({
    zone: fc.nat(constraints.maxZones - 1),
    inSecondBlock: sometimes(50),
    table: anyIndex(),
    acl: anyIndex(),
  });
}

function natPlan(): fc.Arbitrary<NatPlan> {
  return fc.record({
    subnet: anyIndex(),
    state: fc.oneof(
      { withCrossShrink: true },
      { weight: 12, arbitrary: fc.constant("available" as const) },
      { weight: 1, arbitrary: fc.constantFrom("pending" as const, "failed" as const, "deleted" as const) },
    ),
    isPrivate: sometimes(8),
    hasInterface: sometimes(50),
    hasPlannedTable: sometimes(15),
  });
}

function tablePlan(constraints: SettledConstraints): fc.Arbitrary<TablePlan> {
  const target = (internet: number, nat: number): fc.Arbitrary<PlannedTarget> =>
    fc.oneof(
      { withCrossShrink: true },
      { weight: 1, arbitrary: fc.constant("none" as const) },
      { weight: internet, arbitrary: fc.constant("internet" as const) },
      { weight: nat, arbitrary: fc.constant("nat" as const) },
      { weight: 1, arbitrary: fc.constant("blackhole" as const) },
      { weight: constraints.transitGateways ? 1 : 0, arbitrary: fc.constant("transit-gateway" as const) },
    );
  const propagated = fc.constantFrom("none", "none", "none", "default-route", "inside-vpc", "elsewhere");
  return fc.record({
    defaultRoute: target(8, 8),
    ipv6Default: fc.constantFrom("none", "internet", "internet", "egress-only"),
    peerRoute: fc.constantFrom("none", "whole", "whole", "whole", "whole", "first-subnet"),
    extras: fc.array(fc.record({ destination: anyIndex(), target: target(3, 3) }), { maxLength: 2 }),
    propagated: constraints.propagatedRoutes ? propagated : fc.constant("none"),
  });
}

function aclPlan(constraints: SettledConstraints): fc.Arbitrary<AclPlan> {
  // The open ACL is what a person has who did not think of ACLs, so that is where it shrinks to.
  const isOpen =
    constraints.openShare === 0 ? fc.constant(false) : sometimes(100 - constraints.openShare).map((no) => !no);
  return fc.record({
    isOpen,
    lastAllow: fc.record({ ingress: sometimes(constraints.openShare), egress: sometimes(constraints.openShare) }),
    entries: fc.uniqueArray(entryPlan(), {
      maxLength: 2 * constraints.maxAclEntries,
      selector: ({ egress, number }) => `${egress} ${number}`,
    }),
  });
}

function entryPlan(): fc.Arbitrary<EntryPlan> {
  return fc.record({
    number: fc.constantFrom(100, 90, 110, 120, 200, 300, 1, 5000, 31999),
    egress: fc.boolean(),
    action: fc.constantFrom("allow" as const, "allow" as const, "deny" as const),
    traffic: arbTraffic({ usual: true }),
    block: blockPlan(1),
  });
}

function blockPlan(everyone: number): fc.Arbitrary<BlockPlan> {
  return fc.record({
    ipv6: sometimes(25),
    index: fc.oneof(
      { withCrossShrink: true },
      { weight: everyone, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: anyIndex() },
    ),
  });
}

function groupPlan(constraints: SettledConstraints): fc.Arbitrary<GroupPlan> {
  const rules = fc.array(rulePlan(constraints), { maxLength: constraints.maxRulesPerGroup });
  const ingress = fc
    .tuple(sometimes(constraints.openShare / 2), rules)
    .map(([isOpen, some]): GroupPlan["ingress"] => (isOpen ? "open" : some));
  // Open is how AWS makes a group's egress.
  const egress = fc
    .tuple(sometimes(Math.max(0, 75 - constraints.openShare)), rules)
    .map(([isListed, some]): GroupPlan["egress"] => (isListed ? some : "open"));
  return fc.record({ ingress, egress });
}

function rulePlan(constraints: SettledConstraints): fc.Arbitrary<RulePlan> {
  const peer = fc.oneof(
    { withCrossShrink: true },
    { weight: 6, arbitrary: blockPlan(3).map((block): RulePlan["peer"] => ({ kind: "block", block })) },
    { weight: 3, arbitrary: anyIndex().map((index): RulePlan["peer"] => ({ kind: "group", index })) },
    { weight: 1, arbitrary: fc.constant<RulePlan["peer"]>({ kind: "self" }) },
    { weight: constraints.prefixLists ? 1 : 0, arbitrary: fc.constant<RulePlan["peer"]>({ kind: "prefix-list" }) },
  );
  return fc.record({ traffic: arbTraffic({ usual: true }), peer });
}

function interfacePlan(constraints: SettledConstraints): fc.Arbitrary<InterfacePlan> {
  return fc.record({
    subnet: anyIndex(),
    groups: fc.array(anyIndex(), { minLength: 1, maxLength: 2 }),
    secondaryAddresses: fc.constantFrom(0, 0, 0, 1, 2),
    publicOn: fc.constantFrom("none", "primary", "primary", "primary", "secondary"),
    hasIpv6: constraints.ipv6 ? sometimes(70) : fc.constant(false),
    joinsFirstInstance: sometimes(15),
  });
}

function peeringPlan(): fc.Arbitrary<PeeringPlan> {
  return fc.record({
    status: fc.oneof(
      { withCrossShrink: true },
      { weight: 8, arbitrary: fc.constant("active" as const) },
      { weight: 1, arbitrary: fc.constantFrom("pending-acceptance" as const, "deleted" as const) },
    ),
    isInterRegion: sometimes(25),
  });
}
