/** `netsim lint`: what in a network is not as it should be. */
import { dirname, join } from "node:path/posix";
import { failure, type Issue, type Network, type Origin, ok, type Result } from "@netsim/core";
import { originOf } from "../explain/origin.js";
import { pointerLines } from "../importers/pointer-lines.js";
import { askAbout } from "../intents/ask-about.js";
import { readDocument } from "../intents/document.js";
import { didYouMean } from "../intents/nearest.js";
import { LINT_CODES, type LintCode, type LintResult } from "../lint/finding.js";
import { lint as lintNetwork } from "../lint/lint.js";
import { readSilences, type Silence } from "../lint/silence.js";
import type { Verdict } from "../path/verdict.js";
import { lintGithub } from "../render/github.js";
import { renderLint } from "../render/lint.js";
import type { Places } from "../render/places.js";
import { lintSarif } from "../render/sarif.js";
import { type Args, formatOf, type Kind } from "./args.js";
import { UsageError } from "./failures.js";
import type { ExitCode, Io } from "./io.js";
import { good, loadNetwork, readText, STANDARD_INPUT } from "./load.js";
import { printNotes } from "./notes.js";
import { printJson, textOptions } from "./output.js";

export const LINT_OPTIONS: Readonly<Record<string, Kind>> = {
  off: "list",
  silence: "text",
  services: "text",
  intents: "list",
};

const FORMATS = ["text", "json", "sarif", "github"] as const;

export async function lint(given: Args, io: Io): Promise<ExitCode> {
  const format = formatOf(given, FORMATS);
  const { args, off } = withoutCodes(given);
  const silences = await silencesOf(args, io);
  const loaded = await loadNetwork(args, io);
  const { notes } = loaded;
  const { network, needs } = await needsOf(args, loaded.network, io);
  const result = lintNetwork(network, { off, silences, needs });
  if (format === "json") printJson(result, io);
  else if (format === "text") {
    printNotes(notes, args.has("verbose"), io);
    io.stdout.write(renderLint(result, textOptions(args, io)));
  } else {
    const places = await placesOf(result, args.operands[0] ?? "", io);
    if (format === "sarif") printJson(lintSarif(result, places), io);
    else io.stdout.write(lintGithub(result, places));
  }
  if (result.findings.length > 0) return 1;
  return result.unknowns.length > 0 && args.has("strict") ? 3 : 0;
}

/** What the intents of `--intents` want to work; undefined where none are given. */
async function needsOf(
  args: Args,
  network: Network,
  io: Io,
): Promise<{ readonly network: Network; readonly needs: readonly Verdict[] | undefined }> {
  const files = args.list("intents");
  const inputs = [args.operands[0], args.text("services"), args.text("silence"), ...files];
  if (inputs.filter((each) => each === "-").length > 1) throw new UsageError("standard input can be read only once");
  let served = network;
  const needs: Verdict[] = [];
  for (const file of files) {
    const asked = good(askAbout(served, await readText(file, io), file === "-" ? STANDARD_INPUT : file));
    served = asked.network;
    const wanted = asked.answers.filter(({ intent: { expect } }) => expect !== "unreachable" && expect !== "unknown");
    needs.push(...wanted.map((each) => each.judged.verdict));
  }
  return { network: served, needs: files.length === 0 ? undefined : needs };
}

/** `--off a,b`, `--off a --off b` and `--off a b`: operands that are codes belong to it. */
function withoutCodes(args: Args): { readonly args: Args; readonly off: readonly LintCode[] } {
  const stated = args.list("off").flatMap((text) => text.split(",").map((each) => each.trim()));
  for (const code of stated) {
    if (!isCode(code))
      throw new UsageError(
        `--off: expected a code of lint, found ${JSON.stringify(code)}${didYouMean(code, LINT_CODES)}`,
      );
  }
  if (stated.length === 0) return { args, off: [] };
  const more = args.operands.filter(isCode);
  return {
    args: { ...args, operands: args.operands.filter((each) => !isCode(each)) },
    off: [...stated.filter(isCode), ...more],
  };
}

function isCode(text: string): text is LintCode {
  return LINT_CODES.some((code) => code === text);
}

/** A list of silences, or a mapping with one under `silences`. */
async function silencesOf(args: Args, io: Io): Promise<readonly Silence[]> {
  const file = args.text("silence");
  if (file === undefined) return [];
  if (file === "-" && args.operands[0] === "-")
    throw new UsageError("standard input can be NETWORK or --silence, not both");
  return good(parseSilences(await readText(file, io), file === "-" ? STANDARD_INPUT : file));
}

function parseSilences(text: string, file: string): Result<readonly Silence[]> {
  const document = readDocument(file, text);
  if (!document.ok) return document;
  const { value, restate } = document.value;
  const isWrapped = typeof value === "object" && value !== null && "silences" in value;
  const path = isWrapped ? ["silences"] : [];
  const read = readSilences(isWrapped ? value.silences : (value ?? []), path);
  return read.ok ? ok(read.value) : failure(read.issues.map((each: Issue) => restate(each, each.path)));
}

/** Files as they are named from here, and the lines of the findings in them. What cannot be read again has no lines. */
async function placesOf(result: LintResult, operand: string, io: Io): Promise<Places> {
  const all = [...result.findings, ...result.silenced.map((each) => each.finding)];
  const rules = all.flatMap(({ proof }) => ("by" in proof ? proof.by.map(originOf) : []));
  const origins = [...all.map((each) => each.origin), ...rules].filter((each) => each?.file !== undefined);
  const wanted = new Map<string, Set<string>>();
  for (const origin of origins) {
    const { file = "", pointer } = origin as Origin;
    if (pointer === undefined) continue;
    const pointers = wanted.get(file) ?? new Set<string>();
    wanted.set(file, pointers);
    pointers.add(pointer);
  }
  const paths = new Map<string, string>();
  const lines = new Map<string, ReadonlyMap<string, number>>();
  for (const [file, pointers] of wanted) {
    const found = await firstReadable(candidatesOf(operand, file), io);
    if (!found) continue;
    paths.set(file, found.path);
    lines.set(file, pointerLines(found.text, pointers));
  }
  return {
    pathOf: (file) => (operand === "-" ? undefined : (paths.get(file) ?? join(operand, file))),
    lineOf: ({ file, pointer }) =>
      file === undefined || pointer === undefined ? undefined : lines.get(file)?.get(pointer),
  };
}

/** An origin's file is named relative to the folder that was read, or to the folder of the file that was read. */
function candidatesOf(operand: string, file: string): readonly string[] {
  return operand === "-" ? [] : [join(operand, file), join(dirname(operand), file)];
}

async function firstReadable(
  paths: readonly string[],
  io: Io,
): Promise<{ readonly path: string; readonly text: string } | undefined> {
  for (const path of paths) {
    const text = await io.readFile(path).catch(() => undefined);
    if (text !== undefined) return { path, text };
  }
  return undefined;
}
