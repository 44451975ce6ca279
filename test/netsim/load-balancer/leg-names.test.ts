/** The name of a leg is what blockers, unknowns and warnings refer to it by. */
import { checkHealth, type HealthVerdict, type NetworkInput, network, type TargetGroupInput } from "netsim";
import { describe, expect, it } from "vitest";

function health(instances: number, group: Partial<TargetGroupInput>): HealthVerdict {
  const ids = Array.from({ length: instances }, (_, at) => `i-${at}`);
  const input: NetworkInput = {
    vpcs: { v: { cidr: "10.0.0.0/16" } },
    subnets: { a: { vpcId: "v", availabilityZone: "us-east-1a", cidr: "10.0.0.0/24" } },
    securityGroups: { lb: { vpcId: "v" }, app: { vpcId: "v" } },
    instances: Object.fromEntries(
      ids.map((id, at) => [id, { subnetId: "a", privateIpAddress: `10.0.0.${at + 10}`, groups: ["app"] }]),
    ),
    loadBalancers: {
      web: {
        type: "application",
        subnets: ["a"],
        securityGroups: ["lb"],
        listeners: [{ port: 80, protocol: "HTTP", forward: "app" }],
      },
    },
    targetGroups: {
      app: {
        protocol: "HTTP",
        port: 8080,
        targets: ids.flatMap((id) => [
          { id, port: 8080 },
          { id, port: 8081 },
        ]),
        ...group,
      },
    },
  };
  return checkHealth(network(input), { loadBalancer: "web" });
}

const names = ({ legs }: HealthVerdict) => legs.map((leg) => leg.name);

describe("a target registered on several ports and checked on one fixed port", () => {
  it("has a health check for each of its ports, each with a name of its own", () => {
    expect(names(health(1, { healthCheck: { port: 9000 } }))).toEqual([
      "health: web@a -> i-0:9000 for port 8080 (app)",
      "health: web@a -> i-0:9000 for port 8081 (app)",
    ]);
  });

  it("and is stopped by blockers that belong to one of the checks each", () => {
    const { blockers, legs } = health(1, { healthCheck: { port: 9000 } });
    for (const leg of legs) expect(blockers.filter((each) => each.leg === leg.name)).toHaveLength(1);
  });

  it("has names of its own among many alike, too", () => {
    const all = names(health(20, { healthCheck: { port: 9000 } }));
    expect(all.length).toBeLessThan(20);
    expect(new Set(all).size).toBe(all.length);
  });

  it("is named by the port alone where each port is checked on itself, or where that port is the checked one", () => {
    expect(names(health(1, {}))).toEqual(["health: web@a -> i-0:8080 (app)", "health: web@a -> i-0:8081 (app)"]);
    expect(names(health(1, { healthCheck: { port: 8081 } }))).toEqual([
      "health: web@a -> i-0:8081 for port 8080 (app)",
      "health: web@a -> i-0:8081 (app)",
    ]);
  });
});
