/** What lint says of replies and of rules, against what the evaluator does with packets, on random networks. */
import fc from "fast-check";
import {
  addressesHave,
  checkConnection,
  checkListener,
  cidr,
  EMPTY_INTERVALS,
  type Finding,
  formatPorts,
  type HeaderSet,
  interfaceAt,
  intervalsHave,
  ip,
  lint,
  type Network,
  parsePorts,
  type RuleRef,
  uniteBlocks,
  uniteIntervals,
  unwrap,
} from "netsim";
import { arbNetworkWithFault } from "netsim/arbitraries";
import { importAws } from "netsim/aws";
import { lintGithub, lintSarif, renderLint } from "netsim/render";
import { describe, expect, it } from "vitest";
import { ipv4Document, randomCase } from "../support/aws-random.ts";
import { ec2ClassicDocument } from "../support/ec2-classic-random.ts";
import { loadAws } from "../support/load-aws.ts";
import { anyNetwork, describedCase } from "../support/random-networks.ts";
import { twoSubnets } from "../support/small-networks.ts";

const REPLIES = ["acl-drops-replies", "acl-drops-some-replies", "ephemeral-range-too-narrow"];

function aboutReplies(network: Network): readonly Finding[] {
  return lint(network).findings.filter((each) => REPLIES.includes(each.code));
}

function hasInterface(network: Network, address: string): boolean {
  return Object.keys(network.vpcs).some((vpcId) => interfaceAt(network, vpcId, address as never) !== undefined);
}

const CLOSED = { maxVpcs: 1, openShare: 30 } as const;

describe("a reply that lint says an ACL drops", () => {
  it("is dropped there: the request of the proof gets no answer", () => {
    fc.assert(
      fc.property(anyNetwork({ ipv6: false, ...CLOSED }, { ...ipv4Document, ...CLOSED }), (network) => {
        for (const { component, direction, proof } of aboutReplies(network)) {
          if (proof.kind !== "dropped-replies") throw new Error("no such proof");
          const { source, destination, sourcePort, destinationPort, protocol } = proof.request;
          if (!hasInterface(network, source) || !hasInterface(network, destination)) continue;
          const verdict = checkConnection(network, {
            from: source,
            to: destination,
            protocol,
            port: destinationPort,
            sourcePorts: sourcePort,
          });
          const at = verdict.blockers.map((each) => `${each.component} ${each.direction} ${each.phase}`);
          expect(at, JSON.stringify(proof.request)).toContain(`${component} ${direction} reply`);
        }
      }),
      { numRuns: 150 },
    );
  });
});

const CUTS = [0, 22, 443, 1024, 2000, 32768, 61001, 65536];
const range = fc
  .tuple(fc.nat(CUTS.length - 2), fc.nat(CUTS.length - 2))
  .map(([a, b]) => ({ fromPort: CUTS[Math.min(a, b)]!, toPort: CUTS[Math.max(a, b) + 1]! - 1 }));
const block = fc.constantFrom("0.0.0.0/0", "10.0.0.0/16", "10.0.0.0/24", "10.0.0.0/29");
const entry = fc.record({
  ports: range,
  cidrBlock: block,
  ruleAction: fc.constantFrom("allow" as const, "allow" as const, "deny" as const),
  protocol: fc.constantFrom("tcp", "tcp", "tcp", "udp"),
});
const entries = fc
  .array(entry, { maxLength: 5 })
  .map((list) => list.map(({ ports, ...rest }, at) => ({ ...ports, ...rest, ruleNumber: 10 * (at + 1) })));
/** Services, and no ranges that are for replies. */
const ports = fc.uniqueArray(fc.constantFrom(22, 443, 1500, 40000), { minLength: 1, maxLength: 3 });

/** The client ports of these headers whose server is i-b at this port. */
function clientPorts(headers: HeaderSet, port: number): string[] {
  const own = headers.filter(
    ({ sourcePortRanges = [], destinationAddresses, protocol }) =>
      protocol === "tcp" &&
      intervalsHave(unwrap(parsePorts(sourcePortRanges)), port) &&
      addressesHave(uniteBlocks(destinationAddresses.map(cidr)), ip("10.0.0.10")),
  );
  return formatPorts(
    own.reduce(
      (sum, { destinationPortRanges = [] }) => uniteIntervals(sum, unwrap(parsePorts(destinationPortRanges))),
      EMPTY_INTERVALS,
    ),
  );
}

describe("the client ports whose replies lint says an ACL drops", () => {
  it("are exactly those that get no answer, for every port of a service", () => {
    let dropped = 0;
    fc.assert(
      fc.property(entries, entries, ports, (ingress, egress, open) => {
        const network = twoSubnets({
          networkAcls: { "acl-b": { vpcId: "vpc-1", ingress, egress } },
          securityGroups: {
            "sg-b": { vpcId: "vpc-1", ingress: open.map((port) => ({ port, from: "sg-a" })), egress: [] },
          },
        });
        const found = aboutReplies(network).flatMap(({ component, direction, proof }) =>
          component === "acl-b" && direction === "egress" && proof.kind === "dropped-replies" ? proof.replies : [],
        );
        for (const port of open) {
          const { blockers } = checkConnection(network, { from: "i-a", to: "i-b", port });
          // What does not get in, for no client port, has no reply to lose.
          const getsIn = blockers.every((each) => each.phase === "reply");
          const stopped = blockers.filter((each) => each.component === "acl-b" && each.direction === "egress");
          const expected = getsIn
            ? clientPorts(
                stopped.flatMap((each) => each.packets),
                port,
              )
            : [];
          expect(clientPorts(found, port)).toEqual(expected);
          if (expected.length > 0) dropped++;
        }
      }),
      { numRuns: 300 },
    );
    expect(dropped).toBeGreaterThan(50);
  });
});

const eitherCase = fc.oneof(
  describedCase(8),
  randomCase({ questionsPerDocument: 8 }).map(({ doc, questions }) => ({ net: loadAws(doc), questions })),
);

describe("an ACL entry or a group rule that lint says can never decide", () => {
  it("decides about no packet that is asked about", () => {
    const nameOf = (rule: RuleRef | null | undefined): string => JSON.stringify(rule);
    fc.assert(
      fc.property(eitherCase, ({ net: network, questions }) => {
        const dead = new Set(
          lint(network)
            .findings.filter((each) => each.code === "acl-entry-never-decides")
            .map((each) => nameOf(each.rule)),
        );
        if (dead.size === 0) return;
        for (const { from, to, protocol, srcPort, dstPort } of questions) {
          if (srcPort === undefined || dstPort === undefined) continue;
          const { legs } = checkConnection(network, { from, to, protocol, port: dstPort, sourcePorts: srcPort });
          const hops = legs.flatMap((leg) => [...leg.forward.hops, ...leg.reply.hops]);
          const decided = hops.flatMap((hop) => hop.decisions.map((each) => nameOf(each.rule)));
          expect(decided.filter((each) => dead.has(each))).toEqual([]);
        }
      }),
    );
  });
});

describe("lint", () => {
  it("answers with whole plain data whatever the network is, and finds nothing of AWS's own", () => {
    const check = (network: Network): void => {
      const result = lint(network);
      expect(JSON.parse(JSON.stringify(result))).toEqual(result);
      for (const { rule, proof } of result.findings) {
        const by = "by" in proof ? proof.by.map((each) => JSON.stringify(each)) : [];
        expect(by).toEqual([...new Set(by)]);
        if (rule?.kind === "network-acl-entry") expect(rule.ruleNumber).toBeLessThan(32767);
        if (rule?.kind === "route") expect(rule.route.target.type).not.toBe("local");
      }
      for (const text of [renderLint(result), lintGithub(result), JSON.stringify(lintSarif(result))])
        expect(text).not.toContain("undefined");
    };
    fc.assert(fc.property(anyNetwork(), check), { numRuns: 60 });
    fc.assert(
      fc.property(ec2ClassicDocument, (json) =>
        check(unwrap(importAws([{ file: "aws.json", json: JSON.parse(JSON.stringify(json)) }])).network),
      ),
      { numRuns: 60 },
    );
  });
});

describe("a listener that lint says is not open", () => {
  it("serves nobody, neither outside nor inside", () => {
    const closed = { "security-group": 0, "network-acl": 0, "target-security-group": 0 };
    const kinds = ["client-rule-removed", "traffic-rule-removed", "wrong-source-group", "acl-entry-removed"] as const;
    const networks = fc.oneof(
      anyNetwork({ loadBalancer: "always" }, { loadBalancer: "always" }),
      arbNetworkWithFault({ kinds }).map((each) => each.network),
    );
    fc.assert(
      fc.property(networks, fc.nat(), (net, pick) => {
        const inside = Object.keys(net.networkInterfaces);
        for (const { code, component, rule, details } of lint(net).findings) {
          if (code !== "listener-not-open" || rule?.kind !== "listener") continue;
          const { listener } = rule;
          const port = "loadBalancerPort" in listener ? listener.loadBalancerPort : (listener.port ?? 80);
          closed[details.filter as keyof typeof closed]++;
          for (const from of ["203.0.113.10", inside[pick % inside.length] ?? "203.0.113.11"]) {
            expect([component, port, from, listenerVerdict(net, component, port, from)]).not.toContain("reachable");
          }
        }
      }),
      // With a seed, so that there are some of each kind.
      { numRuns: 120, seed: 4 },
    );
    expect(Math.min(...Object.values(closed))).toBeGreaterThan(2);
  });
});

/** Undefined where the sender cannot ask, such as a node of the load balancer itself. */
function listenerVerdict(net: Network, loadBalancer: string, port: number, from: string): string | undefined {
  try {
    return checkListener(net, { loadBalancer, port, from }).verdict;
  } catch (error) {
    expect(error).toMatchObject({ name: "NetsimError" });
    return undefined;
  }
}
