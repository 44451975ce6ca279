import {
  type NetworkInput,
  network,
  type TargetGroup,
  type TargetGroupInput,
  targetGroupKind,
  targetNames,
} from "@netsim/core";
import { describe, expect, it } from "vitest";

const base: NetworkInput = {
  vpcs: { v: { cidr: "10.0.0.0/16" } },
  subnets: { s: { vpcId: "v", availabilityZone: "us-east-1a", cidr: "10.0.0.0/24" } },
  instances: { i: {}, j: {} },
};

function group(input: TargetGroupInput, more: NetworkInput = {}): TargetGroup {
  return network({ ...base, ...more, targetGroups: { t: input } }).targetGroups.t as TargetGroup;
}

const web = (input: TargetGroupInput = {}): TargetGroup => group({ protocol: "HTTP", port: 80, ...input });
const tcp = (input: TargetGroupInput = {}): TargetGroup => group({ protocol: "TCP", port: 80, ...input });

describe("a target group", () => {
  // "TargetGroupAttribute" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html
  it("has connections to unhealthy targets ended but for UDP, unless it is told otherwise", () => {
    expect(tcp().terminateUnhealthyConnections).toBe(true);
    expect(tcp({ protocol: "UDP" }).terminateUnhealthyConnections).toBe(false);
    expect(tcp({ protocol: "TCP_UDP" }).terminateUnhealthyConnections).toBe(false);
    expect(tcp({ terminateUnhealthyConnections: false }).terminateUnhealthyConnections).toBe(false);
  });

  it("keeps attributes that have no key of their own", () => {
    const attributes = { "stickiness.enabled": "true" };
    expect(web({ attributes }).attributes).toEqual(attributes);
  });

  // "CreateTargetGroup" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
  // "TargetGroupAttribute" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html
  it("of which only protocol and port are given is one of instances, over IPv4, in the only VPC", () => {
    expect(web({ protocol: "http", port: 8080 })).toEqual({
      id: "t",
      targetType: "instance",
      protocol: "HTTP",
      protocolVersion: "HTTP1",
      port: 8080,
      vpcId: "v",
      ipAddressType: "ipv4",
      targets: [],
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
    });
  });

  it("keeps what is said about it, now and after JSON", () => {
    const said = {
      arn: "arn:t",
      name: "app",
      protocolVersion: "HTTP2",
      vpcId: "v",
      targets: [{ id: "i", port: 81, origin: { file: "h.json", pointer: "/0" } }],
      crossZone: false,
      preserveClientIp: false,
      deregistrationDelay: 0,
      dnsFailover: { count: 2, percentage: 100 },
      unhealthyStateRouting: { count: null, percentage: 1 },
      terminateUnhealthyConnections: false,
      origin: { file: "t.json" },
    } as const;
    const made = web(said);
    expect(made).toMatchObject(said);
    expect(web(JSON.parse(JSON.stringify(made)))).toEqual(made);
  });

  it("that leaves cross-zone to the load balancer, or whose attributes are not known, stays so after JSON", () => {
    const made = tcp({ crossZone: null, preserveClientIp: null });
    expect(made).toMatchObject({ crossZone: null, preserveClientIp: null });
    expect(tcp(JSON.parse(JSON.stringify(made)))).toEqual(made);
  });

  it("of a function has no protocol, port and VPC, and neither has the function a port", () => {
    const made = group({ targetType: "lambda", targets: ["arn:f"] });
    expect(made).toMatchObject({ protocol: null, port: null, vpcId: null, targets: [{ id: "arn:f", port: null }] });
    expect(group(JSON.parse(JSON.stringify(made)))).toEqual(made);
  });

  it.each([
    [{ targetType: "lambda", protocol: null }, "lambda"],
    [{ targetType: "instance", protocol: "HTTPS" }, "application"],
    [{ targetType: "ip", protocol: "HTTP" }, "application"],
    [{ targetType: "alb", protocol: "TCP" }, "network"],
    [{ targetType: "ip", protocol: "TLS" }, "network"],
    [{ targetType: "instance", protocol: "UDP" }, "network"],
    [{ targetType: "instance", protocol: "GENEVE" }, "gateway"],
  ] as const)("%j is for a load balancer of kind %s", (of, kind) => {
    expect(targetGroupKind(of)).toBe(kind);
  });
});

describe("targets", () => {
  it("get traffic on the target group's port, unless they were registered with their own", () => {
    expect(web({ targets: ["i", { id: "i", port: 81 }, { id: "j", port: null }] }).targets).toEqual([
      { id: "i", port: 80 },
      { id: "i", port: 81 },
      { id: "j", port: 80 },
    ]);
  });

  it("are named by their id, and with the port where the id is registered with several", () => {
    const made = web({ targets: ["i", { id: "i", port: 81 }, "j"] });
    expect(targetNames(made.targets)).toEqual(["i:80", "i:81", "j"]);
  });

  it("that are addresses may be outside the VPC, and are kept in canonical text", () => {
    const ipv4 = tcp({ targetType: "ip", targets: [{ id: "192.168.1.1", availabilityZone: "all" }] });
    expect(ipv4.targets).toEqual([{ id: "192.168.1.1", port: 80, availabilityZone: "all" }]);
    const ipv6 = tcp({ targetType: "ip", ipAddressType: "ipv6", targets: ["2001:0DB8::0001"] });
    expect(ipv6.targets).toEqual([{ id: "2001:db8::1", port: 80 }]);
  });

  it("may be an Application Load Balancer, behind a TCP listener", () => {
    const made = group(
      { targetType: "alb", protocol: "TCP", port: 80, targets: ["site"] },
      {
        loadBalancers: {
          site: { type: "application", subnets: ["s"] },
          edge: { type: "network", subnets: ["s"], listeners: [{ port: 80, protocol: "TCP", forward: "t" }] },
        },
      },
    );
    expect(made.targets).toEqual([{ id: "site", port: 80 }]);
  });
});
