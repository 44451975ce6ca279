/** Import of a folder of AWS JSON with 1,000 interfaces, from disk to a checked network. Aim: under 200 ms. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unwrap } from "netsim";
import { importAws, readNetwork } from "netsim/aws";
import { Bench } from "tinybench";
import { ESTATE, estate } from "./estate.ts";
import { estateDocuments } from "./estate-aws.ts";

const folder = mkdtempSync(join(tmpdir(), "netsim-bench-"));
const documents = estateDocuments(estate(ESTATE));
for (const [file, json] of Object.entries(documents)) writeFileSync(join(folder, file), JSON.stringify(json, null, 4));
const parsed = Object.entries(documents).map(([file, json]) => ({ file, json }));

export const baseline = "readNetwork of the folder";
export const bench = new Bench({ time: 3000, warmupTime: 500 });
bench.add(baseline, async () => {
  unwrap(await readNetwork(folder));
});
bench.add("importAws of the parsed documents", () => {
  unwrap(importAws(parsed));
});
