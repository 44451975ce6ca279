/**
 * EC2-Classic lock-down: only load balancers may reach the instances. AWS retired EC2-Classic in August 2022; its
 * documents, its groups and the idea are still around. That the lent group stands for everybody's load balancers follows
 * from its one owner and name for all accounts; the page does not say it in so many words.
 *
 * "Configure security groups for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-security-groups.html
 * "EC2-Classic" https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-classic-platform.html
 */
import { checkConnection, checkListener, ec2, type Network, network, unwrapVerb } from "netsim";
import { renderVerdict } from "netsim/render";
import { commands, lesson, page, say, scene, show, table, title } from "../story.ts";

title("EC2-Classic: only load balancers may reach the instances");
say(
  "In EC2-Classic there are no VPCs, no subnets and no network ACLs, every instance has a public address, and a load " +
    "balancer has no group of its own. Elastic Load Balancing lends it one, amazon-elb/amazon-elb-sg, for use in rules.",
);

const instance = (availabilityZone: string, privateIpAddress: string, publicIp: string) =>
  ({ availabilityZone, privateIpAddress, publicIp, groups: ["sg-1a2b3c4d"], services: [{ port: 80 }] }) as const;
const balancer = (instances: readonly string[]) =>
  ({
    availabilityZones: ["us-east-1a", "us-east-1b"],
    listeners: [{ protocol: "HTTP", loadBalancerPort: 80, instancePort: 80 }],
    healthCheck: { target: "TCP:80" },
    instances,
  }) as const;

export const open: Network = network({
  securityGroups: {
    "sg-1a2b3c4d": {
      groupName: "my-security-group",
      ownerId: "111122223333",
      ingress: [{ port: 80, from: "0.0.0.0/0" }],
    },
  },
  instances: {
    "i-1a": instance("us-east-1a", "10.144.12.10", "198.51.100.10"),
    "i-1b": instance("us-east-1b", "10.202.77.31", "198.51.100.31"),
  },
  classicLoadBalancers: { web: balancer(["i-1a", "i-1b"]), somebody: balancer([]) },
});

scene("Before: port 80 is open to everybody");
table(rows(open));
say("Clients reach instances behind the load balancer's back: past its log, its timeouts and its health checks.");

scene("The two commands of AWS's page");
const granted = unwrapVerb(
  ec2.authorizeSecurityGroupIngress(open, {
    GroupName: "my-security-group",
    SourceSecurityGroupName: "amazon-elb-sg",
    SourceSecurityGroupOwnerId: "amazon-elb",
  }),
);
export const locked: Network = unwrapVerb(
  ec2.revokeSecurityGroupIngress(granted.network, {
    GroupName: "my-security-group",
    Protocol: "tcp",
    Port: 80,
    Cidr: "0.0.0.0/0",
  }),
).network;
commands(
  "aws ec2 authorize-security-group-ingress --group-name my-security-group " +
    "--source-security-group-name amazon-elb-sg --source-security-group-owner-id amazon-elb\n" +
    "aws ec2 revoke-security-group-ingress --group-name my-security-group --protocol tcp --port 80 --cidr 0.0.0.0/0",
);

scene("After");
table(rows(locked));
export const direct = checkConnection(locked, { from: "203.0.113.10", to: "i-1a", port: 80 });
show(renderVerdict(direct, page), { without: ["Assumed"] });

lesson(
  "admit the load balancer and not the world. But look at the last row: the rule admits every load balancer of " +
    "EC2-Classic, whoever owns it, and on every port. In a VPC a load balancer has groups of its own, and a rule for one " +
    "of them and one port admits nobody else.",
);

function rows(judged: Network): string[][] {
  const served = checkListener(judged, { loadBalancer: "web", port: 80, from: "internet" });
  const to = (from: string | { readonly loadBalancer: string }, port: number) =>
    checkConnection(judged, { from, to: "i-1b", port }).verdict;
  return [
    ["WHO", "WHERE TO", "VERDICT"],
    ["a client", "the load balancer web, port 80", served.verdict],
    ["a client", "the instance i-1b, port 80", to("203.0.113.10", 80)],
    ["somebody else's load balancer", "the instance i-1b, port 80", to({ loadBalancer: "somebody" }, 80)],
  ];
}
