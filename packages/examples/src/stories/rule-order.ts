/**
 * Rule order: the entries of a network ACL are tried by number, and the first that matches decides.
 *
 * "Control traffic to subnets using network ACLs" https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 */
import { checkConnection, ec2, explain, lint, type Network, network, unwrapVerb } from "netsim";
import { renderExplanation, renderLint, renderVerdict } from "netsim/render";
import { lesson, page, say, scene, show, table, title } from "../story.ts";

title("Rule order");
say(
  "A shop answers on 443. A block of addresses, 198.51.100.0/24, tries passwords all night. Security groups cannot deny, " +
    "so the block goes into the ACL of the subnet, as number 300: behind everything else, where there was room.",
);

export const shop: Network = network({
  vpcs: { "vpc-shop": { cidr: "10.20.0.0/16" } },
  internetGateways: { "igw-shop": { vpcId: "vpc-shop" } },
  routeTables: {
    "rtb-public": { vpcId: "vpc-shop", routes: [{ destination: "0.0.0.0/0", target: "igw-shop" }] },
  },
  networkAcls: {
    "acl-public": {
      vpcId: "vpc-shop",
      ingress: [
        { ruleNumber: 300, ruleAction: "deny", cidrBlock: "198.51.100.0/24" },
        { ruleNumber: 100, ruleAction: "allow", port: 443, cidrBlock: "0.0.0.0/0" },
      ],
      egress: [{ ruleNumber: 100, ruleAction: "allow", port: "1024-65535", cidrBlock: "0.0.0.0/0" }],
    },
  },
  subnets: {
    "subnet-public": {
      vpcId: "vpc-shop",
      availabilityZone: "eu-central-1a",
      cidr: "10.20.0.0/24",
      routeTableId: "rtb-public",
      networkAclId: "acl-public",
    },
  },
  securityGroups: {
    "sg-web": {
      vpcId: "vpc-shop",
      ingress: [
        { port: 443, from: "0.0.0.0/0" },
        { port: 80, from: "0.0.0.0/0" },
      ],
    },
  },
  instances: {
    "i-web": {
      subnetId: "subnet-public",
      privateIpAddress: "10.20.0.10",
      publicIp: "203.0.113.80",
      groups: ["sg-web"],
      services: [{ port: 443 }, { port: 80 }],
    },
  },
});

scene("As number 300");
export const ABUSER = "198.51.100.0/24";
export const CUSTOMER = "192.0.2.10";
export const asLast = from(shop, ABUSER);
say(`The block connects to 443: ${asLast.verdict}. The entry is written first, and still comes last:`);
export const findings = lint(shop);
show(renderLint(findings, page));

scene("As number 90");
const replaced = unwrapVerb(
  ec2.deleteNetworkAclEntry(shop, { NetworkAclId: "acl-public", RuleNumber: 300, Egress: false }),
);
export const asFirst: Network = unwrapVerb(
  ec2.createNetworkAclEntry(replaced.network, {
    NetworkAclId: "acl-public",
    RuleNumber: 90,
    Egress: false,
    Protocol: "-1",
    CidrBlock: ABUSER,
    RuleAction: "deny",
  }),
).network;
table([
  ["443 FROM", "WITH 300", "WITH 90"],
  [`the block, ${ABUSER}`, asLast.verdict, from(asFirst, ABUSER).verdict],
  [`a customer, ${CUSTOMER}`, from(shop, CUSTOMER).verdict, from(asFirst, CUSTOMER).verdict],
]);
export const denied = from(asFirst, ABUSER);
show(renderVerdict(denied, page));

scene("The same trap upside down: an allow behind a deny");
say("Port 80 is to be opened. Number 200 denies all the rest, for good measure; 80 becomes number 210.");
const rest = {
  NetworkAclId: "acl-public",
  Egress: false,
  Protocol: "-1",
  CidrBlock: "0.0.0.0/0",
  RuleAction: "deny",
} as const;
const closed = unwrapVerb(ec2.createNetworkAclEntry(asFirst, { ...rest, RuleNumber: 200 })).network;
export const lateAllow: Network = unwrapVerb(
  ec2.createNetworkAclEntry(closed, {
    ...rest,
    RuleNumber: 210,
    Protocol: "6",
    PortRange: { From: 80, To: 80 },
    RuleAction: "allow",
  }),
).network;
export const hidden = checkConnection(lateAllow, { from: CUSTOMER, to: "i-web", port: 80 });
show(renderExplanation(explain(hidden), page));

lesson(
  "numbers decide, not the order in which entries are listed, nor which one says more. The first match is the last word. " +
    "Leave room between numbers, and keep low ones for denials.",
);

function from(judged: Network, client: string) {
  return checkConnection(judged, { from: client, to: "i-web", port: 443 });
}
