/**
 * Zones of a load balancer in which nothing is registered: without cross-zone load balancing, whoever is sent there gets
 * no answer, and with it that zone's node sends everything to another zone.
 * "Configure cross-zone load balancing" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/enable-disable-crosszone-lb.html
 * "Cross-zone load balancing for target groups" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/disable-cross-zone.html
 */
import { isMissingRecord, type Network } from "@netsim/core";
import { classicTargets } from "../load-balancer/classic-targets.js";
import { userOf } from "../load-balancer/group-health.js";
import { groupTargets } from "../load-balancer/group-targets.js";
import { enabledZones, type RegisteredTarget, zonesOf } from "../load-balancer/target.js";
import { type AnyLoadBalancer, nodesOf } from "../path/load-balancer-node.js";
import type { Check, Found } from "./check.js";

interface Registered {
  readonly about: Pick<Found, "component" | "kind" | "name">;
  readonly balancer: AnyLoadBalancer;
  readonly targets: readonly RegisteredTarget[];
  readonly crossZone: boolean | null;
}

function allRegistered(network: Network): readonly Registered[] {
  const classic = Object.values(network.classicLoadBalancers).map((balancer) => ({
    about: { component: balancer.id, kind: "load-balancer", name: balancer.name } as const,
    balancer,
    targets: classicTargets(network, balancer),
    crossZone: balancer.crossZone,
  }));
  const groups = Object.values(network.targetGroups).flatMap((group): Registered[] => {
    const balancer = userOf(network, group);
    if (!balancer || balancer.type === "gateway" || group.targetType === "lambda") return [];
    // A group's own setting comes before its load balancer's.
    const crossZone = group.crossZone ?? balancer.crossZone;
    const about = { component: group.id, kind: "target-group", name: group.name } as const;
    return [{ about, balancer, targets: groupTargets(network, group), crossZone }];
  });
  return [...classic, ...groups];
}

/** Whether there may be more targets than the network has, or their zones are not known. */
function isOpen(network: Network, { about, targets }: Registered): boolean {
  const isListed = network.missing.some((each) => each.collection === "targets");
  return (
    (isListed && isMissingRecord(network.missing, "targets", about.component)) ||
    targets.some((each) => each.places.length === 0 && each.lacks === undefined)
  );
}

export const zonesWithoutTargets: Check = {
  codes: ["zone-without-targets"],
  find: (network) =>
    allRegistered(network).flatMap((registered) => {
      const { about, balancer, targets, crossZone } = registered;
      if (isOpen(network, registered)) return [];
      const used = new Set(targets.flatMap(zonesOf));
      const idle = enabledZones(nodesOf(network, balancer)).filter((zone) => !used.has(zone) && !used.has("all"));
      return idle.map((zone) => ({
        code: "zone-without-targets",
        ...about,
        proof: { kind: "records", relation: "targets-in-zone", ids: [] },
        details: {
          zone,
          loadBalancer: balancer.id,
          crossZone: crossZone === null ? "unknown" : crossZone,
          zonesWithTargets: [...used],
        },
      }));
    }),
  unknowns: (network) =>
    allRegistered(network)
      .filter((each) => isOpen(network, each))
      .map(({ about }) => ({
        code: "not-in-input",
        component: about.component,
        missing: "targets",
        codes: zonesWithoutTargets.codes,
      })),
};
