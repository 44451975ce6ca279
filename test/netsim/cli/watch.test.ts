import { describe, expect, it } from "vitest";
import { netsim } from "./support.ts";

const intents = (expected: string): string =>
  `network: ./aws\nintents: [{ name: site, from: internet, to: web, port: 80, expect: ${expected} }]\n`;
const argv = ["check", "web.yaml", "--watch"];
const files = { "web.yaml": intents("reachable") };

describe("check --watch", () => {
  it("runs again after each change, and answers the exit code of the last run", async () => {
    const changes = [{ "web.yaml": intents("unreachable") }, { "other.yaml": "" }];
    const { code, stdout, stderr } = await netsim(argv, { files, changes });
    expect(code).toBe(1);
    expect(stdout.match(/^(The intent holds|1 of 1 intent does not hold)\.$/gm)).toEqual([
      "The intent holds.",
      "1 of 1 intent does not hold.",
      "1 of 1 intent does not hold.",
    ]);
    expect(stderr).toBe(
      [
        "netsim: watching web.yaml, aws (Ctrl+C stops)",
        "netsim: changed: web.yaml",
        "netsim: watching web.yaml, aws (Ctrl+C stops)",
        "netsim: changed: other.yaml",
        "netsim: watching web.yaml, aws (Ctrl+C stops)",
        "",
      ].join("\n"),
    );
  });

  it("watches what was read: the files of intents and their networks", async () => {
    const { watched } = await netsim(["check", "web.yaml", "b/c.yaml", "--watch"], {
      files: { ...files, "b/c.yaml": intents("reachable").replace("./aws", "[../x, y.json]") },
    });
    expect(watched?.map((path) => path.replace(process.cwd(), "."))).toEqual([
      "web.yaml",
      "./aws",
      "b/c.yaml",
      "./x",
      "./b/y.json",
    ]);
  });

  it("goes on after bad input", async () => {
    const changes = [{ "web.yaml": "network: 3" }, { "web.yaml": intents("reachable") }];
    const { code, stdout, stderr } = await netsim(argv, { files, changes });
    expect(code).toBe(0);
    expect(stdout.match(/The intent holds/g)).toHaveLength(2);
    expect(stderr).toContain("netsim: web.yaml:1:10: network: expected a path or a list of paths, found 3\n");
    expect(stderr).toContain("netsim: watching web.yaml (Ctrl+C stops)\nnetsim: changed: web.yaml\n");
    expect((await netsim(argv, { files: { "web.yaml": "" } })).code).toBe(2);
  });

  it("waits for a file that is not there yet", async () => {
    const { code, stderr } = await netsim(argv, { changes: [files] });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^netsim: web\.yaml: expected a file that can be read, found nothing there\n/);
  });

  it("clears the screen of a terminal before each run, and nothing else", async () => {
    const changes = [files];
    const clear = "\u001b[2J\u001b[3J\u001b[H";
    const { stdout } = await netsim(argv, { files, changes, isTTY: true });
    expect(stdout.split(clear)).toHaveLength(3);
    expect((await netsim(argv, { files, changes })).stdout).not.toContain(clear);
    const out = await netsim([...argv, "--out", "a.txt"], { files, changes, isTTY: true });
    expect(out.stdout).toBe("");
    expect(out.files?.["a.txt"]).toContain("The intent holds.");
  });

  it.each([
    [["check", "-", "--watch"], "netsim: standard input cannot be watched\n"],
    [["check", "web.yaml", "--watch", "--format", "pdf"], "netsim: --format: expected text, json, junit or github"],
    [["check", "--watch"], "netsim: expected at least one file of intents, found nothing\n"],
    [["health", "aws", "--watch"], "netsim: unknown option --watch"],
  ])("%j is refused", async (given, message) => {
    const { code, stdout, stderr } = await netsim(given, { files, stdin: intents("reachable"), changes: [files] });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("watching");
  });
});
