/** Calls from JavaScript: what is no network and no question is named, whichever function it is given to. */
import {
  checkConnection,
  checkHealth,
  checkLeg,
  checkListener,
  criticality,
  diffNetworks,
  editNetwork,
  explain,
  isNetwork,
  lint,
  network,
  reachability,
  recommendRules,
  repair,
  repairAll,
  simulateHealth,
} from "netsim";
import { describe, expect, it } from "vitest";

const EMPTY = network({});
type Any = (...given: unknown[]) => unknown;
const ASK: Record<string, Any> = {
  checkConnection: checkConnection as Any,
  checkListener: checkListener as Any,
  checkHealth: checkHealth as Any,
  checkLeg: checkLeg as Any,
  simulateHealth: simulateHealth as Any,
  recommendRules: recommendRules as Any,
  repairAll: repairAll as Any,
  lint: lint as Any,
  reachability: reachability as Any,
  diffNetworks: (given) => diffNetworks(EMPTY, given as never),
  criticality: (given) => criticality(given as never, []),
};
const NO_NETWORKS = [null, undefined, 3, "./aws", [], {}, { ok: true, value: EMPTY }, { network: EMPTY }];

describe.each(Object.keys(ASK))("%s", (name) => {
  it.each(NO_NETWORKS.map((each) => [each]))("names %j in the place of a network", (given) => {
    expect(() => ASK[name]!(given, {})).toThrow(
      expect.objectContaining({ name: "NetsimError", message: expect.stringMatching(/a network as network\(\)/) }),
    );
  });
});

describe.each(Object.keys(ASK).filter((name) => !["diffNetworks", "criticality"].includes(name)))("%s", (name) => {
  it.each([[null], ["web"], [[]]])("names %j in the place of a question", (given) => {
    expect(() => ASK[name]!(EMPTY, given)).toThrow(
      expect.objectContaining({ name: "NetsimError", message: expect.stringContaining("expected an object, found") }),
    );
  });
});

it("criticality names what is no list of goals", () => {
  expect(() => criticality(EMPTY, {} as never)).toThrow("goals: expected a list of goals, found {}");
});

it("diffNetworks says which of the two is no network", () => {
  expect(() => diffNetworks(null as never, EMPTY)).toThrow(/^before: expected a network/);
  expect(() => diffNetworks(EMPTY, null as never)).toThrow(/^after: expected a network/);
});

it.each([[null], [{}], [{ legs: [] }]])("explain and repair name %j in the place of a verdict", (given) => {
  expect(() => explain(given as never)).toThrow(/expected a verdict as a check/);
  expect(() => repair(EMPTY, given as never)).toThrow(/expected a verdict as a check/);
});

it("an edit names what is no network and what is no recipe", () => {
  expect(() => editNetwork(null as never, () => {})).toThrow("expected a network to edit, unwrapped, found null");
  expect(() => editNetwork(EMPTY, null as never)).toThrow("expected a function of the draft, found null");
});

it("a network is told from its input and from a result", () => {
  expect(isNetwork(EMPTY)).toBe(true);
  expect(isNetwork(JSON.parse(JSON.stringify(EMPTY)))).toBe(true);
  expect([null, {}, { vpcs: {} }, { ok: true, value: EMPTY }].filter(isNetwork)).toEqual([]);
});
