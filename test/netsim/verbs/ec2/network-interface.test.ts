import { ec2 } from "netsim";
import { describe, expect, it } from "vitest";
import { accepted, base, baseWith, changedRecords, refusal } from "./support.ts";

describe("modify-network-interface-attribute", () => {
  it("replaces the groups, and does not add to them", () => {
    const { after, answer } = accepted(
      ec2.modifyNetworkInterfaceAttribute(base, {
        NetworkInterfaceId: "eni-x",
        Groups: ["sg-app", "sg-free", "sg-app"],
      }),
    );
    expect(answer).toEqual({});
    expect(after.networkInterfaces["eni-x"]?.groups).toEqual(["sg-app", "sg-free"]);
    expect(changedRecords(base, after)).toEqual(["networkInterfaces.eni-x"]);
  });

  it("sets the source/destination check and the description", () => {
    const NetworkInterfaceId = "eni-x";
    const off = { NetworkInterfaceId, SourceDestCheck: { Value: false } };
    expect(accepted(ec2.modifyNetworkInterfaceAttribute(base, off)).after.networkInterfaces["eni-x"]).toMatchObject({
      sourceDestCheck: false,
      groups: ["sg-web"],
    });
    const named = { NetworkInterfaceId, Description: { Value: "of x" } };
    expect(accepted(ec2.modifyNetworkInterfaceAttribute(base, named)).after.networkInterfaces["eni-x"]).toMatchObject({
      description: "of x",
    });
  });

  it("takes a group of another VPC that is associated with the interface's", () => {
    const net = baseWith({ securityGroups: { "sg-shared": { vpcId: "vpc-d", associatedVpcIds: ["vpc-1"] } } });
    accepted(ec2.modifyNetworkInterfaceAttribute(net, { NetworkInterfaceId: "eni-x", Groups: ["sg-shared"] }));
  });

  const eni = { NetworkInterfaceId: "eni-x" };

  it.each([
    [
      "an interface that is not there",
      { NetworkInterfaceId: "eni-9", Groups: ["sg-web"] },
      "InvalidNetworkInterfaceID.NotFound NetworkInterfaceId",
    ],
    ["a group that is not there", { ...eni, Groups: ["sg-web", "sg-9"] }, "InvalidGroup.NotFound Groups.1"],
    ["a group of another VPC", { ...eni, Groups: ["sg-named"] }, "InvalidGroup.NotFound Groups.0"],
    ["no group", { ...eni, Groups: [] }, "InvalidParameterCombination"],
    ["nothing to modify", eni, "InvalidParameterCombination"],
    [
      "two attributes at once",
      { ...eni, Groups: ["sg-app"], SourceDestCheck: { Value: false } },
      "InvalidParameterCombination SourceDestCheck",
    ],
    ["a load balancer's interface", { NetworkInterfaceId: "eni-node", Groups: ["sg-app"] }, "OperationNotPermitted"],
    ["no interface", { Groups: ["sg-app"] }, "MissingParameter NetworkInterfaceId"],
  ])("refuses %s", (_what, bad, expected) => {
    expect(refusal(base, (net) => ec2.modifyNetworkInterfaceAttribute(net, bad as never))).toBe(expected);
  });

  it("refuses a sixth group, unless the quota was raised", () => {
    const ids = ["sg-1", "sg-2", "sg-3", "sg-4", "sg-5", "sg-6"];
    const net = baseWith({ securityGroups: Object.fromEntries(ids.map((id) => [id, { vpcId: "vpc-1" }])) });
    const request = { NetworkInterfaceId: "eni-x", Groups: ids };
    expect(refusal(net, () => ec2.modifyNetworkInterfaceAttribute(net, request))).toBe(
      "SecurityGroupsPerInterfaceLimitExceeded Groups",
    );
    accepted(ec2.modifyNetworkInterfaceAttribute(net, { ...request, Groups: ids.slice(1) }));
    accepted(ec2.modifyNetworkInterfaceAttribute(net, request, { securityGroupsPerNetworkInterface: 6 }));
  });
});

describe("modify-instance-attribute", () => {
  it("replaces the groups of the instance's only interface", () => {
    const { after } = accepted(ec2.modifyInstanceAttribute(base, { InstanceId: "app", Groups: ["sg-free"] }));
    expect(after.networkInterfaces["eni-app"]?.groups).toEqual(["sg-free"]);
    expect(changedRecords(base, after)).toEqual(["networkInterfaces.eni-app"]);
  });

  it("lets an instance route for others", () => {
    const { after } = accepted(
      ec2.modifyInstanceAttribute(base, { InstanceId: "app", SourceDestCheck: { Value: false } }),
    );
    expect(after.networkInterfaces["eni-app"]?.sourceDestCheck).toBe(false);
  });

  it.each([
    [
      "an instance that is not there",
      { InstanceId: "i-9", Groups: ["sg-web"] },
      "InvalidInstanceID.NotFound InstanceId",
    ],
    ["an instance with two interfaces", { InstanceId: "two", Groups: ["sg-web"] }, "InvalidInstanceID InstanceId"],
    ["a group that is not there", { InstanceId: "app", Groups: ["sg-9"] }, "InvalidGroup.NotFound Groups.0"],
    ["an attribute that is not modelled", { InstanceId: "app", UserData: {} }, "UnknownParameter UserData"],
  ])("refuses %s", (_what, bad, expected) => {
    expect(refusal(base, (net) => ec2.modifyInstanceAttribute(net, bad))).toBe(expected);
  });
});
