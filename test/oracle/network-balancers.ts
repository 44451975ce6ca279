/** The load balancers of a network as AWS describes them, for {@link documentOf}. */
import type { Listener, LoadBalancer, Network, TargetGroup } from "@netsim/core";
import type { AwsDocument } from "./aws-json.js";
import type { AttributesOf, ForwardingDocument, ListenerV2, LoadBalancerV2, TargetGroupV2 } from "./elbv2-json.js";

export function classicDescriptions(
  net: Network,
): Pick<AwsDocument, "LoadBalancerDescriptions" | "LoadBalancerAttributes"> {
  const all = Object.values(net.classicLoadBalancers);
  return {
    LoadBalancerDescriptions: all.map((balancer) => ({
      LoadBalancerName: balancer.id,
      ...(balancer.dnsName === undefined ? {} : { DNSName: balancer.dnsName }),
      ListenerDescriptions: balancer.listeners.map((listener) => ({
        Listener: {
          Protocol: listener.protocol,
          LoadBalancerPort: listener.loadBalancerPort,
          InstanceProtocol: listener.instanceProtocol,
          InstancePort: listener.instancePort,
        },
        PolicyNames: [],
      })),
      AvailabilityZones: balancer.subnets.map((id) => net.subnets[id]?.availabilityZone ?? ""),
      Subnets: [...balancer.subnets],
      VPCId: balancer.vpcId,
      Instances: balancer.instances.map((InstanceId) => ({ InstanceId })),
      HealthCheck: {
        Target: balancer.healthCheck.target,
        Interval: balancer.healthCheck.interval,
        Timeout: balancer.healthCheck.timeout,
        UnhealthyThreshold: balancer.healthCheck.unhealthyThreshold,
        HealthyThreshold: balancer.healthCheck.healthyThreshold,
      },
      SecurityGroups: [...balancer.securityGroups],
      Scheme: balancer.scheme,
    })),
    // Whether it is cross-zone is not known where nobody has asked for its attributes.
    LoadBalancerAttributes: all.flatMap(({ id, crossZone, connectionDraining, idleTimeout }) =>
      crossZone === null
        ? []
        : {
            LoadBalancerName: id,
            LoadBalancerAttributes: {
              CrossZoneLoadBalancing: { Enabled: crossZone },
              ConnectionDraining:
                connectionDraining === null ? { Enabled: false } : { Enabled: true, Timeout: connectionDraining },
              ConnectionSettings: { IdleTimeout: idleTimeout },
            },
          },
    ),
  };
}

const ACCOUNT = "arn:aws:elasticloadbalancing:us-east-1:111122223333";

type ForwardingParts = Omit<ForwardingDocument, keyof AwsDocument>;

/** Application and Network Load Balancers whose listeners forward to instances or addresses by their default action. */
export function forwardingParts(net: Network): ForwardingParts {
  const balancers = Object.values(net.loadBalancers);
  const groups = Object.values(net.targetGroups);
  const listeners = balancers.flatMap((balancer) => balancer.listeners.map((each) => listenerOf(balancer, each)));
  return {
    LoadBalancers: balancers.map((balancer) => balancerOf(net, balancer)),
    Listeners: listeners,
    Rules: listeners.map((each) => ({
      RuleArn: `${each.ListenerArn.replace(":listener/", ":listener-rule/")}/default`,
      Priority: "default",
      IsDefault: true,
      Conditions: [],
      Actions: each.DefaultActions,
    })),
    TargetGroups: groups.map((group) => groupOf(group, balancers)),
    Attributes: [...balancers.map(balancerAttributes), ...groups.map(groupAttributes)],
    TargetHealthDescriptions: groups.map((group) => ({
      TargetGroupArn: groupArn(group.id),
      TargetHealthDescriptions: group.targets.map(({ id: Id, port, availabilityZone }) => ({
        Target: {
          Id,
          Port: port ?? 0,
          ...(availabilityZone === undefined ? {} : { AvailabilityZone: availabilityZone }),
        },
      })),
    })),
  };
}

/** Whoever is not meant to be described here would be described wrongly. */
function plain<T extends string>(value: string | null, ...known: readonly T[]): T {
  const found = known.find((each) => each === value);
  if (found === undefined) throw new Error(`${value}: not one of ${known.join(", ")}`);
  return found;
}

function typeOf({ type }: LoadBalancer): LoadBalancerV2["Type"] {
  return plain(type, "application", "network");
}

/** The interfaces of its nodes are described by the end of its ARN. */
function balancerArn(balancer: LoadBalancer): string {
  const kind = typeOf(balancer) === "application" ? "app" : "net";
  return `${ACCOUNT}:loadbalancer/${kind}/${balancer.id}/50dc6c495c0c9188`;
}

function groupArn(id: string): string {
  return `${ACCOUNT}:targetgroup/${id}/73e2d6bc24d8a067`;
}

function balancerOf(net: Network, balancer: LoadBalancer): LoadBalancerV2 {
  const { securityGroups, scheme, vpcId } = balancer;
  return {
    LoadBalancerArn: balancerArn(balancer),
    LoadBalancerName: balancer.id,
    Type: typeOf(balancer),
    Scheme: scheme,
    VpcId: vpcId,
    ...(securityGroups === null ? {} : { SecurityGroups: [...securityGroups] }),
    IpAddressType: plain(balancer.ipAddressType, "ipv4", "dualstack"),
    AvailabilityZones: balancer.subnets.map(({ subnetId }) => ({
      SubnetId: subnetId,
      ZoneName: net.subnets[subnetId]?.availabilityZone ?? "",
    })),
  };
}

function listenerOf(balancer: LoadBalancer, { port, protocol, defaultActions, rules }: Listener): ListenerV2 {
  if (port === null || rules === null || rules.length > 0) throw new Error(`${balancer.id}: a listener with rules`);
  return {
    ListenerArn: `${balancerArn(balancer).replace(":loadbalancer/", ":listener/")}/${port}`,
    LoadBalancerArn: balancerArn(balancer),
    Port: port,
    Protocol: plain(protocol, "HTTP", "TCP", "TLS", "UDP", "TCP_UDP"),
    DefaultActions: defaultActions.map((action) => {
      const [group, ...others] = action.type === "forward" ? action.targetGroups : [];
      if (group === undefined || others.length > 0) throw new Error(`${balancer.id}: a listener with other actions`);
      return { Type: "forward", TargetGroupArn: groupArn(group.targetGroup) };
    }),
  };
}

function groupOf(group: TargetGroup, balancers: readonly LoadBalancer[]): TargetGroupV2 {
  const { protocol, path, port, matcher, ...check } = group.healthCheck;
  const users = balancers.filter(({ listeners }) =>
    listeners.some(({ defaultActions }) =>
      defaultActions.some(
        (action) => action.type === "forward" && action.targetGroups.some((each) => each.targetGroup === group.id),
      ),
    ),
  );
  return {
    TargetGroupArn: groupArn(group.id),
    TargetGroupName: group.id,
    Protocol: plain(group.protocol, "HTTP", "TCP", "TLS", "UDP", "TCP_UDP"),
    Port: group.port ?? 0,
    VpcId: group.vpcId ?? "",
    TargetType: plain(group.targetType, "instance", "ip"),
    IpAddressType: group.ipAddressType,
    HealthCheckProtocol: plain(protocol, "HTTP", "TCP"),
    HealthCheckPort: String(port),
    ...(path === undefined ? {} : { HealthCheckPath: path }),
    HealthCheckIntervalSeconds: check.interval,
    HealthCheckTimeoutSeconds: check.timeout,
    HealthyThresholdCount: check.healthyThreshold,
    UnhealthyThresholdCount: check.unhealthyThreshold,
    ...(matcher === undefined ? {} : { Matcher: { HttpCode: matcher } }),
    LoadBalancerArns: users.map(balancerArn),
  };
}

const CROSS_ZONE = "load_balancing.cross_zone.enabled";

function balancerAttributes(balancer: LoadBalancer): AttributesOf {
  const { crossZone, denyAllIgwTraffic } = balancer;
  return {
    LoadBalancerArn: balancerArn(balancer),
    Attributes: [
      ...(crossZone === null ? [] : [{ Key: CROSS_ZONE, Value: String(crossZone) }]),
      { Key: "ipv6.deny_all_igw_traffic", Value: String(denyAllIgwTraffic) },
    ],
  };
}

function groupAttributes(group: TargetGroup): AttributesOf {
  const { id, crossZone, preserveClientIp, protocol, deregistrationDelay } = group;
  // AWS prints what may be changed: client addresses are kept for good over UDP, and never by an Application Load Balancer.
  const isFixed = protocol !== "TCP" && protocol !== "TLS";
  return {
    TargetGroupArn: groupArn(id),
    Attributes: [
      { Key: "deregistration_delay.timeout_seconds", Value: String(deregistrationDelay) },
      { Key: CROSS_ZONE, Value: crossZone === null ? "use_load_balancer_configuration" : String(crossZone) },
      ...(isFixed ? [] : [{ Key: "preserve_client_ip.enabled", Value: String(preserveClientIp) }]),
    ],
  };
}
