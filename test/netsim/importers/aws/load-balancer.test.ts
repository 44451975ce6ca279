import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { files, imported, type Json, messages, missing, notes, subnet } from "../documents.ts";
import {
  defaultRule,
  elbv2,
  LB,
  listener,
  loadBalancer,
  NLB,
  networkLoadBalancer,
  rule,
  targetGroup,
} from "../elbv2-documents.ts";

const groupArn = targetGroup().TargetGroupArn;
const balancers = (...all: Json[]): Json => elbv2({ LoadBalancers: all });
const lb = (more: Json = {}): Json => imported(balancers(loadBalancer(more))).network.loadBalancers.web;
/** `web` beside a Network Load Balancer whose listeners and attributes were not collected. */
const nlb = (more: Json = {}, rest: Json = {}): Json =>
  imported({ ...balancers(loadBalancer(), networkLoadBalancer(more)), ...rest }).network.loadBalancers.edge;

describe("an Application Load Balancer", () => {
  it("with everything that AWS tells about it is whole, and there is no note", () => {
    expect(notes(elbv2())).toEqual([]);
    expect(missing(elbv2())).toEqual([]);
    expect(lb()).toEqual({
      id: "web",
      arn: LB,
      type: "application",
      scheme: "internet-facing",
      vpcId: "vpc-1",
      subnets: [{ subnetId: "subnet-1" }],
      securityGroups: ["sg-1"],
      ipAddressType: "ipv4",
      listeners: [
        {
          port: 80,
          protocol: "HTTP",
          defaultActions: [{ type: "forward", targetGroups: [{ targetGroup: "app-8080", weight: 1 }] }],
          rules: [],
          arn: listener().ListenerArn,
          origin: { file: "all.json", pointer: "/Listeners/0" },
        },
      ],
      crossZone: true,
      enforcePrivateLinkInboundRules: true,
      denyAllIgwTraffic: false,
      dnsName: "web-1234.us-east-1.elb.amazonaws.com",
      origin: { file: "all.json", pointer: "/LoadBalancers/0" },
    });
  });

  it("may be internal and dual stack", () => {
    expect(lb({ Scheme: "internal", IpAddressType: "dualstack" })).toMatchObject({
      scheme: "internal",
      ipAddressType: "dualstack",
      denyAllIgwTraffic: true,
    });
  });

  it("without its groups has groups that are missing, and not none", () => {
    const { SecurityGroups: _, ...bare } = loadBalancer();
    const id = "security groups of web";
    expect(imported(balancers(bare)).network.loadBalancers.web?.securityGroups).toEqual([id]);
    expect(missing(balancers(bare))).toEqual([
      { collection: "securityGroups", id, reason: "not-described", detail: "web refers to it" },
    ]);
  });

  it("names what is not described", () => {
    const AvailabilityZones = [{ SubnetId: "subnet-1" }, { SubnetId: "subnet-7" }];
    const LoadBalancers = [loadBalancer({ AvailabilityZones, SecurityGroups: ["sg-7"] })];
    const input = elbv2({ LoadBalancers, TargetGroups: [], Attributes: [elbv2().Attributes[0]] });
    const detail = "web refers to it";
    expect(missing(input)).toEqual([
      { collection: "securityGroups", id: "sg-7", reason: "not-described", detail },
      { collection: "subnets", id: "subnet-7", reason: "not-described", detail },
      { collection: "targetGroups", id: groupArn, reason: "not-described", detail },
    ]);
  });
});

describe("a Network Load Balancer", () => {
  // "Update the security groups for your Network Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
  it.each([[undefined], [[]]])("described with groups %j was created without", (SecurityGroups) => {
    expect(nlb({ SecurityGroups }).securityGroups).toBeNull();
  });

  it("with groups keeps them, and whether they hold for PrivateLink", () => {
    expect(nlb({ SecurityGroups: ["sg-1"] })).toMatchObject({
      securityGroups: ["sg-1"],
      enforcePrivateLinkInboundRules: true,
    });
    const EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic = "off";
    expect(nlb({ EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic }).enforcePrivateLinkInboundRules).toBe(false);
  });

  it("has the static addresses that are described", () => {
    const LoadBalancerAddresses = [
      { IpAddress: "203.0.113.5", AllocationId: "eipalloc-1", PrivateIPv4Address: "10.0.1.9", IPv6Address: "" },
    ];
    const AvailabilityZones = [{ SubnetId: "subnet-1", LoadBalancerAddresses }];
    expect(nlb({ AvailabilityZones }).subnets).toEqual([
      { subnetId: "subnet-1", privateIpv4Address: "10.0.1.9", publicIp: "203.0.113.5" },
    ]);
    expect(lb({ AvailabilityZones }).subnets).toEqual([{ subnetId: "subnet-1" }]);
  });

  it("with a static address outside its subnet contradicts itself, and is left out by name", () => {
    const LoadBalancerAddresses = [{ PrivateIPv4Address: "10.0.9.9" }];
    const AvailabilityZones = [{ SubnetId: "subnet-1", LoadBalancerAddresses }];
    const input = balancers(loadBalancer(), networkLoadBalancer({ AvailabilityZones }));
    expect(imported(input).network.loadBalancers.edge).toBeUndefined();
    expect(missing(input)).toContainEqual(
      expect.objectContaining({ collection: "loadBalancers", id: "edge", reason: "contradictory" }),
    );
  });

  it("whose attributes were not collected is not known to keep to its zones", () => {
    expect(nlb().crossZone).toBeNull();
    const Attributes = [
      { LoadBalancerArn: NLB, Attributes: [{ Key: "load_balancing.cross_zone.enabled", Value: "false" }] },
    ];
    expect(nlb({}, { Attributes }).crossZone).toBe(false);
  });
});

describe("a Gateway Load Balancer", () => {
  it("has no groups, and a listener without protocol and port", () => {
    const arn = `${LB}g`;
    const gateway = {
      ...networkLoadBalancer(),
      LoadBalancerArn: arn,
      LoadBalancerName: "gate",
      Type: "gateway",
      Scheme: undefined,
    };
    const { Port: _, Protocol: __, ...bare } = listener({ LoadBalancerArn: arn });
    const input = elbv2({
      LoadBalancers: [gateway],
      Listeners: [bare],
      TargetGroups: [
        targetGroup({ Protocol: "GENEVE", Port: 6081, HealthCheckProtocol: "TCP", HealthCheckPort: "80" }),
      ],
      Attributes: [],
    });
    expect(imported(input).network.loadBalancers.gate).toMatchObject({
      type: "gateway",
      scheme: "internal",
      securityGroups: null,
      listeners: [{ port: null, protocol: null, rules: [] }],
    });
  });
});

describe("what was not collected of a load balancer", () => {
  it("is listed by name: its listeners, its attributes", () => {
    const input = elbv2({
      Listeners: undefined,
      Rules: undefined,
      Attributes: [{ TargetGroupArn: groupArn, Attributes: [] }],
    });
    expect(missing(input)).toEqual([
      { collection: "listeners", id: "web", reason: "not-collected" },
      { collection: "loadBalancerAttributes", id: "web", reason: "not-collected" },
    ]);
    expect(notes(input)).toEqual([
      "not-collected: the attributes of web were not collected: aws elbv2 describe-load-balancer-attributes prints them",
      "not-collected: the listeners of web were not collected: aws elbv2 describe-listeners prints them",
    ]);
  });

  it("is not missing where the answer is that there is none", () => {
    const input = elbv2({ Listeners: [{ LoadBalancerArn: LB, Listeners: [] }], Rules: undefined });
    expect(imported(input).network.loadBalancers.web?.listeners).toEqual([]);
    expect(missing(input)).toEqual([]);
  });

  it("may be known in part, where a page was cut short", () => {
    const input = [
      { file: "all.json", json: elbv2({ Listeners: undefined }) },
      { file: "listeners.json", json: { Listeners: [listener()], NextMarker: "more" } },
    ];
    expect(missing(input)).toEqual([{ collection: "listeners", id: "web", reason: "page-cut-short" }]);
    expect(notes(input)).toContain(
      "page-cut-short: the listeners of web end before the last page; collect them with aws elbv2 describe-listeners",
    );
  });
});

describe("two load balancers of one name", () => {
  it("of two Regions are called by their ARNs, with a note for each", () => {
    const other = LB.replace("us-east-1", "eu-west-1");
    const input = balancers(loadBalancer(), loadBalancer({ LoadBalancerArn: other }));
    const { loadBalancers } = imported(input).network;
    expect(Object.keys(loadBalancers)).toEqual([other, LB]);
    expect(loadBalancers[LB]).toMatchObject({ id: LB, arn: LB, name: "web", listeners: [{ port: 80 }] });
    expect(loadBalancers[other]).toMatchObject({ id: other, name: "web", listeners: [] });
    expect(notes(input, "duplicate-name")).toEqual([
      `several load balancers have the name "web"; each is called by its ARN: ${other}`,
      `several load balancers have the name "web"; each is called by its ARN: ${LB}`,
    ]);
  });
});

describe("what bears on traffic and is not modelled", () => {
  it.each<[Json, string]>([
    [{ State: { Code: "provisioning" } }, "web is in state provisioning; it is taken to be active"],
    [{ State: { Code: "failed" } }, "web is in state failed; it is taken to be active"],
    [
      { AvailabilityZones: [{ SubnetId: "subnet-1", OutpostId: "op-1" }] },
      "web is on an Outpost, which is not modelled",
    ],
    [
      { EnablePrefixForIpv6SourceNat: "on" },
      "web translates IPv6 sources to addresses of a prefix, which is not modelled",
    ],
  ])("%j has a note", (more, message) => {
    expect(notes(balancers(loadBalancer(more)))).toEqual([`not-modelled: ${message}`]);
  });

  it("may be an attribute", () => {
    const Attributes = [
      ...elbv2().Attributes.slice(1),
      {
        LoadBalancerArn: LB,
        Attributes: [{ Key: "dns_record.client_routing_policy", Value: "availability_zone_affinity" }],
      },
    ];
    const { notes: all } = imported(elbv2({ Attributes }));
    expect(all).toEqual([
      {
        code: "not-modelled",
        component: "web",
        file: "all.json",
        pointer: "/Attributes/1/Attributes/0/Value",
        message: "web answers clients in AWS by zone (availability_zone_affinity), which is not modelled",
      },
    ]);
  });
});

describe("the tags of load balancers and target groups", () => {
  it("are in an answer of their own, and give them their names", () => {
    const TagDescriptions = [
      { ResourceArn: LB, Tags: [{ Key: "Name", Value: "site" }] },
      { ResourceArn: groupArn, Tags: [{ Key: "Name", Value: "application" }] },
      { ResourceArn: "arn:other", Tags: [] },
    ];
    const { network, notes: all } = imported(elbv2({ TagDescriptions }));
    expect(network.loadBalancers.web?.name).toBe("site");
    expect(network.targetGroups["app-8080"]?.name).toBe("application");
    expect(all).toEqual([]);
  });
});

describe("a load balancer that cannot be", () => {
  it.each<[Json, string]>([
    [{ Type: "classic" }, 'LoadBalancers[0].Type: expected ("application" | "network" | "gateway"), found "classic"'],
    [{ LoadBalancerArn: 7 }, "LoadBalancers[0].LoadBalancerArn: expected a string, found 7"],
    [
      { AvailabilityZones: [{ ZoneName: "a" }] },
      "LoadBalancers[0].AvailabilityZones[0].SubnetId: expected a value, found nothing",
    ],
    [{ SecurityGroups: "sg-1" }, 'LoadBalancers[0].SecurityGroups: expected an array, found "sg-1"'],
    [{ AvailabilityZones: [] }, "LoadBalancers[0]: expected at least one subnet, found []"],
    [
      { IpAddressType: "ipv6" },
      'LoadBalancers[0].IpAddressType: expected ("ipv4" | "dualstack" | "dualstack-without-public-ipv4"), found "ipv6"',
    ],
  ])("%j is refused, with the place", (more, message) => {
    expect(messages(balancers(loadBalancer(more)))).toContain(`all.json: ${message}`);
  });

  it("is one that two answers describe differently", () => {
    expect(messages(balancers(loadBalancer(), loadBalancer({ Scheme: "internal" })))).toEqual([
      `all.json: LoadBalancers[1]: expected the same ${LB} as in all.json: LoadBalancers[0], found another Scheme`,
    ]);
  });

  it("shares its target group with another: it is left out by name", () => {
    const Listeners = [listener(), listener({ ListenerArn: `${listener().ListenerArn}b`, LoadBalancerArn: `${LB}b` })];
    const input = elbv2({
      LoadBalancers: [loadBalancer(), loadBalancer({ LoadBalancerArn: `${LB}b`, LoadBalancerName: "zeb" })],
      Listeners,
    });
    expect(Object.keys(imported(input).network.loadBalancers)).toEqual(["web"]);
    expect(missing(input)).toContainEqual(expect.objectContaining({ id: "zeb", reason: "contradictory" }));
  });
});

describe("answers about load balancers", () => {
  it("make the same network and the same states in any order, alone or together", () => {
    const { Attributes, ...others } = elbv2({
      LoadBalancers: [loadBalancer(), networkLoadBalancer()],
      Rules: [defaultRule, rule(), rule({ RuleArn: `${rule().RuleArn}b`, Priority: "5" })],
    });
    const named = [
      { file: "attributes-web.json", json: { Attributes: Attributes[0].Attributes } },
      { file: "attributes-app-8080.json", json: { Attributes: Attributes[1].Attributes } },
      { file: "listeners-edge.json", json: { Listeners: [] } },
    ];
    const documents = [...files(others), ...named];
    const expected = imported(documents);
    expect(expected.network.missing).toEqual([
      expect.objectContaining({ collection: "loadBalancerAttributes", id: "edge" }),
    ]);
    fc.assert(
      fc.property(fc.shuffledSubarray(documents, { minLength: documents.length }), (order) => {
        expect(JSON.stringify(imported(order))).toBe(JSON.stringify(expected));
      }),
      { numRuns: 30 },
    );
  });
});

describe("subnets of a load balancer", () => {
  it("may be in several zones", () => {
    const Subnets = [
      subnet("subnet-1", "10.0.1.0/24"),
      subnet("subnet-2", "10.0.2.0/24", { AvailabilityZone: "us-east-1b" }),
    ];
    const AvailabilityZones = [{ SubnetId: "subnet-1" }, { SubnetId: "subnet-2" }];
    const input = elbv2({ Subnets, LoadBalancers: [loadBalancer({ AvailabilityZones })] });
    expect(imported(input).network.loadBalancers.web?.subnets).toEqual([
      { subnetId: "subnet-1" },
      { subnetId: "subnet-2" },
    ]);
  });
});
