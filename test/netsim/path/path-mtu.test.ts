/** Path MTU discovery: which filter keeps the error about a packet that is too large from whom, and when that matters. */
import {
  editNetwork,
  type Network,
  type NetworkAclEntryInput,
  type NetworkInput,
  network,
  type SecurityGroupRuleInput,
} from "@netsim/core";
import fc from "fast-check";
import {
  type ConnectionInput,
  checkConnection,
  checkHealth,
  checkLeg,
  checkListener,
  type Verdict,
  type Warning,
} from "netsim";
import { describe, expect, it } from "vitest";
import { classicPage, PAGE, type PageLayout } from "../../support/classic-page.ts";
import {
  ANYWHERE,
  ANYWHERE_IPV6,
  allow,
  assumptionsOf,
  balanced,
  deny,
  EVERYTHING,
  extend,
  from,
  PEERED,
  PUBLIC_AND_PRIVATE,
  peered,
  publicAndPrivate,
  route,
  STRANGER,
  to,
  twoSubnets,
} from "../../support/small-networks.ts";

/** `component direction of end` of each warning. */
function warned({ warnings }: Pick<Verdict, "warnings">): string[] {
  return warnings
    .filter((each) => each.code === "path-mtu-discovery")
    .map(({ component, details }) => `${component} ${details?.direction} of ${details?.end}`);
}

const ask = (net: Network, question: ConnectionInput): string[] => warned(checkConnection(net, question));
const TOO_BIG = "icmp 3 4";
const ON_THE_INTERNET = { from: STRANGER, to: "web", port: 80 } as const;

describe("inside a VPC", () => {
  it("hosts may all send 9001 bytes: nothing is too large, and no rule is missing", () => {
    expect(warned(checkConnection(twoSubnets(), { from: "i-a", to: "i-b", port: 80 }))).toEqual([]);
    const closed = [allow(100, "tcp 0-65535")];
    const acl = { vpcId: "vpc-1", ingress: closed, egress: closed };
    const net = twoSubnets({ networkAcls: { "acl-a": acl, "acl-b": acl } });
    const verdict = checkConnection(net, { from: "i-a", to: "i-b", port: 80 });
    expect(verdict.verdict).toBe("reachable");
    expect(verdict.warnings).toEqual([]);
  });
});

describe("an internet gateway takes 1500 bytes, so that", () => {
  it("an instance's group without a rule for icmp type 3 code 4 is a warning and no failure", () => {
    const verdict = checkConnection(publicAndPrivate(), ON_THE_INTERNET);
    expect(verdict.verdict).toBe("reachable");
    expect(verdict.warnings).toEqual([
      {
        code: "path-mtu-discovery",
        component: "sg-web",
        leg: "connection: 203.0.113.10 -> web",
        details: {
          kind: "security-group",
          direction: "ingress",
          attachedTo: "eni-web",
          end: "web",
          protocol: "icmp",
          icmpType: 3,
          icmpCode: 4,
          peers: ["0.0.0.0/0"],
          limitedBy: "igw-1",
          mtu: 1500,
        },
      },
    ]);
  });

  it.each([
    ["type 3 code 4 from everywhere", from(ANYWHERE, TOO_BIG), true],
    ["all ICMP from everywhere", from(ANYWHERE, "icmp"), true],
    ["everything from everywhere", from(ANYWHERE, "all"), true],
    ["ping", from(ANYWHERE, "icmp 8"), false],
    ["type 3 with another code", from(ANYWHERE, "icmp 3 1"), false],
    ["the client's block only: any router on the way may send the error", from("203.0.113.0/24", TOO_BIG), false],
    ["private addresses only", from("10.0.0.0/8", "icmp"), false],
  ])("a rule of the group for %s", (_, rule, settles) => {
    const group = { vpcId: "vpc-1", ingress: [from(ANYWHERE, "tcp 80"), rule] };
    const net = publicAndPrivate({ securityGroups: { "sg-web": group } });
    expect(ask(net, ON_THE_INTERNET)).toEqual(settles ? [] : ["sg-web ingress of web"]);
  });

  it("a rule in one of several groups is enough, and the warning names them all", () => {
    const groups = { "sg-ssh": { vpcId: "vpc-1", ingress: [from(ANYWHERE, "tcp 22")] } };
    const { web } = PUBLIC_AND_PRIVATE.instances as NonNullable<NetworkInput["instances"]>;
    const instances = { web: { ...web, groups: ["sg-web", "sg-ssh"] } } as NetworkInput["instances"];
    const closed = checkConnection(publicAndPrivate({ securityGroups: groups, instances }), ON_THE_INTERNET);
    expect(closed.warnings[0]?.details?.components).toEqual(["sg-web", "sg-ssh"]);
    const open = { "sg-ssh": { vpcId: "vpc-1", ingress: [from(ANYWHERE, TOO_BIG)] } };
    expect(ask(publicAndPrivate({ securityGroups: open, instances }), ON_THE_INTERNET)).toEqual([]);
  });

  it("a network ACL needs the entry in both directions", () => {
    const tcpOnly = [allow(100, "tcp 0-65535")];
    const withIcmp = [...tcpOnly, allow(110, TOO_BIG)];
    const of = (ingress: NetworkAclEntryInput[], egress: NetworkAclEntryInput[]): string[] =>
      ask(
        publicAndPrivate({
          networkAcls: { "acl-public": { vpcId: "vpc-1", ingress, egress } },
          securityGroups: { "sg-web": { vpcId: "vpc-1", ingress: [from(ANYWHERE, "all")] } },
        }),
        ON_THE_INTERNET,
      );
    expect(of(tcpOnly, tcpOnly)).toEqual(["acl-public ingress of web", "acl-public egress of 203.0.113.10"]);
    expect(of(withIcmp, tcpOnly)).toEqual(["acl-public egress of 203.0.113.10"]);
    expect(of(tcpOnly, withIcmp)).toEqual(["acl-public ingress of web"]);
    expect(of(withIcmp, withIcmp)).toEqual([]);
    expect(of([deny(50, "icmp"), ...withIcmp], withIcmp)).toEqual(["acl-public ingress of web"]);
  });

  it("an ACL entry that shuts a block out altogether is a decision about that block, and no warning", () => {
    const banned = [deny(90, "all", "198.18.0.0/15"), ...EVERYTHING];
    const at = (ingress: NetworkAclEntryInput[]): string[] =>
      ask(
        publicAndPrivate({
          networkAcls: { "acl-public": { vpcId: "vpc-1", ingress, egress: EVERYTHING } },
          securityGroups: { "sg-web": { vpcId: "vpc-1", ingress: [from(ANYWHERE, "all")] } },
        }),
        ON_THE_INTERNET,
      );
    expect(at(banned)).toEqual([]);
    // The client itself is let in by another entry, so that its errors are missed.
    expect(at([allow(10, "tcp 80"), deny(90, "all", "203.0.113.0/24"), ...EVERYTHING])).toEqual([
      "acl-public ingress of web",
    ]);
    expect(at([deny(90, "icmp", "198.18.0.0/15"), ...EVERYTHING])).toEqual(["acl-public ingress of web"]);
  });

  it("behind a NAT gateway the error has to come in twice: to the gateway's subnet and to the instance's", () => {
    const tcpOnly = [allow(100, "tcp 0-65535")];
    const acl = { vpcId: "vpc-1", ingress: tcpOnly, egress: tcpOnly };
    const net = publicAndPrivate({ networkAcls: { "acl-public": acl, "acl-private": acl } });
    expect(ask(net, { from: "app", to: STRANGER, port: 443 }).toSorted()).toEqual([
      "acl-private egress of 203.0.113.10",
      "acl-private ingress of app",
      "acl-public egress of 203.0.113.10",
      "acl-public egress of app",
      "acl-public ingress of 203.0.113.10",
      "acl-public ingress of app",
      "sg-app ingress of app",
    ]);
    const peersOf = (warnings: readonly Warning[], id: string, end: string): unknown =>
      warnings.find((each) => each.component === id && each.details?.end === end && each.details.direction === "egress")
        ?.details?.peers;
    const { warnings } = checkConnection(net, { from: "app", to: STRANGER, port: 443 });
    expect(peersOf(warnings, "acl-public", "app")).toEqual(["10.0.1.0/24"]);
    expect(peersOf(warnings, "acl-public", STRANGER)).toEqual(["0.0.0.0/0"]);
  });

  it("IPv6 needs ICMPv6 type 2 code 0 instead, also through an egress-only internet gateway", () => {
    const net = (rules: SecurityGroupRuleInput[]): Network =>
      network({
        vpcs: { "vpc-1": { cidr: ["10.0.0.0/16", "2600:1f14:a:cc00::/56"] } },
        egressOnlyInternetGateways: { "eigw-1": { vpcId: "vpc-1" } },
        routeTables: { rtb: { vpcId: "vpc-1", main: true, routes: [route(ANYWHERE_IPV6, "eigw-1")] } },
        subnets: {
          s: { vpcId: "vpc-1", availabilityZone: "us-east-1a", cidr: ["10.0.0.0/24", "2600:1f14:a:cc00::/64"] },
        },
        networkAcls: { acl: { vpcId: "vpc-1", isDefault: true, ingress: EVERYTHING, egress: EVERYTHING } },
        securityGroups: { sg: { vpcId: "vpc-1", ingress: rules, egress: [to(ANYWHERE_IPV6, "all")] } },
        networkInterfaces: {
          i: {
            subnetId: "s",
            privateIpAddress: "10.0.0.10",
            ipv6Addresses: ["2600:1f14:a:cc00::10"],
            groups: ["sg"],
          },
        },
      });
    const question = { from: "i", to: ANYWHERE_IPV6, port: 443 } as const;
    const verdict = checkConnection(net([from(ANYWHERE_IPV6, "icmpv6 128")]), question);
    expect(verdict.verdict).toBe("reachable");
    expect(verdict.warnings[0]?.details).toMatchObject({
      direction: "ingress",
      protocol: "icmpv6",
      icmpType: 2,
      icmpCode: 0,
      peers: ["::/0"],
      limitedBy: "eigw-1",
      mtu: 1500,
    });
    expect(ask(net([from(ANYWHERE, "icmp 3 4")]), question)).toEqual(["sg ingress of i"]);
    expect(ask(net([from(ANYWHERE_IPV6, "icmpv6 2 0")]), question)).toEqual([]);
  });

  it("a public address used from inside the VPC is asked for on the way out and on the way in", () => {
    const client = { subnetId: "public", privateIpAddress: "10.0.0.20", publicIp: "198.51.100.20", groups: ["sg-app"] };
    const net = publicAndPrivate({ instances: { client } });
    expect(ask(net, { from: "client", to: "198.51.100.10", port: 80 })).toEqual([
      "sg-web ingress of 198.51.100.10",
      "sg-app ingress of client",
    ]);
  });
});

describe("there is nothing to warn of", () => {
  it("where nothing gets through", () => {
    const verdict = checkConnection(publicAndPrivate(), { ...ON_THE_INTERNET, port: 22 });
    expect(verdict.verdict).toBe("unreachable");
    expect(verdict.warnings).toEqual([]);
  });

  it("for protocols other than tcp and udp", () => {
    const group = { vpcId: "vpc-1", ingress: [from(ANYWHERE, "icmp 8"), from(ANYWHERE, "47")] };
    const net = publicAndPrivate({ securityGroups: { "sg-web": group } });
    for (const protocol of ["icmp", 47]) {
      const verdict = checkConnection(net, { from: STRANGER, to: "web", protocol });
      expect([verdict.verdict, verdict.warnings]).toEqual(["reachable", []]);
    }
  });

  it("where only some of it gets through there is, and over udp too", () => {
    const acl = { vpcId: "vpc-1", ingress: EVERYTHING, egress: [allow(100, "all", "203.0.112.0/23")] };
    const group = { vpcId: "vpc-1", ingress: [from(ANYWHERE, "udp 53")] };
    const net = publicAndPrivate({ networkAcls: { "acl-public": acl }, securityGroups: { "sg-web": group } });
    const verdict = checkConnection(net, { from: "internet", to: "web", port: 53, protocol: "udp" });
    expect(verdict.verdict).toBe("partial");
    // The error to those clients who are served passes the ACL as their replies do.
    expect(warned(verdict)).toEqual(["sg-web ingress of web"]);
  });
});

const TWO_REGIONS: NetworkInput = {
  vpcs: {
    "vpc-a": { cidr: "10.0.0.0/16", region: "us-east-1" },
    "vpc-b": { cidr: "10.1.0.0/16", region: "eu-west-1" },
  },
  securityGroups: { "sg-b": { vpcId: "vpc-b", ingress: [from("10.0.0.0/16", "tcp 80")] } },
};
const A_TO_B = { from: "a", to: "b", port: 80 } as const;

describe("a peering connection", () => {
  it("between two Regions takes less than a VPC: both ends' groups need the rule, for the other's block", () => {
    const verdict = checkConnection(peered(TWO_REGIONS), A_TO_B);
    expect(verdict.verdict).toBe("reachable");
    expect(warned(verdict)).toEqual(["sg-b ingress of b", "sg-a ingress of a"]);
    expect(verdict.warnings[0]?.details).toMatchObject({ peers: ["10.0.0.0/24"], limitedBy: "pcx-1", mtu: 1500 });
  });

  it("inside one Region takes what a VPC takes", () => {
    const oneRegion = { "vpc-a": { cidr: "10.0.0.0/16", region: "r" }, "vpc-b": { cidr: "10.1.0.0/16", region: "r" } };
    const verdict = checkConnection(peered({ vpcs: oneRegion }), A_TO_B);
    expect([verdict.verdict, verdict.warnings]).toEqual(["reachable", []]);
    expect(assumptionsOf(verdict)).not.toContain("pcx-1 peering-same-region-assumed");
  });

  it("of unknown Regions is taken for one inside a Region, which is said where a rule would be missing otherwise", () => {
    const byAddress = { "sg-b": { vpcId: "vpc-b", ingress: [from("10.0.0.0/16", "tcp 80")] } };
    const verdict = checkConnection(peered({ securityGroups: byAddress }), A_TO_B);
    expect([verdict.verdict, verdict.warnings]).toEqual(["reachable", []]);
    expect(assumptionsOf(verdict)).toContain("pcx-1 peering-same-region-assumed");
    const open = {
      "sg-a": { vpcId: "vpc-a", ingress: [from("10.1.0.0/16", "icmp")] },
      "sg-b": { vpcId: "vpc-b", ingress: [from("10.0.0.0/16", "all")] },
    };
    const settled = checkConnection(peered({ securityGroups: open }), A_TO_B);
    expect(assumptionsOf(settled)).not.toContain("pcx-1 peering-same-region-assumed");
    const trusting = checkConnection(peered({ securityGroups: byAddress }), { ...A_TO_B, pathMtu: "tracked" });
    expect(assumptionsOf(trusting)).not.toContain("pcx-1 peering-same-region-assumed");
  });

  it("lets exactly those filters be warned of that stop the error itself, asked as a packet of its own", () => {
    const block = fc.constantFrom(ANYWHERE, "10.0.0.0/16", "10.0.0.0/28", "10.1.0.0/16", "10.1.0.0/28", "192.0.2.0/24");
    const traffic = fc.constantFrom("all", "icmp", "icmp 3", "icmp 3 4", "icmp 3 1", "icmp 8", "udp 53", "47");
    const entries = fc
      .array(fc.tuple(fc.boolean(), traffic, block), { maxLength: 3 })
      .map((list) => [
        allow(1, "tcp 0-65535"),
        ...list.map(([isAllow, what, where], at) => (isAllow ? allow : deny)(10 + at, what, where)),
      ]);
    const rules = fc.array(fc.tuple(traffic, block), { maxLength: 2 });
    const acls = fc.record({ ingress: entries, egress: entries });
    fc.assert(
      fc.property(acls, acls, rules, rules, (aclA, aclB, rulesA, rulesB) => {
        const ingress = (list: readonly (readonly [string, string])[]): SecurityGroupRuleInput[] =>
          list.map(([what, where]) => from(where, what));
        const net = network(
          extend(extend(PEERED, TWO_REGIONS), {
            networkAcls: {
              "acl-a": { vpcId: "vpc-a", isDefault: true, ...aclA },
              "acl-b": { vpcId: "vpc-b", isDefault: true, ...aclB },
            },
            securityGroups: {
              "sg-a": { vpcId: "vpc-a", ingress: ingress(rulesA) },
              "sg-b": { vpcId: "vpc-b", ingress: [from("10.0.0.0/16", "tcp 80"), ...ingress(rulesB)] },
            },
          }),
        );
        const stops = (sender: string, receiver: string): string[] =>
          checkConnection(net, { from: sender, to: receiver, protocol: "icmp", icmp: { type: 3, code: 4 } })
            .blockers.filter((each) => each.phase === "forward")
            .map((each) => `${each.component} ${each.direction} of ${receiver}`);
        const expected = [...stops("a", "b"), ...stops("b", "a")].sort();
        expect(ask(net, A_TO_B).toSorted()).toEqual(expected);
      }),
    );
  });
});

describe("where the path is not followed", () => {
  it.each([
    ["vgw-1", 1500],
    ["tgw-1", 8500],
  ])("%s takes %i bytes, which is known", (gateway, mtu) => {
    const net = twoSubnets({
      routeTables: { "rtb-1": { vpcId: "vpc-1", main: true, routes: [route("172.16.0.0/12", gateway)] } },
    });
    const verdict = checkConnection(net, { from: "i-a", to: "172.16.0.9", port: 443 });
    expect(verdict.verdict).toBe("unknown");
    expect(verdict.warnings.map((each) => [each.component, each.details?.limitedBy, each.details?.mtu])).toEqual([
      ["sg-a", gateway, mtu],
    ]);
  });
});

/** The page's tables, and the ICMP rule that the page asks for in the instances' group beside them. */
function pageWithIcmp(layout: PageLayout = PAGE): Network {
  return editNetwork(network(classicPage(layout)), (draft) => {
    draft.securityGroups["sg-app"]?.ingress.push({
      protocol: 1,
      fromPort: 3,
      toPort: 4,
      peer: { securityGroupId: "sg-lb" },
    });
  });
}

const OF_WEB = { loadBalancer: "web" } as const;
const legs = (net: Network, pathMtu?: "warn" | "tracked") => ({
  client: checkLeg(net, { leg: "client", ...OF_WEB, port: 80, from: STRANGER, pathMtu }),
  target: checkLeg(net, { leg: "target", ...OF_WEB, port: 80, pathMtu }),
  health: checkLeg(net, { leg: "health", ...OF_WEB, pathMtu }),
});

describe("the rules that AWS recommends for a Classic Load Balancer", () => {
  it("V1: get through with no warning but that the ACL tables have no entry for icmp type 3 code 4", () => {
    const { client, target, health } = legs(pageWithIcmp());
    expect([client, target, health].map((each) => each.verdict)).toEqual(["reachable", "reachable", "reachable"]);
    expect(warned(client)).toEqual(["acl-lb ingress of web@lb-0", `acl-lb egress of ${STRANGER}`]);
    const behind = [
      "acl-lb egress of i-0",
      "acl-app ingress of i-0",
      "acl-app egress of web@lb-0",
      "acl-lb ingress of web@lb-0",
    ];
    expect(warned(target)).toEqual(behind);
    expect(warned(health)).toEqual(behind);
  });

  it("are incomplete without the ICMP rule of the instances' group, whatever the instances' MTU is", () => {
    const { target } = legs(network(classicPage()));
    expect(target.warnings.find((each) => each.component === "sg-app")?.details).toEqual({
      kind: "security-group",
      direction: "ingress",
      attachedTo: "eni-i-0",
      end: "i-0",
      protocol: "icmp",
      icmpType: 3,
      icmpCode: 4,
      peers: ["10.0.0.0/24"],
      sourceGroups: ["sg-lb"],
      loadBalancer: "web@lb-0",
    });
  });

  it("have none for ICMP in the load balancer's own group, which is no warning", () => {
    const net = balanced();
    const open = checkLeg(net, { leg: "client", ...OF_WEB, port: 80, from: STRANGER });
    expect([open.verdict, warned(open)]).toEqual(["reachable", []]);
  });

  it.each(["sg-lb", "10.0.0.0/16", ANYWHERE])("are complete with the instances' rule for %s", (peer) => {
    const group = {
      vpcId: "vpc-1",
      ingress: [from("sg-lb", "tcp 8080"), from("sg-lb", "tcp 9000"), from(peer, TOO_BIG)],
    };
    const net = balanced({}, { securityGroups: { "sg-app": group } });
    const verdict = checkHealth(net, OF_WEB);
    expect([verdict.verdict, warned(verdict)]).toEqual(["reachable", []]);
  });

  it("inside one subnet pass its ACL as the load balancer's packets do: on the way out of the node", () => {
    const input = classicPage();
    const net = editNetwork(
      network({
        ...input,
        instances: { "i-0": { subnetId: "lb-0", privateIpAddress: "10.0.0.10", groups: ["sg-app"] } },
      }),
      () => {},
    );
    const [egress, ...others] = warned(checkLeg(net, { leg: "target", ...OF_WEB, port: 80 }));
    expect([egress, others]).toEqual(["acl-lb egress of i-0", ["sg-app ingress of i-0"]]);
    const strict = checkLeg(net, { leg: "health", ...OF_WEB, sameSubnetAcl: "strict" });
    expect(strict.verdict).toBe("reachable");
    expect(warned(strict)).toContain("acl-lb ingress of web@lb-0");
  });
});

describe("pathMtu: tracked, AWS's text of 2020 to 2022,", () => {
  it("takes the error for a part of the connection that it is about: security groups need no rule for it", () => {
    expect(ask(publicAndPrivate(), { ...ON_THE_INTERNET, pathMtu: "tracked" })).toEqual([]);
    const { target } = legs(network(classicPage()), "tracked");
    expect(target.warnings.map((each) => each.details?.kind)).not.toContain("security-group");
  });

  it("leaves network ACLs stateless", () => {
    const { client, target, health } = legs(network(classicPage()), "tracked");
    expect([client, target, health].map((each) => each.warnings.length)).toEqual([2, 4, 4]);
  });

  it("is heard by every question", () => {
    const net = balanced();
    const listener = { ...OF_WEB, port: 80, from: STRANGER } as const;
    const kinds = ({ warnings }: Verdict): number => warnings.length;
    expect(kinds(checkListener(net, listener))).toBeGreaterThan(0);
    expect(kinds(checkListener(net, { ...listener, pathMtu: "tracked" }))).toBe(0);
    expect(kinds(checkHealth(net, OF_WEB))).toBeGreaterThan(0);
    expect(kinds(checkHealth(net, { ...OF_WEB, pathMtu: "tracked" }))).toBe(0);
    const leg = { leg: "target", ...OF_WEB, port: 80 } as const;
    expect(kinds(checkLeg(net, leg))).toBeGreaterThan(0);
    expect(kinds(checkLeg(net, { ...leg, pathMtu: "tracked" }))).toBe(0);
    const fromNode = { from: "web", to: "i-a", port: 8080 } as const;
    expect(kinds(checkConnection(net, fromNode))).toBeGreaterThan(0);
    expect(kinds(checkConnection(net, { ...fromNode, pathMtu: "tracked" }))).toBe(0);
  });
});

describe("the rules that warnings ask for", () => {
  /** One rule or entry for each warning, as it says. */
  function settle(net: Network, warnings: readonly Warning[]): Network {
    return editNetwork(net, (draft) => {
      for (const [at, { component, details }] of warnings.entries()) {
        const { direction, kind, icmpType, icmpCode, peers, sourceGroups } = details as {
          direction: "ingress" | "egress";
          kind: string;
          icmpType: number;
          icmpCode: number;
          peers: string[];
          sourceGroups?: string[];
        };
        const ports = { protocol: 1, fromPort: icmpType, toPort: icmpCode };
        if (kind === "network-acl") {
          for (const [which, cidrBlock] of peers.entries()) {
            const ruleNumber = 1 + 4 * at + which;
            draft.networkAcls[component]?.[direction].push({
              ...ports,
              ruleNumber,
              ruleAction: "allow",
              cidrBlock: cidrBlock as never,
            });
          }
        } else {
          const [group] = sourceGroups ?? [];
          const named =
            group === undefined ? peers.map((cidr) => ({ cidr: cidr as never })) : [{ securityGroupId: group }];
          for (const peer of named) draft.securityGroups[component]?.ingress.push({ ...ports, peer });
        }
      }
    });
  }

  const layout: fc.Arbitrary<PageLayout> = fc.record({
    scheme: fc.constantFrom("internet-facing", "internal"),
    instanceSubnets: fc.constantFrom("private", "public"),
    listeners: fc.constant([[80, 8080]] as const),
    healthPort: fc.constantFrom(8080, 9000),
    zones: fc.array(fc.record({ balancer: fc.constantFrom(0, 1), instances: fc.constantFrom(0, 1) }), {
      minLength: 1,
      maxLength: 2,
    }),
  });

  it("settle them: beside the page's tables, in every layout", () => {
    fc.assert(
      fc.property(layout, (made) => {
        const net = network(classicPage(made));
        const question = { ...OF_WEB, port: 80, from: made.scheme === "internal" ? "client" : "internet" };
        const before = checkListener(net, question);
        expect(before.verdict).toBe("reachable");
        expect(before.warnings.length).toBeGreaterThan(0);
        // Each once: the same filter is met by several legs.
        const once = [...new Map(before.warnings.map((each) => [JSON.stringify({ ...each, leg: "" }), each])).values()];
        const after = checkListener(settle(net, once), question);
        expect([after.verdict, after.warnings]).toEqual(["reachable", []]);
      }),
      { numRuns: 20 },
    );
  });
});

describe("behind an Application or Network Load Balancer", () => {
  type Balancers = NonNullable<NetworkInput["loadBalancers"]>;

  function fronted(
    balancer: Partial<Balancers[string]>,
    group: Partial<NonNullable<NetworkInput["targetGroups"]>[string]>,
    appRules: SecurityGroupRuleInput[],
    nodeRules: SecurityGroupRuleInput[] = [from(ANYWHERE, "tcp 80")],
  ): Network {
    return balanced(
      {},
      {
        classicLoadBalancers: {},
        loadBalancers: {
          front: {
            type: "application",
            subnets: ["lb-a", "lb-b"],
            securityGroups: ["sg-front"],
            listeners: [{ protocol: "HTTP", port: 80, forward: "tg" }],
            ...balancer,
          } as Balancers[string],
        },
        targetGroups: {
          tg: { protocol: "HTTP", port: 8080, vpcId: "vpc-1", targets: ["i-a", "i-b"], ...group } as never,
        },
        securityGroups: {
          "sg-front": { vpcId: "vpc-1", ingress: nodeRules },
          "sg-app": { vpcId: "vpc-1", ingress: appRules },
        },
      },
    );
  }

  const filters = (net: Network): string[] => [
    ...new Set(
      checkListener(net, { loadBalancer: "front", port: 80, from: STRANGER }).warnings.map((each) => each.component),
    ),
  ];
  const verdict = (net: Network) => checkListener(net, { loadBalancer: "front", port: 80, from: STRANGER }).verdict;

  it("the group of the Application Load Balancer needs the rule as well, which AWS recommends on its page", () => {
    const app = [from("sg-front", "tcp 8080")];
    const net = fronted({}, {}, app);
    expect(verdict(net)).toBe("reachable");
    expect(filters(net).toSorted()).toEqual(["sg-app", "sg-front"]);
    const settled = fronted(
      {},
      {},
      [...app, from("sg-front", TOO_BIG)],
      [from(ANYWHERE, "tcp 80"), from(ANYWHERE, "icmp")],
    );
    expect([verdict(settled), filters(settled)]).toEqual(["reachable", []]);
  });

  it("a rule that names the Network Load Balancer's group admits the errors of clients whose addresses it keeps", () => {
    const network = { type: "network", listeners: [{ protocol: "TCP", port: 80, forward: "tg" }] } as const;
    const tcp = { protocol: "TCP" } as const;
    const open = [from(ANYWHERE, "tcp 80"), from(ANYWHERE, "icmp")];
    const app = [from("sg-front", "tcp 8080")];
    const closed = fronted(network, tcp, app, open);
    expect([verdict(closed), filters(closed)]).toEqual(["reachable", ["sg-app"]]);
    const settled = fronted(network, tcp, [...app, from("sg-front", TOO_BIG)], open);
    expect([verdict(settled), filters(settled)]).toEqual(["reachable", []]);
  });

  it("a Network Load Balancer without groups lacks no rule of its own", () => {
    const network = { type: "network", securityGroups: undefined } as const;
    const listeners = [{ protocol: "TCP", port: 80, forward: "tg" }] as const;
    const app = [from(ANYWHERE, "tcp 8080")];
    const net = fronted({ ...network, listeners } as never, { protocol: "TCP" }, app);
    expect([verdict(net), filters(net)]).toEqual(["reachable", ["sg-app"]]);
  });
});
