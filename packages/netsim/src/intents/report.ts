/** What a run of intent files answers. */
import type {
  Assumption,
  Blocker,
  ClassicInstanceState,
  ConnectionVerdict,
  HealthVerdict,
  ListenerVerdict,
  Reachability,
  TargetState,
} from "../path/verdict.js";
import type { ExpectedState } from "./types.js";

export type IntentVerdict = ConnectionVerdict | ListenerVerdict | HealthVerdict;

export interface IntentResult {
  readonly file: string;
  readonly name: string;
  readonly expect: Reachability | Readonly<Record<string, ExpectedState>>;
  readonly holds: boolean;
  /** Of a connection, a listener or a leg. */
  readonly verdict?: Reachability | undefined;
  /** Of a health intent, by target. */
  readonly states?: Readonly<Record<string, ClassicInstanceState | TargetState>> | undefined;
  readonly blockers: readonly Blocker[];
  readonly assumptions: readonly Assumption[];
  /** Why it does not hold; null where it does. */
  readonly reason: string | null;
  /** The whole verdict, where it was asked for. */
  readonly detail?: IntentVerdict | undefined;
}

export interface CheckReport {
  readonly schemaVersion: 1;
  readonly holds: boolean;
  readonly results: readonly IntentResult[];
}
