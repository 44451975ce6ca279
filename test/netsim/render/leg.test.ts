import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { renderVerdict } from "../../../packages/netsim/src/render/text.ts";
import { ACL_ENTRY, blocker, connection, DEFAULT_ROUTE, hop, LAST_ENTRY, leg, tcp } from "./verdicts.ts";

const PUBLIC = tcp("203.0.113.10/32", "1024-65535", "54.1.2.3/32", "80");
const PRIVATE = tcp("203.0.113.10/32", "1024-65535", "10.0.0.5/32", "80");
const IGW = { id: "igw-1", kind: "internet-gateway" } as const;
const NODE = { id: "web@subnet-lb", kind: "load-balancer-node" } as const;
const ACL = { id: "acl-lb", kind: "network-acl", name: "public" } as const;
const GROUP = { id: "sg-lb", kind: "security-group", name: "web-lb" } as const;

describe("a client leg that is stopped on its way", () => {
  const name = "client: 203.0.113.10 -> web@subnet-lb:80";
  const stopped = blocker({
    component: "sg-lb",
    kind: "security-group",
    name: "web-lb",
    direction: "ingress",
    leg: name,
    hop: 3,
    attachedTo: "web@subnet-lb",
    code: "security-group-has-no-rules",
    awsCode: "SG_HAS_NO_RULES",
    packets: [PRIVATE],
    witness: {
      source: "203.0.113.10",
      destination: "10.0.0.5",
      protocol: 6,
      sourcePort: 1024,
      destinationPort: 80,
    } as never,
  });
  const verdict = connection(
    "unreachable",
    [
      leg({
        name,
        kind: "client",
        verdict: "unreachable",
        asked: [PUBLIC],
        forward: {
          hops: [
            hop(1, { component: IGW, direction: "ingress", inbound: [PUBLIC], outbound: [PRIVATE] }),
            hop(2, {
              component: ACL,
              direction: "ingress",
              attachedTo: "subnet-lb",
              inbound: [PRIVATE],
              rule: ACL_ENTRY,
              decisions: [{ action: "allow", rule: ACL_ENTRY, packets: [PRIVATE] }],
            }),
            hop(3, {
              component: GROUP,
              direction: "ingress",
              attachedTo: "web@subnet-lb",
              status: "block",
              inbound: [PRIVATE],
              outbound: [],
              decisions: [{ action: "deny", rule: null, packets: [PRIVATE] }],
            }),
            hop(4, { component: NODE, direction: "ingress", inbound: [PRIVATE] }),
          ],
        },
      }),
    ],
    { blockers: [stopped] },
  );

  it("shows each hop, the translated header, the rule with its place, and one blocked packet", () => {
    expect(renderVerdict(verdict)).toMatchInlineSnapshot(`
      "✗ client leg  203.0.113.10 -> web@subnet-lb:80  unreachable
        asked  tcp 203.0.113.10:1024-65535 -> 54.1.2.3:80
        forward
          1 ✓ ingress internet gateway igw-1            in   tcp 203.0.113.10:1024-65535 -> 54.1.2.3:80
                                                        out  tcp 203.0.113.10:1024-65535 -> 10.0.0.5:80
          2 ✓ ingress network ACL acl-lb (public)       rule 100 allow tcp 80 from 0.0.0.0/0
                                                        network-acls.json#/NetworkAcls/0/Entries/1
          3 ✗ ingress security group sg-lb (web-lb)     it has no ingress rule at all
          4 ✓ ingress load balancer node web@subnet-lb
        no reply: nothing arrives

      Blocked at one place
        ✗ security group sg-lb (web-lb), ingress: it has no ingress rule at all
          where    client leg  203.0.113.10 -> web@subnet-lb:80, forward, hop 3, at web@subnet-lb
          packet   tcp 203.0.113.10:1024 -> 10.0.0.5:80
          code     security-group-has-no-rules (AWS: SG_HAS_NO_RULES)
      "
    `);
  });

  it("puts rules below where they do not fit beside", () => {
    expect(renderVerdict(verdict, { width: 80 })).toMatchInlineSnapshot(`
      "✗ client leg  203.0.113.10 -> web@subnet-lb:80  unreachable
        asked  tcp 203.0.113.10:1024-65535 -> 54.1.2.3:80
        forward
          1 ✓ ingress internet gateway igw-1
                        in   tcp 203.0.113.10:1024-65535 -> 54.1.2.3:80
                        out  tcp 203.0.113.10:1024-65535 -> 10.0.0.5:80
          2 ✓ ingress network ACL acl-lb (public) at subnet-lb
                        rule 100 allow tcp 80 from 0.0.0.0/0
                        network-acls.json#/NetworkAcls/0/Entries/1
          3 ✗ ingress security group sg-lb (web-lb) at web@subnet-lb
                        it has no ingress rule at all
          4 ✓ ingress load balancer node web@subnet-lb
        no reply: nothing arrives

      Blocked at one place
        ✗ security group sg-lb (web-lb), ingress: it has no ingress rule at all
          where    client leg  203.0.113.10 -> web@subnet-lb:80, forward, hop 3, at
                   web@subnet-lb
          packet   tcp 203.0.113.10:1024 -> 10.0.0.5:80
          code     security-group-has-no-rules (AWS: SG_HAS_NO_RULES)
      "
    `);
  });

  it("colours only when asked to", () => {
    const coloured = renderVerdict(verdict, { color: true });
    expect(coloured).toContain("\u001b[31m✗\u001b[39m");
    expect(stripVTControlCharacters(coloured)).toBe(renderVerdict(verdict));
  });
});

describe("a reply that is stopped in part", () => {
  const name = "target: web@subnet-lb -> i-0a1:8080";
  const reply = tcp("10.0.1.7/32", "8080", "10.0.0.5/32", "1024-65535");
  const low = tcp("10.0.1.7/32", "8080", "10.0.0.5/32", "1024-32767");
  const high = tcp("10.0.1.7/32", "8080", "10.0.0.5/32", "32768-65535");
  const entry = { ...ACL_ENTRY, direction: "egress" } as const;
  const verdict = connection(
    "partial",
    [
      leg({
        name,
        kind: "target",
        verdict: "partial",
        asked: [tcp("10.0.0.5/32", "1024-65535", "10.0.1.7/32", "8080")],
        working: [tcp("10.0.0.5/32", "32768-65535", "10.0.1.7/32", "8080")],
        failing: [tcp("10.0.0.5/32", "1024-32767", "10.0.1.7/32", "8080")],
        forward: { hops: [hop(1, { component: NODE, direction: "egress", inbound: [PRIVATE] })] },
        reply: {
          hops: [
            hop(1, {
              component: GROUP,
              direction: "egress",
              inbound: [reply],
              decisions: [{ action: "tracked", rule: null, packets: [reply] }],
            }),
            hop(2, {
              component: ACL,
              direction: "egress",
              status: "partial",
              inbound: [reply],
              outbound: [high],
              decisions: [
                { action: "allow", rule: entry, packets: [high] },
                { action: "deny", rule: LAST_ENTRY, packets: [low] },
              ],
            }),
            hop(3, {
              component: { id: "rtb-1", kind: "route-table" },
              direction: "egress",
              inbound: [reply],
              rule: DEFAULT_ROUTE,
              decisions: [{ action: "allow", rule: DEFAULT_ROUTE, packets: [reply] }],
            }),
          ],
        },
      }),
    ],
    {
      blockers: [
        blocker({
          component: "acl-lb",
          name: "public",
          kind: "network-acl",
          direction: "egress",
          leg: name,
          phase: "reply",
          hop: 2,
          attachedTo: "subnet-lb",
          rule: LAST_ENTRY,
          code: "network-acl-denies",
          awsCode: "SUBNET_ACL_RESTRICTION",
          packets: [low],
          witness: {
            source: "10.0.1.7",
            destination: "10.0.0.5",
            protocol: 6,
            sourcePort: 8080,
            destinationPort: 1024,
          } as never,
        }),
      ],
      assumptions: [
        { code: "service-assumed", component: "i-0a1" },
        { code: "service-assumed", component: "i-0b2" },
      ],
    },
  );

  it("says what works, what fails and which entry decides which part", () => {
    expect(renderVerdict(verdict)).toMatchInlineSnapshot(`
      "~ target leg  web@subnet-lb -> i-0a1:8080  partial
        asked  tcp 10.0.0.5:1024-65535 -> 10.0.1.7:8080
        works  tcp 10.0.0.5:32768-65535 -> 10.0.1.7:8080
        fails  tcp 10.0.0.5:1024-32767 -> 10.0.1.7:8080
        forward
          1 ✓ egress  load balancer node web@subnet-lb
        reply
          1 ✓ egress  security group sg-lb (web-lb)     reply of an allowed connection, needs no rule
          2 ~ egress  network ACL acl-lb (public)       ✓ rule 100 allow tcp 80 to 0.0.0.0/0
                                                        network-acls.json#/NetworkAcls/0/Entries/1
                                                          tcp 10.0.1.7:8080 -> 10.0.0.5:32768-65535
                                                        ✗ rule * deny all traffic to 0.0.0.0/0
                                                          tcp 10.0.1.7:8080 -> 10.0.0.5:1024-32767
          3 ✓ egress  route table rtb-1                 route 0.0.0.0/0 -> igw-1

      Blocked at one place
        ✗ network ACL acl-lb (public), egress: the ACL denies these packets
          where    target leg  web@subnet-lb -> i-0a1:8080, reply, hop 2, at subnet-lb
          rule     rule * deny all traffic to 0.0.0.0/0
          packet   tcp 10.0.1.7:8080 -> 10.0.0.5:1024
          code     network-acl-denies (AWS: SUBNET_ACL_RESTRICTION)

      Assumed
        - i-0a1, i-0b2: something listens on every port asked for, as no services are given
      "
    `);
  });
});

describe("many legs", () => {
  const failing = (node: number) => {
    const name = `health: web@subnet-${node} -> i-1:9000`;
    const where = { leg: name, component: "sg-app", kind: "security-group", direction: "ingress" } as const;
    return {
      leg: leg({ name, kind: "health", verdict: "unreachable", asked: [PRIVATE] }),
      blocker: blocker({ ...where, code: "security-group-no-match", packets: [PRIVATE] }),
    };
  };

  it("that fail alike are shown hop by hop once", () => {
    const all = [0, 1, 2, 3, 4, 5, 6].map(failing);
    const verdict = connection(
      "unreachable",
      all.map((each) => each.leg),
      { blockers: all.map((each) => each.blocker) },
    );
    const lines = renderVerdict(verdict).split("\n");
    expect(lines.filter((line) => line.includes("asked"))).toHaveLength(1);
    expect(lines).toContain("✗ health leg  web@subnet-6 -> i-1:9000  unreachable, as above");
    expect(renderVerdict(verdict, { verbose: true }).match(/asked/g)).toHaveLength(7);
  });
});
