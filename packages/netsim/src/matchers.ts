/** `netsim/matchers`: the matchers as plain functions, to be registered with a runner's `expect.extend(matchers)`. */
import { toBeBlockedBy } from "./matchers/blocked.js";
import { toEqualReachability } from "./matchers/equal.js";
import { toOnlyExpose } from "./matchers/expose.js";
import { toHaveNoFindings } from "./matchers/findings.js";
import { toBeHealthy, toReach, toServe } from "./matchers/reach.js";

export type { Exposure } from "./analysis/exposure-list.js";
export type { MatcherContext, MatcherResult } from "./matchers/context.js";
export type { EqualOptions, FindingsOptions, NetsimMatchers, NotOptions } from "./matchers/interface.js";
export type {
  ConnectionQuestion,
  ExposureQuestion,
  HealthQuestion,
  ListenerQuestion,
  Question,
  Reason,
} from "./matchers/questions.js";
export { configureMatchers, type MatcherSettings } from "./matchers/settings.js";
export { toBeBlockedBy, toBeHealthy, toEqualReachability, toHaveNoFindings, toOnlyExpose, toReach, toServe };

/** All of them, and nothing else. */
export const matchers: {
  readonly toReach: typeof toReach;
  readonly toServe: typeof toServe;
  readonly toBeHealthy: typeof toBeHealthy;
  readonly toBeBlockedBy: typeof toBeBlockedBy;
  readonly toOnlyExpose: typeof toOnlyExpose;
  readonly toHaveNoFindings: typeof toHaveNoFindings;
  readonly toEqualReachability: typeof toEqualReachability;
} = { toReach, toServe, toBeHealthy, toBeBlockedBy, toOnlyExpose, toHaveNoFindings, toEqualReachability };
