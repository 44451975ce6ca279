import { failure, formatPath, issue, NetsimError, ok, show, unwrap } from "@netsim/core";
import { describe, expect, it } from "vitest";
import { moveIssue } from "../../packages/core/src/result.ts";

describe("a path", () => {
  it.each([
    [[], ""],
    [["vpcs"], "vpcs"],
    [["vpcs", "vpc-1", "cidrBlocks", 0], 'vpcs["vpc-1"].cidrBlocks[0]'],
    [["securityGroups", "sg"], "securityGroups.sg"],
    [["a", "", "b c", 'd"e', "é", "0"], 'a[""]["b c"]["d\\"e"]["é"]["0"]'],
    [["0"], '["0"]'],
    [[0, "a"], "[0].a"],
  ])("%j is written %s", (path, text) => {
    expect(formatPath(path)).toBe(text);
  });
});

describe("a value that was found", () => {
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;

  it.each([
    [undefined, "nothing"],
    [null, "null"],
    ["", '""'],
    ["a", '"a"'],
    [0, "0"],
    [Number.NaN, "NaN"],
    [Number.POSITIVE_INFINITY, "Infinity"],
    [10n, "10n"],
    [true, "true"],
    [{ a: 1 }, '{"a":1}'],
    [[1, 2], "[1,2]"],
    [() => 1, "function"],
    [Symbol("x"), "symbol"],
    [cycle, "an object"],
    [[1n], "an array"],
  ])("%o is shown", (value, text) => {
    expect(show(value)).toBe(text);
  });

  it("is cut short when it is long", () => {
    expect(show("x".repeat(100))).toBe(`"${"x".repeat(76)}...`);
    expect(show("x".repeat(100))).toHaveLength(80);
    expect(show("x".repeat(78))).toHaveLength(80);
  });
});

describe("an issue", () => {
  it("makes its message of its other fields", () => {
    expect(issue("port", ["a", 0], "a port 0-65535", -1)).toEqual({
      code: "port",
      path: ["a", 0],
      expected: "a port 0-65535",
      received: "-1",
      message: "a[0]: expected a port 0-65535, found -1",
    });
    expect(issue("shape", [], "an object", null).message).toBe("expected an object, found null");
  });

  it("says the same at another place", () => {
    const found = issue("port", ["a"], "a port", "x");
    expect(moveIssue(found, ["b", 1])).toEqual(issue("port", ["b", 1], "a port", "x"));
  });
});

describe("a result", () => {
  const issues = [issue("port", ["a"], "a port", "x"), issue("cidr", ["b"], "a block", "y")];

  it("is its value, or throws one error that lists every issue", () => {
    expect(unwrap(ok(1))).toBe(1);
    let thrown: unknown;
    try {
      unwrap(failure(issues));
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(NetsimError);
    expect((thrown as NetsimError).issues).toBe(issues);
    expect((thrown as NetsimError).name).toBe("NetsimError");
    expect((thrown as NetsimError).message).toBe(
      '2 issues:\n  - a: expected a port, found "x"\n  - b: expected a block, found "y"',
    );
  });

  it("with one issue has that issue's words", () => {
    expect(() => unwrap(failure(issues.slice(0, 1)))).toThrow(/^a: expected a port, found "x"$/);
  });
});
