import { describe, expect, it } from "vitest";
import { plain, table, wrap } from "../../../packages/netsim/src/render/layout.ts";

describe("wrap", () => {
  it("breaks at spaces and keeps the first indent", () => {
    expect(wrap("one two three", 8)).toEqual(["one two", "three"]);
    expect(wrap("  one two", 20)).toEqual(["  one two"]);
    expect(wrap("", 8)).toEqual([""]);
  });

  it("breaks what has no spaces after / and ,", () => {
    expect(wrap("acls.json#/NetworkAcls/0/Entries/1", 20)).toEqual(["acls.json#/", "NetworkAcls/0/", "Entries/1"]);
    expect(wrap("abcdefghij", 4)).toEqual(["abcdefghij"]);
  });
});

describe("plain", () => {
  it("takes the teeth out of control characters", () => {
    expect(plain("a\u001b[2Jb\nc\u202ed")).toBe("a?[2Jb?c?d");
    expect(plain("Webserver – öffentlich")).toBe("Webserver – öffentlich");
  });
});

describe("table", () => {
  it("aligns columns and wraps the last", () => {
    const cells = (...texts: string[]) => texts.map((text) => ({ text }));
    const lines = table(
      [cells("a", "long", "one two three four five"), cells("bb", "c", "six")],
      30,
      (_, text) => text,
    );
    expect(lines).toEqual(["a   long  one two three four", "          five", "bb  c     six"]);
  });
});
