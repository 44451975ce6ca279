/**
 * What the simulation asks of a network: who is registered, what their checks give, and what clients get. One
 * implementation for each kind of load balancer; time is no business of theirs.
 */
import { type Failure, failure, issue, type Network, type Result } from "@netsim/core";
import type { Assumption, Blocker, Unknown, Warning } from "../path/verdict.js";
import type { Hold } from "./health-clock.js";
import type { CheckOutcome, Standing, Thresholds } from "./standing.js";
import type { Cause, ListenerService, TimelineState } from "./timeline.js";

/** What AWS calls each standing; a hold names its state itself. */
export type StateWords = Readonly<Record<Exclude<Standing, "held" | "recovering">, TimelineState>> & {
  /** Null where it is still called what it was when it failed. */
  readonly recovering: TimelineState | null;
};

/** A registered target. */
export interface Member {
  /** What it is known by as long as it is registered, whatever else is. */
  readonly key: string;
  readonly words: StateWords;
  /** Seconds that it drains when it is deregistered; 0 for not at all. */
  readonly drains: number;
}

/** A state that does not come of checks. */
export interface HeldState extends Hold {
  readonly state: TimelineState;
  /** Whether it gets requests all the same. */
  readonly isServing: boolean;
  /** What is assumed where it begins or ends. */
  readonly assumption?: { readonly code: string } | undefined;
}

/** What the checks of one target give as long as the network stays as it is. */
export interface Outlook extends Thresholds {
  readonly key: string;
  /** Seconds between two checks. */
  readonly interval: number;
  readonly outcome: CheckOutcome;
  /** Seconds from sending a check to knowing that it failed. */
  readonly failsAfter: number;
  /** What each node's check gives, where they differ. */
  readonly nodes?: Readonly<Record<string, CheckOutcome>> | undefined;
  readonly causes: readonly Cause[];
  readonly hold?: HeldState | undefined;
  /** What failing is called here, where the member's words do not say it: AWS names the way in which checks fail. */
  readonly failed?: TimelineState | undefined;
}

/** Whether a target gets requests: it does, it does not, or that is in doubt. */
export type Use = "in" | "out" | "in-doubt";

/** One network as the load balancer's health checks see it. */
export interface Prospect {
  readonly outlooks: readonly Outlook[];
  /** What clients get of each listener while the targets are used like that, by key. One that is not in the map is out. */
  readonly clients: (uses: ReadonlyMap<string, Use>) => readonly ListenerService[];
  /** What was found on the way to the outlooks, and to what clients get so far. */
  readonly found: () => Found;
}

export interface Found {
  readonly blockers: readonly Blocker[];
  readonly unknowns: readonly Unknown[];
  readonly assumptions: readonly Assumption[];
  readonly warnings: readonly Warning[];
}

export interface HealthSource {
  /** The load balancer's id. */
  readonly loadBalancer: string;
  /** In AWS's order; issues where the network has no such load balancer, or nobody to be its client. */
  readonly members: (network: Network) => Result<readonly Member[]>;
  /** Of a network that has members. */
  readonly look: (network: Network) => Prospect;
  /** What each of all the targets that there ever were is called. */
  readonly namesOf: (keys: readonly string[]) => ReadonlyMap<string, string>;
}

export function gone(id: string): Failure {
  return failure([issue("unknown-id", [], `a network that still has the load balancer ${id}`, undefined)]);
}
