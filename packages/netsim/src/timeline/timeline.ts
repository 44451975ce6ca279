/** What `simulateHealth` answers: plain frozen data, every time in whole virtual seconds from the beginning. */
import type { NodeAnswer, Reachability, Service, Verdict, ZoneAnswer } from "../path/verdict.js";
import type { CheckOutcome } from "./standing.js";

/** A state in AWS's words; null where AWS gives none. */
export interface TimelineState {
  readonly state: string;
  readonly reasonCode: string | null;
  readonly description: string | null;
}

/** Why checks do not pass. */
export interface Cause {
  readonly component: string;
  /** The code of a blocker or an unknown. */
  readonly code: string;
}

/**
 * Checks of one target that were sent the same time apart and ended alike. It stands for each of them:
 * at `from`, `from + interval`, ... `to`. {@link checksOf} lists them.
 */
export interface CheckRun {
  readonly target: string;
  /** When the first and the last were sent. */
  readonly from: number;
  readonly to: number;
  readonly interval: number;
  readonly count: number;
  /** What the nodes found together: `pass` for all of them, `fail` for none, `partial` for some or for some source ports. */
  readonly outcome: CheckOutcome;
  /** Seconds from sending a check to knowing its outcome: the timeout where no answer comes, otherwise 0. */
  readonly knownAfter: number;
  /** What each node found, where they differ. */
  readonly nodes?: Readonly<Record<string, CheckOutcome>> | undefined;
  /** Why they did not all pass, each thing once. */
  readonly causes: readonly Cause[];
}

/** A target that goes over into another state. */
export interface StateChange {
  readonly at: number;
  readonly target: string;
  /** Null for a target that was not there before. */
  readonly from: TimelineState | null;
  readonly to: TimelineState;
  /** With this the target is deregistered for good, its draining over. */
  readonly isGone?: true | undefined;
}

/** What clients get of a listener, as `checkListener` says it. */
export interface ListenerService {
  readonly port: number;
  readonly protocol: string;
  readonly service: Service;
  readonly verdict: Reachability;
  readonly zones: readonly ZoneAnswer[];
  readonly nodes: readonly NodeAnswer[];
}

/** From one change of what clients get to the next. */
export interface ClientInterval {
  readonly from: number;
  /** When the next begins; of the last, the end of the simulation, which belongs to it. */
  readonly to: number;
  readonly listeners: readonly ListenerService[];
}

/** The answer of `simulateHealth`. */
export interface HealthTimeline extends Verdict {
  readonly kind: "timeline";
  readonly loadBalancer: string;
  readonly until: number;
  /** In the order in which they happened. */
  readonly events: readonly { readonly at: number; readonly name: string }[];
  /** By target, as they were at the beginning. */
  readonly initial: Readonly<Record<string, TimelineState>>;
  /** By target, as they are at the end: of all that are registered or draining. */
  readonly states: Readonly<Record<string, TimelineState>>;
  /** By target, and by time within a target. */
  readonly checks: readonly CheckRun[];
  /** By time. */
  readonly changes: readonly StateChange[];
  readonly clients: readonly ClientInterval[];
}

/** One health check. */
export interface HealthCheckRecord {
  readonly target: string;
  readonly sentAt: number;
  /** When its outcome is known; after the end of the simulation where it was still on its way then. */
  readonly knownAt: number;
  readonly outcome: CheckOutcome;
  readonly nodes?: Readonly<Record<string, CheckOutcome>> | undefined;
  readonly causes: readonly Cause[];
}

/** Every single check of a target, in the order in which they were sent. */
export function checksOf(timeline: Pick<HealthTimeline, "checks">, target: string): readonly HealthCheckRecord[] {
  return timeline.checks
    .filter((run) => run.target === target)
    .flatMap(({ from, interval, count, knownAfter, outcome, nodes, causes }) =>
      Array.from({ length: count }, (_, at): HealthCheckRecord => {
        const sentAt = from + at * interval;
        const check = { target, sentAt, knownAt: sentAt + knownAfter, outcome, causes };
        return nodes ? { ...check, nodes } : check;
      }),
    );
}

/** The state of every target at a second, with all that happens in it done; of those registered or draining then. */
export function statesAt(
  timeline: Pick<HealthTimeline, "initial" | "changes">,
  time: number,
): Readonly<Record<string, TimelineState>> {
  const states = new Map(Object.entries(timeline.initial));
  for (const { at, target, to, isGone } of timeline.changes) {
    if (at > time) break;
    if (isGone) states.delete(target);
    else states.set(target, to);
  }
  return Object.fromEntries(states);
}

/** What clients get at a second. */
export function clientsAt(timeline: Pick<HealthTimeline, "clients">, time: number): readonly ListenerService[] {
  return timeline.clients.findLast((each) => each.from <= time)?.listeners ?? [];
}
