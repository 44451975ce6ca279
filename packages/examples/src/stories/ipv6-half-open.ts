/**
 * IPv6 half open: a site that has got IPv6 addresses, and rules that are about IPv4 only.
 *
 * "Migrate existing VPCs from IPv4 to IPv6" https://docs.aws.amazon.com/vpc/latest/userguide/vpc-migrate-ipv6.html
 * "IP address types for your Application Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-ip-address-type.html
 */
import { applyEdits, checkListener, explain, type Network, network, repair } from "netsim";
import { renderEdits, renderExplanation } from "netsim/render";
import { commands, lesson, page, say, scene, show, table, title } from "../story.ts";

title("IPv6 half open");
say(
  "An Application Load Balancer becomes dual-stack: VPC and subnets get IPv6 blocks, the name gets AAAA records, and the " +
    "group's new rule admits ::/0. The network ACL and the route table were written years ago, with IPv4 in mind.",
);

const VPC = { vpcId: "vpc-news" } as const;
const all = (ruleNumber: number, port: number | string, cidrBlock: string) =>
  ({ ruleNumber, ruleAction: "allow", port, cidrBlock }) as const;
const lbSubnet = (zone: string, at: number) =>
  ({
    ...VPC,
    availabilityZone: `eu-north-1${zone}`,
    cidr: [`10.50.${at}.0/24`, `2001:db8:50:${at}::/64`],
    routeTableId: "rtb-public",
    networkAclId: "acl-public",
  }) as const;

export const news: Network = network({
  vpcs: { "vpc-news": { cidr: ["10.50.0.0/16", "2001:db8:50::/56"] } },
  internetGateways: { "igw-news": VPC },
  routeTables: { "rtb-public": { ...VPC, routes: [{ destination: "0.0.0.0/0", target: "igw-news" }] } },
  networkAcls: {
    "acl-public": {
      ...VPC,
      ingress: [all(100, 443, "0.0.0.0/0"), all(110, "1024-65535", "10.50.0.0/16")],
      egress: [all(100, 8080, "10.50.0.0/16"), all(110, "1024-65535", "0.0.0.0/0")],
    },
  },
  subnets: {
    "subnet-lb-a": lbSubnet("a", 0),
    "subnet-lb-b": lbSubnet("b", 1),
    "subnet-app": { ...VPC, availabilityZone: "eu-north-1a", cidr: "10.50.2.0/24" },
  },
  securityGroups: {
    "sg-lb": {
      ...VPC,
      ingress: [
        { port: 443, from: "0.0.0.0/0" },
        { port: 443, from: "::/0" },
      ],
      egress: [{ port: 8080, to: "sg-app" }],
    },
    "sg-app": { ...VPC, ingress: [{ port: 8080, from: "sg-lb" }] },
  },
  instances: {
    "i-app": {
      subnetId: "subnet-app",
      privateIpAddress: "10.50.2.10",
      groups: ["sg-app"],
      services: [{ port: 8080, http: { "/": 200 } }],
    },
  },
  targetGroups: { app: { ...VPC, protocol: "HTTP", port: 8080, targets: ["i-app"] } },
  loadBalancers: {
    news: {
      type: "application",
      ipAddressType: "dualstack",
      subnets: ["subnet-lb-a", "subnet-lb-b"],
      securityGroups: ["sg-lb"],
      listeners: [{ protocol: "HTTPS", port: 443, forward: "app" }],
    },
  },
});

const ask = (judged: Network, from: string) => checkListener(judged, { loadBalancer: "news", port: 443, from });

scene("Who gets there");
export const everybody = ask(news, "internet");
export const overIpv4 = ask(news, "0.0.0.0/0");
export const overIpv6 = ask(news, "::/0");
table([
  ["CLIENTS", "VERDICT"],
  ["the internet", everybody.verdict],
  ["over IPv4", overIpv4.verdict],
  ["over IPv6", overIpv6.verdict],
]);
say(
  "Browsers try both families and keep the one that answers, so that people notice a delay at most. Programs that take " +
    "the first address of the name, and networks that have nothing but IPv6, are shut out.",
);

scene("What shuts IPv6 out, for one client");
export const oneClient = ask(news, "3fff:1:2::7");
show(renderExplanation(explain(oneClient), page), { without: ["Warnings", "Assumed"] });

scene("What to add, for all of them");
export const found = repair(news, overIpv6);
const [least] = found.repairs;
if (!least) throw new Error("the network of the story has changed");
commands(renderEdits(least.edits));
export const repaired = applyEdits(news, least.edits);
say(
  `Then over IPv6: ${ask(repaired, "::/0").verdict}, and over IPv4 as before: ${ask(repaired, "0.0.0.0/0").verdict}.`,
);

lesson(
  "IPv4 and IPv6 are two networks side by side. 0.0.0.0/0 never means IPv6: a group's rule, an ACL's entry for requests, " +
    "another one for replies and a route to the internet gateway are each needed twice.",
);
