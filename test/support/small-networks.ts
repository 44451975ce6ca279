/** Small networks, and verdicts in few words, for tests that are about one behaviour of AWS. */
import {
  type Network,
  type NetworkAclEntryInput,
  type NetworkInput,
  network,
  type RuleRef,
  routeTargetId,
  type SecurityGroupRuleInput,
} from "@netsim/core";
import type { Blocker, HeaderSet, Hop, Leg, Verdict } from "netsim";

export const ANYWHERE = "0.0.0.0/0";
export const ANYWHERE_IPV6 = "::/0";
/** Somebody on the internet. */
export const STRANGER = "203.0.113.10";

/** `all`, `tcp 80`, `tcp 1024-65535`, `icmp 8`, `icmp 8 0`, or a protocol number. */
type Traffic = string;

function protocolAndPorts(traffic: Traffic): Pick<NetworkAclEntryInput, "protocol" | "port" | "icmp"> {
  const [name = "all", first, second] = traffic.split(" ");
  const protocol = /^\d+$/.test(name) ? Number(name) : name;
  if (first === undefined) return { protocol };
  if (!name.startsWith("icmp")) return { protocol, port: first };
  return { protocol, icmp: { type: Number(first), ...(second === undefined ? {} : { code: Number(second) }) } };
}

/** An entry of a network ACL: `allow(100, "tcp 80", "0.0.0.0/0")`. */
export function allow(ruleNumber: number, traffic: Traffic, cidrBlock: string = ANYWHERE): NetworkAclEntryInput {
  return { ruleNumber, ruleAction: "allow", ...protocolAndPorts(traffic), cidrBlock };
}

export function deny(ruleNumber: number, traffic: Traffic, cidrBlock: string = ANYWHERE): NetworkAclEntryInput {
  return { ...allow(ruleNumber, traffic, cidrBlock), ruleAction: "deny" };
}

/** A rule of a security group for what comes in: `from("10.0.0.0/16", "tcp 80")`. */
export function from(peer: string, traffic: Traffic): SecurityGroupRuleInput {
  return { ...protocolAndPorts(traffic), from: peer };
}

/** A rule of a security group for what goes out. */
export function to(peer: string, traffic: Traffic): SecurityGroupRuleInput {
  return { ...protocolAndPorts(traffic), to: peer };
}

/** ACL entries that let everything through, of both families. */
export const EVERYTHING: readonly NetworkAclEntryInput[] = [allow(100, "all"), allow(101, "all", ANYWHERE_IPV6)];

/** A route: `route("0.0.0.0/0", "igw-1")`. */
export function route(destination: string, target: string): { destination: string; target: string } {
  return { destination, target };
}

/** Everything of `base`, and in each collection the records of `more` instead of or beside its own. */
export function extend(base: NetworkInput, more: NetworkInput): NetworkInput {
  const joined: Record<string, unknown> = { ...base };
  for (const [collection, records] of Object.entries(more)) {
    const before = joined[collection];
    joined[collection] = Array.isArray(records) ? records : { ...(before as object | undefined), ...records };
  }
  return joined;
}

/**
 * i-a (10.0.0.10, sg-a) in subnet-a and i-b (10.0.1.10, sg-b) in subnet-b of vpc-1. sg-a lets everything out and nothing
 * in; sg-b lets tcp 80 in from sg-a and nothing out. Each subnet has an ACL of its own, and both ACLs are open.
 */
export const TWO_SUBNETS: NetworkInput = {
  vpcs: { "vpc-1": { cidr: "10.0.0.0/16" } },
  routeTables: { "rtb-1": { vpcId: "vpc-1", main: true } },
  networkAcls: {
    "acl-a": { vpcId: "vpc-1", ingress: EVERYTHING, egress: EVERYTHING },
    "acl-b": { vpcId: "vpc-1", ingress: EVERYTHING, egress: EVERYTHING },
  },
  subnets: {
    "subnet-a": { vpcId: "vpc-1", availabilityZone: "us-east-1a", cidr: "10.0.0.0/24", networkAclId: "acl-a" },
    "subnet-b": { vpcId: "vpc-1", availabilityZone: "us-east-1b", cidr: "10.0.1.0/24", networkAclId: "acl-b" },
  },
  securityGroups: {
    "sg-a": { vpcId: "vpc-1" },
    "sg-b": { vpcId: "vpc-1", ingress: [from("sg-a", "tcp 80")], egress: [] },
  },
  instances: {
    "i-a": { subnetId: "subnet-a", privateIpAddress: "10.0.0.10", groups: ["sg-a"] },
    "i-b": { subnetId: "subnet-b", privateIpAddress: "10.0.1.10", groups: ["sg-b"] },
  },
};

export function twoSubnets(more: NetworkInput = {}): Network {
  return network(extend(TWO_SUBNETS, more));
}

/**
 * `web` (10.0.0.10, public 198.51.100.10, sg-web: tcp 80 from anywhere) in a public subnet with the internet gateway
 * igw-1, `app` (10.0.1.10, sg-app: nothing in) in a private one that leads to the NAT gateway nat-1 (10.0.0.100, public
 * 198.51.100.100) in the public subnet. Each subnet has an ACL of its own, and both are open.
 */
export const PUBLIC_AND_PRIVATE: NetworkInput = {
  vpcs: { "vpc-1": { cidr: "10.0.0.0/16" } },
  internetGateways: { "igw-1": { vpcId: "vpc-1" } },
  natGateways: {
    "nat-1": { subnetId: "public", privateIpAddress: "10.0.0.100", publicIp: "198.51.100.100" },
  },
  routeTables: {
    "rtb-public": { vpcId: "vpc-1", routes: [route(ANYWHERE, "igw-1")] },
    "rtb-private": { vpcId: "vpc-1", routes: [route(ANYWHERE, "nat-1")] },
  },
  networkAcls: {
    "acl-public": { vpcId: "vpc-1", ingress: EVERYTHING, egress: EVERYTHING },
    "acl-private": { vpcId: "vpc-1", ingress: EVERYTHING, egress: EVERYTHING },
  },
  subnets: {
    public: {
      vpcId: "vpc-1",
      availabilityZone: "us-east-1a",
      cidr: "10.0.0.0/24",
      routeTableId: "rtb-public",
      networkAclId: "acl-public",
    },
    private: {
      vpcId: "vpc-1",
      availabilityZone: "us-east-1a",
      cidr: "10.0.1.0/24",
      routeTableId: "rtb-private",
      networkAclId: "acl-private",
    },
  },
  securityGroups: {
    "sg-web": { vpcId: "vpc-1", ingress: [from(ANYWHERE, "tcp 80")] },
    "sg-app": { vpcId: "vpc-1" },
  },
  instances: {
    web: { subnetId: "public", privateIpAddress: "10.0.0.10", publicIp: "198.51.100.10", groups: ["sg-web"] },
    app: { subnetId: "private", privateIpAddress: "10.0.1.10", groups: ["sg-app"] },
  },
};

export function publicAndPrivate(more: NetworkInput = {}): Network {
  return network(extend(PUBLIC_AND_PRIVATE, more));
}

/** a (10.0.0.10) in vpc-a and b (10.1.0.10) in vpc-b, peered by pcx-1, with routes both ways; b lets tcp 80 in from sg-a. */
export const PEERED: NetworkInput = {
  vpcs: { "vpc-a": { cidr: "10.0.0.0/16" }, "vpc-b": { cidr: "10.1.0.0/16" } },
  vpcPeeringConnections: { "pcx-1": { requester: "vpc-a", accepter: "vpc-b" } },
  routeTables: {
    "rtb-a": { vpcId: "vpc-a", main: true, routes: [route("10.1.0.0/16", "pcx-1")] },
    "rtb-b": { vpcId: "vpc-b", main: true, routes: [route("10.0.0.0/16", "pcx-1")] },
  },
  subnets: {
    "subnet-a": { vpcId: "vpc-a", availabilityZone: "us-east-1a", cidr: "10.0.0.0/24" },
    "subnet-b": { vpcId: "vpc-b", availabilityZone: "us-east-1a", cidr: "10.1.0.0/24" },
  },
  securityGroups: {
    "sg-a": { vpcId: "vpc-a" },
    "sg-b": { vpcId: "vpc-b", ingress: [from("sg-a", "tcp 80")] },
  },
  instances: {
    a: { subnetId: "subnet-a", privateIpAddress: "10.0.0.10", groups: ["sg-a"] },
    b: { subnetId: "subnet-b", privateIpAddress: "10.1.0.10", groups: ["sg-b"] },
  },
};

export function peered(more: NetworkInput = {}): Network {
  return network(extend(PEERED, more));
}

/**
 * The load balancer `web` (tcp 80 -> http 8080, health check of /ping on 9000) with a subnet in zones a and b, and an
 * instance in each zone: i-a (10.0.10.10) and i-b (10.0.11.10). sg-lb and sg-app allow exactly its legs.
 */
export const BALANCED: NetworkInput = {
  vpcs: { "vpc-1": { cidr: "10.0.0.0/16" } },
  internetGateways: { "igw-1": { vpcId: "vpc-1" } },
  routeTables: {
    "rtb-lb": { vpcId: "vpc-1", routes: [route(ANYWHERE, "igw-1")] },
    "rtb-app": { vpcId: "vpc-1", main: true },
  },
  networkAcls: {
    "acl-lb": { vpcId: "vpc-1", ingress: EVERYTHING, egress: EVERYTHING },
    "acl-app": { vpcId: "vpc-1", ingress: EVERYTHING, egress: EVERYTHING },
  },
  subnets: {
    "lb-a": inZone("a", "10.0.0.0/24", "rtb-lb", "acl-lb"),
    "lb-b": inZone("b", "10.0.1.0/24", "rtb-lb", "acl-lb"),
    "app-a": inZone("a", "10.0.10.0/24", "rtb-app", "acl-app"),
    "app-b": inZone("b", "10.0.11.0/24", "rtb-app", "acl-app"),
  },
  securityGroups: {
    "sg-lb": {
      vpcId: "vpc-1",
      ingress: [from(ANYWHERE, "tcp 80")],
      egress: [to("sg-app", "tcp 8080"), to("sg-app", "tcp 9000")],
    },
    "sg-app": { vpcId: "vpc-1", ingress: [from("sg-lb", "tcp 8080"), from("sg-lb", "tcp 9000")], egress: [] },
  },
  instances: {
    "i-a": { subnetId: "app-a", privateIpAddress: "10.0.10.10", groups: ["sg-app"] },
    "i-b": { subnetId: "app-b", privateIpAddress: "10.0.11.10", groups: ["sg-app"] },
  },
  classicLoadBalancers: { web: balancer({}) },
};

type Subnet = NonNullable<NetworkInput["subnets"]>[string];
type Balancer = NonNullable<NetworkInput["classicLoadBalancers"]>[string];

/** A subnet of vpc-1 in a zone of us-east-1. */
export function inZone(zone: string, cidr: string, routeTableId: string, networkAclId: string): Subnet {
  return { vpcId: "vpc-1", availabilityZone: `us-east-1${zone}`, cidr, routeTableId, networkAclId };
}

/** The load balancer of {@link BALANCED} with changes. */
export function balancer(changes: Partial<Balancer>): Balancer {
  return {
    subnets: ["lb-a", "lb-b"],
    securityGroups: ["sg-lb"],
    listeners: [{ protocol: "HTTP", loadBalancerPort: 80, instancePort: 8080 }],
    healthCheck: { target: "HTTP:9000/ping" },
    instances: ["i-a", "i-b"],
    crossZone: true,
    ...changes,
  };
}

export function balanced(changes: Partial<Balancer> = {}, more: NetworkInput = {}): Network {
  return network(extend(extend(BALANCED, { classicLoadBalancers: { web: balancer(changes) } }), more));
}

/** The rule of an ACL by its number, a route by its destination and target, another rule by its place. */
function ruleText(rule: RuleRef | null): string {
  if (rule === null) return "-";
  if (rule.kind === "network-acl-entry") return `#${rule.ruleNumber}`;
  if (rule.kind === "route") return `${rule.route.destination}->${routeTargetId(rule.route.target)}`;
  return `[${rule.index}]`;
}

function blockerText({ component, direction, phase, rule, code, awsCode }: Blocker): string {
  return `${component} ${direction} ${phase} ${ruleText(rule)} ${code} ${awsCode ?? "-"}`;
}

/** Every blocker as `component direction phase rule code awsCode`, where `-` is none. */
export function blockersOf(verdict: Verdict): string[] {
  return verdict.blockers.map(blockerText);
}

/** Every unknown as `component code`. */
export function unknownsOf(verdict: Verdict): string[] {
  return verdict.unknowns.map((each) => `${each.component} ${each.code}`);
}

export function assumptionsOf(verdict: Verdict): string[] {
  return verdict.assumptions.map((each) =>
    each.component === undefined ? each.code : `${each.component} ${each.code}`,
  );
}

/** `tcp 10.0.0.10/32 1024-65535 -> 10.0.1.10/32 80`, one text a box. */
export function headersText(headers: HeaderSet | undefined): string[] {
  return (headers ?? []).map((header) => {
    const side = (addresses: readonly string[], ports: readonly string[] | undefined): string =>
      ports === undefined ? addresses.join(",") : `${addresses.join(",")} ${ports.join(",")}`;
    const source = side(header.sourceAddresses, header.sourcePortRanges ?? header.icmpTypes);
    const destination = side(header.destinationAddresses, header.destinationPortRanges ?? header.icmpCodes);
    return `${header.protocol} ${source} -> ${destination}`;
  });
}

/** The hops of a phase as `component direction`, in their order. */
export function hopsOf(leg: Leg | undefined, phase: "forward" | "reply"): string[] {
  return (leg?.[phase].hops ?? []).map((hop) => `${hop.component.id} ${hop.direction ?? "-"}`);
}

/** The only leg of a verdict. */
export function legOf(verdict: Verdict): Leg {
  const [leg, ...others] = verdict.legs;
  if (!leg || others.length > 0)
    throw new Error(`${verdict.legs.length} legs: ${verdict.legs.map((each) => each.name)}`);
  return leg;
}

/** The hop of a component in a phase of the only leg. */
export function hopAt(verdict: Verdict, phase: "forward" | "reply", component: string, direction?: string): Hop {
  const found = legOf(verdict)[phase].hops.find(
    (hop) => hop.component.id === component && (direction === undefined || hop.direction === direction),
  );
  if (!found) throw new Error(`no ${phase} hop ${component} in ${hopsOf(legOf(verdict), phase).join(", ")}`);
  return found;
}
