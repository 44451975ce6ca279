/**
 * A security group reference through a public address: a rule that names a group means the private addresses of its
 * members, and whoever takes the way over the internet gateway or a NAT gateway is no member any more.
 *
 * "Security group rules" https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 * "DNS attributes for your VPC" https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html
 */
import { checkConnection, explain, network } from "netsim";
import { renderExplanation } from "netsim/render";
import { lesson, page, say, scene, show, table, title } from "../story.ts";

title("A security group reference through a public address");
say(
  "The database admits 5432 from the group sg-app and nobody else. Both sides have public addresses, and the " +
    "application has the database's public address in its settings, as it once ran elsewhere.",
);

const VPC = { vpcId: "vpc-orders" } as const;
const ZONE = { ...VPC, availabilityZone: "eu-west-1a" } as const;
export const orders = network({
  vpcs: { "vpc-orders": { cidr: "10.30.0.0/16" } },
  internetGateways: { "igw-orders": VPC },
  natGateways: {
    "nat-orders": { subnetId: "subnet-public", privateIpAddress: "10.30.0.5", publicIp: "203.0.113.5" },
  },
  routeTables: {
    "rtb-public": { ...VPC, routes: [{ destination: "0.0.0.0/0", target: "igw-orders" }] },
    "rtb-private": { ...VPC, routes: [{ destination: "0.0.0.0/0", target: "nat-orders" }] },
  },
  subnets: {
    "subnet-public": { ...ZONE, cidr: "10.30.0.0/24", routeTableId: "rtb-public" },
    "subnet-private": { ...ZONE, cidr: "10.30.1.0/24", routeTableId: "rtb-private" },
  },
  securityGroups: {
    "sg-app": VPC,
    "sg-db": { ...VPC, ingress: [{ port: 5432, from: "sg-app" }] },
  },
  instances: {
    "i-app": {
      subnetId: "subnet-public",
      privateIpAddress: "10.30.0.20",
      publicIp: "203.0.113.20",
      groups: ["sg-app"],
    },
    "i-worker": { subnetId: "subnet-private", privateIpAddress: "10.30.1.20", groups: ["sg-app"] },
    "i-db": {
      subnetId: "subnet-public",
      privateIpAddress: "10.30.0.40",
      publicIp: "203.0.113.40",
      groups: ["sg-db"],
      services: [{ port: 5432 }],
    },
  },
});

const to5432 = (from: string, to: string) => checkConnection(orders, { from, to, port: 5432 });
export const byPrivateAddress = to5432("i-app", "10.30.0.40");
export const byPublicAddress = to5432("i-app", "203.0.113.40");
export const workerByPrivateAddress = to5432("i-worker", "10.30.0.40");
export const workerByPublicAddress = to5432("i-worker", "203.0.113.40");

scene("The same two instances, by two addresses");
table([
  ["FROM", "TO", "VERDICT"],
  ["i-app, with a public address", "10.30.0.40, private", byPrivateAddress.verdict],
  ["i-app, with a public address", "203.0.113.40, public", byPublicAddress.verdict],
  ["i-worker, behind a NAT gateway", "10.30.0.40, private", workerByPrivateAddress.verdict],
  ["i-worker, behind a NAT gateway", "203.0.113.40, public", workerByPublicAddress.verdict],
]);

scene("Why: who the packets come from when they arrive");
show(renderExplanation(explain(byPublicAddress), page), { without: ["Assumed"] });
show(renderExplanation(explain(workerByPublicAddress), page), { without: ["Assumed"] });

lesson(
  "a group in a rule is an identity, and it is lost where the address is rewritten. Use private addresses inside a VPC: " +
    "the DNS name that EC2 gives to a public address resolves to the private one there. Do not open the database to " +
    "the public addresses instead.",
);
