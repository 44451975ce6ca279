import { checkHealth, editNetwork, elb, type Network } from "netsim";
import { describe, expect, it } from "vitest";
import { BEFORE, done, refused } from "../support.ts";
import { NAME, WITH_WEB } from "./support.ts";

const Instances = [{ InstanceId: "i-a" }, { InstanceId: "i-b" }];
const REGISTERED = done(elb.registerInstancesWithLoadBalancer(WITH_WEB, { ...NAME, Instances })).network;

function states(before: Network, ...ids: string[]): readonly elb.InstanceState[] {
  const request = ids.length === 0 ? NAME : { ...NAME, Instances: ids.map((InstanceId) => ({ InstanceId })) };
  return done(elb.describeInstanceHealth(before, request)).answer.InstanceStates;
}

describe("describe-instance-health", () => {
  it("has AWS's shape, and the states of the health checks", () => {
    expect(states(REGISTERED)).toEqual([
      { InstanceId: "i-a", State: "InService", ReasonCode: "N/A", Description: "N/A" },
      { InstanceId: "i-b", State: "InService", ReasonCode: "N/A", Description: "N/A" },
    ]);
  });

  it("agrees with checkHealth", () => {
    const closed = editNetwork(REGISTERED, (draft) => {
      const group = draft.securityGroups["sg-app"];
      if (group) group.ingress = [];
      const eni = draft.networkInterfaces["eni-i-b"];
      if (eni) eni.groups = ["sg-lb2"];
    });
    const predicted = checkHealth(closed, { loadBalancer: "web" }).states;
    for (const { InstanceId, State, ReasonCode, Description } of states(closed))
      expect(predicted[InstanceId]).toEqual({ state: State, reasonCode: ReasonCode, description: Description });
    expect(states(closed)[0]).toMatchObject({ State: "OutOfService", ReasonCode: "Instance" });
  });

  it("says of an instance that is asked for and is not registered that it is not", () => {
    expect(states(REGISTERED, "i-c", "i-a")).toEqual([
      {
        InstanceId: "i-c",
        State: "OutOfService",
        ReasonCode: "Instance",
        Description: "Instance is not currently registered with the LoadBalancer.",
      },
      { InstanceId: "i-a", State: "InService", ReasonCode: "N/A", Description: "N/A" },
    ]);
  });

  it("leaves terminated instances out", () => {
    expect(states(REGISTERED, "i-gone", "i-a").map((each) => each.InstanceId)).toEqual(["i-a"]);
  });

  it("is about the Classic Load Balancer, whatever a newer one of the same name does", () => {
    const both = editNetwork(REGISTERED, (draft) => {
      draft.loadBalancers.web = {
        id: "web",
        type: "network",
        subnets: ["own-a"],
        listeners: [],
      } as unknown as (typeof draft.loadBalancers)[string];
    });
    expect(states(both)).toEqual(states(REGISTERED));
  });

  it("refuses an instance or a load balancer that does not exist", () => {
    const ask = (before: Network) =>
      elb.describeInstanceHealth(before, { ...NAME, Instances: [{ InstanceId: "i-none" }] });
    refused(ask, REGISTERED, "InvalidInstance at Instances.0.InstanceId");
    refused(ask, BEFORE, "LoadBalancerNotFound at LoadBalancerName");
  });
});
