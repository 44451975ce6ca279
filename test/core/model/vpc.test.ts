import { network, type Vpc, type VpcInput } from "@netsim/core";
import { describe, expect, it } from "vitest";

function vpc(input: VpcInput): Vpc | undefined {
  return network({ vpcs: { v: input } }).vpcs.v;
}

describe("a VPC", () => {
  it("needs a block and nothing else", () => {
    expect(vpc({ cidr: "10.0.0.0/16" })).toEqual({
      id: "v",
      cidrBlocks: ["10.0.0.0/16"],
      ipv6CidrBlocks: [],
      isDefault: false,
      internetGatewayBlockMode: "off",
    });
  });

  it("takes its blocks in any order and any key, and keeps the families apart", () => {
    expect(
      vpc({ cidr: ["2001:db8::/56", "10.1.0.0/16"], cidrBlocks: ["10.0.0.0/16"], ipv6CidrBlocks: ["2001:db9::/56"] }),
    ).toMatchObject({
      cidrBlocks: ["10.1.0.0/16", "10.0.0.0/16"],
      ipv6CidrBlocks: ["2001:db8::/56", "2001:db9::/56"],
    });
  });

  it("writes a block in its one form", () => {
    expect(vpc({ cidr: "2001:0DB8::/56" })?.ipv6CidrBlocks).toEqual(["2001:db8::/56"]);
  });

  it("keeps what is said about it", () => {
    const said = {
      name: "prod",
      isDefault: true,
      internetGatewayBlockMode: "block-bidirectional",
      ownerId: "111122223333",
      region: "eu-central-1",
      origin: { file: "vpcs.json", pointer: "/Vpcs/0", logicalId: "Vpc" },
    } as const;
    expect(vpc({ cidr: "10.0.0.0/16", ...said })).toMatchObject(said);
  });

  it("may be of the same addresses as another VPC", () => {
    expect(Object.keys(network({ vpcs: { v: { cidr: "10.0.0.0/16" }, w: { cidr: "10.0.0.0/16" } } }).vpcs)).toEqual([
      "v",
      "w",
    ]);
  });
});
