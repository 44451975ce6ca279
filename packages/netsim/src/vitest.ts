/** `netsim/vitest`: registers the matchers when it is imported, in a test file or in a setup file. */
import { expect } from "vitest";
import type { NetsimMatchers } from "./matchers/interface.js";
import { matchers } from "./matchers.js";

expect.extend({ ...matchers });

/** What an assertion returns; vitest before 5 has no type for it. */
// biome-ignore lint/suspicious/noConfusingVoidType: it is a return type, of each matcher.
type Answer<R> = [R] extends [Promise<void>] ? Promise<void> : void;

declare module "vitest" {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown>
    extends NetsimMatchers<Answer<R>, T> {}
}
