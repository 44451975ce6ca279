/** Reads JSON and templates from files, folders and standard input. The only part of the importers that touches the file system. */
import { createReadStream, type Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import type { Readable } from "node:stream";
import { failure, type Issue, ok, type Result } from "@netsim/core";
import { parseTemplateText } from "./cloudformation/text.js";
import type { Document } from "./document.js";
import { parseJson } from "./json.js";

const MEGABYTE = 1024 * 1024;

/** A describe command prints some kilobytes for each record; what is larger is no such answer, or one to be narrowed. */
const LARGEST = 32 * MEGABYTE;

/** Other YAML is not read: a folder may have intents, workflows and whatever else in it. */
const YAML_TEMPLATE = /^(AWSTemplateFormatVersion|Resources)\s*:/m;

const YAML_NAME = /\.(ya?ml|template)$/i;

/** `elbv2-describe-target-health`. */
const COMMAND_FOLDER = /^(ec2|elb|elbv2)-(describe|get)-[a-z-]+$/;

const STANDARD_INPUT = "standard input";

/**
 * What is in folders (any depth, any file names), in files or on standard input (`-`): JSON, and templates in YAML.
 * Files are named relative to the folder; with several paths, relative to the folder they have in common.
 */
export async function readDocuments(paths: string | readonly string[]): Promise<Result<readonly Document[]>> {
  const given = typeof paths === "string" ? [paths] : [...new Set(paths)];
  const issues: Issue[] = [];
  const files: Listed[] = [];
  const roots: string[] = [];
  const documents: Document[] = [];
  for (const path of given) {
    if (path === "-") await read({ name: STANDARD_INPUT, isStated: true }, process.stdin, documents, issues);
    else await list(path, files, roots, issues);
  }
  const base = commonFolder(roots);
  const seen = new Set<string>();
  for (const { full, isStated } of files.toSorted((a, b) => (a.full < b.full ? -1 : 1))) {
    if (seen.has(full)) continue;
    seen.add(full);
    const name = relative(base, full).split(sep).join("/");
    const size = (await stat(full).catch(() => undefined))?.size ?? 0;
    if (size > LARGEST) issues.push(tooLarge(name, `${Math.ceil(size / MEGABYTE)} MB`));
    else await read({ name, isStated }, createReadStream(full), documents, issues);
  }
  if (issues.length === 0 && documents.length === 0) {
    const received = files.length === 0 ? "nothing" : "YAML of other kinds only";
    issues.push(fileIssue("no-json", given.join(", "), "JSON files (*.json), or templates in YAML", received));
  }
  return issues.length > 0 ? failure(issues) : ok(documents);
}

interface Listed {
  readonly full: string;
  /** It was named itself, and not found in a folder. */
  readonly isStated: boolean;
}

/** Adds the files of a path, and the folder that they are named relative to. */
async function list(path: string, files: Listed[], roots: string[], issues: Issue[]): Promise<void> {
  const full = resolve(path);
  try {
    if (!(await stat(full)).isDirectory()) {
      files.push({ full, isStated: true });
      roots.push(dirname(full));
      return;
    }
    roots.push(full);
    const found = await jsonFiles(full);
    files.push(...found.map((each) => ({ full: each, isStated: false })));
    if (found.length > 0) return;
    const received = (await readdir(full)).length === 0 ? "an empty folder" : "a folder without any";
    issues.push(fileIssue("no-json", path, "JSON files (*.json) in the folder or below it", received));
  } catch (error) {
    issues.push(unreadable(path, error));
  }
}

/**
 * `*.json`, and what may be a template in YAML, at any depth; not in hidden folders, installed packages and the assets
 * of CDK (`asset.<hash>`), which hold JSON of other kinds. Collectors that ask
 * about one resource at a time name the folder after the command and the files after the resources, without an ending.
 */
async function jsonFiles(folder: string): Promise<string[]> {
  const entries = (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
  const isOfCommand = COMMAND_FOLDER.test(basename(folder));
  const lists = entries.map(async (entry): Promise<string[]> => {
    const full = join(folder, entry.name);
    if (entry.isDirectory()) return NOT_LOOKED_INTO.test(entry.name) ? [] : jsonFiles(full);
    return (await isJsonFile(entry, full, isOfCommand)) ? [full] : [];
  });
  return (await Promise.all(lists)).flat();
}

const NOT_LOOKED_INTO = /^(\..*|node_modules|asset\.[0-9a-f]{8,}.*)$/;

async function isJsonFile(entry: Dirent, full: string, isOfCommand: boolean): Promise<boolean> {
  const isNamedSo =
    /\.json$/i.test(entry.name) || YAML_NAME.test(entry.name) || (isOfCommand && !entry.name.startsWith("."));
  if (!isNamedSo) return false;
  if (!entry.isSymbolicLink()) return entry.isFile();
  const target = await stat(full).catch(() => undefined);
  return target?.isFile() ?? false;
}

/** The deepest folder that all of them are in. */
function commonFolder(folders: readonly string[]): string {
  const [first = resolve(), ...rest] = folders;
  const isInside = (folder: string, outer: string): boolean =>
    `${folder}${sep}`.startsWith(outer.endsWith(sep) ? outer : outer + sep);
  let common = first;
  while (!rest.every((folder) => isInside(folder, common))) common = dirname(common);
  return common;
}

/** Adds the document that the stream has, or the issue that keeps it from being read. Never holds more than the limit. */
async function read(
  { name, isStated }: { readonly name: string; readonly isStated: boolean },
  stream: Readable,
  documents: Document[],
  issues: Issue[],
): Promise<void> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      if (size > LARGEST) {
        issues.push(tooLarge(name, `more than ${LARGEST / MEGABYTE} MB`));
        stream.destroy();
        return;
      }
      chunks.push(bytes);
    }
  } catch (error) {
    issues.push(unreadable(name, error));
    return;
  }
  const text = textOf(Buffer.concat(chunks));
  const isYaml = YAML_TEMPLATE.test(text) && !/^\s*\{/.test(text);
  if (YAML_NAME.test(name) && !isYaml && !isStated && !/^\s*\{/.test(text)) return;
  const parsed = parseJson(text, name);
  if (parsed.ok) {
    documents.push({ file: name, json: parsed.value });
    return;
  }
  const template = isYaml ? parseTemplateText(text, name) : failure([parsed.issue]);
  if (template.ok) documents.push({ file: name, json: template.value });
  else issues.push(...template.issues);
}

/** UTF-8, or UTF-16 where a byte order mark says so: the redirection of PowerShell writes that. */
function textOf(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? "utf-16le" : "utf-8").decode(bytes);
}

function tooLarge(name: string, received: string): Issue {
  const expected = `at most ${LARGEST / MEGABYTE} MB: split it by describe command, or narrow the command with --filters`;
  return fileIssue("file-too-large", name, expected, received);
}

function unreadable(path: string, error: unknown): Issue {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOENT") return fileIssue("no-such-path", path, "a file or a folder", "nothing there");
  return fileIssue("unreadable", path, "a file or folder that can be read", code ?? String(error));
}

function fileIssue(code: string, file: string, expected: string, received: string): Issue {
  return { code, path: [file], expected, received, message: `${file}: expected ${expected}, found ${received}` };
}
