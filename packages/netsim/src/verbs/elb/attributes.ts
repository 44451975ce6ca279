/** "LoadBalancerAttributes" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_LoadBalancerAttributes.html */
import { type ClassicLoadBalancer, failure, type Issue, issue, type Network, type Path } from "@netsim/core";
import * as v from "valibot";
import { done, type VerbResult } from "../verb.js";
import { type NamedRequest, onLoadBalancer, withLoadBalancer } from "./balancer.js";

/** "LoadBalancerAttributes" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_LoadBalancerAttributes.html */
export interface LoadBalancerAttributes {
  /** Absent where it was not collected. */
  readonly CrossZoneLoadBalancing?: { readonly Enabled: boolean } | undefined;
  /** Where its logs go is nothing that a network has: off is all that there is. */
  readonly AccessLog?: { readonly Enabled: boolean } | undefined;
  /** Seconds 1-3600, 300 when left out. */
  readonly ConnectionDraining?: { readonly Enabled: boolean; readonly Timeout?: number | undefined } | undefined;
  /** Seconds 1-4000. */
  readonly ConnectionSettings?: { readonly IdleTimeout: number } | undefined;
}

/** The answer of `describeLoadBalancerAttributes`. */
export interface AttributesAnswer {
  readonly LoadBalancerAttributes: LoadBalancerAttributes;
}

export interface ModifyAttributesRequest extends NamedRequest {
  readonly LoadBalancerAttributes: LoadBalancerAttributes;
}

/** The answer of `modifyLoadBalancerAttributes`. */
export interface ModifyAttributesAnswer extends AttributesAnswer {
  readonly LoadBalancerName: string;
}

const enabled = v.optional(v.strictObject({ Enabled: v.boolean() }));

const modifySchema: v.GenericSchema<unknown, ModifyAttributesRequest> = v.strictObject({
  LoadBalancerName: v.string(),
  LoadBalancerAttributes: v.strictObject({
    CrossZoneLoadBalancing: enabled,
    AccessLog: enabled,
    ConnectionDraining: v.optional(v.strictObject({ Enabled: v.boolean(), Timeout: v.optional(v.number()) })),
    ConnectionSettings: v.optional(v.strictObject({ IdleTimeout: v.number() })),
  }),
});

const describeSchema: v.GenericSchema<unknown, NamedRequest> = v.strictObject({ LoadBalancerName: v.string() });

/** "Configure connection draining" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/config-conn-drain.html */
const DRAINING_TIMEOUT = 300;

/**
 * What is left out stays as it is; the answer has what was asked for.
 * "ModifyLoadBalancerAttributes" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_ModifyLoadBalancerAttributes.html
 */
export function modifyLoadBalancerAttributes(
  network: Network,
  request: ModifyAttributesRequest,
): VerbResult<ModifyAttributesAnswer> {
  return onLoadBalancer(network, modifySchema, request, (balancer, { LoadBalancerAttributes: asked }) => {
    const issues = attributeIssues(asked);
    if (issues.length > 0) return failure(issues);
    const { CrossZoneLoadBalancing: crossZone, ConnectionDraining: draining, ConnectionSettings: settings } = asked;
    const changed = {
      ...balancer,
      crossZone: crossZone?.Enabled ?? balancer.crossZone,
      connectionDraining: draining
        ? draining.Enabled
          ? (draining.Timeout ?? DRAINING_TIMEOUT)
          : null
        : balancer.connectionDraining,
      idleTimeout: settings?.IdleTimeout ?? balancer.idleTimeout,
    };
    const answer = (after: ClassicLoadBalancer): ModifyAttributesAnswer => {
      const all = Object.entries(attributesOf(after)).filter(([key]) => Object.hasOwn(asked, key));
      return { LoadBalancerName: after.id, LoadBalancerAttributes: Object.fromEntries(all) };
    };
    return withLoadBalancer(network, changed, answer, { pathOf: attributePath });
  });
}

function attributeIssues({ AccessLog, ConnectionDraining }: LoadBalancerAttributes): readonly Issue[] {
  const issues: Issue[] = [];
  if (AccessLog?.Enabled)
    issues.push(
      issue(
        "unsupported-parameter",
        ["LoadBalancerAttributes", "AccessLog", "Enabled"],
        "false, as a network has no logs",
        true,
      ),
    );
  const timeout = ConnectionDraining?.Timeout;
  // The model has no place for it then, and so does not find it wrong.
  if (ConnectionDraining?.Enabled === false && timeout !== undefined && !(timeout >= 1 && timeout <= 3600))
    issues.push(issue("ValidationError", attributePath(["ConnectionDraining"]), "seconds 1-3600", timeout));
  return issues;
}

function attributePath([key, ...rest]: Path): Path {
  if (key === "ConnectionDraining") return ["LoadBalancerAttributes", key, "Timeout", ...rest];
  if (key === "IdleTimeout") return ["LoadBalancerAttributes", "ConnectionSettings", key, ...rest];
  return key === undefined ? [] : [key, ...rest];
}

/** "DescribeLoadBalancerAttributes" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DescribeLoadBalancerAttributes.html */
export function describeLoadBalancerAttributes(network: Network, request: NamedRequest): VerbResult<AttributesAnswer> {
  return onLoadBalancer(network, describeSchema, request, (balancer) =>
    done(network, { LoadBalancerAttributes: attributesOf(balancer) }),
  );
}

function attributesOf({ crossZone, connectionDraining, idleTimeout }: ClassicLoadBalancer): LoadBalancerAttributes {
  return {
    ...(crossZone === null ? {} : { CrossZoneLoadBalancing: { Enabled: crossZone } }),
    AccessLog: { Enabled: false },
    ConnectionDraining: { Enabled: connectionDraining !== null, Timeout: connectionDraining ?? DRAINING_TIMEOUT },
    ConnectionSettings: { IdleTimeout: idleTimeout },
  };
}
