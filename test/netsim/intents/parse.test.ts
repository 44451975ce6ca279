import { describe, expect, it } from "vitest";
import { parseIntents, parseServices } from "../../../packages/netsim/src/intents/parse.ts";

/** The messages about a file called `web.yaml`. */
function complaints(text: string, file = "web.yaml"): string[] {
  const result = parseIntents(text, file);
  return result.ok ? [] : result.issues.map((issue) => issue.message);
}

/** A file with one intent, whose keys begin in column 5 of line 3. */
function withIntent(...lines: string[]): string {
  return ["network: ./aws", "intents:", ...lines.map((line, at) => (at === 0 ? `  - ${line}` : `    ${line}`))].join(
    "\n",
  );
}

describe("an intent file", () => {
  it("may hold every form of the page", () => {
    const text = `
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
    expect(complaints(text)).toEqual([]);
    const result = parseIntents(text, "web.yaml");
    expect(result.ok && result.value.content.intents).toHaveLength(8);
  });

  it("may be JSON, with tabs", () => {
    const text = JSON.stringify(
      { network: "x", intents: [{ from: "a", to: "b", port: 1, expect: "reachable" }] },
      null,
      "\t",
    );
    expect(complaints(text, "web.json")).toEqual([]);
  });
});

describe("a misspelt key", () => {
  it("is named with its place and what was likely meant", () => {
    expect(complaints("netwrk: ./aws\nintents:\n  - { from: a, to: b, port: 1, expect: reachable }\n")).toEqual([
      'web.yaml:1:1: netwrk: expected one of the keys network, services, intents (did you mean "network"?), found "netwrk"',
    ]);
    expect(complaints(withIntent("from: a", "too: b", "port: 1", "expect: reachable"))).toEqual([
      'web.yaml:4:5: intents[0].too: expected one of the keys name, blockedBy, from, to, port, protocol, sourcePorts, icmp, expect (did you mean "to"?), found "too"',
    ]);
  });

  it("is found at every depth, all at once and in the order of the file", () => {
    const text = withIntent("helth: { loadBalancer: web }", "expect: { i-1: InService }").concat(
      "\n  - leg: health\n    to: { loadBalancer: web, taget: i-1 }\n    expect: reachable\n",
      "services: { i-1: [{ port: 80, htttp: {} }] }\n",
    );
    expect(complaints(text)).toEqual([
      'web.yaml:3:5: intents[0].helth: expected one of the keys name, blockedBy, from, to, port, protocol, sourcePorts, icmp, expect, found "helth"',
      'web.yaml:4:13: intents[0].expect: expected reachable, partial, unreachable or unknown, found {"i-1":"InService"}',
      'web.yaml:6:30: intents[1].to.taget: expected one of the keys loadBalancer, port, target (did you mean "target"?), found "taget"',
      'web.yaml:8:31: services["i-1"][0].htttp: expected one of the keys protocol, port, http (did you mean "http"?), found "htttp"',
    ]);
  });

  it("is found in JSON too", () => {
    expect(complaints('{\n  "network": "x",\n  "intent": []\n}', "web.json")).toEqual([
      'web.json:3:3: intent: expected one of the keys network, services, intents (did you mean "intents"?), found "intent"',
    ]);
  });
});

describe("a bad value", () => {
  it.each([
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
  ])("%j", (lines, message) => {
    expect(complaints(withIntent(...lines))).toEqual([`web.yaml:${message}`]);
  });

  it.each([
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
  ])("%j", (text, message) => {
    expect(complaints(text)).toEqual([message]);
  });
});

describe("a file that cannot be parsed", () => {
  it.each([
    [
      "network: [x",
      "web.yaml:1:12: not YAML or JSON: flow sequence in block collection must be sufficiently indented and end with a ]",
    ],
    ["a: 1\na: 2", "web.yaml:2:1: not YAML or JSON: map keys must be unique"],
    ["---\nnetwork: x\n---\nnetwork: y\n", "web.yaml:3:1: not YAML or JSON: several documents in one file"],
    ["network: *x", "web.yaml:1:1: not YAML or JSON: unresolved alias (the anchor must be set before the alias): x"],
  ])("%j", (text, message) => {
    expect(complaints(text)).toEqual([message]);
  });

  it("because it is too large", () => {
    expect(complaints(`network: x # ${"x".repeat(5_100_000)}`)).toEqual([
      "web.yaml: expected a file of at most 5 MB, found 6 MB",
    ]);
  });

  it("because its aliases expand without end", () => {
    const levels = Array.from(
      { length: 9 },
      (_, at) => `a${at + 1}: &a${at + 1} [${Array(9).fill(`*a${at}`).join(", ")}]`,
    );
    expect(complaints(["a0: &a0 [x, x]", ...levels].join("\n"))).toEqual([
      "web.yaml:1:1: not YAML or JSON: excessive alias count indicates a resource exhaustion attack",
    ]);
  });
});

describe("services on their own", () => {
  it.each([
    "i-1: [{ port: 80 }]",
    "services:\n  i-1: [{ port: 80 }]",
    "network: x\nservices: { i-1: [{ port: 80 }] }\nintents: []",
  ])("%j", (text) => {
    const result = parseServices(text, "services.yaml");
    expect(result.ok && result.value.services).toEqual({ "i-1": [{ port: 80 }] });
  });

  it.each([
    ["i-1: [{ port: 0 }]", 'services.yaml:1:15: ["i-1"][0].port: expected a port 1-65535, found 0'],
    [
      "i-1: { port: 80 }",
      'services.yaml:1:6: ["i-1"]: expected a list of services, such as [{ port: 8080 }], found {"port":80}',
    ],
    [
      "services: { i-1: [{ port: 80, http: { ping: 200 } }] }",
      'services.yaml:1:39: services["i-1"][0].http.ping: expected a path that begins with /, found "ping"',
    ],
    [
      "services: { i-1: [{ port: 80, http: { /ping: 99 } }] }",
      'services.yaml:1:46: services["i-1"][0].http["/ping"]: expected an HTTP status 100-599, found 99',
    ],
    ["[]", "services.yaml:1:1: expected services by instance, such as { i-0a1: [{ port: 8080 }] }, found []"],
  ])("%j", (text, message) => {
    const result = parseServices(text, "services.yaml");
    expect(result.ok ? [] : result.issues.map((issue) => issue.message)).toEqual([message]);
  });
});
