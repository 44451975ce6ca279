import type { InstanceStateName, ServiceInput } from "@netsim/core";
import { checkConnection } from "netsim";
import { describe, expect, it } from "vitest";
import { assumptionsOf, blockersOf, from, twoSubnets } from "../../support/small-networks.ts";

const A_TO_B = { from: "i-a", to: "i-b", port: 80 } as const;

const receiver = (more: { state?: InstanceStateName; services?: ServiceInput[] }) =>
  twoSubnets({
    securityGroups: { "sg-b": { vpcId: "vpc-1", ingress: [from("sg-a", "all")] } },
    instances: { "i-b": { subnetId: "subnet-b", privateIpAddress: "10.0.1.10", groups: ["sg-b"], ...more } },
  });

describe("an instance", () => {
  it.each(["pending", "stopping", "stopped", "shutting-down", "terminated"] as const)(
    "that is %s neither answers nor sends",
    (state) => {
      const net = receiver({ state });
      const into = checkConnection(net, A_TO_B);
      expect(blockersOf(into)).toEqual(["i-b ingress forward - instance-not-running -"]);
      expect(into.blockers[0]).toMatchObject({ kind: "application", details: { state } });
      expect(blockersOf(checkConnection(net, { from: "i-b", to: "10.0.0.99", port: 80 }))).toEqual([
        "i-b egress forward - instance-not-running -",
      ]);
    },
  );

  it("whose services are not known is taken to answer, and that is said", () => {
    const verdict = checkConnection(receiver({}), A_TO_B);
    expect(verdict.verdict).toBe("reachable");
    expect(assumptionsOf(verdict)).toEqual(["i-b service-assumed"]);
  });

  it("answers on the ports that its services listen on, by protocol", () => {
    const net = receiver({ services: [{ port: 80 }, { port: 53, protocol: "udp" }] });
    expect(checkConnection(net, A_TO_B).verdict).toBe("reachable");
    expect(checkConnection(net, A_TO_B).assumptions).toEqual([]);
    expect(blockersOf(checkConnection(net, { ...A_TO_B, port: 53 }))).toEqual([
      "i-b ingress forward - nothing-listens -",
    ]);
    expect(checkConnection(net, { ...A_TO_B, port: 53, protocol: "udp" }).verdict).toBe("reachable");
  });

  it("answers on some of several ports: partial", () => {
    const verdict = checkConnection(receiver({ services: [{ port: 80 }] }), { ...A_TO_B, port: "80-81" });
    expect(verdict.verdict).toBe("partial");
    expect(verdict.legs[0]?.failing).toMatchObject([{ destinationPortRanges: ["81"] }]);
  });

  it("answers ping whatever its services are", () => {
    expect(checkConnection(receiver({ services: [] }), { from: "i-a", to: "i-b", protocol: "icmp" }).verdict).toBe(
      "reachable",
    );
  });

  it("refuses a port without a service, which is not what a filter does", () => {
    const verdict = checkConnection(receiver({ services: [] }), A_TO_B);
    expect(verdict.blockers).toMatchObject([{ kind: "application", code: "nothing-listens", awsCode: null }]);
  });
});
