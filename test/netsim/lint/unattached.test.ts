import { describe, expect, it } from "vitest";
import { balanced, from, twoSubnets } from "../../support/small-networks.ts";
import { briefly, findings } from "./support.ts";

describe("a security group", () => {
  it("that an interface or a load balancer carries is attached, and so is a VPC's default group", () => {
    expect(findings(balanced(), "group-not-attached")).toEqual([]);
  });

  it("that nobody carries is not, and the finding says which rules name it", () => {
    const groups = {
      "sg-b": { vpcId: "vpc-1", ingress: [from("sg-a", "tcp 80"), from("sg-old", "tcp 22")], egress: [] },
      "sg-old": { vpcId: "vpc-1" },
    };
    const found = findings(twoSubnets({ securityGroups: groups }), "group-not-attached");
    expect(briefly(found, "namedBy")).toEqual(["sg-old namedBy sg-b"]);
  });
});

describe("a network ACL", () => {
  it("without a subnet is not associated, unless it is the VPC's default one", () => {
    const networkAcls = { "acl-old": { vpcId: "vpc-1" }, "acl-main": { vpcId: "vpc-1", isDefault: true } };
    expect(briefly(findings(twoSubnets({ networkAcls }), "acl-not-associated"))).toEqual(["acl-old"]);
  });
});
