import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string): string => fileURLToPath(new URL(`./packages/${path}`, import.meta.url));

export default defineConfig({
  resolve: {
    // Tests read the source, so no build can be stale. test/package holds the tests of the built packages.
    alias: [
      { find: /^@netsim\/core$/, replacement: source("core/src/index.ts") },
      { find: /^@netsim\/examples$/, replacement: source("examples/src/index.ts") },
      { find: /^netsim$/, replacement: source("netsim/src/index.ts") },
      { find: /^netsim\/([a-z-]+)$/, replacement: `${source("netsim/src")}/$1.ts` },
    ],
  },
  test: {
    include: ["test/**/*.test.ts"],
    // Properties run as long as they need: speed is measured by the benchmarks and never asserted here.
    testTimeout: 180_000,
  },
});
