/**
 * An Application or a Network Load Balancer with the rules that AWS recommends for it, in any layout, and what each rule
 * is for.
 *
 * "Security groups for your Application Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html
 * "Troubleshoot your Application Load Balancers" (network ACLs) https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
 * "Update the security groups for your Network Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
 * "Register targets for your Network Load Balancer" (security groups, network ACLs) https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-register-targets.html
 */
import type { NetworkAclEntryInput, NetworkInput, SecurityGroupRuleInput } from "@netsim/core";
import { ZONES } from "./classic-page.ts";

export interface ForwardingLayout {
  readonly type: "application" | "network";
  /** Whether it has security groups; an Application Load Balancer always has. */
  readonly hasGroups: boolean;
  /** Whether targets see their clients' addresses; never those of an Application Load Balancer. */
  readonly keepsClients: boolean;
  readonly scheme: "internet-facing" | "internal";
  /** [listener port, target port], each with a target group of its own. */
  readonly listeners: readonly (readonly [number, number])[];
  readonly healthPort: number;
  /** For each zone, the VPC block (0 primary, 1 secondary) of the load balancer's subnet and of the targets' subnet. */
  readonly zones: readonly { readonly balancer: 0 | 1; readonly targets: 0 | 1 }[];
}

export type Purpose =
  | "listener"
  | "client-reply"
  | "target"
  | "health"
  | "out"
  | "backend-reply"
  | "target-reply"
  | "health-reply";

/** A row of the tables, and the rule that it becomes. */
export interface Row {
  readonly of: "balancer-group" | "target-group" | "balancer-acl" | "target-acl";
  readonly direction: "ingress" | "egress";
  readonly purpose: Purpose;
  /** Absent for replies, whose ports are 1024-65535, and for `out`, which is everything. */
  readonly port?: number;
  /** Absent where the row names the other side's group. */
  readonly block?: string;
}

const BLOCKS = ["10.0.0.0/16", "10.1.0.0/16"] as const;
const EVERYWHERE = "0.0.0.0/0";
/** Where the client of an internal load balancer is. */
const CLIENTS = BLOCKS[0];

function vpcBlocksOf(layout: ForwardingLayout): readonly string[] {
  return layout.zones.some((zone) => zone.balancer === 1 || zone.targets === 1) ? BLOCKS : [BLOCKS[0]];
}

/** The tables, filled in. "VPC CIDR" is every block of the VPC. */
export function recommendedRows(layout: ForwardingLayout): readonly Row[] {
  const vpc = vpcBlocksOf(layout);
  const clients = layout.scheme === "internal" ? vpc : [EVERYWHERE];
  const listenerPorts = layout.listeners.map(([port]) => port);
  const targetPorts = layout.listeners.map(([, port]) => port);
  const health = layout.healthPort;
  const seen = layout.keepsClients ? clients : vpc;
  const each = (blocks: readonly string[], row: Omit<Row, "block">): Row[] =>
    blocks.map((block) => ({ ...row, block }));
  const eachPort = (ports: readonly number[], blocks: readonly string[], row: Omit<Row, "block" | "port">): Row[] =>
    ports.flatMap((port) => each(blocks, { ...row, port }));
  return [
    ...(layout.hasGroups ? groupRows(layout, clients, listenerPorts) : []),
    ...targetGroupRows(layout, seen, vpc, targetPorts),
    ...eachPort(listenerPorts, clients, { of: "balancer-acl", direction: "ingress", purpose: "listener" }),
    ...each(vpc, { of: "balancer-acl", direction: "ingress", purpose: "backend-reply" }),
    ...eachPort(targetPorts, vpc, { of: "balancer-acl", direction: "egress", purpose: "target" }),
    ...eachPort([health], vpc, { of: "balancer-acl", direction: "egress", purpose: "health" }),
    ...each(clients, { of: "balancer-acl", direction: "egress", purpose: "client-reply" }),
    ...eachPort(targetPorts, seen, { of: "target-acl", direction: "ingress", purpose: "target" }),
    ...eachPort([health], vpc, { of: "target-acl", direction: "ingress", purpose: "health" }),
    ...each(seen, { of: "target-acl", direction: "egress", purpose: "target-reply" }),
    ...each(vpc, { of: "target-acl", direction: "egress", purpose: "health-reply" }),
  ];
}

function groupRows(layout: ForwardingLayout, clients: readonly string[], ports: readonly number[]): Row[] {
  const admitted = ports.flatMap((port) =>
    clients.map((block): Row => ({ of: "balancer-group", direction: "ingress", purpose: "listener", port, block })),
  );
  const of = "balancer-group";
  // For a Network Load Balancer AWS recommends to let everything out.
  if (layout.type === "network") return [...admitted, { of, direction: "egress", purpose: "out", block: EVERYWHERE }];
  const targets = layout.listeners.map(([, port]): Row => ({ of, direction: "egress", purpose: "target", port }));
  return [...admitted, ...targets, { of, direction: "egress", purpose: "health", port: layout.healthPort }];
}

function targetGroupRows(
  layout: ForwardingLayout,
  seen: readonly string[],
  vpc: readonly string[],
  ports: readonly number[],
): Row[] {
  const frame = { of: "target-group", direction: "ingress" } as const;
  if (layout.hasGroups)
    return [
      ...ports.map((port): Row => ({ ...frame, purpose: "target", port })),
      { ...frame, purpose: "health", port: layout.healthPort },
    ];
  return [
    ...ports.flatMap((port) => seen.map((block): Row => ({ ...frame, purpose: "target", port, block }))),
    ...vpc.map((block): Row => ({ ...frame, purpose: "health", port: layout.healthPort, block })),
  ];
}

/** A leg: between which zones' subnets it is. */
export interface LegAt {
  readonly kind: "client" | "target" | "health";
  /** Listener port of a client leg, target or health-check port of the others. */
  readonly port: number;
  readonly nodeZone: number;
  readonly targetZone: number;
}

/** Whether a row is there for a leg. */
export function serves(row: Row, leg: LegAt, layout: ForwardingLayout): boolean {
  const node = BLOCKS[layout.zones[leg.nodeZone]?.balancer ?? 0];
  const target = BLOCKS[layout.zones[leg.targetZone]?.targets ?? 0];
  const client = layout.scheme === "internal" ? CLIENTS : EVERYWHERE;
  const sender = leg.kind === "target" && layout.keepsClients ? client : node;
  const names = (block: string): boolean => row.block === undefined || row.block === EVERYWHERE || row.block === block;
  const isFor = row.port === undefined || row.port === leg.port;
  switch (row.purpose) {
    case "listener":
    case "client-reply":
      return leg.kind === "client" && isFor && names(client);
    case "out":
      return leg.kind !== "client";
    case "backend-reply":
      return leg.kind !== "client" && names(target);
    case "target":
    case "health":
      return leg.kind === row.purpose && isFor && names(row.of === "balancer-acl" ? target : sender);
    case "target-reply":
      return leg.kind === "target" && names(sender);
    case "health-reply":
      return leg.kind === "health" && names(node);
  }
}

/**
 * The exceptions, all of them: a row is not needed where another row of its table and direction covers its packets.
 *  1. Two rows name the same port (two listeners with one target port, a target port that is the health-check port) and
 *     blocks of which one covers the other. A row for a group covers one for a group.
 *  2. Two rows for replies name blocks of which one covers the other: a target's ACL lets replies to clients out to
 *     everywhere, which covers those to health checks.
 *  3. The load balancer's ACL lets replies out to clients on 1024-65535, which covers target and health-check ports from
 *     1024 on; that of the targets' replies in does the same for listener ports of an internal load balancer.
 */
export function isCovered(row: Row, rows: readonly Row[]): boolean {
  return rows.some((other) => {
    if (other === row || other.of !== row.of || other.direction !== row.direction) return false;
    const isWide = other.block === EVERYWHERE || other.block === row.block;
    if (!isWide) return false;
    if (other.port === undefined) return row.port === undefined || row.port >= 1024;
    return other.port === row.port;
  });
}

function groupRules(
  rows: readonly Row[],
  of: Row["of"],
  direction: Row["direction"],
  group: string,
): SecurityGroupRuleInput[] {
  return rows
    .filter((row) => row.of === of && row.direction === direction)
    .map((row) => ({
      ...(row.purpose === "out" ? { protocol: "all" } : { protocol: "tcp", port: row.port }),
      [direction === "ingress" ? "from" : "to"]: row.block ?? group,
    }));
}

function aclEntries(rows: readonly Row[], of: Row["of"], direction: Row["direction"]): NetworkAclEntryInput[] {
  return rows
    .filter((row) => row.of === of && row.direction === direction)
    .map((row, at) => ({
      ruleNumber: 100 + 10 * at,
      ruleAction: "allow",
      protocol: "tcp",
      port: row.port ?? "1024-65535",
      cidrBlock: row.block ?? EVERYWHERE,
    }));
}

/** The network of a layout with these rows of its tables, all of them when left out. */
export function forwardingPage(layout: ForwardingLayout, rows: readonly Row[] = recommendedRows(layout)): NetworkInput {
  const isNetwork = layout.type === "network";
  return {
    vpcs: { "vpc-1": { cidr: vpcBlocksOf(layout) } },
    internetGateways: { "igw-1": { vpcId: "vpc-1" } },
    routeTables: {
      "rtb-public": { vpcId: "vpc-1", routes: [{ destination: EVERYWHERE, target: "igw-1" }] },
      "rtb-private": { vpcId: "vpc-1" },
    },
    networkAcls: {
      "acl-lb": { vpcId: "vpc-1", ...entriesOf(rows, "balancer-acl") },
      "acl-app": { vpcId: "vpc-1", ...entriesOf(rows, "target-acl") },
    },
    securityGroups: {
      "sg-lb": {
        vpcId: "vpc-1",
        ingress: groupRules(rows, "balancer-group", "ingress", "sg-app"),
        egress: groupRules(rows, "balancer-group", "egress", "sg-app"),
      },
      "sg-client": { vpcId: "vpc-1" },
      // Replies need no rule: the tables have no egress row for targets.
      "sg-app": { vpcId: "vpc-1", ingress: groupRules(rows, "target-group", "ingress", "sg-lb"), egress: [] },
    },
    ...placesOf(layout),
    loadBalancers: {
      web: {
        type: layout.type,
        scheme: layout.scheme,
        subnets: layout.zones.map((_, at) => `lb-${at}`),
        securityGroups: layout.hasGroups ? ["sg-lb"] : undefined,
        crossZone: true,
        listeners: layout.listeners.map(([port], at) => ({
          port,
          protocol: isNetwork ? "TCP" : "HTTP",
          forward: `group-${at}`,
        })),
      },
    },
    targetGroups: Object.fromEntries(
      layout.listeners.map(([, port], at) => [
        `group-${at}`,
        {
          protocol: isNetwork ? "TCP" : "HTTP",
          port,
          preserveClientIp: isNetwork ? layout.keepsClients : undefined,
          healthCheck: { port: layout.healthPort },
          targets: layout.zones.map((_, zone) => `i-${zone}`),
        },
      ]),
    ),
  };
}

function entriesOf(rows: readonly Row[], of: "balancer-acl" | "target-acl") {
  return { ingress: aclEntries(rows, of, "ingress"), egress: aclEntries(rows, of, "egress") };
}

function placesOf(layout: ForwardingLayout): Pick<NetworkInput, "subnets" | "instances"> {
  const subnets: Record<string, NonNullable<NetworkInput["subnets"]>[string]> = {};
  const instances: Record<string, NonNullable<NetworkInput["instances"]>[string]> = {};
  for (const [at, zone] of layout.zones.entries()) {
    const frame = { vpcId: "vpc-1", availabilityZone: ZONES[at] ?? "" };
    const routeTableId = layout.scheme === "internal" ? "rtb-private" : "rtb-public";
    subnets[`lb-${at}`] = {
      ...frame,
      cidr: `10.${zone.balancer}.${2 * at}.0/24`,
      routeTableId,
      networkAclId: "acl-lb",
    };
    const cidr = `10.${zone.targets}.${2 * at + 1}.0/24`;
    // Targets are in private subnets, whoever their clients are.
    subnets[`app-${at}`] = { ...frame, cidr, routeTableId: "rtb-private", networkAclId: "acl-app" };
    const privateIpAddress = `10.${zone.targets}.${2 * at + 1}.10`;
    instances[`i-${at}`] = { subnetId: `app-${at}`, privateIpAddress, groups: ["sg-app"] };
  }
  if (layout.scheme === "internal") {
    subnets.clients = { vpcId: "vpc-1", availabilityZone: "us-east-1d", cidr: "10.0.200.0/24" };
    instances.client = { subnetId: "clients", privateIpAddress: "10.0.200.7", groups: ["sg-client"] };
  }
  return { subnets, instances };
}
