import { editNetwork, elb, type Network } from "netsim";
import { describe, expect, it } from "vitest";
import { BEFORE, done, refused } from "../support.ts";
import { NAME, WITH_WEB } from "./support.ts";

const asked = (...Subnets: string[]): elb.SubnetsRequest => ({ ...NAME, Subnets });

/** With described interfaces of its two nodes. */
const WITH_NODES = editNetwork(WITH_WEB, (draft) => {
  const node = { ipv6Addresses: [], sourceDestCheck: true, interfaceType: "interface", description: "ELB web" };
  const address = (text: string) =>
    [{ address: text }] as Network["networkInterfaces"][string]["privateIpAddresses"][number][];
  draft.networkInterfaces["eni-node-a"] = {
    ...node,
    id: "eni-node-a",
    subnetId: "own-a",
    groups: ["sg-lb"],
    privateIpAddresses: address("10.0.0.5"),
  };
  draft.networkInterfaces["eni-node-b"] = {
    ...node,
    id: "eni-node-b",
    subnetId: "own-b",
    groups: ["sg-lb"],
    privateIpAddresses: address("10.0.2.5"),
  };
});

describe("attach-load-balancer-to-subnets", () => {
  it("answers with all subnets, and enables their zones", () => {
    const { network: after, answer } = done(elb.attachLoadBalancerToSubnets(WITH_WEB, asked("own-c")));
    expect(answer).toEqual({ Subnets: ["own-a", "own-b", "own-c"] });
    const [web] = done(elb.describeLoadBalancers(after)).answer.LoadBalancerDescriptions;
    expect(web?.AvailabilityZones).toEqual(["us-east-1a", "us-east-1b", "us-east-1c"]);
  });

  it("leaves a subnet that it is in already as it is", () => {
    expect(done(elb.attachLoadBalancerToSubnets(WITH_WEB, asked("own-a"))).network).toEqual(WITH_WEB);
  });

  it("refuses a second subnet of a zone, one of another VPC, one without room, and one that does not exist", () => {
    const refuses = (subnet: string, code: string): void =>
      refused((before) => elb.attachLoadBalancerToSubnets(before, asked(subnet)), WITH_WEB, `${code} at Subnets.0`);
    refuses("own-a2", "InvalidConfigurationRequest");
    refuses("default-c", "InvalidConfigurationRequest");
    refuses("own-full", "InvalidSubnet");
    refuses("subnet-0", "SubnetNotFound");
    refused(
      (before) => elb.attachLoadBalancerToSubnets(before, asked("own-c")),
      BEFORE,
      "LoadBalancerNotFound at LoadBalancerName",
    );
  });
});

describe("attaching a subnet in the console", () => {
  it("replaces the first subnet when a second of the same zone is added, and its node", () => {
    const { network: after, answer } = done(elb.attachLoadBalancerToSubnetsInConsole(WITH_NODES, asked("own-a2")));
    expect(answer).toEqual({ Subnets: ["own-b", "own-a2"] });
    expect(after.networkInterfaces).not.toHaveProperty("eni-node-a");
    expect(after.networkInterfaces).toHaveProperty("eni-node-b");
  });

  it("does not move a load balancer to another VPC", () => {
    const one = done(elb.detachLoadBalancerFromSubnets(WITH_WEB, asked("own-b"))).network;
    const ask = (before: Network) => elb.attachLoadBalancerToSubnetsInConsole(before, asked("default-a"));
    refused(ask, one, "InvalidConfigurationRequest at Subnets.0");
  });

  it("refuses what is no subnet of its VPC", () => {
    const ask = (before: Network) =>
      elb.attachLoadBalancerToSubnetsInConsole(before, asked("own-c", "subnet-0", "closed-b"));
    refused(ask, WITH_WEB, "SubnetNotFound at Subnets.1", "InvalidConfigurationRequest at Subnets.2");
  });
});

describe("detach-load-balancer-from-subnets", () => {
  it("answers with the subnets that remain, and takes the nodes there away", () => {
    const { network: after, answer } = done(elb.detachLoadBalancerFromSubnets(WITH_NODES, asked("own-a")));
    expect(answer).toEqual({ Subnets: ["own-b"] });
    expect(after.networkInterfaces).not.toHaveProperty("eni-node-a");
  });

  it("takes back what attach-load-balancer-to-subnets did", () => {
    const attached = done(elb.attachLoadBalancerToSubnets(WITH_WEB, asked("own-c"))).network;
    expect(done(elb.detachLoadBalancerFromSubnets(attached, asked("own-c"))).network).toEqual(WITH_WEB);
  });

  it("refuses to leave none, and a subnet that the load balancer is not in", () => {
    const ask =
      (...subnets: string[]) =>
      (before: Network) =>
        elb.detachLoadBalancerFromSubnets(before, asked(...subnets));
    refused(ask("own-a", "own-b"), WITH_WEB, "InvalidConfigurationRequest at Subnets");
    refused(ask("own-c"), WITH_WEB, "InvalidConfigurationRequest at Subnets.0");
    refused(ask("own-a"), BEFORE, "LoadBalancerNotFound at LoadBalancerName");
  });
});
