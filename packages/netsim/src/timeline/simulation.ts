/** How a simulation goes, besides the network and its events. */
import type { ClockOptions } from "./health-clock.js";

export interface Simulation extends ClockOptions {
  /** The last second. */
  readonly until: number;
  /** Whether the targets of the beginning have been checked for long, or are registered then. */
  readonly start: "settled" | "registering";
}
