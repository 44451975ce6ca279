/**
 * A Network Load Balancer and the client's address: targets may see their clients and not the load balancer, and health
 * checks never come from clients.
 *
 * "Register targets for your Network Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-register-targets.html
 * "Edit target group attributes for your Network Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
 */
import { checkHealth, checkListener, explain, type Network, network } from "netsim";
import { renderExplanation } from "netsim/render";
import { lesson, page, say, scene, show, table, title } from "../story.ts";

title("A Network Load Balancer and the client's address");
say(
  "A mail relay stands behind a Network Load Balancer, listener 587 to port 587. The team has always written: targets " +
    "admit the load balancer's subnets, or its security group. With this kind of load balancer that may be right, half " +
    "right, or wrong.",
);

const VPC = { vpcId: "vpc-mail" } as const;
const LB_SUBNET = "10.40.0.0/24";

interface Choice {
  /** Whether the load balancer was created with a security group; none can be added later. */
  readonly hasGroup: boolean;
  /** `preserve_client_ip.enabled`; on for instances unless somebody turns it off. */
  readonly preserveClientIp: boolean;
  /** What the targets' rule for 587 admits. */
  readonly admits: string;
}

function mail({ hasGroup, preserveClientIp, admits }: Choice): Network {
  return network({
    vpcs: { "vpc-mail": { cidr: "10.40.0.0/16" } },
    internetGateways: { "igw-mail": VPC },
    routeTables: { "rtb-public": { ...VPC, routes: [{ destination: "0.0.0.0/0", target: "igw-mail" }] } },
    subnets: {
      "subnet-lb": { ...VPC, availabilityZone: "us-west-2a", cidr: LB_SUBNET, routeTableId: "rtb-public" },
      "subnet-relay": { ...VPC, availabilityZone: "us-west-2a", cidr: "10.40.1.0/24" },
    },
    securityGroups: {
      "sg-nlb": { ...VPC, ingress: [{ port: 587, from: "0.0.0.0/0" }] },
      "sg-relay": { ...VPC, ingress: [{ port: 587, from: admits }] },
    },
    instances: {
      relay: {
        subnetId: "subnet-relay",
        privateIpAddress: "10.40.1.10",
        groups: ["sg-relay"],
        services: [{ port: 587 }],
      },
    },
    targetGroups: { relays: { ...VPC, protocol: "TCP", port: 587, targets: ["relay"], preserveClientIp } },
    loadBalancers: {
      mail: {
        type: "network",
        subnets: [{ subnetId: "subnet-lb", privateIpv4Address: "10.40.0.17", publicIp: "203.0.113.17" }],
        securityGroups: hasGroup ? ["sg-nlb"] : null,
        listeners: [{ protocol: "TCP", port: 587, forward: "relays" }],
      },
    },
  });
}

const CHOICES: readonly (Choice & { readonly name: string })[] = [
  { name: "the load balancer's subnet", hasGroup: false, preserveClientIp: true, admits: LB_SUBNET },
  { name: "the clients, 0.0.0.0/0", hasGroup: false, preserveClientIp: true, admits: "0.0.0.0/0" },
  { name: "the load balancer's subnet", hasGroup: false, preserveClientIp: false, admits: LB_SUBNET },
  { name: "the load balancer's group", hasGroup: true, preserveClientIp: true, admits: "sg-nlb" },
  { name: "the load balancer's subnet", hasGroup: true, preserveClientIp: true, admits: LB_SUBNET },
];
const FROM = "198.51.100.7";

scene("Five ways to write the targets' rule");
export const outcomes = CHOICES.map((choice) => {
  const judged = mail(choice);
  const clients = checkListener(judged, { loadBalancer: "mail", port: 587, from: FROM });
  const health = checkHealth(judged, { targetGroup: "relays" });
  return { ...choice, health, clients, state: health.states.relay?.state };
});
table([
  ["LB HAS A GROUP", "CLIENT ADDRESS KEPT", "TARGETS ADMIT", "TARGET IS", "CLIENTS"],
  ...outcomes.map(({ hasGroup, preserveClientIp, name, state, clients }) => [
    yes(hasGroup),
    yes(preserveClientIp),
    name,
    state ?? "",
    clients.verdict,
  ]),
]);
say(
  "Rows 1 and 5 are the trap: health checks come from the load balancer's own address, so everything is green, and no " +
    "client gets in.",
);

scene("Row 1, explained");
const [first] = outcomes;
if (first) show(renderExplanation(explain(first.clients), page), { without: ["Warnings", "Assumed"] });

lesson(
  "ask who the target sees. A Network Load Balancer for instances keeps the client's address, and a rule for addresses " +
    "has to admit clients. A rule for the load balancer's group admits what came through it, whatever the address, and " +
    "needs a load balancer that was created with a group.",
);

function yes(is: boolean): string {
  return is ? "yes" : "no";
}
