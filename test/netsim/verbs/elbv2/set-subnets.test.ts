import { editNetwork, elbv2, type Network } from "netsim";
import { describe, expect, it } from "vitest";
import { BEFORE, done, refused } from "../support.ts";
import { arnOf, EMPTY, forward, nowhere } from "./support.ts";

function ask(name: string, request: Partial<elbv2.SetSubnetsRequest>, options: elbv2.AddressOptions = {}) {
  return (before: Network) => elbv2.setSubnets(before, { LoadBalancerArn: arnOf(name), ...request }, options);
}

describe("set-subnets", () => {
  it("replaces all subnets and answers with the zones", () => {
    const { network: after, answer } = done(ask("app", { Subnets: ["own-b", "own-c"] })(EMPTY));
    expect(answer).toEqual({
      AvailabilityZones: [
        { ZoneName: "us-east-1b", SubnetId: "own-b", LoadBalancerAddresses: [] },
        { ZoneName: "us-east-1c", SubnetId: "own-c", LoadBalancerAddresses: [] },
      ],
      IpAddressType: "ipv4",
    });
    expect(after.loadBalancers.app?.subnets).toEqual([{ subnetId: "own-b" }, { subnetId: "own-c" }]);
  });

  it("can move a load balancer to another subnet of a zone that it is in", () => {
    done(ask("app", { Subnets: ["own-a2", "own-b"] })(EMPTY));
  });

  it("leaves the addresses of a subnet that is named without any", () => {
    const elasticIps = { "eipalloc-1": "203.0.113.5", "eipalloc-2": "203.0.113.6" };
    const mapped = done(
      elbv2.createLoadBalancer(
        BEFORE,
        { Name: "net", Type: "network", SubnetMappings: [{ SubnetId: "own-a", AllocationId: "eipalloc-1" }] },
        { elasticIps },
      ),
    );
    const LoadBalancerArn = mapped.answer.LoadBalancers[0]?.LoadBalancerArn ?? "";
    const SubnetMappings = [{ SubnetId: "own-a" }, { SubnetId: "own-b", AllocationId: "eipalloc-2" }];
    const more = done(elbv2.setSubnets(mapped.network, { LoadBalancerArn, SubnetMappings }, { elasticIps })).network;
    expect(more.loadBalancers.net?.subnets).toEqual([
      { subnetId: "own-a", publicIp: "203.0.113.5" },
      { subnetId: "own-b", publicIp: "203.0.113.6" },
    ]);
  });

  it("takes away the interfaces of the nodes in subnets that it leaves", () => {
    const described = editNetwork(EMPTY, (draft) => {
      const template = draft.networkInterfaces["eni-i-a"];
      if (!template) throw new Error("no interface");
      const id = arnOf("app").split("/").at(-1);
      draft.networkInterfaces["eni-node"] = {
        ...template,
        id: "eni-node",
        description: `ELB app/app/${id}`,
        privateIpAddresses: [{ address: "10.0.0.5" as (typeof template.privateIpAddresses)[number]["address"] }],
      };
    });
    expect(done(ask("app", { Subnets: ["own-a", "own-c"] })(described)).network.networkInterfaces).toHaveProperty(
      "eni-node",
    );
    expect(done(ask("app", { Subnets: ["own-b", "own-c"] })(described)).network.networkInterfaces).not.toHaveProperty(
      "eni-node",
    );
  });

  it("refuses one zone for an Application Load Balancer, another VPC, no subnet, and what does not exist", () => {
    refused(ask("app", { Subnets: ["own-a"] }), EMPTY, "ValidationError at Subnets");
    refused(
      ask("app", { Subnets: ["default-a", "default-b"] }),
      EMPTY,
      "InvalidConfigurationRequest at Subnets.0",
      "InvalidConfigurationRequest at Subnets.1",
    );
    refused(ask("app", {}), EMPTY, "ValidationError at Subnets");
    const elasticIps = 5 as unknown as Record<string, string>;
    refused(ask("net", { Subnets: ["own-a"] }, { elasticIps }), EMPTY, "option at elasticIps");
    refused(ask("app", { Subnets: ["own-a", "subnet-0"] }), EMPTY, "SubnetNotFound at Subnets.1");
    refused(ask("net", { Subnets: ["own-full"] }), EMPTY, "InvalidSubnet at Subnets.0");
    refused(
      (before) => elbv2.setSubnets(before, { LoadBalancerArn: nowhere("loadbalancer"), Subnets: ["own-a"] }),
      EMPTY,
      "LoadBalancerNotFound at LoadBalancerArn",
    );
  });
});

describe("set-ip-address-type", () => {
  const type =
    (name: string, IpAddressType: "ipv4" | "dualstack" | "dualstack-without-public-ipv4") => (before: Network) =>
      elbv2.setIpAddressType(before, { LoadBalancerArn: arnOf(name), IpAddressType });

  it("answers with the new type, and can be taken back", () => {
    const { network: after, answer } = done(type("app", "dualstack")(EMPTY));
    expect(answer).toEqual({ IpAddressType: "dualstack" });
    expect(done(type("app", "ipv4")(after)).network).toEqual(EMPTY);
  });

  it("wants IPv6 blocks in all subnets", () => {
    const moved = done(ask("app", { Subnets: ["own-a", "own-c"] })(EMPTY)).network;
    refused(type("app", "dualstack"), moved, "InvalidSubnet at IpAddressType");
    refused(
      ask("app", { Subnets: ["own-a", "own-c"], IpAddressType: "dualstack" }),
      EMPTY,
      "InvalidSubnet at Subnets.1",
    );
  });

  it("has no private IPv4 addresses alone but for an internet-facing Application Load Balancer", () => {
    done(type("app", "dualstack-without-public-ipv4")(EMPTY));
    refused(type("net", "dualstack-without-public-ipv4"), EMPTY, "InvalidConfigurationRequest at IpAddressType");
  });

  it("keeps IPv6 while targets have IPv6 addresses", () => {
    const dual = done(type("app", "dualstack")(EMPTY)).network;
    const used = done(
      elbv2.createListener(dual, {
        LoadBalancerArn: arnOf("app"),
        Protocol: "HTTP",
        Port: 80,
        DefaultActions: [forward("six")],
      }),
    ).network;
    refused(type("app", "ipv4"), used, "InvalidConfigurationRequest at IpAddressType");
  });
});
