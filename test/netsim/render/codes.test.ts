import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { ASSUMPTIONS, BLOCKERS, UNKNOWNS, WARNINGS } from "../../../packages/netsim/src/render/codes.ts";

const SOURCE = fileURLToPath(new URL("../../../packages/netsim/src", import.meta.url));

/** Everything in the evaluator that looks like a code where a code is expected. */
function codesOfTheEvaluator(): string[] {
  const texts = ["path", "load-balancer", "timeline"].flatMap((folder) =>
    readdirSync(`${SOURCE}/${folder}`, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => readFileSync(`${SOURCE}/${folder}/${file}`, "utf8")),
  );
  const places = /\bcode: [^,;]*|\b(?:assume|doubt|stateInDoubt|filter|filterDoubt)\([^;]*/g;
  const words = texts
    .flatMap((text) => text.match(places) ?? [])
    .flatMap((place) => place.match(/(?<=")[a-z]+(?:-[a-z]+)+(?=")/g) ?? []);
  return [...new Set(words)].sort();
}

/** Words that stand near codes and are none. */
const OTHERS: readonly string[] = [
  "amazon-service",
  "block-bidirectional",
  "gateway-endpoint",
  "internet-gateway",
  "load-balancer",
  "nat-gateway",
  "network-acl",
  "network-interface",
  "route-table",
  "security-group",
];

/** Complaints about a question, which carry their own sentence. */
const COMPLAINTS: readonly string[] = [
  "missing-key",
  "unknown-key",
  "unknown-id",
  "unknown-listener",
  "unknown-target",
  "ambiguous-name",
  "ambiguous-address",
  "no-interface",
];

/** The codes in the tables of a page, by the first word of their heading. */
function codesOfThePage(): Readonly<Record<string, readonly string[]>> {
  const page = readFileSync(fileURLToPath(new URL("../../../docs/codes.md", import.meta.url)), "utf8");
  const parts = page.split(/^## /m).slice(1);
  return Object.fromEntries(
    parts.map((part) => [
      part.match(/^\w+/)?.[0] ?? "",
      (part.match(/^\| `[a-z-]+`/gm) ?? []).map((row) => row.slice(3, -1)),
    ]),
  );
}

describe("the page of codes", () => {
  it("lists those that have words", () => {
    const { Blockers, Unknowns, Warnings, Assumptions } = codesOfThePage();
    expect(Object.keys(BLOCKERS).sort()).toEqual(Blockers?.toSorted());
    expect(Object.keys(UNKNOWNS).sort()).toEqual(Unknowns?.toSorted());
    expect(Object.keys(WARNINGS).sort()).toEqual(Warnings?.toSorted());
    expect(Object.keys(ASSUMPTIONS).sort()).toEqual(Assumptions?.toSorted());
  });
});

describe("every code of the evaluator", () => {
  const known = [BLOCKERS, UNKNOWNS, WARNINGS, ASSUMPTIONS].flatMap((table) => Object.keys(table));
  const found = codesOfTheEvaluator().filter((code) => !OTHERS.includes(code) && !COMPLAINTS.includes(code));

  it("has words", () => {
    expect(found.filter((code) => !known.includes(code))).toEqual([]);
  });

  it("has words that stand without details too", () => {
    for (const sentence of [BLOCKERS, UNKNOWNS, WARNINGS, ASSUMPTIONS].flatMap((table) => Object.values(table))) {
      expect(sentence(() => "x", "ingress")).not.toMatch(/undefined|\.$/);
    }
  });
});
