// Says how large the parts that run in a browser are once bundled, and fails where one is over its budget.
//
//     size: @netsim/core 43.2 kB of 48.0 kB, netsim 157.8 kB of 200.0 kB (minified, gzip)
//
// `node scripts/size.mjs @netsim/core=40000` tries another budget.
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** Bytes. A budget is raised by whoever needs it to be, in the commit that needs it. */
const BUDGETS = {
  "@netsim/core": 48_000,
  netsim: 200_000,
  ...Object.fromEntries(process.argv.slice(2).map((each) => each.split("="))),
};

const kilobytes = (bytes) => `${(Number(bytes) / 1000).toFixed(1)} kB`;

/** All that is exported, with what it depends on, as a page would load it. */
async function sizeOf(name) {
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: `export * from ${JSON.stringify(name)};`,
      resolveDir: fileURLToPath(new URL("../test", import.meta.url)),
    },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  const left = Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path));
  if (left.length > 0) throw new Error(`${name} is not for browsers: it imports ${left.join(", ")}`);
  return gzipSync(outputFiles[0].contents, { level: 9 }).length;
}

const sizes = await Promise.all(Object.keys(BUDGETS).map(async (name) => [name, await sizeOf(name)]));
const parts = sizes.map(([name, size]) => `${name} ${kilobytes(size)} of ${kilobytes(BUDGETS[name])}`);
console.log(`size: ${parts.join(", ")} (minified, gzip)`);
for (const [name, size] of sizes) {
  if (size <= BUDGETS[name]) continue;
  console.error(`${name} is over its budget by ${kilobytes(size - BUDGETS[name])}; see scripts/size.mjs`);
  process.exitCode = 1;
}
