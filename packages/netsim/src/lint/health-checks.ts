/**
 * Health-check ports that something between the load balancer and its targets is not open for.
 * "Configure health checks for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-healthchecks.html
 * "Health checks for your target groups" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
import { type ClassicLoadBalancer, LAST_RULE_NUMBER, type Network, type RuleRef, type TargetGroup } from "@netsim/core";
import { classicHealth } from "../load-balancer/classic-health.js";
import { groupHealth, userOf } from "../load-balancer/group-health.js";
import type { TargetHealth } from "../load-balancer/target-health.js";
import { optionsOf } from "../path/options.js";
import type { Blocker } from "../path/verdict.js";
import type { Check, Found } from "./check.js";
import type { LintUnknown } from "./finding.js";

type Health = readonly TargetHealth<unknown>[];

interface Checked {
  readonly about: Pick<Found, "component" | "kind" | "name">;
  readonly health: Health;
}

function allHealth(network: Network): readonly Checked[] {
  const options = optionsOf({});
  const classic = Object.values(network.classicLoadBalancers).map((balancer) => ({
    about: { component: balancer.id, kind: "load-balancer", name: balancer.name } as const,
    health: healthOf(balancer, () => classicHealth(network, balancer, options)),
  }));
  const groups = Object.values(network.targetGroups)
    .filter((group) => group.healthCheck.enabled && userOf(network, group) !== undefined)
    .map((group) => ({
      about: { component: group.id, kind: "target-group", name: group.name } as const,
      health: healthOf(group, () => groupHealth(network, group, options).targets),
    }));
  return [...classic, ...groups];

  function healthOf(holder: ClassicLoadBalancer | TargetGroup, find: () => Health): Health {
    const all = known.get(network) ?? new WeakMap<object, Health>();
    known.set(network, all);
    const found = all.get(holder) ?? find();
    all.set(holder, found);
    return found;
  }
}

/** Asked for twice, for findings and for what is not known. */
const known = new WeakMap<Network, WeakMap<object, Health>>();

const ON_THE_WAY: readonly Blocker["kind"][] = ["security-group", "network-acl", "route", "gateway", "peering"];

/** Also where the check arrives and nobody answers on its port. */
function isNotOpen({ kind, code }: Blocker): boolean {
  return ON_THE_WAY.includes(kind) || code === "nothing-listens";
}

export const closedHealthChecks: Check = {
  codes: ["health-check-not-open"],
  find: (network) =>
    allHealth(network).flatMap(({ about, health }) => {
      const groups = new Map<string, Blocker[]>();
      for (const blocker of health.flatMap((each) => each.legs).flatMap((leg) => leg.blockers.filter(isNotOpen))) {
        const { component, direction, phase, code, rule } = blocker;
        const key = JSON.stringify([component, direction, phase, code, rule && ruleKey(rule)]);
        const known = groups.get(key);
        if (known) known.push(blocker);
        else groups.set(key, [blocker]);
      }
      return [...groups.values()].flatMap((blockers) => told(about, blockers));
    }),
  unknowns: (network) =>
    allHealth(network).flatMap(({ about, health }) => {
      const all = health.flatMap((each) => [...each.unknowns, ...each.legs.flatMap((leg) => leg.unknowns)]);
      const codes = [...new Set(all.map((each) => each.code))];
      return codes.map(
        (missing): LintUnknown => ({
          code: "not-known",
          component: about.component,
          missing,
          codes: closedHealthChecks.codes,
        }),
      );
    }),
};

function ruleKey(rule: RuleRef): readonly unknown[] {
  return rule.kind === "network-acl-entry" ? [rule.ruleNumber] : "index" in rule ? [rule.index] : [];
}

function told(about: Checked["about"], blockers: readonly Blocker[]): readonly Found[] {
  const [first] = blockers;
  if (!first) return [];
  const { rule } = first;
  const isOwn = rule !== null && !(rule.kind === "network-acl-entry" && rule.ruleNumber > LAST_RULE_NUMBER);
  const ports = blockers.flatMap((each) =>
    each.packets.flatMap(
      (header) => (each.phase === "forward" ? header.destinationPortRanges : header.sourcePortRanges) ?? [],
    ),
  );
  return [
    {
      code: "health-check-not-open",
      ...about,
      direction: first.direction,
      ...(isOwn ? { rule } : {}),
      proof: { kind: "blockers", blockers },
      details: {
        ports: [...new Set(ports)],
        phase: first.phase,
        blockedAt: first.component,
        cause: first.code,
        places: [...new Set(blockers.flatMap((each) => each.attachedTo ?? []))],
      },
    },
  ];
}
