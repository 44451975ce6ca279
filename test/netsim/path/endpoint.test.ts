import { NetsimError, type NetworkInput, network } from "@netsim/core";
import { checkConnection, type Endpoint } from "netsim";
import { describe, expect, it } from "vitest";
import {
  ANYWHERE_IPV6,
  allow,
  assumptionsOf,
  blockersOf,
  EVERYTHING,
  extend,
  from,
  headersText,
  legOf,
  PUBLIC_AND_PRIVATE,
  publicAndPrivate,
  STRANGER,
  TWO_SUBNETS,
  twoSubnets,
} from "../../support/small-networks.ts";

const NET = publicAndPrivate({
  instances: {
    web: {
      name: "front",
      subnetId: "public",
      privateIpAddress: "10.0.0.10",
      publicIp: "198.51.100.10",
      groups: ["sg-web"],
    },
  },
});

describe("who is meant", () => {
  const web: readonly (readonly [string, Endpoint])[] = [
    ["an instance's id", "web"],
    ["its Name", "front"],
    ["its interface's id", "eni-web"],
    ["its private address", "10.0.0.10"],
    ["{ instance }", { instance: "web" }],
    ["{ instance } with its Name", { instance: "front" }],
    ["{ networkInterface }", { networkInterface: "eni-web" }],
    ["{ address }", { address: "10.0.0.10" }],
    ["{ cidr }", { cidr: "10.0.0.8/29" }],
    ["{ subnet }", { subnet: "public" }],
  ];

  it.each(web)("%s is the same interface as a destination", (_, to) => {
    const verdict = checkConnection(NET, { from: "app", to, port: 80 });
    expect(verdict.verdict).toBe("reachable");
    expect(headersText(legOf(verdict).asked)).toEqual(["tcp 10.0.1.10/32 1024-65535 -> 10.0.0.10/32 80"]);
  });

  it.each(web.slice(0, 8))("%s is the same interface as a source", (_, sender) => {
    const verdict = checkConnection(NET, { from: sender, to: STRANGER, port: 443 });
    expect(headersText(legOf(verdict).asked)).toEqual(["tcp 10.0.0.10/32 1024-65535 -> 203.0.113.10/32 443"]);
  });

  it.each<Endpoint>(["internet", { internet: true }, "0.0.0.0/0", { cidr: "0.0.0.0/0" }])(
    "%j is the internet",
    (sender) => {
      const verdict = checkConnection(NET, { from: sender, to: "web", port: 80 });
      expect(verdict.verdict).toBe("reachable");
      expect(legOf(verdict).from).toBe("internet");
    },
  );

  it("::/0 is the internet over IPv6, with which an IPv4 instance has nothing in common", () => {
    const verdict = checkConnection(NET, { from: ANYWHERE_IPV6, to: "web", port: 80 });
    expect(verdict.blockers).toMatchObject([{ code: "no-common-address-family" }]);
  });

  it("a public address is its interface, reached by way of the internet", () => {
    const verdict = checkConnection(NET, { from: STRANGER, to: "198.51.100.10", port: 80 });
    expect(verdict.verdict).toBe("reachable");
    expect(legOf(verdict).to).toBe("198.51.100.10");
  });

  it("an address of the internet is an address of the internet", () => {
    const verdict = checkConnection(NET, { from: STRANGER, to: "web", port: 80 });
    expect(headersText(legOf(verdict).asked)).toEqual(["tcp 203.0.113.10/32 1024-65535 -> 198.51.100.10/32 80"]);
  });

  it("a secondary private address is its interface, by that address alone", () => {
    const net = twoSubnets({
      networkInterfaces: {
        "eni-two": {
          subnetId: "subnet-a",
          privateIpAddresses: [{ address: "10.0.0.50" }, { address: "10.0.0.51" }],
          groups: ["sg-a"],
        },
      },
    });
    const ask = (sender: string) =>
      headersText(legOf(checkConnection(net, { from: sender, to: "i-b", port: 80 })).asked);
    expect(ask("eni-two")).toEqual(["tcp 10.0.0.50/32 1024-65535 -> 10.0.1.10/32 80"]);
    expect(ask("10.0.0.51")).toEqual(["tcp 10.0.0.51/32 1024-65535 -> 10.0.1.10/32 80"]);
  });

  it("an instance is its primary interface, with the groups of that one", () => {
    const net = twoSubnets({
      networkInterfaces: {
        "eni-0": { subnetId: "subnet-b", privateIpAddress: "10.0.1.20", groups: ["sg-none"] },
        "eni-1": { subnetId: "subnet-b", privateIpAddress: "10.0.1.21", groups: ["sg-b"] },
      },
      securityGroups: { "sg-none": { vpcId: "vpc-1" } },
      instances: { "i-two": { networkInterfaceIds: ["eni-0", "eni-1"] } },
    });
    expect(checkConnection(net, { from: "i-a", to: "i-two", port: 80 }).verdict).toBe("unreachable");
    expect(checkConnection(net, { from: "i-a", to: "eni-1", port: 80 }).verdict).toBe("reachable");
  });
});

describe("a block", () => {
  it("as a source is its interfaces and, with an assumption, any other host in its subnets", () => {
    const verdict = checkConnection(twoSubnets(), { from: "10.0.0.0/28", to: "i-b", port: 80 });
    expect(verdict.verdict).toBe("partial");
    expect(verdict.legs.map((leg) => [leg.from, leg.verdict])).toEqual([
      ["eni-i-a", "reachable"],
      ["host at 10.0.0.5 in subnet-a", "unreachable"],
    ]);
    expect(assumptionsOf(verdict)).toContain("host at 10.0.0.5 in subnet-a no-interface-at-address");
  });

  it("as a destination is the interfaces that are there", () => {
    const verdict = checkConnection(twoSubnets(), { from: "i-a", to: "10.0.0.0/16", port: 80 });
    expect(verdict.legs.map((leg) => leg.to)).toEqual(["eni-i-b"]);
  });

  it("as a destination without any interface is whoever might be there", () => {
    const verdict = checkConnection(twoSubnets(), { from: "i-a", to: "10.0.1.128/25", port: 80 });
    expect(verdict.verdict).toBe("reachable");
    expect(assumptionsOf(verdict)).toContain("host at 10.0.1.129 in subnet-b no-interface-at-address");
  });

  it.each([
    ["an address of the VPC in none of its subnets", "10.0.200.77"],
    ["the broadcast address of a subnet", "10.0.1.255"],
  ])("nobody has %s: packets to it are lost", (_, to) => {
    const verdict = checkConnection(twoSubnets(), { from: "i-a", to, port: 80 });
    expect(verdict.verdict).toBe("unreachable");
    expect(verdict.blockers).toMatchObject([
      { kind: "route", code: "no-such-destination", awsCode: "NO_POSSIBLE_DESTINATION", phase: "forward" },
    ]);
  });

  it("of an address that no described interface has says nothing where interfaces are left out", () => {
    const cut = { missing: [{ collection: "networkInterfaces", reason: "page-cut-short" }] };
    const net = network(extend(TWO_SUBNETS, cut));
    const verdict = checkConnection(net, { from: "10.0.0.77", to: "i-b", port: 80 });
    expect(verdict.verdict).toBe("unknown");
    expect(verdict.unknowns).toMatchObject([{ code: "interface-missing" }]);
  });

  it("may lie inside and outside of the VPC: each part goes its own way", () => {
    const net = publicAndPrivate({
      securityGroups: { "sg-web": { vpcId: "vpc-1", ingress: [from("10.0.0.0/8", "tcp 80")] } },
    });
    const verdict = checkConnection(net, { from: "10.0.0.0/15", to: "web", port: 80 });
    expect(Object.fromEntries(verdict.legs.map((leg) => [leg.from, leg.verdict]))).toEqual({
      "eni-app": "reachable",
      "host at 10.0.0.5 in public": "reachable",
      "host at 10.0.1.5 in private": "reachable",
      "10.0.0.0/15": "unreachable",
    });
  });

  it("with a public address of the network reaches its interface by it", () => {
    const verdict = checkConnection(NET, { from: "app", to: "198.51.100.0/28", port: 80 });
    expect(verdict.legs.map((leg) => leg.to)).toEqual(["198.51.100.10", "198.51.100.0/28"]);
  });

  it("that two VPCs have is both of them, host by host", () => {
    const net = network(
      extend(TWO_SUBNETS, {
        vpcs: { "vpc-2": { cidr: "10.0.0.0/16" } },
        subnets: { "subnet-2": { vpcId: "vpc-2", availabilityZone: "us-east-1a", cidr: "10.0.0.0/24" } },
      }),
    );
    const verdict = checkConnection(net, { from: "10.0.0.64/26", to: "i-b", port: 80 });
    expect(verdict.legs.map((leg) => leg.from)).toEqual([
      "host at 10.0.0.65 in subnet-a",
      "host at 10.0.0.65 in subnet-2",
    ]);
  });

  it("in no subnet of two VPCs has a name for each", () => {
    const net = network({
      vpcs: { "vpc-1": { cidr: "10.0.0.0/16" }, "vpc-2": { cidr: "10.0.0.0/16" } },
      ...only(TWO_SUBNETS),
    });
    const verdict = checkConnection(net, { from: "10.0.99.0/24", to: "i-b", port: 80 });
    expect(verdict.legs.map((leg) => leg.from)).toEqual(["host at 10.0.99.1 in vpc-1", "host at 10.0.99.1 in vpc-2"]);
  });
});

/** Everything but the VPCs. */
function only({ vpcs: _, ...rest }: NetworkInput): NetworkInput {
  return rest;
}

describe("two VPCs with the same addresses", () => {
  const twins = extend(TWO_SUBNETS, {
    vpcs: { "vpc-2": { cidr: "10.0.0.0/16" } },
    subnets: { "subnet-2": { vpcId: "vpc-2", availabilityZone: "us-east-1a", cidr: "10.0.0.0/16" } },
    securityGroups: { "sg-2": { vpcId: "vpc-2" } },
  });

  it("an address that an interface of one of them has is that interface", () => {
    const verdict = checkConnection(network(twins), { from: "10.0.0.10", to: "i-b", port: 80 });
    expect(verdict.verdict).toBe("reachable");
    expect(legOf(verdict).from).toBe("eni-i-a");
  });

  it("an address that interfaces of both have is nobody's in particular", () => {
    const net = network(
      extend(twins, {
        instances: { "i-2": { subnetId: "subnet-2", privateIpAddress: "10.0.0.10", groups: ["sg-2"] } },
      }),
    );
    expect(issuesOf(() => checkConnection(net, { from: "10.0.0.10", to: "i-b", port: 80 }))).toEqual([
      ["ambiguous-address", "from"],
    ]);
    expect(checkConnection(net, { from: "i-a", to: "i-b", port: 80 }).verdict).toBe("reachable");
    expect(checkConnection(net, { from: "i-2", to: "i-b", port: 80 }).verdict).toBe("unreachable");
  });
});

describe("an address that nobody has", () => {
  it("in a subnet is a host without groups: its subnet's ACL and routes hold", () => {
    const net = twoSubnets({
      networkAcls: { "acl-b": { vpcId: "vpc-1", ingress: [allow(100, "tcp 443")], egress: EVERYTHING } },
    });
    const verdict = checkConnection(net, { from: "i-a", to: "10.0.1.99", port: 80 });
    expect(blockersOf(verdict)).toEqual(["acl-b ingress forward #32767 network-acl-denies SUBNET_ACL_RESTRICTION"]);
    expect(assumptionsOf(verdict)).toContain("host at 10.0.1.99 in subnet-b no-interface-at-address");
  });
});

function issuesOf(ask: () => unknown): (readonly [string, string])[] {
  try {
    ask();
  } catch (error) {
    if (error instanceof NetsimError) return error.issues.map((each) => [each.code, each.path.join(".")] as const);
  }
  return [];
}

describe("a bad question", () => {
  const ask = (sender: unknown, to: unknown = "web"): (readonly [string, string])[] =>
    issuesOf(() => checkConnection(NET, { from: sender as Endpoint, to: to as Endpoint, port: 80 }));

  it.each([
    ["an id that is not there", "i-none", "unknown-id", "from"],
    ["no end at all", undefined, "endpoint", "from"],
    ["null", null, "endpoint", "from"],
    ["a number", 80, "endpoint", "from"],
    ["an empty object", {}, "endpoint", "from"],
    ["an object of another kind", { host: "web" }, "endpoint", "from"],
    ["an object with two kinds", { instance: "web", subnet: "public" }, "endpoint", "from"],
    ["an internet that is none", { internet: false }, "endpoint", "from"],
    ["an instance that is not there", { instance: "i-none" }, "unknown-id", "from.instance"],
    ["an instance by the id of something else", { instance: "public" }, "unknown-id", "from.instance"],
    ["an instance by a number", { instance: 5 }, "endpoint", "from"],
    ["a subnet that is not there", { subnet: "subnet-none" }, "unknown-id", "from.subnet"],
    ["a load balancer that is not there", { loadBalancer: "lb-none" }, "unknown-id", "from.loadBalancer"],
    ["an address that is none", "10.0.0.256", "ip-address", "from"],
    ["a block with host bits", "10.0.0.10/24", "cidr-host-bits", "from"],
    ["a block that is none", "10.0.0.0/33", "cidr", "from"],
  ])("%s", (_, sender, code, path) => {
    expect(ask(sender)).toEqual([[code, path]]);
  });

  it("tells every issue at once", () => {
    expect(ask("i-none", "i-neither")).toEqual([
      ["unknown-id", "from"],
      ["unknown-id", "to"],
    ]);
  });

  it("names what comes nearest", () => {
    const message = (): string => {
      try {
        checkConnection(NET, { from: "frnt", to: "web", port: 80 });
      } catch (error) {
        return error instanceof Error ? error.message : "";
      }
      return "";
    };
    expect(message()).toContain("such as front");
  });

  it("tells why what the input had was left out", () => {
    const net = twoSubnets({
      instances: { "i-half": { networkInterfaceIds: ["eni-half"] } },
      missing: [
        { collection: "instances", id: "i-gone", reason: "not-known", detail: "its subnet is not known" },
        { collection: "networkInterfaces", id: "eni-half", reason: "not-known", detail: "its address is not known" },
      ],
    });
    const about = (to: string) => () => checkConnection(net, { from: "i-a", to, port: 80 });
    expect(about("i-gone")).toThrow("this one was left out, as its subnet is not known");
    expect(about("i-half")).toThrow("this one was left out, as its address is not known");
  });

  it("a Name that two have is told with both", () => {
    const net = twoSubnets({
      instances: {
        "i-b": { name: "twin", subnetId: "subnet-b", privateIpAddress: "10.0.1.10", groups: ["sg-b"] },
        "i-c": { name: "twin", subnetId: "subnet-b", privateIpAddress: "10.0.1.11", groups: ["sg-b"] },
      },
    });
    expect(issuesOf(() => checkConnection(net, { from: "i-a", to: "twin", port: 80 }))).toEqual([
      ["ambiguous-name", "to"],
    ]);
  });

  it("an id is never taken for the Name of another", () => {
    const net = twoSubnets({
      instances: { "i-c": { name: "i-b", subnetId: "subnet-b", privateIpAddress: "10.0.1.11", groups: ["sg-a"] } },
    });
    expect(legOf(checkConnection(net, { from: "i-a", to: "i-b", port: 80 })).to).toBe("i-b");
    expect(checkConnection(net, { from: "i-a", to: "i-b", port: 80 }).verdict).toBe("reachable");
  });

  it("between two places of which the network says nothing", () => {
    expect(ask("internet", "8.8.8.8")).toEqual([["endpoint", "to"]]);
  });

  it("from a host to itself", () => {
    expect(ask("web", "web")).toEqual([["endpoint", "to"]]);
    expect(ask("web", "10.0.0.10")).toEqual([["endpoint", "to"]]);
  });

  it("about an instance without a described interface", () => {
    const net = network({ ...PUBLIC_AND_PRIVATE, instances: { ...PUBLIC_AND_PRIVATE.instances, bare: {} } });
    expect(issuesOf(() => checkConnection(net, { from: "bare", to: "web", port: 80 }))).toEqual([
      ["no-interface", "from"],
    ]);
  });
});
