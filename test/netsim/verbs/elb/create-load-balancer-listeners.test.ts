import { checkListener, elb } from "netsim";
import { describe, expect, it } from "vitest";
import { CERTIFICATE, done, refused } from "../support.ts";
import { HTTP, NAME, WITH_WEB } from "./support.ts";

const HTTPS = { ...HTTP, Protocol: "HTTPS", LoadBalancerPort: 443, SSLCertificateId: CERTIFICATE };

describe("create-load-balancer-listeners", () => {
  it("adds listeners, and leaves the rules of the groups as they are", () => {
    const { network: after, answer } = done(elb.createLoadBalancerListeners(WITH_WEB, { ...NAME, Listeners: [HTTPS] }));
    expect(answer).toEqual({});
    expect(after.classicLoadBalancers.web?.listeners.map((each) => each.loadBalancerPort)).toEqual([80, 443]);
    expect(after.securityGroups).toBe(WITH_WEB.securityGroups);
    const blockersOf = (port: number): readonly string[] =>
      checkListener(after, { loadBalancer: "web", port, from: "internet" }).blockers.map((each) => each.component);
    expect(blockersOf(443)).toContain("sg-lb");
    expect(blockersOf(80)).not.toContain("sg-lb");
  });

  it("leaves a listener that is there already as it is", () => {
    const { network: after } = done(elb.createLoadBalancerListeners(WITH_WEB, { ...NAME, Listeners: [HTTP] }));
    expect(after).toBe(WITH_WEB);
    const both = done(elb.createLoadBalancerListeners(WITH_WEB, { ...NAME, Listeners: [HTTP, HTTPS] })).network;
    const one = done(elb.createLoadBalancerListeners(WITH_WEB, { ...NAME, Listeners: [HTTPS] })).network;
    expect(both).toEqual(one);
  });

  it("refuses another listener on the port of one, and two on a new port", () => {
    const refuses = (Listeners: elb.Listener[], ...reasons: string[]): void =>
      refused((before) => elb.createLoadBalancerListeners(before, { ...NAME, Listeners }), WITH_WEB, ...reasons);
    refuses([{ ...HTTP, InstancePort: 8081 }], "DuplicateListener at Listeners.0.LoadBalancerPort");
    const high = { ...HTTP, LoadBalancerPort: 8080 };
    refuses([high, { ...high, InstancePort: 81 }], "DuplicateListener at Listeners.1.LoadBalancerPort");
    refuses([{ ...HTTP, Protocol: "SCTP", LoadBalancerPort: 81 }], "UnsupportedProtocol at Listeners.0.Protocol");
    refuses([{ ...HTTPS, SSLCertificateId: undefined }], "CertificateNotFound at Listeners.0.SSLCertificateId");
    // The place is that in the request, whatever is there already and is passed over.
    refuses([HTTP, { ...HTTP, LoadBalancerPort: 70000 }], "ValidationError at Listeners.1.LoadBalancerPort");
    refuses(
      [{ ...HTTP, LoadBalancerPort: 81, InstanceProtocol: "TCP" }],
      "InvalidConfigurationRequest at Listeners.0.InstanceProtocol",
    );
    refuses(
      [{ ...HTTP, LoadBalancerPort: 81, InstanceProtocol: "HTTPS" }],
      "InvalidConfigurationRequest at Listeners.0.InstanceProtocol",
    );
    refuses([], "ValidationError at Listeners");
  });

  it("refuses a load balancer that does not exist", () => {
    const request = { LoadBalancerName: "wbe", Listeners: [HTTP] };
    refused(
      (before) => elb.createLoadBalancerListeners(before, request),
      WITH_WEB,
      "LoadBalancerNotFound at LoadBalancerName",
    );
  });
});
