import fc from "fast-check";
import { compareHealth, type HealthState, healthDifferences } from "netsim";
import { describe, expect, it } from "vitest";

const classic = (state: string, reasonCode = "N/A", description = "N/A"): HealthState => ({
  state,
  reasonCode,
  description,
});
const target = (state: string, reasonCode: string | null = null, description: string | null = null): HealthState => ({
  state,
  reasonCode,
  description,
});
const FAILED = "Instance has failed at least the UnhealthyThreshold number of health checks consecutively.";
const inService = classic("InService");
const outOfService = classic("OutOfService", "Instance", FAILED);
const timeout = target("unhealthy", "Target.Timeout", "Request timed out");

const differ = (predicted: HealthState, described: HealthState): boolean =>
  compareHealth({ t: predicted }, { t: described }).length > 0;

describe("what AWS saw", () => {
  it("contradicts the prediction where the states differ, and both sides are told with their reasons", () => {
    expect(compareHealth({ "i-1": inService, "i-2": inService }, { "i-1": inService, "i-2": outOfService })).toEqual([
      {
        target: "i-2",
        described: { state: "OutOfService", reason: "Instance", description: FAILED },
        predicted: { state: "InService", reason: null, description: null },
      },
    ]);
    expect(compareHealth({ "i-1:80": timeout }, { "i-1:80": { state: "healthy" } })).toEqual([
      {
        target: "i-1:80",
        described: { state: "healthy", reason: null, description: null },
        predicted: { state: "unhealthy", reason: "Target.Timeout", description: "Request timed out" },
      },
    ]);
  });

  it("does not contradict it where only the reason differs", () => {
    expect(differ(timeout, target("unhealthy", "Target.FailedHealthChecks", "Health checks failed"))).toBe(false);
  });

  // "TargetHealth" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html
  // "InstanceState" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_InstanceState.html
  it.each<[string, HealthState, HealthState]>([
    ["a target that is being registered", timeout, target("initial", "Elb.RegistrationInProgress")],
    ["a target whose first checks are under way", timeout, target("initial", "Elb.InitialHealthChecking")],
    ["a target that is being deregistered", timeout, target("draining", "Target.DeregistrationInProgress")],
    ["an error inside AWS", timeout, target("unavailable", "Elb.InternalError")],
    [
      "an instance that is being registered",
      inService,
      classic("OutOfService", "ELB", "Instance registration is still in progress."),
    ],
    [
      "an instance that is being deregistered",
      outOfService,
      classic("InService", "N/A", "Instance deregistration currently in progress."),
    ],
    [
      "a zone that is being disabled",
      inService,
      classic("OutOfService", "ELB", "Disable Availability Zone is currently in progress."),
    ],
    [
      "an instance that is not registered",
      inService,
      classic("OutOfService", "Instance", "Instance is not currently registered with the LoadBalancer."),
    ],
    ["a passing error", inService, classic("Unknown", "ELB", "A transient error occurred. Please try again later.")],
    ["a state that AWS does not know", inService, classic("Unknown")],
  ])("contradicts nothing where it is on its way or not known: %s", (_, predicted, described) => {
    expect(differ(predicted, described)).toBe(false);
  });

  it("contradicts nothing where nothing could be predicted", () => {
    expect(differ(classic("Unknown"), outOfService)).toBe(false);
    expect(differ(target("unavailable"), target("healthy"))).toBe(false);
    expect(differ(target("unavailable", "Target.HealthCheckDisabled"), target("healthy"))).toBe(true);
  });

  it("may call a stopped target unused or unhealthy, as editions of AWS's guide do", () => {
    const stopped = target("unused", "Target.InvalidState", "Target is in the stopped state");
    expect(differ(target("unhealthy", "Target.FailedHealthChecks"), stopped)).toBe(false);
    expect(differ(target("healthy"), stopped)).toBe(true);
    expect(differ(timeout, target("unused", "Target.NotInUse"))).toBe(true);
  });

  it("is unhealthy where connections to an unhealthy target are given time", () => {
    expect(differ(timeout, target("unhealthy.draining"))).toBe(false);
    expect(differ(target("healthy"), target("unhealthy.draining"))).toBe(true);
  });

  it("says nothing about targets that only one side knows, whatever they are called", () => {
    expect(compareHealth({ "i-1": inService }, { "i-2": outOfService })).toEqual([]);
    expect(compareHealth({ toString: inService, constructor: inService }, {})).toEqual([]);
  });

  it("never contradicts itself, and a contradiction is one from either side", () => {
    const states = fc.constantFrom(
      inService,
      outOfService,
      classic("Unknown"),
      timeout,
      target("healthy"),
      target("unused", "Target.NotInUse"),
      target("unavailable", "Target.HealthCheckDisabled"),
    );
    fc.assert(
      fc.property(states, states, (one, other) => {
        expect(differ(one, one)).toBe(false);
        expect(differ(one, other)).toBe(differ(other, one));
      }),
    );
  });
});

describe("the differences of a verdict", () => {
  const described = {
    classicLoadBalancers: { web: { "i-1": outOfService } },
    targetGroups: { a: { "i-1": timeout, "i-2": timeout }, b: { "i-1": target("healthy") } },
  };

  it("are those of its Classic Load Balancer", () => {
    const states = { "i-1": inService };
    expect(healthDifferences({ loadBalancer: "web", states }, described)).toMatchObject([{ target: "i-1" }]);
    expect(healthDifferences({ loadBalancer: "web", targetGroups: [], states }, described)).toHaveLength(1);
  });

  it("are those of its target groups, of which several may have one target", () => {
    const states = { "a/i-1": target("healthy"), "b/i-1": timeout, "i-2": target("healthy") };
    const found = healthDifferences({ loadBalancer: "web", targetGroups: ["a", "b"], states }, described);
    expect(found?.map((each) => [each.target, each.described.state])).toEqual([
      ["a/i-1", "unhealthy"],
      ["b/i-1", "healthy"],
      ["i-2", "unhealthy"],
    ]);
  });

  it("are not known where AWS was not asked", () => {
    expect(healthDifferences({ loadBalancer: "other", states: {} }, described)).toBeNull();
    expect(healthDifferences({ loadBalancer: null, states: {} }, described)).toBeNull();
    expect(healthDifferences({ loadBalancer: "web", targetGroups: ["c"], states: {} }, described)).toBeNull();
    expect(healthDifferences({ loadBalancer: "toString", states: {} }, described)).toBeNull();
  });
});
