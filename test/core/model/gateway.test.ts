import { network } from "@netsim/core";
import { describe, expect, it } from "vitest";

describe("gateways", () => {
  const made = network({
    vpcs: { v: { cidr: "10.0.0.0/16" } },
    subnets: { s: { vpcId: "v", availabilityZone: "a", cidr: "10.0.0.0/24" } },
    internetGateways: { "igw-1": { vpcId: "v", name: "door" }, "igw-detached": {} },
    egressOnlyInternetGateways: { "eigw-1": { vpcId: "v" } },
    natGateways: {
      "nat-1": { subnetId: "s", privateIpAddress: "10.0.0.9", publicIp: "203.0.113.9" },
      "nat-2": { subnetId: "s", privateIpAddress: "10.0.0.8", connectivityType: "private", state: "deleted" },
    },
    gatewayEndpoints: { "vpce-1": { vpcId: "v" } },
  });

  it("of the internet may be detached", () => {
    expect(made.internetGateways).toEqual({
      "igw-1": { id: "igw-1", vpcId: "v", name: "door" },
      "igw-detached": { id: "igw-detached" },
    });
    expect(made.egressOnlyInternetGateways).toEqual({ "eigw-1": { id: "eigw-1", vpcId: "v" } });
  });

  // "NAT gateways" https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
  it("for translation are public and available until they say otherwise", () => {
    expect(made.natGateways).toEqual({
      "nat-1": {
        id: "nat-1",
        subnetId: "s",
        connectivityType: "public",
        state: "available",
        privateIpAddress: "10.0.0.9",
        publicIp: "203.0.113.9",
      },
      "nat-2": {
        id: "nat-2",
        subnetId: "s",
        connectivityType: "private",
        state: "deleted",
        privateIpAddress: "10.0.0.8",
      },
    });
  });

  it("to a service of AWS may leave its name open", () => {
    expect(made.gatewayEndpoints).toEqual({ "vpce-1": { id: "vpce-1", vpcId: "v", serviceName: "" } });
  });
});
