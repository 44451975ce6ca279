/** Everything that people get wrong, told with the place, what was expected and what was found. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readNetwork } from "netsim/aws";
import { afterAll, describe, expect, it } from "vitest";
import { netsim } from "./support.ts";

const PAGE = fileURLToPath(new URL("../../../packages/examples/networks/classic-page", import.meta.url));
const temporary = mkdtempSync(join(tmpdir(), "netsim-bad-"));
afterAll(() => rmSync(temporary, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(temporary, name);
  writeFileSync(path, text);
  return path;
}

/** The page with a text replaced in one of its files. */
function changed(name: string, part: string, find: string, replacement: string): string {
  const folder = join(temporary, name);
  cpSync(PAGE, folder, { recursive: true });
  const path = join(folder, part);
  const text = readFileSync(path, "utf8");
  expect(text).toContain(find);
  writeFileSync(path, text.replace(find, replacement));
  return folder;
}

/** What `netsim health` says, with the temporary folder's name taken out. */
async function complaint(argv: readonly string[]): Promise<string> {
  const texts = Object.fromEntries(
    argv.filter((each) => each.endsWith(".yaml")).map((each) => [each, readFileSync(each, "utf8")]),
  );
  const { code, stdout, stderr } = await netsim(argv, { readNetwork, files: texts });
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).not.toMatch(/\n\s+at |internal error/);
  return stderr.replaceAll(`${temporary}/`, "");
}

describe("a network", () => {
  it.each([
    [
      "that is not JSON",
      () => file("text.json", '{ "Vpcs": [ oops ] }'),
      /^netsim: text\.json: not JSON: expected .* at line 1, column 13, found "oops/,
    ],
    [
      "of the wrong shape",
      () => file("shape.json", '{ "Vpcs": [{ "VpcId": 7, "CidrBlock": "10.0.0.0/16" }] }'),
      /^netsim: shape\.json: Vpcs\[0\]\.VpcId: expected .*, found 7$/m,
    ],
    [
      "that holds nothing known",
      () => file("other.json", '{ "Buckets": [] }'),
      /^netsim: other\.json: expected .* key of an AWS describe command.*, found only "Buckets"$/m,
    ],
    [
      "with an impossible port",
      () => changed("port", "elb-describe-load-balancers.json", '"InstancePort": 8080', '"InstancePort": 70000'),
      /^netsim: elb-.*\.json: .*\.Listener\.InstancePort: expected a port 1-65535, found 70000$/m,
    ],
    [
      "with one id for two things",
      () => {
        const folder = changed("twice", "ec2-describe-vpcs.json", "10.0.0.0/16", "10.0.0.0/16");
        cpSync(join(PAGE, "ec2-describe-vpcs.json"), join(folder, "more.json"));
        const path = join(folder, "more.json");
        writeFileSync(path, readFileSync(path, "utf8").replaceAll("10.0.0.0/16", "10.9.0.0/16"));
        return folder;
      },
      /^netsim: more\.json: Vpcs\[0\]: expected the same vpc-\w+ as in ec2-describe-vpcs\.json.*, found another CidrBlock/,
    ],
    [
      "in an empty folder",
      () => {
        mkdirSync(join(temporary, "empty"));
        return join(temporary, "empty");
      },
      /^netsim: empty: expected JSON files .*, found an empty folder$/m,
    ],
    [
      "that is not there",
      () => join(temporary, "nowhere"),
      /^netsim: nowhere: expected a file or a folder, found nothing there$/m,
    ],
    [
      "of 50 MB",
      () => {
        const path = file("large.json", "");
        truncateSync(path, 50 * 1024 * 1024);
        return path;
      },
      /^netsim: large\.json: expected at most \d+ MB.*, found 50 MB$/m,
    ],
  ])("%s", async (_, path, message) => {
    expect(await complaint(["health", path()])).toMatch(message);
  });
});

describe("a question", () => {
  const trace = (...options: string[]) => complaint(["trace", PAGE, ...options]);

  it("about something that is not there", async () => {
    expect(await trace("--from", "internet", "--to", "i-0a1f2e3d4c5b60719", "--port", "80")).toMatch(
      /^netsim: --to: expected the id or name of an existing .*i-0a1f2e3d4c5b60718.*, found "i-0a1f2e3d4c5b60719"\n$/,
    );
  });

  it("with a block that has host bits", async () => {
    expect(await trace("--from", "10.0.0.1/16", "--to", "web-a", "--port", "80")).toBe(
      'netsim: --from: expected a block without host bits: 10.0.0.0/16, found "10.0.0.1/16"\n',
    );
  });

  it("with an impossible port", async () => {
    expect(await trace("--from", "internet", "--to", "web-a", "--port", "70000")).toBe(
      "netsim: --port: expected a port 0-65535 or a range such as 1024-65535, found 70000\n",
    );
  });
});

describe("an intent file", () => {
  it("with a misspelt key", async () => {
    const path = file(
      "keys.yaml",
      `network: ${JSON.stringify(PAGE)}\nintents:\n  - { form: internet, to: web, port: 80, expect: reachable }\n`,
    );
    expect(await complaint(["check", path])).toBe(
      'netsim: keys.yaml:3:7: intents[0].form: expected one of the keys name, blockedBy, from, to, port, protocol, sourcePorts, icmp, expect (did you mean "from"?), found "form"\n',
    );
  });

  it("with a network that is not there", async () => {
    const path = file(
      "gone.yaml",
      "network: ./gone\nintents:\n  - { from: internet, to: web, port: 80, expect: reachable }\n",
    );
    expect(await complaint(["check", path])).toBe("netsim: gone: expected a file or a folder, found nothing there\n");
  });

  it("with an id that is not there", async () => {
    const path = file(
      "ids.yaml",
      `network: ${JSON.stringify(PAGE)}\nintents:\n  - { health: { loadBalancer: web }, expect: { web-c: InService } }\n`,
    );
    expect(await complaint(["check", path])).toBe(
      'netsim: ids.yaml:3:48: intents[0].expect["web-c"]: expected an instance registered with web: i-0a1f2e3d4c5b60718, i-0b2e3d4c5b6a71829 (did you mean "web-a" or "web-b"?), found "web-c"\n',
    );
  });
});
