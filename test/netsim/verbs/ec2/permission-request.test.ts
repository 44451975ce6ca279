/** The ways to name a rule: as on the command line, as the API's own parameters, and as a list of permissions. */
import { checkConnection, ec2, type Network } from "netsim";
import { describe, expect, it } from "vitest";
import { accepted, base, refusal } from "./support.ts";

type Request = ec2.AuthorizeSecurityGroupRequest;

const authorize = (request: Request) => ec2.authorizeSecurityGroupIngress(base, { GroupId: "sg-app", ...request });

/** `tcp 80 80`, of the one rule that the request makes. */
function made(request: Request): string {
  const { answer } = accepted(authorize(request));
  const [rule, ...more] = answer.SecurityGroupRules;
  expect(more).toEqual([]);
  return `${rule?.IpProtocol} ${rule?.FromPort} ${rule?.ToPort}`;
}

const Cidr = "203.0.113.0/24";

describe("the options of the command line", () => {
  it.each([
    [{ Protocol: "tcp", Port: 80, Cidr }, "tcp 80 80"],
    [{ Protocol: "tcp", Port: "80", Cidr }, "tcp 80 80"],
    [{ Protocol: "udp", Port: "1024-65535", Cidr }, "udp 1024 65535"],
    [{ Protocol: "icmp", Port: "8-0", Cidr }, "icmp 8 0"],
    [{ Protocol: "icmp", Port: "8--1", Cidr }, "icmp 8 -1"],
    [{ Protocol: "icmp", Port: -1, Cidr }, "icmp -1 -1"],
    [{ Protocol: "icmp", Port: "all", Cidr }, "icmp -1 -1"],
    [{ Protocol: "icmp", Cidr }, "icmp -1 -1"],
    [{ Protocol: "all", Cidr }, "-1 -1 -1"],
    [{ Protocol: -1, Cidr }, "-1 -1 -1"],
    [{ Protocol: "all", Port: 80, Cidr }, "-1 -1 -1"],
    [{ Protocol: 50, Port: "80-90", Cidr }, "50 -1 -1"],
    [{ Protocol: "6", Port: 22, Cidr }, "tcp 22 22"],
  ])("%j is %s", (request, expected) => {
    expect(made(request)).toBe(expected);
  });

  it("a protocol without a port is every port of it", () => {
    expect(made({ Protocol: "tcp", Cidr })).toBe("tcp 0 65535");
    expect(made({ Protocol: 17, Cidr })).toBe("udp 0 65535");
  });

  it("icmp with port 8 is type 8 code 8, which lets no ping in; 8-0 does", () => {
    const ping = (net: Network) =>
      checkConnection(net, { from: "web", to: "app", protocol: "icmp", icmp: { type: 8, code: 0 } }).verdict;
    const wrong = { Protocol: "icmp", Port: 8, Cidr: "10.0.0.0/16" };
    expect(made(wrong)).toBe("icmp 8 8");
    expect(ping(base)).toBe("unreachable");
    expect(ping(accepted(authorize(wrong)).after)).toBe("unreachable");
    expect(ping(accepted(authorize({ ...wrong, Port: "8-0" })).after)).toBe("reachable");
  });

  it("a source group is an id where it begins as one, and otherwise a name of the default VPC", () => {
    const byId = accepted(authorize({ Protocol: "tcp", Port: 80, SourceGroup: "sg-web" })).answer;
    expect(byId.SecurityGroupRules[0]?.ReferencedGroupInfo).toEqual({ GroupId: "sg-web" });
    const request = { GroupName: "named", Protocol: "tcp", Port: 80, SourceGroup: "default" };
    const byName = accepted(ec2.authorizeSecurityGroupIngress(base, request)).answer;
    expect(byName.SecurityGroupRules[0]).toMatchObject({
      GroupId: "sg-named",
      ReferencedGroupInfo: { GroupId: "sg-dflt" },
    });
  });

  it("of an egress rule the source group is where it leads", () => {
    const { after } = accepted(
      ec2.authorizeSecurityGroupEgress(base, { GroupId: "sg-app", Protocol: "tcp", Port: 80, SourceGroup: "sg-web" }),
    );
    expect(after.securityGroups["sg-app"]?.egress.at(-1)).toMatchObject({ peer: { securityGroupId: "sg-web" } });
  });

  it("a block and a group make two rules", () => {
    const { answer } = accepted(authorize({ Protocol: "tcp", Port: 80, Cidr, SourceGroup: "sg-web" }));
    expect(answer.SecurityGroupRules).toHaveLength(2);
  });

  it.each([
    [{ Protocol: "tcp", Port: "http", Cidr }, "InvalidParameterValue Port"],
    [{ Protocol: "tcp", Port: "80,81", Cidr }, "InvalidParameterValue Port"],
    [{ Protocol: "tcp", Port: 65536, Cidr }, "InvalidPermission.Malformed Port"],
    [{ Protocol: "tcp", Port: "90-80", Cidr }, "InvalidPermission.Malformed Port"],
    // The command line makes -1 of it, which is no port.
    [{ Protocol: "tcp", Port: "all", Cidr }, "InvalidPermission.Malformed Port"],
    [{ Protocol: "icmp", Port: "8-256", Cidr }, "InvalidPermission.Malformed Port"],
    [{ Protocol: "sctp", Port: 80, Cidr }, "InvalidParameterValue Protocol"],
    [{ Protocol: 256, Port: 80, Cidr }, "InvalidParameterValue Protocol"],
    [{ Port: 80, Cidr }, "MissingParameter Protocol"],
    [{ Protocol: "tcp", Port: 80 }, "MissingParameter"],
    [{ Protocol: "tcp", Port: 80, GroupOwner: "111122223333" }, "MissingParameter SourceGroup"],
    [{ Protocol: "tcp", Port: 80, Cidr: "203.0.113.0" }, "InvalidParameterValue Cidr"],
    [{ Protocol: "tcp", Port: 80, Cidr: "2001:db8::/32" }, "InvalidParameterValue Cidr"],
    [{ Protocol: "tcp", Port: 80, SourceGroup: "sg-9" }, "InvalidGroup.NotFound SourceGroup"],
    [{ Protocol: "tcp", Port: 80, Cidr, IpPermissions: [] }, "InvalidParameterCombination Protocol"],
    [{ Protocol: "tcp", Port: 80, Cidr, CidrIp: Cidr }, "InvalidParameterCombination CidrIp"],
    [{}, "MissingParameter IpPermissions"],
    [{ IpPermissions: [] }, "MissingParameter IpPermissions"],
  ])("%j: %s", (request, expected) => {
    expect(refusal(base, () => authorize(request))).toBe(expected);
  });

  it("the owner of the source group has to be its owner, where the network knows it", () => {
    const { after, answer } = accepted(
      ec2.createSecurityGroup(base, { GroupName: "lb", Description: "d", VpcId: "vpc-1" }),
    );
    const request = { GroupId: "sg-app", Protocol: "tcp", Port: 80, SourceGroup: answer.GroupId };
    accepted(ec2.authorizeSecurityGroupIngress(after, { ...request, GroupOwner: "111122223333" }));
    accepted(authorize({ ...request, SourceGroup: "sg-web", GroupOwner: "222233334444" }));
    const wrong = { ...request, GroupOwner: "222233334444" };
    expect(refusal(after, (net) => ec2.authorizeSecurityGroupIngress(net, wrong))).toBe(
      "InvalidGroup.NotFound SourceGroup",
    );
  });
});

describe("the API's parameters for one rule", () => {
  it("make one rule", () => {
    expect(made({ IpProtocol: "tcp", FromPort: 80, ToPort: 89, CidrIp: Cidr })).toBe("tcp 80 89");
    expect(made({ IpProtocol: "-1", CidrIp: Cidr })).toBe("-1 -1 -1");
  });

  it.each([
    [{ FromPort: 80, ToPort: 80, CidrIp: Cidr }, "MissingParameter IpProtocol"],
    [{ IpProtocol: "tcp", FromPort: 80, CidrIp: Cidr }, "InvalidParameterValue ToPort"],
    [{ IpProtocol: "tcp", FromPort: 80, ToPort: 80, CidrIp: "10.0.0.0/33" }, "InvalidParameterValue CidrIp"],
    [{ IpProtocol: "tcp", FromPort: 80, ToPort: 80, IpPermissions: [] }, "InvalidParameterCombination IpProtocol"],
  ])("%j: %s", (request, expected) => {
    expect(refusal(base, () => authorize(request))).toBe(expected);
  });

  it("are for ingress only", () => {
    const request = { GroupId: "sg-app", IpProtocol: "tcp", FromPort: 80, ToPort: 80, CidrIp: Cidr };
    expect(refusal(base, () => ec2.authorizeSecurityGroupEgress(base, request))).toBe(
      "InvalidParameterCombination IpProtocol",
    );
  });
});

describe("a list of permissions", () => {
  const IpRanges = [{ CidrIp: Cidr }];

  it.each([
    [{ IpProtocol: "tcp", FromPort: 0, ToPort: 65535, IpRanges }, "tcp 0 65535"],
    [{ IpProtocol: "icmp", FromPort: 3, ToPort: 4, IpRanges }, "icmp 3 4"],
    [{ IpProtocol: "1", FromPort: 8, ToPort: -1, IpRanges }, "icmp 8 -1"],
    [{ IpProtocol: "icmpv6", IpRanges }, "icmpv6 -1 -1"],
    [{ IpProtocol: "58", FromPort: 128, ToPort: 0, IpRanges }, "icmpv6 128 0"],
    [{ IpProtocol: "132", FromPort: 80, ToPort: 80, IpRanges }, "132 -1 -1"],
    [{ IpProtocol: "-1", FromPort: 80, ToPort: 80, IpRanges }, "-1 -1 -1"],
  ])("%j is %s", (permission, expected) => {
    expect(made({ IpPermissions: [permission] })).toBe(expected);
  });

  it.each([
    [{ IpProtocol: "tcp", IpRanges }, "InvalidParameterValue IpPermissions.0.FromPort"],
    [{ IpProtocol: "udp", FromPort: 53, IpRanges }, "InvalidParameterValue IpPermissions.0.ToPort"],
    [{ IpProtocol: "icmp", IpRanges }, "InvalidParameterValue IpPermissions.0.FromPort"],
    [{ IpProtocol: "icmpv6", FromPort: 128, IpRanges }, "InvalidParameterValue IpPermissions.0.ToPort"],
    [{ IpProtocol: "tcp", FromPort: -1, ToPort: -1, IpRanges }, "InvalidPermission.Malformed IpPermissions.0.FromPort"],
    [{ IpProtocol: "tcp", FromPort: 1.5, ToPort: 2, IpRanges }, "InvalidPermission.Malformed IpPermissions.0.FromPort"],
    [{ IpProtocol: "tcp", FromPort: 9, ToPort: 8, IpRanges }, "InvalidPermission.Malformed IpPermissions.0.ToPort"],
    [{ IpProtocol: "icmp", FromPort: -1, ToPort: 0, IpRanges }, "InvalidPermission.Malformed IpPermissions.0.ToPort"],
    [
      { IpProtocol: "icmp", FromPort: 256, ToPort: 0, IpRanges },
      "InvalidPermission.Malformed IpPermissions.0.FromPort",
    ],
    [{ IpProtocol: "all", IpRanges }, "InvalidParameterValue IpPermissions.0.IpProtocol"],
    [{ IpProtocol: "TCP", FromPort: 1, ToPort: 1, IpRanges }, "InvalidParameterValue IpPermissions.0.IpProtocol"],
    [{ FromPort: 1, ToPort: 1, IpRanges }, "MissingParameter IpPermissions.0.IpProtocol"],
    [{ IpProtocol: "-1" }, "MissingParameter IpPermissions.0"],
    [{ IpProtocol: "-1", IpRanges: [] }, "MissingParameter IpPermissions.0"],
    [{ IpProtocol: "-1", IpRanges: [{}] }, "MissingParameter IpPermissions.0.IpRanges.0.CidrIp"],
    [{ IpProtocol: "-1", IpRange: [] }, "UnknownParameter IpPermissions.0.IpRange"],
    [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "::/0" }] }, "InvalidParameterValue IpPermissions.0.IpRanges.0.CidrIp"],
    [
      { IpProtocol: "-1", Ipv6Ranges: [{ CidrIpv6: "0.0.0.0/0" }] },
      "InvalidParameterValue IpPermissions.0.Ipv6Ranges.0.CidrIpv6",
    ],
    [
      { IpProtocol: "-1", PrefixListIds: [{ PrefixListId: "pl-9" }] },
      "InvalidPrefixListId.NotFound IpPermissions.0.PrefixListIds.0.PrefixListId",
    ],
    [
      { IpProtocol: "-1", IpRanges: [{ CidrIp: Cidr, Description: "100%" }] },
      "InvalidParameterValue IpPermissions.0.IpRanges.0.Description",
    ],
    [{ IpProtocol: "-1", UserIdGroupPairs: [{}] }, "MissingParameter IpPermissions.0.UserIdGroupPairs.0.GroupId"],
  ])("%j: %s", (permission, expected) => {
    expect(refusal(base, () => authorize({ IpPermissions: [permission as never] }))).toBe(expected);
  });
});
