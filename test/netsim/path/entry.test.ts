/** Where packets from outside the VPCs come in. */
import { type NetworkInput, network } from "@netsim/core";
import { checkConnection } from "netsim";
import { describe, expect, it } from "vitest";
import {
  ANYWHERE,
  blockersOf,
  extend,
  from,
  hopsOf,
  legOf,
  publicAndPrivate,
  route,
  STRANGER,
  TWO_SUBNETS,
  unknownsOf,
} from "../../support/small-networks.ts";

/** The offices' 192.168.0.0/16 behind a transit gateway, for which sg-b opens ssh. */
function connected(more: NetworkInput = {}) {
  const base = extend(TWO_SUBNETS, {
    internetGateways: { "igw-1": { vpcId: "vpc-1" } },
    routeTables: {
      "rtb-1": { vpcId: "vpc-1", main: true, routes: [route("192.168.0.0/16", "tgw-1"), route(ANYWHERE, "igw-1")] },
    },
    securityGroups: { "sg-b": { vpcId: "vpc-1", ingress: [from("192.168.0.0/16", "tcp 22")] } },
  });
  return network(extend(base, more));
}

describe("packets from a private address outside the VPCs", () => {
  it("come by the transit gateway to which routes for it lead, and are in doubt", () => {
    const verdict = checkConnection(connected(), { from: "192.168.1.1", to: "i-b", port: 22 });
    expect(verdict.verdict).toBe("unknown");
    expect(blockersOf(verdict)).toEqual([]);
    expect(hopsOf(legOf(verdict), "forward")[0]).toBe("tgw-1 ingress");
    expect(unknownsOf(verdict)).toEqual(["tgw-1 unsupported-route-target", "tgw-1 unsupported-route-target"]);
  });

  it("are stopped for certain by what stops them anyway", () => {
    const verdict = checkConnection(connected(), { from: "192.168.1.1", to: "i-b", port: 80 });
    expect(verdict.verdict).toBe("unreachable");
    expect(blockersOf(verdict)).toEqual(["sg-b ingress forward - security-group-no-match ENI_SG_RULES_MISMATCH"]);
  });

  it("come who knows how where the routes are not in the input", () => {
    const net = connected({ missing: [{ collection: "routeTables", vpcId: "vpc-1", reason: "page-cut-short" }] });
    const verdict = checkConnection(net, { from: "192.168.1.1", to: "i-b", port: 22 });
    expect(verdict.verdict).toBe("unknown");
    expect(new Set(unknownsOf(verdict))).toEqual(new Set(["route table of subnet-b route-table-missing"]));
  });

  it("come by the internet gateway, which refuses them, where no route leads back to them", () => {
    const verdict = checkConnection(publicAndPrivate(), { from: "192.168.1.1", to: "web", port: 80 });
    expect(blockersOf(verdict)[0]).toBe(
      "igw-1 ingress forward - private-address IGW_SOURCE_ADDRESS_NOT_IN_RFC1918_INGRESS",
    );
  });
});

describe("packets from a public address", () => {
  it("come by the internet gateway, though the default route leads to a transit gateway", () => {
    const net = publicAndPrivate({
      routeTables: { "rtb-public": { vpcId: "vpc-1", routes: [route(ANYWHERE, "tgw-1")] } },
    });
    const verdict = checkConnection(net, { from: STRANGER, to: "web", port: 80 });
    expect(verdict.verdict).toBe("unknown");
    expect(hopsOf(legOf(verdict), "forward")[0]).toBe("igw-1 ingress");
    expect(verdict.unknowns).toMatchObject([{ component: "tgw-1", phase: "reply" }]);
  });
});
