/**
 * Path MTU: everything is reachable, and large packets get lost.
 *
 * "Network MTU for your EC2 instance" https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/network_mtu.html
 * "Control traffic to subnets using network ACLs", path MTU discovery: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 */
import { checkConnection, editNetwork, type Network, network } from "netsim";
import { renderVerdict } from "netsim/render";
import { lesson, page, say, scene, show, table, title } from "../story.ts";

title("Path MTU: small files arrive, large ones hang");
say(
  "A workstation reaches a file server in another VPC over a peering between two Regions, which carries packets of 1500 " +
    "bytes; inside their VPCs both ends send up to 9001. Whoever sends too large a packet is told by an ICMP message, " +
    "type 3 code 4, and sends smaller ones. Unless something stops that message.",
);

const HOME = { vpcId: "vpc-paris" } as const;
const AWAY = { vpcId: "vpc-tokyo" } as const;
const allow = (ruleNumber: number, port: number | string, cidrBlock: string) =>
  ({ ruleNumber, ruleAction: "allow", port, cidrBlock }) as const;

export const files: Network = network({
  vpcs: {
    "vpc-paris": { cidr: "10.60.0.0/16", region: "eu-west-3" },
    "vpc-tokyo": { cidr: "10.61.0.0/16", region: "ap-northeast-1" },
  },
  vpcPeeringConnections: { "pcx-files": { requester: "vpc-paris", accepter: "vpc-tokyo" } },
  routeTables: {
    "rtb-paris": { ...HOME, main: true, routes: [{ destination: "10.61.0.0/16", target: "pcx-files" }] },
    "rtb-tokyo": { ...AWAY, main: true, routes: [{ destination: "10.60.0.0/16", target: "pcx-files" }] },
  },
  networkAcls: {
    "acl-files": {
      ...AWAY,
      ingress: [allow(100, 445, "10.60.0.0/16")],
      egress: [allow(100, "1024-65535", "10.60.0.0/16")],
    },
  },
  subnets: {
    "subnet-desks": { ...HOME, availabilityZone: "eu-west-3a", cidr: "10.60.0.0/24" },
    "subnet-files": { ...AWAY, availabilityZone: "ap-northeast-1a", cidr: "10.61.0.0/24", networkAclId: "acl-files" },
  },
  securityGroups: {
    "sg-desks": { ...HOME, egress: [{ port: 445, to: "10.61.0.0/16" }] },
    "sg-files": { ...AWAY, ingress: [{ port: 445, from: "10.60.0.0/16" }], egress: [] },
  },
  instances: {
    desk: { subnetId: "subnet-desks", privateIpAddress: "10.60.0.10", groups: ["sg-desks"] },
    files: {
      subnetId: "subnet-files",
      privateIpAddress: "10.61.0.10",
      groups: ["sg-files"],
      services: [{ port: 445 }],
    },
  },
});

const ask = (judged: Network) => checkConnection(judged, { from: "desk", to: "files", port: 445 });

scene("What netsim says");
export const before = ask(files);
show(renderVerdict(before, page));
say(
  "A warning and no verdict, as AWS has said different things: from 2020 to 2022 that security groups pass these messages " +
    'as part of the connection, since then that they need a rule. The option pathMtu: "tracked" takes it at its older ' +
    "word; network ACLs need their entries in either case.",
);

scene("With the rules that it names");
export const settled = editNetwork(files, (draft) => {
  const tooBig = { protocol: "icmp", icmp: { type: 3, code: 4 } } as const;
  draft.networkAcls["acl-files"]?.ingress.push({
    ...tooBig,
    ruleNumber: 110,
    ruleAction: "allow",
    cidrBlock: "10.60.0.0/16",
  });
  draft.networkAcls["acl-files"]?.egress.push({
    ...tooBig,
    ruleNumber: 110,
    ruleAction: "allow",
    cidrBlock: "10.60.0.0/16",
  });
  draft.securityGroups["sg-desks"]?.ingress.push({ ...tooBig, from: "10.61.0.0/16" });
  draft.securityGroups["sg-files"]?.ingress.push({ ...tooBig, from: "10.60.0.0/16" });
});
export const after = ask(settled);
table([
  ["", "VERDICT", "FILTERS THAT STOP THE MESSAGE"],
  ["as it was", before.verdict, String(before.warnings.length)],
  ["with the rules", after.verdict, String(after.warnings.length)],
]);

lesson(
  "reachable is about the packets that were asked for, and a connection needs a few more. Admit ICMP type 3 code 4 " +
    "wherever packets of one size meet a way of another.",
);
