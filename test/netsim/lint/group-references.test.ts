import { network } from "netsim";
import { describe, expect, it } from "vitest";
import { extend, from, PEERED, peered, twoSubnets } from "../../support/small-networks.ts";
import { briefly, findings, unknownsAbout } from "./support.ts";

const EMPTY = "group-reference-without-members";
const UNPEERED = "group-reference-unpeered";

describe("a rule that names a group", () => {
  it("is fine where somebody carries the group", () => {
    expect(findings(twoSubnets(), EMPTY, UNPEERED)).toEqual([]);
    expect(findings(peered(), EMPTY, UNPEERED)).toEqual([]);
  });

  it("matches nobody where nobody carries the group", () => {
    const groups = {
      "sg-b": { vpcId: "vpc-1", ingress: [from("sg-a", "tcp 80"), from("sg-old", "tcp 22")], egress: [] },
      "sg-old": { vpcId: "vpc-1" },
    };
    const [finding] = findings(twoSubnets({ securityGroups: groups }), EMPTY);
    expect(briefly([finding!], "group")).toEqual(["sg-b[1] group sg-old"]);
    expect(finding?.proof).toEqual({ kind: "records", relation: "carriers", ids: [] });
  });

  it("does not matter in a group that nobody carries itself", () => {
    const groups = { "sg-new": { vpcId: "vpc-1", ingress: [from("sg-new", "all")] } };
    expect(findings(twoSubnets({ securityGroups: groups }), EMPTY)).toEqual([]);
  });

  it.each([["pending-acceptance"], ["deleted"]])("does not hold across a peering connection that is %s", (status) => {
    const pcx = { "pcx-1": { status, requester: "vpc-a", accepter: "vpc-b" } };
    const found = findings(peered({ vpcPeeringConnections: pcx }), EMPTY, UNPEERED);
    expect(found.map((each) => each.code)).toEqual([UNPEERED]);
    expect(briefly(found, "group", "vpc")).toEqual(["sg-b[0] group sg-a vpc vpc-a"]);
  });

  it("does not hold across a peering connection between Regions, which the proof names", () => {
    const vpcs = {
      "vpc-a": { cidr: "10.0.0.0/16", region: "us-east-1" },
      "vpc-b": { cidr: "10.1.0.0/16", region: "eu-west-1" },
    };
    const [finding] = findings(peered({ vpcs }), UNPEERED);
    expect(finding?.proof).toEqual({ kind: "records", relation: "peerings", ids: ["pcx-1"] });
  });

  it("is no finding where what carries groups, or what peers VPCs, was not collected", () => {
    const { networkInterfaces: _, instances: __, ...rest } = PEERED;
    const missing = ["networkInterfaces", "vpcPeeringConnections"].map((collection) => ({
      collection,
      reason: "not-collected",
    }));
    const net = network(extend({ ...rest, vpcPeeringConnections: {}, routeTables: {} }, { missing }));
    expect(findings(net, EMPTY, UNPEERED, "group-not-attached")).toEqual([]);
    expect(unknownsAbout(net, EMPTY)).toEqual(["networkInterfaces"]);
    expect(unknownsAbout(net, "group-not-attached")).toEqual(["networkInterfaces"]);
  });

  it("of a group that is not in the input is not known", () => {
    const groups = { "sg-b": { vpcId: "vpc-1", ingress: [from("sg-elsewhere", "tcp 80")] } };
    const missing = [{ collection: "securityGroups", id: "sg-elsewhere", reason: "not-described" }];
    const net = twoSubnets({ securityGroups: groups, missing });
    expect(findings(net, EMPTY, UNPEERED)).toEqual([]);
    expect(unknownsAbout(net, UNPEERED)).toEqual(["sg-b securityGroups"]);
  });
});
