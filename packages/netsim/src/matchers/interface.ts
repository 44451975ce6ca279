/** The matchers as methods of what `expect` returns. */
import type { Network } from "@netsim/core";
import type { DiffOptions } from "../analysis/diff-networks.js";
import type { Severity } from "../lint/finding.js";
import type { LintOptions } from "../lint/lint.js";
import type { AnyVerdict } from "../path/verdict.js";
import type {
  ConnectionQuestion,
  ExposureQuestion,
  HealthQuestion,
  ListenerQuestion,
  Question,
  Reason,
} from "./questions.js";

/** What a matcher may be told beside its question. */
export interface NotOptions<T = unknown> {
  /** Under `not`: what must be the reason, so that something unrelated does not satisfy a test by luck. */
  readonly because?: Reason<T> | undefined;
}

export interface FindingsOptions extends LintOptions {
  /** Findings of this severity and above count; `note` when left out, which is all of them. */
  readonly level?: Severity | undefined;
  /** Whether the matcher may pass although something could not be looked at, as the network leaves it out. */
  readonly allowUnknown?: boolean | undefined;
}

export interface EqualOptions extends DiffOptions {
  /** Whether the matcher may pass although nothing can be said of something that a network leaves out. */
  readonly allowUnknown?: boolean | undefined;
}

/** The question and options about a network; about a verdict, the answer to a question, the options alone. */
type Asked<T, Q> = T extends AnyVerdict ? [options?: NotOptions<T>] : [question: Q, options?: NotOptions<T>];
type AskedWhy<T, Q> = T extends AnyVerdict ? [reason: Reason<T>] : [question: Q, reason: Reason<T>];

/**
 * The matchers as assertions.
 *
 * @typeParam R what an assertion returns
 * @typeParam T what it is about
 */
export interface NetsimMatchers<R = void, T = unknown> {
  /**
   * Every packet of `checkConnection`'s question gets through, and every reply comes back. Under `not`, none does. `to`
   * may be a load balancer: whether its nodes are reached and accept; whether clients are served asks `toServe`.
   */
  toReach(...asked: Asked<T, ConnectionQuestion<T>>): R;
  /**
   * The listener serves every client, and every registered target behind it is healthy. Under `not`, nobody is served.
   */
  toServe(...asked: Asked<T, ListenerQuestion<T>>): R;
  /** Every registered target, or the one that is named, passes its health checks. Under `not`, none does. */
  toBeHealthy(...asked: Asked<T, HealthQuestion<T>>): R;
  /** No packet of the question gets through, and one of the things that stop them matches the reason in every field. */
  toBeBlockedBy(...asked: AskedWhy<T, Question<T>>): R;
  /**
   * From there nothing is open but what is listed, and of each entry something is: as sets of all packets, from every
   * source port, at every endpoint.
   */
  toOnlyExpose(question: ExposureQuestion<T>): R;
  /** `lint` finds nothing at that level. */
  toHaveNoFindings(options?: FindingsOptions): R;
  /** `diffNetworks` proves that both networks let the same packets through and have their targets in the same states. */
  toEqualReachability(other: Network, options?: EqualOptions): R;
}
