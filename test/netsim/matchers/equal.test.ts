import { editNetwork, network } from "netsim";
import { describe, expect, it } from "vitest";
import "netsim/vitest";
import { failureOf, leadOf, mistakesOf } from "./failure.ts";
import { SHOP, shop } from "./shop.ts";

describe("toEqualReachability", () => {
  it("passes where nothing fares differently, however the rules are written", () => {
    expect(shop).toEqualReachability(shop);
    expect(network(SHOP)).toEqualReachability(shop);
    const rewritten = editNetwork(shop, (draft) => {
      const group = draft.securityGroups["sg-lb"];
      if (group) group.ingress = ["0.0.0.0/1", "128.0.0.0/1"].map((from) => ({ port: 80, from }));
    });
    expect(rewritten).toEqualReachability(shop);
  });

  it("shows what differs, from the other network to this one", () => {
    const without = editNetwork(shop, (draft) => {
      draft.securityGroups["sg-app"]?.ingress.pop();
    });
    expect(failureOf(() => expect(without).toEqualReachability(shop))).toMatchInlineSnapshot(`
      "expected the network to let through what the other one does; from that one
      to this they differ

      ✗ the networks differ

      Stops working
        - web@front -> i-app
          packets   tcp 10.0.0.4-10.0.0.19,10.0.0.21-10.0.0.254:1024-65535 ->
                    10.0.1.10:9000
          such as   tcp 10.0.0.5:1024 -> 10.0.1.10:9000
          because   sg-app ingress tcp 9000 from sg-lb removed
          open ones tcp: survive until idle for 432000 s, as security groups track
                    them

      Targets in another state
        TARGET     BEFORE     AFTER         REASON
        web/i-app  InService  OutOfService  Instance has failed at least the
                                            UnhealthyThreshold number of health
                                            checks consecutively.

      Assumed
        - open connections are forgotten after AWS's default idle timeouts (on
          instances of Nitro v6 tcp has 350 s)"
    `);
    expect(failureOf(() => expect(shop).toEqualReachability(without))).toContain("Starts to work");
    expect(without).not.toEqualReachability(shop);
  });

  it("says nothing for certain of networks that leave something out, unless that is allowed", () => {
    const gateway = { gwlb: { type: "gateway", subnets: ["back"], listeners: [] } } as const;
    const [one, other] = [network({ ...SHOP, loadBalancers: gateway }), network({ ...SHOP, loadBalancers: gateway })];
    expect(leadOf(() => expect(one).toEqualReachability(other))).toBe(
      "expected the network to let through what the other one does; nothing differs for certain",
    );
    expect(leadOf(() => expect(one).not.toEqualReachability(other))).toContain("nothing differs for certain");
    expect(one).toEqualReachability(other, { allowUnknown: true });
    expect(one).toEqualReachability(one);
  });

  it("throws for what is no network, or no option", () => {
    expect(
      mistakesOf(
        () => expect(shop).not.toEqualReachability(SHOP as never),
        () => expect(shop).not.toEqualReachability(shop, { sourcePort: 1 } as never),
        () => expect(shop).not.toEqualReachability(shop, { pathMtu: "on" as never }),
      ).map((each) => each.slice(0, 140)),
    ).toMatchInlineSnapshot(`
      [
        "toEqualReachability: expected a network that network(...) made or readNetwork(...) found as its argument (give the input to network(...) fir",
        "toEqualReachability: sourcePort: expected one of the keys sourcePorts, sameSubnetAcl, pathMtu, autoTracked, idleTimeouts, allowUnknown (did ",
        "toEqualReachability: pathMtu: expected warn or tracked, found "on"",
      ]
    `);
  });
});
