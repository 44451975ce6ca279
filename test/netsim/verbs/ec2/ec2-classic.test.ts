/**
 * Security groups of EC2-Classic, as a session of the command line works on them.
 * "Configure security groups for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-security-groups.html
 */
import { checkConnection, checkHealth, checkListener, ec2, unwrapVerb } from "netsim";
import { importAws } from "netsim/aws";
import { describe, expect, it } from "vitest";
import { CLIENT, ec2Classic, OWNER } from "../../../support/ec2-classic.ts";

/** Open to everyone on the instance port and the health-check port, as before the procedure. */
const open = ec2Classic([
  { port: 8080, from: "0.0.0.0/0" },
  { port: 9000, from: "0.0.0.0/0" },
]);
const GRANT = {
  GroupName: "app",
  SourceSecurityGroupName: "amazon-elb-sg",
  SourceSecurityGroupOwnerId: "amazon-elb",
} as const;
const everyone = (port: number) => ({ GroupName: "app", Protocol: "tcp", Port: port, Cidr: "0.0.0.0/0" }) as const;

describe("to lock down traffic between a load balancer and its instances in EC2-Classic", () => {
  const granted = unwrapVerb(ec2.authorizeSecurityGroupIngress(open, GRANT)).network;

  it("the grant to the source group of Elastic Load Balancing is three permissions: ICMP, and tcp and udp from port 1", () => {
    const [group] = ec2.describeSecurityGroups(granted, { GroupNames: ["app"] }).SecurityGroups;
    const pair = [{ UserId: "amazon-elb", GroupName: "amazon-elb-sg" }];
    const elb = group?.IpPermissions.filter((each) => each.UserIdGroupPairs?.length !== 0);
    expect(elb).toMatchObject([
      { IpProtocol: "icmp", FromPort: -1, ToPort: -1, UserIdGroupPairs: pair },
      { IpProtocol: "tcp", FromPort: 1, ToPort: 65535, UserIdGroupPairs: pair },
      { IpProtocol: "udp", FromPort: 1, ToPort: 65535, UserIdGroupPairs: pair },
    ]);
    expect(group).toMatchObject({ GroupName: "app", OwnerId: OWNER, IpPermissionsEgress: [] });
    expect(group).not.toHaveProperty("VpcId");
  });

  it("then the less restrictive rules go, and only load balancers get through", () => {
    const step = unwrapVerb(ec2.revokeSecurityGroupIngress(granted, everyone(8080))).network;
    const locked = unwrapVerb(ec2.revokeSecurityGroupIngress(step, everyone(9000))).network;
    expect(checkConnection(open, { from: CLIENT, to: "i-a", port: 8080 }).verdict).toBe("reachable");
    expect(checkConnection(locked, { from: CLIENT, to: "i-a", port: 8080 }).verdict).toBe("unreachable");
    expect(checkListener(locked, { loadBalancer: "web", port: 80, from: "internet" }).verdict).toBe("reachable");
    expect(checkHealth(locked, { loadBalancer: "web" }).verdict).toBe("reachable");
  });

  it("what describe prints is read again as the same rules", () => {
    const groups = ec2.describeSecurityGroups(granted);
    const read = importAws([{ file: "groups.json", json: groups }]);
    const again = read.ok ? read.value.network.securityGroups["sg-app"] : undefined;
    const rules = (each: typeof again) =>
      each?.ingress.map(({ protocol, fromPort, toPort, peer }) => [protocol, fromPort, toPort, peer]);
    expect(rules(again)).toEqual(rules(granted.securityGroups["sg-app"]));
    expect(again?.vpcId).toBe("EC2-Classic");
  });
});

describe("groups of EC2-Classic", () => {
  const refusal = (result: { readonly ok: boolean; readonly issues?: readonly { readonly code: string }[] }) =>
    result.ok ? "ok" : result.issues?.map(({ code }) => code).join();

  it("are created without a VPC, with a name of their own in the account", () => {
    const { network, answer } = unwrapVerb(
      ec2.createSecurityGroup(open, { GroupName: "db", Description: "of the database" }),
    );
    expect(network.securityGroups[answer.GroupId]).toMatchObject({ vpcId: "EC2-Classic", ownerId: OWNER, egress: [] });
    expect(refusal(ec2.createSecurityGroup(network, { GroupName: "DB", Description: "again" }))).toBe(
      "InvalidGroup.Duplicate",
    );
  });

  it("have no egress rules to authorize or revoke", () => {
    const rule = { GroupId: "sg-app", Protocol: "tcp", Port: 443, Cidr: "0.0.0.0/0" } as const;
    expect(refusal(ec2.authorizeSecurityGroupEgress(open, rule))).toBe("InvalidParameterValue");
    expect(refusal(ec2.revokeSecurityGroupEgress(open, rule))).toBe("InvalidParameterValue");
  });

  it("are kept while an instance carries them, and an instance keeps the groups of its launch", () => {
    expect(refusal(ec2.deleteSecurityGroup(open, { GroupName: "app" }))).toBe("DependencyViolation");
    const change = { InstanceId: "i-a", Groups: ["sg-app"] };
    expect(refusal(ec2.modifyInstanceAttribute(open, change))).toBe("InvalidParameterCombination");
  });

  it("lose what a revoke names and they have, without an error for the rest", () => {
    const { network, answer } = unwrapVerb(ec2.revokeSecurityGroupIngress(open, everyone(22)));
    expect(network).toBe(open);
    expect(answer.UnknownIpPermissions).toHaveLength(1);
  });

  it("may name no other group of Elastic Load Balancing, and a VPC's group may not name that one", () => {
    const other = { ...GRANT, SourceSecurityGroupName: "other" };
    expect(refusal(ec2.authorizeSecurityGroupIngress(open, other))).toBe("InvalidGroup.NotFound");
    const mixed = ec2Classic([], {
      vpcs: { v: { cidr: "10.0.0.0/16" } },
      securityGroups: { "sg-vpc": { vpcId: "v" } },
    });
    const pair = { UserId: "amazon-elb", GroupName: "amazon-elb-sg" };
    const permission = { IpProtocol: "tcp", FromPort: 80, ToPort: 80, UserIdGroupPairs: [pair] };
    const asked = { GroupId: "sg-vpc", IpPermissions: [permission] };
    expect(refusal(ec2.authorizeSecurityGroupIngress(mixed, asked))).toBe("InvalidGroup.NotFound");
  });

  it("are told from those of the default VPC by id where both have the name", () => {
    const both = ec2Classic([], {
      vpcs: { v: { cidr: "10.0.0.0/16", isDefault: true } },
      securityGroups: { "sg-vpc": { vpcId: "v", groupName: "app" }, "sg-other": { vpcId: "v", groupName: "other" } },
    });
    const rule = (GroupName: string) => ({ GroupName, Protocol: "tcp", Port: 80, Cidr: "0.0.0.0/0" }) as const;
    expect(refusal(ec2.authorizeSecurityGroupIngress(both, rule("app")))).toBe("InvalidParameterValue");
    expect(refusal(ec2.authorizeSecurityGroupIngress(both, rule("other")))).toBe("ok");
    expect(refusal(ec2.authorizeSecurityGroupIngress(both, rule("none")))).toBe("InvalidGroup.NotFound");
  });
});
