/** Links of Markdown pages and what they lead to. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import GithubSlugger from "github-slugger";
import { PAGES, pathOf } from "./doc-pages.ts";

/** Every page that people read, by its path from the root: those of the documentation, and those beside it. */
export const MARKDOWN: readonly string[] = [
  ...PAGES,
  ...readdirSync(pathOf(".")).filter((file) => /\.md$|^llms\.txt$/.test(file) && file !== "README.md"),
  ...readdirSync(pathOf("packages"))
    .map((name) => `packages/${name}/README.md`)
    // Packing puts a copy of the root's page there, which is none of this repository.
    .filter((file) => existsSync(pathOf(file)) && file !== "packages/netsim/README.md"),
];

export interface Link {
  readonly text: string;
  readonly target: string;
}

/** What is not code. */
function proseOf(page: string): string {
  return page
    .replace(/^ *(`{3,})[\s\S]*?^ *\1`*$/gm, "")
    .replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]()]/g, " "));
}

export function linksOf(page: string): readonly Link[] {
  return [...proseOf(page).matchAll(/\[([^\]]*)\]\(([^)\s]+)\)/g)].map(([, text = "", target = ""]) => ({
    text,
    target,
  }));
}

/** The anchors that GitHub gives to headings. */
export function anchorsOf(page: string): readonly string[] {
  const slugger = new GithubSlugger();
  const prose = page.replace(/^ *(`{3,})[\s\S]*?^ *\1`*$/gm, "");
  return [...prose.matchAll(/^#{1,6} (.*)$/gm)].map(([, heading = ""]) => slugger.slug(heading.replaceAll("`", "")));
}

/** What is wrong with a relative link of a page; undefined where nothing is, and for links to other sites. */
export function brokenLink(page: string, { target }: Link): string | undefined {
  if (/^[a-z]+:/.test(target)) return undefined;
  const [file = "", anchor] = target.split("#");
  const path = file === "" ? pathOf(page) : join(dirname(pathOf(page)), file);
  if (relative(pathOf("."), path).startsWith("..")) return `${target} leads out of the repository`;
  if (!existsSync(path)) return `${target} does not exist`;
  if (anchor === undefined || anchorsOf(readFileSync(path, "utf8")).includes(anchor)) return undefined;
  return `${target} has no such heading`;
}
