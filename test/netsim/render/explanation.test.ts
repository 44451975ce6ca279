import {
  type ConnectionInput,
  checkConnection,
  checkLeg,
  checkListener,
  explain,
  type Network,
  type NetworkInput,
} from "netsim";
import { renderExplanation, type TextOptions } from "netsim/render";
import { describe, expect, it } from "vitest";
import {
  ANYWHERE,
  ANYWHERE_IPV6,
  allow,
  balanced,
  deny,
  EVERYTHING,
  from,
  publicAndPrivate,
  route,
  to,
  twoSubnets,
} from "../../support/small-networks.ts";

function textOf(net: Network, question: Partial<ConnectionInput> = {}, options: TextOptions = {}): string {
  return renderExplanation(explain(checkConnection(net, { from: "i-a", to: "i-b", port: 80, ...question })), options);
}

function groupB(...ingress: ReturnType<typeof from>[]): NetworkInput {
  return { securityGroups: { "sg-b": { vpcId: "vpc-1", ingress, egress: [] }, "sg-x": { vpcId: "vpc-1" } } };
}

describe("the nearest rules", () => {
  it("are told with the field that is another, and what it would have to be", () => {
    const rules = groupB(
      from("sg-a", "tcp 8080-8090"),
      from("sg-x", "tcp 80"),
      from("192.168.0.0/16", "tcp 80"),
      from(ANYWHERE_IPV6, "tcp 80"),
    );
    expect(textOf(twoSubnets(rules))).toBe(`✗ i-a -> i-b  unreachable, 1 cause

1 ✗ security group sg-b, ingress: no ingress rule matches
    missing  an ingress rule for tcp 80 from sg-a, or from 10.0.0.10
    nearest  sg-b ingress tcp 8080-8090 from sg-a: port 8080-8090, needs 80
             sg-b ingress tcp 80 from sg-x: the sender is in sg-a
             sg-b ingress tcp 80 from 192.168.0.0/16: 192.168.0.0/16 does not hold 10.0.0.10
             sg-b ingress tcp 80 from ::/0: is for IPv6, needs IPv4
    where    i-a -> i-b, forward, hop 6, at eni-i-b
    packet   tcp 10.0.0.10:1024 -> 10.0.1.10:80
    code     security-group-no-match (AWS: ENI_SG_RULES_MISMATCH)

Assumed
  - i-b: something listens on every port asked for, as no services are given
`);
  });

  it("are told by protocol, ICMP type and ICMP code", () => {
    const ping = { port: undefined, protocol: "icmp", icmp: { type: 8, code: 0 } };
    const rules = groupB(from("sg-a", "icmp 0"), from("sg-a", "icmp 8 1"));
    const text = textOf(twoSubnets(rules), ping);
    expect(text).toContain("missing  an ingress rule for icmp type 8 from sg-a, or from 10.0.0.10\n");
    expect(text).toContain("nearest  sg-b ingress icmp type 0 from sg-a: type 0, needs 8\n");
    expect(text).toContain("sg-b ingress icmp type 8 code 1 from sg-a: code 1, needs 0\n");
    expect(textOf(twoSubnets(groupB(from("sg-a", "udp 80"))))).toContain("sg-a: protocol udp, needs tcp\n");
  });

  it("are counted where there are many", () => {
    const rules = Array.from({ length: 9 }, (_, at) => from("sg-a", `tcp ${81 + at}`));
    const text = textOf(twoSubnets(groupB(...rules)));
    expect(text).toContain("tcp 84 from sg-a: port 84, needs 80\n             and 5 more\n");
  });

  it("may be routes", () => {
    const net = publicAndPrivate({
      routeTables: { "rtb-private": { vpcId: "vpc-1", routes: [route("198.51.0.0/16", "nat-1")] } },
    });
    const text = textOf(net, { from: "app", to: "203.0.113.10" });
    expect(text).toContain("missing  a route to 203.0.113.10\n");
    expect(text).toContain("nearest  route 198.51.0.0/16 -> nat-1: does not cover 203.0.113.10\n");
  });

  it("are in groups that the receiver is not known to be in", () => {
    const net = publicAndPrivate({
      securityGroups: { "sg-app": { vpcId: "vpc-1", egress: [to("sg-web", "tcp 80")] } },
    });
    expect(textOf(net, { from: "app", to: "203.0.113.10" })).toContain(
      "the receiver is not known by its groups here\n",
    );
  });
});

describe("what does not decide", () => {
  it("is told with what does", () => {
    const ingress = [deny(100, "tcp 80"), allow(200, "all")];
    const net = twoSubnets({ networkAcls: { "acl-b": { vpcId: "vpc-1", ingress, egress: EVERYTHING } } });
    expect(textOf(net)).toContain(
      "hidden   rule 200 allow all traffic from 0.0.0.0/0 would allow this, rule 100 decides first\n",
    );
    const dead = { ...route("203.0.113.0/24", "pcx-1"), state: "blackhole" } as const;
    const routes = publicAndPrivate({
      routeTables: { "rtb-private": { vpcId: "vpc-1", routes: [route(ANYWHERE, "nat-1"), dead] } },
    });
    expect(textOf(routes, { from: "app", to: "203.0.113.10" }, { width: 140 })).toContain(
      "hidden   route 0.0.0.0/0 -> nat-1 is not taken: route 203.0.113.0/24 -> pcx-1 (blackhole) is more specific (AWS: MORE_SPECIFIC_ROUTE)\n",
    );
  });
});

describe("an explanation as text", () => {
  it("tells where a rule was written, and as what a lost sender arrives", () => {
    const origin = { file: "acls.json", pointer: "/NetworkAcls/0/Entries/3" };
    const net = publicAndPrivate({
      networkAcls: {
        "acl-public": {
          vpcId: "vpc-1",
          ingress: [{ ...deny(1, "tcp 80"), origin }, ...EVERYTHING],
          egress: EVERYTHING,
        },
      },
      securityGroups: { "sg-web": { vpcId: "vpc-1", ingress: [from("sg-app", "tcp 80")] } },
    });
    const text = textOf(net, { from: "app", to: "198.51.100.10" });
    expect(text).toContain("from     acls.json#/NetworkAcls/0/Entries/3\n");
    expect(text).toContain("lost     eni-app arrives as 198.51.100.100\n");
    expect(text).toContain("nearest  sg-web ingress tcp 80 from sg-app: the sender is not known by its groups here\n");
  });

  it("tells what works in part, with a packet of each kind", () => {
    const net = twoSubnets({
      networkAcls: { "acl-b": { vpcId: "vpc-1", ingress: EVERYTHING, egress: [allow(100, "tcp 32768-65535")] } },
    });
    expect(textOf(net)).toContain(`Works in part
  ~ i-a -> i-b
    works  tcp 10.0.0.10:32768-65535 -> 10.0.1.10:80, such as tcp 10.0.0.10:32768 -> 10.0.1.10:80
    fails  tcp 10.0.0.10:1024-32767 -> 10.0.1.10:80, such as tcp 10.0.0.10:1024 -> 10.0.1.10:80
`);
  });

  it("tells of filters with nothing in common, once for all legs", () => {
    const net = balanced(
      {},
      {
        securityGroups: {
          "sg-lb": { vpcId: "vpc-1", ingress: [from(ANYWHERE, "tcp 80")], egress: [to("sg-app", "tcp 8080")] },
          "sg-app": { vpcId: "vpc-1", ingress: [from("sg-lb", "tcp 80")], egress: [] },
        },
      },
    );
    const verdict = checkListener(net, { loadBalancer: "web", port: 80, from: "internet" });
    expect(renderExplanation(explain(verdict))).toContain(`Nothing in common
  ✗ no port passes both of these, whichever is asked for
    sg-lb egress    at web@lb-a  tcp 10.0.0.5 -> 10.0.10.10:8080
    sg-app ingress  at eni-i-a   tcp 10.0.0.5 -> 10.0.10.10:80
    where  health leg  web@lb-a -> i-a:9000 and 7 more
`);
  });

  it("tells what is in doubt behind the causes, and what follows from which", () => {
    const net = publicAndPrivate({
      routeTables: { "rtb-private": { vpcId: "vpc-1", routes: [route(ANYWHERE, "tgw-1")] } },
      securityGroups: { "sg-app": { vpcId: "vpc-1", egress: [] } },
    });
    expect(textOf(net, { from: "app", to: "203.0.113.10" })).toContain(
      "Not known either, and decides once the causes are gone\n  ? not modelled tgw-1\n",
    );
    const groups = { "sg-app": { vpcId: "vpc-1", ingress: [from("sg-lb", "tcp 8080")], egress: [] } };
    const verdict = checkListener(balanced({}, { securityGroups: groups }), {
      loadBalancer: "web",
      port: 80,
      from: "internet",
    });
    expect(renderExplanation(explain(verdict))).toContain(`What follows
  ✗  i-a                    OutOfService (Instance)  its health checks fail (cause 1)
  ✗  i-b                    OutOfService (Instance)  its health checks fail (cause 1)
  ✗  web@lb-a (us-east-1a)  down                     clients see 503 (cause 2); out of service: i-a,
                                                     i-b
  ✗  web@lb-b (us-east-1b)  down                     clients see 503 (cause 3); out of service: i-a,
                                                     i-b
`);
  });

  it("shows what would move the cursor as question marks, and keeps to the width", () => {
    const net = twoSubnets({
      securityGroups: {
        "sg-b": { vpcId: "vpc-1", groupName: "\u001b[2Jevil", ingress: [from("sg-a", "tcp 81")], egress: [] },
      },
    });
    const text = textOf(net, {}, { width: 70 });
    expect(text).toContain("sg-b (?[2Jevil)");
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(70);
    expect(textOf(net, {}, { color: true })).toContain("\u001b[31m");
  });

  it("of a verdict read from JSON has no nearest rules to tell", () => {
    const verdict = checkConnection(twoSubnets(groupB(from("sg-a", "tcp 81"))), { from: "i-a", to: "i-b", port: 80 });
    const text = renderExplanation(explain(JSON.parse(JSON.stringify(verdict))));
    expect(text).toContain("missing  an ingress rule for tcp 80 from 10.0.0.10\n");
    expect(text).not.toContain("nearest");
  });
});

describe("one cause of several legs", () => {
  const closed = balanced(
    {},
    {
      securityGroups: { "sg-app": { vpcId: "vpc-1", ingress: [from("sg-lb", "tcp 8080")], egress: [] } },
      networkInterfaces: {
        "eni-lb-a": { subnetId: "lb-a", privateIpAddress: "10.0.0.25", description: "ELB web", groups: ["sg-lb"] },
        "eni-lb-b": { subnetId: "lb-b", privateIpAddress: "10.0.1.31", description: "ELB web", groups: ["sg-lb"] },
      },
    },
  );
  const text = renderExplanation(explain(checkLeg(closed, { leg: "health", loadBalancer: "web" })));

  it("lacks a rule for the senders of all of them, and not of the first alone", () => {
    expect(text).toContain("missing  an ingress rule for tcp 9000 from sg-lb, or from 10.0.0.25,10.0.1.31\n");
  });

  it("is headed by the first leg and how many others there are", () => {
    expect(text.split("\n")[0]).toBe("✗ web@lb-a -> i-a and 3 more  unreachable, 1 cause");
  });
});
