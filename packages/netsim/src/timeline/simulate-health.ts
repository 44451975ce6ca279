/**
 * `simulateHealth`: health as it unfolds in time. Virtual seconds, no clock, no randomness.
 * "Configure health checks for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-healthchecks.html
 * "Configure connection draining" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/config-conn-drain.html
 * "Health checks for your target groups" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 *
 * Every check is a connection of its own, so a rule that is removed stops the next one, however long security groups
 * remember connections that were open before. Slow start is left alone: it changes how many requests a target gets, and
 * neither its health nor whether it gets any.
 */

import { type Issue, issue, NetsimError, type Network, recordOf, unwrap, vpcBlocks } from "@netsim/core";
import { resolveLoadBalancer } from "../load-balancer/resolve.js";
import type { Endpoint } from "../path/endpoint.js";
import { freeze } from "../path/freeze.js";
import { requireNetwork, requireQuestion } from "../path/given.js";
import { type AnyLoadBalancer, isClassic } from "../path/load-balancer-node.js";
import { type QuestionOptions, readOptions } from "../path/options.js";
import { classicSource } from "./classic-source.js";
import type { ClientsInput } from "./clients.js";
import type { HealthSource } from "./health-source.js";
import { eventIssues, type HealthEvent, happeningsOf, isSecond } from "./read-events.js";
import { simulate } from "./simulate.js";
import type { FirstSuccess } from "./standing.js";
import { targetGroupSource } from "./target-group-source.js";
import type { HealthTimeline } from "./timeline.js";

/** The question of `simulateHealth`: a load balancer, what happens to it, and until when. */
export interface SimulateHealthInput extends QuestionOptions {
  /** The load balancer's name, ARN, `Name` tag or DNS name. */
  readonly loadBalancer: string;
  /** The end, in whole virtual seconds from the beginning at 0. What happens in this second still belongs to it. */
  readonly until: number;
  /**
   * The clients whose fate is told; see `checkListener`. Left out: `internet`, or for an internal load balancer the
   * first block of its VPC, which an assumption says.
   */
  readonly from?: Endpoint | undefined;
  /** What happens, in any order; events of the same second happen in the order given, before its checks are sent. */
  readonly events?: readonly HealthEvent[] | undefined;
  /**
   * Whether the targets of the beginning have been there for long and have the state that `checkHealth` gives them
   * (`settled`, the default), or are all registered at the beginning (`registering`).
   */
  readonly start?: "settled" | "registering" | undefined;
  /** Whole seconds from registration to the first check, of which AWS says nothing; one interval when left out. */
  readonly firstCheckAfter?: number | undefined;
  /** `before-unhealthy` when left out. */
  readonly firstSuccess?: FirstSuccess | undefined;
  /** See `checkHealth`. */
  readonly stoppedNetworkTarget?: "unhealthy" | "unused" | undefined;
}

/**
 * Every check, every state change with AWS's reason, and what clients get between the changes.
 *
 * @throws NetsimError when the question is not one: an unknown load balancer, a time that is none or comes after the
 * end, an event that makes no valid network or one without the load balancer.
 */
export function simulateHealth(network: Network, input: SimulateHealthInput): HealthTimeline {
  requireNetwork(network);
  requireQuestion(input);
  const { until, events = [], start = "settled", firstCheckAfter, firstSuccess = "before-unhealthy" } = input;
  const found = resolveLoadBalancer(network, input.loadBalancer);
  const options = readOptions(input);
  const issues = [
    ...(found.ok ? balancerIssues(found.value) : found.issues),
    ...(options.ok ? [] : options.issues),
    ...inputIssues(input),
    ...eventIssues(events, until),
  ];
  if (issues.length > 0) throw new NetsimError(issues);
  const balancer = unwrap(found);
  const from = input.from ?? clientsLeftOut(network, balancer);
  const source = sourceOf(balancer, {
    from,
    isAssumed: from !== (input.from ?? "internet"),
    options: unwrap(options),
  });
  const members = unwrap(source.members(network));
  const happenings = unwrap(happeningsOf(network, events, source));
  const simulation = { until, start, firstCheckAfter, firstSuccess };
  return freeze(simulate(network, members, source, happenings, simulation));
}

function sourceOf(balancer: AnyLoadBalancer, clients: ClientsInput): HealthSource {
  return isClassic(balancer) ? classicSource(balancer.id, clients) : targetGroupSource(balancer.id, clients);
}

function clientsLeftOut(network: Network, { scheme, vpcId }: AnyLoadBalancer): Endpoint {
  const vpc = recordOf(network.vpcs, vpcId);
  return (scheme === "internal" && vpc && vpcBlocks(vpc)[0]) || "internet";
}

function balancerIssues(balancer: AnyLoadBalancer): readonly Issue[] {
  if (isClassic(balancer) || balancer.type !== "gateway") return [];
  const expected = "a load balancer with listeners that clients connect to";
  return [issue("unsupported", ["loadBalancer"], expected, balancer.id)];
}

function inputIssues(input: SimulateHealthInput): readonly Issue[] {
  const { until, start = "settled", firstCheckAfter = 0, firstSuccess = "before-unhealthy" } = input;
  const issues: Issue[] = [];
  if (!isSecond(until)) issues.push(issue("time", ["until"], "whole seconds from 0", until));
  if (!isSecond(firstCheckAfter))
    issues.push(issue("time", ["firstCheckAfter"], "whole seconds from 0", firstCheckAfter));
  if (start !== "settled" && start !== "registering")
    issues.push(issue("shape", ["start"], "settled or registering", start));
  if (firstSuccess !== "before-unhealthy" && firstSuccess !== "always")
    issues.push(issue("shape", ["firstSuccess"], "before-unhealthy or always", firstSuccess));
  return issues;
}
