/** The tarballs as those see them who look at packages for a living. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packInto } from "../support/packed.ts";

const folder = mkdtempSync(join(tmpdir(), "netsim-published-"));
let tarballs: readonly string[] = [];
beforeAll(async () => {
  tarballs = await packInto(folder);
}, 180_000);
afterAll(() => rmSync(folder, { recursive: true }));

describe.each([
  ["@netsim/core", /^netsim-core-/],
  ["netsim", /^netsim-\d/],
])("the tarball of %s", (name, pattern) => {
  const tarball = (): Buffer => readFileSync(join(folder, tarballs.find((each) => pattern.test(each)) ?? ""));

  it("has nothing that publint has to say something about", async () => {
    const bytes = tarball();
    const data = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    const { messages, pkg } = await publint({ pack: { tarball: data }, strict: true, level: "suggestion" });
    expect(pkg.name).toBe(name);
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  it("has the types that its modules have, however they are resolved", async () => {
    const result = await checkPackage(createPackageFromTarballData(new Uint8Array(tarball())), {
      excludeEntrypoints: [/\.json$/],
    });
    if (result.types === false) throw new Error("no types");
    expect(result.types.kind).toBe("included");
    // `moduleResolution: node10` knows no subpaths, TypeScript 7 no longer knows it, and no Node of `engines` works so.
    const problems = result.problems.filter(
      (problem) => !("resolutionKind" in problem && problem.resolutionKind === "node10"),
    );
    expect(problems).toEqual([]);
    const entries = Object.keys(result.entrypoints).filter((entry) => !entry.endsWith(".json"));
    const published = Object.keys(JSON.parse(readFileSync(manifestOf(name), "utf8")).exports);
    expect(entries.sort()).toEqual(published.filter((entry) => !entry.endsWith(".json")).sort());
  });
});

function manifestOf(name: string): string {
  return join(import.meta.dirname, "../../packages", name.replace("@netsim/", ""), "package.json");
}
