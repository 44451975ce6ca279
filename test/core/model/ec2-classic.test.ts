import {
  AMAZON_ELB_SECURITY_GROUP,
  createNetwork,
  EC2_CLASSIC,
  ec2ClassicGroup,
  ec2ClassicNames,
  type Network,
  type NetworkInput,
  network,
  type SecurityGroup,
  unwrap,
} from "@netsim/core";
import { describe, expect, it } from "vitest";

const INPUT: NetworkInput = {
  vpcs: { v: { cidr: "10.0.0.0/16" } },
  subnets: { s: { vpcId: "v", availabilityZone: "us-east-1a", cidr: "10.0.0.0/24" } },
  securityGroups: {
    "sg-1": { groupName: "web", ownerId: "111122223333", ingress: [{ port: 80, from: AMAZON_ELB_SECURITY_GROUP }] },
    "sg-2": { groupName: "default", ingress: [{ port: 22, from: ["111122223333/web", "444455556666/sg-7", "sg-2"] }] },
  },
  instances: {
    "i-1": { availabilityZone: "us-east-1a", privateIpAddress: "10.0.0.10", publicIp: "203.0.113.1", groups: ["sg-1"] },
    "i-2": { availabilityZone: "us-east-1b", state: "stopped" },
    // The same private address in a VPC is another one.
    "i-v": { subnetId: "s", privateIpAddress: "10.0.0.10" },
  },
  classicLoadBalancers: {
    web: {
      availabilityZones: ["us-east-1a", "us-east-1b", "us-east-1a"],
      listeners: [{ protocol: "TCP", loadBalancerPort: 80, instancePort: 22 }],
      instances: ["i-1", "i-2"],
    },
  },
};

const made: Network = network(INPUT);

// "EC2-Classic" https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-classic-platform.html
describe("EC2-Classic", () => {
  it("has groups without a VPC, which have ingress rules only", () => {
    expect(made.securityGroups["sg-1"]).toEqual({
      id: "sg-1",
      groupName: "web",
      vpcId: EC2_CLASSIC,
      ingress: [{ protocol: 6, fromPort: 80, toPort: 80, peer: { securityGroupId: "amazon-elb/amazon-elb-sg" } }],
      egress: [],
      ownerId: "111122223333",
    });
  });

  it("has instances with a zone instead of a subnet, and no interfaces", () => {
    expect(made.instances["i-1"]).toEqual({
      id: "i-1",
      state: "running",
      networkInterfaceIds: [],
      ec2Classic: {
        availabilityZone: "us-east-1a",
        privateIpAddress: "10.0.0.10",
        publicIp: "203.0.113.1",
        groups: ["sg-1"],
      },
    });
    expect(Object.keys(made.networkInterfaces)).toEqual(["eni-i-v"]);
  });

  it("gives an instance that is launched without groups its default one; stopped, it has no address", () => {
    expect(made.instances["i-2"]?.ec2Classic).toEqual({ availabilityZone: "us-east-1b", groups: ["sg-2"] });
  });

  it("has load balancers with zones instead of subnets, internet-facing and without groups", () => {
    expect(made.classicLoadBalancers.web).toMatchObject({
      scheme: "internet-facing",
      vpcId: EC2_CLASSIC,
      subnets: [],
      securityGroups: [],
      availabilityZones: ["us-east-1a", "us-east-1b"],
      healthCheck: { target: "TCP:22" },
    });
  });

  it("leaves the VPC beside it as it is without it", () => {
    const { vpcs, subnets, instances } = INPUT;
    const alone = network({ vpcs, subnets, instances: { "i-v": instances?.["i-v"] ?? {} } });
    for (const key of ["vpcs", "subnets", "routeTables", "networkAcls", "networkInterfaces"] as const)
      expect(made[key]).toEqual(alone[key]);
    expect(made.securityGroups["sg-default-v"]).toEqual(alone.securityGroups["sg-default-v"]);
    expect(made.instances["i-v"]).toEqual(alone.instances["i-v"]);
  });

  it("is the same after it was written out and read again", () => {
    expect(unwrap(createNetwork(JSON.parse(JSON.stringify(made))))).toEqual(made);
  });
});

describe("a group of EC2-Classic", () => {
  it("goes by its id, and by its owner with its name or its id", () => {
    const group = made.securityGroups["sg-1"] as SecurityGroup;
    expect(ec2ClassicNames(group)).toEqual(["sg-1", "111122223333/web", "111122223333/sg-1"]);
    for (const name of ec2ClassicNames(group)) expect(ec2ClassicGroup(made.securityGroups, name)).toBe(group);
    for (const name of ["web", "444455556666/web", "111122223333/other", "amazon-elb/amazon-elb-sg"])
      expect(ec2ClassicGroup(made.securityGroups, name)).toBeUndefined();
    // Whose owner is not known has no such names.
    expect(ec2ClassicNames(made.securityGroups["sg-2"] as SecurityGroup)).toEqual(["sg-2"]);
  });
});
