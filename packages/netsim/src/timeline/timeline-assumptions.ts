/** What a timeline takes for granted because AWS does not say it; only what mattered in it. */
import type { Assumption } from "../path/verdict.js";
import type { Simulation } from "./simulation.js";
import type { ClientInterval } from "./timeline.js";
import type { Track } from "./track.js";

export function timelineAssumptions(
  component: string,
  { start, firstCheckAfter, firstSuccess }: Simulation,
  tracks: readonly Track[],
  clients: readonly ClientInterval[],
): readonly Assumption[] {
  const marks = tracks.flatMap((each) => each.marks);
  const has = (standing: string): boolean => marks.some((each) => each.standing === standing);
  const nodes = clients.flatMap(({ listeners }) => listeners.flatMap((each) => each.nodes));
  const found: readonly (Assumption | false)[] = [
    start === "settled" && tracks.some((each) => each.isInitial) && { code: "health-settled-at-start", component },
    tracks.some((each) => each.runs.length > 0) && { code: "health-checks-in-step", component },
    tracks.some((each) => each.runs.length > 0) && { code: "health-check-answers-at-once", component },
    has("registering") && {
      code: "first-health-check",
      component,
      ...(firstCheckAfter === undefined ? {} : { details: { after: firstCheckAfter } }),
    },
    tracks.some(hasFailedFirst) && { code: "first-success", component, details: { firstSuccess } },
    ...[...new Set(tracks.flatMap(heldInBetween))].map((code): Assumption => ({ code, component })),
    tracks.some((each) => each.isRetimed) && { code: "health-check-edited", component },
    (has("registering") || has("checking")) &&
      nodes.some((each) => each.isFailOpen) && { code: "fail-open-counts-initial", component },
    has("draining") && { code: "draining-takes-its-time", component },
    { code: "clients-connect-anew", component },
    nodes.some(({ symptoms }) => symptoms.some(({ kind }) => kind === "closed")) && {
      code: "closed-without-instance",
      component,
    },
  ];
  return found.filter((each) => each !== false);
}

/** Failed as a newly registered target. */
function hasFailedFirst({ marks }: Track): boolean {
  return marks.some((each, at) => each.standing === "failed" && marks[at - 1]?.standing === "checking");
}

/** What holds assume that do not last from the beginning to the end. */
function heldInBetween({ marks }: Track): readonly string[] {
  return marks.flatMap(({ assumption, at }, place) =>
    assumption !== undefined && (at > 0 || place < marks.length - 1) ? [assumption.code] : [],
  );
}
