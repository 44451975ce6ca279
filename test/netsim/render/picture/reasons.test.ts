import { checkConnection, checkHealth, checkListener, type NetworkAclEntryInput, network } from "netsim";
import { describe, expect, it } from "vitest";
import { reasonsOf } from "../../../../packages/netsim/src/render/picture/reasons.ts";
import { PICTURE_CASES, SHOP } from "../../../support/picture-cases.ts";
import {
  ANYWHERE,
  allow,
  deny,
  EVERYTHING,
  extend,
  peered,
  publicAndPrivate,
  twoSubnets,
} from "../../../support/small-networks.ts";

type Asked = Parameters<typeof reasonsOf>[0];

function textsOf(verdict: Asked): readonly string[] {
  return reasonsOf(verdict).all.map((each) => each.text);
}

/** The shop's clients, with these entries for what goes out of the load balancer's subnet. */
function clientsWith(egress: readonly NetworkAclEntryInput[]): Asked {
  const shop = network(
    extend(SHOP, {
      networkAcls: { "acl-lb": { vpcId: "shop", ingress: EVERYTHING, egress } },
      subnets: { "public-a": { ...SHOP.subnets?.["public-a"], networkAclId: "acl-lb" } as never },
      securityGroups: { "sg-app": { vpcId: "shop", ingress: [{ port: "8080-9000", from: "sg-lb" }] } },
    }),
  );
  return checkListener(shop, { loadBalancer: "web", port: 80, from: "internet" });
}

describe("reasons in few words", () => {
  it("name the rule that a group lacks, and whom it would be for", () => {
    expect(textsOf(PICTURE_CASES["health-blocked"]?.().verdict)).toEqual([
      "sg-app ingress: no rule for tcp 9000 from sg-lb",
    ]);
    const two = twoSubnets();
    expect(textsOf(checkConnection(two, { from: "i-a", to: "i-b", port: 22 }))).toEqual([
      "sg-b ingress: no rule for tcp 22 from sg-a",
    ]);
    expect(textsOf(checkConnection(two, { from: "i-a", to: "i-b", protocol: "icmp" }))).toEqual([
      "sg-b ingress: no rule for ping from sg-a",
    ]);
  });

  it("say the internet where all of it is meant, and only there", () => {
    const narrow = allow(100, "tcp 32768-65535");
    const inside = allow(90, "all", "10.0.0.0/16");
    expect(textsOf(clientsWith([narrow, inside]))).toEqual([
      "acl-lb egress: no entry allows tcp 1024-32767 to the internet",
    ]);
    const some = ["203.0.113.0/24", "198.18.0.0/15", "11.0.0.0/8"].map((block, at) =>
      allow(100 + at, "tcp 1024-65535", block),
    );
    const [text] = textsOf(clientsWith([inside, ...some]));
    expect(text).toMatch(/^acl-lb egress: no entry allows tcp 1024-65535 to \S+, \S+ and \d+ more$/);
  });

  it("name the entry that denies, and the route that is missing or gone", () => {
    expect(textsOf(clientsWith([deny(50, "tcp 1024-65535"), ...EVERYTHING]))).toEqual([
      "acl-lb egress: rule 50 deny tcp 1024-65535 to 0.0.0.0/0",
    ]);
    const oneWay = peered({ routeTables: { "rtb-b": { vpcId: "vpc-b", main: true } } });
    expect(textsOf(checkConnection(oneWay, { from: "a", to: "b", port: 80 }))).toEqual([
      "rtb-b: no route to 10.0.0.10",
    ]);
    const shut = publicAndPrivate({
      routeTables: {
        "rtb-private": { vpcId: "vpc-1", routes: [{ destination: ANYWHERE, target: "nat-gone", state: "blackhole" }] },
      },
    });
    expect(textsOf(checkConnection(shut, { from: "app", to: "203.0.113.10", port: 443 }))).toEqual([
      "rtb-private: the route leads to nat-gone, which is gone (blackhole)",
    ]);
  });

  it("are numbered where there are several, at their hops", () => {
    const verdict = PICTURE_CASES["no-way-in"]?.().verdict;
    const reasons = reasonsOf(verdict);
    const [leg] = verdict?.legs ?? [];
    const numbers = leg?.forward.hops.map((hop) => reasons.numberAt(leg.name, "forward", hop));
    expect(numbers?.filter((each) => each !== undefined)).toEqual([1, 2]);
    expect(reasons.all.map((each) => each.number)).toEqual([1, 2, 3]);
  });

  it("are none where everything works, and what is not known where it is not", () => {
    expect(textsOf(PICTURE_CASES.peering?.().verdict)).toEqual([]);
    expect(reasonsOf(undefined).all).toEqual([]);
    const { all } = reasonsOf(PICTURE_CASES["not-known"]?.().verdict);
    expect(all.map((each) => each.tone)).toEqual(["unknown"]);
    expect(all[0]?.text).toMatch(/^acl-app: the network ACL of subnet-app is not in the input/);
  });

  it("do not list what only follows from them", () => {
    const shop = network(SHOP);
    expect(textsOf(checkListener(shop, { loadBalancer: "web", port: 80, from: "internet" }))).toEqual(
      textsOf(checkHealth(shop, { loadBalancer: "web" })),
    );
  });
});
