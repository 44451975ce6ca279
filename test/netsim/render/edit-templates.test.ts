import { createRequire } from "node:module";
import { renderEdits } from "netsim/render";
import { describe, expect, it } from "vitest";
import { ALL_EDITS, EDITS } from "./edits.ts";

const { parse } = createRequire(new URL("../../../packages/netsim/src/index.ts", import.meta.url))("yaml") as {
  readonly parse: (text: string) => unknown;
};

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

function resources(edits: typeof ALL_EDITS): readonly Resource[] {
  return Object.values(
    (parse(renderEdits(edits, "cloudformation")) as { Resources: Record<string, Resource> }).Resources,
  );
}

describe("edits as CloudFormation", () => {
  it.each([
    [
      "fromGroup",
      "AWS::EC2::SecurityGroupIngress",
      { GroupId: "sg-1", IpProtocol: "tcp", FromPort: 443, ToPort: 443, SourceSecurityGroupId: "sg-2" },
    ],
    [
      "toGroup",
      "AWS::EC2::SecurityGroupEgress",
      { GroupId: "sg-1", IpProtocol: "tcp", FromPort: 443, ToPort: 443, DestinationSecurityGroupId: "sg-2" },
    ],
    ["gre", "AWS::EC2::SecurityGroupEgress", { GroupId: "sg-1", IpProtocol: "47", CidrIp: "10.0.0.1/32" }],
    [
      "entry",
      "AWS::EC2::NetworkAclEntry",
      {
        NetworkAclId: "acl-1",
        RuleNumber: 110,
        Protocol: 6,
        RuleAction: "allow",
        Egress: true,
        CidrBlock: "0.0.0.0/0",
        PortRange: { From: 1024, To: 65535 },
      },
    ],
    [
      "pingEntry",
      "AWS::EC2::NetworkAclEntry",
      {
        NetworkAclId: "acl-1",
        RuleNumber: 120,
        Protocol: 1,
        RuleAction: "allow",
        Egress: false,
        Ipv6CidrBlock: "::/0",
        Icmp: { Type: 8, Code: 0 },
      },
    ],
    ["route", "AWS::EC2::Route", { RouteTableId: "rtb-1", DestinationCidrBlock: "0.0.0.0/0", GatewayId: "igw-1" }],
    [
      "networkCrossZone",
      "AWS::ElasticLoadBalancingV2::LoadBalancer",
      { LoadBalancerAttributes: [{ Key: "load_balancing.cross_zone.enabled", Value: "true" }] },
    ],
    ["networkZone", "AWS::ElasticLoadBalancingV2::LoadBalancer", { Subnets: ["subnet-1", "subnet-2"] }],
  ] as const)("%s", (name, Type, Properties) => {
    expect(resources([EDITS[name]])).toEqual([{ Type, Properties }]);
  });

  it("names each resource once, in letters and digits", () => {
    const text = renderEdits([...ALL_EDITS, EDITS.route], "cloudformation");
    const names = [...text.matchAll(/^ {2}(\w+):$/gm)].map(([, name]) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toHaveLength(ALL_EDITS.length + 1 - 3);
  });

  it("has the command in a comment where there is no resource", () => {
    expect(renderEdits([EDITS.peering], "cloudformation")).toContain(
      "# no resource does this: aws ec2 accept-vpc-peering",
    );
  });

  it("says what it changes where it is nothing new", () => {
    expect(renderEdits([EDITS.widerEntry], "cloudformation")).toContain("# changes entry 100 of acl-1\n");
  });
});

describe("edits as Terraform", () => {
  it("are resources of their own for rules, entries and routes", () => {
    expect(
      renderEdits([EDITS.fromGroup, EDITS.entry, EDITS.route], "terraform"),
    ).toBe(`resource "aws_vpc_security_group_ingress_rule" "sg_1_ingress_443_sg_2" {
  security_group_id            = "sg-1"
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
  referenced_security_group_id = "sg-2"
}

resource "aws_network_acl_rule" "acl_1_egress_110" {
  network_acl_id = "acl-1"
  rule_number    = 110
  egress         = true
  protocol       = "tcp"
  rule_action    = "allow"
  cidr_block     = "0.0.0.0/0"
  from_port      = 1024
  to_port        = 65535
}

resource "aws_route" "rtb_1_0_0_0_0_0" {
  route_table_id         = "rtb-1"
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = "igw-1"
}
`);
  });

  it("are blocks where Terraform has blocks", () => {
    expect(renderEdits([EDITS.targetGroup], "terraform")).toBe(`# changes app
resource "aws_lb_target_group" "app" {
  health_check {
    port = "9000"
    path = "/a b"
  }
}
`);
  });

  it("name each resource once", () => {
    const names = [...renderEdits([...ALL_EDITS, EDITS.route], "terraform").matchAll(/^resource "(\w+)" "(\w+)"/gm)];
    expect(new Set(names.map(([text]) => text)).size).toBe(names.length);
    expect(names).toHaveLength(ALL_EDITS.length + 1 - 2);
  });
});
