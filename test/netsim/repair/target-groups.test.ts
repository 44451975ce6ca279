/** Repairs of Application and Network Load Balancers: what was taken of AWS's recommended rules is found again. */
import { type Network, network } from "@netsim/core";
import fc from "fast-check";
import { applyEdits, checkHealth, checkListener, recommendRules, repair } from "netsim";
import { describe, expect, it } from "vitest";
import { PAGE, withBalancer } from "../../support/classic-page.ts";

const CASES = {
  application: [{ securityGroups: ["sg-lb"] }, {}],
  "network with groups": [{ securityGroups: ["sg-lb"] }, { preserveClientIp: true }],
  "network without groups": [{ crossZone: true }, { preserveClientIp: true }],
  "network without groups or client addresses": [{ crossZone: true }, { preserveClientIp: false }],
} as const;

describe.each(Object.entries(CASES))("repair of an %s load balancer", (name, [more, group]) => {
  const type = name.startsWith("network") ? "network" : "application";
  const empty = network(withBalancer(PAGE, type, more, group));
  const { edits } = recommendRules(empty, { loadBalancer: "web" });

  it("takes no more edits than were left out", () => {
    fc.assert(
      fc.property(fc.subarray([...edits.keys()], { minLength: 1, maxLength: 3 }), (gone) => {
        const net = applyEdits(
          empty,
          edits.filter((_, at) => !gone.includes(at)),
        );
        for (const ask of [
          (other: Network) => checkListener(other, { loadBalancer: "web", port: 80, from: "internet" }),
          (other: Network) => checkHealth(other, { loadBalancer: "web" }),
        ]) {
          const [first] = repair(net, ask(net)).repairs;
          expect(first?.edits.length).toBeLessThanOrEqual(gone.length);
          expect(ask(applyEdits(net, first?.edits ?? [])).verdict).toBe("reachable");
        }
      }),
      { numRuns: 12 },
    );
  });
});
