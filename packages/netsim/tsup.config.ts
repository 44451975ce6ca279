import { defineConfig, type Options } from "tsup";

/** One entry for each subpath in `exports`. */
const library = [
  "src/index.ts",
  "src/arbitraries.ts",
  "src/aws.ts",
  "src/cloudformation.ts",
  "src/render.ts",
  "src/terraform.ts",
  "src/matchers.ts",
  "src/vitest.ts",
  "src/jest.ts",
];

const shared: Options = {
  target: "node20",
  platform: "node",
  // Types of the core come from its built package, as a user's do, and not from its source.
  dts: { entry: library, compilerOptions: { paths: {} } },
  // Runners have them in the project of the tests.
  external: ["@netsim/core", "vitest", "@jest/globals", "expect"],
};

// The command exists as ESM only, and shares its code with the library beside it.
export default defineConfig([
  { ...shared, entry: [...library, "src/cli.ts"], format: "esm", splitting: true, publicDir: "schema" },
  { ...shared, entry: library, format: "cjs", splitting: true },
]);
