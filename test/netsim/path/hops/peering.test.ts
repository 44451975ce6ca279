import { network } from "@netsim/core";
import { checkConnection } from "netsim";
import { describe, expect, it } from "vitest";
import {
  ANYWHERE,
  assumptionsOf,
  blockersOf,
  deny,
  EVERYTHING,
  extend,
  from,
  hopsOf,
  legOf,
  PEERED,
  peered,
  route,
  to,
  unknownsOf,
} from "../../../support/small-networks.ts";

const A_TO_B = { from: "a", to: "b", port: 80 } as const;

describe("a peering connection", () => {
  it("lies between the two VPCs, both ways", () => {
    const leg = legOf(checkConnection(peered(), A_TO_B));
    expect(leg.verdict).toBe("reachable");
    expect(hopsOf(leg, "forward")).toEqual([
      "eni-a egress",
      "sg-a egress",
      "acl-default-vpc-a egress",
      "rtb-a egress",
      "pcx-1 egress",
      "acl-default-vpc-b ingress",
      "sg-b ingress",
      "eni-b ingress",
    ]);
    expect(hopsOf(leg, "reply")).toContain("pcx-1 egress");
  });

  it.each([
    "initiating-request",
    "pending-acceptance",
    "deleted",
    "rejected",
    "failed",
    "expired",
    "provisioning",
    "deleting",
  ])("that is %s carries nothing", (status) => {
    const net = peered({ vpcPeeringConnections: { "pcx-1": { requester: "vpc-a", accepter: "vpc-b", status } } });
    const verdict = checkConnection(net, A_TO_B);
    expect(verdict.verdict).toBe("unreachable");
    expect(verdict.blockers[0]).toMatchObject({
      component: "pcx-1",
      kind: "peering",
      code: "peering-not-active",
      awsCode: "BAD_STATE",
      details: { status },
    });
  });

  it("needs a route there and a route back, each on its own", () => {
    const noWayThere = peered({ routeTables: { "rtb-a": { vpcId: "vpc-a", main: true } } });
    expect(blockersOf(checkConnection(noWayThere, A_TO_B))).toEqual([
      "rtb-a egress forward - no-route NO_ROUTE_TO_DESTINATION",
    ]);
    const noWayBack = peered({ routeTables: { "rtb-b": { vpcId: "vpc-b", main: true } } });
    expect(blockersOf(checkConnection(noWayBack, A_TO_B))).toEqual([
      "rtb-b egress reply - no-route NO_ROUTE_TO_DESTINATION",
    ]);
  });

  it("leaves the ACLs of both subnets in force", () => {
    const acl = (vpcId: string) => ({
      vpcId,
      isDefault: true,
      ingress: [deny(90, "tcp 80"), ...EVERYTHING],
      egress: EVERYTHING,
    });
    const net = peered({ networkAcls: { "acl-b": acl("vpc-b") } });
    expect(blockersOf(checkConnection(net, A_TO_B))).toEqual([
      "acl-b ingress forward #90 network-acl-denies SUBNET_ACL_RESTRICTION",
    ]);
  });

  it("that the VPC of the route is no side of carries nothing", () => {
    const net = network(
      extend(PEERED, {
        vpcs: { "vpc-c": { cidr: "10.2.0.0/16" } },
        vpcPeeringConnections: { "pcx-2": { requester: "vpc-b", accepter: "vpc-c" } },
        routeTables: { "rtb-a": { vpcId: "vpc-a", main: true, routes: [route("10.1.0.0/16", "pcx-2")] } },
      }),
    );
    expect(blockersOf(checkConnection(net, A_TO_B))).toEqual(["pcx-2 egress forward - peering-not-active BAD_STATE"]);
  });

  it("lets rules name groups of the other VPC in one Region, in both directions", () => {
    const net = (b: string) =>
      peered({
        vpcs: { "vpc-a": { cidr: "10.0.0.0/16", region: "us-east-1" }, "vpc-b": { cidr: "10.1.0.0/16", region: b } },
        securityGroups: {
          "sg-a": { vpcId: "vpc-a", egress: [to("sg-b", "tcp 80")] },
          "sg-b": { vpcId: "vpc-b", ingress: [from(ANYWHERE, "tcp 80")] },
        },
      });
    expect(checkConnection(net("us-east-1"), A_TO_B).verdict).toBe("reachable");
    expect(blockersOf(checkConnection(net("eu-west-1"), A_TO_B))).toEqual([
      "sg-a egress forward - security-group-no-match ENI_SG_RULES_MISMATCH",
    ]);
  });

  it("of unknown Regions lets them, too, and says that it is taken to be inside one Region", () => {
    const verdict = checkConnection(peered(), A_TO_B);
    expect(verdict.verdict).toBe("reachable");
    expect(assumptionsOf(verdict)).toEqual(["b service-assumed", "pcx-1 peering-same-region-assumed"]);
    const outwards = {
      "sg-a": { vpcId: "vpc-a", egress: [to("sg-b", "tcp 80")], ingress: [from("10.1.0.0/16", "icmp")] },
      "sg-b": { vpcId: "vpc-b", ingress: [from("10.0.0.0/16", "all")] },
    };
    expect(assumptionsOf(checkConnection(peered({ securityGroups: outwards }), A_TO_B))).toContain(
      "pcx-1 peering-same-region-assumed",
    );
  });

  it("of unknown Regions needs no such word where no rule that names a group decides, or the Regions are known", () => {
    const byAddress = {
      "sg-a": { vpcId: "vpc-a", ingress: [from("10.1.0.0/16", "icmp")] },
      "sg-b": { vpcId: "vpc-b", ingress: [from("10.0.0.0/16", "all"), from("sg-a", "tcp 80")] },
    };
    expect(assumptionsOf(checkConnection(peered({ securityGroups: byAddress }), A_TO_B))).toEqual([
      "b service-assumed",
    ]);
    const vpcs = { "vpc-a": { cidr: "10.0.0.0/16", region: "r" }, "vpc-b": { cidr: "10.1.0.0/16", region: "r" } };
    expect(assumptionsOf(checkConnection(peered({ vpcs }), A_TO_B))).toEqual(["b service-assumed"]);
  });

  it("knows its Regions by itself where the VPCs do not say", () => {
    const side = (vpcId: string, region: string) => ({ vpcId, region });
    const net = peered({
      vpcPeeringConnections: {
        "pcx-1": { requester: side("vpc-a", "us-east-1"), accepter: side("vpc-b", "eu-west-1") },
      },
    });
    expect(blockersOf(checkConnection(net, A_TO_B))).toEqual([
      "sg-b ingress forward - security-group-reference-lost SG_REFERENCES_NOT_PRESERVED",
    ]);
  });

  it("does not make a stale rule match: a group of a VPC whose peering is gone is nobody's", () => {
    const net = peered({
      vpcPeeringConnections: { "pcx-1": { requester: "vpc-a", accepter: "vpc-b", status: "deleted" } },
      securityGroups: { "sg-a": { vpcId: "vpc-a", egress: [to("sg-b", "tcp 80")] } },
    });
    expect(blockersOf(checkConnection(net, A_TO_B))[0]).toBe(
      "sg-a egress forward - security-group-no-match ENI_SG_RULES_MISMATCH",
    );
  });
});

describe("a peered VPC that the input leaves out", () => {
  const beyond = extend(PEERED, {
    missing: [{ collection: "vpcs", id: "vpc-x", reason: "not-described" }],
    vpcPeeringConnections: {
      "pcx-x": { requester: "vpc-a", accepter: { vpcId: "vpc-x", cidrBlocks: ["172.16.0.0/16"] } },
    },
    routeTables: { "rtb-a": { vpcId: "vpc-a", main: true, routes: [route("172.16.0.0/16", "pcx-x")] } },
    securityGroups: { "sg-a": { vpcId: "vpc-a", ingress: [from("172.16.0.0/16", "tcp 22")] } },
  });

  it("makes the way there unknown", () => {
    const verdict = checkConnection(network(beyond), { from: "a", to: "172.16.0.9", port: 443 });
    expect(verdict.verdict).toBe("unknown");
    expect(blockersOf(verdict)).toEqual([]);
    expect(verdict.unknowns).toMatchObject([{ component: "pcx-x", code: "vpc-missing", details: { vpc: "vpc-x" } }]);
  });

  it("makes the way from there unknown as well", () => {
    const verdict = checkConnection(network(beyond), { from: "172.16.0.9", to: "a", port: 22 });
    expect(verdict.verdict).toBe("unknown");
    expect(unknownsOf(verdict)).toEqual(["pcx-x vpc-missing"]);
    expect(hopsOf(legOf(verdict), "forward")[0]).toBe("pcx-x egress");
  });

  it("is no less unknown without its blocks", () => {
    const net = network(
      extend(beyond, { vpcPeeringConnections: { "pcx-x": { requester: "vpc-a", accepter: "vpc-x" } } }),
    );
    expect(unknownsOf(checkConnection(net, { from: "a", to: "172.16.0.9", port: 443 }))).toEqual(["pcx-x vpc-missing"]);
  });

  it("does not hide what stops packets on this side", () => {
    const verdict = checkConnection(network(beyond), { from: "172.16.0.9", to: "a", port: 80 });
    expect(verdict.verdict).toBe("unreachable");
    expect(verdict.unknowns).toEqual([]);
    expect(blockersOf(verdict)).toEqual(["sg-a ingress forward - security-group-no-match ENI_SG_RULES_MISMATCH"]);
  });
});
