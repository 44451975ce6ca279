/** `cli.ts` in a process of its own: pipes, standard input and exit codes. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const PAGE = join(ROOT, "packages/examples/networks/classic-page");
const temporary = mkdtempSync(join(tmpdir(), "netsim-process-"));
const command = join(temporary, "netsim.mjs");
afterAll(() => rmSync(temporary, { recursive: true }));

beforeAll(async () => {
  await build({
    entryPoints: [join(ROOT, "packages/netsim/src/cli.ts")],
    outfile: command,
    bundle: true,
    platform: "node",
    format: "esm",
    alias: { "@netsim/core": join(ROOT, "packages/core/src/index.ts") },
    // Dependencies in CommonJS ask for modules of Node.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    logLevel: "error",
  });
});

function start(argv: readonly string[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [command, ...argv], { cwd: temporary });
}

async function run(argv: readonly string[], input = "") {
  const child = start(argv);
  child.stdin.end(input);
  const exit = new Promise<number | null>((resolve) => child.on("close", resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await exit, stdout, stderr };
}

describe("the command as a process", () => {
  it("answers with its exit code, plain text and a quiet standard error", async () => {
    const { code, stdout, stderr } = await run(["health", PAGE]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^✓ health of web {2}reachable\n/);
    expect(stdout).not.toContain("\u001b");
  });

  it("prints JSON whole, however long", async () => {
    const { stdout } = await run(["trace", PAGE, "--from", "internet", "--to", "web", "--port", "80", "--json"]);
    expect(stdout.length).toBeGreaterThan(100_000);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: "reachable" });
  });

  it("reads intents from standard input, relative to where it runs", async () => {
    writeFileSync(join(temporary, "link.json"), "{}");
    const intents = `network: ${JSON.stringify(PAGE)}\nintents: [{ from: internet, to: web, port: 80, expect: unreachable }]`;
    const { code, stdout } = await run(["check", "-"], intents);
    expect(code).toBe(1);
    expect(stdout).toContain("expected unreachable, found reachable");
    const bad = await run(
      ["check", "-"],
      "network: ./link.json\nintents: [{ from: internet, to: web, port: 80, expect: reachable }]",
    );
    expect([bad.code, bad.stdout]).toEqual([2, ""]);
    expect(bad.stderr).toMatch(/^netsim: link\.json: expected /);
  });

  it("reads a network from standard input", async () => {
    const { code, stderr } = await run(["health", "-"], "oops");
    expect(code).toBe(2);
    expect(stderr).toMatch(/^netsim: standard input: not JSON: expected .* line 1, column 1, found "oops"/);
  });

  it("goes quietly when nobody reads on", async () => {
    const child = start(["trace", PAGE, "--from", "internet", "--to", "web", "--port", "80", "--json"]);
    child.stdout.destroy();
    const exit = new Promise<number | null>((resolve) => child.on("close", resolve));
    expect(await text(child.stderr)).toBe("");
    expect(await exit).toBe(0);
  });

  it("runs again when a file changes, goes on after bad input, and ends with the last exit code", async () => {
    const file = join(temporary, "watched.yaml");
    const folder = join(temporary, "watched-aws");
    cpSync(PAGE, folder, { recursive: true });
    const intents =
      "network: ./watched-aws\nintents: [{ name: site, from: internet, to: web, port: 80, expect: reachable }]\n";
    writeFileSync(file, intents);
    const child = start(["check", "watched.yaml", "--watch"]);
    const exit = new Promise<number | null>((resolve) => child.on("close", resolve));
    let printed = "";
    let look = (): void => {};
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        printed += chunk.toString();
        look();
      });
    }
    /** What was printed up to the end of a run. */
    const nextRun = (): Promise<string> =>
      new Promise((resolve) => {
        look = () => {
          const end = printed.indexOf("(Ctrl+C stops)\n");
          if (end < 0) return;
          resolve(printed.slice(0, end));
          printed = printed.slice(end + "(Ctrl+C stops)\n".length);
        };
        look();
      });
    try {
      expect(await nextRun()).toContain("The intent holds.");
      writeFileSync(file, "network: 3");
      expect(await nextRun()).toContain("netsim: watched.yaml:1:10: network: expected a path or a list of paths");
      writeFileSync(file, intents);
      expect(await nextRun()).toContain("The intent holds.");
      const acl = join(folder, "ec2-describe-network-acls.json");
      writeFileSync(acl, readFileSync(acl, "utf8").replaceAll('"allow"', '"deny"'));
      const last = await nextRun();
      expect(last).toContain("changed: watched-aws/ec2-describe-network-acls.json");
      expect(last).toContain("1 of 1 intent does not hold.");
      child.kill("SIGINT");
      expect(await exit).toBe(1);
    } finally {
      child.kill("SIGKILL");
    }
  });
});
