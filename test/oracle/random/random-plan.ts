/** Random plans. Each part is generated on its own, so a plan shrinks part by part. */
import fc from "fast-check";
import type { DocumentConstraints } from "./constraints.js";
import type {
  AclPlan,
  BalancerPlan,
  BlockPlan,
  EntryPlan,
  GroupPlan,
  InterfacePlan,
  NatPlan,
  NetworkPlan,
  PeeringPlan,
  RulePlan,
  SubnetPlan,
  TablePlan,
  Target,
  VpcPlan,
} from "./plan.js";
import { randomTraffic } from "./traffic.js";

const anyIndex = fc.nat({ max: 40 });

/** `true` this often, and `false` when shrunk. */
function sometimes(percent: number): fc.Arbitrary<boolean> {
  return fc.integer({ min: 0, max: 99 }).map((value) => value >= 100 - percent);
}

/** `null` or an empty value when the thing is ruled out, without changing how anything else is generated. */
function onlyIf<T>(condition: boolean, percent: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  if (!condition || percent === 0) {
    return fc.constant(null);
  }
  return fc.tuple(sometimes(percent), arbitrary).map(([isThere, value]) => (isThere ? value : null));
}

export function networkPlan(constraints: DocumentConstraints): fc.Arbitrary<NetworkPlan> {
  const balancerShare = { never: 0, sometimes: 30, always: 100 }[constraints.loadBalancer];
  return fc.record({
    first: vpcPlan(constraints),
    second: onlyIf(constraints.maxVpcs === 2, 50, vpcPlan(constraints)),
    peering: onlyIf(constraints.peering, 80, peeringPlan),
    balancer: onlyIf(true, balancerShare, balancerPlan),
  });
}

function vpcPlan(constraints: DocumentConstraints): fc.Arbitrary<VpcPlan> {
  return fc.record({
    hasSecondBlock: sometimes(25),
    hasIpv6: constraints.ipv6 ? sometimes(50) : fc.constant(false),
    internetGateway: fc.oneof(
      { weight: 8, arbitrary: fc.constant("attached" as const) },
      { weight: 1, arbitrary: fc.constant("detached" as const) },
      { weight: 1, arbitrary: fc.constant("none" as const) },
    ),
    hasEgressOnlyGateway: constraints.ipv6 ? sometimes(40) : fc.constant(false),
    nat: onlyIf(constraints.natGateways, 75, natPlan),
    subnets: fc.array(subnetPlan, { minLength: 1, maxLength: constraints.maxSubnetsPerVpc }),
    tables: fc.array(tablePlan(constraints), { minLength: 2, maxLength: 3 }),
    acls: fc.array(aclPlan(constraints), { minLength: 1, maxLength: 3 }),
    groups: fc.array(groupPlan(constraints), { minLength: 1, maxLength: constraints.maxGroupsPerVpc }),
    interfaces: fc.array(interfacePlan(constraints), { minLength: 1, maxLength: constraints.maxInterfacesPerVpc }),
  });
}

const subnetPlan: fc.Arbitrary<SubnetPlan> = fc.record({
  zone: fc.constantFrom(0, 1),
  inSecondBlock: sometimes(50),
  table: anyIndex,
  acl: anyIndex,
});

const natPlan: fc.Arbitrary<NatPlan> = fc.record({
  subnet: anyIndex,
  state: fc.oneof(
    { weight: 12, arbitrary: fc.constant("available" as const) },
    { weight: 1, arbitrary: fc.constantFrom("pending" as const, "failed" as const, "deleted" as const) },
  ),
  isPrivate: sometimes(8),
  hasInterface: sometimes(50),
  hasPlannedTable: sometimes(15),
});

function tablePlan(constraints: DocumentConstraints): fc.Arbitrary<TablePlan> {
  const target = (internet: number, nat: number): fc.Arbitrary<Target> =>
    fc.oneof(
      { weight: internet, arbitrary: fc.constant("internet" as const) },
      { weight: nat, arbitrary: fc.constant("nat" as const) },
      { weight: 1, arbitrary: fc.constant("none" as const) },
      { weight: 1, arbitrary: fc.constant("blackhole" as const) },
    );
  const propagated = fc.constantFrom("none", "none", "none", "default-route", "inside-vpc", "elsewhere");
  return fc.record({
    defaultRoute: target(8, 8),
    ipv6Default: fc.constantFrom("internet", "internet", "egress-only", "none"),
    peerRoute: fc.constantFrom("whole", "whole", "whole", "whole", "first-subnet", "none"),
    extras: fc.array(fc.record({ destination: anyIndex, target: target(3, 3) }), { maxLength: 2 }),
    propagated: constraints.propagatedRoutes ? propagated : fc.constant("none"),
    rotateBy: fc.nat({ max: 5 }),
  });
}

function aclPlan(constraints: DocumentConstraints): fc.Arbitrary<AclPlan> {
  return fc.record({
    isOpen: sometimes(constraints.openShare),
    lastAllow: fc.record({ ingress: sometimes(constraints.openShare), egress: sometimes(constraints.openShare) }),
    entries: fc.uniqueArray(entryPlan, {
      maxLength: 2 * constraints.maxAclEntries,
      selector: ({ egress, number }) => `${egress} ${number}`,
    }),
  });
}

const entryPlan: fc.Arbitrary<EntryPlan> = fc.record({
  number: fc.constantFrom(100, 90, 110, 120, 200, 300, 1, 5000, 31999),
  egress: fc.boolean(),
  action: fc.constantFrom("allow" as const, "allow" as const, "deny" as const),
  traffic: randomTraffic,
  block: blockPlan(1),
});

function blockPlan(everyone: number): fc.Arbitrary<BlockPlan> {
  return fc.record({
    ipv6: sometimes(25),
    index: fc.oneof({ weight: everyone, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: anyIndex }),
  });
}

function groupPlan(constraints: DocumentConstraints): fc.Arbitrary<GroupPlan> {
  const rules = fc.array(rulePlan(constraints), { maxLength: constraints.maxRulesPerGroup });
  const openOr = (percent: number): fc.Arbitrary<"open" | RulePlan[]> =>
    fc.tuple(sometimes(percent), rules).map(([isOpen, some]) => (isOpen ? "open" : some));
  return fc.record({ ingress: openOr(constraints.openShare / 2), egress: openOr(constraints.openShare + 25) });
}

function rulePlan(constraints: DocumentConstraints): fc.Arbitrary<RulePlan> {
  const block = blockPlan(3).map((plan): RulePlan["peer"] => ({ kind: "block", block: plan }));
  const group = anyIndex.map((index): RulePlan["peer"] => ({ kind: "group", index }));
  const self = fc.constant<RulePlan["peer"]>({ kind: "self" });
  const list = fc.constant<RulePlan["peer"]>({ kind: "prefix-list" });
  const peer = fc.oneof(
    { weight: 6, arbitrary: block },
    { weight: 3, arbitrary: group },
    { weight: 1, arbitrary: self },
    { weight: constraints.prefixLists ? 1 : 0, arbitrary: list },
  );
  return fc.record({ traffic: randomTraffic, peer });
}

function interfacePlan(constraints: DocumentConstraints): fc.Arbitrary<InterfacePlan> {
  return fc.record({
    subnet: anyIndex,
    groups: fc.array(anyIndex, { minLength: 1, maxLength: 2 }),
    secondaryAddresses: fc.constantFrom(0, 0, 0, 1, 2),
    publicOn: fc.constantFrom("none", "primary", "primary", "primary", "secondary"),
    hasIpv6: constraints.ipv6 ? sometimes(70) : fc.constant(false),
    joinsFirstInstance: sometimes(15),
  });
}

const peeringPlan: fc.Arbitrary<PeeringPlan> = fc.record({
  status: fc.oneof(
    { weight: 8, arbitrary: fc.constant("active" as const) },
    { weight: 1, arbitrary: fc.constantFrom("pending-acceptance" as const, "deleted" as const) },
  ),
  isInterRegion: sometimes(25),
});

const balancerPlan: fc.Arbitrary<BalancerPlan> = fc.record({
  isInternal: sometimes(30),
  hasSecondNode: sometimes(60),
  crossZone: fc.constantFrom("on", "off", "absent"),
  listeners: fc.uniqueArray(
    fc.record({ port: fc.constantFrom(80, 443, 8443), instancePort: fc.constantFrom(8080, 80, 81, 1024) }),
    { minLength: 1, maxLength: 2, selector: ({ port }) => port },
  ),
  healthPort: fc.constantFrom(8080, 9000, 80, 82),
  isHealthHttp: fc.boolean(),
  isTrusted: sometimes(70),
  isEgressOpen: sometimes(70),
  registeredEvery: fc.constantFrom(1, 1, 2),
});
