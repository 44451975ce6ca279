import { describe, expect, it } from "vitest";
import { answers, balancer, imported, issuesOf, type Json, messages, missing, notes } from "../documents.ts";

const on = { CrossZoneLoadBalancing: { Enabled: true }, ConnectionDraining: { Enabled: true, Timeout: 300 } };
const off = { CrossZoneLoadBalancing: { Enabled: false } };
const wrapped = (LoadBalancerName: string, LoadBalancerAttributes: Json) => ({
  LoadBalancerName,
  LoadBalancerAttributes,
});
const withBalancer = (more: Json = {}, rest: Json = {}) =>
  answers({ LoadBalancerDescriptions: [balancer(more)], LoadBalancerAttributes: [wrapped("web", on)], ...rest });
const crossZone = (input: Json, name = "web") => imported(input).network.classicLoadBalancers[name]?.crossZone;

describe("a Classic Load Balancer", () => {
  it("has its scheme, place, listeners, instances and health check", () => {
    expect(imported(withBalancer({ Scheme: "internal" })).network.classicLoadBalancers.web).toEqual({
      id: "web",
      scheme: "internal",
      vpcId: "vpc-1",
      subnets: ["subnet-1"],
      securityGroups: ["sg-1"],
      listeners: [
        {
          protocol: "HTTP",
          loadBalancerPort: 80,
          instanceProtocol: "HTTP",
          instancePort: 8080,
          origin: { file: "all.json", pointer: "/LoadBalancerDescriptions/0/ListenerDescriptions/0/Listener" },
        },
      ],
      instances: ["i-1"],
      healthCheck: { target: "TCP:8080", interval: 30, timeout: 5, unhealthyThreshold: 2, healthyThreshold: 10 },
      crossZone: true,
      connectionDraining: 300,
      idleTimeout: 60,
      dnsName: "web-1.us-east-1.elb.amazonaws.com",
      origin: { file: "all.json", pointer: "/LoadBalancerDescriptions/0" },
    });
    expect(notes(withBalancer())).toEqual([]);
  });

  it("without its groups has groups that are missing, and not none", () => {
    const { SecurityGroups: _, ...bare } = balancer();
    const input = { ...withBalancer(), LoadBalancerDescriptions: [bare] };
    const id = "security groups of web";
    expect(imported(input).network.classicLoadBalancers.web?.securityGroups).toEqual([id]);
    expect(missing(input)).toContainEqual(expect.objectContaining({ collection: "securityGroups", id }));
  });

  it("without its health check has AWS's default, and a note", () => {
    const { HealthCheck: _, ...bare } = balancer();
    const input = { ...withBalancer(), LoadBalancerDescriptions: [bare] };
    expect(imported(input).network.classicLoadBalancers.web?.healthCheck.target).toBe("TCP:8080");
    expect(notes(input).join()).toContain("health-check-not-given");
  });

  it("with neither a VPC nor zones is left out by name", () => {
    const input = withBalancer({ VPCId: undefined, Subnets: [], SecurityGroups: [], AvailabilityZones: [] });
    expect(missing(input)).toEqual([
      {
        collection: "classicLoadBalancers",
        id: "web",
        reason: "not-described",
        detail: "it has neither a VPC nor zones",
      },
    ]);
  });

  it("whose VPC was blotted out is in that of its subnets, and not in EC2-Classic", () => {
    const zones = { VPCId: undefined, AvailabilityZones: ["us-east-1a"] };
    expect(imported(withBalancer(zones)).network.classicLoadBalancers.web).toEqual(
      imported(withBalancer()).network.classicLoadBalancers.web,
    );
  });

  it("names what is not described", () => {
    const input = withBalancer({
      Subnets: ["subnet-1", "subnet-7"],
      SecurityGroups: ["sg-7"],
      Instances: [{ InstanceId: "i-7" }],
    });
    expect(missing(input)).toEqual([
      { collection: "instances", id: "i-7", reason: "not-described", detail: "web refers to it" },
      { collection: "securityGroups", id: "sg-7", reason: "not-described", detail: "web refers to it" },
      { collection: "subnets", id: "subnet-7", reason: "not-described", detail: "web refers to it" },
    ]);
  });

  it.each<[Json, string]>([
    [
      { HealthCheck: { ...balancer().HealthCheck, Target: "HTTP:9000" } },
      'all.json: LoadBalancerDescriptions[0].HealthCheck.Target: expected TCP:port, SSL:port, HTTP:port/path or HTTPS:port/path with a port 1-65535, found "HTTP:9000"',
    ],
    [
      { HealthCheck: { ...balancer().HealthCheck, Interval: 400 } },
      "all.json: LoadBalancerDescriptions[0].HealthCheck.Interval: expected a whole number 5-300, found 400",
    ],
    [
      {
        ListenerDescriptions: [
          { Listener: { Protocol: "HTTP", LoadBalancerPort: 80, InstanceProtocol: "TCP", InstancePort: 8080 } },
        ],
      },
      'all.json: LoadBalancerDescriptions[0].ListenerDescriptions[0].Listener.InstanceProtocol: expected HTTP or HTTPS behind an HTTP or HTTPS listener, found "TCP"',
    ],
    [
      { ListenerDescriptions: [{ Listener: { Protocol: "UDP", LoadBalancerPort: 53, InstancePort: 53 } }] },
      'all.json: LoadBalancerDescriptions[0].ListenerDescriptions[0].Listener.Protocol: expected TCP, SSL, HTTP or HTTPS, found "UDP"',
    ],
    [
      { ListenerDescriptions: [{ Listener: { Protocol: "TCP", LoadBalancerPort: 70000, InstancePort: 53 } }] },
      "all.json: LoadBalancerDescriptions[0].ListenerDescriptions[0].Listener.LoadBalancerPort: expected a port 1-65535, found 70000",
    ],
    [
      { Scheme: "public" },
      'all.json: LoadBalancerDescriptions[0].Scheme: expected ("internet-facing" | "internal"), found "public"',
    ],
  ])("with %j is refused", (bad, message) => {
    expect(messages(withBalancer(bad))).toContain(message);
  });
});

describe("the attributes of a Classic Load Balancer", () => {
  it("are told by a list under their key, or by an answer with the name beside it", () => {
    expect(crossZone(withBalancer({}, { LoadBalancerAttributes: [wrapped("web", off)] }))).toBe(false);
    expect(crossZone({ ...answers({ LoadBalancerDescriptions: [balancer()] }), ...wrapped("web", on) })).toBe(true);
    const alone = [
      { file: "all.json", json: answers({ LoadBalancerDescriptions: [balancer()] }) },
      { file: "attributes.json", json: wrapped("web", on) },
    ];
    expect(crossZone(alone)).toBe(true);
    const list = [alone[0]!, { file: "attributes.json", json: [wrapped("other", off), wrapped("web", on)] }];
    expect(crossZone(list)).toBe(true);
  });

  it("are unknown where they were not collected, with a note", () => {
    const input = answers({ LoadBalancerDescriptions: [balancer()] });
    expect(crossZone(input) ?? null).toBeNull();
    expect(notes(input)).toEqual([
      "attributes-not-collected: whether web sends traffic across zones is not known, and its connections are taken not to be drained: aws elb describe-load-balancer-attributes says it",
    ]);
  });

  const named = (file: string, ...names: string[]) => [
    {
      file: "all.json",
      json: answers({ LoadBalancerDescriptions: names.map((LoadBalancerName) => balancer({ LoadBalancerName })) }),
    },
    { file, json: { LoadBalancerAttributes: on } },
  ];

  it.each([
    ["elb-describe-load-balancer-attributes-web.json", ["web", "api"], "web"],
    ["us-east-1/elb-describe-load-balancer-attributes-web-internal.json", ["web", "web-internal"], "web-internal"],
    ["web.json", ["web"], "web"],
    ["elb_attributes_my-web.json", ["my-web"], "my-web"],
  ])("without a name are those of the one balancer that the file name has: %s", (file, names, name) => {
    expect(crossZone(named(file, ...names), name)).toBe(true);
    expect(notes(named(file, ...names), "attributes-of-unknown-load-balancer")).toEqual([]);
  });

  it.each([
    ["elb-describe-load-balancer-attributes.json", ["web"]],
    ["elb-describe-load-balancer-attributes-web2.json", ["web"]],
    ["elb-describe-load-balancer-attributes-web-and-api.json", ["web", "api"]],
    ["web/attributes.json", ["web"]],
  ])("without a name in %s are nobody's, with a note", (file, names) => {
    expect(notes(named(file, ...names), "attributes-of-unknown-load-balancer")).toEqual([
      "these attributes do not say of which load balancer they are; put LoadBalancerName beside them",
    ]);
  });

  it("are refused where two answers differ, or are none", () => {
    expect(issuesOf(withBalancer({}, { LoadBalancerAttributes: [wrapped("web", on), wrapped("web", off)] }))).toEqual([
      {
        code: "conflicting-records",
        path: ["all.json", "LoadBalancerAttributes", 1, "LoadBalancerAttributes"],
        expected: "the same web as in all.json: LoadBalancerAttributes[0].LoadBalancerAttributes",
        received: "another CrossZoneLoadBalancing, ConnectionDraining",
        message:
          "all.json: LoadBalancerAttributes[1].LoadBalancerAttributes: expected the same web as in all.json: LoadBalancerAttributes[0].LoadBalancerAttributes, found another CrossZoneLoadBalancing, ConnectionDraining",
      },
    ]);
    expect(messages(withBalancer({}, { LoadBalancerAttributes: [wrapped("web", on), {}] }))).toEqual([
      "all.json: LoadBalancerAttributes[1]: expected an object with LoadBalancerName and LoadBalancerAttributes, found an object",
    ]);
    expect(messages(withBalancer({}, { LoadBalancerAttributes: "yes" }))).toEqual([
      'all.json: LoadBalancerAttributes: expected an object, found "yes"',
    ]);
  });

  it("of a load balancer that is not described name it", () => {
    expect(missing(answers({ LoadBalancerAttributes: [wrapped("api", on)] }))).toEqual([
      {
        collection: "classicLoadBalancers",
        id: "api",
        reason: "not-described",
        detail: "an answer of attributes refers to it",
      },
    ]);
  });
});

describe("connection draining and the idle timeout", () => {
  const timeouts = (attributes: Json): Json => {
    const input = withBalancer({}, { LoadBalancerAttributes: [wrapped("web", { ...on, ...attributes })] });
    const { connectionDraining, idleTimeout } = imported(input).network.classicLoadBalancers.web ?? {};
    return { connectionDraining, idleTimeout };
  };

  it.each<[Json, Json]>([
    [{ ConnectionDraining: { Enabled: true, Timeout: 17 } }, { connectionDraining: 17, idleTimeout: 60 }],
    [{ ConnectionDraining: { Enabled: true } }, { connectionDraining: 300, idleTimeout: 60 }],
    [{ ConnectionDraining: { Enabled: false, Timeout: 300 } }, { connectionDraining: null, idleTimeout: 60 }],
    [
      { ConnectionDraining: undefined, ConnectionSettings: { IdleTimeout: 90 } },
      { connectionDraining: null, idleTimeout: 90 },
    ],
  ])("are among the attributes: %j", (attributes, expected) => {
    expect(timeouts(attributes)).toEqual(expected);
  });

  it("are refused where they cannot be", () => {
    const input = withBalancer(
      {},
      { LoadBalancerAttributes: [wrapped("web", { ...on, ConnectionDraining: { Enabled: "true" } })] },
    );
    expect(messages(input)).toEqual([
      'all.json: LoadBalancerAttributes[0].LoadBalancerAttributes.ConnectionDraining.Enabled: expected true or false, found "true"',
    ]);
  });
});

describe("the tags of a Classic Load Balancer", () => {
  it("are in an answer of their own, and give it its name", () => {
    const TagDescriptions = [{ LoadBalancerName: "web", Tags: [{ Key: "Name", Value: "the site" }] }];
    expect(imported(withBalancer({}, { TagDescriptions })).network.classicLoadBalancers.web?.name).toBe("the site");
  });
});

describe("the instance states that AWS saw", () => {
  const InstanceStates = [
    { InstanceId: "i-1", State: "InService", ReasonCode: "N/A", Description: "N/A" },
    { InstanceId: "i-2", State: "OutOfService", ReasonCode: "Instance", Description: "..." },
  ];

  const states = {
    "i-1": { state: "InService", reasonCode: "N/A", description: "N/A" },
    "i-2": { state: "OutOfService", reasonCode: "Instance", description: "..." },
  };
  const seen = (json: Json, file = "health.json"): Json => {
    const { describedHealth, notes: all } = imported([
      { file: "all.json", json: withBalancer() },
      { file, json },
    ]);
    return { ...describedHealth, notes: all.map((each) => each.code) };
  };

  it.each<[string, Json]>([
    ["with the name beside them", { LoadBalancerName: "web", InstanceStates }],
    ["in a list", { InstanceStates: [{ LoadBalancerName: "web", InstanceStates }] }],
  ])("%s are kept beside the network", (_, json) => {
    expect(seen(json)).toEqual({ classicLoadBalancers: { web: states }, targetGroups: {}, notes: [] });
  });

  it("without a name are those of the load balancer that the file is named after, or nobody's, with a note", () => {
    expect(seen({ InstanceStates }, "elb-describe-instance-health-web.json").classicLoadBalancers).toEqual({
      web: states,
    });
    expect(seen({ InstanceStates })).toEqual({
      classicLoadBalancers: {},
      targetGroups: {},
      notes: ["states-of-unknown-load-balancer"],
    });
  });

  it("change nothing in the network, and are frozen", () => {
    const withStates = imported({ ...withBalancer(), InstanceStates: [{ LoadBalancerName: "web", InstanceStates }] });
    expect(JSON.stringify(withStates.network)).toBe(JSON.stringify(imported(withBalancer()).network));
    const { describedHealth } = withStates;
    for (const each of [
      describedHealth,
      describedHealth.classicLoadBalancers,
      describedHealth.classicLoadBalancers.web,
      describedHealth.classicLoadBalancers.web?.["i-1"],
      describedHealth.targetGroups,
    ])
      expect(Object.isFrozen(each)).toBe(true);
  });

  it("are refused where they are none", () => {
    expect(messages(withBalancer({}, { InstanceStates: [{ InstanceId: "i-1" }] }))).toEqual([
      "all.json: InstanceStates[0].State: expected a value, found nothing",
    ]);
  });
});
