import { network } from "@netsim/core";
import { describe, expect, it } from "vitest";

// "VPC peering basics" https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
describe("a peering connection", () => {
  it("is active until it says otherwise, and may name its sides by VPC only", () => {
    const made = network({
      vpcs: { v: { cidr: "10.0.0.0/16" } },
      vpcPeeringConnections: {
        "pcx-1": { requester: "v", accepter: "vpc-elsewhere" },
        "pcx-2": {
          status: "pending-acceptance",
          requester: { vpcId: "v" },
          accepter: {
            vpcId: "w",
            cidrBlocks: ["10.1.0.0/16", "2001:DB8::/56"],
            region: "eu-west-1",
            ownerId: "111122223333",
          },
        },
      },
    });
    expect(made.vpcPeeringConnections).toEqual({
      "pcx-1": {
        id: "pcx-1",
        status: "active",
        requester: { vpcId: "v", cidrBlocks: [] },
        accepter: { vpcId: "vpc-elsewhere", cidrBlocks: [] },
      },
      "pcx-2": {
        id: "pcx-2",
        status: "pending-acceptance",
        requester: { vpcId: "v", cidrBlocks: [] },
        accepter: {
          vpcId: "w",
          cidrBlocks: ["10.1.0.0/16", "2001:db8::/56"],
          region: "eu-west-1",
          ownerId: "111122223333",
        },
      },
    });
  });
});
