import fc from "fast-check";
import { checkHealth, editNetwork, elbv2, type Network } from "netsim";
import { describe, expect, it } from "vitest";
import { BEFORE, done, refused } from "../support.ts";
import { arnOf, EMPTY, WITH_LISTENER } from "./support.ts";

function register(name: string, ...Targets: elbv2.TargetDescription[]) {
  return (before: Network) => elbv2.registerTargets(before, { TargetGroupArn: arnOf(name), Targets });
}

function deregister(name: string, ...Targets: elbv2.TargetDescription[]) {
  return (before: Network) => elbv2.deregisterTargets(before, { TargetGroupArn: arnOf(name), Targets });
}

const FUNCTION = "arn:aws:lambda:us-east-1:111122223333:function:hello";

describe("register-targets", () => {
  it("registers an instance once for each port, the target group's where none is given", () => {
    const { network, answer } = done(
      register("blue", { Id: "i-a" }, { Id: "i-a", Port: 81 }, { Id: "i-a", Port: 8080 })(EMPTY),
    );
    expect(answer).toEqual({});
    expect(network.targetGroups.blue?.targets).toEqual([
      { id: "i-a", port: 8080 },
      { id: "i-a", port: 81 },
    ]);
  });

  it("registers the same targets in whatever order and portions they come", () => {
    const target = fc.record({ Id: fc.constantFrom("i-a", "i-b", "i-c"), Port: fc.constantFrom(80, 81, 8080) });
    const portion = fc.array(target, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(portion, { minLength: 1, maxLength: 4 }), (portions) => {
        const all = portions.flat();
        const after = portions.reduce((before, some) => done(register("blue", ...some)(before)).network, EMPTY);
        const names = (after.targetGroups.blue?.targets ?? []).map(({ id, port }) => `${id}:${port}`);
        expect([...names].sort()).toEqual([...new Set(all.map(({ Id, Port }) => `${Id}:${Port}`))].sort());
        expect(done(deregister("blue", ...all)(after)).network).toEqual(EMPTY);
      }),
    );
  });

  it("refuses instances that do not exist, do not run, or are of another VPC", () => {
    const ids = ["i-none", "i-stopped", "i-pending", "i-default", "i-gone"];
    refused(
      register("blue", { Id: "i-a" }, ...ids.map((Id) => ({ Id }))),
      EMPTY,
      ...ids.map((_, at) => `InvalidTarget at Targets.${at + 1}.Id`),
    );
    done(register("blue", { Id: "i-undescribed" })(EMPTY));
  });

  it("takes addresses of the VPC and of private ranges, those with a zone", () => {
    const Targets = [
      { Id: "10.0.0.10" },
      { Id: "192.168.1.1", AvailabilityZone: "all" },
      { Id: "100.64.0.9", AvailabilityZone: "us-east-1a" },
    ];
    const { network } = done(register("addresses", ...Targets)(EMPTY));
    expect(network.targetGroups.addresses?.targets.map((each) => each.id)).toEqual(Targets.map((each) => each.Id));
    refused(register("addresses", { Id: "192.168.1.1" }), EMPTY, "ValidationError at Targets.0.AvailabilityZone");
    refused(
      register("addresses", { Id: "198.51.100.7", AvailabilityZone: "all" }),
      EMPTY,
      "InvalidTarget at Targets.0.Id",
    );
    refused(
      register("addresses", { Id: "10.0.0.10", AvailabilityZone: "us-east-1b" }),
      EMPTY,
      "ValidationError at Targets.0.AvailabilityZone",
    );
    for (const Id of ["i-a", "2001:db8::10"])
      refused(register("addresses", { Id }), EMPTY, "ValidationError at Targets.0.Id");
    refused(register("six", { Id: "10.0.0.10" }), EMPTY, "ValidationError at Targets.0.Id");
  });

  it("takes an IPv6 address however it is written, once", () => {
    const { network } = done(register("six", { Id: "2001:DB8:0::10" }, { Id: "2001:db8::10" })(EMPTY));
    expect(network.targetGroups.six?.targets).toEqual([{ id: "2001:db8::10", port: 8080 }]);
    expect(done(deregister("six", { Id: "2001:db8:0:0::10" })(network)).network).toEqual(EMPTY);
  });

  it("takes one Application Load Balancer of the VPC that listens on the port", () => {
    const { network } = done(register("balancer", { Id: arnOf("app") })(WITH_LISTENER));
    expect(network.targetGroups.balancer?.targets).toEqual([{ id: "app", port: 80 }]);
    expect(done(deregister("balancer", { Id: arnOf("app") })(network)).network).toEqual(WITH_LISTENER);
    refused(register("balancer", { Id: arnOf("app") }), EMPTY, "InvalidTarget at Targets.0.Id");
    refused(register("balancer", { Id: arnOf("net") }), WITH_LISTENER, "InvalidTarget at Targets.0.Id");
    refused(register("balancer", { Id: arnOf("app"), Port: 81 }), WITH_LISTENER, "ValidationError at Targets.0.Port");
  });

  it("takes one function", () => {
    const { network } = done(register("function", { Id: FUNCTION })(EMPTY));
    expect(network.targetGroups.function?.targets).toEqual([{ id: FUNCTION, port: null }]);
    refused(register("function", { Id: `${FUNCTION}2` }), network, "TooManyTargets at Targets");
    refused(register("function", { Id: "hello" }), EMPTY, "InvalidTarget at Targets.0.Id");
    refused(register("function", { Id: FUNCTION, Port: 80 }), EMPTY, "ValidationError at Targets.0.Port");
  });

  it("refuses ports that cannot be, zones of instances, no target, too many, and a group that does not exist", () => {
    refused(register("blue", { Id: "i-a", Port: 0 }), EMPTY, "ValidationError at Targets.0.port");
    refused(
      register("blue", { Id: "i-a", AvailabilityZone: "us-east-1a" }),
      EMPTY,
      "ValidationError at Targets.0.AvailabilityZone",
    );
    refused(register("blue"), EMPTY, "ValidationError at Targets");
    refused(
      (before) =>
        elbv2.registerTargets(
          before,
          { TargetGroupArn: arnOf("blue"), Targets: [{ Id: "i-a" }, { Id: "i-b" }] },
          { quotas: { targetsPerTargetGroup: 1 } },
        ),
      EMPTY,
      "TooManyTargets at Targets",
    );
    refused(register("blue", { Id: "i-a" }), BEFORE, "TargetGroupNotFound at TargetGroupArn");
  });
});

describe("deregister-targets", () => {
  const both = done(register("blue", { Id: "i-a" }, { Id: "i-a", Port: 81 })(EMPTY)).network;

  it("wants the port of a registration that has its own", () => {
    const left = (...targets: elbv2.TargetDescription[]): unknown =>
      done(deregister("blue", ...targets)(both)).network.targetGroups.blue?.targets.map((each) => each.port);
    expect(left({ Id: "i-a" })).toEqual([81]);
    expect(left({ Id: "i-a", Port: 81 })).toEqual([8080]);
  });

  it("has nothing to do for a target that is not registered", () => {
    expect(done(deregister("blue", { Id: "i-none" })(both)).network).toBe(both);
    refused(deregister("blue", { Id: "i-a" }), BEFORE, "TargetGroupNotFound at TargetGroupArn");
  });
});

describe("describe-target-health", () => {
  const ask = (before: Network, request: Partial<elbv2.DescribeTargetHealthRequest> = {}) =>
    done(elbv2.describeTargetHealth(before, { TargetGroupArn: arnOf("blue"), ...request })).answer
      .TargetHealthDescriptions;
  const used = done(register("blue", { Id: "i-a" }, { Id: "i-b", Port: 81 })(WITH_LISTENER)).network;

  it("has AWS's shape, without a reason for a healthy target", () => {
    const [healthy] = ask(used);
    expect(healthy).toEqual({
      Target: { Id: "i-a", Port: 8080 },
      HealthCheckPort: "8080",
      TargetHealth: { State: "healthy" },
    });
  });

  it("agrees with checkHealth", () => {
    const closed = editNetwork(used, (draft) => {
      const eni = draft.networkInterfaces["eni-i-b"];
      if (eni) eni.groups = ["sg-lb2"];
    });
    const { states } = checkHealth(closed, { targetGroup: "blue" });
    for (const { Target, TargetHealth } of ask(closed))
      expect(states[Target.Id]).toEqual({
        state: TargetHealth.State,
        reasonCode: TargetHealth.Reason ?? null,
        description: TargetHealth.Description ?? null,
      });
    expect(ask(closed)[1]).toMatchObject({
      HealthCheckPort: "81",
      TargetHealth: { State: "unhealthy", Reason: "Target.Timeout" },
    });
  });

  it("says of targets that are asked for and are not registered that they are not", () => {
    const shown = ask(used, { Targets: [{ Id: "i-b" }, { Id: "i-b", Port: 81 }] });
    expect(shown.map((each) => [each.TargetHealth.State, each.TargetHealth.Reason])).toEqual([
      ["unused", "Target.NotRegistered"],
      ["healthy", undefined],
    ]);
  });

  it("calls a load balancer by its ARN, and has no port for a function", () => {
    const balancer = done(register("balancer", { Id: arnOf("app") })(WITH_LISTENER)).network;
    const [target] = ask(balancer, { TargetGroupArn: arnOf("balancer") });
    expect(target).toMatchObject({ Target: { Id: arnOf("app"), Port: 80 }, TargetHealth: { State: "unused" } });
    const lambda = done(register("function", { Id: FUNCTION })(EMPTY)).network;
    const [called] = ask(lambda, { TargetGroupArn: arnOf("function") });
    expect(called).not.toHaveProperty("HealthCheckPort");
    expect(called?.Target).toEqual({ Id: FUNCTION });
  });

  it("refuses a target group that does not exist", () => {
    const TargetGroupArn = arnOf("blue");
    refused(
      (before) => elbv2.describeTargetHealth(before, { TargetGroupArn }),
      BEFORE,
      "TargetGroupNotFound at TargetGroupArn",
    );
  });
});
