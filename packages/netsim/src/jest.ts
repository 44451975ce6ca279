/** `netsim/jest`: registers the matchers when it is imported, in a test file or in a setup file. */
// @ts-expect-error Jest makes this module for its tests, and is not installed here.
import { expect } from "@jest/globals";
import type {} from "expect";
import type { NetsimMatchers } from "./matchers/interface.js";
import { matchers } from "./matchers.js";

expect.extend({ ...matchers });

/** Of `expect` from `@jest/globals`. */
declare module "expect" {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends NetsimMatchers<R, T> {}
}

/** Of the global `expect`, whose types are those of `@types/jest`. */
declare global {
  /** Jest's own namespace. */
  // biome-ignore lint/style/noNamespace: what is to be extended is one.
  namespace jest {
    /** Jest's assertions, with netsim's beside them. */
    // biome-ignore lint/complexity/noBannedTypes: type parameters have to be the same.
    interface Matchers<R, T = {}> extends NetsimMatchers<R, T> {}
  }
}
