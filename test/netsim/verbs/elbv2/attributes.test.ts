import fc from "fast-check";
import { elbv2, type Network } from "netsim";
import { describe, expect, it } from "vitest";
import { BEFORE, done, refused } from "../support.ts";
import { arnOf, EMPTY } from "./support.ts";

const pairs = (attributes: Readonly<Record<string, string>>): elbv2.Attribute[] =>
  Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }));
const valuesOf = ({ Attributes }: elbv2.AttributesAnswer): Record<string, string> =>
  Object.fromEntries(Attributes.map(({ Key, Value }) => [Key, Value]));

const ofBalancer = (name: string, attributes: Record<string, string>) => (before: Network) =>
  elbv2.modifyLoadBalancerAttributes(before, { LoadBalancerArn: arnOf(name), Attributes: pairs(attributes) });
const ofGroup = (name: string, attributes: Record<string, string>) => (before: Network) =>
  elbv2.modifyTargetGroupAttributes(before, { TargetGroupArn: arnOf(name), Attributes: pairs(attributes) });
const describeBalancer = (before: Network, name: string): Record<string, string> =>
  valuesOf(done(elbv2.describeLoadBalancerAttributes(before, { LoadBalancerArn: arnOf(name) })).answer);
const describeGroup = (before: Network, name: string): Record<string, string> =>
  valuesOf(done(elbv2.describeTargetGroupAttributes(before, { TargetGroupArn: arnOf(name) })).answer);

const CROSS_ZONE = "load_balancing.cross_zone.enabled";

describe("attributes of load balancers", () => {
  it("are AWS's defaults at first: cross-zone on for Application, off for Network Load Balancers", () => {
    expect(describeBalancer(EMPTY, "app")).toMatchObject({
      [CROSS_ZONE]: "true",
      "deletion_protection.enabled": "false",
      "idle_timeout.timeout_seconds": "60",
      "client_keep_alive.seconds": "3600",
      "routing.http2.enabled": "true",
    });
    expect(describeBalancer(EMPTY, "net")).toMatchObject({
      [CROSS_ZONE]: "false",
      "dns_record.client_routing_policy": "any_availability_zone",
    });
    expect(describeBalancer(EMPTY, "net")).not.toHaveProperty("idle_timeout.timeout_seconds");
    expect(Object.keys(describeBalancer(EMPTY, "gate"))).toEqual(["deletion_protection.enabled", CROSS_ZONE]);
  });

  it("that decide what gets through change the model", () => {
    const changes = { [CROSS_ZONE]: "true", "ipv6.deny_all_igw_traffic": "true" };
    const { network, answer } = done(ofBalancer("net", changes)(EMPTY));
    expect(network.loadBalancers.net).toMatchObject({ crossZone: true, denyAllIgwTraffic: true });
    expect(valuesOf(answer)).toMatchObject(changes);
  });

  it("that do not are kept and described, and their defaults are the network as it was", () => {
    const changes = { "idle_timeout.timeout_seconds": "4000", "access_logs.s3.bucket": "logs" };
    const { network } = done(ofBalancer("app", changes)(EMPTY));
    expect(describeBalancer(network, "app")).toMatchObject(changes);
    const defaults = { "idle_timeout.timeout_seconds": "60", "access_logs.s3.bucket": "" };
    expect(done(ofBalancer("app", defaults)(network)).network).toEqual(EMPTY);
  });

  it("are refused where AWS has none of that name, not for that type, or no such value", () => {
    const [at] = ["Attributes.0"];
    refused(ofBalancer("app", { "idle_timeout.seconds": "60" }), EMPTY, `ValidationError at ${at}.Key`);
    refused(
      ofBalancer("net", { "idle_timeout.timeout_seconds": "60" }),
      EMPTY,
      `InvalidConfigurationRequest at ${at}.Key`,
    );
    refused(ofBalancer("app", { "idle_timeout.timeout_seconds": "4001" }), EMPTY, `ValidationError at ${at}.Value`);
    refused(ofBalancer("net", { [CROSS_ZONE]: "yes" }), EMPTY, `ValidationError at ${at}.Value`);
    refused(ofBalancer("app", { [CROSS_ZONE]: "false" }), EMPTY, `ValidationError at ${at}.Value`);
    refused(ofBalancer("app", {}), EMPTY, "ValidationError at Attributes");
    refused(ofBalancer("app", { [CROSS_ZONE]: "true" }), BEFORE, "LoadBalancerNotFound at LoadBalancerArn");
  });
});

describe("attributes of target groups", () => {
  const PRESERVE = "preserve_client_ip.enabled";
  const TERMINATE = "target_health_state.unhealthy.connection_termination.enabled";
  const MINIMUM = "target_group_health.unhealthy_state_routing.minimum_healthy_targets";
  const DNS = "target_group_health.dns_failover.minimum_healthy_targets";

  it("are AWS's defaults at first", () => {
    expect(describeGroup(EMPTY, "blue")).toMatchObject({
      "deregistration_delay.timeout_seconds": "300",
      "stickiness.type": "lb_cookie",
      [CROSS_ZONE]: "use_load_balancer_configuration",
      [`${DNS}.count`]: "1",
      [`${DNS}.percentage`]: "off",
      "load_balancing.algorithm.type": "round_robin",
    });
    expect(describeGroup(EMPTY, "blue")).not.toHaveProperty(PRESERVE);
    expect(describeGroup(EMPTY, "tcp")).toMatchObject({
      "stickiness.type": "source_ip",
      "proxy_protocol_v2.enabled": "false",
    });
    expect(describeGroup(EMPTY, "function")).toEqual({ "lambda.multi_value_headers.enabled": "false" });
  });

  it("keep client addresses by default for instances and UDP, not for addresses over TCP", () => {
    expect(describeGroup(EMPTY, "tcp")[PRESERVE]).toBe("true");
    expect(describeGroup(EMPTY, "udp")[PRESERVE]).toBe("true");
    expect(describeGroup(EMPTY, "addresses")[PRESERVE]).toBe("false");
    refused(ofGroup("udp", { [PRESERVE]: "false" }), EMPTY, "ValidationError at Attributes.0.Value");
    expect(done(ofGroup("tcp", { [PRESERVE]: "false" })(EMPTY)).network.targetGroups.tcp?.preserveClientIp).toBe(false);
  });

  it("end connections to unhealthy targets but for UDP", () => {
    expect(describeGroup(EMPTY, "tcp")[TERMINATE]).toBe("true");
    expect(describeGroup(EMPTY, "udp")[TERMINATE]).toBe("false");
    refused(ofGroup("udp", { [TERMINATE]: "true" }), EMPTY, "ValidationError at Attributes.0.Value");
    expect(describeGroup(EMPTY, "udp")["deregistration_delay.connection_termination.enabled"]).toBe("true");
  });

  it("that decide what gets through change the model", () => {
    const changes = {
      [CROSS_ZONE]: "false",
      "deregistration_delay.timeout_seconds": "0",
      [`${MINIMUM}.count`]: "2",
      [`${DNS}.count`]: "off",
      [`${DNS}.percentage`]: "50",
    };
    const { network, answer } = done(ofGroup("blue", changes)(EMPTY));
    expect(network.targetGroups.blue).toMatchObject({
      crossZone: false,
      deregistrationDelay: 0,
      unhealthyStateRouting: { count: 2, percentage: null },
      dnsFailover: { count: null, percentage: 50 },
    });
    expect(valuesOf(answer)).toMatchObject(changes);
  });

  it("are what they were set to, and the network is as it was when they are set back", () => {
    const change = fc.constantFrom<Record<string, string>>(
      { [CROSS_ZONE]: "true" },
      { "deregistration_delay.timeout_seconds": "10" },
      { [`${MINIMUM}.percentage`]: "10" },
      { "stickiness.enabled": "true" },
      { "slow_start.duration_seconds": "30" },
      { "load_balancing.algorithm.type": "weighted_random" },
    );
    fc.assert(
      fc.property(fc.array(change, { minLength: 1 }), (changes) => {
        const all: Record<string, string> = Object.assign({}, ...changes);
        const before = describeGroup(EMPTY, "blue");
        const after = done(ofGroup("blue", all)(EMPTY)).network;
        expect(describeGroup(after, "blue")).toEqual({ ...before, ...all });
        const back = Object.fromEntries(Object.keys(all).map((key) => [key, before[key] ?? ""]));
        expect(done(ofGroup("blue", back)(after)).network).toEqual(EMPTY);
      }),
    );
  });

  it("are refused where AWS has none of that name, not for that group, or no such value", () => {
    refused(ofGroup("blue", { nothing: "1" }), EMPTY, "ValidationError at Attributes.0.Key");
    refused(ofGroup("blue", { [PRESERVE]: "true" }), EMPTY, "InvalidConfigurationRequest at Attributes.0.Key");
    refused(ofGroup("tcp", { "stickiness.type": "lb_cookie" }), EMPTY, "ValidationError at Attributes.0.Value");
    refused(ofGroup("blue", { [`${MINIMUM}.count`]: "off" }), EMPTY, "ValidationError at Attributes.0.Value");
    refused(ofGroup("blue", { "slow_start.duration_seconds": "29" }), EMPTY, "ValidationError at Attributes.0.Value");
    refused(ofGroup("blue", { "stickiness.enabled": "true" }), BEFORE, "TargetGroupNotFound at TargetGroupArn");
  });
});
