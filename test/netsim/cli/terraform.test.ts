/** A plan as NETWORK: before anything is applied. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readNetwork } from "netsim/aws";
import { afterAll, beforeAll, expect, it } from "vitest";
import { BASE, planOf, type Resources, stateOf } from "../importers/terraform/support.ts";
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

/** As it is once it is applied: every id is known. */
const APPLIED: Resources = Object.fromEntries(
  Object.entries(BASE).map(([address, { values, written = {} }]) => {
    const isList = (key: string): boolean => key.endsWith("_ids");
    const ids = Object.entries(written).map(([key, expression]) => {
      const id = `id of ${String((expression as { references: string[] }).references[1])}`;
      return [key, isList(key) ? [id] : id];
    });
    const known = address === "aws_instance.web" ? { public_ip: "198.51.100.7" } : {};
    return [address, { values: { ...values, ...known, id: `id of ${address}`, ...Object.fromEntries(ids) } }];
  }),
);

it("is compared with the state that it changes, by the same addresses", async () => {
  const state = join(folder, "state.json");
  await writeFile(state, JSON.stringify(stateOf(APPLIED)));
  const rule = {
    values: {
      ip_protocol: "tcp",
      from_port: 22,
      to_port: 22,
      cidr_ipv4: "0.0.0.0/0",
      security_group_id: "id of aws_security_group.web",
    },
  };
  const change = { ...APPLIED, "aws_vpc_security_group_ingress_rule.ssh": rule };
  await writeFile(plan, JSON.stringify(planOf(change)));
  const { code, stdout } = await run(["diff", state, plan, "--json"]);
  const { starts, stops, doubts } = JSON.parse(stdout);
  expect([code, stops, doubts]).toEqual([1, [], []]);
  expect(starts.length).toBeGreaterThan(0);
  for (const { packets } of starts) expect(packets).toMatchObject([{ destinationPortRanges: ["22"] }]);
});
