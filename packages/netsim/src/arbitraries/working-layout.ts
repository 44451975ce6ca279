/** Ids, addresses and ports of a working network. */
import { letterOf } from "./layout.js";
import type { WorkingPlan } from "./working-plan.js";

/** What all parts of a working network agree on. */
export interface WorkingLayout {
  readonly plan: WorkingPlan;
  readonly isDualStack: boolean;
  readonly hasGroups: boolean;
  /** Ids of the load balancer's subnets and, zone by zone, of the targets'. */
  readonly balancerSubnets: readonly string[];
  readonly targetSubnets: readonly string[];
  /** What clients come from: blocks of one family each. */
  readonly clientBlocks: readonly string[];
  readonly balancerBlocks: readonly string[];
  readonly targets: readonly { readonly id: string; readonly address: string; readonly subnet: string }[];
  readonly healthPort: number;
  readonly transports: readonly ("tcp" | "udp")[];
}

export const VPC_BLOCK = "10.0.0.0/16";
export const PEER_BLOCK = "10.1.0.0/16";
export const IPV6_PREFIX = "2600:1f14:a:cc0";

export function layoutOfWorking(plan: WorkingPlan): WorkingLayout {
  const zones = Array.from({ length: plan.zones }, (_, at) => letterOf(at));
  const isDualStack = plan.isDualStack && plan.type !== "classic" && plan.clients === "internet";
  const balancerSubnets = zones.map((zone) => (plan.hasTiers ? `lb-${zone}` : `subnet-${zone}`));
  const targetSubnets = plan.hasTiers ? zones.map((zone) => `app-${zone}`) : balancerSubnets;
  const targets = targetSubnets.flatMap((subnet, zone) =>
    Array.from({ length: plan.instancesPerZone }, (_, at) => ({
      id: `i-${letterOf(zone * plan.instancesPerZone + at)}`,
      address: `10.0.${plan.hasTiers ? 10 + zone : zone}.${10 + at}`,
      subnet,
    })),
  );
  const clientBlocks = {
    vpc: [VPC_BLOCK],
    "peered-vpc": [PEER_BLOCK],
    internet: isDualStack ? ["0.0.0.0/0", "::/0"] : ["0.0.0.0/0"],
  }[plan.clients];
  const { protocol } = plan;
  const transports: WorkingLayout["transports"] =
    plan.type !== "network" || protocol === "TCP" ? ["tcp"] : protocol === "UDP" ? ["udp"] : ["tcp", "udp"];
  return {
    plan,
    isDualStack,
    hasGroups: plan.type !== "network" || plan.hasGroups,
    balancerSubnets,
    targetSubnets,
    clientBlocks,
    balancerBlocks: zones.map((_, at) => `10.0.${at}.0/24`),
    targets,
    healthPort: plan.healthPort ?? plan.instancePort,
    transports,
  };
}
