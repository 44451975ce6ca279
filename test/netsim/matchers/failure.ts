/** What an expectation says when it is not met. */
import { stripVTControlCharacters } from "node:util";
import { expect } from "vitest";

/** Without colours, which are the runner's choice. */
export function failureOf(expectation: () => unknown): string {
  try {
    expectation();
  } catch (error) {
    return stripVTControlCharacters((error as Error).message);
  }
  expect.fail("the expectation is met");
}

/** Both ways of a mistake: it may satisfy neither the matcher nor its `not`. */
export function mistakesOf(...expectations: readonly (() => unknown)[]): readonly string[] {
  return expectations.map((each) => {
    try {
      each();
    } catch (error) {
      expect((error as Error).name).toBe("NetsimError");
      return (error as Error).message;
    }
    return expect.fail("the expectation is met");
  });
}

/** The sentence that a failure begins with, in one line. */
export function leadOf(expectation: () => unknown): string {
  const [lead = ""] = failureOf(expectation).split("\n\n");
  return lead.replaceAll("\n", " ");
}
