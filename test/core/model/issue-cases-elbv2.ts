/** The issues of Application, Network and Gateway Load Balancers, of their listeners and of target groups. */
import type { Path } from "@netsim/core";
import { broken, type Case, type Collections } from "./issue-case.ts";

const group = (changes: Collections = {}): Collections => ({ protocol: "HTTP", port: 80, vpcId: "v", ...changes });
const tcpGroup = (changes: Collections = {}): Collections => group({ protocol: "TCP", ...changes });
const lambda = (changes: Collections = {}): Collections => ({ targetType: "lambda", ...changes });

/** A load balancer `b` with `changes`, and a target group `t` that its listeners may forward to. */
const balancer = (changes: Collections, more: Collections = {}): Collections => ({
  targetGroups: { t: group() },
  loadBalancers: { b: { type: "application", subnets: ["s"], securityGroups: [], ...changes } },
  ...more,
});
const network = (changes: Collections, more: Collections = {}): Collections =>
  balancer({ type: "network", securityGroups: null, ...changes }, { targetGroups: { t: tcpGroup() }, ...more });
const atBalancer: Path = ["loadBalancers", "b"];

const listener = (changes: Collections = {}): Collections => ({ port: 80, protocol: "HTTP", forward: "t", ...changes });
const tcp = (changes: Collections = {}): Collections => listener({ protocol: "TCP", ...changes });
const listening = (changes: Collections): Collections => balancer({ listeners: [listener(changes)] });
const atListener: Path = [...atBalancer, "listeners", 0];

const rule = (changes: Collections = {}): Collections => ({
  priority: 1,
  conditions: [{ field: "path-pattern", values: ["/api/*"] }],
  forward: "t",
  ...changes,
});
const ruling = (...rules: readonly Collections[]): Collections => listening({ rules });
const atRule: Path = [...atListener, "rules", 0];

const targetGroup = (changes: Collections): Collections => ({ targetGroups: { t: group(changes) } });
const atGroup: Path = ["targetGroups", "t"];
const checking = (healthCheck: Collections, changes: Collections = {}): Collections =>
  targetGroup({ ...changes, healthCheck });
const atCheck: Path = [...atGroup, "healthCheck"];

const secondSubnet = (changes: Collections = {}): Collections => ({
  t: { vpcId: "v", availabilityZone: "us-east-1a", cidr: "10.0.1.0/24", ...changes },
});
const otherVpc: Collections = {
  vpcs: { w: { cidr: "10.1.0.0/16" } },
  subnets: secondSubnet({ vpcId: "w", availabilityZone: "us-east-1b", cidr: "10.1.0.0/24" }),
};

export const LOAD_BALANCERS: readonly Case[] = [
  broken("no subnet", balancer({ subnets: [] }), [
    "load-balancer-without-subnet",
    [...atBalancer, "subnets"],
    "at least one subnet",
    "[]",
  ]),
  broken("a type that there is not", balancer({ type: "classic" }), [
    "shape",
    [...atBalancer, "type"],
    '"application" or "network" or "gateway"',
    '"classic"',
  ]),
  broken(
    "a VPC, subnets and groups that there are not",
    balancer({ vpcId: "x", subnets: ["s", "t"], securityGroups: ["g"] }, { targetGroups: {} }),
    ["dangling-reference", [...atBalancer, "vpcId"], "the id of a VPC in vpcs", '"x"'],
    ["other-vpc", [...atBalancer, "subnets", 0], "a subnet of x", '"s of v"'],
    ["dangling-reference", [...atBalancer, "subnets", 1], "the id of a subnet in subnets", '"t"'],
    ["dangling-reference", [...atBalancer, "securityGroups", 0], "the id of a security group in securityGroups", '"g"'],
  ),
  broken("two subnets of one zone", balancer({ subnets: ["s", { subnetId: "t" }] }, { subnets: secondSubnet() }), [
    "two-subnets-of-one-zone",
    [...atBalancer, "subnets", 1],
    "one subnet a zone; s is in us-east-1a",
    '"t"',
  ]),
  broken(
    "a subnet and a group of another VPC",
    {
      ...balancer({ subnets: ["s", "t"], securityGroups: ["g"] }, otherVpc),
      securityGroups: { g: { vpcId: "w" } },
    },
    ["other-vpc", [...atBalancer, "subnets", 1], "a subnet of v", '"t of w"'],
    ["other-vpc", [...atBalancer, "securityGroups", 0], "a group of v", '"g of w"'],
  ),
  broken("groups of a Gateway Load Balancer", balancer({ type: "gateway", securityGroups: ["g"] }), [
    "load-balancer-groups",
    [...atBalancer, "securityGroups"],
    "no groups for a gateway load balancer",
    '["g"]',
  ]),
  broken(
    "a static address of an Application Load Balancer",
    balancer({ subnets: [{ subnetId: "s", publicIp: "203.0.113.1" }] }),
    [
      "load-balancer-address",
      [...atBalancer, "subnets", 0, "publicIp"],
      "no static address but for a network load balancer",
      '"203.0.113.1"',
    ],
  ),
  broken(
    "static addresses that are none, or of the other family",
    network({
      subnets: [{ subnetId: "s", privateIpv4Address: "10.0.0.256", publicIp: "2001:db8::1", ipv6Address: "10.0.0.8" }],
    }),
    ["ip-address", [...atBalancer, "subnets", 0, "privateIpv4Address"], "an IPv4 or IPv6 address", '"10.0.0.256"'],
    ["address-family", [...atBalancer, "subnets", 0, "publicIp"], "an IPv4 address", '"2001:db8::1"'],
    ["address-family", [...atBalancer, "subnets", 0, "ipv6Address"], "an IPv6 address", '"10.0.0.8"'],
  ),
  broken(
    "static addresses outside the subnet, or AWS's own",
    network(
      {
        subnets: [
          { subnetId: "s", privateIpv4Address: "10.0.1.8", ipv6Address: "2001:db8::8" },
          { subnetId: "t", privateIpv4Address: "10.0.1.1" },
        ],
      },
      { subnets: secondSubnet({ availabilityZone: "us-east-1b" }) },
    ),
    [
      "address-outside-subnet",
      [...atBalancer, "subnets", 0, "privateIpv4Address"],
      "an address of s (10.0.0.0/24)",
      '"10.0.1.8"',
    ],
    [
      "address-outside-subnet",
      [...atBalancer, "subnets", 0, "ipv6Address"],
      "an address of s (10.0.0.0/24)",
      '"2001:db8::8"',
    ],
    [
      "reserved-address",
      [...atBalancer, "subnets", 1, "privateIpv4Address"],
      "an address of 10.0.1.0/24 that AWS does not keep for itself",
      '"10.0.1.1"',
    ],
  ),
  broken(
    "a Network Load Balancer without public IPv4 addresses",
    network({ ipAddressType: "dualstack-without-public-ipv4" }),
    [
      "load-balancer-ip-address-type",
      [...atBalancer, "ipAddressType"],
      "ipv4 or dualstack",
      '"dualstack-without-public-ipv4"',
    ],
  ),
  broken("an Application Load Balancer with cross-zone off", balancer({ crossZone: false }), [
    "cross-zone",
    [...atBalancer, "crossZone"],
    "true; it is always on, and a target group may turn it off",
    "false",
  ]),
];

export const LISTENERS: readonly Case[] = [
  broken(
    "a protocol of another type of load balancer, or none",
    balancer({ listeners: [tcp(), listener({ port: 81, protocol: null })] }),
    ["listener-protocol", [...atListener, "protocol"], "one of HTTP, HTTPS", '"TCP"'],
    ["listener-protocol", [...atBalancer, "listeners", 1, "protocol"], "one of HTTP, HTTPS", "null"],
  ),
  broken("a web protocol of a Network Load Balancer", network({ listeners: [listener()] }), [
    "listener-protocol",
    [...atListener, "protocol"],
    "one of TCP, TLS, UDP, TCP_UDP, QUIC, TCP_QUIC",
    '"HTTP"',
  ]),
  broken(
    "a protocol and a port of a Gateway Load Balancer",
    balancer({ type: "gateway", securityGroups: null, listeners: [tcp()] }),
    ["listener-protocol", [...atListener, "protocol"], "no protocol for a Gateway Load Balancer", '"TCP"'],
    ["port", [...atListener, "port"], "no port for a Gateway Load Balancer", "80"],
  ),
  ...[0, 65536, 80.5, undefined].map((port) =>
    broken(`the port ${port}`, listening({ port }), [
      "port",
      [...atListener, "port"],
      "a port 1-65535",
      port === undefined ? "nothing" : String(port),
    ]),
  ),
  broken(
    "TCP and UDP on one port as two listeners",
    network(
      { listeners: [tcp(), tcp({ protocol: "UDP" })] },
      { targetGroups: { t: tcpGroup({ protocol: "TCP_UDP" }) } },
    ),
    ["duplicate-listener", [...atBalancer, "listeners", 1, "port"], "one listener for each port", "80"],
  ),
  broken("no action", listening({ forward: undefined }), [
    "listener-action",
    [...atListener, "defaultActions"],
    "either `forward` or `defaultActions`",
    "nothing",
  ]),
  broken("an action in both forms", ruling(rule({ actions: [{ type: "redirect" }] })), [
    "listener-action",
    [...atRule, "actions"],
    "either `forward` or `actions`",
    '[{"type":"redirect"}]',
  ]),
  broken("an action that there is not", listening({ forward: undefined, defaultActions: [{ type: "drop" }] }), [
    "shape",
    [...atListener, "defaultActions", 0, "type"],
    '"forward" or "redirect" or "fixed-response" or "authenticate-oidc" or "authenticate-cognito" or "jwt-validation"',
    '"drop"',
  ]),
  broken(
    "authentication that nothing follows",
    listening({ forward: undefined, defaultActions: [{ type: "authenticate-oidc" }] }),
    [
      "listener-action",
      [...atListener, "defaultActions"],
      "one forward, redirect or fixed-response action, and it last",
      '[{"type":"authenticate-oidc"}]',
    ],
  ),
  broken(
    "a redirect of a Network Load Balancer",
    network({ listeners: [tcp({ forward: undefined, defaultActions: [{ type: "redirect" }] })] }),
    [
      "listener-action",
      [...atListener, "defaultActions"],
      "a forward action, for a network load balancer",
      '[{"type":"redirect"}]',
    ],
  ),
  broken("no target group to forward to", listening({ forward: [] }), [
    "listener-action",
    [...atListener, "forward"],
    "one to five target groups",
    "0",
  ]),
  broken("more target groups than five", listening({ forward: ["t", "t", "t", "t", "t", "t"] }), [
    "listener-action",
    [...atListener, "forward"],
    "one to five target groups",
    "6",
  ]),
  broken("a weight that is none", listening({ forward: [{ targetGroup: "t", weight: 1000 }] }), [
    "target-group-weight",
    [...atListener, "forward"],
    "a weight 0-999",
    "1000",
  ]),
  broken(
    "statuses that are none",
    ruling(
      rule({ forward: undefined, actions: [{ type: "redirect", statusCode: 307 }] }),
      rule({ priority: 2, forward: undefined, actions: [{ type: "fixed-response", statusCode: 302 }] }),
    ),
    ["listener-action", [...atRule, "actions", 0, "statusCode"], "301 or 302", "307"],
    ["listener-action", [...atListener, "rules", 1, "actions", 0, "statusCode"], "a status 2XX, 4XX or 5XX", "302"],
  ),
  broken("rules of a Network Load Balancer", network({ listeners: [tcp({ rules: [rule()] })] }), [
    "listener-rules",
    [...atListener, "rules"],
    "no rules for a listener of a network load balancer",
    "1",
  ]),
  broken(
    "priorities that are none, or there already",
    ruling(rule({ priority: 0 }), rule({ priority: 50001 }), rule(), rule()),
    ["rule-priority", [...atRule, "priority"], "a whole number 1-50000", "0"],
    ["rule-priority", [...atListener, "rules", 1, "priority"], "a whole number 1-50000", "50001"],
    ["duplicate-rule-priority", [...atListener, "rules", 3, "priority"], "one rule for each priority", "1"],
  ),
  broken(
    "conditions that cannot hold",
    ruling(
      rule({
        conditions: [
          { field: "host-header", values: [] },
          { field: "http-header", values: ["x"] },
          { field: "path-pattern", values: ["/"], httpHeaderName: "x" },
          { field: "source-ip", values: ["10.0.0.0/8", "10.0.0.1/8"] },
        ],
      }),
    ),
    ["rule-condition", [...atRule, "conditions", 0, "values"], "at least one value", "[]"],
    ["rule-condition", [...atRule, "conditions", 1, "httpHeaderName"], "the name of a header", "nothing"],
    ["rule-condition", [...atRule, "conditions", 2, "httpHeaderName"], "no name of a header", '"x"'],
    [
      "cidr-host-bits",
      [...atRule, "conditions", 3, "values", 1],
      "a block without host bits: 10.0.0.0/8",
      '"10.0.0.1/8"',
    ],
  ),
  broken("a target group that there is not", listening({ forward: "u" }), [
    "dangling-reference",
    [...atListener, "defaultActions"],
    "the id of a target group in targetGroups",
    '"u"',
  ]),
  broken(
    "a target group of another load balancer",
    {
      targetGroups: { t: group() },
      loadBalancers: {
        a: { type: "application", subnets: ["s"], securityGroups: [], listeners: [listener()] },
        b: {
          type: "application",
          subnets: ["s"],
          securityGroups: [],
          listeners: [listener({ forward: undefined, defaultActions: [{ type: "redirect" }], rules: [rule()] })],
        },
      },
    },
    ["target-group-in-use", [...atRule, "actions"], "a target group of no other load balancer; a uses it", '"t"'],
  ),
  broken(
    "a target group of another VPC",
    balancer({ listeners: [listener()] }, { ...otherVpc, targetGroups: { t: group({ vpcId: "w" }) } }),
    ["other-vpc", [...atListener, "defaultActions"], "a target group of v", '"t of w"'],
  ),
  ...(
    [
      [
        "an Application Load Balancer to a TCP target group",
        balancer({ listeners: [listener()] }, { targetGroups: { t: tcpGroup() } }),
        "HTTP",
        "TCP",
      ],
      [
        "a Network Load Balancer to a web target group",
        network({ listeners: [tcp()] }, { targetGroups: { t: group() } }),
        "TCP",
        "HTTP",
      ],
      [
        "a Network Load Balancer to a function",
        network({ listeners: [tcp()] }, { targetGroups: { t: lambda() } }),
        "TCP",
        "lambda",
      ],
      [
        "a TCP_UDP listener to a UDP target group",
        network({ listeners: [tcp({ protocol: "TCP_UDP" })] }, { targetGroups: { t: tcpGroup({ protocol: "UDP" }) } }),
        "TCP_UDP",
        "UDP",
      ],
      ["a UDP listener to a TCP target group", network({ listeners: [tcp({ protocol: "UDP" })] }), "UDP", "TCP"],
      [
        "a TLS listener to a load balancer",
        network({ listeners: [tcp({ protocol: "TLS" })] }, { targetGroups: { t: tcpGroup({ targetType: "alb" }) } }),
        "TLS",
        "TCP",
      ],
    ] as const
  ).map(([title, input, from, to]) =>
    broken(title, input, [
      "target-group-protocol",
      [...atListener, "defaultActions"],
      `a target group that a ${from} listener can forward to`,
      `"t (${to})"`,
    ]),
  ),
  broken(
    "a Gateway Load Balancer to a TCP target group",
    balancer(
      { type: "gateway", securityGroups: null, listeners: [{ forward: "t" }] },
      { targetGroups: { t: tcpGroup() } },
    ),
    [
      "target-group-protocol",
      [...atListener, "defaultActions"],
      "a target group that a gateway listener can forward to",
      '"t (TCP)"',
    ],
  ),
];

export const TARGET_GROUPS: readonly Case[] = [
  broken(
    "a protocol that there is not, or none",
    {
      targetGroups: { t: group({ protocol: "SSL" }), u: group({ protocol: undefined }) },
    },
    [
      "target-group-protocol",
      [...atGroup, "protocol"],
      "one of HTTP, HTTPS, TCP, TLS, UDP, TCP_UDP, QUIC, TCP_QUIC, GENEVE",
      '"SSL"',
    ],
    [
      "target-group-protocol",
      ["targetGroups", "u", "protocol"],
      "one of HTTP, HTTPS, TCP, TLS, UDP, TCP_UDP, QUIC, TCP_QUIC, GENEVE",
      "nothing",
    ],
  ),
  broken("a load balancer as target over anything but TCP", targetGroup({ targetType: "alb" }), [
    "target-group-protocol",
    [...atGroup, "protocol"],
    "one of TCP",
    '"HTTP"',
  ]),
  broken("a protocol of a function", { targetGroups: { t: lambda({ protocol: "HTTP" }) } }, [
    "target-group-protocol",
    [...atGroup, "protocol"],
    "no protocol for a function",
    '"HTTP"',
  ]),
  broken("a port of a function", { targetGroups: { t: lambda({ port: 443 }) } }, [
    "port",
    [...atGroup, "port"],
    "no port for a function",
    "443",
  ]),
  broken("no port", targetGroup({ port: undefined }), ["port", [...atGroup, "port"], "a port 1-65535", "nothing"]),
  broken(
    "no VPC where there are several",
    { vpcs: { w: { cidr: "10.1.0.0/16" } }, ...targetGroup({ vpcId: undefined }) },
    ["target-group-vpc", [...atGroup, "vpcId"], "the id of its VPC", "nothing"],
  ),
  broken("a VPC that there is not", targetGroup({ vpcId: "x" }), [
    "dangling-reference",
    [...atGroup, "vpcId"],
    "the id of a VPC in vpcs",
    '"x"',
  ]),
  broken("an instance that there is not", targetGroup({ targets: ["i"] }), [
    "dangling-reference",
    [...atGroup, "targets", 0, "id"],
    "the id of an instance in instances",
    '"i"',
  ]),
  broken(
    "addresses that are none, or of the other family",
    targetGroup({ targetType: "ip", targets: ["10.0.0.256", { id: "2001:db8::8", port: 81 }] }),
    ["ip-address", [...atGroup, "targets", 0], "an IPv4 or IPv6 address", '"10.0.0.256"'],
    ["address-family", [...atGroup, "targets", 1, "id"], "an IPv4 address", '"2001:db8::8"'],
  ),
  broken(
    "an IPv4 address in an IPv6 target group",
    targetGroup({ targetType: "ip", ipAddressType: "ipv6", targets: ["10.0.0.8"] }),
    ["address-family", [...atGroup, "targets", 0], "an IPv6 address", '"10.0.0.8"'],
  ),
  broken(
    "a target twice on one port, in two spellings",
    targetGroup({
      targetType: "ip",
      ipAddressType: "ipv6",
      targets: ["2001:db8::8", { id: "2001:0db8::0008", port: 80 }],
    }),
    ["duplicate-target", [...atGroup, "targets", 1, "id"], "each target once for each port", '"2001:db8::8:80"'],
  ),
  broken("clients' addresses hidden over UDP", targetGroup({ protocol: "UDP", preserveClientIp: false }), [
    "preserve-client-ip",
    [...atGroup, "preserveClientIp"],
    "true, which cannot be changed here",
    "false",
  ]),
  broken(
    "a port of a target that is none",
    { ...targetGroup({ targets: [{ id: "i", port: 0 }] }), instances: { i: {} } },
    ["port", [...atGroup, "targets", 0, "port"], "a port 1-65535", "0"],
  ),
  broken("two functions", { targetGroups: { t: lambda({ targets: ["f", "g"] }) } }, [
    "target-type",
    [...atGroup, "targets", 1],
    "one function in a target group",
    '"g"',
  ]),
  broken(
    "two load balancers as targets",
    { targetGroups: { t: tcpGroup({ targetType: "alb", targets: ["a", "b"] }) } },
    ["target-type", [...atGroup, "targets", 1], "one load balancer in a target group", '"b"'],
  ),
  broken(
    "a load balancer as target that there is not",
    { targetGroups: { t: tcpGroup({ targetType: "alb", targets: ["a"] }) } },
    ["dangling-reference", [...atGroup, "targets", 0, "id"], "the id of a load balancer in loadBalancers", '"a"'],
  ),
  broken(
    "a Network Load Balancer as target",
    network({}, { targetGroups: { t: tcpGroup({ targetType: "alb", targets: ["b"] }) } }),
    ["target-type", [...atGroup, "targets", 0, "id"], "an application load balancer", '"b"'],
  ),
  broken(
    "an instance of another VPC as target, which AWS takes by its address only",
    {
      ...targetGroup({ targets: ["i", "j"] }),
      ...otherVpc,
      instances: {
        i: { subnetId: "s", privateIpAddress: "10.0.0.10" },
        j: { subnetId: "t", privateIpAddress: "10.1.0.10" },
      },
    },
    ["other-vpc", [...atGroup, "targets", 1, "id"], "an instance of v", '"j of w"'],
  ),
  broken("a public address as target", targetGroup({ targetType: "ip", targets: ["10.0.0.9", "203.0.113.9"] }), [
    "target-address",
    [...atGroup, "targets", 1, "id"],
    "an address of v or of a private range",
    '"203.0.113.9"',
  ]),
  broken(
    "an instance of EC2-Classic as target",
    {
      ...targetGroup({ targets: ["c"] }),
      securityGroups: { k: { groupName: "k", ownerId: "111122223333" } },
      instances: { c: { availabilityZone: "us-east-1a", privateIpAddress: "10.0.0.10", groups: ["k"] } },
    },
    ["other-vpc", [...atGroup, "targets", 0, "id"], "an instance of v", '"c of EC2-Classic"'],
  ),
  broken(
    "a load balancer of another VPC as target",
    balancer({}, { ...otherVpc, targetGroups: { t: tcpGroup({ targetType: "alb", vpcId: "w", targets: ["b"] }) } }),
    ["other-vpc", [...atGroup, "targets", 0, "id"], "a load balancer of w", '"b of v"'],
  ),
  ...[-1, 3601, 0.5].map((deregistrationDelay) =>
    broken(`a deregistration delay of ${deregistrationDelay} seconds`, targetGroup({ deregistrationDelay }), [
      "deregistration-delay",
      [...atGroup, "deregistrationDelay"],
      "seconds 0-3600",
      String(deregistrationDelay),
    ]),
  ),
  broken(
    "minimums that are none",
    targetGroup({ dnsFailover: { count: 0, percentage: 101 }, unhealthyStateRouting: { count: 1.5, percentage: 0 } }),
    ["minimum-healthy-targets", [...atGroup, "dnsFailover", "count"], "a whole number from 1, or null for off", "0"],
    [
      "minimum-healthy-targets",
      [...atGroup, "dnsFailover", "percentage"],
      "a whole number 1-100, or null for off",
      "101",
    ],
    [
      "minimum-healthy-targets",
      [...atGroup, "unhealthyStateRouting", "count"],
      "a whole number from 1, or null for off",
      "1.5",
    ],
    [
      "minimum-healthy-targets",
      [...atGroup, "unhealthyStateRouting", "percentage"],
      "a whole number 1-100, or null for off",
      "0",
    ],
  ),
  broken("a health check over TCP of web targets", checking({ protocol: "tcp" }), [
    "health-check-protocol",
    [...atCheck, "protocol"],
    "one of HTTP, HTTPS",
    '"tcp"',
  ]),
  broken("a health check over UDP", checking({ protocol: "UDP" }, { protocol: "UDP" }), [
    "health-check-protocol",
    [...atCheck, "protocol"],
    "one of TCP, HTTP, HTTPS",
    '"UDP"',
  ]),
  broken(
    "a health check over TCP of a load balancer",
    checking({ protocol: "TCP" }, { protocol: "TCP", targetType: "alb" }),
    ["health-check-protocol", [...atCheck, "protocol"], "one of HTTP, HTTPS", '"TCP"'],
  ),
  broken("a page of a TCP health check", checking({ path: "/ping" }, { protocol: "TCP" }), [
    "health-check-path",
    [...atCheck, "path"],
    "no path beside a TCP health check",
    '"/ping"',
  ]),
  ...["ping", `/${"x".repeat(1024)}`].map((path) =>
    broken(`the page ${path.slice(0, 8)}`, checking({ path }), [
      "health-check-path",
      [...atCheck, "path"],
      "a path of at most 1024 characters that begins with /",
      path.length > 80 ? `"${path.slice(0, 76)}...` : JSON.stringify(path),
    ]),
  ),
  ...["0", "65536", "traffic_port", 8080.5].map((port) =>
    broken(`the health-check port ${port}`, checking({ port }), [
      "port",
      [...atCheck, "port"],
      "a port 1-65535 or traffic-port",
      JSON.stringify(port),
    ]),
  ),
  ...(
    [
      ["an Application Load Balancer", "199", {}, "codes 200-499, such as 200, separated by commas"],
      ["an Application Load Balancer", "200,500", {}, "codes 200-499, such as 200, separated by commas"],
      ["an Application Load Balancer", "299-200", {}, "codes 200-499, such as 200, separated by commas"],
      ["an Application Load Balancer", "2xx", {}, "codes 200-499, such as 200, separated by commas"],
      ["a gRPC service", "200", { protocolVersion: "GRPC" }, "codes 0-99, such as 12, separated by commas"],
      [
        "a gateway",
        "200-400",
        { protocol: "GENEVE", port: 6081 },
        "codes 200-399, such as 200-399, separated by commas",
      ],
      [
        "a Network Load Balancer",
        "200-600",
        { protocol: "TCP" },
        "codes 200-599, such as 200-399, separated by commas",
      ],
    ] as const
  ).map(([of, matcher, changes, expected]) =>
    broken(`the codes ${matcher} of ${of}`, checking({ protocol: "HTTP", matcher }, changes), [
      "health-check-matcher",
      [...atCheck, "matcher"],
      expected,
      JSON.stringify(matcher),
    ]),
  ),
  broken(
    "health-check values out of range",
    checking({ interval: 301, timeout: 1, healthyThreshold: 1, unhealthyThreshold: 11 }),
    ["health-check-range", [...atCheck, "interval"], "a whole number 5-300", "301"],
    ["health-check-range", [...atCheck, "timeout"], "a whole number 2-120", "1"],
    ["health-check-range", [...atCheck, "healthyThreshold"], "a whole number 2-10", "1"],
    ["health-check-range", [...atCheck, "unhealthyThreshold"], "a whole number 2-10", "11"],
  ),
  broken("a timeout as long as the interval", checking({ interval: 5, timeout: 5 }, { protocol: "HTTP" }), [
    "health-check-timeout",
    [...atCheck, "timeout"],
    "less than the interval of 5 seconds",
    "5",
  ]),
  broken("a timeout longer than the interval", checking({ interval: 5, timeout: 6 }, { protocol: "TCP" }), [
    "health-check-timeout",
    [...atCheck, "timeout"],
    "at most the interval of 5 seconds",
    "6",
  ]),
];
