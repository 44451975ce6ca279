/**
 * The Classic Load Balancer of AWS's page with the rules that the page recommends, in any layout.
 *
 * "Configure security groups for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-vpc-security-groups.html
 * "Configure network ACLs for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-vpc-network-acls.html
 * "Network ACLs for the instances" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-instances-network-acls.html
 */
import type { NetworkAclEntryInput, NetworkInput, SecurityGroupRuleInput } from "@netsim/core";

export interface PageLayout {
  readonly scheme: "internet-facing" | "internal";
  /** Whether the instances' subnets have a route to the internet; their ACL then names 0.0.0.0/0. */
  readonly instanceSubnets: "private" | "public";
  /** [load balancer port, instance port] */
  readonly listeners: readonly (readonly [number, number])[];
  readonly healthPort: number;
  /** For each zone, the VPC block (0 primary, 1 secondary) of the load balancer's subnet and of the instances' subnet. */
  readonly zones: readonly { readonly balancer: 0 | 1; readonly instances: 0 | 1 }[];
}

export const PAGE: PageLayout = {
  scheme: "internet-facing",
  instanceSubnets: "private",
  listeners: [[80, 8080]],
  healthPort: 9000,
  zones: [{ balancer: 0, instances: 0 }],
};

/** What a row of the tables is for. */
export type Purpose = "listener" | "client-reply" | "instance" | "health" | "backend-reply";

/** A row of the tables, and the rule that it becomes. */
export interface Row {
  readonly of: "balancer-group" | "instance-group" | "balancer-acl" | "instance-acl";
  readonly direction: "ingress" | "egress";
  readonly purpose: Purpose;
  /** The port of the row; absent for replies, whose ports are 1024-65535. */
  readonly port?: number;
  /** The block of the row, for ACLs. */
  readonly block?: string;
}

const BLOCKS = ["10.0.0.0/16", "10.1.0.0/16"] as const;
export const EPHEMERAL = "1024-65535";
const EVERYWHERE = "0.0.0.0/0";

/** "VPC CIDR" in the tables is every block of the VPC. */
export function vpcBlocksOf(layout: PageLayout): readonly string[] {
  return layout.zones.some((zone) => zone.balancer === 1 || zone.instances === 1) ? BLOCKS : [BLOCKS[0]];
}

/** The tables, filled in. */
export function recommendedRows(layout: PageLayout): readonly Row[] {
  const vpc = vpcBlocksOf(layout);
  const clients = layout.scheme === "internal" ? vpc : [EVERYWHERE];
  const around = layout.instanceSubnets === "public" ? [EVERYWHERE] : vpc;
  const listenerPorts = layout.listeners.map(([port]) => port);
  const backend = [
    ...layout.listeners.map(([, port]) => ({ purpose: "instance", port }) as const),
    { purpose: "health", port: layout.healthPort } as const,
  ];
  const each = <T>(blocks: readonly string[], row: (block: string) => T): T[] => blocks.map(row);
  return [
    ...listenerPorts.flatMap((port) =>
      each(clients, (block): Row => ({ of: "balancer-group", direction: "ingress", purpose: "listener", port, block })),
    ),
    ...backend.map((row): Row => ({ of: "balancer-group", direction: "egress", ...row })),
    ...backend.map((row): Row => ({ of: "instance-group", direction: "ingress", ...row })),
    ...listenerPorts.flatMap((port) =>
      each(clients, (block): Row => ({ of: "balancer-acl", direction: "ingress", purpose: "listener", port, block })),
    ),
    ...each(vpc, (block): Row => ({ of: "balancer-acl", direction: "ingress", purpose: "backend-reply", block })),
    ...backend.flatMap((row) =>
      each(vpc, (block): Row => ({ of: "balancer-acl", direction: "egress", ...row, block })),
    ),
    ...each(clients, (block): Row => ({ of: "balancer-acl", direction: "egress", purpose: "client-reply", block })),
    ...backend.flatMap((row) =>
      each(around, (block): Row => ({ of: "instance-acl", direction: "ingress", ...row, block })),
    ),
    ...each(around, (block): Row => ({ of: "instance-acl", direction: "egress", purpose: "backend-reply", block })),
  ];
}

function groupRules(
  rows: readonly Row[],
  of: Row["of"],
  direction: Row["direction"],
  peer: (row: Row) => string,
): SecurityGroupRuleInput[] {
  return rows
    .filter((row) => row.of === of && row.direction === direction)
    .map((row) => ({ protocol: "tcp", port: row.port, [direction === "ingress" ? "from" : "to"]: peer(row) }));
}

function aclEntries(rows: readonly Row[], of: Row["of"], direction: Row["direction"]): NetworkAclEntryInput[] {
  return rows
    .filter((row) => row.of === of && row.direction === direction)
    .map((row, at) => ({
      ruleNumber: 100 + 10 * at,
      ruleAction: "allow",
      protocol: "tcp",
      port: row.port ?? EPHEMERAL,
      cidrBlock: row.block ?? EVERYWHERE,
    }));
}

export const ZONES = ["us-east-1a", "us-east-1b", "us-east-1c"] as const;

/** The page's network with these rows of its tables, all of them when left out. */
export function classicPage(layout: PageLayout = PAGE, rows: readonly Row[] = recommendedRows(layout)): NetworkInput {
  const subnets: Record<string, NonNullable<NetworkInput["subnets"]>[string]> = {};
  const instances: Record<string, NonNullable<NetworkInput["instances"]>[string]> = {};
  for (const [at, zone] of layout.zones.entries()) {
    const availabilityZone = ZONES[at] ?? "";
    const block = (which: 0 | 1, third: number): string => `10.${which}.${third}.0/24`;
    subnets[`lb-${at}`] = {
      vpcId: "vpc-1",
      availabilityZone,
      cidr: block(zone.balancer, 2 * at),
      routeTableId: layout.scheme === "internal" ? "rtb-private" : "rtb-public",
      networkAclId: "acl-lb",
    };
    subnets[`app-${at}`] = {
      vpcId: "vpc-1",
      availabilityZone,
      cidr: block(zone.instances, 2 * at + 1),
      routeTableId: layout.instanceSubnets === "public" ? "rtb-public" : "rtb-private",
      networkAclId: "acl-app",
    };
    instances[`i-${at}`] = {
      subnetId: `app-${at}`,
      privateIpAddress: `10.${zone.instances}.${2 * at + 1}.10`,
      groups: ["sg-app"],
    };
  }
  if (layout.scheme === "internal") {
    // Somebody in the VPC for whom the internal tables are written, with rules of its own that allow everything out.
    subnets.clients = { vpcId: "vpc-1", availabilityZone: "us-east-1d", cidr: "10.0.200.0/24" };
    instances.client = { subnetId: "clients", privateIpAddress: "10.0.200.7", groups: ["sg-client"] };
  }
  return {
    vpcs: { "vpc-1": { cidr: vpcBlocksOf(layout) } },
    internetGateways: { "igw-1": { vpcId: "vpc-1" } },
    routeTables: {
      "rtb-public": { vpcId: "vpc-1", routes: [{ destination: EVERYWHERE, target: "igw-1" }] },
      "rtb-private": { vpcId: "vpc-1" },
    },
    networkAcls: {
      "acl-lb": {
        vpcId: "vpc-1",
        ingress: aclEntries(rows, "balancer-acl", "ingress"),
        egress: aclEntries(rows, "balancer-acl", "egress"),
      },
      "acl-app": {
        vpcId: "vpc-1",
        ingress: aclEntries(rows, "instance-acl", "ingress"),
        egress: aclEntries(rows, "instance-acl", "egress"),
      },
    },
    securityGroups: {
      "sg-lb": {
        vpcId: "vpc-1",
        ingress: groupRules(rows, "balancer-group", "ingress", (row) => row.block ?? EVERYWHERE),
        egress: groupRules(rows, "balancer-group", "egress", () => "sg-app"),
      },
      "sg-client": { vpcId: "vpc-1" },
      // Replies need no rule: the page's table has no egress row for the instances.
      "sg-app": { vpcId: "vpc-1", ingress: groupRules(rows, "instance-group", "ingress", () => "sg-lb"), egress: [] },
    },
    subnets,
    instances,
    classicLoadBalancers: {
      web: {
        scheme: layout.scheme,
        subnets: layout.zones.map((_, at) => `lb-${at}`),
        securityGroups: ["sg-lb"],
        listeners: layout.listeners.map(([loadBalancerPort, instancePort]) => ({
          protocol: "HTTP",
          loadBalancerPort,
          instancePort,
        })),
        healthCheck: { target: `HTTP:${layout.healthPort}/ping` },
        instances: layout.zones.map((_, at) => `i-${at}`),
        crossZone: true,
      },
    },
  };
}

/** The page's network with another type of load balancer, and its target group, in the place of the Classic one. */
export function withBalancer(
  layout: PageLayout,
  balancer: "application" | "network",
  more: object,
  group: object,
): NetworkInput {
  const { classicLoadBalancers = {}, ...page } = classicPage(layout, []);
  const { web } = classicLoadBalancers;
  const [first] = layout.listeners;
  const protocol = balancer === "application" ? "HTTP" : "TCP";
  return {
    ...page,
    targetGroups: {
      app: {
        protocol,
        port: first?.[1] ?? 8080,
        vpcId: "vpc-1",
        targets: web?.instances ?? [],
        healthCheck: { port: layout.healthPort },
        ...group,
      },
    },
    loadBalancers: {
      web: {
        type: balancer,
        scheme: layout.scheme,
        subnets: web?.subnets ?? [],
        listeners: [{ protocol, port: first?.[0] ?? 80, defaultActions: [{ type: "forward", targetGroups: ["app"] }] }],
        ...more,
      } as never,
    },
  };
}
