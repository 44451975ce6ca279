import { describe, expect, it } from "vitest";
import { type Answers, imported, type Json, messages, missing, notes } from "../documents.ts";
import {
  elbv2,
  LB,
  listener,
  loadBalancer,
  loadBalancerAttributes,
  NLB,
  networkLoadBalancer,
  TG,
  target,
  targetGroup,
  targetGroupAttributes,
} from "../elbv2-documents.ts";

const groupOf = (input: Answers | Json[], id = "app-8080"): Json => imported(input as Json).network.targetGroups[id];
const group = (more: Json = {}, rest: Answers = {}): Json =>
  groupOf(elbv2({ TargetGroups: [targetGroup(more)], ...rest }));
/** One of a Network Load Balancer that is not described. */
const alone = (more: Json = {}, targets: Json[] = []): Answers =>
  elbv2({
    LoadBalancers: [],
    Listeners: [],
    Rules: [],
    TargetGroups: [
      targetGroup({
        Protocol: "TCP",
        HealthCheckProtocol: "TCP",
        HealthCheckPath: undefined,
        Matcher: undefined,
        ...more,
      }),
    ],
    TargetHealthDescriptions: [{ TargetGroupArn: TG, TargetHealthDescriptions: targets }],
    Attributes: [elbv2().Attributes[1]],
  });
const withTargets = (...targets: Json[]): Answers =>
  elbv2({ TargetHealthDescriptions: [{ TargetGroupArn: TG, TargetHealthDescriptions: targets }] });
const withAttributes = (...pairs: [string, string][]): Answers =>
  elbv2({
    Attributes: [
      { LoadBalancerArn: LB, Attributes: loadBalancerAttributes },
      { TargetGroupArn: TG, Attributes: pairs.map(([Key, Value]) => ({ Key, Value })) },
    ],
  });

describe("a target group", () => {
  it("with everything that AWS tells about it is whole", () => {
    expect(group()).toEqual({
      id: "app-8080",
      arn: TG,
      targetType: "instance",
      protocol: "HTTP",
      protocolVersion: "HTTP1",
      port: 8080,
      vpcId: "vpc-1",
      ipAddressType: "ipv4",
      targets: [
        {
          id: "i-1",
          port: 8080,
          origin: { file: "all.json", pointer: "/TargetHealthDescriptions/0/TargetHealthDescriptions/0/Target" },
        },
      ],
      healthCheck: {
        enabled: true,
        protocol: "HTTP",
        port: "traffic-port",
        path: "/",
        interval: 30,
        timeout: 5,
        healthyThreshold: 5,
        unhealthyThreshold: 2,
        matcher: "200",
      },
      crossZone: null,
      preserveClientIp: false,
      deregistrationDelay: 300,
      dnsFailover: { count: 1, percentage: null },
      unhealthyStateRouting: { count: 1, percentage: null },
      terminateUnhealthyConnections: true,
      origin: { file: "all.json", pointer: "/TargetGroups/0" },
    });
  });

  it("has its health check, whose port AWS prints as a string", () => {
    const check = {
      HealthCheckProtocol: "HTTPS",
      HealthCheckPort: "9000",
      HealthCheckPath: "/ping",
      HealthCheckIntervalSeconds: 10,
      HealthCheckTimeoutSeconds: 3,
      HealthyThresholdCount: 2,
      UnhealthyThresholdCount: 3,
      Matcher: { HttpCode: "200-299" },
    };
    expect(group(check).healthCheck).toEqual({
      enabled: true,
      protocol: "HTTPS",
      port: 9000,
      path: "/ping",
      interval: 10,
      timeout: 3,
      healthyThreshold: 2,
      unhealthyThreshold: 3,
      matcher: "200-299",
    });
    expect(group({ ProtocolVersion: "GRPC", Matcher: { GrpcCode: "0-5" } }).healthCheck.matcher).toBe("0-5");
    expect(groupOf(alone({ Matcher: { HttpCode: "200-399" }, HealthCheckPath: "/" })).healthCheck).not.toHaveProperty(
      "path",
    );
  });

  it("of a function has neither protocol nor port nor VPC", () => {
    const { Protocol: _, Port: __, VpcId: ___, ProtocolVersion: ____, ...bare } = targetGroup();
    const lambda = { ...bare, TargetType: "lambda", HealthCheckEnabled: false, HealthCheckIntervalSeconds: 35 };
    const TargetHealthDescriptions = [
      {
        TargetGroupArn: TG,
        TargetHealthDescriptions: [
          {
            Target: { Id: "arn:aws:lambda:f" },
            TargetHealth: { State: "unavailable", Reason: "Target.HealthCheckDisabled" },
          },
        ],
      },
    ];
    expect(groupOf(elbv2({ TargetGroups: [lambda], TargetHealthDescriptions }))).toMatchObject({
      targetType: "lambda",
      protocol: null,
      port: null,
      vpcId: null,
      targets: [{ id: "arn:aws:lambda:f", port: null }],
      healthCheck: { enabled: false },
    });
  });

  it("with a target control port has a note", () => {
    expect(notes(elbv2({ TargetGroups: [targetGroup({ TargetControlPort: 3000 })] }))).toEqual([
      "not-modelled: app-8080 has the target control port 3000, which is not modelled",
    ]);
  });

  it("of two Regions under one name is called by its ARN", () => {
    const other = TG.replace("us-east-1", "eu-west-1");
    const input = elbv2({ TargetGroups: [targetGroup(), targetGroup({ TargetGroupArn: other })] });
    const { network } = imported(input);
    expect(Object.keys(network.targetGroups)).toEqual([other, TG]);
    expect(network.loadBalancers.web?.listeners[0]?.defaultActions).toMatchObject([
      { targetGroups: [{ targetGroup: TG }] },
    ]);
  });

  it.each<[Json, string]>([
    [
      { Protocol: "SSL" },
      'TargetGroups[0].Protocol: expected one of HTTP, HTTPS, TCP, TLS, UDP, TCP_UDP, QUIC, TCP_QUIC, GENEVE, found "SSL"',
    ],
    [{ HealthCheckPort: 9000 }, "TargetGroups[0].HealthCheckPort: expected a string, found 9000"],
    [{ HealthCheckPort: "0" }, 'TargetGroups[0].HealthCheckPort: expected a port 1-65535 or traffic-port, found "0"'],
    [
      { HealthCheckIntervalSeconds: 4 },
      "TargetGroups[0].HealthCheckIntervalSeconds: expected a whole number 5-300, found 4",
    ],
    [{ TargetType: "pod" }, 'TargetGroups[0].TargetType: expected ("instance" | "ip" | "lambda" | "alb"), found "pod"'],
    [
      { Matcher: { HttpCode: "2xx" } },
      'TargetGroups[0].Matcher.HttpCode: expected codes 200-499, such as 200, separated by commas, found "2xx"',
    ],
  ])("with %j is refused, with the place", (more, message) => {
    expect(messages(elbv2({ TargetGroups: [targetGroup(more)] }))).toContain(`all.json: ${message}`);
  });
});

describe("the attributes of a target group", () => {
  it("are its settings", () => {
    const pairs: [string, string][] = [
      ["load_balancing.cross_zone.enabled", "false"],
      ["preserve_client_ip.enabled", "true"],
      ["deregistration_delay.timeout_seconds", "17"],
      ["target_group_health.dns_failover.minimum_healthy_targets.count", "off"],
      ["target_group_health.dns_failover.minimum_healthy_targets.percentage", "50"],
      ["target_group_health.unhealthy_state_routing.minimum_healthy_targets.count", "2"],
      ["target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage", "off"],
      ["target_health_state.unhealthy.connection_termination.enabled", "false"],
    ];
    expect(groupOf(withAttributes(...pairs))).toMatchObject({
      crossZone: false,
      preserveClientIp: true,
      deregistrationDelay: 17,
      dnsFailover: { count: null, percentage: 50 },
      unhealthyStateRouting: { count: 2, percentage: null },
      terminateUnhealthyConnections: false,
    });
  });

  it.each([
    ["use_load_balancer_configuration", null],
    ["true", true],
    ["false", false],
  ])("leave crossing zones to the load balancer or not: %s", (value, crossZone) => {
    expect(groupOf(withAttributes(["load_balancing.cross_zone.enabled", value])).crossZone).toBe(crossZone);
  });

  it("that were not collected are listed by name, and not taken for AWS's defaults", () => {
    const input = elbv2({ Attributes: [{ LoadBalancerArn: LB, Attributes: loadBalancerAttributes }] });
    expect(groupOf(input)).toMatchObject({ crossZone: null, preserveClientIp: null });
    expect(missing(input)).toEqual([{ collection: "targetGroupAttributes", id: "app-8080", reason: "not-collected" }]);
    expect(notes(input)).toEqual([
      "not-collected: the attributes of app-8080 were not collected: aws elbv2 describe-target-group-attributes prints them",
    ]);
  });

  it("with proxy protocol have a note", () => {
    expect(notes(withAttributes(["proxy_protocol_v2.enabled", "true"]))).toEqual([
      "not-modelled: app-8080 sends proxy protocol headers, which is not modelled: targets are taken to understand them",
    ]);
    expect(notes(withAttributes(["proxy_protocol_v2.enabled", "false"]))).toEqual([]);
  });

  it.each<[[string, string], string]>([
    [
      ["preserve_client_ip.enabled", "maybe"],
      'Value: expected true or false for preserve_client_ip.enabled, found "maybe"',
    ],
    [
      ["deregistration_delay.timeout_seconds", "5 min"],
      'Value: expected a whole number for deregistration_delay.timeout_seconds, found "5 min"',
    ],
  ])("%j are refused, with the place", (pair, message) => {
    expect(messages(withAttributes(pair))).toEqual([`all.json: Attributes[1].Attributes[0].${message}`]);
  });
});

describe("attributes", () => {
  const bare = elbv2({ Attributes: [] });
  const both = (load: Json, ofGroup: Json): Json[] => [{ file: "all.json", json: bare }, load, ofGroup];

  it.each<[string, Json, Json]>([
    [
      "with their owner beside them",
      { LoadBalancerArn: LB, Attributes: loadBalancerAttributes },
      { TargetGroupArn: TG, Attributes: targetGroupAttributes },
    ],
    [
      "under the key that other collectors use",
      { LoadBalancerAttributes: [{ LoadBalancerArn: LB, Attributes: loadBalancerAttributes }] },
      { TargetGroupAttributes: [{ TargetGroupArn: TG, Attributes: targetGroupAttributes }] },
    ],
  ])("%s are read", (_, load, ofGroup) => {
    const input = both({ file: "lb.json", json: load }, { file: "tg.json", json: ofGroup });
    expect(missing(input)).toEqual([]);
    expect(notes(input)).toEqual([]);
  });

  it.each([
    ["elbv2-describe-load-balancer-attributes-web.json", "elbv2-describe-target-group-attributes-app-8080.json"],
    [
      `elbv2-describe-load-balancer-attributes/${encodeURIComponent(LB)}`,
      `elbv2-describe-target-group-attributes/${encodeURIComponent(TG)}`,
    ],
    ["web/loadbalancer-web.json", "targetgroup_app-8080.JSON"],
  ])("without an owner are those of what the file is named after: %s", (load, ofGroup) => {
    const input = both(
      { file: load, json: { Attributes: loadBalancerAttributes } },
      { file: ofGroup, json: { Attributes: targetGroupAttributes } },
    );
    expect(missing(input)).toEqual([]);
    expect(notes(input)).toEqual([]);
  });

  it("without an owner in a file that says nothing are nobody's, with a note", () => {
    const input = both(
      { file: "a.json", json: { Attributes: loadBalancerAttributes } },
      { file: "b.json", json: { Attributes: targetGroupAttributes } },
    );
    expect(notes(input, "attributes-of-unknown-owner")).toEqual([
      "these attributes do not say what they are of; put LoadBalancerArn beside them",
      "these attributes do not say what they are of; put TargetGroupArn beside them",
    ]);
  });

  it("in the record that they are of are read, as a list or as an object", () => {
    const ofGroup = Object.fromEntries(targetGroupAttributes.map((each: Json) => [each.Key, each.Value]));
    const input = {
      ...bare,
      LoadBalancers: [networkLoadBalancer({ Attributes: loadBalancerAttributes })],
      Listeners: [
        listener({
          LoadBalancerArn: NLB,
          Protocol: "TCP",
          Attributes: [{ Key: "tcp.idle_timeout.seconds", Value: "350" }],
        }),
      ],
      TargetGroups: [targetGroup({ Protocol: "TCP", Attributes: { ...ofGroup, "preserve_client_ip.enabled": false } })],
    };
    expect(missing(input)).toEqual([]);
    expect(imported(input).network.loadBalancers.edge?.crossZone).toBe(true);
    expect(groupOf(input).preserveClientIp).toBe(false);
  });

  it("of what is not described name it", () => {
    const input = elbv2({
      Attributes: [...elbv2().Attributes, { LoadBalancerArn: NLB, Attributes: loadBalancerAttributes }],
    });
    expect(missing(input)).toEqual([
      { collection: "loadBalancers", id: NLB, reason: "not-described", detail: "an answer of attributes refers to it" },
    ]);
  });

  it("that contradict each other, or are none, are refused", () => {
    const again = { LoadBalancerArn: LB, Attributes: [{ Key: "load_balancing.cross_zone.enabled", Value: "false" }] };
    expect(messages(elbv2({ Attributes: [...elbv2().Attributes, again] }))).toEqual([
      `all.json: Attributes[2].Attributes: expected the same ${LB} as in all.json: Attributes[0].Attributes, found another Attributes`,
    ]);
    expect(messages(elbv2({ Attributes: [{ LoadBalancerArn: LB, Attributes: [{ Value: "x" }] }] }))).toEqual([
      "all.json: Attributes[0].Attributes[0].Key: expected a value, found nothing",
    ]);
  });
});

describe("the targets of a target group", () => {
  it("are those of describe-target-health, with the port that they were registered with", () => {
    const input = withTargets(target("i-1"), target("i-1", "unhealthy", { Target: { Id: "i-1", Port: 81 } }));
    expect(groupOf(input).targets).toMatchObject([
      { id: "i-1", port: 8080 },
      { id: "i-1", port: 81 },
    ]);
  });

  it("that were not collected are listed by name, and are not none", () => {
    const { TargetHealthDescriptions: _, ...input } = elbv2();
    expect(groupOf(input).targets).toEqual([]);
    expect(missing(input)).toEqual([{ collection: "targets", id: "app-8080", reason: "not-collected" }]);
    expect(notes(input)).toEqual([
      "not-collected: the targets of app-8080 were not collected: aws elbv2 describe-target-health prints them",
    ]);
  });

  it("that there are none of are not missing", () => {
    expect(groupOf(withTargets()).targets).toEqual([]);
    expect(missing(withTargets())).toEqual([]);
  });

  const { TargetHealthDescriptions: __, ...bare } = elbv2();

  it.each<[string, string, Json]>([
    ["with the ARN beside them", "x.json", { TargetGroupArn: TG, TargetHealthDescriptions: [target("i-1")] }],
    [
      "in a list",
      "x.json",
      { TargetHealthDescriptions: [{ TargetGroupArn: TG, TargetHealthDescriptions: [target("i-1")] }] },
    ],
    [
      "under the name that other collectors use",
      "LoadBalancerTargetHealth.json",
      { LoadBalancerTargetHealth: [{ TargetGroupArn: TG, TargetHealthDescriptions: [target("i-1")] }] },
    ],
    [
      "in a file named after the target group",
      "target-health-app-8080.json",
      { TargetHealthDescriptions: [target("i-1")] },
    ],
    [
      "in a file named after its ARN",
      `elbv2-describe-target-health/${encodeURIComponent(TG)}`,
      { TargetHealthDescriptions: [target("i-1")] },
    ],
  ])("%s are read", (_, file, json) => {
    const input = [
      { file: "all.json", json: bare },
      { file, json },
    ];
    expect(groupOf(input).targets).toMatchObject([{ id: "i-1", origin: { file } }]);
    expect(notes(input)).toEqual([]);
  });

  it.each(["TargetHealthDescriptions", "TargetHealth"])("in the target group itself are read: %s", (key) => {
    const input = { ...bare, TargetGroups: [targetGroup({ [key]: [target("i-1")] })] };
    expect(groupOf(input).targets).toMatchObject([
      { id: "i-1", origin: { file: "all.json", pointer: `/TargetGroups/0/${key}/0/Target` } },
    ]);
  });

  it("of a target group inside its load balancer are read", () => {
    const TargetGroups = [targetGroup({ TargetHealthDescriptions: [target("i-1")] })];
    const input = { ...bare, TargetGroups: [], LoadBalancers: [loadBalancer({ TargetGroups })] };
    expect(groupOf(input).targets).toMatchObject([{ id: "i-1" }]);
  });

  it("in a file that does not say of which target group they are are nobody's, with a note", () => {
    const input = [
      { file: "all.json", json: bare },
      { file: "x.json", json: { TargetHealthDescriptions: [target("i-1")] } },
    ];
    expect(notes(input, "targets-of-unknown-target-group")).toEqual([
      "these targets do not say of which target group they are; put TargetGroupArn beside them",
    ]);
    expect(missing(input)).toHaveLength(1);
  });

  it("that are leaving, or are not registered, are left out with a note", () => {
    const input = withTargets(
      target("i-1"),
      target("i-2", "draining", { TargetHealth: { State: "draining", Reason: "Target.DeregistrationInProgress" } }),
      target("i-3", "unused", { TargetHealth: { State: "unused", Reason: "Target.NotRegistered" } }),
    );
    expect(groupOf(input).targets).toMatchObject([{ id: "i-1" }]);
    expect(notes(input)).toEqual([
      "target-not-registered: i-2 is being deregistered from app-8080, or not registered, and is left out",
      "target-not-registered: i-3 is being deregistered from app-8080, or not registered, and is left out",
    ]);
  });

  it("that are not described are named", () => {
    expect(missing(withTargets(target("i-7")))).toEqual([
      { collection: "instances", id: "i-7", reason: "not-described", detail: "app-8080 refers to it" },
    ]);
  });

  it("may be addresses, with the zone they count for", () => {
    const Target = { Id: "192.168.0.9", Port: 53, AvailabilityZone: "all" };
    const input = alone({ TargetType: "ip", Protocol: "TCP_UDP" }, [target("", "healthy", { Target })]);
    expect(groupOf(input).targets).toMatchObject([{ id: "192.168.0.9", port: 53, availabilityZone: "all" }]);
  });

  it("may be a load balancer, which is called by its name, or by its ARN where it is not described", () => {
    const more = { TargetType: "alb", HealthCheckProtocol: "HTTP" };
    const described = { ...alone(more, [target(LB)]), LoadBalancers: [loadBalancer()] };
    expect(groupOf(described).targets).toMatchObject([{ id: "web", port: 8080 }]);
    expect(missing(alone(more, [target(LB)]))).toEqual([
      { collection: "loadBalancers", id: LB, reason: "not-described", detail: "app-8080 refers to it" },
    ]);
  });

  it("under an administrative override have a note", () => {
    const shifted = target("i-1", "healthy", { AdministrativeOverride: { State: "zonal_shift_active" } });
    expect(notes(withTargets(shifted))).toEqual([
      "not-modelled: i-1 is under the administrative override zonal_shift_active, which is not modelled",
    ]);
    expect(notes(withTargets(target("i-1", "healthy", { AdministrativeOverride: { State: "no_override" } })))).toEqual(
      [],
    );
  });

  it("that are none are refused, with the place", () => {
    expect(messages(withTargets({ Target: { Port: 80 } }))).toEqual([
      "all.json: TargetHealthDescriptions[0].TargetHealthDescriptions[0].Target.Id: expected a value, found nothing",
    ]);
    expect(messages(withTargets(target("i-1", "healthy", { Target: { Id: "i-1", Port: 0 } })))).toEqual([
      "all.json: TargetHealthDescriptions[0].TargetHealthDescriptions[0].Target.Port: expected a port 1-65535, found 0",
    ]);
    expect(messages(withTargets(target("i-1"), target("i-1")))).toEqual([
      'all.json: TargetHealthDescriptions[0].TargetHealthDescriptions[1].Target: expected each target once for each port, found "i-1:8080"',
    ]);
  });
});

describe("the states that AWS saw", () => {
  it("are kept beside the network by target group and target, and change nothing in it", () => {
    const unhealthy = { State: "unhealthy", Reason: "Target.Timeout", Description: "Request timed out" };
    const input = withTargets(target("i-1", "", { TargetHealth: unhealthy }));
    expect(imported(input).describedHealth).toEqual({
      classicLoadBalancers: {},
      targetGroups: {
        "app-8080": { "i-1": { state: "unhealthy", reasonCode: "Target.Timeout", description: "Request timed out" } },
      },
    });
    expect(imported(input).network).toEqual(imported(elbv2()).network);
  });

  it("are called as results call the targets: with the port where there are several, those that leave too", () => {
    const seen = (...targets: Json[]): string[] =>
      Object.keys(imported(withTargets(...targets)).describedHealth.targetGroups["app-8080"] ?? {});
    const on81 = (State: string): Json => target("i-1", State, { Target: { Id: "i-1", Port: 81 } });
    expect(seen(target("i-1"), on81("healthy"))).toEqual(["i-1:8080", "i-1:81"]);
    expect(seen(target("i-1"), on81("draining"))).toEqual(["i-1", "i-1:81"]);
  });

  it("are not there where AWS did not say", () => {
    expect(imported(withTargets({ Target: { Id: "i-1" } })).describedHealth.targetGroups).toEqual({ "app-8080": {} });
  });
});
