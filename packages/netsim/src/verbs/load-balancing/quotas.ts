/** AWS's default quotas; an account can have them raised. */
import * as v from "valibot";

/** How many of each an account may have. */
export interface Quotas {
  /** "Quotas for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-limits.html */
  readonly classicLoadBalancersPerRegion: number;
  /** "Quotas for your Application Load Balancers" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
  readonly applicationLoadBalancersPerRegion: number;
  /** "Quotas for your Network Load Balancers" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-limits.html */
  readonly networkLoadBalancersPerRegion: number;
  readonly gatewayLoadBalancersPerRegion: number;
  readonly targetGroupsPerRegion: number;
  readonly listenersPerLoadBalancer: number;
  /** Of an Application Load Balancer, its default rules not counted. */
  readonly rulesPerLoadBalancer: number;
  readonly targetsPerTargetGroup: number;
}

/** AWS's default quotas for {@link Quotas}. */
export const DEFAULT_QUOTAS: Quotas = {
  classicLoadBalancersPerRegion: 20,
  applicationLoadBalancersPerRegion: 50,
  networkLoadBalancersPerRegion: 50,
  gatewayLoadBalancersPerRegion: 100,
  targetGroupsPerRegion: 3000,
  listenersPerLoadBalancer: 50,
  rulesPerLoadBalancer: 100,
  targetsPerTargetGroup: 1000,
};

/** Of verbs that create something. */
export interface QuotaOptions {
  /** Quotas that the account has had changed. */
  readonly quotas?: Partial<Quotas> | undefined;
}

const number = v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)));

/** Spread into the schema of options. */
export const quotaEntries: { readonly quotas: v.OptionalSchema<v.GenericSchema<unknown>, undefined> } = {
  quotas: v.optional(v.strictObject(Object.fromEntries(Object.keys(DEFAULT_QUOTAS).map((name) => [name, number])))),
};

export const quotaOptions: v.GenericSchema<unknown, unknown> = v.strictObject(quotaEntries);

export function quota(name: keyof Quotas, options: QuotaOptions): number {
  return options.quotas?.[name] ?? DEFAULT_QUOTAS[name];
}
