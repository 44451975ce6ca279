/**
 * What each entry point exports, so that no name comes, goes or becomes something else by accident. A change that is meant
 * is written down with `npm run pnpm -- exec vitest run test/public-names.test.ts --update`.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..");

/** Every subpath that has types, with its source. */
const ENTRIES = ["core", "netsim"].flatMap((folder) => {
  const { name, exports } = JSON.parse(readFileSync(join(ROOT, "packages", folder, "package.json"), "utf8")) as {
    readonly name: string;
    readonly exports: Readonly<Record<string, { readonly import?: { readonly types: string } } | string>>;
  };
  return Object.entries(exports).flatMap(([subpath, conditions]) => {
    const types = typeof conditions === "string" ? undefined : conditions.import?.types;
    const source = types?.replace("./dist/", "src/").replace(".d.ts", ".ts");
    return source === undefined
      ? []
      : [{ entry: name + subpath.slice(1), file: join(ROOT, "packages", folder, source) }];
  });
});

const config = ts.getParsedCommandLineOfConfigFile(
  join(ROOT, "test/tsconfig.json"),
  {},
  {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
      throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"));
    },
  },
);
const program = ts.createProgram(
  ENTRIES.map(({ file }) => file),
  { ...config?.options, noEmit: true },
);
const checker = program.getTypeChecker();

/** `function checkHealth`, `type Verdict`; the same name may be a value and a type. */
function namesOf(file: string): readonly string[] {
  const source = program.getSourceFile(file);
  if (!source) throw new Error(`${file} is not there`);
  const module = checker.getSymbolAtLocation(source);
  // It only registers something.
  if (!module) return [];
  return checker
    .getExportsOfModule(module)
    .map((symbol) => {
      const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      return `${kindsOf(target).join("+")} ${symbol.name}`;
    })
    .sort();
}

function kindsOf({ flags, name }: ts.Symbol): readonly string[] {
  const kinds = [
    flags & ts.SymbolFlags.Function && "function",
    flags & ts.SymbolFlags.Class && "class",
    flags & ts.SymbolFlags.Variable && "const",
    flags & ts.SymbolFlags.ValueModule && "namespace",
    flags & ts.SymbolFlags.Type & ~ts.SymbolFlags.Class && "type",
  ].filter((kind) => typeof kind === "string");
  if (kinds.length === 0) throw new Error(`${name} is neither a value nor a type`);
  return kinds;
}

describe.each(ENTRIES)("$entry", ({ entry, file }) => {
  it("exports what it is known to", async () => {
    const names = namesOf(file);
    const path = join(import.meta.dirname, "public-names", `${entry.replace("@", "").replaceAll("/", "-")}.txt`);
    await expect(`${names.join("\n")}\n`).toMatchFileSnapshot(path);
  });
});
