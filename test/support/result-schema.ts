/** The JSON Schema of results, made of their TypeScript types. */
import { createGenerator } from "ts-json-schema-generator";
import { pathOf } from "./doc-pages.ts";

/** As it is published beside the package. */
export const SCHEMA_FILE: string = pathOf("packages/netsim/schema/results.schema.json");

export function resultSchema(): string {
  const generator = createGenerator({
    path: pathOf("packages/netsim/src/cli/results.ts"),
    tsconfig: pathOf("packages/netsim/tsconfig.json"),
    type: "AnyResult",
    expose: "export",
    jsDoc: "extended",
    sortProps: false,
    // A check of its own looks for errors in types.
    skipTypeCheck: true,
  });
  const { $schema, $ref, definitions } = generator.createSchema("AnyResult");
  const title = "Results of netsim: what `--json` prints, and what its functions answer";
  return `${JSON.stringify({ $schema, title, $ref, definitions }, null, 1)}\n`;
}
