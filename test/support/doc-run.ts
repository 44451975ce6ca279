/** Runs the blocks of a page in a folder of its own, in which `./aws` is the folder of the example. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { format, stripVTControlCharacters } from "node:util";
import { CLASSIC_PAGE } from "@netsim/examples";
import { readNetwork } from "netsim/aws";
import { vi } from "vitest";
import { parse } from "yaml";
import { runIntents } from "../../packages/netsim/src/intents/run.ts";
import { netsim } from "../netsim/cli/support.ts";
import { type Block, blocksOf, commandOf, commandsOf, moduleOf, patched, type Role, rolesOf } from "./doc-blocks.ts";

const ROOT = join(import.meta.dirname, "../..");

/** What the page shows at a block, and what there was to show. */
export interface Outcome {
  readonly block: Block;
  readonly shown: string;
  readonly actual: string;
  /** What is to be written, and where, for the page to show it. */
  readonly edit: { readonly from: number; readonly to: number; readonly text: string };
}

/** Does something in a new folder below test/docs, from which programs find the packages, as working directory. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(ROOT, "test/docs/.run-"));
  const before = process.cwd();
  symlinkSync(CLASSIC_PAGE, join(folder, "aws"));
  process.chdir(folder);
  try {
    return await work(folder);
  } finally {
    process.chdir(before);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What each of the programs prints, run as one module. Their lines are counted from `lines` in what goes wrong. */
export async function runPrograms(
  folder: string,
  programs: readonly string[],
  lines: readonly number[] = [],
): Promise<readonly string[]> {
  const printed = programs.map((): string[] => []);
  let current = 0;
  const log = vi
    .spyOn(console, "log")
    .mockImplementation((...values) => void printed[current]?.push(format(...values)));
  Object.assign(globalThis, {
    __block: (at: number) => {
      current = at;
    },
  });
  const file = join(folder, `program-${Math.random().toString(36).slice(2)}.ts`);
  writeFileSync(file, moduleOf(programs));
  try {
    await import(/* @vite-ignore */ file);
  } catch (error) {
    throw new Error(`the program on line ${lines[current] ?? current}: ${String(error)}`, { cause: error });
  } finally {
    log.mockRestore();
  }
  return printed.map(ended);
}

/** Runs a page; answers what its outputs should be. What a page shows nothing of is what has no output. */
export async function runPage(page: string): Promise<readonly Outcome[]> {
  const { roles, problems } = rolesOf(blocksOf(page));
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return await inFolder(async (folder) => {
    const outcomes: Outcome[] = [];
    const modules = new Set<number>();
    for (const role of roles) {
      if (role.kind === "program" && !modules.has(role.module)) {
        modules.add(role.module);
        const parts = roles.filter((each) => each.kind === "program").filter((each) => each.module === role.module);
        const texts = parts.map(({ block }) => block.text);
        const printed = await runPrograms(
          folder,
          texts,
          parts.map(({ block }) => block.line),
        );
        outcomes.push(...parts.map(({ block, output }, at) => outcome(page, block, output, printed[at] ?? "")));
      } else {
        const outcome = await runOther(folder, page, role);
        if (outcome) outcomes.push(outcome);
      }
    }
    return outcomes;
  });
}

/** The page with what there was to show. */
export function updatedPage(page: string, outcomes: readonly Outcome[]): string {
  const edits = outcomes.filter(({ shown, actual }) => shown !== actual).map(({ edit }) => edit);
  return edits
    .toSorted((a, b) => b.from - a.from)
    .reduce((text, edit) => text.slice(0, edit.from) + edit.text + text.slice(edit.to), page);
}

async function runOther(folder: string, page: string, role: Role): Promise<Outcome | undefined> {
  const { kind, block } = role;
  if (kind === "file") write(folder, block);
  else if (kind === "data") block.language === "json" ? JSON.parse(block.text) : parse(block.text);
  else if (kind === "console") return outcome(page, block, block, await runConsole(block));
  else if (kind === "test") return outcome(page, block, role.output, runTest(folder, block));
  else if (kind === "diff") runChanged(folder, role.test, block);
  else if (kind === "intents") await runIntentBlock(folder, block);
  return undefined;
}

function outcome(page: string, block: Block, output: Block | undefined, actual: string): Outcome {
  if (output) {
    const text = actual.replace(/^(?=.)/gm, output.indent);
    return { block, shown: output.text, actual, edit: { from: output.from, to: output.to, text } };
  }
  const end = page.indexOf("\n", block.to) + 1;
  const text = actual === "" ? "" : `\n\`\`\`text\n${actual}\`\`\`\n`;
  return { block, shown: "", actual, edit: { from: end, to: end, text } };
}

/** With each command its standard output and, where it refuses its input, its standard error. */
async function runConsole(block: Block): Promise<string> {
  let code = 0;
  const shown: string[] = [];
  for (const line of commandsOf(block.text)) {
    shown.push(`$ ${line}\n`);
    if (line === "echo $?") {
      shown.push(`${code}\n`);
      continue;
    }
    const { argv, stdin, stdout } = commandOf(line);
    const [program, ...args] = argv[0] === "npx" ? argv.slice(1) : argv;
    if (program !== "netsim") throw new Error(`line ${block.line}: only netsim is run, found ${line}`);
    const done = await netsim(args, {
      // Standard input is a file here.
      readNetwork: (paths) => readNetwork(paths.map((path) => (path === "-" ? (stdin ?? path) : path))),
      readFile: (path) => readFile(path, "utf8"),
      stdin: stdin === undefined ? "" : readFileSync(stdin, "utf8"),
    });
    code = done.code;
    if (stdout !== undefined) writeFileSync(stdout, done.stdout);
    else shown.push(done.stdout);
    if (code === 2) shown.push(done.stderr);
  }
  if (shown.length === 0) throw new Error(`line ${block.line}: a console block without a line that begins with "$ "`);
  return ended([shown.join("")]);
}

async function runIntentBlock(folder: string, block: Block): Promise<void> {
  const file = join(folder, `intents-${block.line}.yaml`);
  writeFileSync(file, block.text);
  const done = await runIntents([file]);
  if (!done.ok) throw new Error(`line ${block.line}: ${done.issues.map(({ message }) => message).join("\n")}`);
  const failed = done.value.report.results.filter((each) => !each.holds);
  if (failed.length > 0)
    throw new Error(`line ${block.line}: ${failed.map((each) => `${each.name}: ${each.reason}`).join("\n")}`);
}

/** What the failures of a test file say; nothing where all its tests pass. */
function runTest(folder: string, block: Block): string {
  const name = block.title ?? `line-${block.line}.test.ts`;
  write(folder, { ...block, title: name });
  const config = join(folder, "vitest.config.ts");
  const base = JSON.stringify(join(ROOT, "vitest.config.ts"));
  const test = JSON.stringify({ include: [name], reporters: ["json"], outputFile: "report.json" });
  writeFileSync(config, `import base from ${base};\nexport default { resolve: base.resolve, test: ${test} };\n`);
  const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0", VITEST: undefined, NODE_ENV: undefined };
  const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
  const { stdout, stderr } = spawnSync(process.execPath, [vitest, "run", "--root", folder], { env, encoding: "utf8" });
  let report: { readonly testResults: readonly Suite[] };
  try {
    report = JSON.parse(readFileSync(join(folder, "report.json"), "utf8"));
  } catch {
    throw new Error(`line ${block.line}: Vitest wrote no report\n${stdout}${stderr}`);
  }
  const results = report.testResults.flatMap((suite) => suite.assertionResults);
  if (results.length === 0)
    throw new Error(`line ${block.line}: no test ran\n${report.testResults[0]?.message}\n${stderr}`);
  const failures = results.flatMap((each) => each.failureMessages ?? []);
  return ended(failures.map((each) => stripVTControlCharacters(each).replace(/^ {4}at .*:\d+:\d+\)?$[\s\S]*/m, "")));
}

/** The test with the change that the page proposes, which has to make it pass. */
function runChanged(folder: string, test: Block, diff: Block): void {
  const failures = runTest(folder, { ...test, text: patched(test.text, diff.text) });
  if (failures !== "") throw new Error(`line ${diff.line}: with the change the test still fails\n${failures}`);
}

interface Suite {
  readonly message?: string;
  readonly assertionResults: readonly { readonly failureMessages?: readonly string[] }[];
}

function write(folder: string, { title = "", text, line }: Block): void {
  const path = join(folder, title);
  if (title.startsWith("aws/") || !path.startsWith(`${folder}/`))
    throw new Error(`line ${line}: ${title} is not the page's to write`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** Text with one newline at its end, or none at all. */
function ended(lines: readonly string[]): string {
  const text = lines.join("\n").trimEnd();
  return text === "" ? "" : `${text}\n`;
}
