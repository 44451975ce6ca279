import {
  ALL_PORTS,
  EPHEMERAL_PORTS,
  formatPorts,
  intervalCount,
  isEphemeralPreset,
  parsePorts,
  ranges,
  unwrap,
} from "@netsim/core";
import fc from "fast-check";
import { arbPortRange } from "netsim/arbitraries";
import { describe, expect, it } from "vitest";

const EXPECTED = "a port 0-65535 or a range such as 1024-65535";

describe("ports", () => {
  it.each([
    [80, ["80"]],
    ["80", ["80"]],
    ["0-65535", ["0-65535"]],
    ["1024 - 65535", ["1024-65535"]],
    ["80-80", ["80"]],
    [
      ["443", 80, "8000-8080"],
      ["80", "443", "8000-8080"],
    ],
    [["80-90", "85-100", 101], ["80-101"]],
    [0, ["0"]],
  ])("%j are read as %j", (value, printed) => {
    expect(formatPorts(unwrap(parsePorts(value)))).toEqual(printed);
  });

  it.each([
    65536,
    -1,
    80.5,
    Number.NaN,
    "",
    "http",
    "80-",
    "-80",
    "90-80",
    "1-65536",
    "1-2-3",
    "80,443",
    "0x50",
    "8e1",
    " 80",
    true,
    null,
    undefined,
    {},
    [["80"]],
  ])("%j are none", (value) => {
    const result = parsePorts(value, ["port"]);
    expect(result.ok).toBe(false);
    const path = Array.isArray(value) ? ["port", 0] : ["port"];
    expect(!result.ok && result.issues).toMatchObject([{ code: "port", path, expected: EXPECTED }]);
  });

  it("are told apart in a list: one issue for each bad member, at its place", () => {
    const result = parsePorts([80, "x", 443, 70000], ["sourcePorts"]);
    expect(!result.ok && result.issues).toEqual([
      {
        code: "port",
        path: ["sourcePorts", 1],
        expected: EXPECTED,
        received: '"x"',
        message: `sourcePorts[1]: expected ${EXPECTED}, found "x"`,
      },
      {
        code: "port",
        path: ["sourcePorts", 3],
        expected: EXPECTED,
        received: "70000",
        message: `sourcePorts[3]: expected ${EXPECTED}, found 70000`,
      },
    ]);
  });

  it("are at least one", () => {
    const result = parsePorts([], ["port"]);
    expect(!result.ok && result.issues).toMatchObject([
      { code: "port", path: ["port"], expected: "at least one port" },
    ]);
  });

  it("come back the same from their text", () => {
    fc.assert(
      fc.property(fc.array(arbPortRange(), { minLength: 1, maxLength: 5 }), (list) => {
        const set = unwrap(parsePorts(list.map(([low, high]) => `${low}-${high}`)));
        expect(unwrap(parsePorts(formatPorts(set)))).toEqual(set);
        for (const value of list.flat()) expect(ranges(set).some(([a, b]) => a <= value && value <= b)).toBe(true);
      }),
    );
  });

  it("are 65536", () => {
    expect(intervalCount(ALL_PORTS)).toBe(65536);
  });
});

describe("the ranges that senders choose their source port from", () => {
  // "Control traffic to subnets using network ACLs", section "Ephemeral ports"
  // https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
  it("are those that AWS names", () => {
    expect(EPHEMERAL_PORTS).toEqual({
      linux: [32768, 61000],
      windows: [49152, 65535],
      "nat-gateway": [1024, 65535],
      elb: [1024, 65535],
      lambda: [1024, 65535],
      any: [1024, 65535],
    });
  });

  it("are known by name, and by nothing that every object inherits", () => {
    expect(isEphemeralPreset("linux")).toBe(true);
    for (const text of ["Linux", "", "constructor", "__proto__", "toString"])
      expect(isEphemeralPreset(text)).toBe(false);
  });
});
