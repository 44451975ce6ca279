import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";

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
    // Test files of the documentation, while its pages run.
    exclude: [...configDefaults.exclude, "test/docs/.run-*/**"],
    // Properties run as long as they need: speed is measured by the benchmarks and never asserted here.
    testTimeout: 180_000,
  },
});
