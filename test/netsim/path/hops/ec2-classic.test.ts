import { AMAZON_ELB_SECURITY_GROUP, type ConnectionInput, checkConnection, type Network } from "netsim";
import { describe, expect, it } from "vitest";
import { ec2Classic, edited, instanceIn, VPC } from "../../../support/ec2-classic.ts";

function ask(net: Network, input: ConnectionInput) {
  const { verdict, blockers, unknowns, legs } = checkConnection(net, input);
  return { verdict, why: blockers.map((each) => `${each.component} ${each.direction} ${each.code}`), unknowns, legs };
}

const open = ec2Classic([{ port: 8080, from: "0.0.0.0/0" }], VPC);

// "EC2-Classic" https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-classic-platform.html
describe("an instance of EC2-Classic", () => {
  it("reaches the internet by its public address, and its groups have no say in it", () => {
    const { verdict, legs } = ask(ec2Classic([]), { from: "i-a", to: "192.0.2.1", port: 443 });
    expect(verdict).toBe("reachable");
    expect(
      legs[0]?.forward.hops.map(({ component, direction, status }) => [component.kind, direction, status]),
    ).toEqual([
      ["instance", "egress", "pass"],
      ["security-group", "egress", "pass"],
      ["ec2-classic", "egress", "pass"],
      ["internet", "egress", "pass"],
    ]);
    expect(legs[0]?.forward.hops.map((hop) => hop.outbound[0]?.sourceAddresses.join())).toEqual([
      "10.1.2.10/32",
      "10.1.2.10/32",
      "198.51.100.10/32",
      "198.51.100.10/32",
    ]);
    // The reply comes back to the private address and needs no rule.
    expect(legs[0]?.reply.hops.map(({ component, decisions }) => [component.kind, decisions[0]?.action])).toEqual([
      ["ec2-classic", undefined],
      ["security-group", "tracked"],
      ["instance", undefined],
    ]);
  });

  it("sees clients from the internet come to its private address", () => {
    const { verdict, legs } = ask(open, { from: "203.0.113.7", to: "i-a", port: 8080 });
    expect(verdict).toBe("reachable");
    const [edge, group] = legs[0]?.forward.hops ?? [];
    expect(edge?.inbound[0]?.destinationAddresses).toEqual(["198.51.100.10/32"]);
    expect(group?.inbound[0]?.destinationAddresses).toEqual(["10.1.2.10/32"]);
    expect(ask(open, { from: "203.0.113.7", to: "198.51.100.10", port: 8080 }).verdict).toBe("reachable");
  });

  it("without a public address is cut off from the internet", () => {
    const net = edited((draft) => {
      delete draft.instances["i-a"]!.ec2Classic!.publicIp;
    }, open);
    expect(ask(net, { from: "i-a", to: "192.0.2.1", port: 443 })).toMatchObject({
      verdict: "unreachable",
      why: ["EC2-Classic egress no-public-address"],
    });
    expect(ask(net, { from: "internet", to: "i-a", port: 8080 })).toMatchObject({
      verdict: "unreachable",
      why: ["EC2-Classic ingress no-public-address", "EC2-Classic egress no-public-address"],
    });
  });

  it("has no IPv6", () => {
    expect(ask(open, { from: "2001:db8::1", to: "i-a", port: 8080 })).toMatchObject({
      verdict: "unreachable",
      why: ["i-a ingress no-common-address-family"],
    });
  });

  it("does not answer a private address of elsewhere from the internet", () => {
    expect(ask(open, { from: "192.168.7.7", to: "198.51.100.10", port: 8080 }).why).toEqual([
      "EC2-Classic ingress private-address",
      "EC2-Classic egress private-address",
    ]);
    expect(ask(open, { from: "i-a", to: "192.168.7.7", port: 8080 }).why).toEqual([
      "EC2-Classic egress private-address",
    ]);
  });

  it("reaches the Amazon DNS server and its metadata whatever its groups say", () => {
    const closed = ec2Classic([]);
    expect(ask(closed, { from: "i-a", to: "172.16.0.23", protocol: "udp", port: 53 }).verdict).toBe("reachable");
    expect(ask(closed, { from: "i-a", to: "169.254.169.254", port: 80 }).verdict).toBe("reachable");
    expect(ask(closed, { from: "i-a", to: "172.16.0.23", port: 80 }).verdict).toBe("unreachable");
    expect(ask(closed, { from: "i-a", to: "169.254.169.123", protocol: "udp", port: 123 })).toMatchObject({
      verdict: "unknown",
      unknowns: [{ component: "EC2-Classic", code: "link-local-service" }],
    });
  });

  it("that is stopped neither sends nor answers, though it has no address any more", () => {
    const net = edited((draft) => {
      const { ec2Classic: place } = draft.instances["i-a"]!;
      draft.instances["i-a"]!.state = "stopped";
      delete place!.privateIpAddress;
      delete place!.publicIp;
    }, open);
    expect(ask(net, { from: "i-b", to: "i-a", port: 8080 }).why).toContain("i-a ingress instance-not-running");
    expect(ask(net, { from: "i-a", to: "i-b", port: 8080 }).why).toContain("i-a egress instance-not-running");
  });
});

describe("two instances of EC2-Classic", () => {
  const net = ec2Classic([{ port: 8080, from: "sg-web" }], {
    securityGroups: { "sg-web": { groupName: "web", ownerId: "111122223333" } },
    instances: {
      "i-web": instanceIn("us-east-1c", "10.200.0.5", { groups: ["sg-web"] }),
      "i-both": instanceIn("us-east-1c", "10.200.0.6", { groups: ["sg-app", "sg-web"] }),
    },
  });

  it("reach each other by private address, and rules know them by their groups", () => {
    expect(ask(net, { from: "i-web", to: "i-a", port: 8080 }).verdict).toBe("reachable");
    expect(ask(net, { from: "10.200.0.5", to: "10.1.2.10", port: 8080 }).verdict).toBe("reachable");
    expect(ask(net, { from: "i-b", to: "i-a", port: 8080 })).toMatchObject({
      verdict: "unreachable",
      why: ["sg-app ingress security-group-no-match"],
    });
    // A member of the group itself may not, and what carries several groups needs one that may.
    expect(ask(net, { from: "i-both", to: "i-a", port: 8080 }).verdict).toBe("reachable");
    // Without a rule nothing comes in to whoever sends freely.
    expect(ask(net, { from: "i-a", to: "i-web", port: 8080 }).why).toEqual([
      "sg-web ingress security-group-has-no-rules",
    ]);
  });

  it("lose their groups where one calls the other by its public address", () => {
    const { verdict, why } = ask(net, { from: "i-web", to: "198.51.100.10", port: 8080 });
    expect(verdict).toBe("unreachable");
    expect(why).toEqual(["sg-app ingress security-group-reference-lost"]);
  });

  it.each(["sg-web", "111122223333/web", "111122223333/sg-web"])("are known to a rule for %s", (from) => {
    const named = edited((draft) => {
      draft.securityGroups["sg-app"]!.ingress = [{ port: 8080, from }];
    }, net);
    expect(ask(named, { from: "i-web", to: "i-a", port: 8080 }).verdict).toBe("reachable");
    expect(ask(named, { from: "i-b", to: "i-a", port: 8080 }).verdict).toBe("unreachable");
  });

  it("of which one is another customer's are known by address only", () => {
    const shared = ec2Classic([
      { port: 8080, from: "10.5.0.0/16" },
      { port: 9000, from: ["444455556666/web", AMAZON_ELB_SECURITY_GROUP] },
    ]);
    expect(ask(shared, { from: "10.5.7.7", to: "i-a", port: 8080 }).verdict).toBe("reachable");
    expect(ask(shared, { from: "10.6.7.7", to: "i-a", port: 8080 }).verdict).toBe("unreachable");
    expect(ask(shared, { from: "10.5.7.7", to: "i-a", port: 9000 }).verdict).toBe("unreachable");
    expect(ask(shared, { from: "i-a", to: "10.5.7.7", port: 9000 }).verdict).toBe("reachable");
    const { assumptions } = checkConnection(shared, { from: "10.5.7.7", to: "i-a", port: 8080 });
    expect(assumptions).toContainEqual({
      code: "no-interface-at-address",
      component: "host at 10.5.7.7 in EC2-Classic",
    });
  });
});

describe("EC2-Classic and a VPC", () => {
  it("meet on the internet: each calls the other by its public address", () => {
    expect(ask(open, { from: "i-vpc", to: "198.51.100.10", port: 8080 }).verdict).toBe("reachable");
    expect(ask(open, { from: "i-a", to: "192.0.2.10", port: 443 }).verdict).toBe("reachable");
    expect(ask(open, { from: "i-a", to: "192.0.2.10", port: 444 }).why).toEqual([
      "sg-vpc ingress security-group-no-match",
    ]);
    expect(ask(open, { from: "i-vpc", to: { loadBalancer: "web" }, port: 80 }).verdict).toBe("reachable");
  });

  it("know nothing of each other's private addresses", () => {
    expect(ask(open, { from: "i-a", to: "i-vpc", port: 443 })).toMatchObject({
      verdict: "unreachable",
      why: expect.arrayContaining(["EC2-Classic egress no-such-destination"]),
    });
    expect(ask(open, { from: "i-vpc", to: "i-a", port: 8080 })).toMatchObject({
      verdict: "unreachable",
      why: expect.arrayContaining(["igw-1 egress private-address"]),
    });
  });

  it("meet by a way that the model does not follow: what comes of it is unknown, and not refused", () => {
    const net = edited((draft) => {
      draft.routeTables["rtb-1"]!.routes = [{ destination: "0.0.0.0/0", target: "tgw-1" }];
    }, open);
    for (const to of ["198.51.100.10", { loadBalancer: "web" }] as const) {
      expect(ask(net, { from: "i-vpc", to, port: to === "198.51.100.10" ? 8080 : 80 }).verdict).toBe("unknown");
    }
  });
});
