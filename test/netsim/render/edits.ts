/** One edit of each kind. */
import { cidr } from "@netsim/core";
import type { Edit } from "netsim";

const TCP_443 = { protocol: 6, fromPort: 443, toPort: 443 };
const REPLIES = { protocol: 6, fromPort: 1024, toPort: 65535 };
const PING = { protocol: 1, fromPort: 8, toPort: 0 };

export const EDITS = {
  fromGroup: {
    kind: "authorize-security-group-rule",
    securityGroupId: "sg-1",
    direction: "ingress",
    rule: { ...TCP_443, peer: { securityGroupId: "sg-2" } },
  },
  toGroup: {
    kind: "authorize-security-group-rule",
    securityGroupId: "sg-1",
    direction: "egress",
    rule: { ...TCP_443, peer: { securityGroupId: "sg-2" } },
  },
  fromBlock: {
    kind: "authorize-security-group-rule",
    securityGroupId: "sg-1",
    direction: "ingress",
    rule: { ...REPLIES, peer: { cidr: cidr("10.0.0.0/16") } },
  },
  fromIpv6: {
    kind: "authorize-security-group-rule",
    securityGroupId: "sg-1",
    direction: "ingress",
    rule: { ...TCP_443, peer: { cidr: cidr("::/0") } },
  },
  ping: {
    kind: "authorize-security-group-rule",
    securityGroupId: "sg-1",
    direction: "ingress",
    rule: { ...PING, peer: { cidr: cidr("10.0.0.0/16") } },
  },
  gre: {
    kind: "authorize-security-group-rule",
    securityGroupId: "sg-1",
    direction: "egress",
    rule: { protocol: 47, fromPort: -1, toPort: -1, peer: { cidr: cidr("10.0.0.1/32") } },
  },
  fromAmazonElb: {
    kind: "authorize-security-group-rule",
    securityGroupId: "sg-1",
    direction: "ingress",
    rule: { ...TCP_443, peer: { securityGroupId: "amazon-elb/amazon-elb-sg" } },
  },
  entry: {
    kind: "create-network-acl-entry",
    networkAclId: "acl-1",
    direction: "egress",
    entry: { ruleNumber: 110, ruleAction: "allow", ...REPLIES, cidrBlock: cidr("0.0.0.0/0") },
  },
  pingEntry: {
    kind: "create-network-acl-entry",
    networkAclId: "acl-1",
    direction: "ingress",
    entry: { ruleNumber: 120, ruleAction: "allow", ...PING, cidrBlock: cidr("::/0") },
  },
  widerEntry: {
    kind: "replace-network-acl-entry",
    networkAclId: "acl-1",
    direction: "egress",
    entry: { ruleNumber: 100, ruleAction: "allow", ...REPLIES, cidrBlock: cidr("10.0.0.0/16") },
  },
  route: {
    kind: "create-route",
    routeTableId: "rtb-1",
    destination: "0.0.0.0/0",
    target: { type: "internet-gateway", id: "igw-1" },
  },
  otherRoute: {
    kind: "replace-route",
    routeTableId: "rtb-1",
    destination: "::/0",
    target: { type: "egress-only-internet-gateway", id: "eigw-1" },
  },
  association: { kind: "associate-route-table", subnetId: "subnet-1", routeTableId: "rtb-1", replaces: null },
  otherAssociation: { kind: "associate-route-table", subnetId: "subnet-1", routeTableId: "rtb-1", replaces: "rtb-2" },
  gateway: { kind: "attach-internet-gateway", internetGatewayId: "igw-1", vpcId: "vpc-1" },
  peering: { kind: "accept-vpc-peering-connection", vpcPeeringConnectionId: "pcx-1" },
  check: { kind: "disable-source-dest-check", networkInterfaceId: "eni-1" },
  start: { kind: "start-instance", instanceId: "i-1" },
  healthCheck: {
    kind: "configure-health-check",
    loadBalancer: "web",
    healthCheck: { target: "HTTP:9000/ping", interval: 30, timeout: 5, unhealthyThreshold: 2, healthyThreshold: 10 },
  },
  targetGroup: {
    kind: "modify-target-group",
    targetGroup: "app",
    arn: null,
    healthCheckPort: 9000,
    healthCheckPath: "/a b",
  },
  crossZone: { kind: "enable-cross-zone", loadBalancer: "web", type: "classic", arn: null },
  networkCrossZone: { kind: "enable-cross-zone", loadBalancer: "net", type: "network", arn: "arn:net" },
  groupCrossZone: { kind: "enable-target-group-cross-zone", targetGroup: "app", arn: "arn:app" },
  zone: {
    kind: "enable-zone",
    loadBalancer: "web",
    type: "classic",
    arn: null,
    subnetId: "subnet-2",
    subnets: ["subnet-1", "subnet-2"],
  },
  networkZone: {
    kind: "enable-zone",
    loadBalancer: "net",
    type: "network",
    arn: "arn:net",
    subnetId: "subnet-2",
    subnets: ["subnet-1", "subnet-2"],
  },
  classicZone: { kind: "enable-ec2-classic-zone", loadBalancer: "web", availabilityZone: "us-east-1b" },
} satisfies Record<string, Edit>;

export const ALL_EDITS: readonly Edit[] = Object.values(EDITS);
