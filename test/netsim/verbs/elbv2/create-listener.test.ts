import { checkListener, editNetwork, elbv2, type Network } from "netsim";
import { describe, expect, it } from "vitest";
import { CERTIFICATE, done, refused } from "../support.ts";
import { arnOf, EMPTY, forward, LISTENER, LISTENER_REQUEST, nowhere, WITH_LISTENER } from "./support.ts";

function ask(request: Partial<elbv2.CreateListenerRequest>, options = {}) {
  return (before: Network) => elbv2.createListener(before, { ...LISTENER_REQUEST, ...request }, options);
}

const NETWORK = { LoadBalancerArn: arnOf("net"), Protocol: "TCP", DefaultActions: [forward("tcp")] };
const CERTIFICATES = [{ CertificateArn: CERTIFICATE }];

describe("create-listener", () => {
  it("answers with AWS's shape", () => {
    const { answer } = done(ask({})(EMPTY));
    expect(answer).toEqual({
      Listeners: [
        {
          ListenerArn: expect.stringMatching(/:listener\/app\/app\/[0-9a-f]{16}\/[0-9a-f]{16}$/),
          LoadBalancerArn: arnOf("app"),
          Port: 80,
          Protocol: "HTTP",
          DefaultActions: [
            {
              Type: "forward",
              TargetGroupArn: arnOf("blue"),
              ForwardConfig: {
                TargetGroups: [{ TargetGroupArn: arnOf("blue"), Weight: 1 }],
                TargetGroupStickinessConfig: { Enabled: false },
              },
            },
          ],
        },
      ],
    });
  });

  it("lets clients in where the groups do", () => {
    const registered = elbv2.registerTargets(WITH_LISTENER, {
      TargetGroupArn: arnOf("blue"),
      Targets: [{ Id: "i-a" }],
    });
    const { network } = done(registered);
    expect(checkListener(network, { loadBalancer: "app", port: 80, from: "internet" }).verdict).toBe("reachable");
  });

  it("forwards to several target groups with weights, 1 where none is given", () => {
    const ForwardConfig = {
      TargetGroups: [{ TargetGroupArn: arnOf("blue") }, { TargetGroupArn: arnOf("green"), Weight: 9 }],
    };
    const { network, answer } = done(ask({ DefaultActions: [{ Type: "forward", ForwardConfig }] })(EMPTY));
    expect(network.loadBalancers.app?.listeners[0]?.defaultActions).toEqual([
      {
        type: "forward",
        targetGroups: [
          { targetGroup: "blue", weight: 1 },
          { targetGroup: "green", weight: 9 },
        ],
      },
    ]);
    expect(answer.Listeners[0]?.DefaultActions[0]).not.toHaveProperty("TargetGroupArn");
  });

  it("keeps where a redirect leads and what a fixed response says", () => {
    const RedirectConfig = { Protocol: "HTTPS", Port: "443", StatusCode: "HTTP_301" } as const;
    const redirect = done(ask({ DefaultActions: [{ Type: "redirect", RedirectConfig }] })(EMPTY));
    expect(redirect.answer.Listeners[0]?.DefaultActions).toEqual([
      { Type: "redirect", RedirectConfig: { ...RedirectConfig, Host: "#{host}", Path: "/#{path}", Query: "#{query}" } },
    ]);
    const FixedResponseConfig = { StatusCode: "503", MessageBody: "closed", ContentType: "text/plain" };
    const fixed = done(ask({ DefaultActions: [{ Type: "fixed-response", FixedResponseConfig }] })(EMPTY));
    expect(fixed.answer.Listeners[0]?.DefaultActions).toEqual([{ Type: "fixed-response", FixedResponseConfig }]);
  });

  it("takes the actions in their order, authentication first and only over HTTPS", () => {
    const DefaultActions: elbv2.Action[] = [
      { ...forward("blue"), Order: 2 },
      { Type: "authenticate-oidc", AuthenticateOidcConfig: { Issuer: "https://issuer.example" }, Order: 1 },
    ];
    const { answer } = done(ask({ Protocol: "HTTPS", Port: 443, Certificates: CERTIFICATES, DefaultActions })(EMPTY));
    expect(answer.Listeners[0]?.DefaultActions.map(({ Type, Order }) => [Type, Order])).toEqual([
      ["authenticate-oidc", 1],
      ["forward", 2],
    ]);
    refused(ask({ DefaultActions }), EMPTY, "InvalidLoadBalancerAction at DefaultActions");
  });

  it("has a certificate and AWS's default policy over HTTPS", () => {
    const { answer } = done(ask({ Protocol: "HTTPS", Port: 443, Certificates: CERTIFICATES })(EMPTY));
    expect(answer.Listeners[0]).toMatchObject({ Certificates: CERTIFICATES, SslPolicy: "ELBSecurityPolicy-2016-08" });
  });

  it("is idempotent: the same request once more changes nothing", () => {
    const again = done(ask({})(WITH_LISTENER));
    expect(again.network).toBe(WITH_LISTENER);
    expect(again.answer.Listeners[0]?.ListenerArn).toBe(LISTENER);
    refused(ask({ DefaultActions: [forward("green")] }), WITH_LISTENER, "DuplicateListener at Port");
  });

  it("has neither protocol nor port on a Gateway Load Balancer", () => {
    const geneve = { Name: "appliances", Protocol: "GENEVE", Port: 6081, VpcId: "vpc-own" };
    const made = done(elbv2.createTargetGroup(EMPTY, geneve));
    const DefaultActions = [{ Type: "forward" as const, TargetGroupArn: made.answer.TargetGroups[0]?.TargetGroupArn }];
    const request = { LoadBalancerArn: arnOf("gate"), DefaultActions };
    const { answer } = done(elbv2.createListener(made.network, request));
    for (const key of ["Port", "Protocol"]) expect(answer.Listeners[0]).not.toHaveProperty(key);
    refused(
      (before) => elbv2.createListener(before, { ...request, Port: 80 }),
      made.network,
      "ValidationError at Port",
    );
  });

  it("refuses certificates and policies that are missing or have no use", () => {
    refused(ask({ Protocol: "HTTPS", Port: 443 }), EMPTY, "ValidationError at Certificates");
    refused(ask({ Certificates: CERTIFICATES }), EMPTY, "ValidationError at Certificates");
    refused(ask({ SslPolicy: "ELBSecurityPolicy-2016-08" }), EMPTY, "ValidationError at SslPolicy");
    refused(
      ask({ Protocol: "HTTPS", Port: 443, Certificates: [{ CertificateArn: "mine" }] }),
      EMPTY,
      "CertificateNotFound at Certificates.0.CertificateArn",
    );
  });

  it("refuses protocols and ports that the load balancer cannot have", () => {
    refused(ask({ Protocol: "TCP" }), EMPTY, "ValidationError at Protocol");
    refused(ask({ Protocol: "http" }), EMPTY, "ValidationError at Protocol");
    refused(ask({ Port: 0 }), EMPTY, "ValidationError at Port");
    refused(ask({ ...NETWORK, Protocol: "HTTP", Port: 80 }), EMPTY, "ValidationError at Protocol");
  });

  it("refuses target groups that do not fit", () => {
    const at = "DefaultActions";
    refused(ask({ DefaultActions: [forward("tcp")] }), EMPTY, `IncompatibleProtocols at ${at}`);
    refused(ask({ ...NETWORK, DefaultActions: [forward("udp")] }), EMPTY, `IncompatibleProtocols at ${at}`);
    refused(ask({ DefaultActions: [forward("elsewhere")] }), EMPTY, `InvalidConfigurationRequest at ${at}`);
    refused(ask({ DefaultActions: [forward("grpc")] }), EMPTY, `InvalidConfigurationRequest at ${at}`);
    refused(ask({ DefaultActions: [forward("six")] }), EMPTY, `InvalidConfigurationRequest at ${at}`);
    refused(ask({ LoadBalancerArn: arnOf("app2") }), WITH_LISTENER, `TargetGroupAssociationLimit at ${at}`);
    const lost = { Type: "forward" as const, TargetGroupArn: nowhere("targetgroup") };
    refused(ask({ DefaultActions: [lost] }), EMPTY, `TargetGroupNotFound at ${at}.0.TargetGroupArn`);
    refused(
      ask({ DefaultActions: [{ Type: "forward", TargetGroupArn: "blue" }] }),
      EMPTY,
      `ValidationError at ${at}.0.TargetGroupArn`,
    );
  });

  it("refuses actions that cannot be", () => {
    const fixed: elbv2.Action = { Type: "fixed-response", FixedResponseConfig: { StatusCode: "200" } };
    const refuses = (DefaultActions: elbv2.Action[], ...reasons: string[]): void =>
      refused(ask({ DefaultActions }), EMPTY, ...reasons.map((each) => each.replace("@", "at DefaultActions")));
    refuses([], "ValidationError @");
    refuses([{ Type: "redirect" }], "ValidationError @.0.RedirectConfig");
    refuses(
      [{ ...forward("blue"), FixedResponseConfig: { StatusCode: "200" } }],
      "ValidationError @.0.FixedResponseConfig",
    );
    refuses([{ ...fixed, TargetGroupArn: arnOf("blue") }], "ValidationError @.0.TargetGroupArn");
    refuses(
      [{ Type: "fixed-response", FixedResponseConfig: { StatusCode: "302" } }],
      "ValidationError @.0.FixedResponseConfig.StatusCode",
    );
    refuses([{ Type: "forward" }], "ValidationError @.0.TargetGroupArn");
    refuses(
      [{ Type: "forward", ForwardConfig: { TargetGroups: [{ TargetGroupArn: arnOf("blue"), Weight: 1000 }] } }],
      "ValidationError @.0",
    );
    refuses([forward("blue"), fixed], "ValidationError @.0.Order", "ValidationError @.1.Order");
    refuses(
      [
        { ...forward("blue"), Order: 1 },
        { ...fixed, Order: 2 },
      ],
      "InvalidLoadBalancerAction @",
    );
    const sticky = {
      TargetGroups: [{ TargetGroupArn: arnOf("blue") }],
      TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 60 },
    };
    refuses(
      [{ Type: "forward", ForwardConfig: sticky }],
      "unsupported-parameter @.0.ForwardConfig.TargetGroupStickinessConfig.Enabled",
    );
    refused(
      ask({ ...NETWORK, Port: 80, DefaultActions: [fixed] }),
      EMPTY,
      "InvalidLoadBalancerAction at DefaultActions",
    );
  });

  it("counts the listeners of the load balancer", () => {
    const quotas = { listenersPerLoadBalancer: 1 };
    refused(ask({ Port: 81 }, { quotas }), WITH_LISTENER, "TooManyListeners at ");
    refused(ask({}, { quotas: { listeners: 1 } }), EMPTY, "option at quotas.listeners");
  });

  it("refuses a load balancer that does not exist", () => {
    refused(ask({ LoadBalancerArn: nowhere("loadbalancer") }), EMPTY, "LoadBalancerNotFound at LoadBalancerArn");
  });
});

describe("modify-listener", () => {
  const modify = (request: Omit<elbv2.ModifyListenerRequest, "ListenerArn">) => (before: Network) =>
    elbv2.modifyListener(before, { ListenerArn: LISTENER, ...request });

  it("changes what is given, keeps the rest, and keeps the ARN", () => {
    const { network, answer } = done(modify({ Port: 8080 })(WITH_LISTENER));
    expect(answer.Listeners[0]).toMatchObject({ ListenerArn: LISTENER, Port: 8080, Protocol: "HTTP" });
    const back = done(modify({ Port: 80 })(network)).network;
    expect(back).toEqual(WITH_LISTENER);
    // The ARN that the port would get is taken, so that a new listener there gets another one.
    const made = done(ask({ Port: 80, DefaultActions: [forward("green")] })(network)).answer.Listeners[0];
    expect(made?.ListenerArn).not.toBe(LISTENER);
  });

  it("takes the certificate and the policy away with HTTPS, and wants one with it", () => {
    const secure = done(modify({ Protocol: "HTTPS", Certificates: CERTIFICATES })(WITH_LISTENER)).network;
    expect(secure.loadBalancers.app?.listeners[0]).toMatchObject({ protocol: "HTTPS", certificateArn: CERTIFICATE });
    expect(done(modify({ Protocol: "HTTP" })(secure)).network).toEqual(WITH_LISTENER);
    expect(done(modify({ Port: 443 })(secure)).answer.Listeners[0]).toMatchObject({ Certificates: CERTIFICATES });
    refused(modify({ Protocol: "HTTPS" }), WITH_LISTENER, "ValidationError at Certificates");
  });

  it("leaves a certificate and a policy that the network does not know as they are", () => {
    const imported = editNetwork(WITH_LISTENER, (draft) => {
      const listener = draft.loadBalancers.app?.listeners[0];
      if (listener) listener.protocol = "HTTPS";
    });
    const [listener] = done(modify({ Port: 443 })(imported)).network.loadBalancers.app?.listeners ?? [];
    expect(listener).not.toHaveProperty("sslPolicy");
    expect(listener).not.toHaveProperty("certificateArn");
  });

  it("refuses the port of another listener, groups that do not fit, and a listener that does not exist", () => {
    const two = done(ask({ Port: 81 })(WITH_LISTENER)).network;
    refused(modify({ Port: 81 }), two, "DuplicateListener at Port");
    refused(modify({ DefaultActions: [forward("udp")] }), WITH_LISTENER, "IncompatibleProtocols at DefaultActions");
    refused(
      modify({ DefaultActions: [forward("grpc")] }),
      WITH_LISTENER,
      "InvalidConfigurationRequest at DefaultActions",
    );
    refused(modify({ Protocol: "UDP" }), WITH_LISTENER, "ValidationError at Protocol");
    refused(modify({}), EMPTY, "ListenerNotFound at ListenerArn");
  });
});

describe("delete-listener", () => {
  it("takes back what create-listener did", () => {
    const { network: after, answer } = done(elbv2.deleteListener(WITH_LISTENER, { ListenerArn: LISTENER }));
    expect(answer).toEqual({});
    expect(after).toEqual(EMPTY);
  });

  it("refuses the listener by which a Network Load Balancer reaches its target, and one that does not exist", () => {
    const ask = (before: Network) => elbv2.deleteListener(before, { ListenerArn: LISTENER });
    const registered = elbv2.registerTargets(WITH_LISTENER, {
      TargetGroupArn: arnOf("balancer"),
      Targets: [{ Id: arnOf("app") }],
    });
    refused(ask, done(registered).network, "ResourceInUse at ListenerArn");
    refused(ask, EMPTY, "ListenerNotFound at ListenerArn");
    refused(
      (before) => elbv2.deleteListener(before, { ListenerArn: arnOf("app") }),
      EMPTY,
      "ValidationError at ListenerArn",
    );
  });
});

describe("describe-listeners", () => {
  it("finds the listeners of a load balancer, or by ARN", () => {
    const two = done(ask({ Port: 81 })(WITH_LISTENER)).network;
    const ports = (request: elbv2.DescribeListenersRequest): unknown[] =>
      done(elbv2.describeListeners(two, request)).answer.Listeners.map((each) => each.Port);
    expect(ports({ LoadBalancerArn: arnOf("app") })).toEqual([80, 81]);
    expect(ports({ ListenerArns: [LISTENER] })).toEqual([80]);
    expect(ports({ LoadBalancerArn: arnOf("app2") })).toEqual([]);
  });

  it("gives listeners of the model that have no ARN one each", () => {
    const byHand = editNetwork(WITH_LISTENER, (draft) => {
      draft.loadBalancers.app?.listeners.push({ port: 81, protocol: "HTTP", forward: "blue" });
      draft.loadBalancers.app?.listeners.push({ port: 82, protocol: "HTTP", forward: "blue" });
    });
    const { Listeners } = done(elbv2.describeListeners(byHand, { LoadBalancerArn: arnOf("app") })).answer;
    expect(new Set(Listeners.map((each) => each.ListenerArn)).size).toBe(3);
    const { network: after } = done(elbv2.deleteListener(byHand, { ListenerArn: Listeners[1]?.ListenerArn ?? "" }));
    expect(after.loadBalancers.app?.listeners.map((each) => each.port)).toEqual([80, 82]);
  });

  it("refuses what does not exist, and wants one of the two", () => {
    const ask = (request: elbv2.DescribeListenersRequest) => (before: Network) =>
      elbv2.describeListeners(before, request);
    refused(ask({ LoadBalancerArn: nowhere("loadbalancer") }), EMPTY, "LoadBalancerNotFound at LoadBalancerArn");
    refused(ask({ ListenerArns: [LISTENER] }), EMPTY, "ListenerNotFound at ListenerArns.0");
    refused(ask({}), EMPTY, "ValidationError at ListenerArns");
  });
});
