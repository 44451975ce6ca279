/** What follows from causes: which targets are out of service by which health legs, and what clients get of which node. */
import type { HealthVerdict, Leg, ListenerVerdict, NodeAnswer } from "../path/verdict.js";
import { checkedTargets, isAboutTarget } from "./checked-targets.js";
import type {
  Effect,
  ExplainableVerdict,
  ExplainedCause,
  NodeEffect,
  TargetEffect,
  ZoneEffect,
} from "./explanation.js";

export function effectsOf(verdict: ExplainableVerdict, causes: readonly ExplainedCause[]): readonly Effect[] {
  if (verdict.kind === "connection") return [];
  const targets = targetEffects(verdict, causes);
  return verdict.kind === "health"
    ? targets
    : [...targets, ...nodeEffects(verdict, targets, causes), ...zoneEffects(verdict)];
}

type WithStates = ListenerVerdict | HealthVerdict;

function targetEffects(verdict: WithStates, causes: readonly ExplainedCause[]): readonly TargetEffect[] {
  const names = Object.keys(verdict.states);
  const checks = checkedTargets(
    verdict.legs.filter((leg) => leg.kind === "health"),
    names,
  );
  return Object.entries(verdict.states).flatMap(([target, { state, reasonCode }]): readonly TargetEffect[] => {
    if (isServing(state, reasonCode)) return [];
    const own = [...checks].filter(([, targets]) => targets.includes(target)).map(([leg]) => leg);
    const failing = [...new Set(own.filter(isFailing).map((leg) => leg.name))];
    const places = own.length > 0 ? failing : settledLegs(target, causes);
    return [{ kind: "target", target, state, reasonCode, legs: failing, causes: causesAt(places, causes) }];
  });
}

/** A target whose checks are switched off is used like one that passes them. */
export function isServing(state: string, reasonCode: string | null): boolean {
  return state === "InService" || state === "healthy" || reasonCode === "Target.HealthCheckDisabled";
}

function isFailing({ verdict }: Leg): boolean {
  return verdict !== "reachable";
}

function settledLegs(target: string, causes: readonly ExplainedCause[]): readonly string[] {
  const legs = causes.flatMap(({ places }) => places.map((place) => place.leg));
  return legs.filter((leg) => isAboutTarget(leg, target));
}

function causesAt(legs: readonly string[], causes: readonly ExplainedCause[]): readonly number[] {
  const wanted = new Set(legs);
  return causes.flatMap(({ places }, at) => (places.some((place) => wanted.has(place.leg)) ? [at] : []));
}

function nodeEffects(
  { nodes, legs }: ListenerVerdict,
  targets: readonly TargetEffect[],
  causes: readonly ExplainedCause[],
): readonly NodeEffect[] {
  const failing = legs.filter((leg) => leg.kind !== "health" && isFailing(leg));
  const checkedBy = new Map(legs.map((leg) => [leg.name, leg.from]));
  return nodes
    .filter((node) => node.verdict !== "reachable" || node.isFailOpen)
    .map((node) => {
      const own = failing.filter((leg) => (leg.kind === "client" ? leg.to : leg.from) === node.node);
      const names = own.map((leg) => leg.name);
      const out = targets.filter((each) => isSeenBy(each, node, checkedBy));
      return {
        kind: "node",
        node: node.node,
        availabilityZone: node.availabilityZone,
        verdict: node.verdict,
        service: node.service,
        symptoms: node.symptoms,
        legs: names,
        targets: out.map((each) => each.target),
        causes: causesAt([...names, `target: ${node.node}`], causes),
      };
    });
}

/** Found out of service by the node, or out of service whoever checks. */
function isSeenBy(effect: TargetEffect, { node }: NodeAnswer, checkedBy: ReadonlyMap<string, string>): boolean {
  return effect.legs.length === 0 || effect.legs.some((leg) => checkedBy.get(leg) === node);
}

function zoneEffects({ zones }: ListenerVerdict): readonly ZoneEffect[] {
  return zones
    .filter((zone) => !zone.isInDns)
    .map(({ availabilityZone, lackingGroups }) => ({ kind: "zone", availabilityZone, lackingGroups }));
}

/**
 * That no target is in service is no cause of its own where something keeps the targets out; nor that none is in a zone
 * where the node's own checks fail.
 */
export function withOrigins(causes: readonly ExplainedCause[], effects: readonly Effect[]): readonly ExplainedCause[] {
  const nodes = effects.filter((each): each is NodeEffect => each.kind === "node");
  const targets = effects.filter((each): each is TargetEffect => each.kind === "target");
  return causes.map((cause, at) => {
    if (cause.code !== "no-target-in-service" && cause.code !== "no-target-in-zone") return cause;
    const seen = nodes.filter((node) => node.causes.includes(at)).flatMap((node) => node.targets);
    const out = targets.filter(
      ({ target, legs }) => seen.includes(target) && (cause.code === "no-target-in-service" || legs.length > 0),
    );
    const origins = new Set(out.flatMap((each) => each.causes));
    return { ...cause, followsFrom: [...origins].filter((each) => each !== at).sort((a, b) => a - b) };
  });
}
