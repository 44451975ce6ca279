/** How large and how varied a random network may be. */
import type { LoadBalancerType } from "@netsim/core";

/** The types of load balancers that are generated. */
export type GeneratedLoadBalancer = "classic" | Exclude<LoadBalancerType, "gateway">;

/** What random networks may have; left out, anything that netsim models. */
export interface NetworkConstraints {
  /** 1 or 2, the second one mostly peered with the first; 2 when left out. */
  readonly maxVpcs?: number | undefined;
  /** Availability Zones of a Region, 1-3; 2 when left out. */
  readonly maxZones?: number | undefined;
  /** 1-16; 4 when left out. */
  readonly maxSubnetsPerVpc?: number | undefined;
  /** 1-16, each the interface of an instance; those of load balancers and NAT gateways come in addition. 3 when left out. */
  readonly maxInterfacesPerVpc?: number | undefined;
  /** 1-9; 3 when left out. */
  readonly maxGroupsPerVpc?: number | undefined;
  /** In each direction, 0-60; 5 when left out. */
  readonly maxRulesPerGroup?: number | undefined;
  /** In each direction, 0-20; 6 when left out. */
  readonly maxAclEntries?: number | undefined;
  /** Whether VPCs may have IPv6 blocks; true when left out, as all of the following. */
  readonly ipv6?: boolean | undefined;
  /** Whether VPCs may have internet gateways, and with them public addresses. */
  readonly internet?: boolean | undefined;
  readonly natGateways?: boolean | undefined;
  readonly peering?: boolean | undefined;
  readonly prefixLists?: boolean | undefined;
  /** Routes that a virtual private gateway propagates, never the ones that win. */
  readonly propagatedRoutes?: boolean | undefined;
  /** Routes to a transit gateway, which netsim does not follow, so that some answers are `unknown`. */
  readonly transitGateways?: boolean | undefined;
  /** Whether the first VPC has a load balancer; `sometimes` when left out. */
  readonly loadBalancer?: "never" | "sometimes" | "always" | undefined;
  /** All three when left out. */
  readonly loadBalancerTypes?: readonly GeneratedLoadBalancer[] | undefined;
  /** Whether load balancers with IPv6 addresses are among them; only where `ipv6` is not ruled out. */
  readonly dualStack?: boolean | undefined;
  /**
   * Whether the interfaces of load balancer nodes are listed, as AWS describes them, or left out, as people do who write a
   * network by hand; `sometimes` when left out.
   */
  readonly nodeInterfaces?: "never" | "sometimes" | "always" | undefined;
  /** How often a filter is as open as it can be, in percent, so that a fair share of packets gets through; 60 when left out. */
  readonly openShare?: number | undefined;
}

/** Constraints with everything settled. */
export type SettledConstraints = { readonly [K in keyof NetworkConstraints]-?: NonNullable<NetworkConstraints[K]> };

const TYPES: readonly GeneratedLoadBalancer[] = ["classic", "application", "network"];
const OFTEN = ["never", "sometimes", "always"] as const;

/** @throws RangeError that names the constraint, what it may be and what it is. */
export function settle(constraints: NetworkConstraints = {}): SettledConstraints {
  const whole = (key: keyof NetworkConstraints, min: number, max: number, otherwise: number): number =>
    wholeNumber(key, constraints[key] ?? otherwise, min, max);
  const flag = (key: keyof NetworkConstraints): boolean => {
    const value = constraints[key] ?? true;
    if (typeof value !== "boolean") throw new RangeError(`${key}: true or false, found ${String(value)}`);
    return value;
  };
  const ipv6 = flag("ipv6");
  return {
    maxVpcs: whole("maxVpcs", 1, 2, 2),
    maxZones: whole("maxZones", 1, 3, 2),
    maxSubnetsPerVpc: whole("maxSubnetsPerVpc", 1, 16, 4),
    maxInterfacesPerVpc: whole("maxInterfacesPerVpc", 1, 16, 3),
    maxGroupsPerVpc: whole("maxGroupsPerVpc", 1, 9, 3),
    maxRulesPerGroup: whole("maxRulesPerGroup", 0, 60, 5),
    maxAclEntries: whole("maxAclEntries", 0, 20, 6),
    ipv6,
    internet: flag("internet"),
    natGateways: flag("natGateways"),
    peering: flag("peering"),
    prefixLists: flag("prefixLists"),
    propagatedRoutes: flag("propagatedRoutes"),
    transitGateways: flag("transitGateways"),
    loadBalancer: oneOf("loadBalancer", constraints.loadBalancer ?? "sometimes", OFTEN),
    loadBalancerTypes: someOf("loadBalancerTypes", constraints.loadBalancerTypes ?? TYPES, TYPES),
    dualStack: flag("dualStack") && ipv6,
    nodeInterfaces: oneOf("nodeInterfaces", constraints.nodeInterfaces ?? "sometimes", OFTEN),
    openShare: whole("openShare", 0, 100, 60),
  };
}

/** @throws RangeError */
export function wholeNumber(key: string, value: unknown, min: number, max: number): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= min && value <= max) return value;
  throw new RangeError(`${key}: a whole number ${min}-${max}, found ${String(value)}`);
}

/** @throws RangeError */
export function oneOf<T extends string>(key: string, value: unknown, members: readonly T[]): T {
  const found = members.find((each) => each === value);
  if (found === undefined) throw new RangeError(`${key}: one of ${members.join(", ")}, found ${String(value)}`);
  return found;
}

/** @throws RangeError */
export function someOf<T extends string>(key: string, values: readonly T[], members: readonly T[]): readonly T[] {
  if (!Array.isArray(values) || values.length === 0)
    throw new RangeError(`${key}: at least one of ${members.join(", ")}, found ${JSON.stringify(values)}`);
  return values.map((each) => oneOf(key, each, members));
}
