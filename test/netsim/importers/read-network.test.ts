import { execFile, spawn } from "node:child_process";
import { chmod, cp, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { readNetwork } from "netsim/aws";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { answers } from "./documents.ts";
import { elbv2, LB, TG } from "./elbv2-documents.ts";

const page = fileURLToPath(new URL("../../../packages/examples/networks/classic-page", import.meta.url));

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "netsim-read-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Writes files into the folder; text as it is, anything else as JSON. */
async function write(files: Record<string, unknown>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(join(path, ".."), { recursive: true });
    await writeFile(path, typeof content === "string" || Buffer.isBuffer(content) ? content : JSON.stringify(content));
  }
}

async function read(paths: string | readonly string[] = folder) {
  const result = await readNetwork(paths);
  if (!result.ok) throw new Error(result.issues.map((issue) => issue.message).join("\n"));
  return result.value;
}

async function issues(paths: string | readonly string[] = folder) {
  const result = await readNetwork(paths);
  if (result.ok) throw new Error("it was read");
  return result.issues;
}

const { Vpcs, Subnets, ...rest } = answers();

describe("readNetwork", () => {
  it("reads a folder of any depth with any file names", async () => {
    await write({
      "us-east-1/Vpcs.json": { Vpcs },
      "a/b/c.JSON": { Subnets },
      "rest.json": rest,
      "notes.txt": "not JSON",
    });
    const { network, notes } = await read();
    expect(notes).toEqual([]);
    expect(network.vpcs["vpc-1"]?.origin).toEqual({ file: "us-east-1/Vpcs.json", pointer: "/Vpcs/0" });
    expect(network.subnets["subnet-1"]?.origin?.file).toBe("a/b/c.JSON");
  });

  it("reads the page on Classic Load Balancers, from one folder or file by file", async () => {
    const whole = await read(page);
    expect(whole.notes).toEqual([]);
    const files = [
      "ec2-describe-vpcs",
      "ec2-describe-subnets",
      "ec2-describe-route-tables",
      "ec2-describe-network-acls",
    ];
    const others = [
      "ec2-describe-security-groups",
      "ec2-describe-internet-gateways",
      "ec2-describe-network-interfaces",
    ];
    const last = ["ec2-describe-instances", "elb-describe-load-balancers", "elb-describe-load-balancer-attributes"];
    const paths = [...files, ...others, ...last].map((name) => join(page, `${name}.json`));
    expect(JSON.stringify(await read(paths))).toBe(JSON.stringify(whole));
  });

  it("reads what is named after a resource in a folder named after a command, without an ending", async () => {
    const { Attributes, TargetHealthDescriptions, ...others } = elbv2();
    const one = encodeURIComponent;
    await write({
      "us-east-1/rest.json": others,
      [`us-east-1/elbv2-describe-target-health/${one(TG)}`]: TargetHealthDescriptions[0],
      [`us-east-1/elbv2-describe-load-balancer-attributes/${one(LB)}`]: { Attributes: Attributes[0].Attributes },
      [`us-east-1/elbv2-describe-target-group-attributes/${one(TG)}`]: { Attributes: Attributes[1].Attributes },
      "us-east-1/elbv2-describe-target-health/.DS_Store": "not JSON",
      "us-east-1/sqs-list-queues/everything": "not JSON",
    });
    const { network, notes } = await read();
    expect(notes).toEqual([]);
    expect(network.missing).toEqual([]);
    expect(network.targetGroups["app-8080"]?.targets.map((each) => each.id)).toEqual(["i-1"]);
  });

  it("reads one file for each kind of answer, as Batfish's collector writes them", async () => {
    const {
      LoadBalancers,
      Listeners,
      TargetGroups,
      TargetHealthDescriptions,
      Attributes,
      Rules: _,
      ...others
    } = elbv2();
    const folder = "aws_configs/us-east-1";
    await write({
      [`${folder}/others.json`]: others,
      [`${folder}/LoadBalancers.json`]: { LoadBalancers },
      [`${folder}/LoadBalancerListeners.json`]: { LoadBalancerListeners: [{ LoadBalancerArn: LB, Listeners }] },
      [`${folder}/LoadBalancerAttributes.json`]: { LoadBalancerAttributes: [Attributes[0]] },
      [`${folder}/TargetGroups.json`]: { TargetGroups },
      [`${folder}/LoadBalancerTargetHealth.json`]: { LoadBalancerTargetHealth: TargetHealthDescriptions },
    });
    const { network, notes, describedHealth } = await read();
    expect(notes.map((each) => [each.code, each.component])).toEqual([
      ["not-collected", "app-8080"],
      ["rules-not-collected", "web"],
    ]);
    expect(network.loadBalancers.web).toMatchObject({ crossZone: true, listeners: [{ port: 80, rules: null }] });
    expect(network.targetGroups["app-8080"]?.targets).toMatchObject([{ id: "i-1" }]);
    expect(describedHealth.targetGroups["app-8080"]).toMatchObject({ "i-1": { state: "healthy" } });
  });

  it("reads one file, whatever its name is", async () => {
    await write({ "everything.txt": answers() });
    expect((await read(join(folder, "everything.txt"))).network.vpcs["vpc-1"]?.origin?.file).toBe("everything.txt");
  });

  it("merges several paths, and names files relative to the folder that they have in common", async () => {
    await write({ "one/Vpcs.json": { Vpcs }, "two/Vpcs.json": { Subnets }, "two/rest.json": rest });
    const { network } = await read([join(folder, "one"), join(folder, "two")]);
    expect([network.vpcs["vpc-1"]?.origin?.file, network.subnets["subnet-1"]?.origin?.file]).toEqual([
      "one/Vpcs.json",
      "two/Vpcs.json",
    ]);
    const mixed = await read([join(folder, "one/Vpcs.json"), join(folder, "two")]);
    expect(JSON.stringify(mixed)).toBe(JSON.stringify(await read([join(folder, "one"), join(folder, "two")])));
  });

  it("reads a file once that several paths lead to", async () => {
    await write({ "all.json": answers() });
    expect((await read([folder, join(folder, "all.json"), folder])).notes).toEqual([]);
  });

  it("reads files that are linked, and leaves hidden folders, packages and dead links aside", async () => {
    await write({ "aws/Vpcs.json": { Vpcs }, "aws/rest.json": { Subnets, ...rest } });
    await write({ "aws/.git/x.json": "{", "aws/node_modules/p/package.json": "{" });
    await symlink(join(folder, "aws/Vpcs.json"), join(folder, "aws/again.json"));
    await symlink(join(folder, "nothing"), join(folder, "aws/dead.json"));
    expect((await read(join(folder, "aws"))).notes).toEqual([]);
  });

  it.each([
    ["UTF-8 with a byte order mark", Buffer.from(`\ufeff${JSON.stringify(answers())}`, "utf8")],
    ["UTF-16, as PowerShell writes it", Buffer.from(`\ufeff${JSON.stringify(answers())}`, "utf16le")],
  ])("reads %s", async (_, bytes) => {
    await write({ "all.json": bytes });
    expect(Object.keys((await read()).network.vpcs)).toEqual(["vpc-1"]);
  });

  it("leaves unrelated JSON aside, with a note", async () => {
    await write({ "all.json": answers(), "tsconfig.json": { compilerOptions: {} } });
    expect((await read()).notes).toMatchObject([{ code: "unrecognised-file", file: "tsconfig.json" }]);
  });
});

describe("readNetwork of standard input", () => {
  const given = (text: string) =>
    vi.spyOn(process, "stdin", "get").mockReturnValue(Readable.from([text]) as typeof process.stdin);

  afterEach(() => {
    vi.restoreAllMocks();
  });

  it("reads one document", async () => {
    given(JSON.stringify(answers()));
    expect((await read("-")).network.vpcs["vpc-1"]?.origin).toEqual({ file: "standard input", pointer: "/Vpcs/0" });
  });

  it("merges it with files", async () => {
    given(JSON.stringify({ Vpcs }));
    await write({ "rest.json": { Subnets, ...rest } });
    expect((await read(["-", folder])).notes).toEqual([]);
  });

  it("refuses nothing at all, and what is not JSON", async () => {
    given("");
    expect((await issues("-")).map((each) => each.message)).toEqual([
      "standard input: not JSON: expected a value at line 1, column 1, found the end",
    ]);
    given('{"Vpcs": [}');
    expect((await issues("-")).map((each) => each.message)).toEqual([
      'standard input: not JSON: expected a value or "]" at line 1, column 11, found "}"',
    ]);
  });
});

describe("readNetwork refuses", () => {
  it("a path that is not there", async () => {
    const path = join(folder, "nowhere");
    expect(await issues(path)).toEqual([
      {
        code: "no-such-path",
        path: [path],
        expected: "a file or a folder",
        received: "nothing there",
        message: `${path}: expected a file or a folder, found nothing there`,
      },
    ]);
  });

  it("every path that is not there", async () => {
    await write({ "all.json": answers() });
    expect((await issues([join(folder, "a"), folder, join(folder, "b")])).map((each) => each.code)).toEqual([
      "no-such-path",
      "no-such-path",
    ]);
  });

  it("an empty folder, and one without JSON", async () => {
    expect((await issues()).map((each) => each.message)).toEqual([
      `${folder}: expected JSON files (*.json) in the folder or below it, found an empty folder`,
    ]);
    await write({ "a/notes.txt": "" });
    expect((await issues()).map((each) => each.message)).toEqual([
      `${folder}: expected JSON files (*.json) in the folder or below it, found a folder without any`,
    ]);
  });

  it("a file that is not JSON, with line and column", async () => {
    await write({ "good.json": answers(), "bad/Vpcs.json": '{\n  "Vpcs": [\n}', "empty.json": "" });
    expect((await issues()).map((each) => [each.code, each.path, each.message])).toEqual([
      [
        "not-json",
        ["bad/Vpcs.json"],
        'bad/Vpcs.json: not JSON: expected a value or "]" at line 3, column 1, found "}"',
      ],
      ["not-json", ["empty.json"], "empty.json: not JSON: expected a value at line 1, column 1, found the end"],
    ]);
  });

  it("a folder with nothing that is known", async () => {
    await write({ "a.json": { name: "x" }, "b.json": [] });
    expect(await issues()).toMatchObject([{ code: "nothing-recognised", received: "2 files without one" }]);
  });

  it("a file of 50 MB by its size, before reading it", async () => {
    await write({ "all.json": answers(), "large.json": "" });
    await truncate(join(folder, "large.json"), 50 * 1024 * 1024);
    const start = performance.now();
    expect(await issues()).toEqual([
      {
        code: "file-too-large",
        path: ["large.json"],
        expected: "at most 32 MB: split it by describe command, or narrow the command with --filters",
        received: "50 MB",
        message:
          "large.json: expected at most 32 MB: split it by describe command, or narrow the command with --filters, found 50 MB",
      },
    ]);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it("a stream that is too long, though it has no size", async () => {
    const pipe = join(folder, "pipe");
    await new Promise((done) => execFile("mkfifo", [pipe], done));
    const writer = spawn("sh", ["-c", `head -c 40000000 /dev/zero > '${pipe}'`]);
    expect(await issues(pipe)).toMatchObject([{ code: "file-too-large", path: ["pipe"], received: "more than 32 MB" }]);
    writer.kill();
  });

  it.skipIf(process.getuid?.() === 0)("a file that may not be read", async () => {
    await write({ "all.json": answers() });
    await chmod(join(folder, "all.json"), 0);
    expect(await issues()).toMatchObject([{ code: "unreadable", path: ["all.json"], received: "EACCES" }]);
  });

  it("two files that say different things of one id, naming both", async () => {
    await cp(page, folder, { recursive: true });
    await write({ "z/vpcs.json": { Vpcs: [{ VpcId: "vpc-0f3a1b2c4d5e6f708", CidrBlock: "10.7.0.0/16" }] } });
    expect((await issues()).map((each) => each.message)).toEqual([
      "z/vpcs.json: Vpcs[0]: expected the same vpc-0f3a1b2c4d5e6f708 as in ec2-describe-vpcs.json: Vpcs[0], found another CidrBlock, CidrBlockAssociationSet, Ipv6CidrBlockAssociationSet, IsDefault, OwnerId, BlockPublicAccessStates, Tags",
    ]);
  });

  it("templates beside what AWS describes", async () => {
    await write({ "template.json": { Resources: { V: { Type: "AWS::EC2::VPC" } } }, "vpcs.json": { Vpcs } });
    expect(await issues()).toMatchObject([
      { code: "mixed-input", received: "both, such as template.json and vpcs.json" },
    ]);
  });

  it("what is for templates where there is none", async () => {
    await write({ "vpcs.json": { Vpcs } });
    const result = await readNetwork(folder, { region: "eu-central-1" });
    expect(result).toMatchObject({ ok: false, issues: [{ code: "options-without-template" }] });
  });

  it("Terraform JSON", async () => {
    await write({ "plan.json": { format_version: "1.2", terraform_version: "1.9.0", planned_values: {} } });
    expect(await issues()).toMatchObject([{ code: "unsupported-input", path: ["plan.json"] }]);
  });
});

describe("readNetwork, of templates", () => {
  const template =
    "AWSTemplateFormatVersion: 2010-09-09\nResources:\n  V:\n    Type: AWS::EC2::VPC\n    Properties: { CidrBlock: 10.0.0.0/16 }\n";

  it("reads JSON and YAML, whatever the file is called, and standard input", async () => {
    await write({
      "template.json": { Resources: { V: { Type: "AWS::EC2::VPC", Properties: { CidrBlock: "10.0.0.0/16" } } } },
    });
    expect(Object.keys((await read()).network.vpcs)).toEqual(["V"]);
    await write({ "stack.template": template });
    const { network } = await read(join(folder, "stack.template"));
    expect(network.vpcs.V?.origin).toEqual({ file: "stack.template", pointer: "/Resources/V", logicalId: "V" });
    const stdin = vi.spyOn(process, "stdin", "get").mockReturnValue(Readable.from([template]) as never);
    expect(Object.keys((await read("-")).network.vpcs)).toEqual(["V"]);
    stdin.mockRestore();
  });

  it("reads a folder as CDK writes it, and leaves aside what else is there", async () => {
    await write({
      "cdk.out": '{"version":"48.0.0"}',
      "manifest.json": { version: "48.0.0" },
      "Shop.assets.json": { files: {} },
      "Shop.template.json": { Resources: { V: { Type: "AWS::EC2::VPC", Properties: { CidrBlock: "10.0.0.0/16" } } } },
      "asset.0123456789abcdef/broken.json": "{",
      "assembly-Prod/Prod.template.json": {
        Resources: { W: { Type: "AWS::EC2::VPC", Properties: { CidrBlock: "10.1.0.0/16" } } },
      },
      "intents.yaml": "intents: []\n",
      "other.json": { a: 1 },
    });
    const { network, notes } = await read();
    expect(Object.keys(network.vpcs)).toEqual(["V", "W"]);
    expect(notes).toMatchObject([{ code: "unrecognised-file", file: "other.json" }]);
  });

  it("tells the line and column where YAML ends to be YAML", async () => {
    await write({ "t.yaml": "Resources:\n  V:\n    Type: AWS::EC2::VPC\n   Properties: {}\n" });
    expect(await issues()).toMatchObject([
      { code: "not-yaml", path: ["t.yaml"], expected: expect.stringContaining("line 4, column ") },
    ]);
  });

  it("has no JSON where a folder has YAML of other kinds only", async () => {
    await write({ "intents.yaml": "intents: []\n" });
    expect(await issues()).toMatchObject([{ code: "no-json", received: "YAML of other kinds only" }]);
  });
});
