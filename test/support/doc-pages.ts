/** The pages of the documentation, by their paths from the root. */
import { readdirSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

/** Those whose blocks are run. docs/api is made from docstrings. */
export const PAGES: readonly string[] = [
  "README.md",
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .map((file) => `docs/${file.replaceAll("\\", "/")}`)
    .filter((file) => file.endsWith(".md") && !file.startsWith("docs/api/"))
    .sort(),
];

export function pathOf(page: string): string {
  return join(ROOT, page);
}
