import { allowAllRules, network } from "@netsim/core";
import { checkConnection, ec2 } from "netsim";
import { describe, expect, it } from "vitest";
import { extend, TWO_SUBNETS } from "../../../support/small-networks.ts";
import { accepted, base, baseWith, changedRecords, refusal } from "./support.ts";

const request = { GroupName: "app", Description: "of the app", VpcId: "vpc-1" };

describe("create-security-group", () => {
  it("makes a group that lets nothing in and everything out", () => {
    const { after, answer } = accepted(ec2.createSecurityGroup(base, request));
    expect(answer).toEqual({ GroupId: "sg-00000000000000001" });
    const [rule] = allowAllRules(false);
    expect(after.securityGroups[answer.GroupId]).toEqual({
      id: answer.GroupId,
      groupName: "app",
      description: "of the app",
      vpcId: "vpc-1",
      ownerId: "111122223333",
      ingress: [],
      egress: [{ id: "sgr-00000000000000001", ...rule }],
    });
    expect(changedRecords(base, after)).toEqual(["securityGroups.sg-00000000000000001"]);
  });

  it("lets IPv6 out too where the VPC has IPv6", () => {
    const { after, answer } = accepted(ec2.createSecurityGroup(base, { ...request, VpcId: "vpc-p" }));
    const group = after.securityGroups[answer.GroupId];
    expect(group?.egress.map((rule) => [rule.id, rule.peer])).toEqual([
      ["sgr-00000000000000001", { cidr: "0.0.0.0/0" }],
      ["sgr-00000000000000002", { cidr: "::/0" }],
    ]);
    expect(group).not.toHaveProperty("ownerId");
  });

  it("takes the default VPC where none is named", () => {
    const { after, answer } = accepted(ec2.createSecurityGroup(base, { GroupName: "app", Description: "d" }));
    expect(after.securityGroups[answer.GroupId]?.vpcId).toBe("vpc-d");
  });

  it("gives the same id to the same request, and never one that is taken", () => {
    const once = accepted(ec2.createSecurityGroup(base, request));
    expect(accepted(ec2.createSecurityGroup(base, request)).after).toEqual(once.after);
    const twice = accepted(ec2.createSecurityGroup(once.after, { ...request, GroupName: "other" }));
    expect(twice.answer.GroupId).toBe("sg-00000000000000002");
    expect(twice.after.securityGroups[twice.answer.GroupId]?.egress[0]?.id).toBe("sgr-00000000000000002");
  });

  it("keeps the Name tag, trims trailing spaces of the name", () => {
    const Tags = [{ Key: "Name", Value: "App" }];
    const { after, answer } = accepted(
      ec2.createSecurityGroup(base, {
        ...request,
        GroupName: "app  ",
        TagSpecifications: [{ ResourceType: "security-group", Tags }],
      }),
    );
    expect(answer.Tags).toEqual(Tags);
    expect(after.securityGroups[answer.GroupId]).toMatchObject({ name: "App", groupName: "app" });
  });

  const specification = (ResourceType: string, ...keys: string[]) => ({
    TagSpecifications: [{ ResourceType, Tags: keys.map((Key) => ({ Key, Value: "v" })) }],
  });

  it.each([
    ["a VPC that is not there", { VpcId: "vpc-9" }, "InvalidVpcID.NotFound VpcId"],
    ["a name that every object has", { VpcId: "constructor" }, "InvalidVpcID.NotFound VpcId"],
    ["the name default", { GroupName: "default" }, "InvalidGroup.Reserved GroupName"],
    ["a name that looks like an id", { GroupName: "sg-app" }, "InvalidParameterValue GroupName"],
    ["a name with a character that AWS has not", { GroupName: "a%b" }, "InvalidParameterValue GroupName"],
    ["a name of 256 characters", { GroupName: "a".repeat(256) }, "InvalidParameterValue GroupName"],
    ["an empty name", { GroupName: " " }, "MissingParameter GroupName"],
    ["no name", { GroupName: undefined }, "MissingParameter GroupName"],
    ["no description", { Description: undefined }, "MissingParameter Description"],
    ["an empty description", { Description: "" }, "MissingParameter Description"],
    [
      "a description with a character that AWS has not",
      { Description: "tab\there" },
      "InvalidParameterValue Description",
    ],
    ["a misspelt key", { Vpc: "vpc-1" }, "UnknownParameter Vpc"],
    ["a number for a text", { VpcId: 1 }, "InvalidParameterValue VpcId"],
    ["tags of something else", specification("vpc", "Name"), "InvalidParameterValue TagSpecifications.0.ResourceType"],
    [
      "a tag that the network does not keep",
      specification("security-group", "env"),
      "UnsupportedOperation TagSpecifications.0.Tags.0.Key",
    ],
    [
      "a tag twice",
      specification("security-group", "Name", "Name"),
      "InvalidParameterValue TagSpecifications.0.Tags.1.Key",
    ],
  ])("refuses %s", (_what, change, expected) => {
    const bad = { ...request, ...change } as Parameters<typeof ec2.createSecurityGroup>[1];
    expect(refusal(base, (net) => ec2.createSecurityGroup(net, bad))).toBe(expected);
  });

  it("refuses a list for the parameters", () => {
    expect(refusal(base, (net) => ec2.createSecurityGroup(net, [] as never))).toBe("InvalidParameterValue");
  });

  it("refuses a name twice in a VPC, in whatever case, and takes it in another VPC", () => {
    const { after } = accepted(ec2.createSecurityGroup(base, request));
    const again = { ...request, GroupName: "APP" };
    expect(refusal(after, (net) => ec2.createSecurityGroup(net, again))).toBe("InvalidGroup.Duplicate GroupName");
    accepted(ec2.createSecurityGroup(after, { ...request, VpcId: "vpc-d" }));
  });

  it("refuses a group too many", () => {
    const count = Object.keys(base.securityGroups).length;
    expect(refusal(base, (net) => ec2.createSecurityGroup(net, request, { securityGroupsPerRegion: count }))).toBe(
      "SecurityGroupLimitExceeded",
    );
    accepted(ec2.createSecurityGroup(base, request, { securityGroupsPerRegion: count + 1 }));
  });

  it("refuses to guess a VPC where there is no default one", () => {
    const net = network(TWO_SUBNETS);
    expect(refusal(net, () => ec2.createSecurityGroup(net, { GroupName: "app", Description: "d" }))).toBe(
      "VPCIdNotSpecified VpcId",
    );
    const two = network(
      extend(TWO_SUBNETS, {
        vpcs: {
          "vpc-a": { cidr: "172.31.0.0/16", isDefault: true },
          "vpc-b": { cidr: "172.31.0.0/16", isDefault: true },
        },
      }),
    );
    expect(refusal(two, () => ec2.createSecurityGroup(two, { GroupName: "app", Description: "d" }))).toBe(
      "VPCIdNotSpecified VpcId",
    );
  });
});

describe("delete-security-group", () => {
  it("takes away a group that nothing uses", () => {
    const { after, answer } = accepted(ec2.deleteSecurityGroup(base, { GroupId: "sg-free" }));
    expect(answer).toEqual({ Return: true, GroupId: "sg-free" });
    expect(changedRecords(base, after)).toEqual(["securityGroups.sg-free"]);
    expect(after.securityGroups).not.toHaveProperty("sg-free");
  });

  it("knows a group of the default VPC by its name", () => {
    const { after } = accepted(ec2.deleteSecurityGroup(base, { GroupName: "named" }));
    expect(after.securityGroups).not.toHaveProperty("sg-named");
  });

  it("undoes create-security-group", () => {
    const { after, answer } = accepted(ec2.createSecurityGroup(base, request));
    expect(accepted(ec2.deleteSecurityGroup(after, { GroupId: answer.GroupId })).after).toEqual(base);
  });

  it("takes away a group whose own rules refer to it", () => {
    const net = baseWith({ securityGroups: { "sg-self": { vpcId: "vpc-1", ingress: [{ from: "sg-self" }] } } });
    accepted(ec2.deleteSecurityGroup(net, { GroupId: "sg-self" }));
  });

  it.each([
    ["the default group of a VPC", { GroupName: "default" }, "CannotDelete GroupName"],
    ["the default group that came with a VPC", { GroupId: "sg-default-vpc-1" }, "CannotDelete GroupId"],
    ["a group that an interface carries", { GroupId: "sg-app" }, "DependencyViolation GroupId"],
    ["a group that is not there", { GroupId: "sg-9" }, "InvalidGroup.NotFound GroupId"],
    ["a name of another VPC", { GroupName: "sg-free" }, "InvalidGroup.NotFound GroupName"],
    ["both an id and a name", { GroupId: "sg-free", GroupName: "named" }, "InvalidParameterCombination GroupName"],
    ["neither", {}, "MissingParameter GroupId"],
  ])("refuses %s", (_what, bad, expected) => {
    expect(refusal(base, (net) => ec2.deleteSecurityGroup(net, bad))).toBe(expected);
  });

  it.each([
    [
      "a rule of another group of the VPC",
      { securityGroups: { "sg-r": { vpcId: "vpc-1", ingress: [{ from: "sg-free" }] } } },
    ],
    ["a rule for what goes out", { securityGroups: { "sg-r": { vpcId: "vpc-1", egress: [{ to: "sg-free" }] } } }],
    ["a rule of a peered VPC", { securityGroups: { "sg-r": { vpcId: "vpc-p", ingress: [{ from: "sg-free" }] } } }],
    [
      "another VPC that it is associated with",
      { securityGroups: { "sg-free": { vpcId: "vpc-1", associatedVpcIds: ["vpc-p"] } } },
    ],
    [
      "a Classic Load Balancer",
      {
        classicLoadBalancers: {
          lb: {
            subnets: ["public"],
            securityGroups: ["sg-free"],
            listeners: [{ protocol: "TCP" as const, loadBalancerPort: 80, instancePort: 80 }],
          },
        },
      },
    ],
  ])("refuses a group that %s uses, and tells which", (_what, more) => {
    const net = baseWith(more);
    expect(refusal(net, () => ec2.deleteSecurityGroup(net, { GroupId: "sg-free" }))).toBe(
      "DependencyViolation GroupId",
    );
  });

  it("a group can go once its last user has let go of it", () => {
    const held = ec2.deleteSecurityGroup(base, { GroupId: "sg-app" });
    expect(!held.ok && held.issues[0]?.expected).toBe("a group that nothing uses; eni-app carries it");
    const { after } = accepted(ec2.modifyInstanceAttribute(base, { InstanceId: "app", Groups: ["sg-free"] }));
    accepted(ec2.deleteSecurityGroup(after, { GroupId: "sg-app" }));
  });
});

describe("a new group decides what its instance gets", () => {
  it("an instance moved into it is cut off until it is authorized", () => {
    const { after, answer } = accepted(ec2.createSecurityGroup(base, request));
    const moved = accepted(ec2.modifyInstanceAttribute(after, { InstanceId: "web", Groups: [answer.GroupId] })).after;
    const question = { from: "internet", to: "web", port: 80 };
    expect(checkConnection(base, question).verdict).toBe("reachable");
    expect(checkConnection(moved, question).verdict).toBe("unreachable");
    const open = accepted(
      ec2.authorizeSecurityGroupIngress(moved, {
        GroupId: answer.GroupId,
        IpPermissions: [{ IpProtocol: "tcp", FromPort: 80, ToPort: 80, IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
      }),
    ).after;
    expect(checkConnection(open, question).verdict).toBe("reachable");
  });
});
