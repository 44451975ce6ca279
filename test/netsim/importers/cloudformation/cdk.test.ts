/**
 * Templates as CDK 2.276 synthesizes them (cdk.out/): a VPC with NAT, a load balancer before an Auto Scaling group and an
 * instance, a database, and in a second stack a service on Fargate. test/package/cdk.test.ts has the app they are of.
 */
import { fileURLToPath } from "node:url";
import { checkConnection, checkHealth, checkListener, lint, type Network, unwrap } from "netsim";
import { type Note, readTemplates } from "netsim/cloudformation";
import { beforeAll, describe, expect, it } from "vitest";

let network: Network;
let notes: readonly Note[];

beforeAll(async () => {
  ({ network, notes } = unwrap(await readTemplates(fileURLToPath(new URL("cdk.out", import.meta.url)))));
});

describe("CDK's templates", () => {
  it("leave nothing unresolved, and presume only what AWS chooses", () => {
    expect(network.missing).toEqual([]);
    expect([...new Set(notes.map((note) => note.code))].sort()).toEqual([
      "presumed-address",
      "presumed-instances",
      "presumed-interfaces",
      "presumed-tasks",
      "presumed-zones",
      "resources-ignored",
    ]);
  });

  it("have constructs by their paths", () => {
    expect(network.loadBalancers.Lb1928D9D6?.name).toBe("Shop/Lb");
    expect(network.instances.ApiF70053CD?.name).toBe("Shop/Api");
    expect(Object.values(network.subnets).map((each) => each.name)).toEqual([
      "Shop/Vpc/PublicSubnet1",
      "Shop/Vpc/PublicSubnet2",
      "Shop/Vpc/PrivateSubnet1",
      "Shop/Vpc/PrivateSubnet2",
    ]);
    expect(Object.values(network.targetGroups).map((each) => each.name)).toEqual([
      "Shop/Lb/Http/WebGroup",
      "Shop/Lb/Http/ApiGroup",
      "Site/Site/LB/PublicListener/ECSGroup",
    ]);
  });

  it("have the instance unhealthy whose group CDK does not open, and the others in service", () => {
    const { states, verdict } = checkHealth(network, { loadBalancer: "Shop/Lb" });
    expect(verdict).toBe("partial");
    expect(Object.values(states).map((each) => each.state)).toEqual(["healthy", "healthy", "unhealthy"]);
    expect(states.ApiF70053CD?.state).toBe("unhealthy");
    expect(lint(network).findings.map((each) => each.code)).toContain("health-check-not-open");
    expect(checkListener(network, { loadBalancer: "Site/Site/LB", port: 80, from: "internet" }).service).toBe(
      "serving",
    );
  });

  it("say who gets to the database and to the internet", () => {
    const [database = ""] = Object.keys(network.networkInterfaces).filter((id) => id.startsWith("Db"));
    const ask = (from: string): string =>
      checkConnection(network, { from, to: { networkInterface: database }, port: 5432 }).verdict;
    const [web = ""] = Object.keys(network.instances).filter((id) => id.startsWith("Web"));
    expect([ask("Shop/Api"), ask(web), ask("internet")]).toEqual(["reachable", "unreachable", "unreachable"]);
    expect(checkConnection(network, { from: "Shop/Api", to: "internet", port: 443 }).verdict).toBe("reachable");
    expect(checkConnection(network, { from: "internet", to: "Shop/Api", port: 443 }).verdict).toBe("unreachable");
  });
});
