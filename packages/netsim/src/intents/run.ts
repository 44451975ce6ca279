/** Intent files, run against their networks. */
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { failure, type Issue, issue, type Network, ok, type Result } from "@netsim/core";
import type { TemplateOptions } from "../importers/cloudformation/stack.js";
import type { Imported } from "../importers/import-aws.js";
import type { Note } from "../importers/note.js";
import { readNetwork as readFromDisk } from "../importers/read-network.js";
import { SCHEMA_VERSION } from "../path/verdict.js";
import { type Judged, judge } from "./judge.js";
import { type ParsedIntents, parseIntents } from "./parse.js";
import type { CheckReport } from "./report.js";
import { withServices } from "./services.js";
import type { Intent } from "./types.js";

/** The options are what a deployment of templates knows beside them. */
export type ReadNetwork = (paths: readonly string[], options?: TemplateOptions) => Promise<Result<Read>>;

/** What is read; that of AWS's JSON has the states that AWS saw, too. */
export type Read = Omit<Imported, "describedHealth"> & Partial<Imported>;

export interface RunOptions {
  readonly readNetwork?: ReadNetwork | undefined;
  /** The text of an intent file; from the disk unless given. */
  readonly readText?: ((file: string) => Promise<string>) | undefined;
  /** Add the whole verdict to each result. */
  readonly detail?: boolean | undefined;
  /** Called before each intent. */
  readonly onIntent?: ((done: number, total: number, name: string) => void) | undefined;
}

export interface IntentRun {
  readonly report: CheckReport;
  /** One for each result. */
  readonly judged: readonly Judged[];
  /** What the importer had to say about the networks. */
  readonly notes: readonly Note[];
  /** The intents of each file, and the network that they are about. */
  readonly files: readonly { readonly file: string; readonly network: Network; readonly intents: readonly Intent[] }[];
}

interface Prepared extends ParsedIntents {
  readonly network: Network;
}

/** Every intent of every file, or everything that is wrong with the files. */
export async function runIntents(
  files: string | readonly string[],
  options: RunOptions = {},
): Promise<Result<IntentRun>> {
  const issues: Issue[] = [];
  const notes: Note[] = [];
  const networks = new Map<string, Promise<Result<Read>>>();
  const prepared: Prepared[] = [];
  for (const file of typeof files === "string" ? [files] : files) {
    const one = await prepare(file, options, networks, notes);
    if (one.ok) prepared.push(one.value);
    else issues.push(...one.issues);
  }
  const total = prepared.reduce((sum, each) => sum + each.content.intents.length, 0);
  const judged: Judged[] = [];
  let done = 0;
  for (const { content, document, network } of prepared) {
    for (const [at, intent] of content.intents.entries()) {
      options.onIntent?.(done, total, intent.name ?? `intent ${at + 1}`);
      const one = judge(network, intent, document, ["intents", at]);
      if ("issues" in one) issues.push(...one.issues);
      else judged.push(one);
      done += 1;
    }
  }
  if (issues.length > 0) return failure(issues);
  const results = judged.map(({ result, verdict }) => (options.detail ? { ...result, detail: verdict } : result));
  const report = { schemaVersion: SCHEMA_VERSION, holds: results.every((each) => each.holds), results } as const;
  const asked = prepared.map(({ document, network, content: { intents } }) => ({
    file: document.file,
    network,
    intents,
  }));
  return ok({ report, judged, notes, files: asked });
}

async function prepare(
  file: string,
  { readNetwork = readFromDisk, readText = (path) => readFile(path, "utf8") }: RunOptions,
  networks: Map<string, Promise<Result<Read>>>,
  notes: Note[],
): Promise<Result<Prepared>> {
  let text: string;
  try {
    text = await readText(file);
  } catch (error) {
    return failure([unreadable(file, error)]);
  }
  const parsed = parseIntents(text, file === "-" ? "standard input" : file);
  if (!parsed.ok) return parsed;
  const { content, document } = parsed.value;
  const paths = typeof content.network === "string" ? [content.network] : content.network;
  const resolved = paths.map((path) => resolve(file === "-" ? "." : dirname(file), path));
  const key = JSON.stringify(resolved);
  let reading = networks.get(key);
  if (!reading) {
    reading = readNetwork(resolved);
    networks.set(key, reading);
    const read = await reading;
    if (read.ok) notes.push(...read.value.notes);
    else return read;
  }
  const imported = await reading;
  // Already told with the file that came first.
  if (!imported.ok) return failure([]);
  const network = content.services
    ? withServices(imported.value.network, content.services, document, ["services"])
    : ok(imported.value.network);
  return network.ok ? ok({ ...parsed.value, network: network.value }) : network;
}

/** A file that cannot be read, as an issue. */
export function unreadable(file: string, error: unknown): Issue {
  const { code } = error as { readonly code?: string };
  const found = code === "ENOENT" ? "nothing there" : code === "EISDIR" ? "a folder" : String((error as Error).message);
  const told = issue("unreadable", [], "a file that can be read", found);
  return { ...told, received: found, message: `${file}: expected a file that can be read, found ${found}` };
}
