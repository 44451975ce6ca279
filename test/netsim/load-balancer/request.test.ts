import { type AddressSet, addressesOf, cidr, type Listener, network } from "@netsim/core";
import fc from "fast-check";
import type { RequestInput } from "netsim";
import { describe, expect, it } from "vitest";
import { handlingsOf } from "../../../packages/netsim/src/load-balancer/request.ts";
import { applicationInput, type ListenerOf } from "../../support/forwarding-networks.ts";
import { ANYWHERE } from "../../support/small-networks.ts";

type Rule = NonNullable<ListenerOf["rules"]>[number];

function listener(rules: readonly Rule[]): Listener {
  const balancer = { listeners: [{ port: 80, protocol: "HTTP", forward: "app", rules }] };
  return network(applicationInput({ balancer })).loadBalancers.web?.listeners[0] as Listener;
}

const EVERYBODY: AddressSet = addressesOf(cidr(ANYWHERE));
const priorities = (rules: readonly Rule[], request: RequestInput, clients = EVERYBODY) =>
  handlingsOf(listener(rules), request, clients).map((each) => each.priority ?? "default");
const path = (priority: number, ...values: string[]): Rule => ({
  priority,
  conditions: [{ field: "path-pattern", values }],
  forward: "app",
});

describe("the handlings of a request", () => {
  it("end with the rule that takes all that is left", () => {
    const rules = [path(1, "/a"), path(2, "*"), path(3, "/b")];
    expect(priorities(rules, { path: "/b" })).toEqual([2]);
    expect(priorities(rules, {})).toEqual([1, 2, 3, "default"]);
  });

  it("of a path of its own are one alone", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("/a", "/a/b", "/c", "/"),
        fc.uniqueArray(fc.integer({ min: 1, max: 50 }), { minLength: 3, maxLength: 3 }),
        (asked, numbers) => {
          const [first = 1, second = 2, third = 3] = numbers;
          const rules = [path(first, "/a*"), path(second, "/a", "/c"), path(third, "/c")];
          const found = priorities(rules, { path: asked });
          expect(found).toHaveLength(1);
          const takers = rules.filter((rule) =>
            rule.conditions[0]?.values.some((value) => (value === "/a*" ? asked.startsWith("/a") : value === asked)),
          );
          expect(found[0]).toBe(takers.length === 0 ? "default" : Math.min(...takers.map((rule) => rule.priority)));
        },
      ),
    );
  });

  it("are those of some requests where one condition is settled and another open", () => {
    const both: Rule = {
      priority: 5,
      conditions: [
        { field: "path-pattern", values: ["/a"] },
        { field: "http-request-method", values: ["POST"] },
      ],
      forward: "app",
    };
    expect(priorities([both], { path: "/a" })).toEqual([5, "default"]);
    expect(priorities([both], { path: "/b" })).toEqual(["default"]);
    expect(priorities([both], { path: "/a", method: "POST" })).toEqual([5]);
  });

  it("without a condition are the rule's: it takes every request", () => {
    expect(priorities([{ priority: 7, conditions: [], forward: "app" }], {})).toEqual([7]);
  });

  it("by several blocks of sources are those of clients in any of them", () => {
    const sources: Rule = {
      priority: 1,
      conditions: [{ field: "source-ip", values: ["10.0.0.0/25", "10.0.0.128/25"] }],
      forward: "app",
    };
    expect(priorities([sources], {}, addressesOf(cidr("10.0.0.0/24")))).toEqual([1]);
    expect(priorities([sources], {}, addressesOf(cidr("10.0.0.0/23")))).toEqual([1, "default"]);
    expect(priorities([sources], {}, addressesOf(cidr("2001:db8::/64")))).toEqual(["default"]);
  });
});
