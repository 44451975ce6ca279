/** What of a load balancer, its health check or its targets could change. */
import {
  type Instance,
  type LoadBalancer,
  matchesStatus,
  type Network,
  parseHealthCheckTarget,
  recordOf,
  type Service,
  type TargetGroup,
  targetGroupsOf,
  unwrap,
} from "@netsim/core";
import type { AnyLoadBalancer } from "../path/load-balancer-node.js";
import { isClassic } from "../path/load-balancer-node.js";
import type { BalancerType, Edit } from "./edit.js";
import type { BlockedPlace } from "./place.js";

export function balancerEdits(network: Network, place: BlockedPlace): readonly Edit[] {
  switch (place.blocker.code) {
    case "instance-not-running":
      return startEdits(network, place);
    case "no-target-in-zone":
      return crossZoneEdits(network, place);
    case "zone-not-enabled":
      return zoneEdits(network, place);
    case "nothing-listens":
    case "http-status":
      return place.leg?.kind === "health" ? healthCheckEdits(network, place) : [];
    default:
      return [];
  }
}

/** What is stopped starts again; what is terminated does not. */
function startEdits(network: Network, { blocker }: BlockedPlace): readonly Edit[] {
  return blocker.components
    .filter((id) => recordOf(network.instances, id)?.state === "stopped")
    .map((instanceId) => ({ kind: "start-instance", instanceId }));
}

function crossZoneEdits(network: Network, { blocker }: BlockedPlace): readonly Edit[] {
  const classic = recordOf(network.classicLoadBalancers, blocker.component);
  if (classic) return [{ kind: "enable-cross-zone", loadBalancer: classic.id, type: "classic", arn: null }];
  const group = recordOf(network.targetGroups, blocker.component);
  if (!group) return [];
  const ofGroup: Edit = { kind: "enable-target-group-cross-zone", targetGroup: group.id, arn: group.arn ?? null };
  const balancer = userOf(network, group);
  if (balancer?.type !== "network" || group.crossZone !== null) return [ofGroup];
  const { id, arn = null } = balancer;
  return [ofGroup, { kind: "enable-cross-zone", loadBalancer: id, type: "network", arn }];
}

function userOf(network: Network, { id }: TargetGroup): LoadBalancer | undefined {
  return Object.values(network.loadBalancers).find((each) => each.listeners.flatMap(targetGroupsOf).includes(id));
}

function typeOf(balancer: AnyLoadBalancer): BalancerType {
  if (isClassic(balancer)) return "classic";
  return balancer.type === "network" ? "network" : "application";
}

/** A subnet of the target's zone for each load balancer that has the target. */
function zoneEdits(network: Network, { blocker }: BlockedPlace): readonly Edit[] {
  const zone = String(blocker.details?.zone ?? "");
  const ids = new Set(blocker.components);
  const balancers: readonly AnyLoadBalancer[] = [
    ...Object.values(network.classicLoadBalancers).filter((each) => each.instances.some((id) => ids.has(id))),
    ...Object.values(network.targetGroups)
      .filter((group) => group.targets.some((target) => ids.has(target.id)))
      .flatMap((group) => userOf(network, group) ?? []),
  ];
  return balancers.flatMap((balancer): readonly Edit[] => {
    if (isClassic(balancer) && balancer.availabilityZones) {
      return [{ kind: "enable-ec2-classic-zone", loadBalancer: balancer.id, availabilityZone: zone }];
    }
    const present = balancer.subnets.map((each) => (typeof each === "string" ? each : each.subnetId));
    return Object.values(network.subnets)
      .filter((subnet) => subnet.vpcId === balancer.vpcId && subnet.availabilityZone === zone)
      .map(({ id }) => ({
        kind: "enable-zone",
        loadBalancer: balancer.id,
        type: typeOf(balancer),
        arn: isClassic(balancer) ? null : (balancer.arn ?? null),
        subnetId: id,
        subnets: [...present, id],
      }));
  });
}

/** Ports and pages that the target is known to answer on. */
function healthCheckEdits(network: Network, { blocker }: BlockedPlace): readonly Edit[] {
  const instance = recordOf(network.instances, blocker.component);
  if (!instance?.services) return [];
  const { id } = instance;
  return [
    ...Object.values(network.classicLoadBalancers)
      .filter((each) => each.instances.includes(id))
      .flatMap(({ id: loadBalancer, healthCheck }) => {
        const { protocol, port, path } = unwrap(parseHealthCheckTarget(healthCheck.target));
        return answersOf(instance, port, path, "200").map((found): Edit => {
          const target = `${protocol}:${found.port}${found.path ?? ""}`;
          return { kind: "configure-health-check", loadBalancer, healthCheck: { ...healthCheck, target } };
        });
      }),
    ...Object.values(network.targetGroups)
      .filter((group) => group.targets.some((target) => target.id === id))
      .flatMap((group) => groupCheckEdits(group, instance)),
  ];
}

function groupCheckEdits(group: TargetGroup, instance: Instance): readonly Edit[] {
  const { port, path, matcher } = group.healthCheck;
  const traffic = group.targets.find((target) => target.id === instance.id)?.port ?? 0;
  const asked = port === "traffic-port" ? traffic : port;
  return answersOf(instance, asked, path, matcher).map((found): Edit => {
    const healthCheckPort = found.port === asked ? undefined : found.port === traffic ? "traffic-port" : found.port;
    return {
      kind: "modify-target-group",
      targetGroup: group.id,
      arn: group.arn ?? null,
      ...(healthCheckPort === undefined ? {} : { healthCheckPort }),
      ...(found.path === path || found.path === undefined ? {} : { healthCheckPath: found.path }),
    };
  });
}

interface Answer {
  readonly port: number;
  readonly path: string | undefined;
}

/** Other pages of the port, the same page on other ports, and, where the port answers nothing at all, other pages there. */
function answersOf(
  { services = [] }: Instance,
  port: number,
  path: string | undefined,
  matcher: string | undefined,
): readonly Answer[] {
  const tcp = services.filter((each) => each.protocol === "tcp");
  const pages = (service: Service): readonly Answer[] => {
    if (path === undefined || matcher === undefined) return [{ port: service.port, path }];
    // Nothing is said of its pages: the page asked for may be there.
    if (!service.http) return [{ port: service.port, path }];
    return Object.entries(service.http)
      .filter(([, status]) => matchesStatus(matcher, status))
      .map(([page]) => ({ port: service.port, path: page }));
  };
  const all = tcp.flatMap(pages).filter((each) => each.port !== port || each.path !== path);
  const samePort = all.filter((each) => each.port === port);
  if (samePort.length > 0) return samePort;
  const samePage = all.filter((each) => each.path === path);
  return samePage.length > 0 ? samePage : all;
}
