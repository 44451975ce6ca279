/** The Classic page's example as it was in EC2-Classic: a load balancer in two zones, two instances, one group. */
import {
  AMAZON_ELB_SECURITY_GROUP,
  type ClassicLoadBalancerInput,
  editNetwork,
  type InstanceInput,
  type Network,
  type NetworkDraft,
  type NetworkInput,
  network,
  type SecurityGroupRuleInput,
} from "netsim";

export const OWNER = "111122223333";
export const CLIENT = "203.0.113.10";

/** What the page's command grants: every protocol of three, to whatever is behind a load balancer. */
export const ELB_GRANT: readonly SecurityGroupRuleInput[] = [
  { protocol: "icmp", from: AMAZON_ELB_SECURITY_GROUP },
  { protocol: "tcp", port: "1-65535", from: AMAZON_ELB_SECURITY_GROUP },
  { protocol: "udp", port: "1-65535", from: AMAZON_ELB_SECURITY_GROUP },
];

export const SERVICES = [
  { port: 8080, http: { "/": 200 } },
  { port: 9000, http: { "/ping": 200 } },
] as const;

export function instanceIn(zone: string, privateIpAddress: string, more: Partial<InstanceInput> = {}): InstanceInput {
  const publicIp = `198.51.100.${privateIpAddress.split(".").at(-1)}`;
  return { availabilityZone: zone, privateIpAddress, publicIp, groups: ["sg-app"], services: SERVICES, ...more };
}

export const BALANCER: ClassicLoadBalancerInput = {
  availabilityZones: ["us-east-1a", "us-east-1b"],
  listeners: [{ protocol: "HTTP", loadBalancerPort: 80, instancePort: 8080 }],
  healthCheck: { target: "HTTP:9000/ping" },
  instances: ["i-a", "i-b"],
};

export function ec2ClassicInput(
  ingress: readonly SecurityGroupRuleInput[] = ELB_GRANT,
  more: NetworkInput = {},
): NetworkInput {
  return {
    ...more,
    securityGroups: { "sg-app": { groupName: "app", ownerId: OWNER, ingress }, ...more.securityGroups },
    instances: {
      "i-a": instanceIn("us-east-1a", "10.1.2.10"),
      "i-b": instanceIn("us-east-1b", "10.99.3.20"),
      ...more.instances,
    },
    classicLoadBalancers: { web: BALANCER, ...more.classicLoadBalancers },
  };
}

export function ec2Classic(ingress?: readonly SecurityGroupRuleInput[], more?: NetworkInput): Network {
  return network(ec2ClassicInput(ingress, more));
}

export function edited(recipe: (draft: NetworkDraft) => void, from: Network = ec2Classic()): Network {
  return editNetwork(from, recipe);
}

/** A VPC with an internet gateway, a public instance and its own groups, beside EC2-Classic. */
export const VPC: NetworkInput = {
  vpcs: { "vpc-1": { cidr: "172.31.0.0/16" } },
  subnets: { "subnet-1": { vpcId: "vpc-1", availabilityZone: "us-east-1a", cidr: "172.31.0.0/24" } },
  internetGateways: { "igw-1": { vpcId: "vpc-1" } },
  routeTables: { "rtb-1": { vpcId: "vpc-1", main: true, routes: [{ destination: "0.0.0.0/0", target: "igw-1" }] } },
  securityGroups: { "sg-vpc": { vpcId: "vpc-1", ingress: [{ port: 443, from: "0.0.0.0/0" }] } },
  instances: {
    "i-vpc": { subnetId: "subnet-1", privateIpAddress: "172.31.0.10", publicIp: "192.0.2.10", groups: ["sg-vpc"] },
  },
};
