import { describe, expect, it } from "vitest";
import { parseIntents, parseServices } from "../../../packages/netsim/src/intents/parse.ts";
import { BAD_FILES, BAD_INTENTS, EVERY_FORM, withIntent } from "./files.ts";

/** The messages about a file called `web.yaml`. */
function complaints(text: string, file = "web.yaml"): string[] {
  const result = parseIntents(text, file);
  return result.ok ? [] : result.issues.map((issue) => issue.message);
}

describe("an intent file", () => {
  it("may hold every form of the page", () => {
    expect(complaints(EVERY_FORM)).toEqual([]);
    const result = parseIntents(EVERY_FORM, "web.yaml");
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
  it.each(BAD_INTENTS)("%j", (lines, message) => {
    expect(complaints(withIntent(...lines))).toEqual([`web.yaml:${message}`]);
  });

  it.each(BAD_FILES)("%j", (text, message) => {
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
