/**
 * Where the health that AWS saw contradicts the health that was predicted: something on the way is not as the input
 * says, or the input is not what it was when AWS looked. Plain data on both sides; nothing is evaluated here.
 */
/** In AWS's words, of an instance or a target. */
export interface HealthState {
  readonly state: string;
  readonly reasonCode?: string | null | undefined;
  readonly description?: string | null | undefined;
}

type States = Readonly<Record<string, HealthState>>;

/** Of a record that may inherit something under that key. */
function own<T>(records: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(records, key) ? records[key] : undefined;
}

/** One side of a difference. */
export interface HealthView {
  readonly state: string;
  /** AWS's reason code; null where there is none. */
  readonly reason: string | null;
  readonly description: string | null;
}

/** A target whose state AWS saw otherwise than predicted. */
export interface HealthDifference {
  /** As the states call it. */
  readonly target: string;
  readonly described: HealthView;
  readonly predicted: HealthView;
}

/** On the way from one state to another, or AWS itself does not know: nothing that a prediction could contradict. */
const OPEN_STATES: ReadonlySet<string> = new Set(["initial", "draining", "Unknown"]);
const OPEN_REASONS: ReadonlySet<string> = new Set(["Elb.InternalError", "Elb.RegistrationInProgress"]);

/**
 * "Instance registration is still in progress.", "Instance deregistration currently in progress.", "Disable Availability
 * Zone is currently in progress.", "A transient error occurred.", and "Instance is not currently registered", which is
 * said of what only the question named.
 * "InstanceState" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_InstanceState.html
 */
const OPEN_DESCRIPTION = /\b(in progress|transient error|not currently registered)\b/i;

/**
 * Every target that both know and of which they say different states, in the order of what was predicted. Targets on
 * their way into or out of service, and states that one side does not know, contradict nothing.
 */
export function compareHealth(predicted: States, described: States): readonly HealthDifference[] {
  return Object.entries(predicted).flatMap(([target, expected]): readonly HealthDifference[] => {
    const seen = own(described, target);
    if (!seen || isOpen(seen) || !isPrediction(expected) || agree(seen, expected)) return [];
    return [{ target, described: viewOf(seen), predicted: viewOf(expected) }];
  });
}

function isOpen({ state, reasonCode, description }: HealthState): boolean {
  return OPEN_STATES.has(state) || OPEN_REASONS.has(reasonCode ?? "") || OPEN_DESCRIPTION.test(description ?? "");
}

/** `Unknown` and `unavailable` without a reason are said where a prediction could not be made. */
function isPrediction({ state, reasonCode }: HealthState): boolean {
  return state !== "Unknown" && !(state === "unavailable" && (reasonCode ?? null) === null);
}

/**
 * Editions of "Health checks for Network Load Balancer target groups" disagree on the state of a stopped target, `unused`
 * until 2023 and `unhealthy` since: either means that it gets no traffic.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
 */
function agree(seen: HealthState, expected: HealthState): boolean {
  const [one, other] = [wordOf(seen), wordOf(expected)];
  const isStopped = [seen, expected].some(({ reasonCode }) => reasonCode === "Target.InvalidState");
  const isWithout = (word: string): boolean => word === "unused" || word === "unhealthy";
  return one === other || (isStopped && isWithout(one) && isWithout(other));
}

/** `unhealthy.draining` is unhealthy, and its connections are given time. */
function wordOf({ state }: HealthState): string {
  return state === "unhealthy.draining" ? "unhealthy" : state;
}

function viewOf({ state, reasonCode, description }: HealthState): HealthView {
  const orNull = (text: string | null | undefined): string | null =>
    text === undefined || text === null || text === "N/A" ? null : text;
  return { state, reason: orNull(reasonCode), description: orNull(description) };
}

/** The states that AWS saw, by load balancer and by target group, as an importer has them. */
export interface DescribedStatesByOwner {
  readonly classicLoadBalancers: Readonly<Record<string, States>>;
  readonly targetGroups: Readonly<Record<string, States>>;
}

/** What a verdict of `checkHealth` says about its subject. */
export interface PredictedHealth {
  readonly loadBalancer: string | null;
  /** Absent or empty for a Classic Load Balancer. */
  readonly targetGroups?: readonly string[] | undefined;
  readonly states: States;
}

/** The differences between a verdict and what AWS saw; null where AWS was not asked about what the verdict is about. */
export function healthDifferences(
  { loadBalancer, targetGroups = [], states }: PredictedHealth,
  described: DescribedStatesByOwner,
): readonly HealthDifference[] | null {
  if (targetGroups.length === 0) {
    const seen = loadBalancer === null ? undefined : own(described.classicLoadBalancers, loadBalancer);
    return seen ? compareHealth(states, seen) : null;
  }
  const asked = targetGroups.flatMap((id) => {
    const seen = own(described.targetGroups, id);
    return seen ? [[id, seen] as const] : [];
  });
  if (asked.length === 0) return null;
  return compareHealth(states, Object.assign({}, ...asked.map(([id, seen]) => asVerdictsName(id, seen, states))));
}

/** A verdict calls a target that several of its target groups have `<target group>/<target>`. */
function asVerdictsName(group: string, seen: States, states: States): States {
  return Object.fromEntries(
    Object.entries(seen).map(([target, state]) => {
      const long = `${group}/${target}`;
      return [Object.hasOwn(states, long) ? long : target, state];
    }),
  );
}
