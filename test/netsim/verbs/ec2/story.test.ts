/**
 * A session at the command line, as "Configure security groups for your Classic Load Balancer" has it: a group for the load
 * balancer, a group for its instances, the rules that the page's tables list, and the ACL of the instances' subnet.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-vpc-security-groups.html
 */
import {
  checkHealth,
  checkListener,
  ec2,
  editNetwork,
  type Network,
  network,
  unwrapVerb,
  type VerbResult,
} from "netsim";
import { describe, expect, it } from "vitest";
import { classicPage, PAGE } from "../../../support/classic-page.ts";

/** The page's load balancer and instance in a VPC without any group but the default one, and without rules of its own. */
const start: Network = network({
  ...classicPage(PAGE, []),
  networkAcls: {},
  subnets: Object.fromEntries(
    Object.entries(classicPage(PAGE, []).subnets ?? {}).map(([id, { networkAclId: _acl, ...subnet }]) => [id, subnet]),
  ),
  securityGroups: { "sg-default": { vpcId: "vpc-1", groupName: "default" } },
  instances: { "i-0": { subnetId: "app-0", privateIpAddress: "10.0.1.10" } },
  classicLoadBalancers: {
    web: { ...classicPage(PAGE, []).classicLoadBalancers?.web, securityGroups: ["sg-default"] } as never,
  },
});

/** Someone at the command line: what they type acts on the network that the last command left. */
class Session {
  now: Network;

  constructor(network: Network) {
    this.now = network;
  }

  type<Answer>(verb: (network: Network) => VerbResult<Answer>): Answer {
    const { network, answer } = unwrapVerb(verb(this.now));
    this.now = network;
    return answer;
  }
}

const stateOf = (net: Network): string => {
  const state = checkHealth(net, { loadBalancer: "web" }).states["i-0"];
  const served = checkListener(net, { loadBalancer: "web", port: 80, from: "internet" }).verdict;
  return `${state?.state} ${served}`;
};

describe("a session that sets up the groups of a Classic Load Balancer", () => {
  it("ends with the page's tables, and each step does what the page says", () => {
    const aws = new Session(start);
    expect(stateOf(aws.now)).toBe("OutOfService unreachable");

    const create = (GroupName: string): string =>
      aws.type((net) =>
        ec2.createSecurityGroup(net, { GroupName, Description: `security group of ${GroupName}`, VpcId: "vpc-1" }),
      ).GroupId;
    const balancer = create("my-load-balancer");
    const instances = create("my-instances");

    // elb apply-security-groups-to-load-balancer is a verb of another service.
    aws.now = editNetwork(aws.now, (draft) => {
      draft.classicLoadBalancers.web!.securityGroups = [balancer];
    });
    aws.type((net) => ec2.modifyInstanceAttribute(net, { InstanceId: "i-0", Groups: [instances] }));
    expect(stateOf(aws.now)).toBe("OutOfService unreachable");

    // Inbound: everyone to the listener.
    aws.type((net) =>
      ec2.authorizeSecurityGroupIngress(net, { GroupId: balancer, Protocol: "tcp", Port: 80, Cidr: "0.0.0.0/0" }),
    );
    // Outbound: the instances, on their port and on the port of the health check, and nothing else.
    aws.type((net) => ec2.revokeSecurityGroupEgress(net, { GroupId: balancer, Protocol: "all", Cidr: "0.0.0.0/0" }));
    for (const Port of [8080, 9000]) {
      aws.type((net) =>
        ec2.authorizeSecurityGroupEgress(net, { GroupId: balancer, Protocol: "tcp", Port, SourceGroup: instances }),
      );
    }
    expect(stateOf(aws.now)).toBe("OutOfService unreachable");

    // The instances: the load balancer, on the same ports. The health check's port is forgotten at first.
    const fromBalancer = (Port: number) => ({ GroupId: instances, Protocol: "tcp", Port, SourceGroup: balancer });
    aws.type((net) => ec2.authorizeSecurityGroupIngress(net, fromBalancer(8080)));
    expect(stateOf(aws.now)).toBe("OutOfService unreachable");
    const { SecurityGroupRules } = aws.type((net) => ec2.authorizeSecurityGroupIngress(net, fromBalancer(9000)));
    expect(SecurityGroupRules).toEqual([
      {
        SecurityGroupRuleId: "sgr-00000000000000006",
        GroupId: instances,
        IsEgress: false,
        IpProtocol: "tcp",
        FromPort: 9000,
        ToPort: 9000,
        ReferencedGroupInfo: { GroupId: balancer },
      },
    ]);
    expect(stateOf(aws.now)).toBe("InService reachable");

    // Typed once more, AWS says that the rule is there already.
    expect(() => aws.type((net) => ec2.authorizeSecurityGroupIngress(net, fromBalancer(9000)))).toThrow(
      `SourceGroup: expected a rule that ${instances} does not have`,
    );
    // And the load balancer's group is in use, by a rule of the instances' group too.
    expect(() => aws.type((net) => ec2.deleteSecurityGroup(net, { GroupId: balancer }))).toThrow("web carries it");

    // An ACL for the instances' subnet as the page's table has it, entry by entry.
    const { NetworkAclId } = aws.type((net) => ec2.createNetworkAcl(net, { VpcId: "vpc-1" })).NetworkAcl;
    const [association] = ec2
      .describeNetworkAcls(aws.now, { Filters: [{ Name: "association.subnet-id", Values: ["app-0"] }] })
      .NetworkAcls.flatMap((acl) => acl.Associations)
      .filter((each) => each.SubnetId === "app-0");
    const AssociationId = association?.NetworkAclAssociationId ?? "";
    aws.type((net) => ec2.replaceNetworkAclAssociation(net, { AssociationId, NetworkAclId }));
    expect(stateOf(aws.now)).toBe("OutOfService unreachable");
    const entry = (RuleNumber: number, Egress: boolean, From: number, To: number) =>
      aws.type((net) =>
        ec2.createNetworkAclEntry(net, {
          ...{ NetworkAclId, RuleNumber, Egress, Protocol: "tcp", RuleAction: "allow" },
          ...{ CidrBlock: "10.0.0.0/16", PortRange: { From, To } },
        }),
      );
    entry(100, false, 8080, 8080);
    entry(110, false, 9000, 9000);
    expect(stateOf(aws.now)).toBe("OutOfService unreachable");
    entry(100, true, 1024, 65535);
    expect(stateOf(aws.now)).toBe("InService reachable");

    // What the page recommends, read off the groups.
    const [lb, app] = ec2.describeSecurityGroups(aws.now, { GroupIds: [balancer, instances] }).SecurityGroups;
    const text = (permissions: readonly ec2.IpPermission[] = []) =>
      permissions.flatMap(({ FromPort, IpRanges = [], UserIdGroupPairs = [] }) =>
        [...IpRanges.map((each) => each.CidrIp), ...UserIdGroupPairs.map((each) => each.GroupId)].map(
          (peer) => `${peer} ${FromPort}`,
        ),
      );
    expect(text(lb?.IpPermissions)).toEqual(["0.0.0.0/0 80"]);
    expect(text(lb?.IpPermissionsEgress)).toEqual([`${instances} 8080`, `${instances} 9000`]);
    expect(text(app?.IpPermissions)).toEqual([`${balancer} 8080`, `${balancer} 9000`]);
  });

  it("a rule that is revoked takes the instance out of service, and authorized again puts it back", () => {
    const aws = new Session(network(classicPage()));
    expect(stateOf(aws.now)).toBe("InService reachable");
    const rule = { GroupId: "sg-app", Protocol: "tcp", Port: 9000, SourceGroup: "sg-lb" };
    aws.type((net) => ec2.revokeSecurityGroupIngress(net, rule));
    expect(stateOf(aws.now)).toBe("OutOfService unreachable");
    aws.type((net) => ec2.authorizeSecurityGroupIngress(net, rule));
    expect(stateOf(aws.now)).toBe("InService reachable");
  });
});
