/** Intent files, right and wrong, for the parser and for the schema that editors use. */

/** A file with one intent, whose keys begin in column 5 of line 3. */
export function withIntent(...lines: readonly string[]): string {
  return ["network: ./aws", "intents:", ...lines.map((line, at) => (at === 0 ? `  - ${line}` : `    ${line}`))].join(
    "\n",
  );
}

export const EVERY_FORM = `
network: [./vpcs.json, ./balancers.json]
services:
  i-0a1: [{ port: 8080, http: { "/ping": 200 } }, { port: 53, protocol: udp }]
intents:
  - { name: site, from: internet, to: { loadBalancer: web, port: 80 }, expect: reachable }
  - { health: { loadBalancer: web }, expect: { i-0a1: InService, "i-0b2:8080": OutOfService } }
  - { from: bastion, to: db, port: 5432, expect: unreachable, blockedBy: { component: sg-db, direction: ingress } }
  - { leg: health, to: { loadBalancer: web, port: 80, target: i-0a1 }, expect: unreachable }
  - { leg: client, to: { loadBalancer: web, port: 80 }, from: { cidr: 203.0.113.0/24 }, sourcePorts: linux, expect: partial }
  - { from: { instance: a }, to: 10.0.0.1, protocol: icmp, icmp: { type: 8 }, expect: unknown }
  - { from: 10.0.0.1, to: { subnet: b }, protocol: 47, expect: unreachable }
  - { from: a, to: b, port: 8000-8010, sourcePorts: [1025-5000, 40000], expect: reachable }
`;

type Case<T> = readonly [T, message: string];

/** The lines of an intent, and what is said of it. */
export const BAD_INTENTS: readonly Case<readonly string[]>[] = [
  [
    ["from: a", "to: b", "port: 70000", "expect: reachable"],
    "5:11: intents[0].port: expected a port 1-65535, found 70000",
  ],
  [
    ["from: a", "to: b", "port: web", "expect: reachable"],
    '5:11: intents[0].port: expected a port 1-65535 or a range such as 8000-8010, found "web"',
  ],
  [
    ["from: 3", "to: b", "port: 1", "expect: reachable"],
    "3:11: intents[0].from: expected internet, an address or CIDR block, or the id or name of an instance, interface, subnet or load balancer, found 3",
  ],
  [
    ["from: { cidr: 1.0.0.0/8, subnet: b }", "to: b", "port: 1", "expect: reachable"],
    '3:11: intents[0].from: expected exactly one key, found {"cidr":"1.0.0.0/8","subnet":"b"}',
  ],
  [
    ["from: a", "to: b", "port: 1", "expect: reachabel"],
    '6:13: intents[0].expect: expected reachable, partial, unreachable or unknown, found "reachabel"',
  ],
  [
    ["from: a", "to: b", "port: 1", "expect:"],
    "6:12: intents[0].expect: expected reachable, partial, unreachable or unknown, found null",
  ],
  [["from: a", "to: b", "port: 1"], '3:5: intents[0]: expected a key "expect", found ["from","to","port"]'],
  [
    ["from: a", "to: b", "icmp: { type: 300 }", "expect: reachable"],
    "5:19: intents[0].icmp.type: expected an ICMP type 0-255, found 300",
  ],
  [
    ["from: a", "to: { loadBalancer: web, port: 80 }", "port: 80", "expect: reachable"],
    "5:5: intents[0].port: expected the port in one place, found 80",
  ],
  [
    ["from: a", "to: b", "port: 1", "expect: reachable", "blockedBy: { direction: ingress }"],
    '7:5: intents[0].blockedBy: expected no blockedBy beside expect: reachable, found {"direction":"ingress"}',
  ],
  [
    ["from: a", "to: b", "port: 1", "expect: unreachable", "blockedBy: { direction: in }"],
    '7:29: intents[0].blockedBy.direction: expected ingress or egress, found "in"',
  ],
  [
    ["leg: target", "to: { loadBalancer: web }", "expect: reachable"],
    '4:9: intents[0].to: expected the listener\'s port, as a target leg needs it, found {"loadBalancer":"web"}',
  ],
  [
    ["leg: clint", "to: { loadBalancer: web }", "expect: reachable"],
    '3:10: intents[0].leg: expected client, target or health, found "clint"',
  ],
  [
    ["health: { loadBalancer: web }", "expect: {}"],
    "4:13: intents[0].expect: expected the state of at least one target, found {}",
  ],
  [
    ["health: { loadBalancer: web }", "expect: { i-1: well }"],
    '4:20: intents[0].expect["i-1"]: expected InService, OutOfService, Unknown, healthy, unhealthy, unused, initial, draining or unavailable, found "well"',
  ],
  [
    ["health: { loadBalancer: web, targetGroup: app }", "expect: { i-1: healthy }"],
    '3:13: intents[0].health: expected a loadBalancer or a targetGroup, and not both, found {"loadBalancer":"web","targetGroup":"app"}',
  ],
  [
    ["health: web", "expect: { i-1: InService }"],
    '3:13: intents[0].health: expected a mapping with the keys loadBalancer, targetGroup, found "web"',
  ],
  [
    ["from: a", "to: b", "port: 80", "protocol: tpc", "expect: unreachable"],
    '6:15: intents[0].protocol: expected tcp, udp, icmp, icmpv6 or a number 0-255, found "tpc"',
  ],
  [
    ["from: a", "to: b", "protocol: -1", "expect: unreachable"],
    "5:15: intents[0].protocol: expected tcp, udp, icmp, icmpv6 or a number 0-255, found -1",
  ],
  [
    ["from: a", "to: b", "port: 80", "sourcePorts: linus", "expect: unreachable"],
    '6:18: intents[0].sourcePorts: expected linux, windows, nat-gateway, elb, lambda, any, a port, or a range such as 1025-5000, found "linus"',
  ],
  [
    ["from: a", "to: b", "port: 80", "sourcePorts: []", "expect: unreachable"],
    "6:18: intents[0].sourcePorts: expected at least one source port, found []",
  ],
  [
    ["from: a", "to: b", "port: 1", "expect: unreachable", "blockedBy: { rule: [100] }"],
    "7:24: intents[0].blockedBy.rule: expected the number of an ACL entry, null, or keys of the rule, found [100]",
  ],
  [
    ["leg: client", "to: { loadBalancer: web, port: 80 }", "expect: reachable"],
    '3:5: intents[0]: expected a key "from", as a client leg needs it, found ["leg","to","expect"]',
  ],
  [
    ["leg: client", "to: { loadBalancer: web, port: 80, target: i-1 }", "from: a", "expect: reachable"],
    '4:40: intents[0].to.target: expected no target beside leg: client, found "i-1"',
  ],
  [
    ["leg: health", "to: { loadBalancer: web }", "from: a", "expect: reachable"],
    '5:5: intents[0].from: expected no from beside leg: health, found "a"',
  ],
];

/** Whole files. */
export const BAD_FILES: readonly Case<string>[] = [
  ["", "web.yaml: expected a mapping with the keys network, services, intents, found nothing"],
  ["[1]", "web.yaml:1:1: expected a mapping with the keys network, services, intents, found [1]"],
  ["network: x", 'web.yaml:1:1: expected a key "intents", found ["network"]'],
  ["network: x\nintents: []", "web.yaml:2:10: intents: expected at least one intent, found []"],
  [
    "network: []\nintents: [{ from: a, to: b, expect: unknown }]",
    "web.yaml:1:10: network: expected at least one path, found []",
  ],
  [
    "network: x\nintents: [7]",
    "web.yaml:2:11: intents[0]: expected a mapping with the keys name, blockedBy, from, to, port, protocol, sourcePorts, icmp, expect, found 7",
  ],
];
