/** The network of the Classic page, written by hand as a template, is the one that AWS describes: whatever is taken away. */
import { fileURLToPath } from "node:url";
import {
  checkConnection,
  checkHealth,
  checkListener,
  editNetwork,
  type Network,
  type NetworkDraft,
  recommendRules,
  unwrap,
} from "netsim";
import { readNetwork } from "netsim/aws";
import { readTemplates } from "netsim/cloudformation";
import { beforeAll, describe, expect, it } from "vitest";

const folder = fileURLToPath(new URL("../../packages/examples/networks", import.meta.url));

/** By the names of the template. */
const IDS: Readonly<Record<string, string>> = {
  LbGroup: "sg-0d1e2f3a4b5c6d7e8",
  InstancesGroup: "sg-0e2f3a4b5c6d7e8f9",
  LbAcl: "acl-0b2c3d4e5f6071829",
  InstancesAcl: "acl-0c3d4e5f60718293a",
  PublicTable: "rtb-0b1c2d3e4f5061728",
};

let described: Network;
let templated: Network;

beforeAll(async () => {
  described = unwrap(await readNetwork(`${folder}/classic-page`)).network;
  templated = unwrap(await readTemplates(`${folder}/classic-page.yaml`)).network;
});

/** The words that matter, the same for both where the instances are called by their names. */
function words(network: Network): object {
  const health = checkHealth(network, { loadBalancer: "web" });
  const clients = checkListener(network, { loadBalancer: "web", port: 80, from: "internet" });
  const direct = ["web-a", "web-b"].map((to) => checkConnection(network, { from: "internet", to, port: 8080 }).verdict);
  const between = checkConnection(network, { from: "web-a", to: "web-b", port: 8080 });
  const codes = (blockers: readonly { readonly code: string; readonly kind: string }[]) =>
    [...new Set(blockers.map(({ code, kind }) => `${kind} ${code}`))].sort();
  return {
    health: health.verdict,
    states: Object.values(health.states).map(({ state, reasonCode }) => [state, reasonCode]),
    healthBlockers: codes(health.blockers),
    clients: [clients.verdict, clients.service],
    clientBlockers: codes(clients.blockers),
    direct,
    between: between.verdict,
    betweenBlockers: codes(between.blockers),
  };
}

type Edit = (draft: NetworkDraft, id: (name: string) => string) => void;

const RULES: readonly (readonly [what: string, edit: Edit])[] = [
  ...(["LbGroup", "InstancesGroup"] as const).flatMap((name) =>
    (["ingress", "egress"] as const).flatMap((direction) =>
      [0, 1].map((at): readonly [string, Edit] => [
        `rule ${at} of ${name}, ${direction}`,
        (draft, id) => {
          draft.securityGroups[id(name)]?.[direction].splice(at, 1);
        },
      ]),
    ),
  ),
  ...(["LbAcl", "InstancesAcl"] as const).flatMap((name) =>
    (["ingress", "egress"] as const).flatMap((direction) =>
      [100, 110, 120].map((number): readonly [string, Edit] => [
        `entry ${number} of ${name}, ${direction}`,
        (draft, id) => {
          const acl = draft.networkAcls[id(name)];
          if (acl) acl[direction] = acl[direction].filter((each) => each.ruleNumber !== number);
        },
      ]),
    ),
  ),
  [
    "the route to the internet",
    (draft, id) => {
      const table = draft.routeTables[id("PublicTable")];
      if (table) table.routes = table.routes.filter((each) => each.destination !== "0.0.0.0/0");
    },
  ],
];

describe("the template of the Classic page", () => {
  it("has the same answers as what AWS describes", () => {
    expect(words(templated)).toEqual(words(described));
    expect(words(templated)).toMatchObject({
      health: "reachable",
      clients: ["reachable", "serving"],
      direct: ["unreachable", "unreachable"],
    });
  });

  it.each(RULES)("and without %s", (_, edit) => {
    const without = [
      editNetwork(described, (draft) => edit(draft, (name) => IDS[name] ?? name)),
      editNetwork(templated, (draft) => edit(draft, (name) => name)),
    ] as const;
    expect(words(without[1])).toEqual(words(without[0]));
  });

  it("has the rules that AWS recommends, and no others", () => {
    const { rules, wider } = recommendRules(templated, { loadBalancer: "web" });
    expect(rules.map((each) => each.status)).toEqual(rules.map(() => "present"));
    expect(rules.length).toBe(recommendRules(described, { loadBalancer: "web" }).rules.length);
    expect(wider.length).toBe(recommendRules(described, { loadBalancer: "web" }).wider.length);
  });

  it("points at what it is made of", () => {
    const health = checkHealth(
      editNetwork(templated, (draft) => {
        draft.securityGroups.InstancesGroup?.ingress.splice(1, 1);
      }),
      { loadBalancer: "web" },
    );
    expect(health.blockers.map((each) => each.component)).toContain("InstancesGroup");
    expect(templated.securityGroups.InstancesGroup?.ingress[1]?.origin).toEqual({
      file: "classic-page.yaml",
      pointer: "/Resources/InstancesGroup/Properties/SecurityGroupIngress/1",
      logicalId: "InstancesGroup",
    });
  });
});
