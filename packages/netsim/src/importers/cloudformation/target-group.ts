/** "AWS::ElasticLoadBalancingV2::TargetGroup" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-elasticloadbalancingv2-targetgroup.html */
import { parseIp, type TargetGroupInput, type TargetHealthCheckInput, type TargetInput } from "@netsim/core";
import { refer } from "../aws/draft.js";
import { attributesIn, type Settings } from "./attribute-list.js";
import { type Context, certain, idOf, lose, type Made, nameOf, originAt, originOf } from "./context.js";
import { Fields } from "./fields.js";
import type { Registered } from "./registered.js";
import { isUnresolved, type Unresolved } from "./value.js";

const TYPES = ["instance", "ip", "lambda", "alb"] as const;
type Type = (typeof TYPES)[number];

export function buildTargetGroups(context: Context, registered: Registered): void {
  const { draft } = context;
  for (const item of certain(context, "targetGroups", "AWS::ElasticLoadBalancingV2::TargetGroup")) {
    const { fields, id, resource } = item;
    const type = fields.word("TargetType", TYPES) ?? "instance";
    const protocol = fields.text("Protocol");
    const port = fields.number("Port");
    const version = fields.word("ProtocolVersion", ["HTTP1", "HTTP2", "GRPC"]);
    const family = fields.word("IpAddressType", ["ipv4", "ipv6"]);
    const check = healthCheckOf(fields);
    const settings = attributesIn(context, item, "TargetGroupAttributes");
    const doubt = [type, protocol, port, version, family, check].find(isUnresolved);
    if (doubt) {
      lose(context, "targetGroups", id, doubt, resource.place);
      continue;
    }
    if (settings.doubt) lose(context, "targetGroupAttributes", id, settings.doubt, resource.place);
    const vpcId = idOf(context, "vpcs", fields.text("VpcId"), id, fields.placeOf("VpcId"));
    draft.input.targetGroups.set(id, {
      ...nameOf(item, "Name"),
      targetType: type as Type,
      protocol: (protocol as string | undefined) ?? null,
      port: (port as number | undefined) ?? null,
      protocolVersion: version as "HTTP1" | undefined,
      vpcId: vpcId ?? null,
      ipAddressType: family as "ipv4" | undefined,
      targets: targetsOf(context, item, type as Type, registered),
      healthCheck: check as TargetHealthCheckInput,
      ...settingsOf(settings),
      origin: originOf(item),
    });
  }
}

function targetsOf(context: Context, item: Made, type: Type, registered: Registered): readonly TargetInput[] {
  const { fields, id, resource } = item;
  const listed = fields.objects("Targets");
  const members = isUnresolved(listed) ? [listed] : (listed ?? []);
  const lost = (doubt: Unresolved): readonly TargetInput[] => {
    lose(context, "targets", id, doubt, resource.place);
    return [];
  };
  const stated = members.flatMap((each): readonly TargetInput[] => {
    if (!(each instanceof Fields)) return lost(each);
    const target = each.text("Id");
    const port = each.number("Port");
    const zone = each.text("AvailabilityZone");
    const doubt = [target, port, zone].find(isUnresolved);
    if (doubt) return type === "lambda" ? [{ id: doubt.label }] : lost(doubt);
    if (target === undefined) each.lack("Id");
    const address = type === "ip" ? parseIp(String(target)) : undefined;
    return [
      {
        id: address?.ok ? address.value : String(target),
        port: port as number | undefined,
        availabilityZone: zone as string | undefined,
        origin: originAt(item, each.place),
      },
    ];
  });
  for (const target of stated) {
    if (type === "instance") refer(context.draft, "instances", target.id, id, resource.place);
    if (type === "alb") refer(context.draft, "loadBalancers", target.id, id, resource.place);
  }
  const unknown = registered.unknown.get(id);
  if (unknown) context.draft.missing.push({ collection: "targets", id, ...unknown });
  return [...stated, ...(registered.targets.get(id) ?? [])];
}

function healthCheckOf(fields: Fields): TargetHealthCheckInput | Unresolved {
  const matcher = fields.object("Matcher");
  const codes = isUnresolved(matcher) ? matcher : (matcher?.text("GrpcCode") ?? matcher?.text("HttpCode"));
  const values = {
    enabled: fields.flag("HealthCheckEnabled"),
    protocol: fields.text("HealthCheckProtocol"),
    port: fields.text("HealthCheckPort"),
    path: fields.text("HealthCheckPath"),
    interval: fields.number("HealthCheckIntervalSeconds"),
    timeout: fields.number("HealthCheckTimeoutSeconds"),
    healthyThreshold: fields.number("HealthyThresholdCount"),
    unhealthyThreshold: fields.number("UnhealthyThresholdCount"),
    matcher: codes,
  };
  return Object.values(values).find(isUnresolved) ?? (values as TargetHealthCheckInput);
}

/** "TargetGroupAttribute" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html */
function settingsOf(settings: Settings): Partial<TargetGroupInput> {
  // Not known, which is not the same as left out.
  if (settings.doubt) return { preserveClientIp: null };
  const crossZone = "load_balancing.cross_zone.enabled";
  const minimum = (key: string): TargetGroupInput["dnsFailover"] => ({
    count: settings.numberOrOff(`target_group_health.${key}.minimum_healthy_targets.count`),
    percentage: settings.numberOrOff(`target_group_health.${key}.minimum_healthy_targets.percentage`),
  });
  return {
    crossZone: settings.text(crossZone) === "use_load_balancer_configuration" ? null : settings.flag(crossZone),
    preserveClientIp: settings.flag("preserve_client_ip.enabled"),
    deregistrationDelay: settings.number("deregistration_delay.timeout_seconds"),
    dnsFailover: minimum("dns_failover"),
    unhealthyStateRouting: minimum("unhealthy_state_routing"),
    terminateUnhealthyConnections: settings.flag("target_health_state.unhealthy.connection_termination.enabled"),
  };
}
