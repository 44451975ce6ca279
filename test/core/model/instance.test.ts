import { type InstanceInput, type Network, type NetworkInput, network } from "@netsim/core";
import { describe, expect, it } from "vitest";
import { readServices } from "../../../packages/core/src/model/instance.ts";
import { Reader } from "../../../packages/core/src/model/read.ts";

const base: NetworkInput = {
  vpcs: { v: { cidr: ["10.0.0.0/16", "2001:db8::/56"] } },
  subnets: { s: { vpcId: "v", availabilityZone: "a", cidr: ["10.0.0.0/24", "2001:db8::/64"] } },
  securityGroups: { g: { vpcId: "v" } },
};

function withInstance(input: InstanceInput, more: NetworkInput = {}): Network {
  return network({ ...base, ...more, instances: { i: input } });
}

describe("an instance", () => {
  it("runs until it says otherwise, and nothing is known of its services", () => {
    expect(withInstance({}).instances.i).toEqual({ id: "i", state: "running", networkInterfaceIds: [] });
  });

  it("brings an interface of its own in the short form", () => {
    const origin = { file: "instances.json" };
    const made = withInstance({
      subnetId: "s",
      privateIpAddress: "10.0.0.9",
      publicIp: "203.0.113.9",
      ipv6Address: "2001:db8::9",
      groups: ["g"],
      sourceDestCheck: false,
      origin,
    });
    expect(made.instances.i).toEqual({ id: "i", state: "running", networkInterfaceIds: ["eni-i"], origin });
    expect(made.networkInterfaces["eni-i"]).toEqual({
      id: "eni-i",
      subnetId: "s",
      privateIpAddresses: [{ address: "10.0.0.9", publicIp: "203.0.113.9" }],
      ipv6Addresses: ["2001:db8::9"],
      groups: ["g"],
      sourceDestCheck: false,
      interfaceType: "interface",
      description: "",
      origin,
    });
  });

  it("has that interface before its others, with the VPC's default group", () => {
    const made = withInstance(
      { subnetId: "s", networkInterfaceIds: ["e"] },
      { networkInterfaces: { e: { subnetId: "s" } } },
    );
    expect(made.instances.i?.networkInterfaceIds).toEqual(["eni-i", "e"]);
    expect(made.networkInterfaces["eni-i"]?.groups).toEqual(["sg-default-v"]);
  });

  it("keeps its services: tcp unless they say otherwise", () => {
    const services = [
      { port: 80, http: { "/": 200, "/ping": 503 } },
      { protocol: "udp" as const, port: 53 },
    ];
    expect(withInstance({ services }).instances.i?.services).toEqual([
      { protocol: "tcp", port: 80, http: { "/": 200, "/ping": 503 } },
      { protocol: "udp", port: 53 },
    ]);
    expect(withInstance({ services: [] }).instances.i?.services).toEqual([]);
  });
});

describe("services on their own, as an intent file lists them", () => {
  it("are read with the path they stand at", () => {
    const reader = new Reader();
    expect(readServices(reader, [{ port: 8080 }, { port: 70000 }], ["services", "i"])).toEqual([
      { protocol: "tcp", port: 8080 },
    ]);
    expect(readServices(reader, "x", ["services", "j"])).toBeUndefined();
    expect(reader.issues.map((each) => [each.code, each.path])).toEqual([
      ["port", ["services", "i", 1, "port"]],
      ["shape", ["services", "j"]],
    ]);
  });
});
