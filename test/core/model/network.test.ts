import { describe, expect, it } from "vitest";
import { recordOf } from "../../../packages/core/src/model/network.ts";

describe("a record by its id", () => {
  it("is one of the collection's own", () => {
    const records = { a: 1, constructor: 2 };
    expect(recordOf(records as Record<string, number>, "a")).toBe(1);
    expect(recordOf(records as never, "constructor")).toBe(2);
    for (const id of ["b", "toString", "__proto__", ""]) expect(recordOf(records as never, id)).toBeUndefined();
  });
});
