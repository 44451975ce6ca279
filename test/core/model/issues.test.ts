/** Every issue that reading and checking a network can have: its code, the place in the input, and its words. */
import { readdirSync, readFileSync } from "node:fs";
import { createNetwork, formatPath, type Path } from "@netsim/core";
import { describe, expect, it } from "vitest";
import { broken, type Case, type Collections, raw } from "./issue-case.ts";
import { LISTENERS, LOAD_BALANCERS, TARGET_GROUPS } from "./issue-cases-elbv2.ts";

const group = (rule: unknown, direction = "ingress"): Collections => ({
  securityGroups: { g: { vpcId: "v", [direction]: [rule] } },
});
const atRule: Path = ["securityGroups", "g", "ingress", 0];

const acl = (...entries: unknown[]): Collections => ({ networkAcls: { a: { vpcId: "v", ingress: entries } } });
const entry = { ruleNumber: 100, ruleAction: "allow", cidrBlock: "0.0.0.0/0" };
const atEntry: Path = ["networkAcls", "a", "ingress", 0];

const table = (...routes: unknown[]): Collections => ({ routeTables: { r: { vpcId: "v", routes } } });
const atRoute: Path = ["routeTables", "r", "routes", 0];

const balancer = (changes: Collections): Collections => ({
  classicLoadBalancers: {
    b: { subnets: ["s"], listeners: [{ protocol: "HTTP", loadBalancerPort: 80, instancePort: 8080 }], ...changes },
  },
});
const atBalancer: Path = ["classicLoadBalancers", "b"];
const tcp = (loadBalancerPort: number, instancePort: number): Collections => ({
  protocol: "TCP",
  loadBalancerPort,
  instancePort,
});

const eni = (changes: Collections): Collections => ({ networkInterfaces: { e: { subnetId: "s", ...changes } } });
const atEni: Path = ["networkInterfaces", "e"];

const ip = "an IPv4 or IPv6 address";
const block = "a CIDR block such as 10.0.0.0/16 or 2001:db8::/32";

const SHAPES: readonly Case[] = [
  raw("nothing", undefined, ["shape", [], "an object with collections such as vpcs and subnets", "nothing"]),
  raw("null", null, ["shape", [], "an object with collections such as vpcs and subnets", "null"]),
  raw("a list", [], ["shape", [], "an object with collections such as vpcs and subnets", "[]"]),
  raw("a collection that does not exist", { vpc: {} }, [
    "unknown-key",
    ["vpc"],
    "one of vpcs, subnets, routeTables, networkAcls, securityGroups, prefixLists, internetGateways, egressOnlyInternetGateways, natGateways, gatewayEndpoints, vpcPeeringConnections, networkInterfaces, instances, classicLoadBalancers, loadBalancers, targetGroups, missing",
    '"vpc"',
  ]),
  raw("a collection that is a list", { vpcs: [] }, ["shape", ["vpcs"], "an object of records by id", "[]"]),
  raw("a record that is null", { vpcs: { v: null } }, ["shape", ["vpcs", "v"], "an object", "null"]),
  raw("a record that is a list", { internetGateways: { i: [] } }, [
    "shape",
    ["internetGateways", "i"],
    "an object",
    "[]",
  ]),
  raw("a value of another kind", { vpcs: { v: { cidr: 5 } } }, [
    "shape",
    ["vpcs", "v", "cidr"],
    "a string or a list",
    "5",
  ]),
  broken("a value that is not one of a few", acl({ ...entry, ruleAction: "permit" }), [
    "shape",
    [...atEntry, "ruleAction"],
    '"allow" or "deny"',
    '"permit"',
  ]),
  broken("a flag in words", eni({ sourceDestCheck: "false" }), [
    "shape",
    [...atEni, "sourceDestCheck"],
    "true or false",
    '"false"',
  ]),
  raw(
    "required keys left out",
    { subnets: { s: { cidr: "10.0.0.0/24" } } },
    ["shape", ["subnets", "s", "vpcId"], "a value", "nothing"],
    ["shape", ["subnets", "s", "availabilityZone"], "a value", "nothing"],
  ),
  broken(
    "several misspelt keys beside a bad value: all of them",
    {
      vpcs: { v: { cidr: "10.0.0.0/16", nmae: "x", regoin: "y", isDefault: 1 } },
      ...acl({ ...entry, icmp: { tpye: 8 } }),
    },
    ["unknown-key", ["vpcs", "v", "nmae"], "no such key", '"nmae"'],
    ["unknown-key", ["vpcs", "v", "regoin"], "no such key", '"regoin"'],
    ["shape", ["vpcs", "v", "isDefault"], "true or false", "1"],
    ["unknown-key", [...atEntry, "icmp", "tpye"], "no such key", '"tpye"'],
  ),
  raw("what is missing, as null", { missing: null }, ["shape", ["missing"], "a list", "null"]),
  raw(
    "what is missing, frozen and wrong",
    { missing: Object.freeze([{ collection: 5 }]) },
    ["shape", ["missing", 0, "collection"], "a string", "5"],
    ["shape", ["missing", 0, "reason"], "a value", "nothing"],
  ),
  broken("an id that is not its key", { vpcs: { w: { id: "vpc-2", cidr: "10.1.0.0/16" } } }, [
    "id",
    ["vpcs", "w", "id"],
    'its key, "w"',
    '"vpc-2"',
  ]),
  raw("an id that no object can have as a key", JSON.parse('{ "vpcs": { "__proto__": { "cidr": "10.0.0.0/16" } } }'), [
    "id",
    ["vpcs", "__proto__"],
    "an id that can be a key of an object",
    '"__proto__"',
  ]),
  broken("an id that netsim gives to what AWS creates with a VPC", { routeTables: { "rtb-main-v": { vpcId: "v" } } }, [
    "id",
    ["routeTables", "rtb-main-v"],
    "an id that netsim does not give to a VPC's default",
    '"rtb-main-v"',
  ]),
  broken(
    "an id that netsim gives to the interface of an instance",
    { instances: { i: { subnetId: "s" } }, networkInterfaces: { "eni-i": { subnetId: "s" } } },
    ["id", ["networkInterfaces", "eni-i"], "an id other than that of the interface of i", '"eni-i"'],
  ),
];

const BLOCKS: readonly Case[] = [
  raw("a VPC without a block", { vpcs: { v: {} } }, [
    "vpc-without-block",
    ["vpcs", "v"],
    "at least one CIDR block",
    "{}",
  ]),
  raw("a VPC whose only block is none: one mistake, one issue", { vpcs: { v: { cidr: "10.0.0.0/33" } } }, [
    "cidr",
    ["vpcs", "v", "cidr"],
    block,
    '"10.0.0.0/33"',
  ]),
  raw("a block with host bits, in a list", { vpcs: { v: { cidr: ["10.0.0.0/16", "2001:db8::1/56"] } } }, [
    "cidr-host-bits",
    ["vpcs", "v", "cidr", 1],
    "a block without host bits: 2001:db8::/56",
    '"2001:db8::1/56"',
  ]),
  raw("overlapping blocks of a VPC", { vpcs: { v: { cidrBlocks: ["10.0.0.0/16", "10.0.128.0/17"] } } }, [
    "overlapping-blocks",
    ["vpcs", "v"],
    "a block that does not overlap 10.0.0.0/16 of v",
    '"10.0.128.0/17"',
  ]),
  broken("a subnet without a block", { subnets: { t: { vpcId: "v", availabilityZone: "a" } } }, [
    "subnet-without-block",
    ["subnets", "t"],
    "a CIDR block",
    '{"vpcId":"v","availabilityZone":"a"}',
  ]),
  broken(
    "a subnet with two IPv4 blocks",
    { subnets: { t: { vpcId: "v", availabilityZone: "a", cidr: ["10.0.1.0/24", "10.0.2.0/24"] } } },
    ["subnet-with-two-blocks", ["subnets", "t"], "at most one IPv4 block", '"10.0.2.0/24"'],
  ),
  broken(
    "a subnet's block that is none",
    { subnets: { t: { vpcId: "v", availabilityZone: "a", cidrBlock: "10.0.1.0/24/1" } } },
    ["cidr", ["subnets", "t", "cidrBlock"], block, '"10.0.1.0/24/1"'],
  ),
  broken("a subnet outside its VPC", { subnets: { t: { vpcId: "v", availabilityZone: "a", cidr: "10.1.0.0/24" } } }, [
    "subnet-outside-vpc",
    ["subnets", "t"],
    "a block inside 10.0.0.0/16",
    '"10.1.0.0/24"',
  ]),
  broken("overlapping subnets", { subnets: { t: { vpcId: "v", availabilityZone: "a", cidr: "10.0.0.128/25" } } }, [
    "overlapping-subnets",
    ["subnets", "t"],
    "a block that does not overlap 10.0.0.0/24 of s",
    '"10.0.0.128/25"',
  ]),
  broken("a prefix list of two families", { prefixLists: { "pl-1": { entries: ["10.0.0.0/8", "2001:db8::/32"] } } }, [
    "prefix-list-family",
    ["prefixLists", "pl-1", "entries"],
    "blocks of one family",
    '["10.0.0.0/8","2001:db8::/32"]',
  ]),
];

const RULES: readonly Case[] = [
  broken("a protocol that is none", group({ protocol: "tpc", from: "10.0.0.0/8" }), [
    "protocol",
    [...atRule, "protocol"],
    "tcp, udp, icmp, icmpv6, all, or a number 0-255",
    '"tpc"',
  ]),
  broken("a port that is none", group({ port: 65536, from: "10.0.0.0/8" }), [
    "port",
    [...atRule, "port"],
    "a port 0-65535 or a range such as 1024-65535",
    "65536",
  ]),
  broken("several ports in one text", acl({ ...entry, port: "80,443" }), [
    "port",
    [...atEntry, "port"],
    "a port 0-65535 or a range such as 1024-65535",
    '"80,443"',
  ]),
  broken("a first port that is none", group({ protocol: "tcp", fromPort: -1, toPort: 80, from: "10.0.0.0/8" }), [
    "port",
    [...atRule, "fromPort"],
    "a port 0-65535",
    "-1",
  ]),
  broken("a last port that is none", acl({ ...entry, protocol: 17, fromPort: 0, toPort: 1.5 }), [
    "port",
    [...atEntry, "toPort"],
    "a port 0-65535",
    "1.5",
  ]),
  broken("ports in the wrong order", group({ protocol: "tcp", fromPort: 443, toPort: 80, from: "10.0.0.0/8" }), [
    "port-range",
    [...atRule, "toPort"],
    "a port from 443 on",
    "80",
  ]),
  broken("a port of a protocol that has none", group({ protocol: "47", port: 80, from: "10.0.0.0/8" }), [
    "port-without-protocol",
    [...atRule, "port"],
    "no port: only tcp and udp have ports",
    "80",
  ]),
  broken("a port of every protocol", group({ protocol: "all", port: 80, from: "10.0.0.0/8" }), [
    "port-without-protocol",
    [...atRule, "port"],
    "no port: only tcp and udp have ports",
    "80",
  ]),
  broken("a port of ICMP", acl({ ...entry, protocol: "icmp", port: 8 }), [
    "port-without-protocol",
    [...atEntry, "port"],
    "icmp: { type, code }",
    "8",
  ]),
  ...(["tcp", "all", 47] as const).map((protocol) =>
    broken(`an ICMP type of protocol ${protocol}`, group({ protocol, icmp: { type: 8 }, from: "10.0.0.0/8" }), [
      "icmp-without-protocol",
      [...atRule, "icmp"],
      "no ICMP type: only icmp and icmpv6 have types",
      '{"type":8}',
    ]),
  ),
  broken("an ICMP type that is none", group({ icmp: { type: 256 }, from: "10.0.0.0/8" }), [
    "icmp",
    [...atRule, "icmp", "type"],
    "an ICMP type 0-255, or -1 for any",
    "256",
  ]),
  broken("an ICMP code that is none, in AWS's fields", acl({ ...entry, protocol: 1, fromPort: 8, toPort: -2 }), [
    "icmp",
    [...atEntry, "toPort"],
    "an ICMP code 0-255, or -1 for any",
    "-2",
  ]),
  broken("a code of any ICMP type", group({ icmp: { code: 0 }, from: "10.0.0.0/8" }), [
    "icmp",
    [...atRule, "icmp", "code"],
    "-1: any type means any code",
    "0",
  ]),
  broken("`to` in an ingress rule", group({ port: 80, to: "10.0.0.0/8" }), [
    "rule-direction",
    [...atRule, "to"],
    "`from` in an ingress rule",
    '"10.0.0.0/8"',
  ]),
  broken("`from` in an egress rule", group({ port: 80, from: "10.0.0.0/8" }, "egress"), [
    "rule-direction",
    ["securityGroups", "g", "egress", 0, "from"],
    "`to` in an egress rule",
    '"10.0.0.0/8"',
  ]),
  broken("a rule without a peer", group({ port: 80 }), [
    "rule-peer",
    atRule,
    "a peer: a CIDR block, a prefix list or a group",
    '{"port":80}',
  ]),
  broken("a rule for nobody", group({ port: 80, from: [] }), [
    "rule-peer",
    [...atRule, "from"],
    "at least one peer",
    "[]",
  ]),
  broken("a port in both forms", group({ port: 80, fromPort: 80, from: "10.0.0.0/8" }), [
    "port",
    [...atRule, "port"],
    "either `port` or `fromPort` and `toPort`",
    "80",
  ]),
  broken("a rule with two kinds of peer", group({ port: 80, from: "10.0.0.0/8", peer: { cidr: "10.0.0.0/8" } }), [
    "rule-peer",
    [...atRule, "from"],
    "either `from` or `peer`",
    '"10.0.0.0/8"',
  ]),
  broken("a peer of no known form", group({ port: 80, peer: { cdir: "10.0.0.0/8" } }), [
    "shape",
    [...atRule, "peer"],
    "{ cidr }, { prefixListId } or { securityGroupId }",
    '{"cdir":"10.0.0.0/8"}',
  ]),
  broken("an address as a peer", group({ port: 80, from: "10.0.0.1" }), [
    "cidr",
    [...atRule, "from"],
    block,
    '"10.0.0.1"',
  ]),
  broken("a peer's block with host bits, in a list", group({ port: 80, from: ["10.0.0.0/8", "10.0.0.1/8"] }), [
    "cidr-host-bits",
    [...atRule, "from", 1],
    "a block without host bits: 10.0.0.0/8",
    '"10.0.0.1/8"',
  ]),
  broken("a peer's block with host bits, in the long form", group({ port: 80, peer: { cidr: "10.0.0.1/8" } }), [
    "cidr-host-bits",
    [...atRule, "peer", "cidr"],
    "a block without host bits: 10.0.0.0/8",
    '"10.0.0.1/8"',
  ]),
  broken("a group that there is not", group({ port: 80, from: "sg-x" }), [
    "dangling-reference",
    [...atRule, "peer"],
    "the id of a security group in securityGroups",
    '"sg-x"',
  ]),
  broken("a prefix list that there is not", group({ port: 80, to: "pl-x" }, "egress"), [
    "dangling-reference",
    ["securityGroups", "g", "egress", 0, "peer"],
    "the id of a prefix list in prefixLists",
    '"pl-x"',
  ]),
  broken(
    "two groups of one name, in whatever case",
    { securityGroups: { g: { vpcId: "v", groupName: "web" }, h: { vpcId: "v", groupName: "WEB" } } },
    ["duplicate-group-name", ["securityGroups", "h", "groupName"], "a name that g does not have", '"WEB"'],
  ),
  broken("a group of no VPC", { securityGroups: { g: { vpcId: "constructor" } } }, [
    "dangling-reference",
    ["securityGroups", "g", "vpcId"],
    "the id of a VPC in vpcs",
    '"constructor"',
  ]),
  ...([0, -1, 32767, 1.5] as const).map((ruleNumber) =>
    broken(`rule number ${ruleNumber}`, acl({ ...entry, ruleNumber }), [
      "rule-number",
      [...atEntry, "ruleNumber"],
      "a rule number 1-32766",
      String(ruleNumber),
    ]),
  ),
  broken("a rule number twice in a direction", acl(entry, { ...entry, ruleAction: "deny" }), [
    "duplicate-rule-number",
    ["networkAcls", "a", "ingress", 1, "ruleNumber"],
    "a number used once per direction",
    "100",
  ]),
  broken("an entry's block that is none", acl({ ...entry, cidrBlock: "sg-1" }), [
    "cidr",
    [...atEntry, "cidrBlock"],
    block,
    '"sg-1"',
  ]),
  broken(
    "two default ACLs of a VPC",
    { networkAcls: { a: { vpcId: "v", isDefault: true }, b: { vpcId: "v", isDefault: true } } },
    ["two-default-network-acls", ["networkAcls", "b"], "one default ACL; a is it", '"b"'],
  ),
  broken("an ACL of no VPC", { networkAcls: { a: { vpcId: "w" } } }, [
    "dangling-reference",
    ["networkAcls", "a", "vpcId"],
    "the id of a VPC in vpcs",
    '"w"',
  ]),
];

const ROUTES: readonly Case[] = [
  broken("a destination that is none", table({ destination: "everywhere", target: "local" }), [
    "cidr",
    [...atRoute, "destination"],
    block,
    '"everywhere"',
  ]),
  broken("a target of no known kind", table({ destination: "0.0.0.0/0", target: "gateway" }), [
    "route-target",
    [...atRoute, "target"],
    "local, or an id that begins with igw-, nat-, eigw-, pcx-, eni-, vpce-, tgw-, vgw-, lgw- or cagw-",
    '"gateway"',
  ]),
  broken("a target of no known type", table({ destination: "0.0.0.0/0", target: { type: "igw", id: "igw-1" } }), [
    "shape",
    [...atRoute, "target"],
    "an id, or an object with a type of target and its id",
    '{"type":"igw","id":"igw-1"}',
  ]),
  broken(
    "two static routes for one destination",
    table(
      { destination: "192.168.0.0/16", target: "tgw-1" },
      { destination: "192.168.0.0/16", target: "vgw-1", propagated: true },
      { destination: "192.168.0.0/16", target: "tgw-2" },
    ),
    [
      "duplicate-route",
      ["routeTables", "r", "routes", 2, "destination"],
      "one static route for each destination",
      '"192.168.0.0/16"',
    ],
  ),
  broken(
    "targets that there are not",
    table(
      { destination: "0.0.0.0/0", target: "igw-x" },
      { destination: "10.1.0.0/16", target: "pcx-x" },
      { destination: "pl-x", target: "vpce-x" },
      { destination: "10.2.0.0/16", target: "nat-x", state: "blackhole" },
    ),
    [
      "dangling-reference",
      ["routeTables", "r", "routes", 1, "target"],
      "the id of the route's target in internetGateways",
      '"igw-x"',
    ],
    [
      "dangling-reference",
      ["routeTables", "r", "routes", 2, "target"],
      "the id of the route's target in vpcPeeringConnections",
      '"pcx-x"',
    ],
    [
      "dangling-reference",
      ["routeTables", "r", "routes", 3, "destination"],
      "the id of a prefix list in prefixLists",
      '"pl-x"',
    ],
    [
      "dangling-reference",
      ["routeTables", "r", "routes", 3, "target"],
      "the id of the route's target in gatewayEndpoints",
      '"vpce-x"',
    ],
  ),
  broken(
    "two main tables of a VPC",
    { routeTables: { r: { vpcId: "v", main: true }, t: { vpcId: "v", main: true } } },
    ["two-main-route-tables", ["routeTables", "t"], "one main table; r is it", '"t"'],
  ),
  broken(
    "a subnet whose table and ACL there are not",
    {
      subnets: { t: { vpcId: "v", availabilityZone: "a", cidr: "10.0.1.0/24", routeTableId: "r", networkAclId: "a" } },
    },
    ["dangling-reference", ["subnets", "t", "routeTableId"], "the id of a route table in routeTables", '"r"'],
    ["dangling-reference", ["subnets", "t", "networkAclId"], "the id of a network ACL in networkAcls", '"a"'],
  ),
  broken(
    "a subnet whose table and ACL are of another VPC",
    {
      vpcs: { w: { cidr: "10.1.0.0/16" } },
      routeTables: { r: { vpcId: "w" } },
      networkAcls: { a: { vpcId: "w" } },
      subnets: { t: { vpcId: "v", availabilityZone: "a", cidr: "10.0.1.0/24", routeTableId: "r", networkAclId: "a" } },
    },
    ["other-vpc", ["subnets", "t", "routeTableId"], "a route table of v", '"r of w"'],
    ["other-vpc", ["subnets", "t", "networkAclId"], "a network ACL of v", '"a of w"'],
  ),
];

const INTERFACES: readonly Case[] = [
  broken("an address that is none", eni({ privateIpAddress: "10.0.0" }), [
    "ip-address",
    [...atEni, "privateIpAddress"],
    ip,
    '"10.0.0"',
  ]),
  broken("an IPv6 address in the place of an IPv4 one", eni({ privateIpAddress: "2001:db8::1" }), [
    "address-family",
    [...atEni, "privateIpAddress"],
    "an IPv4 address",
    '"2001:db8::1"',
  ]),
  broken("an IPv4 address in the place of an IPv6 one", eni({ ipv6Addresses: ["10.0.0.9"] }), [
    "address-family",
    [...atEni, "ipv6Addresses"],
    "an IPv6 address",
    '"10.0.0.9"',
  ]),
  broken("a public IPv6 address", eni({ privateIpAddresses: [{ address: "10.0.0.9", publicIp: "2001:db8::1" }] }), [
    "address-family",
    [...atEni, "privateIpAddresses", 0, "publicIp"],
    "an IPv4 address",
    '"2001:db8::1"',
  ]),
  broken("a public address alone", eni({ publicIp: "203.0.113.1" }), [
    "public-address-alone",
    [...atEni, "publicIp"],
    "a privateIpAddress beside it",
    '"203.0.113.1"',
  ]),
  broken("an address outside the subnet", eni({ privateIpAddress: "10.0.1.9" }), [
    "address-outside-subnet",
    atEni,
    "an address of s (10.0.0.0/24)",
    '"10.0.1.9"',
  ]),
  ...["10.0.0.0", "10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.255"].map((privateIpAddress) =>
    broken(`${privateIpAddress}, which AWS keeps`, eni({ privateIpAddress }), [
      "reserved-address",
      atEni,
      "an address of 10.0.0.0/24 that AWS does not keep for itself",
      JSON.stringify(privateIpAddress),
    ]),
  ),
  broken(
    "a private and a public address of two interfaces",
    {
      networkInterfaces: {
        e: { subnetId: "s", privateIpAddress: "10.0.0.9", publicIp: "203.0.113.1" },
        f: { subnetId: "s", privateIpAddress: "10.0.0.9", publicIp: "203.0.113.1" },
      },
    },
    ["duplicate-address", ["networkInterfaces", "f"], "an address that e does not have", '"10.0.0.9"'],
    ["duplicate-address", ["networkInterfaces", "f"], "an address that e does not have", '"203.0.113.1"'],
  ),
  broken(
    "an interface of no subnet with groups that there are not",
    eni({ subnetId: "t", groups: ["g", "h"] }),
    ["dangling-reference", [...atEni, "subnetId"], "the id of a subnet in subnets", '"t"'],
    ["dangling-reference", [...atEni, "groups", 0], "the id of a security group in securityGroups", '"g"'],
    ["dangling-reference", [...atEni, "groups", 1], "the id of a security group in securityGroups", '"h"'],
  ),
  broken(
    "a group of another VPC",
    { vpcs: { w: { cidr: "10.1.0.0/16" } }, securityGroups: { g: { vpcId: "w" } }, ...eni({ groups: ["g"] }) },
    ["other-vpc", [...atEni, "groups", 0], "a group of v", '"g of w"'],
  ),
  broken(
    "an instance whose interface is badly written: at the instance's own keys",
    { instances: { i: { subnetId: "s", privateIpAddress: "10.0.0", ipv6Address: "10.0.0.9" } } },
    ["ip-address", ["instances", "i", "privateIpAddress"], ip, '"10.0.0"'],
    ["address-family", ["instances", "i", "ipv6Address"], "an IPv6 address", '"10.0.0.9"'],
  ),
  broken(
    "an instance whose interface is in a wrong place: at the instance's own keys",
    { instances: { i: { subnetId: "s", privateIpAddress: "10.0.1.9", groups: ["g"] } } },
    ["address-outside-subnet", ["instances", "i"], "an address of s (10.0.0.0/24)", '"10.0.1.9"'],
    ["dangling-reference", ["instances", "i", "groups", 0], "the id of a security group in securityGroups", '"g"'],
  ),
  broken(
    "an instance with an address and no subnet",
    { instances: { i: { privateIpAddress: "10.0.0.9", groups: ["g"] } } },
    ["instance-without-subnet", ["instances", "i", "privateIpAddress"], "a subnetId beside it", '"10.0.0.9"'],
    ["instance-without-subnet", ["instances", "i", "groups"], "a subnetId beside it", '["g"]'],
  ),
  broken("an interface that there is not", { instances: { i: { networkInterfaceIds: ["e"] } } }, [
    "dangling-reference",
    ["instances", "i", "networkInterfaceIds", 0],
    "the id of a network interface in networkInterfaces",
    '"e"',
  ]),
  broken(
    "an interface of two instances",
    { ...eni({}), instances: { i: { networkInterfaceIds: ["e"] }, j: { networkInterfaceIds: ["e"] } } },
    [
      "interface-attached-twice",
      ["instances", "j", "networkInterfaceIds", 0],
      "an interface that i does not have",
      '"e"',
    ],
  ),
  broken(
    "services that cannot be",
    { instances: { i: { services: [{ port: 0 }, { port: 80, http: { "/": 600, ping: 200 } }] } } },
    ["port", ["instances", "i", "services", 0, "port"], "a port 1-65535", "0"],
    ["http-status", ["instances", "i", "services", 1, "http", "/"], "an HTTP status 100-599", "600"],
    ["http-path", ["instances", "i", "services", 1, "http"], "a path that begins with /", '"ping"'],
  ),
];

const GATEWAYS: readonly Case[] = [
  broken("two internet gateways of a VPC", { internetGateways: { "igw-1": { vpcId: "v" }, "igw-2": { vpcId: "v" } } }, [
    "two-internet-gateways",
    ["internetGateways", "igw-2", "vpcId"],
    "a VPC without an internet gateway; v has igw-1",
    '"igw-2"',
  ]),
  broken(
    "gateways of no VPC",
    {
      internetGateways: { "igw-1": { vpcId: "w" } },
      egressOnlyInternetGateways: { "eigw-1": { vpcId: "w" } },
      gatewayEndpoints: { "vpce-1": { vpcId: "w" } },
    },
    ["dangling-reference", ["internetGateways", "igw-1", "vpcId"], "the id of a VPC in vpcs", '"w"'],
    ["dangling-reference", ["egressOnlyInternetGateways", "eigw-1", "vpcId"], "the id of a VPC in vpcs", '"w"'],
    ["dangling-reference", ["gatewayEndpoints", "vpce-1", "vpcId"], "the id of a VPC in vpcs", '"w"'],
  ),
  broken(
    "a NAT gateway whose addresses are none",
    { natGateways: { "nat-1": { subnetId: "s", privateIpAddress: "x", publicIp: "y" } } },
    ["ip-address", ["natGateways", "nat-1", "privateIpAddress"], ip, '"x"'],
    ["ip-address", ["natGateways", "nat-1", "publicIp"], ip, '"y"'],
  ),
  broken(
    "NAT gateways in wrong places",
    {
      natGateways: {
        "nat-1": { subnetId: "t", privateIpAddress: "10.0.0.9" },
        "nat-2": { subnetId: "s", privateIpAddress: "10.0.1.9" },
        "nat-3": { subnetId: "s", privateIpAddress: "10.0.0.1" },
      },
    },
    ["dangling-reference", ["natGateways", "nat-1", "subnetId"], "the id of a subnet in subnets", '"t"'],
    [
      "address-outside-subnet",
      ["natGateways", "nat-2", "privateIpAddress"],
      "an address of s (10.0.0.0/24)",
      '"10.0.1.9"',
    ],
    [
      "reserved-address",
      ["natGateways", "nat-3", "privateIpAddress"],
      "an address of 10.0.0.0/24 that AWS does not keep for itself",
      '"10.0.0.1"',
    ],
  ),
  broken(
    "a peering connection's block that is none",
    { vpcPeeringConnections: { "pcx-1": { requester: "v", accepter: { vpcId: "w", cidrBlocks: ["x"] } } } },
    ["cidr", ["vpcPeeringConnections", "pcx-1", "accepter", "cidrBlocks", 0], block, '"x"'],
  ),
];

const CLASSIC_LOAD_BALANCERS: readonly Case[] = [
  broken("no subnet", balancer({ subnets: [] }), [
    "load-balancer-without-subnet",
    [...atBalancer, "subnets"],
    "at least one subnet",
    "[]",
  ]),
  broken(
    "a protocol that is none",
    balancer({ listeners: [{ ...tcp(80, 80), protocol: "UDP" }], healthCheck: { target: "TCP:80" } }),
    ["listener-protocol", [...atBalancer, "listeners", 0, "protocol"], "TCP, SSL, HTTP or HTTPS", '"UDP"'],
    ["listener-protocol", [...atBalancer, "listeners", 0, "instanceProtocol"], "TCP, SSL, HTTP or HTTPS", '"UDP"'],
  ),
  broken(
    "ports that are none",
    balancer({ listeners: [tcp(0, 65536)], healthCheck: { target: "TCP:80" } }),
    ["port", [...atBalancer, "listeners", 0, "loadBalancerPort"], "a port 1-65535", "0"],
    ["port", [...atBalancer, "listeners", 0, "instancePort"], "a port 1-65535", "65536"],
  ),
  broken("an HTTP backend of a TCP listener", balancer({ listeners: [{ ...tcp(80, 80), instanceProtocol: "http" }] }), [
    "listener-pair",
    [...atBalancer, "listeners", 0, "instanceProtocol"],
    "TCP or SSL behind a TCP or SSL listener",
    '"HTTP"',
  ]),
  broken(
    "a TCP backend of an HTTPS listener",
    balancer({ listeners: [{ ...tcp(443, 80), protocol: "https", instanceProtocol: "tcp" }] }),
    [
      "listener-pair",
      [...atBalancer, "listeners", 0, "instanceProtocol"],
      "HTTP or HTTPS behind an HTTP or HTTPS listener",
      '"TCP"',
    ],
  ),
  broken(
    "two listeners of one port, behind one that cannot be read",
    balancer({ listeners: [{ ...tcp(1, 1), protocol: "x", instanceProtocol: "TCP" }, tcp(80, 80), tcp(80, 81)] }),
    ["listener-protocol", [...atBalancer, "listeners", 0, "protocol"], "TCP, SSL, HTTP or HTTPS", '"x"'],
    ["duplicate-listener", [...atBalancer, "listeners", 2, "loadBalancerPort"], "one listener for each port", "80"],
  ),
  broken(
    "a secure and an insecure backend on one port",
    balancer({ listeners: [tcp(80, 443), { ...tcp(443, 443), protocol: "SSL" }] }),
    [
      "listener-security",
      [...atBalancer, "listeners", 1, "instanceProtocol"],
      "the same security as the other listener on instance port 443 (TCP)",
      '"SSL"',
    ],
  ),
  broken("nothing to check", balancer({ listeners: [] }), [
    "health-check",
    [...atBalancer, "healthCheck"],
    "a health check, or a listener whose instance port to check",
    "nothing",
  ]),
  ...[
    "",
    "TCP",
    "TCP:0",
    "TCP:65536",
    "HTTP:80",
    "HTTPS:443",
    "TCP:80/ping",
    "UDP:53",
    "HTTP:80ping",
    `HTTP:80/${"x".repeat(1024)}`,
  ].map((target) =>
    broken(`the health check ${JSON.stringify(target.slice(0, 20))}`, balancer({ healthCheck: { target } }), [
      "health-check-target",
      [...atBalancer, "healthCheck", "target"],
      "TCP:port, SSL:port, HTTP:port/path or HTTPS:port/path with a port 1-65535",
      target.length > 80 ? `"${target.slice(0, 76)}...` : JSON.stringify(target),
    ]),
  ),
  broken(
    "health-check values out of range",
    balancer({
      healthCheck: { target: "TCP:80", interval: 301, timeout: 1, unhealthyThreshold: 11, healthyThreshold: 1 },
    }),
    ["health-check-range", [...atBalancer, "healthCheck", "interval"], "a whole number 5-300", "301"],
    ["health-check-range", [...atBalancer, "healthCheck", "timeout"], "a whole number 2-60", "1"],
    ["health-check-range", [...atBalancer, "healthCheck", "unhealthyThreshold"], "a whole number 2-10", "11"],
    ["health-check-range", [...atBalancer, "healthCheck", "healthyThreshold"], "a whole number 2-10", "1"],
  ),
  broken("a timeout that is not less than the interval", balancer({ healthCheck: { target: "TCP:80", interval: 5 } }), [
    "health-check-timeout",
    [...atBalancer, "healthCheck", "timeout"],
    "less than the interval of 5 seconds",
    "5",
  ]),
  broken(
    "subnets, groups and instances that there are not",
    balancer({ vpcId: "v", subnets: ["s", "t"], securityGroups: ["g"], instances: ["i"] }),
    ["dangling-reference", [...atBalancer, "subnets", 1], "the id of a subnet in subnets", '"t"'],
    ["dangling-reference", [...atBalancer, "securityGroups", 0], "the id of a security group in securityGroups", '"g"'],
    ["dangling-reference", [...atBalancer, "instances", 0], "the id of an instance in instances", '"i"'],
  ),
  broken("only a subnet that there is not: one mistake, one issue", balancer({ subnets: ["t"] }), [
    "dangling-reference",
    [...atBalancer, "subnets", 0],
    "the id of a subnet in subnets",
    '"t"',
  ]),
  broken(
    "two subnets of one zone",
    {
      subnets: { t: { vpcId: "v", availabilityZone: "us-east-1a", cidr: "10.0.1.0/24" } },
      ...balancer({ subnets: ["s", "t"] }),
    },
    ["two-subnets-of-one-zone", [...atBalancer, "subnets", 1], "one subnet a zone; s is in us-east-1a", '"t"'],
  ),
  broken(
    "a subnet of another VPC",
    {
      vpcs: { w: { cidr: "10.1.0.0/16" } },
      subnets: { t: { vpcId: "w", availabilityZone: "us-east-1b", cidr: "10.1.0.0/24" } },
      ...balancer({ subnets: ["s", "t"] }),
    },
    ["other-vpc", [...atBalancer, "subnets", 1], "a subnet of v", '"t of w"'],
  ),
  ...[0, 3601, 1.5].map((connectionDraining) =>
    broken(`connection draining of ${connectionDraining} seconds`, balancer({ connectionDraining }), [
      "connection-draining",
      [...atBalancer, "connectionDraining"],
      "seconds 1-3600, or null",
      String(connectionDraining),
    ]),
  ),
  ...[0, 4001, 0.5].map((idleTimeout) =>
    broken(`an idle timeout of ${idleTimeout} seconds`, balancer({ idleTimeout }), [
      "idle-timeout",
      [...atBalancer, "idleTimeout"],
      "seconds 1-4000",
      String(idleTimeout),
    ]),
  ),
  broken(
    "an instance of another VPC",
    {
      vpcs: { w: { cidr: "10.1.0.0/16" } },
      subnets: { t: { vpcId: "w", availabilityZone: "us-east-1b", cidr: "10.1.0.0/24" } },
      instances: { i: { subnetId: "t", privateIpAddress: "10.1.0.10" } },
      ...balancer({ instances: ["i"] }),
    },
    ["other-vpc", [...atBalancer, "instances", 0], "an instance of v", '"i of w"'],
  ),
];

const classicGroup = (changes: Collections): Collections => ({ securityGroups: { c: changes } });
const classicInstance = (changes: Collections): Collections => ({
  securityGroups: { c: {} },
  instances: { i: { availabilityZone: "z", privateIpAddress: "10.9.9.9", groups: ["c"], ...changes } },
});
const atInstance: Path = ["instances", "i"];
const classicBalancer = (changes: Collections): Collections =>
  balancer({ subnets: undefined, availabilityZones: ["z"], ...changes });
const NOT_HERE = "no such key for an instance of EC2-Classic";
const NO_EGRESS = "no egress in a group without vpcId (EC2-Classic)";

const CLASSIC: readonly Case[] = [
  broken("egress rules, of which there are none", classicGroup({ egress: [{ to: "0.0.0.0/0" }] }), [
    "vpc-only",
    ["securityGroups", "c", "egress"],
    NO_EGRESS,
    '[{"to":"0.0.0.0/0"}]',
  ]),
  broken("an empty list of egress rules, which would mean that nothing leaves", classicGroup({ egress: [] }), [
    "vpc-only",
    ["securityGroups", "c", "egress"],
    NO_EGRESS,
    "[]",
  ]),
  broken("a group associated with VPCs", classicGroup({ associatedVpcIds: ["v"] }), [
    "vpc-only",
    ["securityGroups", "c", "associatedVpcIds"],
    "no VPCs in a group without vpcId (EC2-Classic)",
    '["v"]',
  ]),
  broken(
    "two groups of one name in one account",
    {
      securityGroups: {
        c: { groupName: "web", ownerId: "111122223333" },
        d: { groupName: "WEB", ownerId: "111122223333" },
        e: { groupName: "web", ownerId: "444455556666" },
      },
    },
    ["duplicate-group-name", ["securityGroups", "d", "groupName"], "a name that c does not have", '"WEB"'],
  ),
  broken(
    "the group that AWS keeps for load balancers",
    { securityGroups: { "amazon-elb/amazon-elb-sg": {}, d: { ownerId: "amazon-elb", groupName: "amazon-elb-sg" } } },
    [
      "reserved-group",
      ["securityGroups", "amazon-elb/amazon-elb-sg"],
      "a group of your own; AWS keeps this one itself",
      '"amazon-elb/amazon-elb-sg"',
    ],
    ["reserved-group", ["securityGroups", "d"], "a group of your own; AWS keeps this one itself", '"d"'],
  ),
  broken(
    "a rule for a group of the VPC's, and a rule of the VPC's for a group of EC2-Classic",
    {
      securityGroups: {
        c: { ingress: [{ port: 80, from: "g" }] },
        g: { vpcId: "v", ingress: [{ port: 80, from: ["c", "amazon-elb/amazon-elb-sg"] }] },
      },
    },
    ["other-vpc", ["securityGroups", "c", "ingress", 0, "peer"], "a group of EC2-Classic", '"g of v"'],
    ["other-vpc", ["securityGroups", "g", "ingress", 0, "peer"], "a group of v", '"c of EC2-Classic"'],
    [
      "other-vpc",
      ["securityGroups", "g", "ingress", 1, "peer"],
      "a group of v",
      '"amazon-elb/amazon-elb-sg of EC2-Classic"',
    ],
  ),
  broken(
    "a rule for a group that its owner does not have",
    classicGroup({ ownerId: "111122223333", ingress: [{ port: 80, from: "111122223333/other" }] }),
    [
      "dangling-reference",
      ["securityGroups", "c", "ingress", 0, "peer"],
      "the id of a security group in securityGroups",
      '"111122223333/other"',
    ],
  ),
  broken(
    "an interface with a group of EC2-Classic, and an instance of EC2-Classic with a group of the VPC",
    {
      ...classicInstance({ groups: ["g"] }),
      securityGroups: { c: {}, g: { vpcId: "v" } },
      networkInterfaces: { e: { subnetId: "s", privateIpAddress: "10.0.0.10", groups: ["c"] } },
    },
    ["other-vpc", ["networkInterfaces", "e", "groups", 0], "a group of v", '"c of EC2-Classic"'],
    ["other-vpc", [...atInstance, "groups", 0], "a group of EC2-Classic", '"g of v"'],
  ),
  broken(
    "an instance with what only one of a VPC has",
    classicInstance({ subnetId: "s", ipv6Address: "2001:db8::1", sourceDestCheck: false, networkInterfaceIds: ["e"] }),
    ["vpc-only", [...atInstance, "subnetId"], NOT_HERE, '"s"'],
    ["vpc-only", [...atInstance, "ipv6Address"], NOT_HERE, '"2001:db8::1"'],
    ["vpc-only", [...atInstance, "sourceDestCheck"], NOT_HERE, "false"],
    ["vpc-only", [...atInstance, "networkInterfaceIds"], "no interface for an instance of EC2-Classic", '["e"]'],
  ),
  broken(
    "an instance in both forms",
    classicInstance({ ec2Classic: { availabilityZone: "z", privateIpAddress: "10.9.9.9", groups: ["c"] } }),
    ...(
      [
        ["availabilityZone", '"z"'],
        ["privateIpAddress", '"10.9.9.9"'],
        ["groups", '["c"]'],
      ] as const
    ).map(([key, received]): [string, Path, string, string] => [
      "two-forms",
      [...atInstance, key],
      "either `ec2Classic` or its keys",
      received,
    ]),
  ),
  broken(
    "an instance without its address while it runs, and with a public one alone",
    classicInstance({ privateIpAddress: undefined, publicIp: "203.0.113.1" }),
    ["instance-without-address", atInstance, "a privateIpAddress, while it runs", "nothing"],
    ["public-address-alone", [...atInstance, "publicIp"], "a privateIpAddress beside it", '"203.0.113.1"'],
  ),
  broken("an instance without groups where no group is the default one", classicInstance({ groups: undefined }), [
    "instance-without-group",
    atInstance,
    "groups of EC2-Classic, or one with the name default",
    "nothing",
  ]),
  broken("an IPv6 address, which there is none of", classicInstance({ privateIpAddress: "2001:db8::1" }), [
    "address-family",
    [...atInstance, "privateIpAddress"],
    "an IPv4 address",
    '"2001:db8::1"',
  ]),
  broken(
    "an address that another instance has",
    {
      securityGroups: { c: {} },
      instances: {
        i: { availabilityZone: "z", privateIpAddress: "10.0.0.10", publicIp: "203.0.113.1", groups: ["c"] },
        j: { availabilityZone: "z", privateIpAddress: "10.0.0.10", groups: ["c"] },
        // The same address in a VPC is another one, but on the internet there is only one.
        k: { subnetId: "s", privateIpAddress: "10.0.0.10", publicIp: "203.0.113.1" },
      },
    },
    ["duplicate-address", atInstance, "an address that eni-k does not have", '"203.0.113.1"'],
    ["duplicate-address", ["instances", "j"], "an address that i does not have", '"10.0.0.10"'],
  ),
  broken("a VPC under its name", { vpcs: { "EC2-Classic": { cidr: "10.7.0.0/16" } } }, [
    "id",
    ["vpcs", "EC2-Classic"],
    "the id of a VPC, which EC2-Classic is not",
    '"EC2-Classic"',
  ]),
  broken(
    "a load balancer with what only one in a VPC has",
    classicBalancer({ subnets: ["s"], securityGroups: ["g"], vpcId: "v", scheme: "internal" }),
    ...(
      [
        ["subnets", "no subnet", '["s"]'],
        ["securityGroups", "no group", '["g"]'],
        ["vpcId", "no VPC", '"v"'],
        ["scheme", "internet-facing", '"internal"'],
      ] as const
    ).map(([key, expected, received]): [string, Path, string, string] => [
      "vpc-only",
      [...atBalancer, key],
      `${expected} beside availabilityZones, in EC2-Classic`,
      received,
    ]),
  ),
  broken("a load balancer without zones", classicBalancer({ availabilityZones: [] }), [
    "load-balancer-without-zone",
    [...atBalancer, "availabilityZones"],
    "at least one zone",
    "[]",
  ]),
  broken(
    "listeners on ports that EC2-Classic has none on",
    classicBalancer({
      listeners: [22, 25, 80, 443, 465, 587, 1023, 1024, 65535].map((loadBalancerPort) => ({
        protocol: "TCP",
        loadBalancerPort,
        instancePort: 80,
      })),
    }),
    ...([0, 6] as const).map((at): [string, Path, string, string] => [
      "listener-port",
      [...atBalancer, "listeners", at, "loadBalancerPort"],
      "25, 80, 443, 465, 587 or 1024-65535, in EC2-Classic",
      at === 0 ? "22" : "1023",
    ]),
  ),
  broken(
    "instances of a VPC behind a load balancer of EC2-Classic",
    { instances: { i: { subnetId: "s", privateIpAddress: "10.0.0.10" } }, ...classicBalancer({ instances: ["i"] }) },
    ["other-vpc", [...atBalancer, "instances", 0], "an instance of EC2-Classic", '"i of a VPC"'],
  ),
  broken(
    "an instance of EC2-Classic behind a load balancer of a VPC that it is not linked to",
    { ...classicInstance({}), ...balancer({ instances: ["i"] }) },
    ["other-vpc", [...atBalancer, "instances", 0], "an instance of v, or one linked to it", '"i of EC2-Classic"'],
  ),
  broken("an instance linked to no VPC that there is", classicInstance({ classicLinkVpcId: "w" }), [
    "dangling-reference",
    [...atInstance, "classicLinkVpcId"],
    "the id of a VPC in vpcs",
    '"w"',
  ]),
];

const TABLES: Readonly<Record<string, readonly Case[]>> = {
  "the shape of the input": SHAPES,
  "VPCs, subnets and prefix lists": BLOCKS,
  "security groups and network ACLs": RULES,
  "route tables": ROUTES,
  "interfaces and instances": INTERFACES,
  gateways: GATEWAYS,
  "Classic Load Balancers": CLASSIC_LOAD_BALANCERS,
  "Application, Network and Gateway Load Balancers": LOAD_BALANCERS,
  "their listeners": LISTENERS,
  "target groups": TARGET_GROUPS,
  "EC2-Classic": CLASSIC,
};

describe.each(Object.entries(TABLES))("issues of %s", (_, cases) => {
  it.each(cases)("$title", ({ input, issues }) => {
    const result = createNetwork(input as never);
    expect(result.ok ? [] : result.issues).toEqual(
      issues.map((each) => {
        const where = each.path.length === 0 ? "" : `${formatPath(each.path)}: `;
        return { ...each, message: `${where}expected ${each.expected}, found ${each.received}` };
      }),
    );
  });
});

describe("issues", () => {
  it("of unrelated records are reported together, each in one readable sentence", () => {
    const result = createNetwork({
      vpcs: { "vpc-1": { cidr: "10.0.0.7/16" } },
      securityGroups: {
        "sg-web": {
          vpcId: "vpc-1",
          ingress: [
            { port: 99999, from: "0.0.0.0/0" },
            { port: 80, from: "10.0.0.0/40" },
          ],
        },
      },
      networkAcls: {
        "acl-1": { vpcId: "vpc-1", egress: [{ ruleNumber: 40000, ruleAction: "allow", cidrBlock: "0.0.0.0/0" }] },
      },
    });
    expect(result.ok ? [] : result.issues.map((each) => each.message)).toEqual([
      'vpcs["vpc-1"].cidr: expected a block without host bits: 10.0.0.0/16, found "10.0.0.7/16"',
      'networkAcls["acl-1"].egress[0].ruleNumber: expected a rule number 1-32766, found 40000',
      'securityGroups["sg-web"].ingress[0].port: expected a port 0-65535 or a range such as 1024-65535, found 99999',
      'securityGroups["sg-web"].ingress[1].from: expected a CIDR block such as 10.0.0.0/16 or 2001:db8::/32, found "10.0.0.0/40"',
    ]);
  });

  it("are tested here for every code there is", () => {
    const source = new URL("../../../packages/core/src/", import.meta.url);
    const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
    const codes = files.flatMap((file) =>
      [...readFileSync(new URL(file, source), "utf8").matchAll(/\b(?:report|issue)\(\s*"([a-z-]+)"/g)].map(
        ([, code]) => code,
      ),
    );
    // Passed on by a function of their own.
    const passed = ["overlapping-blocks", "overlapping-subnets"];
    const tested = new Set(
      Object.values(TABLES).flatMap((cases) => cases.flatMap((each) => each.issues.map(({ code }) => code))),
    );
    expect([...tested].sort()).toEqual([...new Set([...codes, "shape", "unknown-key", ...passed])].sort());
  });
});
