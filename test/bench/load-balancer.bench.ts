/**
 * A listener of an Application Load Balancer with 3 zones and 1,000 targets: judged cold, after a one-rule edit, and again.
 * Aims: 20 ms cold, 1 ms after the edit.
 */
import { checkListener, editNetwork, type Network, type NetworkInput, network } from "netsim";
import { Bench } from "tinybench";

const ZONES = ["a", "b", "c"];
const TARGETS = 1000;

function fleet(): NetworkInput {
  const targets = Array.from({ length: TARGETS }, (_, at) => `i-${at}`);
  return {
    vpcs: { vpc: { cidr: "10.0.0.0/16" } },
    internetGateways: { "igw-1": { vpcId: "vpc" } },
    routeTables: { public: { vpcId: "vpc", routes: [{ destination: "0.0.0.0/0", target: "igw-1" }] } },
    networkAcls: { lb: acl("lb"), app: acl("app") },
    subnets: Object.fromEntries(
      ZONES.flatMap((zone, at) => [
        [`lb-${zone}`, subnet(zone, `10.0.${at}.0/24`, { networkAclId: "lb", routeTableId: "public" })],
        [`app-${zone}`, subnet(zone, `10.0.${16 + at * 4}.0/22`, { networkAclId: "app" })],
      ]),
    ),
    securityGroups: {
      "sg-lb": { vpcId: "vpc", ingress: [{ port: 80, from: "0.0.0.0/0" }], egress: [{ port: 8080, to: "sg-app" }] },
      "sg-app": { vpcId: "vpc", ingress: [{ port: 8080, from: "sg-lb" }] },
    },
    instances: Object.fromEntries(
      targets.map((id, at) => [
        id,
        {
          subnetId: `app-${ZONES[at % ZONES.length]}`,
          privateIpAddress: addressOf(at % ZONES.length, Math.floor(at / ZONES.length)),
          groups: ["sg-app"],
          services: [{ port: 8080, http: { "/": 200 } }],
        },
      ]),
    ),
    loadBalancers: {
      web: {
        type: "application",
        subnets: ZONES.map((zone) => `lb-${zone}`),
        securityGroups: ["sg-lb"],
        listeners: [{ port: 80, protocol: "HTTP", forward: "app" }],
      },
    },
    targetGroups: { app: { protocol: "HTTP", port: 8080, targets } },
  };
}

/** The addresses of a /22 from its eleventh on. */
function addressOf(zone: number, at: number): string {
  const host = 10 + at;
  return `10.0.${16 + zone * 4 + (host >> 8)}.${host & 255}`;
}

function subnet(zone: string, cidr: string, more: object) {
  return { vpcId: "vpc", availabilityZone: `us-east-1${zone}`, cidr, ...more };
}

function acl(kind: "lb" | "app") {
  const allow = (ruleNumber: number, port: number | string, cidrBlock: string) => ({
    ruleNumber,
    ruleAction: "allow" as const,
    protocol: "tcp",
    port,
    cidrBlock,
  });
  return kind === "lb"
    ? {
        vpcId: "vpc",
        ingress: [allow(100, 80, "0.0.0.0/0"), allow(110, "1024-65535", "10.0.0.0/16")],
        egress: [allow(100, 8080, "10.0.0.0/16"), allow(110, "1024-65535", "0.0.0.0/0")],
      }
    : {
        vpcId: "vpc",
        ingress: [allow(100, 8080, "10.0.0.0/16")],
        egress: [allow(100, "1024-65535", "10.0.0.0/16")],
      };
}

const question = { loadBalancer: "web", port: 80, from: "internet" } as const;
const input = fleet();
const warm = network(input);
const first = checkListener(warm, question);
if (first.verdict !== "reachable" || Object.keys(first.states).length !== TARGETS) {
  throw new Error(`the fleet is not served: ${first.verdict}`);
}

/** Every network new, so that nothing is known of any of its records. */
const COLD = 40;
const cold: Network[] = Array.from({ length: COLD }, () => network(structuredClone(input)));
let port = 8081;
const edited: Network[] = [];

export const baseline = "judged again";
export const bench = new Bench({ time: 1500, warmupTime: 300 });
bench.add(baseline, () => {
  checkListener(warm, question);
});
bench.add(
  "judged cold",
  () => {
    checkListener(cold.pop() ?? warm, question);
  },
  {
    beforeEach: () => {
      if (cold.length === 0) cold.push(network(structuredClone(input)));
    },
  },
);
bench.add(
  "judged after a one-rule edit",
  () => {
    checkListener(edited.pop() ?? warm, question);
  },
  {
    beforeEach: () => {
      edited.push(
        editNetwork(warm, (draft) => {
          const rule = draft.securityGroups["sg-app"]?.ingress[0];
          if (rule) rule.toPort = 8081 + (port++ % 5000);
        }),
      );
    },
  },
);
bench.add("the edit itself", () => {
  editNetwork(warm, (draft) => {
    const rule = draft.securityGroups["sg-app"]?.ingress[0];
    if (rule) rule.toPort = 8081 + (port++ % 5000);
  });
});
