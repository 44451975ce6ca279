/** What AWS saw of the health of instances and targets when it was asked: no input of the model, but worth comparing. */

/** Of one instance or target, in AWS's words. */
export interface DescribedState {
  readonly state: string;
  /** Null where AWS gives none, as for a healthy target. */
  readonly reasonCode: string | null;
  readonly description: string | null;
}

/** By instance id, or by target as results name it: its id, `<id>:<port>` where it is registered on several ports. */
export type DescribedStates = Readonly<Record<string, DescribedState>>;

/** What AWS saw of the health of targets, by load balancer or target group. */
export interface DescribedHealth {
  /** `describe-instance-health`, by the name of the load balancer. */
  readonly classicLoadBalancers: Readonly<Record<string, DescribedStates>>;
  /** `describe-target-health`, by the id of the target group. */
  readonly targetGroups: Readonly<Record<string, DescribedStates>>;
}

export const NO_DESCRIBED_HEALTH: DescribedHealth = Object.freeze({
  classicLoadBalancers: Object.freeze({}),
  targetGroups: Object.freeze({}),
});
