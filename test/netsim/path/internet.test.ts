import { addressesHave, cidr, formatAddresses, ip, network, uniteBlocks } from "@netsim/core";
import { describe, expect, it } from "vitest";
import { internetAddresses, publicPart } from "../../../packages/netsim/src/path/internet.ts";

const NET = network({ vpcs: { "vpc-1": { cidr: ["10.0.0.0/16", "203.0.113.0/24", "2001:db8:1::/56"] } } });

describe("the internet", () => {
  it.each(["8.8.8.8", "198.51.100.1", "2600::1"])("has %s", (address) => {
    expect(addressesHave(internetAddresses(NET), ip(address))).toBe(true);
  });

  it.each([
    ["private", "10.1.0.1"],
    ["private", "172.16.0.1"],
    ["private", "192.168.0.1"],
    ["shared", "100.64.0.1"],
    ["link-local", "169.254.169.254"],
    ["loopback", "127.0.0.1"],
    ["multicast", "224.0.0.1"],
    ["unique local", "fd00::1"],
    ["link-local", "fe80::1"],
    ["the VPC's own", "203.0.113.10"],
    ["the VPC's own", "2001:db8:1::1"],
  ])("has no %s addresses (%s)", (_, address) => {
    expect(addressesHave(internetAddresses(NET), ip(address))).toBe(false);
  });

  it("is cut out of a block", () => {
    const part = publicPart(uniteBlocks([cidr("100.0.0.0/8")]));
    expect(formatAddresses(part)).toEqual(["100.0.0.0/10", "100.128.0.0/9"]);
  });
});
