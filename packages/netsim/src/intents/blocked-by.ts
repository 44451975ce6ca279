/** Whether what blocks is what was meant to block. */
import type { Network } from "@netsim/core";
import type { Blocker, Verdict } from "../path/verdict.js";
import { idsMeant } from "./names.js";
import type { BlockedBy } from "./types.js";

/**
 * Whether one blocker matches in every field given.
 *
 * @param network for names that its blockers do not have; undefined where the verdict alone is known.
 */
export function isBlockedBy(network: Network | undefined, verdict: Verdict, wanted: BlockedBy): boolean {
  const { component: text } = wanted;
  const ids = text === undefined ? undefined : network ? idsMeant(network, text) : [text];
  return verdict.blockers.some((blocker) => {
    const { component: _component, leg, rule, ...plain } = wanted;
    const isComponent =
      !ids ||
      [...blocker.components, blocker.component].some((id) => ids.includes(id)) ||
      blocker.name === wanted.component;
    return (
      isComponent &&
      isLeg(verdict, blocker, leg) &&
      isRule(blocker.rule, rule) &&
      Object.entries(plain).every(([key, value]) => value === undefined || blocker[key as keyof typeof plain] === value)
    );
  });
}

function isLeg(verdict: Verdict, blocker: Blocker, wanted: string | undefined): boolean {
  if (wanted === undefined || blocker.leg === wanted) return true;
  return verdict.legs.some((leg) => leg.name === blocker.leg && leg.kind === wanted);
}

function isRule(rule: Blocker["rule"], wanted: BlockedBy["rule"]): boolean {
  if (wanted === undefined) return true;
  if (wanted === null || rule === null) return wanted === rule;
  if (typeof wanted === "number") return rule.kind === "network-acl-entry" && rule.ruleNumber === wanted;
  return contains(rule, wanted);
}

/** Whether the value has what is wanted, and perhaps more. */
function contains(value: unknown, wanted: unknown): boolean {
  if (typeof wanted !== "object" || wanted === null) return value === wanted;
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(wanted).every(([key, part]) => contains((value as Record<string, unknown>)[key], part));
}

/** `component sg-db, direction ingress`. */
export function blockedByText(wanted: BlockedBy): string {
  return Object.entries(wanted)
    .map(([key, value]) => `${key} ${typeof value === "object" ? JSON.stringify(value) : value}`)
    .join(", ");
}

/** Every id in the result, for telling a misspelt component from one that does not block. */
export function componentsOf(verdict: Verdict): string[] {
  const hops = verdict.legs.flatMap((leg) => [...leg.forward.hops, ...leg.reply.hops]);
  return [
    ...hops.flatMap(({ component }) => [component.id, component.name ?? component.id]),
    ...verdict.blockers.flatMap(({ component, components }) => [component, ...components]),
  ];
}
