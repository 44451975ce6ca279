/** Load balancers without an internet route, blackholes, and connections that come in one way and go out another. */
import { checkConnection } from "netsim";
import { describe, expect, it } from "vitest";
import {
  ANYWHERE,
  balanced,
  from,
  headersText,
  PUBLIC_AND_PRIVATE,
  peered,
  publicAndPrivate,
  route,
} from "../../support/small-networks.ts";
import { briefly, findings } from "./support.ts";

describe("an internet-facing load balancer", () => {
  const CODE = "load-balancer-without-internet-route";

  it("has its route where a subnet leads to the internet gateway", () => {
    expect(findings(balanced(), CODE)).toEqual([]);
  });

  it("has none in each subnet that leads nowhere or to something else", () => {
    const nowhere = balanced({}, { routeTables: { "rtb-lb": { vpcId: "vpc-1", routes: [] } } });
    expect(briefly(findings(nowhere, CODE), "subnet", "routeTable", "leadsTo")).toEqual([
      "web subnet lb-a routeTable rtb-lb leadsTo ",
      "web subnet lb-b routeTable rtb-lb leadsTo ",
    ]);
    const internal = balanced({ scheme: "internal" }, { routeTables: { "rtb-lb": { vpcId: "vpc-1", routes: [] } } });
    expect(findings(internal, CODE)).toEqual([]);
  });

  it("has none behind a NAT gateway", () => {
    const net = balanced(
      {},
      {
        routeTables: { "rtb-lb": { vpcId: "vpc-1", routes: [route(ANYWHERE, "nat-1")] } },
        natGateways: { "nat-1": { subnetId: "app-a", privateIpAddress: "10.0.10.100", publicIp: "198.51.100.7" } },
      },
    );
    expect(briefly(findings(net, CODE), "leadsTo")).toEqual(["web leadsTo nat-1", "web leadsTo nat-1"]);
  });
});

describe("a route", () => {
  const CODE = "blackhole-route";

  it("is a blackhole where AWS says so, or its target cannot be used", () => {
    const routes = [
      { destination: "10.9.0.0/16", target: "pcx-9", state: "blackhole" as const },
      route(ANYWHERE, "nat-1"),
    ];
    const [nat] = Object.values(PUBLIC_AND_PRIVATE.natGateways ?? {});
    const net = publicAndPrivate({
      routeTables: { "rtb-private": { vpcId: "vpc-1", routes } },
      natGateways: { "nat-1": { ...nat!, state: "deleted" } },
    });
    expect(briefly(findings(net, CODE), "destination", "target", "state")).toEqual([
      "rtb-private[1] destination 10.9.0.0/16 target pcx-9 state blackhole",
      "rtb-private[2] destination 0.0.0.0/0 target nat-1 state deleted",
    ]);
  });

  it("of AWS's own, local, is never one", () => {
    expect(findings(publicAndPrivate(), CODE)).toEqual([]);
    expect(
      findings(
        peered({ vpcPeeringConnections: { "pcx-1": { status: "deleted", requester: "vpc-a", accepter: "vpc-b" } } }),
        CODE,
      ),
    ).toHaveLength(2);
  });
});

describe("routing", () => {
  const CODE = "asymmetric-routing";

  it("is symmetric where both sides of a peering have their routes", () => {
    expect(findings(peered(), CODE)).toEqual([]);
    expect(findings(publicAndPrivate(), CODE)).toEqual([]);
  });

  it("is not where the receivers of a peering that let senders in have no route back to them", () => {
    const net = peered({
      routeTables: { "rtb-b": { vpcId: "vpc-b", main: true } },
      securityGroups: { "sg-b": { vpcId: "vpc-b", ingress: [from("10.0.0.0/16", "tcp 80")] } },
    });
    const found = findings(net, CODE);
    expect(briefly(found, "way", "from", "to")).toEqual(["rtb-b way pcx-1 from subnet-a to subnet-b"]);
    expect(
      found[0]?.proof.kind === "packets" &&
        headersText(found[0].proof.packets).some((text) => text.includes("-> 10.0.0.0/24")),
    ).toBe(true);
    expect(checkConnection(net, { from: "a", to: "b", port: 80 }).blockers).toMatchObject([
      { component: "rtb-b", phase: "reply" },
    ]);
  });

  it("does not matter where nobody of the other side is let in", () => {
    const net = peered({
      routeTables: { "rtb-b": { vpcId: "vpc-b", main: true } },
      securityGroups: { "sg-b": { vpcId: "vpc-b", ingress: [from("10.1.0.0/16", "tcp 80")] } },
    });
    expect(findings(net, CODE)).toEqual([]);
  });

  it("is not where a public address is in a subnet that leads to a NAT gateway", () => {
    const app = { subnetId: "private", privateIpAddress: "10.0.1.10", publicIp: "198.51.100.11", groups: ["sg-web"] };
    const net = publicAndPrivate({ instances: { app } });
    expect(briefly(findings(net, CODE), "way", "leadsTo")).toEqual(["eni-app way igw-1 leadsTo nat-1"]);
    expect(checkConnection(net, { from: "internet", to: "app", port: 80 }).verdict).not.toBe("reachable");
  });
});
