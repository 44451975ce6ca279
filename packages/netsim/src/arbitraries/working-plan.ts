/** Random plans of networks in which a load balancer serves its clients. */
import fc from "fast-check";
import { type GeneratedLoadBalancer, oneOf, someOf, wholeNumber } from "./constraints.js";
import { onlyIf, sometimes } from "./shares.js";

/** What random networks whose load balancers serve may have. */
export interface WorkingConstraints {
  /** All three when left out. */
  readonly types?: readonly GeneratedLoadBalancer[] | undefined;
  /** Whether clients are on the internet or inside; `sometimes` when left out. */
  readonly internetFacing?: "never" | "sometimes" | "always" | undefined;
  /** 1-3; 3 when left out. */
  readonly maxZones?: number | undefined;
  /** 1-4; 2 when left out. */
  readonly maxInstancesPerZone?: number | undefined;
  /** Whether Application and Network Load Balancers may be dual-stack; true when left out. */
  readonly dualStack?: boolean | undefined;
  /** Whether subnets have network ACLs with just the entries that are needed; `sometimes` when left out. */
  readonly networkAcls?: "never" | "sometimes" | "always" | undefined;
  /** Whether clients inside may be in a peered VPC; true when left out. */
  readonly peering?: boolean | undefined;
  /** Whether there is more than is needed: rules for others, a database, a NAT gateway; true when left out. */
  readonly extras?: boolean | undefined;
}

export const EXTRAS = ["ssh-rule", "monitoring-rule", "database", "late-deny", "nat-gateway"] as const;
export type Extra = (typeof EXTRAS)[number];

export interface WorkingPlan {
  readonly type: GeneratedLoadBalancer;
  /** Where the clients are. */
  readonly clients: "vpc" | "peered-vpc" | "internet";
  readonly isDualStack: boolean;
  readonly zones: number;
  readonly instancesPerZone: number;
  /** Whether the targets are in subnets of their own. */
  readonly hasTiers: boolean;
  readonly hasAcls: boolean;
  /** Groups say what goes out as well. */
  readonly hasEgressRules: boolean;
  readonly port: number;
  readonly instancePort: number;
  /** Null: the port of the traffic. */
  readonly healthPort: number | null;
  readonly isHealthHttp: boolean;
  /** Of a Network Load Balancer. */
  readonly hasGroups: boolean;
  readonly protocol: "TCP" | "UDP" | "TCP_UDP";
  readonly targetType: "instance" | "ip";
  readonly crossZone: boolean;
  /** Instances say what they listen on. */
  readonly hasServices: boolean;
  readonly extras: readonly Extra[];
}

const OFTEN = ["never", "sometimes", "always"] as const;
const SHARE = { never: 0, sometimes: 60, always: 100 } as const;
const TYPES = ["classic", "application", "network"] as const;

/** @throws RangeError that names the constraint, what it may be and what it is. */
export function workingPlan(constraints: WorkingConstraints): fc.Arbitrary<WorkingPlan> {
  const { dualStack = true, peering = true, extras = true } = constraints;
  const internet = SHARE[oneOf("internetFacing", constraints.internetFacing ?? "sometimes", OFTEN)];
  const acls = SHARE[oneOf("networkAcls", constraints.networkAcls ?? "sometimes", OFTEN)];
  return fc
    .record({
      type: fc.constantFrom(...someOf("types", constraints.types ?? TYPES, TYPES)),
      isInternetFacing: sometimes(internet),
      isPeered: peering ? sometimes(40) : fc.constant(false),
      isDualStack: dualStack ? sometimes(30) : fc.constant(false),
      zones: fc.integer({ min: 1, max: wholeNumber("maxZones", constraints.maxZones ?? 3, 1, 3) }),
      instancesPerZone: fc.integer({
        min: 1,
        max: wholeNumber("maxInstancesPerZone", constraints.maxInstancesPerZone ?? 2, 1, 4),
      }),
      hasTiers: fc.boolean(),
      hasAcls: sometimes(acls),
      hasEgressRules: fc.boolean(),
      port: fc.constantFrom(80, 443, 8443),
      instancePort: fc.constantFrom(8080, 80, 3000),
      healthPort: onlyIf(true, 60, fc.constantFrom(9000, 8081, 81)),
      isHealthHttp: fc.boolean(),
      hasGroups: fc.boolean(),
      protocol: fc.constantFrom("TCP", "TCP", "TCP", "UDP", "TCP_UDP"),
      targetType: fc.constantFrom("instance", "instance", "ip"),
      crossZone: fc.boolean(),
      hasServices: fc.boolean(),
      extras: extras ? fc.subarray([...EXTRAS]) : fc.constant([]),
    })
    .map(({ isInternetFacing, isPeered, ...plan }) => ({
      ...plan,
      clients: isInternetFacing ? "internet" : isPeered ? "peered-vpc" : "vpc",
    }));
}
