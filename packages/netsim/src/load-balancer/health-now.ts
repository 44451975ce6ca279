/** The health of targets at a moment: what each counts for then, whatever its checks come to in the end. */
import type { Station } from "../path/station.js";
import type { Reachability } from "../path/verdict.js";
import { type Cohort, cohortOf, single } from "./cohort.js";
import type { RegisteredTarget } from "./target.js";
import type { TargetHealth } from "./target-health.js";

/**
 * What a target counts for: `reachable` in service, `unreachable` out of service; undefined for what each node finds.
 *
 * @param group the target group's id; null for a Classic Load Balancer.
 * @param found what its checks come to.
 */
export type HealthNow = (
  target: RegisteredTarget,
  group: string | null,
  found: Reachability,
) => Reachability | undefined;

/** The same targets as they are at the moment; alike ones that differ now are parted. */
export function healthNow<Health extends TargetHealth<unknown>>(
  now: HealthNow | undefined,
  group: string | null,
  health: readonly Health[],
): readonly Health[] {
  if (!now) return health;
  return health.flatMap((each) => {
    // What no check decides, such as a stopped instance, is what it is at every moment.
    if (each.verdict === "unreachable" && each.byNode.size === 0) return [each];
    const parts = new Map<Reachability | undefined, RegisteredTarget[]>();
    for (const member of each.cohort.members) {
      const word = now(member, group, each.verdict);
      parts.set(word, [...(parts.get(word) ?? []), member]);
    }
    return [...parts].map(([verdict, members]): Health => {
      const cohort = partOf(each.cohort, members);
      if (verdict === undefined) return { ...each, cohort };
      const byNode = new Map([...each.byNode.keys()].map((node): [Station, Reachability] => [node, verdict]));
      return { ...each, cohort, verdict, byNode };
    });
  });
}

const parts = new WeakMap<Cohort, Map<string, Cohort>>();

/** Some members of a cohort as one: the same object each time, so that what is known of it is found again. */
function partOf(cohort: Cohort, members: readonly RegisteredTarget[]): Cohort {
  const [only] = members;
  if (members.length === cohort.members.length) return cohort;
  if (only && members.length === 1) return single(only);
  const known = parts.get(cohort) ?? new Map<string, Cohort>();
  parts.set(cohort, known);
  const key = members.map((each) => each.name).join(" ");
  const part = known.get(key) ?? cohortOf(members);
  known.set(key, part);
  return part;
}
