/** What an evaluation of health checks means for the simulation, whatever kind of load balancer it is. */

import type { TargetHealth } from "../load-balancer/target-health.js";
import { collect } from "../path/combine.js";
import type { LegVerdict } from "../path/connection.js";
import type { Assumption, Blocker, Reachability, Unknown, Warning } from "../path/verdict.js";
import type { Found, Outlook } from "./health-source.js";
import type { CheckOutcome, Thresholds } from "./standing.js";
import type { Cause } from "./timeline.js";

const OUTCOMES: Readonly<Record<Reachability, CheckOutcome>> = {
  reachable: "pass",
  unreachable: "fail",
  partial: "partial",
  unknown: "unknown",
};

interface Timing extends Thresholds {
  readonly interval: number;
  readonly timeout: number;
}

export function outlookOf(health: TargetHealth<unknown>, key: string, timing: Timing): Outlook {
  const { interval, timeout, healthyThreshold, unhealthyThreshold } = timing;
  return {
    key,
    interval,
    healthyThreshold,
    unhealthyThreshold,
    outcome: OUTCOMES[health.verdict],
    failsAfter: isAnswered(health) ? 0 : timeout,
    nodes: nodesOf(health),
    causes: causesOf(health),
  };
}

/** What a host says that refuses a check: a reset, or another status. Everything else is silence. */
const ANSWERS: ReadonlySet<string> = new Set(["nothing-listens", "http-status"]);

function isAnswered({ verdict, legs }: TargetHealth<unknown>): boolean {
  const blockers = legs.flatMap((each) => each.blockers);
  return verdict === "unreachable" && blockers.length > 0 && blockers.every((each) => ANSWERS.has(each.code));
}

function nodesOf({ byNode }: TargetHealth<unknown>): Outlook["nodes"] {
  if (new Set(byNode.values()).size < 2) return undefined;
  return Object.fromEntries([...byNode].map(([node, word]) => [node.component.id, OUTCOMES[word]]));
}

function causesOf({ verdict, legs, blockers, unknowns }: TargetHealth<unknown>): readonly Cause[] {
  if (verdict === "reachable") return [];
  const found = [
    ...blockers,
    ...unknowns,
    ...legs.flatMap((each) => [...each.blockers, ...(each.leg.verdict === "unknown" ? each.unknowns : [])]),
  ];
  const byText = new Map(found.map(({ component, code }) => [`${code} ${component}`, { component, code }]));
  return [...byText.values()];
}

/** Whether something other than checks decides, by its code. */
export function isBarred({ byNode, blockers }: TargetHealth<unknown>, code?: string): boolean {
  return byNode.size === 0 && blockers.some((each) => code === undefined || each.code === code);
}

interface Finding {
  readonly legs?: readonly LegVerdict[] | undefined;
  readonly blockers?: readonly Blocker[] | undefined;
  readonly unknowns?: readonly Unknown[] | undefined;
  readonly assumptions?: readonly Assumption[] | undefined;
  readonly warnings?: readonly Warning[] | undefined;
}

export function findings(all: readonly Finding[]): Found {
  const legs = collect(all.flatMap((each) => each.legs ?? []));
  return {
    blockers: [...all.flatMap((each) => each.blockers ?? []), ...legs.blockers],
    unknowns: [...all.flatMap((each) => each.unknowns ?? []), ...legs.unknowns],
    assumptions: [...legs.assumptions, ...all.flatMap((each) => each.assumptions ?? [])],
    warnings: [...legs.warnings, ...all.flatMap((each) => each.warnings ?? [])],
  };
}
