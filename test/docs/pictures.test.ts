/**
 * docs/pictures.md: its programs make the pictures that it shows. `UPDATE_PICTURES=1` writes them anew; look at them before
 * they are committed.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { checkSvg } from "../support/svg.ts";

const DOCS = join(import.meta.dirname, "../../docs");
const PAGE = join(DOCS, "pictures.md");
const isUpdate = Boolean(process.env.UPDATE_PICTURES);

/** By file, the constant of the page that holds it. */
const PICTURES = {
  "health-check-blocked.svg": "healthCheckBlocked",
  "clients-get-503.svg": "clientsGet503",
  "no-route-back.svg": "noRouteBack",
  "timeline.svg": "timelinePicture",
} as const;

let made: Record<string, string> = {};

function blocks(page: string, language: string): readonly RegExpExecArray[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"))];
}

beforeAll(async () => {
  const programs = blocks(readFileSync(PAGE, "utf8"), "ts").map((each) => each[1] ?? "");
  const names = Object.values(PICTURES).join(", ");
  const folder = mkdtempSync(join(import.meta.dirname, ".run-pictures-"));
  writeFileSync(join(folder, "page.ts"), `${programs.join("\n")}\nexport const pictures = { ${names} };\n`);
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  try {
    made = (await import(join(folder, "page.ts"))).pictures;
  } finally {
    log.mockRestore();
  }
});

afterAll(() => {
  for (const name of readdirSync(import.meta.dirname)) {
    if (name.startsWith(".run-pictures-")) rmSync(join(import.meta.dirname, name), { recursive: true, force: true });
  }
});

describe("docs/pictures.md", () => {
  it("shows as a diagram the text that was printed", () => {
    const page = readFileSync(PAGE, "utf8");
    const charts = blocks(page, "text").filter(([, text = ""]) => text.startsWith("flowchart"));
    expect(charts).toHaveLength(1);
    expect(blocks(page, "mermaid").map(([, text]) => text)).toEqual(charts.map(([, text]) => text));
  });

  it.each(Object.entries(PICTURES))("makes %s", (file, name) => {
    const path = join(DOCS, "pictures", file);
    const svg = made[name] ?? "";
    checkSvg(svg);
    if (isUpdate) writeFileSync(path, svg);
    expect(svg).toBe(readFileSync(path, "utf8"));
  });

  it("shows every picture that is there, with words for who does not see it", () => {
    const page = readFileSync(PAGE, "utf8");
    const shown = [...page.matchAll(/!\[([^\]]+)\]\(pictures\/([^)]+)\)/g)];
    expect(shown.map(([, , file]) => file).sort()).toEqual(readdirSync(join(DOCS, "pictures")).sort());
    for (const [, words = ""] of shown) expect(words.length).toBeGreaterThan(40);
  });
});
