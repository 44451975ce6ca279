/** "TargetGroupAttribute" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html */
import {
  canChangeClientIp,
  failure,
  keepsClientIp,
  type MinimumHealthyTargets,
  type Network,
  type TargetGroup,
  type TargetGroupKind,
  targetGroupKind,
} from "@netsim/core";
import * as v from "valibot";
import { done, type VerbResult } from "../verb.js";
import {
  ANY,
  type Attribute,
  type AttributeRow,
  type AttributesAnswer,
  attributesAnswer,
  attributesSchema,
  BOOLEAN,
  between,
  oneOf,
  plainRow,
  refusalBy,
  type Values,
  writeAttributes,
} from "./attribute-table.js";
import { onTargetGroup, type TargetGroupRequest, withTargetGroup } from "./target-group.js";

/** The request of "ModifyTargetGroupAttributes" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyTargetGroupAttributes.html */
export interface ModifyTargetGroupAttributesRequest extends TargetGroupRequest {
  readonly Attributes: readonly Attribute[];
}

const modifySchema: v.GenericSchema<unknown, ModifyTargetGroupAttributesRequest> = v.strictObject({
  TargetGroupArn: v.string(),
  Attributes: attributesSchema,
});

const describeSchema: v.GenericSchema<unknown, TargetGroupRequest> = v.strictObject({ TargetGroupArn: v.string() });

type Row = AttributeRow<TargetGroup>;

const isOf =
  (...kinds: readonly TargetGroupKind[]) =>
  (group: TargetGroup): boolean =>
    kinds.includes(targetGroupKind(group));

const NO_FUNCTION = isOf("application", "network", "gateway");
const BOTH = isOf("application", "network");
const APPLICATION = isOf("application");
const NETWORK = isOf("network");
const GATEWAY = isOf("gateway");
const LAMBDA = isOf("lambda");

function isUdp({ protocol }: TargetGroup): boolean {
  return protocol === "UDP" || protocol === "TCP_UDP";
}

const delay: Row = {
  key: "deregistration_delay.timeout_seconds",
  appliesTo: NO_FUNCTION,
  value: (group) => String(group.deregistrationDelay),
  refusal: refusalBy(between(0, 3600)),
  write: (group, text) => ({ ...group, deregistrationDelay: Number(text) }),
};

const AS_LOAD_BALANCER = "use_load_balancer_configuration";

const crossZone: Row = {
  key: "load_balancing.cross_zone.enabled",
  appliesTo: BOTH,
  value: (group) => (group.crossZone === null ? AS_LOAD_BALANCER : String(group.crossZone)),
  refusal: refusalBy(oneOf("true", "false", AS_LOAD_BALANCER)),
  write: (group, text) => ({ ...group, crossZone: text === AS_LOAD_BALANCER ? null : text === "true" }),
};

/** "Edit target group attributes for your Network Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html */
const preserveClientIp: Row = {
  key: "preserve_client_ip.enabled",
  appliesTo: NETWORK,
  value: (group) => String(group.preserveClientIp ?? keepsClientIp(group)),
  refusal: (text, group) =>
    text === "false" && keepsClientIp(group) && !canChangeClientIp(group)
      ? "true, which cannot be changed for this target group"
      : refusalBy(BOOLEAN)(text),
  write: (group, text) => ({ ...group, preserveClientIp: text === "true" }),
};

const terminateUnhealthy: Row = {
  key: "target_health_state.unhealthy.connection_termination.enabled",
  appliesTo: NETWORK,
  value: (group) => String(group.terminateUnhealthyConnections),
  refusal: (text, group) =>
    isUdp(group) && text === "true" ? `false, for ${group.protocol}` : refusalBy(BOOLEAN)(text),
  write: (group, text) => ({ ...group, terminateUnhealthyConnections: text === "true" }),
};

/** `target_group_health.<what>.minimum_healthy_targets.count` or `.percentage` */
function minimum(
  key: string,
  of: "dnsFailover" | "unhealthyStateRouting",
  part: keyof MinimumHealthyTargets,
  values: Values,
): Row {
  return {
    key,
    appliesTo: BOTH,
    value: (group) => String(group[of][part] ?? "off"),
    refusal: refusalBy(values),
    write: (group, text) => ({ ...group, [of]: { ...group[of], [part]: text === "off" ? null : Number(text) } }),
  };
}

const PREFIX = "target_group_health";
const COUNT = "minimum_healthy_targets.count";
const PERCENTAGE = "minimum_healthy_targets.percentage";
const MOST_TARGETS = 1_000_000;
const WEEK = 604_800;

const plain = plainRow<TargetGroup>;

const ROWS: readonly Row[] = [
  delay,
  plain("stickiness.enabled", "false", BOOLEAN, NO_FUNCTION),
  plain("stickiness.type", "lb_cookie", oneOf("lb_cookie", "app_cookie"), APPLICATION),
  plain("stickiness.type", "source_ip", oneOf("source_ip"), NETWORK),
  plain("stickiness.type", "source_ip_dest_ip", oneOf("source_ip_dest_ip", "source_ip_dest_ip_proto"), GATEWAY),
  crossZone,
  minimum(`${PREFIX}.dns_failover.${COUNT}`, "dnsFailover", "count", between(1, MOST_TARGETS, "off")),
  minimum(`${PREFIX}.dns_failover.${PERCENTAGE}`, "dnsFailover", "percentage", between(1, 100, "off")),
  minimum(`${PREFIX}.unhealthy_state_routing.${COUNT}`, "unhealthyStateRouting", "count", between(1, MOST_TARGETS)),
  minimum(
    `${PREFIX}.unhealthy_state_routing.${PERCENTAGE}`,
    "unhealthyStateRouting",
    "percentage",
    between(1, 100, "off"),
  ),
  plain(
    "load_balancing.algorithm.type",
    "round_robin",
    oneOf("round_robin", "least_outstanding_requests", "weighted_random"),
    APPLICATION,
  ),
  plain("load_balancing.algorithm.anomaly_mitigation", "off", oneOf("on", "off"), APPLICATION),
  plain("slow_start.duration_seconds", "0", between(30, 900, "0"), APPLICATION),
  plain("stickiness.app_cookie.cookie_name", "", ANY, APPLICATION),
  plain("stickiness.app_cookie.duration_seconds", "86400", between(1, WEEK), APPLICATION),
  plain("stickiness.lb_cookie.duration_seconds", "86400", between(1, WEEK), APPLICATION),
  plain("lambda.multi_value_headers.enabled", "false", BOOLEAN, LAMBDA),
  plain("deregistration_delay.connection_termination.enabled", (group) => String(isUdp(group)), BOOLEAN, NETWORK),
  preserveClientIp,
  plain("proxy_protocol_v2.enabled", "false", BOOLEAN, NETWORK),
  terminateUnhealthy,
  plain("target_health_state.unhealthy.draining_interval_seconds", "0", between(0, 360_000), NETWORK),
  plain("target_failover.on_deregistration", "no_rebalance", oneOf("rebalance", "no_rebalance"), GATEWAY),
  plain("target_failover.on_unhealthy", "no_rebalance", oneOf("rebalance", "no_rebalance"), GATEWAY),
];

/**
 * What is left out stays as it is; the answer has all attributes.
 * "ModifyTargetGroupAttributes" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyTargetGroupAttributes.html
 */
export function modifyTargetGroupAttributes(
  network: Network,
  request: ModifyTargetGroupAttributesRequest,
): VerbResult<AttributesAnswer> {
  return onTargetGroup(network, modifySchema, request, (group, { Attributes }) => {
    const { record, issues } = writeAttributes(ROWS, group, Attributes);
    if (issues.length > 0) return failure(issues);
    return withTargetGroup(network, record, (after) => attributesAnswer(ROWS, after));
  });
}

/** "DescribeTargetGroupAttributes" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetGroupAttributes.html */
export function describeTargetGroupAttributes(
  network: Network,
  request: TargetGroupRequest,
): VerbResult<AttributesAnswer> {
  return onTargetGroup(network, describeSchema, request, (group) => done(network, attributesAnswer(ROWS, group)));
}
