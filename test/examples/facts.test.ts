/** What each story teaches, as verdicts and deciding rules: its text may change, these may not. */
import { type Blocker, checkConnection, checkHealth, checkLeg, checkListener, explain, recommendRules } from "netsim";
import { describe, expect, it } from "vitest";
import { told } from "./told.ts";

/** `sg-app ingress forward security-group-no-match`, each once. */
function blockers({ blockers: found }: { readonly blockers: readonly Blocker[] }): string[] {
  const texts = found.map(({ component, direction, phase, code }) => `${component} ${direction} ${phase} ${code}`);
  return [...new Set(texts)].sort();
}

/** The states of the targets, each once. */
const states = (verdict: ReturnType<typeof checkHealth>): string[] => [
  ...new Set(Object.values(verdict.states).map(({ state }) => state)),
];

const INSTANCE_GROUP = "sg-0e2f3a4b5c6d7e8f9";
const LB_ACL = "acl-0b2c3d4e5f6071829";
const INSTANCE_ACL = "acl-0c3d4e5f60718293a";

describe("recommended-tables", async () => {
  const { facts } = await told(() => import("../../packages/examples/src/stories/recommended-tables.ts"));

  it("every row is there, nothing is wider, and clients are served", () => {
    expect(facts.recommendation.rules).toHaveLength(13);
    expect(facts.recommendation.rules.filter(({ status }) => status !== "present")).toEqual([]);
    expect(facts.recommendation.wider).toEqual([]);
    expect(facts.clients).toMatchObject({ verdict: "reachable", service: "serving", blockers: [] });
  });

  it("the two rows to spare are those that the row for replies covers", () => {
    const spare = facts.needed.filter(({ fails }) => fails.length === 0).map(({ row }) => row);
    expect(spare.map(({ component, direction, fromPort }) => [component, direction, fromPort])).toEqual([
      [LB_ACL, "egress", 8080],
      [LB_ACL, "egress", 9000],
    ]);
  });

  it("with ports below 1024 every row is needed, and what is for health checks fails health checks", () => {
    expect(checkListener(facts.lowPorts, { loadBalancer: "web", port: 80, from: "internet" }).verdict).toBe(
      "reachable",
    );
    expect(facts.neededWithLowPorts).toHaveLength(13);
    for (const { row, fails } of facts.neededWithLowPorts) {
      expect(fails).toContain("clients");
      if (row.purpose === "health-check") expect(fails).toContain("health checks");
      if (row.purpose === "listener" || row.purpose === "client-reply") expect(fails).toEqual(["clients"]);
    }
  });
});

describe("health-check-port", async () => {
  const { facts } = await told(() => import("../../packages/examples/src/stories/health-check-port.ts"));

  it("without the rule for 9000 instances are out of service and clients get 503, though 8080 is open", () => {
    expect(states(facts.health)).toEqual(["OutOfService"]);
    expect(blockers(facts.health)).toEqual([`${INSTANCE_GROUP} ingress forward security-group-no-match`]);
    expect(facts.health.blockers.every(({ rule }) => rule === null)).toBe(true);
    expect(checkLeg(facts.forgotten, { leg: "target", loadBalancer: "web", port: 80 }).verdict).toBe("reachable");
    expect(facts.clients.verdict).toBe("unreachable");
    for (const node of facts.clients.nodes) expect(node.symptoms).toMatchObject([{ kind: "http-status", status: 503 }]);
  });

  it("without the rule for 8080 instances are in service and clients get 504", () => {
    expect(states(checkHealth(facts.reversed, { loadBalancer: "web" }))).toEqual(["InService"]);
    expect(facts.reversedClients.verdict).toBe("unreachable");
    for (const node of facts.reversedClients.nodes)
      expect(node.symptoms).toMatchObject([{ kind: "http-status", status: 504 }]);
  });
});

describe("ephemeral-ports", async () => {
  const { facts } = await told(() => import("../../packages/examples/src/stories/ephemeral-ports.ts"));

  it("31744 of a load balancer's 64512 ports fail, by the reply at the instances' ACL", () => {
    expect(facts.targets.verdict).toBe("partial");
    expect(facts.failing).toBe(31744 / 64512);
    expect(blockers(facts.targets)).toEqual([`${INSTANCE_ACL} egress reply network-acl-denies`]);
    const ports = facts.targets.blockers.flatMap(({ packets }) => packets.map((each) => each.destinationPortRanges));
    expect(new Set(ports.flat())).toEqual(new Set(["1024-32767"]));
  });

  it("health comes and goes, so that it is not known", () => {
    expect(facts.health.verdict).toBe("partial");
    expect(states(facts.health)).toEqual(["Unknown"]);
  });

  it("at the other end modern Windows works, Linux and NAT gateways do in part", () => {
    expect(facts.byClient).toEqual([
      { sourcePorts: "windows", verdict: "reachable", share: 0 },
      // 49152-61000 of 32768-61000 works.
      { sourcePorts: "linux", verdict: "partial", share: 16384 / 28233 },
      { sourcePorts: "nat-gateway", verdict: "partial", share: 48128 / 64512 },
    ]);
    expect(facts.served).toMatchObject({ verdict: "reachable", service: "serving" });
  });
});

describe("rule-order", async () => {
  const { facts } = await told(() => import("../../packages/examples/src/stories/rule-order.ts"));
  const decisive = ({ blockers: found }: typeof facts.denied) =>
    found.map(({ rule }) => (rule?.kind === "network-acl-entry" ? rule.ruleNumber : null));

  it("a denial behind an allow stops nobody, and lint says that it changes nothing", () => {
    expect(facts.asLast.verdict).toBe("reachable");
    expect(facts.findings.findings.map(({ code }) => code)).toEqual(["acl-entry-changes-nothing"]);
  });

  it("the same denial before it stops the block, and nobody else", () => {
    expect(facts.denied.verdict).toBe("unreachable");
    expect(decisive(facts.denied)).toEqual([90]);
    const customer = checkConnection(facts.asFirst, { from: facts.CUSTOMER, to: "i-web", port: 443 });
    expect(customer.verdict).toBe("reachable");
  });

  it("an allow behind a denial is hidden by it", () => {
    expect(facts.hidden.verdict).toBe("unreachable");
    expect(decisive(facts.hidden)).toEqual([200]);
    const [cause] = explain(facts.hidden).causes;
    expect(cause?.overruled).toMatchObject([
      { code: "earlier-rule-decides", rule: { ruleNumber: 210 }, by: { ruleNumber: 200 } },
    ]);
  });
});

describe("group-reference", async () => {
  const { facts } = await told(() => import("../../packages/examples/src/stories/group-reference.ts"));

  it("works by the private address", () => {
    expect(facts.byPrivateAddress.verdict).toBe("reachable");
    expect(facts.workerByPrivateAddress.verdict).toBe("reachable");
  });

  it.each(["byPublicAddress", "workerByPublicAddress"] as const)("fails %s, with the identity lost", (name) => {
    expect(facts[name].verdict).toBe("unreachable");
    expect(facts[name].blockers).toMatchObject([
      { component: "sg-db", direction: "ingress", code: "security-group-reference-lost" },
    ]);
    expect(facts[name].blockers[0]?.awsCode).toBe("SG_REFERENCES_NOT_PRESERVED");
  });

  it("arrives as the sender's public address, or as that of its NAT gateway", () => {
    const arrivesAs = (verdict: typeof facts.byPublicAddress) => explain(verdict).causes[0]?.lost;
    expect(arrivesAs(facts.byPublicAddress)).toMatchObject({ lostAt: "igw-orders", arrivesAs: ["203.0.113.20/32"] });
    expect(arrivesAs(facts.workerByPublicAddress)).toMatchObject({
      lostAt: "nat-orders",
      arrivesAs: ["203.0.113.5/32"],
    });
  });
});

describe("internal-load-balancer", async () => {
  const { facts } = await told(() => import("../../packages/examples/src/stories/internal-load-balancer.ts"));

  it("has AWS's tables for internal load balancers, all of them and nothing beside", () => {
    const { scheme, rules, wider } = recommendRules(facts.billing, { loadBalancer: "billing" });
    expect(scheme).toBe("internal");
    expect(rules.filter(({ status }) => status !== "present")).toEqual([]);
    expect(wider).toEqual([]);
  });

  it("the VPC's own client is served, the peer is stopped at the group and twice at the ACL", () => {
    expect(facts.fromHome).toMatchObject({ verdict: "reachable", service: "serving" });
    expect(facts.fromPeer.verdict).toBe("unreachable");
    expect(blockers(facts.fromPeer)).toEqual([
      "acl-lb egress reply network-acl-denies",
      "acl-lb ingress forward network-acl-denies",
      "sg-lb ingress forward security-group-no-match",
    ]);
  });

  it("three edits are needed, none fewer, and they help", () => {
    for (const { edits } of facts.found.repairs) expect(edits).toHaveLength(3);
    expect(facts.found.isComplete).toBe(true);
    const again = { loadBalancer: "billing", port: 80, from: "reporter" };
    expect(checkListener(facts.repaired, again)).toMatchObject({ verdict: "reachable", service: "serving" });
  });
});

describe("empty-zone", async () => {
  const { facts } = await told(() => import("../../packages/examples/src/stories/empty-zone.ts"));

  it("without cross-zone the empty zone's node answers 503, the other one serves", () => {
    expect(facts.both.verdict).toBe("reachable");
    expect(facts.off.verdict).toBe("partial");
    expect(facts.off.nodes).toMatchObject([
      { availabilityZone: "us-east-1a", verdict: "unreachable", symptoms: [{ status: 503 }] },
      { availabilityZone: "us-east-1b", verdict: "reachable", symptoms: [] },
    ]);
    expect(facts.off.blockers).toMatchObject([{ code: "no-target-in-zone", awsCode: "ELB_NOT_CROSSZONE" }]);
  });

  it("with cross-zone both serve", () => {
    expect(facts.on).toMatchObject({ verdict: "reachable", service: "serving", blockers: [] });
  });
});

describe("ec2-classic", async () => {
  const { facts } = await told(() => import("../../packages/examples/src/stories/ec2-classic.ts"));
  const client = { from: "203.0.113.10", to: "i-1b", port: 80 };
  const listener = { loadBalancer: "web", port: 80, from: "internet" };

  it("before, everybody reaches the load balancer and the instances", () => {
    expect(checkListener(facts.open, listener).verdict).toBe("reachable");
    expect(checkConnection(facts.open, client).verdict).toBe("reachable");
  });

  it("after, the load balancer only, and somebody else's too", () => {
    expect(checkListener(facts.locked, listener)).toMatchObject({ verdict: "reachable", service: "serving" });
    expect(checkConnection(facts.locked, client).verdict).toBe("unreachable");
    expect(blockers(facts.direct)).toEqual(["sg-1a2b3c4d ingress forward security-group-no-match"]);
    for (const port of [1, 22, 80, 65535]) {
      const from = { loadBalancer: "somebody" };
      const question = { from, to: "i-1b", port };
      const [blocker] = checkConnection(facts.locked, question).blockers;
      // Nothing listens but on 80; the group admits every port.
      expect(blocker?.kind).toBe(port === 80 ? undefined : "application");
    }
  });

  it("the group has what AWS's page shows: ICMP, tcp and udp from port 1, for the load balancers' group", () => {
    const rules = Object.values(facts.locked.securityGroups).flatMap(({ ingress }) => ingress);
    const peer = { securityGroupId: "amazon-elb/amazon-elb-sg" };
    expect(rules.map(({ protocol, fromPort, toPort }) => [protocol, fromPort, toPort]).sort()).toEqual(
      [
        [1, -1, -1],
        [17, 1, 65535],
        [6, 1, 65535],
      ].sort(),
    );
    for (const rule of rules) expect(rule.peer).toEqual(peer);
  });
});

describe("client-address", async () => {
  const { facts } = await told(() => import("../../packages/examples/src/stories/client-address.ts"));

  it("health is green in all rows, clients get in only where the rule admits who the target sees", () => {
    expect(facts.outcomes.map(({ state }) => state)).toEqual(facts.outcomes.map(() => "healthy"));
    expect(facts.outcomes.map(({ clients }) => clients.verdict)).toEqual([
      "unreachable",
      "reachable",
      "reachable",
      "reachable",
      "unreachable",
    ]);
  });

  it("what is refused comes from the client's address", () => {
    for (const at of [0, 4]) {
      const found = facts.outcomes[at]?.clients.blockers ?? [];
      expect(found).toMatchObject([{ component: "sg-relay", direction: "ingress", code: "security-group-no-match" }]);
      expect(found[0]?.witness?.source).toBe("198.51.100.7");
    }
  });

  it("with the address replaced the target sees the load balancer, and so its subnet is right", () => {
    const hops = facts.outcomes[2]?.clients.legs.find(({ kind }) => kind === "target")?.forward.hops ?? [];
    expect(hops.at(-1)?.inbound.flatMap((each) => each.sourceAddresses)).toEqual(["10.40.0.17/32"]);
  });
});

describe("ipv6-half-open", async () => {
  const { facts } = await told(() => import("../../packages/examples/src/stories/ipv6-half-open.ts"));

  it("IPv4 is served, IPv6 is stopped three times, and the internet as a whole is partial", () => {
    expect(facts.overIpv4).toMatchObject({ verdict: "reachable", service: "serving" });
    expect(facts.overIpv6.verdict).toBe("unreachable");
    expect(facts.everybody.verdict).toBe("partial");
    for (const verdict of [facts.overIpv6, facts.oneClient]) {
      expect(blockers(verdict)).toEqual([
        "acl-public egress reply network-acl-denies",
        "acl-public ingress forward network-acl-denies",
        "rtb-public egress reply no-route",
      ]);
    }
  });

  it("two entries and a route open it, and leave IPv4 as it was", () => {
    expect(facts.found.repairs[0]?.edits.map(({ kind }) => kind).sort()).toEqual([
      "create-network-acl-entry",
      "create-network-acl-entry",
      "create-route",
    ]);
    const question = { loadBalancer: "news", port: 443, from: "internet" };
    expect(checkListener(facts.repaired, question)).toMatchObject({ verdict: "reachable", service: "serving" });
  });
});

describe("path-mtu", async () => {
  const { facts } = await told(() => import("../../packages/examples/src/stories/path-mtu.ts"));

  it("a warning for each filter that stops the message, and no verdict by it", () => {
    expect(facts.before).toMatchObject({ verdict: "reachable", blockers: [] });
    const named = facts.before.warnings.map(({ code, component }) => `${component} ${code}`);
    expect([...named].sort()).toEqual([
      "acl-files path-mtu-discovery",
      "acl-files path-mtu-discovery",
      "sg-desks path-mtu-discovery",
      "sg-files path-mtu-discovery",
    ]);
  });

  it("security groups are taken at AWS's older word where that is asked for", () => {
    const question = { from: "desk", to: "files", port: 445, pathMtu: "tracked" } as const;
    const named = checkConnection(facts.files, question).warnings.map(({ component }) => component);
    expect(new Set(named)).toEqual(new Set(["acl-files"]));
  });

  it("is settled by the rules that it names", () => {
    expect(facts.after).toMatchObject({ verdict: "reachable", warnings: [] });
  });
});

describe("health-timeline", async () => {
  const { facts, printed } = await told(() => import("../../packages/examples/src/stories/health-timeline.ts"));

  it("lasts until the tenth success in a row, or the second", () => {
    // Out at 155. The first check after 340 is that of 360; the tenth success in a row is that of 630, the second that of 390.
    expect(facts.slow.seconds).toBe(630 - 155);
    expect(facts.fast.seconds).toBe(390 - 155);
  });

  it("clients get 503 while no instance is in service, and nothing of the upgrade", () => {
    const down = facts.slow.timeline.clients.filter(({ listeners }) => listeners[0]?.service === "down");
    expect(down.map(({ from, to }) => [from, to])).toEqual([[155, 630]]);
    for (const node of down.flatMap(({ listeners }) => listeners[0]?.nodes ?? []))
      expect(node.symptoms).toMatchObject([{ status: 503, cause: "no-target-in-service" }]);
    expect(facts.slow.timeline.clients.at(-1)?.to).toBe(1800);
  });

  it("draining and registration are told in AWS's words", () => {
    // The column is narrow, and the sentences wrapped.
    expect(printed).toMatch(/Instance deregistration currently\s+in progress\./);
    expect(printed).toMatch(/Instance registration is\s+still in progress\./);
  });
});

describe("what-if", async () => {
  const { facts } = await told(() => import("../../packages/examples/src/stories/what-if.ts"));

  it("the narrowed entry takes the replies to clients of both nodes, at once", () => {
    expect(facts.lost.starts).toEqual([]);
    expect(facts.lost.stops.map(({ from, to }) => [from.label, to.label.replace(/@.*/, "")])).toEqual([
      ["internet", "web"],
      ["internet", "web"],
    ]);
    for (const { blame } of facts.lost.stops)
      expect(blame).toMatchObject([{ component: LB_ACL, phase: "reply", direction: "egress" }]);
    for (const { verdict } of facts.lost.open) expect(verdict).toBe("cut-at-once");
    const clients = checkListener(facts.narrowed, { loadBalancer: "web", port: 80, from: "internet" });
    expect(clients.verdict).toBe("unreachable");
  });

  it("two entries are needed by nothing, and nothing differs without both", () => {
    const spare = facts.entries.filter(({ neededBy }) => neededBy.length === 0);
    expect(spare.map(({ direction, ports }) => [direction, ports])).toEqual([
      ["egress", "8080-8080"],
      ["egress", "9000-9000"],
    ]);
    expect(Object.values(facts.tidied.networkAcls).find(({ id }) => id === LB_ACL)?.egress).toHaveLength(1);
    expect(facts.same.verdict).toBe("same");
  });
});

describe("repair", async () => {
  const { facts } = await told(() => import("../../packages/examples/src/stories/repair.ts"));

  it("finds the two rules that were lost, and proves that fewer do not help", () => {
    expect(facts.clients.verdict).toBe("unreachable");
    expect(facts.found).toMatchObject({ isComplete: true, obstacles: [] });
    expect(facts.found.repairs.map(({ edits }) => edits)).toMatchObject([
      [
        {
          kind: "authorize-security-group-rule",
          securityGroupId: INSTANCE_GROUP,
          direction: "ingress",
          rule: { protocol: 6, fromPort: 9000, toPort: 9000, peer: { securityGroupId: "sg-0d1e2f3a4b5c6d7e8" } },
        },
        { kind: "create-network-acl-entry", networkAclId: INSTANCE_ACL, direction: "egress" },
      ],
    ]);
    expect(facts.afterwards).toMatchObject({ verdict: "reachable", service: "serving" });
  });

  it("names the two wishes that contradict each other", () => {
    expect(facts.audit.verdict).toBe("unreachable");
    expect(facts.both.repairs).toEqual([]);
    expect(facts.both.conflicts).toEqual([{ mustReach: 0, and: { mustNotReach: 0 } }]);
  });
});

describe("property-test", async () => {
  const { facts } = await told(() => import("../../packages/examples/src/stories/property-test.ts"));

  it("no rules open a database without a public address in a private subnet, and nothing else does", () => {
    expect(facts.designed).toMatchObject({ failed: false, numRuns: 300 });
    expect(facts.anything).toMatchObject({ failed: false, numRuns: 300 });
  });

  it("after the move a test of today's rules holds and the property does not", () => {
    expect(facts.today.verdict).toBe("unreachable");
    expect(facts.moved.failed).toBe(true);
  });

  it("what is found is reduced to the plainest rule that opens it", () => {
    expect(facts.moved.counterexample?.[0]).toHaveLength(1);
    expect(facts.counterexample).toMatchObject({
      kind: "authorize-group-rule",
      component: "sg-db",
      description: "authorize sg-db ingress tcp 80 from 0.0.0.0/0",
    });
  });
});
