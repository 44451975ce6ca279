/** What the describe verbs print is what the importer reads: a network that was made by verbs comes back as it was. */
import { elbv2, type Network } from "netsim";
import { importAws } from "netsim/aws";
import { describe, expect, it } from "vitest";
import { done } from "../support.ts";
import { arnOf, forward, LISTENER, WITH_LISTENER } from "./support.ts";

/** Everything that describe-* says of load balancers and target groups, answer by answer. */
function describeAll(network: Network): readonly unknown[] {
  const balancers = done(elbv2.describeLoadBalancers(network)).answer;
  const groups = done(elbv2.describeTargetGroups(network)).answer;
  const ofBalancers = balancers.LoadBalancers.flatMap(({ LoadBalancerArn }): readonly unknown[] => {
    const { Listeners } = done(elbv2.describeListeners(network, { LoadBalancerArn })).answer;
    return [
      { LoadBalancerArn, Listeners },
      ...Listeners.map(({ ListenerArn }) => ({
        ListenerArn,
        ...done(elbv2.describeRules(network, { ListenerArn })).answer,
      })),
      { LoadBalancerArn, ...done(elbv2.describeLoadBalancerAttributes(network, { LoadBalancerArn })).answer },
    ];
  });
  const ofGroups = groups.TargetGroups.flatMap(({ TargetGroupArn }): readonly unknown[] => [
    { TargetGroupArn, ...done(elbv2.describeTargetGroupAttributes(network, { TargetGroupArn })).answer },
    { TargetGroupArn, ...done(elbv2.describeTargetHealth(network, { TargetGroupArn })).answer },
  ]);
  return [balancers, groups, ...ofBalancers, ...ofGroups];
}

/** Without where it was read, and what the model has only to describe it again. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== "object" || value === null) return value;
  const keys = Object.entries(value).filter(
    ([key]) => !["origin", "attributes", "sslPolicy", "certificateArn"].includes(key),
  );
  const action = (value as { type?: string }).type;
  if (action === "redirect") return { type: action, statusCode: (value as { statusCode?: number }).statusCode };
  return Object.fromEntries(keys.map(([key, each]) => [key, bare(each)]));
}

describe("describe-* of load balancers and target groups", () => {
  it("is read back as the network that it describes", () => {
    let network = WITH_LISTENER;
    const run = (result: Parameters<typeof done>[0]): void => {
      network = done(result).network;
    };
    const RedirectConfig = { Protocol: "HTTPS", Port: "443", StatusCode: "HTTP_301" } as const;
    run(
      elbv2.createRule(network, {
        ListenerArn: LISTENER,
        Priority: 7,
        Conditions: [
          { Field: "path-pattern", Values: ["/old/*"] },
          { Field: "query-string", QueryStringConfig: { Values: [{ Key: "v", Value: "1" }, { Value: "x" }] } },
          { Field: "http-header", HttpHeaderConfig: { HttpHeaderName: "User-Agent", Values: ["curl*"] } },
        ],
        Actions: [{ Type: "redirect", RedirectConfig }],
      }),
    );
    run(
      elbv2.createListener(network, {
        LoadBalancerArn: arnOf("net"),
        Protocol: "TCP",
        Port: 443,
        DefaultActions: [forward("tcp")],
      }),
    );
    run(
      elbv2.registerTargets(network, {
        TargetGroupArn: arnOf("blue"),
        Targets: [{ Id: "i-a" }, { Id: "i-a", Port: 81 }],
      }),
    );
    run(elbv2.registerTargets(network, { TargetGroupArn: arnOf("balancer"), Targets: [{ Id: arnOf("app") }] }));
    run(
      elbv2.registerTargets(network, {
        TargetGroupArn: arnOf("addresses"),
        Targets: [{ Id: "10.0.0.10" }, { Id: "192.168.0.1", AvailabilityZone: "all" }],
      }),
    );
    run(
      elbv2.modifyTargetGroupAttributes(network, {
        TargetGroupArn: arnOf("tcp"),
        Attributes: [{ Key: "preserve_client_ip.enabled", Value: "false" }],
      }),
    );
    const read = importAws(describeAll(network).map((json, at) => ({ file: `${at}.json`, json })));
    if (!read.ok) throw new Error(JSON.stringify(read.issues));
    const back = read.value.network;
    expect(bare(back.targetGroups)).toEqual(bare(network.targetGroups));
    expect(bare(back.loadBalancers)).toEqual(bare(network.loadBalancers));
  });
});
