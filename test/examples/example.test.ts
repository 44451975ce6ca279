/** The command `npm run example`, as far as it does not need the built packages. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { STORIES } from "../../packages/examples/src/stories.ts";

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function example(...args: readonly string[]): Promise<Ended> {
  const file = join(import.meta.dirname, "../../packages/examples/src/example.ts");
  return new Promise((resolve) => {
    execFile(process.execPath, [file, ...args], (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
    });
  });
}

describe("npm run example", () => {
  it("lists every story without a name", async () => {
    const { code, stdout } = await example();
    expect(code).toBe(0);
    const listed = stdout.split("\n").flatMap((line) => /^ {2}(\S+) {2,}(.+)$/.exec(line)?.slice(1, 3) ?? []);
    expect(listed).toEqual(STORIES.flatMap(({ name, about }) => [name, about]));
  });

  it.each([["no-such-story"], ["../demo"], ["repair", "what-if"]])("refuses %s %s", async (...names) => {
    const { code, stdout, stderr } = await example(...names.filter((each) => each !== undefined));
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^expected the name of one story, found /);
    expect(stderr).toContain("rule-order");
  });
});
