import { type NetworkInput, network } from "@netsim/core";
import { checkConnection } from "netsim";
import { describe, expect, it } from "vitest";
import {
  ANYWHERE,
  allow,
  blockersOf,
  EVERYTHING,
  extend,
  from,
  headersText,
  hopAt,
  hopsOf,
  legOf,
  PUBLIC_AND_PRIVATE,
  route,
  STRANGER,
  TWO_SUBNETS,
  unknownsOf,
} from "../../../support/small-networks.ts";

const A_TO_B = { from: "i-a", to: "i-b", port: 80 } as const;
type Appliance = NonNullable<NetworkInput["networkInterfaces"]>[string];

/** Everything from subnet-a to subnet-b through eni-fw (10.0.9.9) in a subnet of its own; replies come back directly. */
function through(appliance: Partial<Appliance>, more: NetworkInput = {}) {
  const inspected = extend(TWO_SUBNETS, {
    routeTables: {
      "rtb-a": { vpcId: "vpc-1", routes: [route("10.0.1.0/24", "eni-fw")] },
      "rtb-fw": { vpcId: "vpc-1" },
    },
    networkAcls: { "acl-fw": { vpcId: "vpc-1", ingress: EVERYTHING, egress: EVERYTHING } },
    subnets: {
      "subnet-a": {
        vpcId: "vpc-1",
        availabilityZone: "us-east-1a",
        cidr: "10.0.0.0/24",
        networkAclId: "acl-a",
        routeTableId: "rtb-a",
      },
      inspection: {
        vpcId: "vpc-1",
        availabilityZone: "us-east-1a",
        cidr: "10.0.9.0/24",
        routeTableId: "rtb-fw",
        networkAclId: "acl-fw",
      },
    },
    securityGroups: {
      "sg-fw": { vpcId: "vpc-1", ingress: [from("10.0.0.0/16", "all")] },
      "sg-b": { vpcId: "vpc-1", ingress: [from("10.0.0.0/16", "tcp 80")] },
    },
    networkInterfaces: {
      "eni-fw": { subnetId: "inspection", privateIpAddress: "10.0.9.9", groups: ["sg-fw"], ...appliance },
    },
  });
  return network(extend(inspected, more));
}

const ROUTER = { sourceDestCheck: false, forwarding: "router" } as const;
const NAT = { sourceDestCheck: false, forwarding: "nat" } as const;

describe("a route to an interface", () => {
  it("with the source/destination check on drops what is not the interface's own", () => {
    const verdict = checkConnection(through({}), A_TO_B);
    expect(verdict.verdict).toBe("unreachable");
    expect(blockersOf(verdict)).toEqual([
      "eni-fw ingress forward - source-destination-check ENI_SOURCE_DEST_CHECK_RESTRICTION",
    ]);
    expect(checkConnection(through({ forwarding: "router" }), A_TO_B).verdict).toBe("unreachable");
  });

  it("whose software nobody declared is unknown", () => {
    const verdict = checkConnection(through({ sourceDestCheck: false }), A_TO_B);
    expect(verdict.verdict).toBe("unknown");
    expect(verdict.unknowns).toMatchObject([
      { component: "eni-fw", code: "appliance-behaviour", details: { interface: "eni-fw" } },
    ]);
  });

  it("whose software nobody declared is no reason for unknown where the receiver refuses anyway", () => {
    const verdict = checkConnection(through({ sourceDestCheck: false }), { ...A_TO_B, port: 22 });
    expect(verdict.verdict).toBe("unreachable");
    expect(blockersOf(verdict)).toEqual(["sg-b ingress forward - security-group-no-match ENI_SG_RULES_MISMATCH"]);
  });

  it("that is a router passes packets on as they are, through its groups and its subnet's ACL", () => {
    const verdict = checkConnection(through(ROUTER), A_TO_B);
    expect(verdict.verdict).toBe("reachable");
    expect(hopsOf(legOf(verdict), "forward")).toEqual([
      "eni-i-a egress",
      "sg-a egress",
      "acl-a egress",
      "rtb-a egress",
      "acl-fw ingress",
      "sg-fw ingress",
      "eni-fw ingress",
      "eni-fw egress",
      "sg-fw egress",
      "acl-fw egress",
      "rtb-fw egress",
      "acl-b ingress",
      "sg-b ingress",
      "eni-i-b ingress",
    ]);
    expect(headersText(hopAt(verdict, "forward", "sg-b").inbound)).toEqual([
      "tcp 10.0.0.10/32 1024-65535 -> 10.0.1.10/32 80",
    ]);
  });

  it("has its own group's rules for what it lets in and out", () => {
    const net = through(ROUTER, {
      securityGroups: { "sg-fw": { vpcId: "vpc-1", ingress: [from("sg-a", "tcp 22")], egress: [] } },
    });
    expect(blockersOf(checkConnection(net, A_TO_B))).toEqual([
      "sg-fw ingress forward - security-group-no-match ENI_SG_RULES_MISMATCH",
      "sg-fw egress forward - security-group-has-no-rules SG_HAS_NO_RULES",
    ]);
  });

  it("that is a NAT device sends from its own address, and gets the replies", () => {
    const verdict = checkConnection(
      through(NAT, { securityGroups: { "sg-b": { vpcId: "vpc-1", ingress: [from("10.0.9.9/32", "tcp 80")] } } }),
      { ...A_TO_B, sourcePorts: 40000 },
    );
    expect(verdict.verdict).toBe("reachable");
    expect(headersText(hopAt(verdict, "forward", "sg-b").inbound)).toEqual([
      "tcp 10.0.9.9/32 1024-65535 -> 10.0.1.10/32 80",
    ]);
    expect(headersText(hopAt(verdict, "reply", "eni-i-a").inbound)).toEqual([
      "tcp 10.0.1.10/32 80 -> 10.0.0.10/32 40000",
    ]);
  });

  it("that is a NAT device picks its port itself, as a NAT gateway does", () => {
    const net = through(NAT, {
      networkAcls: {
        "acl-fw": { vpcId: "vpc-1", ingress: [allow(100, "tcp 80"), allow(110, "tcp 2000-65535")], egress: EVERYTHING },
      },
    });
    const verdict = checkConnection(net, A_TO_B);
    expect(verdict.verdict).toBe("partial");
    expect(headersText(legOf(verdict).working)).toEqual([]);
  });

  it("that is the receiver itself is simply delivered to", () => {
    const net = through({}, { routeTables: { "rtb-a": { vpcId: "vpc-1", routes: [route("10.0.9.0/24", "eni-fw")] } } });
    expect(checkConnection(net, { from: "i-a", to: "eni-fw", port: 80 }).verdict).toBe("reachable");
  });

  it("of an instance that is stopped carries nothing", () => {
    const net = through(ROUTER, { instances: { firewall: { state: "stopped", networkInterfaceIds: ["eni-fw"] } } });
    expect(blockersOf(checkConnection(net, A_TO_B))).toEqual(["eni-fw ingress forward - instance-not-running -"]);
  });

  it("that leads on to another, which leads back, is a circle", () => {
    const net = through(ROUTER, {
      routeTables: {
        "rtb-fw": { vpcId: "vpc-1", routes: [route("10.0.1.0/24", "eni-fw2")] },
        "rtb-fw2": { vpcId: "vpc-1", routes: [route("10.0.1.0/24", "eni-fw")] },
      },
      subnets: {
        inspection2: { vpcId: "vpc-1", availabilityZone: "us-east-1a", cidr: "10.0.10.0/24", routeTableId: "rtb-fw2" },
      },
      networkInterfaces: {
        "eni-fw2": { subnetId: "inspection2", privateIpAddress: "10.0.10.9", groups: ["sg-fw"], ...ROUTER },
      },
    });
    const verdict = checkConnection(net, A_TO_B);
    expect(verdict.verdict).toBe("unreachable");
    expect(blockersOf(verdict)).toEqual(["eni-fw ingress forward - routing-loop -"]);
  });

  it("that the input leaves out is unknown", () => {
    const net = network(
      extend(TWO_SUBNETS, {
        missing: [{ collection: "networkInterfaces", id: "eni-gone", reason: "not-described" }],
        routeTables: { "rtb-1": { vpcId: "vpc-1", main: true, routes: [route("10.0.1.0/24", "eni-gone")] } },
      }),
    );
    const verdict = checkConnection(net, A_TO_B);
    expect(verdict.verdict).toBe("unknown");
    expect(unknownsOf(verdict)).toContain("eni-gone interface-missing");
  });
});

describe("a router between an instance and its internet gateway", () => {
  const inspected = (appliance: Partial<Appliance>) =>
    network(
      extend(PUBLIC_AND_PRIVATE, {
        routeTables: { "rtb-private": { vpcId: "vpc-1", routes: [route(ANYWHERE, "eni-fw")] } },
        securityGroups: { "sg-fw": { vpcId: "vpc-1", ingress: [from(ANYWHERE, "all")] } },
        networkInterfaces: {
          "eni-fw": { subnetId: "public", privateIpAddress: "10.0.0.99", groups: ["sg-fw"], ...appliance },
        },
        instances: {
          app: { subnetId: "private", privateIpAddress: "10.0.1.10", publicIp: "198.51.100.11", groups: ["sg-web"] },
        },
      }),
    );

  it("keeps the instance's address, and the gateway knows the instance's public one", () => {
    const verdict = checkConnection(inspected(ROUTER), { from: "app", to: STRANGER, port: 443 });
    expect(verdict.verdict).toBe("reachable");
    expect(headersText(hopAt(verdict, "forward", "igw-1").outbound)).toEqual([
      "tcp 198.51.100.11/32 1024-65535 -> 203.0.113.10/32 443",
    ]);
  });

  it("carries the replies of a server behind it", () => {
    expect(checkConnection(inspected(ROUTER), { from: STRANGER, to: "app", port: 80 }).verdict).toBe("reachable");
  });

  it("that is a NAT device needs a public address of its own", () => {
    const withoutPublicAddress = checkConnection(inspected(NAT), { from: "app", to: STRANGER, port: 443 });
    expect(blockersOf(withoutPublicAddress)).toEqual([
      "igw-1 egress forward - no-public-address IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
    ]);
    const net = inspected({ ...NAT, publicIp: "198.51.100.99" });
    expect(checkConnection(net, { from: "app", to: STRANGER, port: 443 }).verdict).toBe("reachable");
  });

  it("that is a NAT device does who knows what with replies to connections that it has not seen begin", () => {
    const verdict = checkConnection(inspected({ ...NAT, publicIp: "198.51.100.99" }), {
      from: STRANGER,
      to: "app",
      port: 80,
    });
    expect(verdict.verdict).toBe("unknown");
    expect(verdict.unknowns).toMatchObject([{ component: "eni-fw", code: "appliance-behaviour", phase: "reply" }]);
  });
});
