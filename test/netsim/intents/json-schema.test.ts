/** The schema that editors use says of every file what the parser says of it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseIntents } from "../../../packages/netsim/src/intents/parse.ts";
import { BAD_FILES, BAD_INTENTS, EVERY_FORM, withIntent } from "./files.ts";

const ROOT = join(import.meta.dirname, "../../..");
const schema = JSON.parse(readFileSync(join(ROOT, "packages/netsim/schema/intents.schema.json"), "utf8"));
const validate = new Ajv({
  strict: true,
  allErrors: true,
  allowUnionTypes: true,
  strictTypes: false,
  strictRequired: false,
}).compile(schema);

const isTaken = (content: unknown): boolean => parseIntents(JSON.stringify(content), "a.json").ok;

/** Files that hold every key. */
const WHOLE: readonly unknown[] = [
  parse(EVERY_FORM),
  {
    $schema: "node_modules/netsim/dist/intents.schema.json",
    network: "./aws",
    services: { "i-1": [{ protocol: "tcp", port: 80, http: { "/": 200, "/ping": 503 } }], db: [] },
    intents: [
      {
        name: "a",
        from: { cidr: "10.0.0.0/8" },
        to: { networkInterface: "eni-1", port: "80-81" },
        protocol: "TCP",
        sourcePorts: ["linux", 40000, "1 - 2"],
        expect: "unreachable",
        blockedBy: {
          component: "sg-1",
          kind: "security-group",
          direction: "ingress",
          leg: "client",
          phase: "forward",
          code: "x",
          awsCode: "Y",
          rule: { fromPort: 1 },
        },
      },
      { from: "a", to: { privateLink: "10.0.0.0/8" }, protocol: "255", icmp: { type: 3, code: 4 }, expect: "partial" },
      { name: "h", health: { targetGroup: "app" }, expect: { "i-1:80": "unused" }, blockedBy: { rule: null } },
      { leg: "target", to: { loadBalancer: "web", port: 1, target: "i" }, from: { internet: true }, expect: "unknown" },
      {
        leg: "client",
        to: { loadBalancer: "web", port: 1 },
        from: "x",
        sourcePorts: 1,
        expect: "unreachable",
        blockedBy: { rule: 100 },
      },
    ],
  },
];

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** The same with one intent each: smaller, for going through all that may be in it. */
const SINGLE: readonly Json[] = (WHOLE as { intents: Json[]; services: Json }[]).flatMap(({ intents, services }) => [
  ...intents.map((intent): Json => ({ network: "x", intents: [intent] })),
  { network: ["x"], services, intents: [{ from: "a", to: "b", expect: "unknown" }] },
]);

/** Every place in a value. */
function placesIn(value: Json, at: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== "object" || value === null) return [at];
  const parts: [string | number, Json][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [at, ...parts.flatMap(([key, part]) => placesIn(part, [...at, key]))];
}

function at(value: Json, path: readonly (string | number)[]): Json {
  return path.reduce<Json>((part, key) => (part as Record<string, Json>)[key]!, value);
}

/** Of the schema and of the parser: a word that only one of them knows is a difference. */
const WORDS = [
  JSON.stringify(schema),
  readFileSync(join(ROOT, "packages/netsim/src/intents/schema.ts"), "utf8"),
].flatMap((text) => text.match(/(?<=")[A-Za-z-]+(?=")/g) ?? []);

const KEYS = [...new Set(JSON.stringify(schema.definitions).match(/(?<=")\w+(?=":\{)/g) ?? [])].sort();

/** What may be in the place of something else: the ends of ranges, every word that one of them knows, other kinds of value. */
const VALUES: readonly Json[] = [
  ...[
    null,
    true,
    false,
    "",
    " ",
    "x",
    "internet",
    "/ping",
    "1-2",
    "1 - 2",
    "00080",
    "ICMPv6",
    "0255",
    "256",
    "99999",
    "-1",
  ],
  ...[-1, 0, 1, 1.5, 80, 99, 100, 255, 256, 599, 600, 65535, 65536, 1e21],
  ...new Set(WORDS),
  ...[[], {}, [1], ["x"], { port: 80 }, { x: 1 }, { loadBalancer: "web" }, { loadBalancer: "web", port: 80 }],
  ...[{ type: 8 }, { "i-1": "healthy" }, { "/": 200 }],
];

/** One change to a file: something else in a place, a key less, a key more, or a part of the file moved elsewhere. */
const edit = fc.record({
  kind: fc.constantFrom("replace", "drop", "add", "move"),
  where: fc.nat(),
  from: fc.nat(),
  key: fc.constantFrom(...KEYS, "tpyo"),
  value: fc.constantFrom(...VALUES),
});
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

function edited(file: Json, { kind, where, from, key, value }: Edit): Json {
  const copy = structuredClone(file);
  const places = placesIn(copy).filter((place) => place.length > 0);
  const place = places[where % places.length];
  if (place === undefined) return kind === "replace" ? value : copy;
  const owner = at(copy, place.slice(0, -1)) as Record<string, Json>;
  const last = place.at(-1)!;
  const current = owner[last]!;
  if (kind === "drop") {
    if (Array.isArray(owner)) owner.splice(Number(last), 1);
    else delete owner[last];
  } else if (kind === "add" && typeof current === "object" && current !== null && !Array.isArray(current))
    current[key] = value;
  else owner[last] = kind === "move" ? structuredClone(at(file, places[from % places.length]!)) : value;
  return copy;
}

describe("the schema of intent files", () => {
  it.each(WHOLE.map((file) => [file]))("takes %j", (file) => {
    expect(isTaken(file)).toBe(true);
    validate(file);
    expect(validate.errors ?? []).toEqual([]);
  });

  it("takes every intent file that is shown in the documentation", () => {
    const pages = [
      "README.md",
      ...readdirSync(join(ROOT, "docs"))
        .filter((name) => name.endsWith(".md"))
        .map((name) => `docs/${name}`),
    ];
    const shown = pages
      .flatMap((page) =>
        [...readFileSync(join(ROOT, page), "utf8").matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, text = ""]) => ({
          page,
          text,
        })),
      )
      .filter(({ text }) => /^intents:/m.test(text));
    expect(shown.length).toBeGreaterThan(0);
    for (const { page, text } of shown) {
      validate(parse(text));
      expect([page, validate.errors ?? []]).toEqual([page, []]);
    }
  });

  it.each(BAD_INTENTS.map(([lines]) => [withIntent(...lines)]))("refuses %j", (text) => {
    expect(validate(parse(text))).toBe(false);
  });

  it.each(BAD_FILES.map(([text]) => [text]))("refuses %j", (text) => {
    expect(validate(parse(text))).toBe(false);
  });

  it("agrees with the parser about every value in every place of an intent", () => {
    const differences: unknown[] = [];
    const count = { taken: 0, refused: 0 };
    for (const file of SINGLE) {
      for (const place of placesIn(file).filter((path) => path.length > 0)) {
        for (const value of VALUES) {
          const content = structuredClone(file);
          (at(content, place.slice(0, -1)) as Record<string, Json>)[place.at(-1)!] = value;
          const isGood = isTaken(content);
          count[isGood ? "taken" : "refused"] += 1;
          if (validate(content) !== isGood) differences.push([place, value, isGood]);
        }
      }
    }
    expect(differences).toEqual([]);
    expect(Math.min(count.taken, count.refused)).toBeGreaterThan(1000);
  });

  it("agrees with the parser about every file that is edited at random", () => {
    const verdicts = { taken: 0, refused: 0 };
    fc.assert(
      fc.property(
        fc.constantFrom(...(WHOLE as Json[]), ...SINGLE),
        fc.array(edit, { minLength: 1, maxLength: 3 }),
        (file, edits) => {
          const content = edits.reduce(edited, file);
          const isGood = isTaken(content);
          verdicts[isGood ? "taken" : "refused"] += 1;
          expect([validate(content), content]).toEqual([isGood, content]);
        },
      ),
      { numRuns: 2000, seed: 5 },
    );
    expect(Math.min(verdicts.taken, verdicts.refused)).toBeGreaterThan(200);
  });

  it("describes every key, and gives every word that may be chosen", () => {
    const silent: string[] = [];
    const resolved = (part: { $ref?: string }): Record<string, unknown> =>
      part.$ref ? schema.definitions[part.$ref.replace("#/definitions/", "")] : part;
    const look = (node: unknown, path: string): void => {
      if (typeof node !== "object" || node === null) return;
      for (const [key, part] of Object.entries(node)) {
        if (key === "examples") continue;
        if (key === "properties" && !/\/(if|then|else)$/.test(path)) {
          for (const [name, property] of Object.entries(part as Record<string, { $ref?: string }>)) {
            const said = resolved(property);
            if (typeof property === "object" && said.description === undefined && said.enum === undefined)
              silent.push(`${path}/${name}`);
          }
        }
        look(part, `${path}/${key}`);
      }
    };
    look(schema, "");
    expect(silent).toEqual([]);
  });

  // The run says the rest: what it needs is the text itself, or the network.
  it.each([
    ["a key twice", "network: x\nnetwork: y\nintents: [{ from: a, to: b, port: 1, expect: unknown }]"],
    ["several documents", "network: x\nintents: [{ from: a, to: b, port: 1, expect: unknown }]\n---\nnetwork: y"],
  ])("cannot express %s, which is a matter of the text", (_, text) => {
    expect(parseIntents(text, "a.yaml").ok).toBe(false);
  });

  it.each([
    ["names that are not in the network", { from: "nobody", to: "b", port: 1, expect: "unknown" }],
    ["a range that ends before it begins", { from: "a", to: "b", port: "9-1", expect: "unknown" }],
    ["a missing port", { from: "a", to: "b", expect: "unknown" }],
    ["an address that is none", { from: "10.0.0.999", to: "b", port: 1, expect: "unknown" }],
  ])("leaves %s to the run, as the parser does", (_, intent) => {
    const content = { network: "x", intents: [intent] };
    expect([isTaken(content), validate(content)]).toEqual([true, true]);
  });
});
