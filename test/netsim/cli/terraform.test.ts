/** A plan as NETWORK: before anything is applied. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readNetwork } from "netsim/aws";
import { afterAll, beforeAll, expect, it } from "vitest";
import { BASE, planOf } from "../importers/terraform/support.ts";
import { netsim, type Outcome } from "./support.ts";

let folder: string;
let plan: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "netsim-plan-"));
  plan = join(folder, "plan.json");
  await writeFile(plan, JSON.stringify(planOf(BASE)));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (argv: readonly string[], files: Readonly<Record<string, string>> = {}): Promise<Outcome> =>
  netsim(argv, { readNetwork, files });

it("is asked about by the addresses of its resources, and says what was presumed", async () => {
  const trace = ["trace", plan, "--from", "internet", "--to", "aws_instance.web", "--port"];
  const { code, stdout, stderr } = await run([...trace, "443", "--verbose"]);
  expect([code, stdout.split("\n")[0]]).toEqual([0, "✓ internet -> aws_instance.web  reachable"]);
  expect(stderr).toContain("AWS chooses its public address; 203.0.113.4 was presumed");
  expect((await run([...trace, "22"])).code).toBe(1);
});

it("is the network of an intent file", async () => {
  const intents = `network: ${plan}\nintents:\n  - { from: internet, to: aws_instance.web, port: 443, expect: reachable }\n`;
  expect(await run(["check", "intents.yaml"], { "intents.yaml": intents })).toMatchObject({ code: 0 });
});

it("is repaired in Terraform, by references to its resources", async () => {
  const { stdout } = await run([
    "repair",
    plan,
    "--from",
    "internet",
    "--to",
    "aws_instance.web",
    "--port",
    "22",
    "--as",
    "terraform",
  ]);
  expect(stdout).toContain("security_group_id = aws_security_group.web.id");
});
