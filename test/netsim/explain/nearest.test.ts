import { type ConnectionInput, checkConnection, explain, type NearRule, type NetworkInput } from "netsim";
import { describe, expect, it } from "vitest";
import {
  ANYWHERE_IPV6,
  allow,
  deny,
  EVERYTHING,
  from,
  publicAndPrivate,
  route,
  to,
  twoSubnets,
} from "../../support/small-networks.ts";

const A_TO_B = { from: "i-a", to: "i-b", port: 80 } as const;

function placeOf({ rule }: NearRule): string {
  if (rule.kind === "network-acl-entry") return `#${rule.ruleNumber}`;
  if (rule.kind === "route") return rule.route.destination;
  return rule.kind === "security-group-rule" ? `${rule.securityGroupId}[${rule.index}]` : "";
}

/** The nearest rules of the only cause, as `rule field needs`. */
function nearestOf(more: NetworkInput, question: Partial<ConnectionInput> = {}): string[] {
  const { causes } = explain(checkConnection(twoSubnets(more), { ...A_TO_B, ...question }));
  expect(causes).toHaveLength(1);
  return (causes[0]?.nearest ?? []).map((each) => `${placeOf(each)} ${each.field} ${JSON.stringify(each.needs)}`);
}

function groupB(...ingress: ReturnType<typeof from>[]): NetworkInput {
  return { securityGroups: { "sg-b": { vpcId: "vpc-1", ingress, egress: [] }, "sg-x": { vpcId: "vpc-1" } } };
}

describe("the rules of a security group that nearly match", () => {
  it("miss by the protocol, the port, the peer, the group or the address family, and by nothing else", () => {
    const near = nearestOf(
      groupB(
        from("sg-a", "udp 80"),
        from("sg-a", "tcp 8080-8090"),
        from("192.168.0.0/16", "tcp 80"),
        from("sg-x", "tcp 80"),
        from(ANYWHERE_IPV6, "tcp 80"),
        from("sg-a", "icmp 8"),
        from("sg-x", "tcp 22"),
        from("192.168.0.0/16", "udp 80"),
        from("sg-a", "udp 22"),
      ),
    );
    expect(near).toEqual([
      'sg-b[1] port-range {"fromPort":80,"toPort":80}',
      'sg-b[3] group-reference {"peer":{"securityGroupId":"sg-a"}}',
      'sg-b[2] peer {"peer":{"cidr":"10.0.0.10/32"}}',
      'sg-b[4] address-family {"peer":{"cidr":"10.0.0.10/32"}}',
      'sg-b[0] protocol {"protocol":6}',
    ]);
  });

  it("come with the port that is least far off first", () => {
    const near = nearestOf(groupB(from("sg-a", "tcp 8080"), from("sg-a", "tcp 82-90"), from("sg-a", "tcp 22-79")));
    expect(near.map((each) => each.split(" ")[0])).toEqual(["sg-b[2]", "sg-b[1]", "sg-b[0]"]);
  });

  it("come with the block that has most in common with the sender first", () => {
    const near = nearestOf(
      groupB(from("192.168.0.0/16", "tcp 80"), from("10.0.9.0/24", "tcp 80"), from("10.9.0.0/16", "tcp 80")),
    );
    expect(near.map((each) => each.split(" ")[0])).toEqual(["sg-b[1]", "sg-b[2]", "sg-b[0]"]);
  });

  it("miss an ICMP message by its type or its code", () => {
    const ping = { port: undefined, protocol: "icmp", icmp: { type: 8, code: 0 } };
    const rules = groupB(
      from("sg-a", "icmp 0"),
      from("sg-a", "icmp 8 1"),
      from("sg-a", "icmp 3 4"),
      from("sg-a", "tcp 80"),
    );
    expect(nearestOf(rules, ping)).toEqual(['sg-b[0] icmp-type {"fromPort":8}', 'sg-b[1] icmp-code {"toPort":0}']);
  });

  it("are those of every group of the interface", () => {
    const near = nearestOf({
      securityGroups: {
        "sg-b": { vpcId: "vpc-1", ingress: [from("sg-a", "tcp 81")] },
        "sg-x": { vpcId: "vpc-1", ingress: [from("sg-a", "tcp 82")] },
      },
      instances: { "i-b": { subnetId: "subnet-b", privateIpAddress: "10.0.1.10", groups: ["sg-x", "sg-b"] } },
    });
    expect(near.map((each) => each.split(" ")[0])).toEqual(["sg-b[0]", "sg-x[0]"]);
  });

  it("are for the receiver on the way out", () => {
    const egress = [to("10.0.9.0/24", "tcp 80"), to("sg-a", "tcp 80")];
    expect(nearestOf({ securityGroups: { "sg-a": { vpcId: "vpc-1", egress } } })).toEqual([
      'sg-a[1] group-reference {"peer":{"securityGroupId":"sg-b"}}',
      'sg-a[0] peer {"peer":{"cidr":"10.0.1.10/32"}}',
    ]);
  });

  it("are given with where they were written", () => {
    const origin = { file: "groups.json", pointer: "/SecurityGroups/0/IpPermissions/0" };
    const { causes } = explain(checkConnection(twoSubnets(groupB({ ...from("sg-a", "tcp 81"), origin })), A_TO_B));
    expect(causes[0]?.nearest).toMatchObject([{ origin, packet: { destinationPort: 80 }, awsCode: null }]);
  });
});

describe("the entries of a network ACL that nearly match", () => {
  const replies = (...egress: ReturnType<typeof allow>[]): NetworkInput => ({
    networkAcls: { "acl-b": { vpcId: "vpc-1", ingress: EVERYTHING, egress } },
  });

  it("need all the ports that are missed together", () => {
    expect(nearestOf(replies(allow(100, "tcp 32768-65535")))).toEqual([
      '#100 port-range {"fromPort":1024,"toPort":32767}',
    ]);
  });

  it("come before the entry that denies: what comes after it could not help", () => {
    const near = nearestOf(
      replies(allow(90, "tcp 443"), deny(100, "tcp 1024-65535"), allow(110, "udp 1024-65535"), allow(120, "all")),
    );
    expect(near).toEqual(['#90 port-range {"fromPort":1024,"toPort":65535}']);
  });

  it("allow: an entry that denies is not near", () => {
    expect(nearestOf(replies(deny(100, "tcp 22"), allow(110, "tcp 1024-65535", "192.168.0.0/16")))).toEqual([
      '#110 peer {"cidrBlock":"10.0.0.10/32"}',
    ]);
  });
});

describe("the routes of a table that nearly match", () => {
  it("have another destination, or one of the other address family", () => {
    const routes = [route(ANYWHERE_IPV6, "igw-1"), route("198.51.0.0/16", "nat-1"), route("203.0.112.0/24", "nat-1")];
    const net = publicAndPrivate({ routeTables: { "rtb-private": { vpcId: "vpc-1", routes } } });
    const { causes } = explain(checkConnection(net, { from: "app", to: "203.0.113.10", port: 80 }));
    expect(causes).toMatchObject([{ code: "no-route", missing: { kind: "route", in: ["rtb-private"] } }]);
    expect((causes[0]?.nearest ?? []).map((each) => [placeOf(each), each.field, each.awsCode])).toEqual([
      ["203.0.112.0/24", "destination", "CANNOT_ROUTE"],
      ["198.51.0.0/16", "destination", "CANNOT_ROUTE"],
      ["::/0", "address-family", "CANNOT_ROUTE"],
    ]);
  });
});
