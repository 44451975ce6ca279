/** The programs of the documentation are sound TypeScript, by the settings that most people have: `strict` and no more. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { afterAll, describe, expect, it } from "vitest";
import { type Block, blocksOf, moduleOf, type Role, rolesOf } from "../support/doc-blocks.ts";
import { PAGES, pathOf } from "../support/doc-pages.ts";

const ROOT = join(import.meta.dirname, "../..");
const FOLDER = mkdtempSync(join(import.meta.dirname, ".run-"));

afterAll(() => {
  rmSync(FOLDER, { recursive: true, force: true });
});

/** Every program of a page, each module in a file of its own; test files and files for later blocks as they are. */
function filesOf(page: string): readonly string[] {
  const { roles } = rolesOf(blocksOf(readFileSync(pathOf(page), "utf8")));
  const folder = join(FOLDER, page.replace(/\W/g, "_"));
  const modules = new Map<number, string[]>();
  for (const role of roles) {
    if (role.kind === "program") modules.set(role.module, [...(modules.get(role.module) ?? []), role.block.text]);
  }
  const header = "declare global { var __block: (at: number) => void }\n";
  return [
    ...[...modules].map(([at, texts]) => write(folder, `module-${at}.ts`, `${moduleOf(texts)}${header}export {};\n`)),
    ...roles.filter(isSource).map(({ block }) => write(folder, nameOf(block), block.text)),
  ];
}

function isSource({ kind, block }: Role): boolean {
  return kind === "test" || (kind === "file" && block.title?.endsWith(".ts") === true);
}

const nameOf = ({ title, line }: Block): string => title ?? `line-${line}.test.ts`;

function write(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

describe("the programs of the documentation", () => {
  it("are sound", () => {
    const base = ts.readConfigFile(join(ROOT, "tsconfig.base.json"), ts.sys.readFile).config;
    const { options } = ts.parseJsonConfigFileContent(base, ts.sys, ROOT, {
      noUncheckedIndexedAccess: false,
      exactOptionalPropertyTypes: false,
      noUnusedLocals: false,
      isolatedDeclarations: false,
      declaration: false,
      allowImportingTsExtensions: true,
      types: ["node"],
      typeRoots: [join(ROOT, "node_modules/@types")],
    });
    const program = ts.createProgram(PAGES.flatMap(filesOf), options);
    const problems = program
      .getSourceFiles()
      .filter(({ fileName }) => fileName.startsWith(FOLDER))
      .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]);
    expect(
      problems.map(({ file, start = 0, messageText }) => {
        const line = file?.text.slice(0, start).split("\n").at(-1) ?? "";
        const rest = file?.text.slice(start).split("\n")[0] ?? "";
        return `${file?.fileName.slice(FOLDER.length)}: ${line}${rest}\n${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
      }),
    ).toEqual([]);
  });
});
