// Runs the benchmarks beside this file, or those whose names contain a word of the command line. A benchmark is a file
// `<name>.bench.ts` that exports `bench`, a Bench of tinybench with its tasks added, and `baseline`, the name of the task
// that the others are compared with. It measures the built packages. Compare ratios: they come from one run on one
// machine, which absolute times do not.
import { readdirSync } from "node:fs";
import type { Bench } from "tinybench";

const words = process.argv.slice(2);
const files = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".bench.ts"))
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .sort();

for (const file of files) {
  const { bench, baseline } = (await import(`./${file}`)) as { bench: Bench; baseline: string };
  await bench.run();
  // The mean, as the questions of a task differ in length.
  const mean = (name: string): number => {
    const result = bench.getTask(name)?.result;
    return result !== undefined && "latency" in result ? result.latency.mean : Number.NaN;
  };
  console.log(`\n${file.slice(0, -".bench.ts".length)}`);
  for (const { name } of bench.tasks) {
    const times = mean(name) / mean(baseline);
    const ratio = name === baseline ? "" : `  ${times.toPrecision(3)} times as long`;
    console.log(`  ${name.padEnd(58)} ${mean(name).toPrecision(3).padStart(9)} ms${ratio}`);
  }
}
if (files.length === 0) {
  console.error("no benchmark found");
  process.exitCode = 1;
}
