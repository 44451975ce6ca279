/**
 * AWS's recommended tables, row by row.
 * "Configure security groups for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-vpc-security-groups.html
 * "Configure network ACLs for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-vpc-network-acls.html
 * "Network ACLs for the instances" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-instances-network-acls.html
 * "Security groups for your Application Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html
 * "Update the security groups for your Network Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
 * "Register targets for your Network Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-register-targets.html
 */
import {
  ALL_IPV4,
  ALL_IPV6,
  AMAZON_ELB_SECURITY_GROUP,
  type Cidr,
  cidrFamily,
  type Direction,
  EPHEMERAL_PORTS,
  ICMP,
  type Network,
  networkAclOf,
  type Peer,
  type ProtocolAndPorts,
  type Subnet,
  TCP,
} from "@netsim/core";
import type { BackendPlan, Plan, PortOf } from "./plan.js";
import type { Purpose, TableName } from "./recommendation.js";

/** A row, and whose it is. */
export interface Row extends ProtocolAndPorts {
  readonly table: TableName;
  readonly direction: Direction;
  readonly purpose: Purpose;
  readonly peer: Peer;
  /** All groups of the load balancer or the target; null for a network ACL. */
  readonly groups: readonly string[] | null;
  /** The subnets that the ACL is asked about; empty for a security group. */
  readonly subnets: readonly Subnet[];
  readonly component: string;
}

const [EPHEMERAL_FROM, EPHEMERAL_TO] = EPHEMERAL_PORTS.elb;

function onPort({ protocol, port }: PortOf): ProtocolAndPorts {
  return { protocol, fromPort: port, toPort: port };
}

function ephemeral(protocol: number): ProtocolAndPorts {
  return { protocol, fromPort: EPHEMERAL_FROM, toPort: EPHEMERAL_TO };
}

const blocks = (members: readonly Cidr[]): readonly Peer[] => members.map((cidr) => ({ cidr }));

/** Every row once. */
export function rowsOf(network: Network, plan: Plan): readonly Row[] {
  const rows = [
    ...balancerGroupRows(plan),
    ...plan.backends.flatMap((backend) => targetGroupRows(plan, backend)),
    ...plan.subnets.flatMap((subnet) => balancerAclRows(network, plan, subnet)),
    ...plan.backends.flatMap((backend) => targetAclRows(network, plan, backend)),
  ];
  const byKey = new Map<string, Row>();
  for (const row of rows) {
    const key = keyOf(row);
    const subnets = [...new Set([...(byKey.get(key)?.subnets ?? []), ...row.subnets])];
    byKey.set(key, { ...(byKey.get(key) ?? row), subnets });
  }
  return [...byKey.values()];
}

function keyOf({ table, component, direction, protocol, fromPort, toPort, peer, groups }: Row): string {
  return JSON.stringify([table, component, direction, protocol, fromPort, toPort, peer, groups]);
}

type Make = (direction: Direction, purpose: Purpose, ports: ProtocolAndPorts, peers: readonly Peer[]) => readonly Row[];

function groupRows(table: TableName, groups: readonly string[] | null): Make {
  const [component] = groups ?? [];
  if (component === undefined || component === AMAZON_ELB_SECURITY_GROUP) return () => [];
  return (direction, purpose, ports, peers) =>
    peers.map((peer) => ({ table, component, direction, purpose, ...ports, peer, groups, subnets: [] }));
}

function aclRows(network: Network, table: TableName, subnet: Subnet | null): Make {
  const component = subnet && (subnet.networkAclId ?? networkAclOf(network, subnet)?.id);
  if (!component) return () => [];
  return (direction, purpose, ports, peers) =>
    peers.map((peer) => ({
      table,
      component,
      direction,
      purpose,
      ...ports,
      peer,
      groups: null,
      subnets: subnet ? [subnet] : [],
    }));
}

function balancerGroupRows({ type, groups, clients, listeners, backends }: Plan): readonly Row[] {
  const row = groupRows("load-balancer-security-group", groups);
  const inbound = listeners.flatMap((each) => row("ingress", "listener", onPort(each), blocks(clients)));
  if (type === "network") {
    const ping = { protocol: ICMP, fromPort: -1, toPort: -1 };
    const everything = { protocol: -1, fromPort: -1, toPort: -1 };
    const ipv4 = clients.filter((block) => cidrFamily(block) === "ipv4");
    const families = new Set([...clients, ...backends.flatMap((each) => each.blocks)].map(cidrFamily));
    const everywhere = [ALL_IPV4, ALL_IPV6].filter((block) => families.has(cidrFamily(block)));
    return [
      ...inbound,
      ...row("ingress", "ping", ping, blocks(ipv4)),
      ...row("egress", "all-outbound", everything, blocks(everywhere)),
    ];
  }
  const outbound = backends.flatMap((backend) => {
    const peers = groupPeer(backend.groups) ?? blocks(backend.blocks);
    return [
      ...backend.ports.flatMap((each) => row("egress", "target", onPort(each), peers)),
      ...backend.healthPorts.flatMap((port) => row("egress", "health-check", onPort({ protocol: TCP, port }), peers)),
    ];
  });
  return [...inbound, ...outbound];
}

function groupPeer(groups: readonly string[] | null): readonly Peer[] | undefined {
  const [securityGroupId] = groups ?? [];
  return securityGroupId === undefined ? undefined : [{ securityGroupId }];
}

/**
 * A Network Load Balancer without groups is told by addresses: those of its clients, where targets see them, otherwise
 * those of its own, which are in its VPC.
 */
function targetGroupRows({ groups, clients }: Plan, backend: BackendPlan): readonly Row[] {
  const row = groupRows("target-security-group", backend.groups);
  const own = groupPeer(groups) ?? blocks(backend.balancerBlocks);
  const senders = groups === null && backend.keepsClients ? blocks(sameFamily(clients, backend)) : own;
  return [
    ...backend.ports.flatMap((each) => row("ingress", "target", onPort(each), senders)),
    ...backend.healthPorts.flatMap((port) => row("ingress", "health-check", onPort({ protocol: TCP, port }), own)),
  ];
}

function sameFamily(clients: readonly Cidr[], { balancerBlocks }: BackendPlan): readonly Cidr[] {
  const families = new Set(balancerBlocks.map(cidrFamily));
  return clients.filter((block) => families.has(cidrFamily(block)));
}

function balancerAclRows(network: Network, plan: Plan, subnet: Subnet): readonly Row[] {
  const row = aclRows(network, "load-balancer-network-acl", subnet);
  const { clients, listeners, backends } = plan;
  const protocols = [...new Set(listeners.map((each) => each.protocol))];
  return [
    ...listeners.flatMap((each) => row("ingress", "listener", onPort(each), blocks(clients))),
    ...backends.flatMap((each) =>
      protocolsOf(each).flatMap((protocol) => row("ingress", "target-reply", ephemeral(protocol), blocks(each.blocks))),
    ),
    ...backends.flatMap((each) =>
      each.ports.flatMap((port) => row("egress", "target", onPort(port), blocks(each.blocks))),
    ),
    ...backends.flatMap((each) =>
      each.healthPorts.flatMap((port) =>
        row("egress", "health-check", onPort({ protocol: TCP, port }), blocks(each.blocks)),
      ),
    ),
    ...protocols.flatMap((protocol) => row("egress", "client-reply", ephemeral(protocol), blocks(clients))),
  ];
}

/** Of the traffic and of the health checks. */
function protocolsOf({ ports, healthPorts }: BackendPlan): readonly number[] {
  return [...new Set([...ports.map((each) => each.protocol), ...(healthPorts.length > 0 ? [TCP] : [])])];
}

function targetAclRows(network: Network, plan: Plan, backend: BackendPlan): readonly Row[] {
  const row = aclRows(network, "target-network-acl", backend.subnet);
  const own = around(plan, backend);
  const senders = backend.keepsClients ? blocks(sameFamily(plan.clients, backend)) : own;
  const replies = backend.ports.map((each) => each.protocol);
  return [
    ...backend.ports.flatMap((each) => row("ingress", "target", onPort(each), senders)),
    ...backend.healthPorts.flatMap((port) => row("ingress", "health-check", onPort({ protocol: TCP, port }), own)),
    ...[...new Set(replies)].flatMap((protocol) => row("egress", "target-reply", ephemeral(protocol), senders)),
    ...(backend.healthPorts.length > 0 ? row("egress", "target-reply", ephemeral(TCP), own) : []),
  ];
}

/** Of public subnets the page for Classic Load Balancers has 0.0.0.0/0 instead of the VPC's blocks. */
function around({ type }: Plan, { isPublic, balancerBlocks }: BackendPlan): readonly Peer[] {
  return type !== "network" && isPublic && balancerBlocks.some((block) => cidrFamily(block) === "ipv4")
    ? [{ cidr: ALL_IPV4 }]
    : blocks(balancerBlocks);
}
