/** Answers of `aws elbv2 describe-*` about an Application Load Balancer in the network of `documents.ts`. */
import { type Answers, answers, type Json } from "./documents.ts";

const BASE = "arn:aws:elasticloadbalancing:us-east-1:111122223333";

export const LB: string = `${BASE}:loadbalancer/app/web/50dc6c495c0c9188`;
export const NLB: string = `${BASE}:loadbalancer/net/edge/50dc6c495c0c9189`;
export const TG: string = `${BASE}:targetgroup/app-8080/73e2d6bc24d8a067`;
export const LISTENER: string = `${BASE}:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2`;
export const RULE: string = `${BASE}:listener-rule/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee`;

export function loadBalancer(more: Json = {}): Json {
  return {
    LoadBalancerArn: LB,
    LoadBalancerName: "web",
    DNSName: "web-1234.us-east-1.elb.amazonaws.com",
    CanonicalHostedZoneId: "Z2P70J7EXAMPLE",
    CreatedTime: "2024-01-02T03:04:05.000Z",
    Scheme: "internet-facing",
    VpcId: "vpc-1",
    State: { Code: "active" },
    Type: "application",
    AvailabilityZones: [{ ZoneName: "us-east-1a", SubnetId: "subnet-1", LoadBalancerAddresses: [] }],
    SecurityGroups: ["sg-1"],
    IpAddressType: "ipv4",
    ...more,
  };
}

/** Without groups, as a Network Load Balancer may be. */
export function networkLoadBalancer(more: Json = {}): Json {
  const { SecurityGroups: _, ...rest } = loadBalancer();
  return { ...rest, LoadBalancerArn: NLB, LoadBalancerName: "edge", Type: "network", ...more };
}

export const forward: Json = { Type: "forward", TargetGroupArn: TG, Order: 1 };

export function listener(more: Json = {}): Json {
  return {
    ListenerArn: LISTENER,
    LoadBalancerArn: LB,
    Port: 80,
    Protocol: "HTTP",
    DefaultActions: [forward],
    ...more,
  };
}

export const defaultRule: Json = {
  RuleArn: `${RULE}0`,
  Priority: "default",
  Conditions: [],
  Actions: [forward],
  IsDefault: true,
};

export function rule(more: Json = {}): Json {
  return {
    RuleArn: RULE,
    Priority: "10",
    Conditions: [{ Field: "path-pattern", Values: ["/api/*"], PathPatternConfig: { Values: ["/api/*"] } }],
    Actions: [forward],
    IsDefault: false,
    ...more,
  };
}

export function targetGroup(more: Json = {}): Json {
  return {
    TargetGroupArn: TG,
    TargetGroupName: "app-8080",
    Protocol: "HTTP",
    Port: 8080,
    VpcId: "vpc-1",
    HealthCheckProtocol: "HTTP",
    HealthCheckPort: "traffic-port",
    HealthCheckEnabled: true,
    HealthCheckIntervalSeconds: 30,
    HealthCheckTimeoutSeconds: 5,
    HealthyThresholdCount: 5,
    UnhealthyThresholdCount: 2,
    HealthCheckPath: "/",
    Matcher: { HttpCode: "200" },
    LoadBalancerArns: [LB],
    TargetType: "instance",
    ProtocolVersion: "HTTP1",
    IpAddressType: "ipv4",
    ...more,
  };
}

export function target(Id: string, State = "healthy", more: Json = {}): Json {
  return { Target: { Id, Port: 8080 }, HealthCheckPort: "8080", TargetHealth: { State }, ...more };
}

export const loadBalancerAttributes: Json = [
  { Key: "access_logs.s3.enabled", Value: "false" },
  { Key: "idle_timeout.timeout_seconds", Value: "60" },
  { Key: "load_balancing.cross_zone.enabled", Value: "true" },
];

export const targetGroupAttributes: Json = [
  { Key: "stickiness.enabled", Value: "false" },
  { Key: "deregistration_delay.timeout_seconds", Value: "300" },
  { Key: "load_balancing.cross_zone.enabled", Value: "use_load_balancer_configuration" },
];

/** Everything that AWS tells about `web`, its listener and `app-8080` with `i-1`. It imports without a note. */
export function elbv2(more: Answers = {}): Answers {
  return answers({
    LoadBalancers: [loadBalancer()],
    Listeners: [listener()],
    Rules: [defaultRule],
    TargetGroups: [targetGroup()],
    TargetHealthDescriptions: [{ TargetGroupArn: TG, TargetHealthDescriptions: [target("i-1")] }],
    Attributes: [
      { LoadBalancerArn: LB, Attributes: loadBalancerAttributes },
      { TargetGroupArn: TG, Attributes: targetGroupAttributes },
    ],
    ...more,
  });
}
