/** docs/arbitraries.md names everything that `netsim/arbitraries` has. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { EDIT_KINDS } from "../../packages/netsim/src/arbitraries/edit-kinds.ts";
import { FAULT_KINDS } from "../../packages/netsim/src/arbitraries/fault-kinds.ts";
import * as published from "../../packages/netsim/src/arbitraries.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/arbitraries.md"), "utf8");

it("every function, kind of edit and kind of fault is on the page", () => {
  for (const name of [...Object.keys(published), ...EDIT_KINDS, ...FAULT_KINDS]) expect(page).toContain(`\`${name}`);
});
