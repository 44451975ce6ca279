/** What of a load balancer and its targets the recommended tables are filled in with. */
import {
  ALL_IPV4,
  ALL_IPV6,
  AMAZON_ELB_SECURITY_GROUP,
  type Cidr,
  type ClassicLoadBalancer,
  cidrFamily,
  type Family,
  type LoadBalancer,
  listenerTransports,
  type Network,
  parseHealthCheckTarget,
  recordOf,
  type Subnet,
  type TargetGroup,
  TCP,
  targetGroupKind,
  targetGroupsOf,
  UDP,
  unwrap,
  vpcBlocks,
} from "@netsim/core";
import { classicTargets } from "../load-balancer/classic-targets.js";
import { keepsClientAddress } from "../load-balancer/client-address.js";
import { groupTargets } from "../load-balancer/group-targets.js";
import type { RegisteredTarget } from "../load-balancer/target.js";
import { groupsOf } from "../load-balancer/zone-dns.js";
import { type AnyLoadBalancer, isClassic } from "../path/load-balancer-node.js";
import { knownRouteTable } from "../path/missing.js";

export interface PortOf {
  readonly protocol: number;
  readonly port: number;
}

/** Targets that are reached alike: in one subnet, with the same groups, in one family. */
export interface BackendPlan {
  readonly groups: readonly string[] | null;
  /** Null in EC2-Classic and outside the network. */
  readonly subnet: Subnet | null;
  /** The blocks of their VPC, of the family in which they are reached. */
  readonly blocks: readonly Cidr[];
  /** Of the load balancer's VPC, of that family. */
  readonly balancerBlocks: readonly Cidr[];
  readonly ports: readonly PortOf[];
  readonly healthPorts: readonly number[];
  /** They see their clients' addresses. */
  readonly keepsClients: boolean;
  /** Their subnet has a route to the internet gateway. */
  readonly isPublic: boolean;
}

export interface Plan {
  readonly balancer: AnyLoadBalancer;
  readonly type: "classic" | "application" | "network";
  /** Null where it has none, and can have none. */
  readonly groups: readonly string[] | null;
  readonly subnets: readonly Subnet[];
  readonly clients: readonly Cidr[];
  readonly listeners: readonly PortOf[];
  readonly backends: readonly BackendPlan[];
  readonly unknowns: readonly { readonly component: string; readonly code: string }[];
}

export function planOf(network: Network, balancer: AnyLoadBalancer): Plan {
  return isClassic(balancer) ? classicPlan(network, balancer) : groupPlan(network, balancer);
}

function blocksOfVpc(network: Network, vpcId: string, family: Family): readonly Cidr[] {
  const vpc = recordOf(network.vpcs, vpcId);
  return vpc ? vpcBlocks(vpc).filter((block) => cidrFamily(block) === family) : [];
}

/** "VPC CIDR" in AWS's tables: every block, where a VPC has several. */
function clientsOf(network: Network, balancer: AnyLoadBalancer, families: readonly Family[]): readonly Cidr[] {
  const everybody: Readonly<Record<Family, Cidr>> = { ipv4: ALL_IPV4, ipv6: ALL_IPV6 };
  return families.flatMap((family) =>
    balancer.scheme === "internet-facing" ? [everybody[family]] : blocksOfVpc(network, balancer.vpcId, family),
  );
}

function classicPlan(network: Network, balancer: ClassicLoadBalancer): Plan {
  const targets = classicTargets(network, balancer);
  const { port } = unwrap(parseHealthCheckTarget(balancer.healthCheck.target));
  const ports = once(balancer.listeners.map((each) => ({ protocol: TCP, port: each.instancePort })));
  const as = { ports: () => ports, healthPorts: () => [port], family: "ipv4", keepsClients: false } as const;
  return {
    balancer,
    type: "classic",
    groups: balancer.availabilityZones ? [AMAZON_ELB_SECURITY_GROUP] : balancer.securityGroups,
    subnets: balancer.subnets.flatMap((id) => recordOf(network.subnets, id) ?? []),
    clients: clientsOf(network, balancer, ["ipv4"]),
    listeners: once(balancer.listeners.map((each) => ({ protocol: TCP, port: each.loadBalancerPort }))),
    backends: backendsOf(network, balancer, targets, as),
    unknowns: [...subnetsMissing(network, balancer, balancer.subnets), ...targetsMissing(targets)],
  };
}

function groupPlan(network: Network, balancer: LoadBalancer): Plan {
  const type = balancer.type === "network" ? "network" : "application";
  const groups = groupsOf(network, [...new Set(balancer.listeners.flatMap(targetGroupsOf))]);
  const all = groups.map((group) => ({ group, targets: groupTargets(network, group) }));
  return {
    balancer,
    type,
    groups: balancer.securityGroups,
    subnets: balancer.subnets.flatMap(({ subnetId }) => recordOf(network.subnets, subnetId) ?? []),
    clients: clientsOf(network, balancer, balancer.ipAddressType === "ipv4" ? ["ipv4"] : ["ipv4", "ipv6"]),
    listeners: once(
      balancer.listeners.flatMap((listener) =>
        listenerTransports(listener).flatMap((each) =>
          listener.port === null ? [] : [{ protocol: each === "udp" ? UDP : TCP, port: listener.port }],
        ),
      ),
    ),
    backends: all.flatMap(({ group, targets }) =>
      targetGroupKind(group) === "lambda" ? [] : backendsOf(network, balancer, targets, asOf(group)),
    ),
    unknowns: [
      ...subnetsMissing(
        network,
        balancer,
        balancer.subnets.map((each) => each.subnetId),
      ),
      ...all.flatMap(({ group, targets }) => (targetGroupKind(group) === "lambda" ? [] : targetsMissing(targets))),
    ],
  };
}

interface Registered {
  readonly ports: (target: RegisteredTarget) => readonly PortOf[];
  readonly healthPorts: (target: RegisteredTarget) => readonly number[];
  readonly family: Family;
  readonly keepsClients: boolean;
}

/** "Health checks for Network Load Balancer target groups": they go over TCP, whatever the group's protocol. */
function asOf(group: TargetGroup): Registered {
  const { healthCheck } = group;
  return {
    ports: ({ port }) =>
      port === null ? [] : listenerTransports(group).map((each) => ({ protocol: each === "udp" ? UDP : TCP, port })),
    healthPorts: ({ port }) => {
      if (!healthCheck.enabled) return [];
      return healthCheck.port === "traffic-port" ? (port === null ? [] : [port]) : [healthCheck.port];
    },
    family: group.ipAddressType,
    keepsClients: keepsClientAddress(group),
  };
}

function backendsOf(
  network: Network,
  balancer: AnyLoadBalancer,
  targets: readonly RegisteredTarget[],
  as: Registered,
): readonly BackendPlan[] {
  const { family, keepsClients } = as;
  return targets.flatMap((target) =>
    target.places.flatMap(({ party }): readonly BackendPlan[] => {
      const { station } = party;
      if (!station) return [];
      return [
        {
          groups: station.groups,
          subnet: station.subnet,
          blocks: blocksOfVpc(network, station.vpcId, family),
          balancerBlocks: blocksOfVpc(network, balancer.vpcId, family),
          ports: as.ports(target),
          healthPorts: as.healthPorts(target),
          keepsClients,
          isPublic: station.subnet !== null && isPublicSubnet(network, station.subnet),
        },
      ];
    }),
  );
}

/** "Subnets for your VPC": public where its table leads to an internet gateway. https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html */
function isPublicSubnet(network: Network, subnet: Subnet): boolean {
  const table = knownRouteTable(network, subnet);
  return table?.routes.some((route) => route.target.type === "internet-gateway") ?? false;
}

function subnetsMissing(network: Network, { id }: AnyLoadBalancer, subnets: readonly string[]) {
  return subnets.some((subnet) => !recordOf(network.subnets, subnet))
    ? [{ component: id, code: "subnet-missing" }]
    : [];
}

function targetsMissing(targets: readonly RegisteredTarget[]) {
  return targets
    .filter((each) => each.places.length === 0 && each.lacks === undefined)
    .map(({ id }) => ({ component: id, code: "instance-missing" }));
}

function once(ports: readonly PortOf[]): readonly PortOf[] {
  return [...new Map(ports.map((each) => [`${each.protocol} ${each.port}`, each])).values()];
}
