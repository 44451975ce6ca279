import { checkConnection } from "netsim";
import { describe, expect, it } from "vitest";
import {
  ANYWHERE,
  allow,
  blockersOf,
  EVERYTHING,
  headersText,
  hopsOf,
  legOf,
  publicAndPrivate,
  route,
  STRANGER,
  to,
  unknownsOf,
} from "../../../support/small-networks.ts";

const S3 = "52.216.0.10";

const ENDPOINT = {
  prefixLists: { "pl-s3": { entries: ["52.216.0.0/15"] } },
  gatewayEndpoints: { "vpce-1": { vpcId: "vpc-1", serviceName: "com.amazonaws.us-east-1.s3" } },
  routeTables: { "rtb-private": { vpcId: "vpc-1", routes: [route("pl-s3", "vpce-1")] } },
};

describe("a gateway endpoint", () => {
  it("leads from an instance without a way to the internet to the service", () => {
    const verdict = checkConnection(publicAndPrivate(ENDPOINT), { from: "app", to: S3, port: 443 });
    expect(verdict.verdict).toBe("reachable");
    expect(hopsOf(legOf(verdict), "forward").slice(-2)).toEqual(["rtb-private egress", "vpce-1 egress"]);
    expect(hopsOf(legOf(verdict), "reply")).toEqual([
      "vpce-1 ingress",
      "acl-private ingress",
      "sg-app ingress",
      "eni-app ingress",
    ]);
  });

  it("leads nowhere else", () => {
    const verdict = checkConnection(publicAndPrivate(ENDPOINT), { from: "app", to: STRANGER, port: 443 });
    expect(blockersOf(verdict)).toEqual(["rtb-private egress forward - no-route NO_ROUTE_TO_DESTINATION"]);
  });

  it("carries tcp and ping, and nothing else", () => {
    const net = publicAndPrivate(ENDPOINT);
    expect(checkConnection(net, { from: "app", to: S3, protocol: "icmp" }).verdict).toBe("reachable");
    for (const question of [
      { protocol: "udp", port: 53 },
      { protocol: 47 },
      { protocol: "icmp", icmp: { type: 13 } },
    ]) {
      expect(blockersOf(checkConnection(net, { from: "app", to: S3, ...question }))).toEqual([
        "vpce-1 egress forward - gateway-endpoint-protocol VPCE_GATEWAY_PROTOCOL_RESTRICTION",
      ]);
    }
  });

  it("is allowed by a group rule that names its prefix list", () => {
    const net = publicAndPrivate({
      ...ENDPOINT,
      securityGroups: { "sg-app": { vpcId: "vpc-1", egress: [to("pl-s3", "tcp 443")] } },
    });
    expect(checkConnection(net, { from: "app", to: S3, port: 443 }).verdict).toBe("reachable");
    expect(checkConnection(net, { from: "app", to: S3, port: 80 }).verdict).toBe("unreachable");
  });

  it("needs the subnet's ACL to let the service's own addresses in and out", () => {
    const insiders = [allow(100, "all", "10.0.0.0/16")];
    const net = publicAndPrivate({
      ...ENDPOINT,
      networkAcls: { "acl-private": { vpcId: "vpc-1", ingress: insiders, egress: insiders } },
    });
    const verdict = checkConnection(net, { from: "app", to: S3, port: 443 });
    expect(blockersOf(verdict)).toEqual([
      "acl-private egress forward #32767 network-acl-denies SUBNET_ACL_RESTRICTION",
      "acl-private ingress reply #32767 network-acl-denies SUBNET_ACL_RESTRICTION",
    ]);
    expect(headersText(verdict.blockers[1]?.packets)).toEqual(["tcp 52.216.0.10/32 443 -> 10.0.1.10/32 1024-65535"]);
  });

  it("is more specific than the default route", () => {
    const routes = [route(ANYWHERE, "igw-1"), route("pl-s3", "vpce-1")];
    const net = publicAndPrivate({
      ...ENDPOINT,
      routeTables: { "rtb-public": { vpcId: "vpc-1", routes } },
      networkAcls: { "acl-public": { vpcId: "vpc-1", ingress: EVERYTHING, egress: EVERYTHING } },
    });
    expect(hopsOf(legOf(checkConnection(net, { from: "web", to: S3, port: 443 })), "forward")).toContain(
      "vpce-1 egress",
    );
    expect(hopsOf(legOf(checkConnection(net, { from: "web", to: STRANGER, port: 443 })), "forward")).toContain(
      "igw-1 egress",
    );
  });

  it("carries no replies to connections that came in from elsewhere", () => {
    const routes = [route(ANYWHERE, "igw-1"), route("pl-s3", "vpce-1")];
    const net = publicAndPrivate({ ...ENDPOINT, routeTables: { "rtb-public": { vpcId: "vpc-1", routes } } });
    const verdict = checkConnection(net, { from: S3, to: "web", port: 80 });
    expect(verdict.verdict).toBe("unreachable");
    expect(blockersOf(verdict)).toEqual(["vpce-1 egress reply - reply-takes-another-way -"]);
  });

  it("that the input leaves out is unknown", () => {
    const net = publicAndPrivate({
      ...ENDPOINT,
      gatewayEndpoints: {},
      missing: [{ collection: "gatewayEndpoints", id: "vpce-1", reason: "not-described" }],
    });
    const verdict = checkConnection(net, { from: "app", to: S3, port: 443 });
    expect(verdict.verdict).toBe("unknown");
    expect(unknownsOf(verdict)).toEqual(["vpce-1 gateway-missing"]);
  });
});
