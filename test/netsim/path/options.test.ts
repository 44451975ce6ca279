import { NetsimError } from "@netsim/core";
import { checkConnection, checkHealth, checkLeg, checkListener } from "netsim";
import { describe, expect, it } from "vitest";
import { balanced, STRANGER } from "../../support/small-networks.ts";

const NET = balanced();

describe.each<[string, (options: object) => unknown]>([
  ["checkConnection", (options) => checkConnection(NET, { from: STRANGER, to: "web", port: 80, ...options })],
  ["checkListener", (options) => checkListener(NET, { loadBalancer: "web", port: 80, from: STRANGER, ...options })],
  ["checkHealth", (options) => checkHealth(NET, { loadBalancer: "web", ...options })],
  ["checkLeg", (options) => checkLeg(NET, { leg: "health", loadBalancer: "web", ...options })],
])("%s", (_, ask) => {
  it.each([
    [{ pathMtu: "never" }, "pathMtu", "warn or tracked"],
    [{ pathMtu: null }, "pathMtu", "warn or tracked"],
    [{ sameSubnetAcl: "loose" }, "sameSubnetAcl", "egress or strict"],
  ])("refuses %j", (options, key, expected) => {
    let issues: readonly unknown[] = [];
    try {
      ask(options);
    } catch (error) {
      if (error instanceof NetsimError) issues = error.issues;
    }
    expect(issues).toMatchObject([{ code: "option", path: [key], expected }]);
  });

  it("takes each choice, and none", () => {
    for (const options of [
      {},
      { pathMtu: undefined },
      { pathMtu: "warn" },
      { pathMtu: "tracked", sameSubnetAcl: "strict" },
    ]) {
      expect(() => ask(options)).not.toThrow();
    }
  });
});
