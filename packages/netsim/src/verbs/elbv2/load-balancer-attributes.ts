/** "LoadBalancerAttribute" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html */
import { failure, type LoadBalancer, type LoadBalancerType, type Network } from "@netsim/core";
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
  writeAttributes,
} from "./attribute-table.js";
import { type LoadBalancerRequest, onLoadBalancer, withLoadBalancer } from "./load-balancer.js";

/** The request of "ModifyLoadBalancerAttributes" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyLoadBalancerAttributes.html */
export interface ModifyLoadBalancerAttributesRequest extends LoadBalancerRequest {
  readonly Attributes: readonly Attribute[];
}

const modifySchema: v.GenericSchema<unknown, ModifyLoadBalancerAttributesRequest> = v.strictObject({
  LoadBalancerArn: v.string(),
  Attributes: attributesSchema,
});

const describeSchema: v.GenericSchema<unknown, LoadBalancerRequest> = v.strictObject({ LoadBalancerArn: v.string() });

type Row = AttributeRow<LoadBalancer>;

const isOf =
  (...types: readonly LoadBalancerType[]) =>
  ({ type }: LoadBalancer): boolean =>
    types.includes(type);

const ALL = isOf("application", "network", "gateway");
const BOTH = isOf("application", "network");
const APPLICATION = isOf("application");
const NETWORK = isOf("network");

const crossZone: Row = {
  key: "load_balancing.cross_zone.enabled",
  appliesTo: ALL,
  value: (balancer) => (balancer.crossZone === null ? undefined : String(balancer.crossZone)),
  // "Cross-zone load balancing for target groups": it is always on, and a target group may turn it off.
  refusal: (text, { type }) =>
    type === "application" && text !== "true" ? "true, which cannot be changed" : refusalBy(BOOLEAN)(text),
  write: (balancer, text) => ({ ...balancer, crossZone: text === "true" }),
};

const denyAllIgwTraffic: Row = {
  key: "ipv6.deny_all_igw_traffic",
  appliesTo: BOTH,
  value: (balancer) => String(balancer.denyAllIgwTraffic),
  refusal: refusalBy(BOOLEAN),
  write: (balancer, text) => ({ ...balancer, denyAllIgwTraffic: text === "true" }),
};

const plain = plainRow<LoadBalancer>;

/** Logs of a kind: whether, and where to. */
function logs(kind: string, appliesTo: Row["appliesTo"]): readonly Row[] {
  return [
    plain(`${kind}.s3.enabled`, "false", BOOLEAN, appliesTo),
    plain(`${kind}.s3.bucket`, "", ANY, appliesTo),
    plain(`${kind}.s3.prefix`, "", ANY, appliesTo),
  ];
}

const ROWS: readonly Row[] = [
  plain("deletion_protection.enabled", "false", BOOLEAN, ALL),
  crossZone,
  ...logs("access_logs", BOTH),
  denyAllIgwTraffic,
  plain("zonal_shift.config.enabled", "false", BOOLEAN, BOTH),
  plain("idle_timeout.timeout_seconds", "60", between(1, 4000), APPLICATION),
  plain("client_keep_alive.seconds", "3600", between(60, 604_800), APPLICATION),
  ...logs("connection_logs", APPLICATION),
  ...logs("health_check_logs", APPLICATION),
  plain("routing.http.desync_mitigation_mode", "defensive", oneOf("monitor", "defensive", "strictest"), APPLICATION),
  plain("routing.http.drop_invalid_header_fields.enabled", "false", BOOLEAN, APPLICATION),
  plain("routing.http.preserve_host_header.enabled", "false", BOOLEAN, APPLICATION),
  plain("routing.http.x_amzn_tls_version_and_cipher_suite.enabled", "false", BOOLEAN, APPLICATION),
  plain("routing.http.xff_client_port.enabled", "false", BOOLEAN, APPLICATION),
  plain("routing.http.xff_header_processing.mode", "append", oneOf("append", "preserve", "remove"), APPLICATION),
  plain("routing.http2.enabled", "true", BOOLEAN, APPLICATION),
  plain("waf.fail_open.enabled", "false", BOOLEAN, APPLICATION),
  plain(
    "dns_record.client_routing_policy",
    "any_availability_zone",
    oneOf("availability_zone_affinity", "partial_availability_zone_affinity", "any_availability_zone"),
    NETWORK,
  ),
  plain("secondary_ips.auto_assigned.per_subnet", "0", between(0, 7), NETWORK),
];

/**
 * What is left out stays as it is; the answer has all attributes.
 * "ModifyLoadBalancerAttributes" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyLoadBalancerAttributes.html
 */
export function modifyLoadBalancerAttributes(
  network: Network,
  request: ModifyLoadBalancerAttributesRequest,
): VerbResult<AttributesAnswer> {
  return onLoadBalancer(network, modifySchema, request, (balancer, { Attributes }) => {
    const { record, issues } = writeAttributes(ROWS, balancer, Attributes);
    if (issues.length > 0) return failure(issues);
    return withLoadBalancer(
      network,
      record,
      (after) => attributesAnswer(ROWS, after),
      (path) => path,
    );
  });
}

/** "DescribeLoadBalancerAttributes" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeLoadBalancerAttributes.html */
export function describeLoadBalancerAttributes(
  network: Network,
  request: LoadBalancerRequest,
): VerbResult<AttributesAnswer> {
  return onLoadBalancer(network, describeSchema, request, (balancer) =>
    done(network, attributesAnswer(ROWS, balancer)),
  );
}
