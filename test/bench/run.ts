// Runs the benchmarks beside this file, or those whose names contain a word of the command line. A benchmark is a file
// `<name>.bench.ts` that exports `bench`, a Bench of tinybench with its tasks added. It measures the built packages.
import { readdirSync } from "node:fs";
import type { Bench } from "tinybench";

const words = process.argv.slice(2);
const files = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".bench.ts"))
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .sort();

for (const file of files) {
  const { bench } = (await import(`./${file}`)) as { bench: Bench };
  await bench.run();
  console.log(`\n${file.slice(0, -".bench.ts".length)}`);
  console.table(bench.table());
}
if (files.length === 0) {
  console.error("no benchmark found");
  process.exitCode = 1;
}
