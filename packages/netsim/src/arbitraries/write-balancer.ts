/** A planned load balancer in the first VPC, with its group, its nodes' interfaces and its target groups. */
import {
  type LoadBalancerInput,
  listenerTransports,
  type NetworkInput,
  type NetworkInterfaceInput,
  type SecurityGroupInput,
  type SecurityGroupRuleInput,
  type TargetGroupInput,
} from "@netsim/core";
import type { SubnetLayout, VpcLayout } from "./layout.js";
import type { BalancerPlan } from "./plan.js";
import { distinct } from "./write-filters.js";

export const BALANCER = "web";
const GROUP = "sg-lb";
/** The place of a node in its subnet. */
const NODE_HOST = 100;

interface Place {
  readonly layouts: readonly VpcLayout[];
  readonly vpc: VpcLayout;
  readonly plan: BalancerPlan;
  /** At most one in a zone. */
  readonly subnets: readonly SubnetLayout[];
  readonly instances: readonly string[];
  readonly isPublic: boolean;
  /** A Network Load Balancer may be created without groups. */
  readonly hasGroups: boolean;
}

export function withBalancer(
  input: NetworkInput,
  layouts: readonly VpcLayout[],
  vpc: VpcLayout,
  plan: BalancerPlan,
): NetworkInput {
  const ids = [...new Set(vpc.interfaces.map((eni) => eni.instanceId))];
  const firstOfZone = vpc.subnets.filter(
    (subnet, index) => vpc.subnets.findIndex((other) => other.zone === subnet.zone) === index,
  );
  const place: Place = {
    layouts,
    vpc,
    plan,
    subnets: firstOfZone.slice(0, plan.nodes),
    instances: ids.filter((_, index) => index % plan.registeredEvery === 0),
    isPublic: !plan.isInternal && vpc.plan.internetGateway === "attached",
    hasGroups: plan.type !== "network" || plan.forwarding.hasGroups,
  };
  const groups = Object.entries(input.securityGroups ?? {}).map(([id, group]): [string, SecurityGroupInput] => [
    id,
    opened(trusting(group, id, place), place),
  ]);
  const nodes = plan.hasInterfaces
    ? place.subnets.map((subnet, at) => [`eni-lb-${at + 1}`, node(subnet, at, place)])
    : [];
  return {
    ...input,
    securityGroups: { ...Object.fromEntries(groups), ...(place.hasGroups ? { [GROUP]: ownGroup(place) } : {}) },
    networkInterfaces: { ...input.networkInterfaces, ...Object.fromEntries(nodes) },
    ...(plan.type === "classic" ? classic(place) : forwarding(place)),
  };
}

function isDualStack({ plan, vpc }: Place): boolean {
  return plan.type !== "classic" && plan.isDualStack && vpc.ipv6Block !== null;
}

function node(subnet: SubnetLayout, at: number, place: Place): NetworkInterfaceInput {
  const { plan, isPublic, hasGroups } = place;
  const description = {
    classic: `ELB ${BALANCER}`,
    application: `ELB app/${BALANCER}/50dc6c495c0c9188`,
    network: `ELB net/${BALANCER}/50dc6c495c0c9188`,
  };
  return {
    subnetId: subnet.id,
    privateIpAddress: subnet.host(NODE_HOST),
    ...(isPublic ? { publicIp: `54.10.0.${NODE_HOST + at}` } : {}),
    ...(isDualStack(place) && subnet.ipv6Block !== null
      ? { ipv6Addresses: [subnet.ipv6Block.replace("/64", `${NODE_HOST}`)] }
      : {}),
    groups: hasGroups ? [GROUP] : [],
    ...(plan.type === "network" ? { interfaceType: "network_load_balancer" } : {}),
    description: description[plan.type],
  };
}

/** Of a listener of the plan, as rules see it. */
function transports({ plan }: Place): readonly ("tcp" | "udp")[] {
  if (plan.type !== "network") return ["tcp"];
  return listenerTransports(plan.forwarding);
}

function rule(protocol: "tcp" | "udp", port: number, peer: SecurityGroupRuleInput): SecurityGroupRuleInput {
  return { ...(protocol === "udp" ? { protocol } : {}), port, ...peer };
}

function everyone(place: Place): readonly string[] {
  return isDualStack(place) ? ["0.0.0.0/0", "::/0"] : ["0.0.0.0/0"];
}

/** Listener ports from everyone; out to everyone, or only on the instance ports, so that health checks may be missing. */
function ownGroup(place: Place): SecurityGroupInput {
  const { plan, vpc } = place;
  const rules = (ports: readonly number[], key: "from" | "to"): SecurityGroupRuleInput[] =>
    distinct(
      transports(place).flatMap((protocol) =>
        ports.flatMap((port) => everyone(place).map((block) => rule(protocol, port, { [key]: block }))),
      ),
    );
  const { listeners, isEgressOpen } = plan;
  return {
    vpcId: vpc.vpcId,
    ingress: rules(
      listeners.map((each) => each.port),
      "from",
    ),
    ...(isEgressOpen
      ? {}
      : {
          egress: rules(
            listeners.map((each) => each.instancePort),
            "to",
          ),
        }),
  };
}

/** Rules for the load balancer where an instance behind it uses the group first. */
function trusting(group: SecurityGroupInput, id: string, place: Place): SecurityGroupInput {
  const { plan, vpc, instances, hasGroups } = place;
  const isUsed = vpc.interfaces.some((eni) => instances.includes(eni.instanceId) && eni.groupIds[0] === id);
  if (!plan.isTrusted || !isUsed || !hasGroups) return group;
  const ports = [...new Set([...plan.listeners.map((each) => each.instancePort), plan.healthPort])];
  const needed = ports.map((port) => rule("tcp", port, { from: GROUP }));
  return { ...group, ingress: distinct([...(group.ingress ?? []), ...needed]) };
}

function opened(group: SecurityGroupInput, { plan }: Place): SecurityGroupInput {
  if (plan.type === "classic" || !plan.forwarding.isOpen) return group;
  const ports = plan.listeners.map((each) => each.instancePort);
  const all = [...new Set([...ports, ...ports.map((port) => port + 1), plan.healthPort])];
  const rules = (["tcp", "udp"] as const).flatMap((protocol) =>
    all.map((port) => rule(protocol, port, { from: "0.0.0.0/0" })),
  );
  return { ...group, ingress: distinct([...(group.ingress ?? []), ...rules]) };
}

const CROSS_ZONE = { on: true, off: false, absent: undefined } as const;

function classic({ plan, subnets, instances, isPublic }: Place): NetworkInput {
  const crossZone = plan.crossZone === "absent" ? null : CROSS_ZONE[plan.crossZone];
  return {
    classicLoadBalancers: {
      [BALANCER]: {
        ...(isPublic ? {} : { scheme: "internal" }),
        subnets: subnets.map((subnet) => subnet.id),
        securityGroups: [GROUP],
        listeners: plan.listeners.map(({ port, instancePort }) => ({
          protocol: "TCP",
          loadBalancerPort: port,
          instancePort,
        })),
        healthCheck: { target: plan.isHealthHttp ? `HTTP:${plan.healthPort}/ping` : `TCP:${plan.healthPort}` },
        instances,
        ...(crossZone === false ? {} : { crossZone }),
      },
    },
  };
}

/** A listener and a target group for each planned listener. */
function forwarding(place: Place): NetworkInput {
  const { plan, subnets, isPublic, hasGroups } = place;
  const isHttp = plan.type === "application";
  const crossZone = isHttp ? undefined : CROSS_ZONE[plan.crossZone];
  const balancer: LoadBalancerInput = {
    type: isHttp ? "application" : "network",
    ...(isPublic ? {} : { scheme: "internal" }),
    subnets: subnets.map((subnet) => subnet.id),
    ...(hasGroups ? { securityGroups: [GROUP] } : {}),
    ...(isDualStack(place) ? { ipAddressType: "dualstack" } : {}),
    listeners: plan.listeners.map(({ port }, at) => ({
      port,
      protocol: isHttp ? "HTTP" : plan.forwarding.protocol,
      forward: targetGroupId(at),
    })),
    ...(crossZone === undefined ? {} : { crossZone }),
  };
  const groups = plan.listeners.map(({ instancePort }, at) => [targetGroupId(at), targetGroup(place, instancePort)]);
  return { loadBalancers: { [BALANCER]: balancer }, targetGroups: Object.fromEntries(groups) };
}

function targetGroupId(at: number): string {
  return at === 0 ? "app" : `app-${at + 1}`;
}

function targetGroup(place: Place, port: number): TargetGroupInput {
  const { plan, vpc } = place;
  const isHttp = plan.type === "application";
  const { protocol, targetType, keepsClients, groupCrossZone, isCheckedOnTrafficPort, hasOwnPorts } = plan.forwarding;
  const isFixed = isHttp || protocol === "UDP" || protocol === "TCP_UDP";
  return {
    protocol: isHttp ? "HTTP" : protocol,
    port,
    vpcId: vpc.vpcId,
    ...(targetType === "ip" ? { targetType } : {}),
    ...(isReachedByIpv6(place) ? { ipAddressType: "ipv6" } : {}),
    ...(isCheckedOnTrafficPort ? {} : { healthCheck: { port: plan.healthPort } }),
    ...(keepsClients === "absent" || isFixed ? {} : { preserveClientIp: keepsClients === "true" }),
    ...(groupCrossZone === "absent" ? {} : { crossZone: groupCrossZone === "true" }),
    targets: targetIds(place).map((id, index) => (hasOwnPorts && index % 2 === 1 ? { id, port: port + 1 } : id)),
  };
}

function isReachedByIpv6(place: Place): boolean {
  const { targetType, isIpv6 } = place.plan.forwarding;
  return targetType === "ip" && isIpv6 && isDualStack(place);
}

/** Addresses of the peered VPC as well, but for targets that see their clients. */
function targetIds(place: Place): readonly string[] {
  const { plan, layouts, vpc, instances } = place;
  const { targetType, keepsClients, protocol } = plan.forwarding;
  if (targetType === "instance") return instances;
  if (isReachedByIpv6(place)) return vpc.interfaces.flatMap((eni) => eni.ipv6Address ?? []);
  const isKept = plan.type === "network" && (keepsClients === "true" || protocol === "UDP" || protocol === "TCP_UDP");
  const others = isKept ? [] : layouts.filter((each) => each !== vpc);
  return [vpc, ...others].flatMap((each) => each.interfaces.map((eni) => eni.addresses[0] ?? ""));
}
