/** Documents come from outside: whatever is in them, the answer is a network or issues with places, and never an error. */
import fc from "fast-check";
import { importTerraform } from "netsim/terraform";
import { expect, it } from "vitest";
import { application, passing } from "../../../support/forwarding-networks.ts";
import { balanced, peered, publicAndPrivate } from "../../../support/small-networks.ts";
import { writeTerraform } from "../../../support/terraform-json.ts";
import { BASE, type Json, planOf, refs } from "./support.ts";

const DOCUMENTS: readonly unknown[] = [
  ...[application(), passing(), balanced(), peered(), publicAndPrivate()].flatMap((network) =>
    (["plan", "state"] as const).map((as) => writeTerraform(network, { as, rules: "separate" }).json),
  ),
  planOf(BASE, {
    net: {
      resources: BASE,
      outputs: { id: refs("aws_subnet.a.id", "var.x") },
      keys: ["a", "b"],
      expressions: { x: refs("module.net.id") },
    },
  }),
];

const JUNK: readonly unknown[] = [
  null,
  "",
  "x",
  "-1",
  0,
  -1,
  1e9,
  true,
  [],
  {},
  [null],
  [[1]],
  [{}],
  { a: [] },
  "0.0.0.0/0",
  refs("a", ""),
];

/** Every object and array within. */
function nodesOf(value: unknown): (Json | unknown[])[] {
  if (typeof value !== "object" || value === null) return [];
  return [value as Json, ...Object.values(value).flatMap(nodesOf)];
}

const mutated: fc.Arbitrary<unknown> = fc
  .tuple(
    fc.constantFrom(...DOCUMENTS),
    fc.array(fc.tuple(fc.nat(), fc.nat(), fc.option(fc.constantFrom(...JUNK), { nil: undefined })), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([document, changes]) => {
    const json: unknown = JSON.parse(JSON.stringify(document));
    for (const [node, member, junk] of changes) {
      const nodes = nodesOf(json).filter((each) => Object.keys(each).length > 0);
      const at = nodes[node % nodes.length];
      if (at === undefined) continue;
      const keys = Object.keys(at);
      const key = keys[member % keys.length] as never;
      if (junk === undefined && Array.isArray(at)) at.splice(Number(key), 1);
      else if (junk === undefined) delete at[key];
      else at[key] = structuredClone(junk) as never;
    }
    return json;
  });

it("a plan or state that was damaged is read or refused, with a place", () => {
  fc.assert(
    fc.property(mutated, (json) => {
      const result = importTerraform({ file: "plan.json", json });
      if (result.ok) return;
      expect(result.issues.length).toBeGreaterThan(0);
      for (const issue of result.issues) expect(issue.path[0]).toBe("plan.json");
    }),
    { numRuns: 400 },
  );
});
