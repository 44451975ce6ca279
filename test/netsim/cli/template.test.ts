/** NETWORK as a template, and what is said of its deployment. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readNetwork } from "netsim/aws";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { netsim } from "./support.ts";

const TEMPLATE = `
Parameters:
  Office: { Type: String }
Resources:
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  Net: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: us-east-1a } }
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      VpcId: !Ref Vpc
      GroupDescription: web
      SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: !Ref Office }]
  Web: { Type: AWS::EC2::Instance, Properties: { SubnetId: !Ref Net, SecurityGroupIds: [!Ref Group] } }
`;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "netsim-template-"));
  await writeFile(join(folder, "template.yaml"), TEMPLATE);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (...argv: readonly string[]) => netsim([...argv], { readNetwork });

const question = ["--from", "10.0.0.77", "--to", "Web", "--port", "22"];

describe("a template as NETWORK", () => {
  it("is unknown where a parameter that decides has no value, and known with it", async () => {
    const template = join(folder, "template.yaml");
    const open = await run("trace", template, ...question, "--strict");
    expect(open.code).toBe(3);
    expect(open.stderr).toContain("1 not-resolved");
    expect((await run("trace", template, ...question, "--parameter", "Office=10.0.0.0/24")).code).toBe(0);
    expect((await run("trace", folder, ...question, "--parameter", "Office=10.0.9.0/24")).code).toBe(1);
  });

  it("is compared with another one", async () => {
    const template = join(folder, "template.yaml");
    const { code, stdout } = await run("diff", template, template, "--parameter=Office=10.0.0.0/24");
    expect([code, stdout]).toEqual([0, "✓ nothing differs\n"]);
  });

  it("has only parameters of its own, each once and with a value", async () => {
    const template = join(folder, "template.yaml");
    const unknown = await run("trace", template, ...question, "--parameter", "Offices=10.0.0.0/24");
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('found "Offices"')]);
    const bare = await run("trace", template, ...question, "--parameter", "Office");
    expect([bare.code, bare.stderr]).toEqual([2, expect.stringContaining("expected NAME=VALUE")]);
    const twice = await run("trace", template, ...question, "--parameter", "Office=a", "--parameter", "Office=b");
    expect([twice.code, twice.stderr]).toEqual([2, expect.stringContaining("--parameter Office is given twice")]);
  });
});
