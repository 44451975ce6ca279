import { checkHealth, checkListener, type HealthVerdict, type NetworkInput, network } from "netsim";
import { describe, expect, it } from "vitest";
import { renderVerdict } from "../../../packages/netsim/src/render/text.ts";
import { blocker, connection, hop, leg, tcp } from "./verdicts.ts";

const NETWORK: NetworkInput = {
  vpcs: { v: { cidr: "10.0.0.0/16" } },
  subnets: { a: { vpcId: "v", availabilityZone: "us-east-1a", cidr: "10.0.0.0/24" } },
  securityGroups: {
    open: { vpcId: "v", ingress: [{ from: "0.0.0.0/0" }] },
    closed: { vpcId: "v" },
    app: { vpcId: "v", ingress: [{ from: "10.0.0.0/16" }, { from: "closed" }] },
  },
};
type Listeners = NonNullable<NetworkInput["loadBalancers"]>[string]["listeners"];
const balancersWith = (listeners: Listeners): NetworkInput => ({
  loadBalancers: {
    web: { type: "application", scheme: "internal", subnets: ["a"], securityGroups: ["open"], listeners },
  },
});
const balancedByListener = (listeners: Listeners) => network({ ...NETWORK, ...balancersWith(listeners) });

const NODE = { id: "web@subnet-lb", kind: "load-balancer-node" } as const;

describe("health", () => {
  const name = "health: web@subnet-lb -> i-0a1:9000";
  const check = tcp("10.0.0.5/32", "1024-65535", "10.0.1.7/32", "9000");
  const verdict: HealthVerdict = {
    ...connection("unknown", [
      leg({
        name,
        kind: "health",
        verdict: "unreachable",
        asked: [check],
        forward: {
          hops: [
            hop(1, { component: NODE, direction: "egress", inbound: [check] }),
            hop(2, {
              component: { id: "i-0a1", kind: "application" },
              direction: "ingress",
              status: "block",
              inbound: [check],
              outbound: [],
              decisions: [{ action: "deny", rule: null, packets: [check] }],
            }),
          ],
        },
      }),
    ]),
    kind: "health",
    loadBalancer: "web",
    targetGroups: [],
    states: {
      "i-0a1": {
        state: "OutOfService",
        reasonCode: "Instance",
        description: "Instance has failed at least the UnhealthyThreshold number of health checks consecutively.",
      },
      "i-0b2": { state: "InService", reasonCode: "N/A", description: "N/A" },
      "i-0c3": { state: "Unknown", reasonCode: "N/A", description: "N/A" },
    },
    blockers: [
      blocker({
        component: "i-0a1",
        kind: "application",
        direction: "ingress",
        leg: name,
        hop: 2,
        code: "http-status",
        packets: [check],
        details: { path: "/ping", status: 503, expected: 200 },
      }),
    ],
    unknowns: [{ component: "i-0c3", code: "instance-missing", leg: "health: web -> i-0c3", phase: "forward" }],
  };

  it("is a table of instances, then the legs", () => {
    expect(renderVerdict(verdict)).toMatchInlineSnapshot(`
      "? health of web  unknown

         INSTANCE  STATE         REASON    DESCRIPTION
      ✗  i-0a1     OutOfService  Instance  Instance has failed at least the UnhealthyThreshold number of
                                           health checks consecutively.
      ✓  i-0b2     InService     N/A       N/A
      ?  i-0c3     Unknown       N/A       N/A

      ✗ health leg  web@subnet-lb -> i-0a1:9000  unreachable
        asked  tcp 10.0.0.5:1024-65535 -> 10.0.1.7:9000
        forward
          1 ✓ egress  load balancer node web@subnet-lb
          2 ✗ ingress application i-0a1                 /ping answers 503, the health check wants 200
        no reply: nothing arrives

      Blocked at one place
        ✗ instance i-0a1, ingress: /ping answers 503, the health check wants 200
          where    health leg  web@subnet-lb -> i-0a1:9000, forward, hop 2
          code     http-status

      Not known
        ? i-0c3: the instance, its interface or its subnet is not in the input
      "
    `);
  });

  it("says so when no instance is registered, and when no target is", () => {
    for (const noun of ["instance", "target"]) {
      const blockers = [
        blocker({
          component: "web",
          kind: "load-balancer",
          direction: "egress",
          leg: "health: web",
          code: `no-registered-${noun}`,
        }),
      ];
      const empty = { ...verdict, verdict: "unreachable", states: {}, legs: [], blockers, unknowns: [] } as const;
      expect(renderVerdict(empty)).toContain(`unreachable\n\nNo ${noun} is registered.\n\nBlocked`);
    }
  });
});

it("a listener of a Classic Load Balancer without instances says that none is registered", () => {
  const net = network({
    ...NETWORK,
    classicLoadBalancers: {
      web: {
        scheme: "internal",
        subnets: ["a"],
        securityGroups: ["open"],
        listeners: [{ protocol: "HTTP", loadBalancerPort: 80, instancePort: 80 }],
      },
    },
  });
  const text = renderVerdict(checkListener(net, { loadBalancer: "web", port: 80, from: "10.0.0.200" }));
  expect(text).toMatch(/CLIENTS SEE +INSTANCES IN SERVICE\n.* 503 +none\n\nNo instance is registered\./);
});

describe("a listener of an Application Load Balancer", () => {
  const NET = balancedByListener([
    { port: 80, protocol: "HTTP", defaultActions: [{ type: "redirect", protocol: "HTTPS", port: "443" }] },
  ]);
  const ask = (port: number) => renderVerdict(checkListener(NET, { loadBalancer: "web", port, from: "10.0.0.200" }));

  it("that redirects has no targets, which is not the same as having none registered", () => {
    expect(ask(80)).toContain("302");
    expect(ask(80)).not.toContain("registered");
  });

  it("that is not there says nothing about instances, which that load balancer does not have", () => {
    expect(ask(81)).toContain("no listener on this port, only on 80");
    expect(ask(81)).not.toMatch(/instance is registered|INSTANCES IN SERVICE/);
  });

  it("whose listeners were not collected says nothing about what is registered", () => {
    const missing = [{ collection: "listeners", id: "web", reason: "not-collected" }];
    const net = network({ ...NETWORK, ...balancersWith([]), missing });
    const text = renderVerdict(checkHealth(net, { loadBalancer: "web" }));
    expect(text).toContain("the listeners are not all in the input");
    expect(text).not.toContain("registered");
  });
});

it("what clients see is said once, however many causes it has", () => {
  // The client is the node's only target, and its own address is kept; and the load balancer's group does not admit it.
  const net = network({
    ...NETWORK,
    instances: { i: { subnetId: "a", privateIpAddress: "10.0.0.10", groups: ["app"] } },
    loadBalancers: {
      net: {
        type: "network",
        scheme: "internal",
        subnets: ["a"],
        securityGroups: ["closed"],
        listeners: [{ port: 80, protocol: "TCP", forward: "app" }],
      },
    },
    targetGroups: { app: { protocol: "TCP", port: 80, targets: ["i"] } },
  });
  const verdict = checkListener(net, { loadBalancer: "net", port: 80, from: "i" });
  expect(verdict.nodes[0]?.symptoms.map((each) => each.kind)).toEqual(["timeout", "timeout"]);
  expect(renderVerdict(verdict)).toMatch(/net@a +us-east-1a +unreachable +timeout +i$/m);
});
