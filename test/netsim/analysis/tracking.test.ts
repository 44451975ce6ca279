/** Which open connections AWS tracks whatever the rules say: those outlive the rules that let them through. */
import { unwrap } from "@netsim/core";
import { checkConnection, diffNetworks, editNetwork, type Network, type TrackingOptions } from "netsim";
import { describe, expect, it } from "vitest";
import { isAutoTracked, readTracking } from "../../../packages/netsim/src/analysis/tracking.ts";
import { ANYWHERE, ANYWHERE_IPV6, from, publicAndPrivate, route, to } from "../../support/small-networks.ts";

type Edition = TrackingOptions["autoTracked"];

/** Open both ways to everyone: not tracked, but for what the connection passes or ends at. */
const OPEN = {
  vpcId: "vpc-1",
  ingress: [from(ANYWHERE, "all"), from(ANYWHERE_IPV6, "all")],
  egress: [to(ANYWHERE, "all"), to(ANYWHERE_IPV6, "all")],
};

/** What becomes of tcp connections between these addresses once the rules of sg-app and sg-web are gone. */
function fates(net: Network, source: string, destination: string, autoTracked: Edition): string[] {
  const closed = editNetwork(net, (draft) => {
    for (const id of ["sg-app", "sg-web"]) Object.assign(draft.securityGroups[id]!, { ingress: [], egress: [] });
  });
  const found = diffNetworks(net, closed, { autoTracked }).open.filter(({ packets }) =>
    packets.some(
      (each) =>
        each.protocol.split(",").includes("tcp") &&
        each.sourceAddresses.includes(source) &&
        each.destinationAddresses.some((block) => block === destination),
    ),
  );
  return [...new Set(found.map(({ verdict, idleSeconds }) => `${verdict} ${idleSeconds ?? ""}`.trim()))];
}

const TRACKED = "survives-until-idle 432000";
const UNTRACKED = "cut-at-once";

describe("a connection that ends at an interface", () => {
  const at = (interfaceType: string): Network =>
    publicAndPrivate({
      securityGroups: { "sg-app": OPEN, "sg-web": OPEN },
      networkInterfaces: {
        "eni-end": { subnetId: "private", privateIpAddress: "10.0.1.99", groups: ["sg-app"], interfaceType },
      },
    });

  it.each<[string, Edition, string]>([
    ["interface", "union", UNTRACKED],
    ["vpc_endpoint", "union", TRACKED],
    ["vpc_endpoint", "2023", TRACKED],
    ["vpc_endpoint", "2025", TRACKED],
    ["global_accelerator_managed", "2023", TRACKED],
    ["lambda", "union", TRACKED],
    ["lambda", "2025", TRACKED],
    ["lambda", "2023", UNTRACKED],
  ])("of type %s, by the page's edition of %s: %s", (type, autoTracked, fate) => {
    expect(fates(at(type), "10.0.0.10/32", "10.0.1.99/32", autoTracked)).toEqual([fate]);
  });
});

describe("a connection through a gateway", () => {
  const through = (service: string): Network =>
    publicAndPrivate({
      gatewayEndpoints: { "vpce-1": { vpcId: "vpc-1", serviceName: `com.amazonaws.us-east-1.${service}` } },
      prefixLists: { "pl-1": { entries: ["3.218.180.0/22"] } },
      routeTables: {
        "rtb-private": { vpcId: "vpc-1", routes: [route(ANYWHERE, "nat-1"), route("pl-1", "vpce-1")] },
      },
      securityGroups: { "sg-app": OPEN },
    });
  const isTracked = (net: Network, destination: string, autoTracked: Edition): boolean => {
    const { legs } = checkConnection(net, { from: "app", to: destination, port: 443 });
    return isAutoTracked(net, [], legs[0]?.forward.hops ?? [], unwrap(readTracking({ autoTracked })));
  };

  it.each(["2023", "2025", "union"] as const)("is tracked by a NAT gateway, in the edition of %s", (edition) => {
    expect(isTracked(through("s3"), "203.0.113.10", edition)).toBe(true);
  });

  it.each<[string, Edition, boolean]>([
    ["dynamodb", "2025", true],
    ["dynamodb", "union", true],
    ["dynamodb", "2023", false],
    ["s3", "2025", false],
  ])("is tracked by the endpoint for %s, in the edition of %s: %s", (service, edition, isIt) => {
    expect(isTracked(through(service), "3.218.180.1", edition)).toBe(isIt);
  });
});
