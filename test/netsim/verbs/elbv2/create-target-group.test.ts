import { elbv2, type Network } from "netsim";
import { describe, expect, it } from "vitest";
import { BEFORE, done, refused } from "../support.ts";
import { arnOf, EMPTY, GROUP_REQUEST, nowhere, WITH_LISTENER } from "./support.ts";

function ask(request: Partial<elbv2.CreateTargetGroupRequest>, options = {}) {
  return (before: Network) => elbv2.createTargetGroup(before, { ...GROUP_REQUEST, ...request }, options);
}

/** As AWS's command-line reference prints it. */
const HTTP_ANSWER = {
  TargetGroupName: "blue",
  Protocol: "HTTP",
  Port: 8080,
  VpcId: "vpc-own",
  HealthCheckProtocol: "HTTP",
  HealthCheckPort: "traffic-port",
  HealthCheckEnabled: true,
  HealthCheckIntervalSeconds: 30,
  HealthCheckTimeoutSeconds: 5,
  HealthyThresholdCount: 5,
  UnhealthyThresholdCount: 2,
  HealthCheckPath: "/",
  Matcher: { HttpCode: "200" },
  LoadBalancerArns: [],
  TargetType: "instance",
  ProtocolVersion: "HTTP1",
  IpAddressType: "ipv4",
};

describe("create-target-group", () => {
  it("answers with AWS's shape and its defaults", () => {
    const { answer } = done(ask({})(BEFORE));
    const TargetGroupArn = expect.stringMatching(
      /^arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup\/blue\/[0-9a-f]{16}$/,
    );
    expect(answer).toEqual({ TargetGroups: [{ TargetGroupArn, ...HTTP_ANSWER }] });
  });

  it("checks the targets of a Network Load Balancer over TCP, without path and codes", () => {
    const [group] = done(ask({ Protocol: "TCP", TargetType: "ip" })(BEFORE)).answer.TargetGroups;
    expect(group).toMatchObject({ HealthCheckProtocol: "TCP", HealthCheckTimeoutSeconds: 10, TargetType: "ip" });
    for (const key of ["HealthCheckPath", "Matcher", "ProtocolVersion"]) expect(group).not.toHaveProperty(key);
  });

  it("checks a load balancer as target over HTTP, and a function not at all", () => {
    const [balancer] = done(ask({ Protocol: "TCP", TargetType: "alb" })(BEFORE)).answer.TargetGroups;
    expect(balancer).toMatchObject({
      HealthCheckProtocol: "HTTP",
      HealthCheckTimeoutSeconds: 6,
      Matcher: { HttpCode: "200-399" },
    });
    const [lambda] = done(elbv2.createTargetGroup(BEFORE, { Name: "f", TargetType: "lambda" })).answer.TargetGroups;
    expect(lambda).toMatchObject({
      HealthCheckEnabled: false,
      HealthCheckIntervalSeconds: 35,
      HealthCheckTimeoutSeconds: 30,
    });
    for (const key of ["Protocol", "Port", "VpcId", "HealthCheckPort"]) expect(lambda).not.toHaveProperty(key);
  });

  it("has gRPC codes for gRPC", () => {
    const [grpc] = done(ask({ ProtocolVersion: "GRPC", Matcher: { GrpcCode: "0-5" } })(BEFORE)).answer.TargetGroups;
    expect(grpc).toMatchObject({ HealthCheckPath: "/AWS.ALB/healthcheck", Matcher: { GrpcCode: "0-5" } });
    refused(ask({ ProtocolVersion: "GRPC", Matcher: { HttpCode: "200" } }), BEFORE, "ValidationError at Matcher");
    refused(ask({ Matcher: { GrpcCode: "0" } }), BEFORE, "ValidationError at Matcher");
  });

  it("wants an interval longer than the timeout", () => {
    const equal = { HealthCheckIntervalSeconds: 5, HealthCheckTimeoutSeconds: 5 };
    refused(ask(equal), BEFORE, "ValidationError at HealthCheckTimeoutSeconds");
    refused(ask({ HealthCheckIntervalSeconds: 5 }), BEFORE, "ValidationError at HealthCheckTimeoutSeconds");
    done(ask({ ...equal, HealthCheckTimeoutSeconds: 4 })(BEFORE));
    done(ask({ ...equal, Protocol: "TCP" })(BEFORE));
  });

  it("takes a port of its own for the health check, as a string", () => {
    const { network } = done(ask({ HealthCheckPort: "9000", HealthCheckPath: "/ping" })(BEFORE));
    expect(network.targetGroups.blue?.healthCheck).toMatchObject({ port: 9000, path: "/ping" });
  });

  it("is idempotent: the same request once more changes nothing", () => {
    const { network } = done(ask({})(BEFORE));
    expect(done(ask({ HealthCheckPath: "/" })(network)).network).toBe(network);
    refused(ask({ Port: 81 }), network, "DuplicateTargetGroupName at Name");
    refused(ask({ HealthCheckPath: "/ping" }), network, "DuplicateTargetGroupName at Name");
  });

  it("refuses what cannot be", () => {
    const refuses = (request: Partial<elbv2.CreateTargetGroupRequest>, ...reasons: string[]): void =>
      refused(ask(request), BEFORE, ...reasons);
    refuses({ Name: "blue-" }, "ValidationError at Name");
    refuses({ VpcId: undefined }, "ValidationError at VpcId");
    refuses({ VpcId: "vpc-0" }, "ValidationError at VpcId");
    refuses({ Protocol: "SCTP" }, "ValidationError at Protocol");
    refuses({ Protocol: undefined }, "ValidationError at Protocol");
    refuses({ Port: undefined }, "ValidationError at Port");
    refuses({ Port: 70000 }, "ValidationError at Port");
    refuses({ Protocol: "GENEVE" }, "ValidationError at Port");
    refuses({ Protocol: "HTTP", TargetType: "alb" }, "ValidationError at Protocol");
    refuses({ Protocol: "TCP", ProtocolVersion: "HTTP2" }, "ValidationError at ProtocolVersion");
    refuses({ TargetType: "lambda" }, "ValidationError at VpcId");
    refuses({ TargetType: "lambda", VpcId: undefined, Port: undefined }, "ValidationError at Protocol");
    refuses({ HealthCheckEnabled: false }, "ValidationError at HealthCheckEnabled");
    refuses({ HealthCheckProtocol: "TCP" }, "ValidationError at HealthCheckProtocol");
    refuses({ HealthCheckPort: "0" }, "ValidationError at HealthCheckPort");
    refuses({ HealthCheckPath: "ping" }, "ValidationError at HealthCheckPath");
    refuses({ HealthCheckIntervalSeconds: 301 }, "ValidationError at HealthCheckIntervalSeconds");
    refuses({ HealthCheckTimeoutSeconds: 31 }, "ValidationError at HealthCheckTimeoutSeconds");
    refuses({ HealthyThresholdCount: 1 }, "ValidationError at HealthyThresholdCount");
    refuses({ UnhealthyThresholdCount: 11 }, "ValidationError at UnhealthyThresholdCount");
    refuses({ Matcher: { HttpCode: "ok" } }, "ValidationError at Matcher");
    refuses({ Tags: [{ Key: "a" }, { Key: "a" }] }, "DuplicateTagKeys at Tags.1.Key");
  });

  it("counts the target groups", () => {
    refused(ask({ Name: "one-more" }, { quotas: { targetGroupsPerRegion: 2 } }), EMPTY, "TooManyTargetGroups at ");
  });
});

describe("modify-target-group", () => {
  const modify = (name: string, request: elbv2.HealthCheckRequest) => (before: Network) =>
    elbv2.modifyTargetGroup(before, { TargetGroupArn: arnOf(name), ...request });

  it("changes what is given of the health check and keeps the rest", () => {
    const request = { HealthCheckPath: "/ping", HealthCheckPort: "9000", Matcher: { HttpCode: "200-299" } };
    const { network, answer } = done(modify("blue", request)(EMPTY));
    expect(answer.TargetGroups[0]).toMatchObject({ ...request, HealthCheckIntervalSeconds: 30 });
    const back = { HealthCheckPath: "/", HealthCheckPort: "traffic-port", Matcher: { HttpCode: "200" } };
    expect(done(modify("blue", back)(network)).network).toEqual(EMPTY);
  });

  it("has path and codes with HTTP, and none with TCP", () => {
    const { network, answer } = done(modify("tcp", { HealthCheckProtocol: "HTTP" })(EMPTY));
    expect(answer.TargetGroups[0]).toMatchObject({ HealthCheckPath: "/", Matcher: { HttpCode: "200-399" } });
    expect(done(modify("tcp", { HealthCheckProtocol: "TCP" })(network)).network).toEqual(EMPTY);
  });

  it("turns the health check of a function on", () => {
    const { answer } = done(modify("function", { HealthCheckEnabled: true })(EMPTY));
    expect(answer.TargetGroups[0]).toMatchObject({ HealthCheckEnabled: true });
  });

  it("refuses what cannot be, and a target group that does not exist", () => {
    refused(modify("blue", { HealthCheckEnabled: false }), EMPTY, "ValidationError at HealthCheckEnabled");
    refused(
      modify("blue", { HealthCheckIntervalSeconds: 4 }),
      EMPTY,
      "ValidationError at HealthCheckIntervalSeconds",
      "ValidationError at HealthCheckTimeoutSeconds",
    );
    refused(modify("tcp", { HealthCheckPath: "/" }), EMPTY, "ValidationError at HealthCheckPath");
    refused(modify("blue", {}), BEFORE, "TargetGroupNotFound at TargetGroupArn");
  });
});

describe("delete-target-group", () => {
  const remove = (TargetGroupArn: string) => (before: Network) => elbv2.deleteTargetGroup(before, { TargetGroupArn });

  it("takes back what create-target-group did, its targets included", () => {
    const { network } = done(ask({})(BEFORE));
    const Targets = [{ Id: "i-a" }];
    const registered = done(elbv2.registerTargets(network, { TargetGroupArn: arnOf("blue"), Targets })).network;
    expect(done(remove(arnOf("blue"))(registered)).network).toEqual(BEFORE);
  });

  it("refuses one that an action forwards to", () => {
    refused(remove(arnOf("blue")), WITH_LISTENER, "ResourceInUse at TargetGroupArn");
    done(remove(arnOf("green"))(WITH_LISTENER));
  });

  it("has nothing to do for one that does not exist", () => {
    const arn = nowhere("targetgroup");
    expect(done(remove(arn)(EMPTY)).network).toBe(EMPTY);
    refused(remove("blue"), EMPTY, "ValidationError at TargetGroupArn");
  });
});

describe("describe-target-groups", () => {
  it("finds them by ARN, by name, by load balancer, or all", () => {
    const names = (request?: elbv2.DescribeTargetGroupsRequest): string[] =>
      done(elbv2.describeTargetGroups(WITH_LISTENER, request)).answer.TargetGroups.map((each) => each.TargetGroupName);
    expect(names()).toHaveLength(10);
    expect(names({ Names: ["tcp", "blue"] })).toEqual(["tcp", "blue"]);
    expect(names({ TargetGroupArns: [arnOf("green")] })).toEqual(["green"]);
    expect(names({ LoadBalancerArn: arnOf("app") })).toEqual(["blue"]);
  });

  it("names the load balancer that forwards to it", () => {
    const [blue] = done(elbv2.describeTargetGroups(WITH_LISTENER, { Names: ["blue"] })).answer.TargetGroups;
    expect(blue?.LoadBalancerArns).toEqual([arnOf("app")]);
  });

  it("refuses what does not exist, and wants one criterion", () => {
    const ask = (request: elbv2.DescribeTargetGroupsRequest) => (before: Network) =>
      elbv2.describeTargetGroups(before, request);
    refused(ask({ Names: ["none"] }), EMPTY, "TargetGroupNotFound at Names.0");
    refused(ask({ TargetGroupArns: [nowhere("targetgroup")] }), EMPTY, "TargetGroupNotFound at TargetGroupArns.0");
    refused(ask({ LoadBalancerArn: nowhere("loadbalancer") }), EMPTY, "LoadBalancerNotFound at LoadBalancerArn");
    refused(ask({ Names: ["blue"], LoadBalancerArn: arnOf("app") }), EMPTY, "ValidationError at ");
  });
});
