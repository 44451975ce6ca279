/**
 * An internal load balancer and a client in a peered VPC: AWS's table for internal load balancers admits the VPC, and a
 * peer is not of it.
 *
 * "Internal Classic Load Balancers" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-internal-load-balancers.html
 * "VPC peering basics" https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
 */
import { applyEdits, checkListener, explain, type Network, network, repair } from "netsim";
import { renderEdits, renderExplanation } from "netsim/render";
import { commands, lesson, page, say, scene, show, table, title } from "../story.ts";

title("An internal load balancer and a client in a peered VPC");
say(
  "billing is an internal load balancer in 10.0.0.0/16, with the rules of AWS's tables for internal ones: they say VPC " +
    "CIDR where those of public ones say 0.0.0.0/0. Reports are made by hosts of 172.16.0.0/16, which is peered with it.",
);

const HOME = "10.0.0.0/16";
const PEER = "172.16.0.0/16";
const VPC = { vpcId: "vpc-billing" } as const;
const allow = (ruleNumber: number, port: number | string, cidrBlock: string) =>
  ({ ruleNumber, ruleAction: "allow", port, cidrBlock }) as const;

export const billing: Network = network({
  vpcs: { "vpc-billing": { cidr: HOME, region: "eu-west-1" }, "vpc-reports": { cidr: PEER, region: "eu-west-1" } },
  vpcPeeringConnections: { "pcx-reports": { requester: "vpc-reports", accepter: "vpc-billing" } },
  routeTables: {
    "rtb-billing": { ...VPC, main: true, routes: [{ destination: PEER, target: "pcx-reports" }] },
    "rtb-reports": { vpcId: "vpc-reports", main: true, routes: [{ destination: HOME, target: "pcx-reports" }] },
  },
  networkAcls: {
    "acl-lb": {
      ...VPC,
      ingress: [allow(100, 80, HOME), allow(110, "1024-65535", HOME)],
      egress: [allow(100, 8080, HOME), allow(110, "1024-65535", HOME)],
    },
    "acl-app": { ...VPC, ingress: [allow(100, 8080, HOME)], egress: [allow(100, "1024-65535", HOME)] },
  },
  subnets: {
    "subnet-lb": { ...VPC, availabilityZone: "eu-west-1a", cidr: "10.0.0.0/24", networkAclId: "acl-lb" },
    "subnet-app": { ...VPC, availabilityZone: "eu-west-1a", cidr: "10.0.1.0/24", networkAclId: "acl-app" },
    "subnet-desk": { ...VPC, availabilityZone: "eu-west-1a", cidr: "10.0.2.0/24" },
    "subnet-reports": { vpcId: "vpc-reports", availabilityZone: "eu-west-1a", cidr: "172.16.0.0/24" },
  },
  securityGroups: {
    "sg-lb": { ...VPC, ingress: [{ port: 80, from: HOME }], egress: [{ port: 8080, to: "sg-app" }] },
    "sg-app": { ...VPC, ingress: [{ port: 8080, from: "sg-lb" }] },
    "sg-desk": VPC,
    "sg-reports": { vpcId: "vpc-reports" },
  },
  instances: {
    "i-app": { subnetId: "subnet-app", privateIpAddress: "10.0.1.10", groups: ["sg-app"], services: [{ port: 8080 }] },
    desk: { subnetId: "subnet-desk", privateIpAddress: "10.0.2.7", groups: ["sg-desk"] },
    reporter: { subnetId: "subnet-reports", privateIpAddress: "172.16.0.9", groups: ["sg-reports"] },
  },
  classicLoadBalancers: {
    billing: {
      scheme: "internal",
      subnets: ["subnet-lb"],
      securityGroups: ["sg-lb"],
      instances: ["i-app"],
      listeners: [{ protocol: "HTTP", loadBalancerPort: 80, instancePort: 8080 }],
      healthCheck: { target: "TCP:8080" },
    },
  },
});

const ask = (judged: Network, from: string) => checkListener(judged, { loadBalancer: "billing", port: 80, from });

scene("Who gets there");
export const fromHome = ask(billing, "desk");
export const fromPeer = ask(billing, "reporter");
table([
  ["CLIENT", "VERDICT"],
  ["desk, 10.0.2.7, same VPC", fromHome.verdict],
  ["reporter, 172.16.0.9, peered, with routes both ways", fromPeer.verdict],
]);
show(renderExplanation(explain(fromPeer), page), { without: ["Warnings", "Assumed"] });

scene("What to change");
export const found = repair(billing, fromPeer);
const [first] = found.repairs;
if (!first) throw new Error("the network of the story has changed");
commands(renderEdits(first.edits));
export const repaired = applyEdits(billing, first.edits);
say(`With these three edits, reporter gets there: ${ask(repaired, "reporter").verdict}.`);

lesson(
  "peering brings routes, and no permission. Who comes from a peered VPC is not in the VPC's CIDR: the load balancer's " +
    "group, the ACL for requests and the ACL for replies each have to name the peer. In one Region the group can do so " +
    "by the peer's group; ACLs know addresses only.",
);
