/** What the describe verbs print is what `netsim/aws` reads. */
import type { Network } from "@netsim/core";
import fc from "fast-check";
import { ec2 } from "netsim";
import { importAws } from "netsim/aws";
import { describe, expect, it } from "vitest";
import { type AwsDocument, awsDocument } from "../../../oracle/aws-json.ts";
import { randomDocument } from "../../../support/aws-random.ts";
import { loadAws } from "../../../support/load-aws.ts";
import { accepted } from "./support.ts";

/** The document with the groups, ACLs and tables that the verbs print of the network. */
function printed(doc: AwsDocument, net: Network): object {
  return {
    ...doc,
    ...ec2.describeSecurityGroups(net),
    ...ec2.describeSecurityGroupRules(net),
    ...ec2.describeNetworkAcls(net),
    ...ec2.describeRouteTables(net),
  };
}

/** The network without where its parts were written, which is another place after a round trip. */
function withoutOrigins<T>(value: T): T {
  return JSON.parse(JSON.stringify(value, (key, member) => (key === "origin" ? undefined : member)));
}

function expectRoundTrip(doc: AwsDocument, net: Network): void {
  const json = JSON.parse(JSON.stringify(printed(doc, net)));
  const result = importAws([{ file: "aws.json", json }]);
  if (!result.ok) expect(result.issues).toEqual([]);
  else expect(withoutOrigins(result.value.network)).toEqual(withoutOrigins(net));
}

describe("describe and import", () => {
  it("give back any network that was imported", () => {
    fc.assert(
      fc.property(randomDocument(), (doc) => {
        expectRoundTrip(doc, loadAws(doc));
      }),
      { numRuns: 100 },
    );
  });

  it("give back what verbs made of it", () => {
    fc.assert(
      fc.property(randomDocument(), (doc) => {
        const before = loadAws(doc);
        const [VpcId = ""] = Object.keys(before.vpcs);
        const Description = "for the round trip";
        const Tags = [{ Key: "Name", Value: "made" }];
        const made = accepted(
          ec2.createSecurityGroup(before, {
            VpcId,
            GroupName: "made",
            Description,
            TagSpecifications: [{ ResourceType: "security-group", Tags }],
          }),
        );
        const { GroupId } = made.answer;
        const IpPermissions: ec2.IpPermission[] = [
          { IpProtocol: "tcp", FromPort: 80, ToPort: 80, IpRanges: [{ CidrIp: "203.0.113.7/24", Description: "d" }] },
          {
            IpProtocol: "icmpv6",
            Ipv6Ranges: [{ CidrIpv6: "::/0" }],
            UserIdGroupPairs: [{ GroupId, Description: "g" }],
          },
          {
            IpProtocol: "50",
            PrefixListIds: Object.keys(before.prefixLists).map((PrefixListId) => ({ PrefixListId, Description: "l" })),
          },
        ];
        const open = accepted(ec2.authorizeSecurityGroupIngress(made.after, { GroupId, IpPermissions })).after;
        const acl = accepted(ec2.createNetworkAcl(open, { VpcId }));
        const { NetworkAclId } = acl.answer.NetworkAcl;
        const entry = accepted(
          ec2.createNetworkAclEntry(acl.after, {
            NetworkAclId,
            RuleNumber: 7,
            Egress: true,
            Protocol: "icmp",
            IcmpTypeCode: { Type: 8, Code: -1 },
            RuleAction: "deny",
            CidrBlock: "10.0.0.0/8",
          }),
        ).after;
        const table = accepted(ec2.createRouteTable(entry, { VpcId }));
        const { RouteTableId } = table.answer.RouteTable;
        const routed = accepted(
          ec2.createRoute(table.after, {
            RouteTableId,
            DestinationCidrBlock: "192.0.2.0/24",
            TransitGatewayId: "tgw-1",
          }),
        ).after;
        const [subnet] = Object.values(routed.subnets).filter((each) => each.vpcId === VpcId && !each.routeTableId);
        const last = subnet
          ? accepted(ec2.associateRouteTable(routed, { RouteTableId, SubnetId: subnet.id })).after
          : routed;
        expectRoundTrip(doc, last);
      }),
      { numRuns: 50 },
    );
  });

  it("keep every kind of route, association and rule", () => {
    const at = (Origin: string, State = "active") => ({ Origin, State });
    const doc = awsDocument({
      Vpcs: [
        { VpcId: "vpc-1", CidrBlock: "10.0.0.0/16", OwnerId: "111122223333" },
        { VpcId: "vpc-2", CidrBlock: "10.1.0.0/16" },
      ],
      Subnets: [{ SubnetId: "subnet-1", VpcId: "vpc-1", CidrBlock: "10.0.0.0/24", AvailabilityZone: "us-east-1a" }],
      InternetGateways: [{ InternetGatewayId: "igw-1", Attachments: [{ VpcId: "vpc-1", State: "available" }] }],
      VpcEndpoints: [
        {
          VpcEndpointId: "vpce-s3",
          VpcEndpointType: "Gateway",
          VpcId: "vpc-1",
          ServiceName: "com.amazonaws.us-east-1.s3",
          State: "available",
        },
      ] as AwsDocument["VpcEndpoints"],
      PrefixLists: [{ PrefixListId: "pl-1", PrefixListName: "s3", Cidrs: ["3.5.0.0/19"] }],
      RouteTables: [
        {
          RouteTableId: "rtb-1",
          VpcId: "vpc-1",
          Associations: [
            { Main: true, RouteTableId: "rtb-1" },
            { Main: false, RouteTableId: "rtb-1", SubnetId: "subnet-1" },
            { Main: false, RouteTableId: "rtb-1", GatewayId: "igw-1" },
          ],
          Routes: [
            { DestinationCidrBlock: "10.0.0.0/16", GatewayId: "local", ...at("CreateRouteTable") },
            { DestinationCidrBlock: "0.0.0.0/0", GatewayId: "igw-1", ...at("CreateRoute") },
            { DestinationPrefixListId: "pl-1", GatewayId: "vpce-s3", ...at("CreateRoute") },
            { DestinationCidrBlock: "192.0.2.0/24", GatewayId: "vpce-gwlb", ...at("CreateRoute") },
            { DestinationCidrBlock: "192.0.3.0/24", GatewayId: "vgw-1", ...at("EnableVgwRoutePropagation") },
            { DestinationCidrBlock: "192.0.4.0/24", GatewayId: "vgw-1", ...at("CreateRoute") },
            { DestinationCidrBlock: "192.0.5.0/24", NatGatewayId: "nat-gone", ...at("CreateRoute", "blackhole") },
            { DestinationCidrBlock: "192.0.6.0/24", InstanceId: "i-gone", ...at("CreateRoute", "blackhole") },
            { DestinationCidrBlock: "192.0.7.0/24", ...at("CreateRoute", "blackhole") },
            {
              DestinationCidrBlock: "192.0.8.0/24",
              VpcPeeringConnectionId: "pcx-gone",
              ...at("CreateRoute", "blackhole"),
            },
            {
              DestinationIpv6CidrBlock: "::/0",
              EgressOnlyInternetGatewayId: "eigw-gone",
              ...at("CreateRoute", "blackhole"),
            },
            ...(["LocalGatewayId", "CarrierGatewayId", "CoreNetworkArn", "OdbNetworkArn"] as const).map(
              (key, index) => ({
                DestinationCidrBlock: `198.51.${index}.0/24`,
                [key]: `id-${index}`,
                ...at("CreateRoute"),
              }),
            ),
          ],
        },
        { RouteTableId: "rtb-2", VpcId: "vpc-2", Associations: [{ Main: true, RouteTableId: "rtb-2" }], Routes: [] },
      ],
      SecurityGroups: [
        {
          GroupId: "sg-1",
          GroupName: "one",
          VpcId: "vpc-1",
          OwnerId: "111122223333",
          IpPermissions: [
            {
              IpProtocol: "tcp",
              FromPort: 80,
              ToPort: 80,
              IpRanges: [{ CidrIp: "0.0.0.0/0" }],
              Ipv6Ranges: [],
              PrefixListIds: [],
              UserIdGroupPairs: [{ GroupId: "sg-2" }, { UserId: "amazon-elb", GroupName: "amazon-elb-sg" }],
            },
          ],
          IpPermissionsEgress: [],
        },
        { GroupId: "sg-2", GroupName: "two", VpcId: "vpc-2", IpPermissions: [], IpPermissionsEgress: [] },
      ] as unknown as AwsDocument["SecurityGroups"],
    });
    const net = loadAws(doc);
    expectRoundTrip(doc, net);
    const [table] = ec2.describeRouteTables(net, { RouteTableIds: ["rtb-1"] }).RouteTables;
    expect(table?.PropagatingVgws).toEqual([{ GatewayId: "vgw-1" }]);
    expect(table?.Routes).toEqual(doc.RouteTables[0]?.Routes);
  });
});
