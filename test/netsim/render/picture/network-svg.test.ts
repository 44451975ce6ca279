import fc from "fast-check";
import { checkConnection, checkHealth, checkListener, type NetworkInput, network } from "netsim";
import { renderMarkdown, renderMermaid, renderSvg } from "netsim/render";
import { describe, expect, it } from "vitest";
import { svgOfPlan } from "../../../../packages/netsim/src/render/picture/network-svg.ts";
import { clean } from "../../../../packages/netsim/src/render/picture/text.ts";
import { randomDocument } from "../../../support/aws-random.ts";
import { HOSTILE, hostileName } from "../../../support/hostile.ts";
import { loadAws } from "../../../support/load-aws.ts";
import { checkMermaid } from "../../../support/mermaid.ts";
import { PICTURE_CASES } from "../../../support/picture-cases.ts";
import { randomPlan } from "../../../support/random-plans.ts";
import { checkSvg, elementsOf, textsOf, wordsOf } from "../../../support/svg.ts";

const GOLDEN = [
  "shop-blocked-health-check",
  "classic-page-healthy",
  "reply-partly-dropped",
  "network-load-balancer",
  "peering",
  "peering-no-return-route",
  "dual-stack",
  "no-way-in",
  "ec2-classic",
  "not-known",
  "fleet",
  "whole-network",
  "empty",
];

function caseOf(name: string) {
  const make = PICTURE_CASES[name];
  if (!make) throw new Error(`no case ${name}`);
  return make();
}

describe("renderSvg", () => {
  it.each(GOLDEN)("draws %s as it was looked at", async (name) => {
    const { network: of, verdict } = caseOf(name);
    await expect(renderSvg(of, verdict, { theme: "light" })).toMatchFileSnapshot(`golden/${name}.svg`);
  });

  it.each(Object.keys(PICTURE_CASES))("%s is well-formed, inert and says in words what it shows", (name) => {
    const { network: of, verdict } = caseOf(name);
    for (const theme of ["light", "dark", "auto"] as const) {
      const root = checkSvg(renderSvg(of, verdict, { theme }));
      const { title, description } = wordsOf(root);
      expect(title).toContain(verdict?.verdict ?? "the network");
      // Every leg that is no other's like is named.
      for (const leg of verdict?.legs.slice(0, 1) ?? []) expect(description).toContain(leg.name);
    }
  });

  it("tells the rule that is missing: above, in the box, and to who does not see it", () => {
    const { network: of, verdict } = caseOf("shop-blocked-health-check");
    const root = checkSvg(renderSvg(of, verdict));
    const reason = "sg-app ingress: no rule for tcp 9000 from sg-lb";
    expect(textsOf(root)).toContain(reason);
    expect(textsOf(root).join(" ")).toContain("sg-app ingress: no rule for tcp 9000 from sg-lb");
    expect(wordsOf(root).description).toContain(reason);
    expect(textsOf(root)).toContain("health 9000");
  });

  it("follows the reader's preference unless told otherwise", () => {
    const { network: of, verdict } = caseOf("peering");
    const automatic = renderSvg(of, verdict);
    expect(automatic).toContain("@media (prefers-color-scheme:dark)");
    for (const theme of ["light", "dark"] as const) expect(renderSvg(of, verdict, { theme })).not.toContain("@media");
    expect(() => renderSvg(of, verdict, { theme: "blue" as never })).toThrow(
      "theme: expected light, dark or auto, found blue",
    );
    // On one page the styles of one do not reach into another.
    expect(renderSvg(of, verdict, { theme: "dark" })).toContain(".netsim-dark .canvas");
    expect(renderSvg(of, verdict, { theme: "dark" })).not.toContain(".netsim-light");
  });

  it("is the same for the same input", () => {
    const { network: of, verdict } = caseOf("fleet");
    expect(renderSvg(of, verdict)).toBe(renderSvg(of, verdict));
    expect(renderMermaid(of, verdict)).toBe(renderMermaid(of, verdict));
  });

  it("counts what is alike, and names in the legend what it leaves out", () => {
    const { network: of, verdict } = caseOf("fleet");
    const texts = textsOf(checkSvg(renderSvg(of, verdict))).join("\n");
    expect(texts).toContain("i-000 and 23 like it");
    expect(texts).toContain("i-004 and 5 like it");
    expect(texts).toContain("Not touched by this and not drawn: 2 instances.");
    const whole = textsOf(checkSvg(renderSvg(of, verdict, { everything: true }))).join("\n");
    expect(whole).not.toContain("Not touched");
  });

  it("says how many VPCs, zones, subnets and instances are too many", () => {
    const vpcs = Array.from({ length: 6 }, (_, at) => [`vpc-${at}`, { cidr: `10.${at}.0.0/16` }] as const);
    const subnets = Array.from({ length: 9 }, (_, at) => [
      `subnet-${at}`,
      { vpcId: "vpc-0", availabilityZone: "z", cidr: `10.0.${at}.0/24` },
    ]);
    const groups = Array.from({ length: 7 }, (_, at) => [`sg-${at}`, { vpcId: "vpc-0" }] as const);
    const instances = groups.map(([group], at) => [
      `i-${at}`,
      { subnetId: "subnet-0", privateIpAddress: `10.0.0.${10 + at}`, groups: [group] },
    ]);
    const of = network({
      vpcs: Object.fromEntries(vpcs),
      subnets: Object.fromEntries(subnets),
      securityGroups: Object.fromEntries(groups),
      instances: Object.fromEntries(instances),
    });
    const texts = textsOf(checkSvg(renderSvg(of))).join("\n");
    expect(texts).toContain("3 VPCs (vpc-3, vpc-4, vpc-5)");
    expect(texts).toContain("4 subnets (subnet-5, subnet-6, subnet-7 and 1 more)");
    expect(texts).toContain("+6 more");
  });

  it("cuts long names and keeps them whole where they are pointed at", () => {
    const long = `i-${"x".repeat(200)}`;
    const of = network({
      vpcs: { v: { cidr: "10.0.0.0/16" } },
      subnets: { s: { vpcId: "v", availabilityZone: "z", cidr: "10.0.0.0/24" } },
      instances: { [long]: { subnetId: "s", privateIpAddress: "10.0.0.10" } },
    });
    const root = checkSvg(renderSvg(of));
    expect(
      textsOf(root)
        .filter((text) => text.includes("xxx"))
        .every((text) => text.length < 40),
    ).toBe(true);
    const titles = elementsOf(root).filter((each) => each.tagName === "title");
    expect(titles.some((each) => each.textContent?.includes(long))).toBe(true);
  });
});

/** The shop with other names. */
function shopNamed(names: readonly string[]): NetworkInput {
  const [vpc = "", subnet = "", balancerGroup = "", group = "", instance = "", balancer = "", zone = ""] = names.map(
    // Different ones, and none that is empty.
    (name, at) => `${name}${at}`,
  );
  const [nick = ""] = names;
  return {
    vpcs: { [vpc]: { cidr: "10.0.0.0/16", name: nick } },
    subnets: { [subnet]: { vpcId: vpc, availabilityZone: zone, cidr: "10.0.0.0/24", name: nick } },
    securityGroups: {
      [balancerGroup]: { vpcId: vpc, ingress: [{ port: 80, from: "0.0.0.0/0" }] },
      [group]: { vpcId: vpc, ingress: [{ port: 8080, peer: { securityGroupId: balancerGroup } }] },
    },
    instances: { [instance]: { subnetId: subnet, privateIpAddress: "10.0.0.10", groups: [group], name: nick } },
    classicLoadBalancers: {
      [balancer]: {
        subnets: [subnet],
        securityGroups: [balancerGroup],
        instances: [instance],
        listeners: [{ protocol: "HTTP", loadBalancerPort: 80, instancePort: 8080 }],
        healthCheck: { target: "HTTP:9000/ping" },
      },
    },
  };
}

describe("names from outside", () => {
  const names = fc.array(hostileName, { minLength: 7, maxLength: 7 });

  function check(all: readonly string[]): void {
    const of = network(shopNamed(all));
    const [loadBalancer = ""] = Object.keys(of.classicLoadBalancers);
    const verdict = checkHealth(of, { loadBalancer });
    for (const theme of ["light", "auto"] as const) checkSvg(renderSvg(of, verdict, { theme }));
    checkSvg(renderSvg(of));
    checkMermaid(renderMermaid(of, verdict));
    checkMermaid(renderMermaid(of));
    const markdown = renderMarkdown(of, verdict);
    // No row of a table ends early, and nothing of HTML but our own is left.
    expect(markdown.split("```mermaid")[0]).not.toMatch(/<(?!!-- -->)/);
    const table = markdown.split("\n").filter((line) => line.startsWith("|"));
    for (const line of table) expect(line.split("|").length).toBeOneOf([6, 7]);
  }

  it.each(HOSTILE.map((name) => [JSON.stringify(name), name]))("%s does no harm", (_, name) => {
    check(Array.from({ length: 7 }, () => name));
  });

  it("do no harm, whatever they are", () => {
    fc.assert(fc.property(names, check));
  });

  it("are shown as they are, but for what cannot be shown", () => {
    fc.assert(
      fc.property(hostileName, (name) => {
        const of = network({
          vpcs: { v: { cidr: "10.0.0.0/16" } },
          subnets: { s: { vpcId: "v", availabilityZone: "z", cidr: "10.0.0.0/24" } },
          instances: { i: { subnetId: "s", privateIpAddress: "10.0.0.10", name } },
        });
        const titles = elementsOf(checkSvg(renderSvg(of))).filter((each) => each.tagName === "title");
        // XML reads white space as it is.
        expect(titles.some((each) => each.textContent?.includes(clean(name)))).toBe(true);
      }),
    );
  });
});

describe("of any plan", () => {
  it("the picture is well-formed and inert", () => {
    fc.assert(
      fc.property(randomPlan, fc.constantFrom("light" as const, "dark" as const, "auto" as const), (plan, theme) => {
        checkSvg(svgOfPlan(plan, theme));
      }),
      { numRuns: 40 },
    );
  });
});

describe("of any network", () => {
  it("every leg of every verdict is drawn, or counted below", () => {
    const drawn = { legs: 0 };
    fc.assert(
      fc.property(randomDocument({ loadBalancer: "always", maxSubnetsPerVpc: 3 }), fc.nat(), fc.nat(), (doc, a, b) => {
        const of = loadAws(doc);
        const ends = [...Object.keys(of.networkInterfaces), "internet", "203.0.113.9"];
        const [from = "", to = ""] = [ends[a % ends.length], ends[b % ends.length]];
        const [balancer] = Object.values(of.classicLoadBalancers);
        const verdicts = [
          ...(from === to || (!from.includes("-") && !to.includes("-"))
            ? []
            : [checkConnection(of, { from, to, port: 80 })]),
          ...(balancer ? [checkHealth(of, { loadBalancer: balancer.id })] : []),
          ...(balancer?.listeners[0]
            ? [
                checkListener(of, {
                  loadBalancer: balancer.id,
                  port: balancer.listeners[0].loadBalancerPort,
                  from: "internet",
                }),
              ]
            : []),
        ];
        for (const verdict of verdicts) {
          const root = checkSvg(renderSvg(of, verdict, { theme: "light" }));
          checkMermaid(renderMermaid(of, verdict));
          const words = wordsOf(root).description;
          const isCounted = /Not drawn: \d+ leg/.test(words) || / and \d+ more/.test(words);
          for (const leg of verdict.legs) expect(words.includes(leg.name) || isCounted).toBe(true);
          drawn.legs += verdict.legs.length;
        }
      }),
      { numRuns: 40, seed: 5 },
    );
    expect(drawn.legs).toBeGreaterThan(100);
  });
});
