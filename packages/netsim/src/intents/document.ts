/** YAML and JSON text with the place of everything in it, so that a mistake is named by line and column. */
import { failure, formatPath, type Issue, ok, type Path, type Result, show } from "@netsim/core";
import {
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLError,
} from "yaml";

/** An issue in a file that people write. */
export interface InputIssue extends Issue {
  readonly file?: string | undefined;
  /** From 1. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** What is told about a place. */
type Telling = Pick<Issue, "code" | "expected" | "received">;

export interface TextDocument {
  /** As it was named on the command line or by the caller. */
  readonly file: string;
  readonly value: unknown;
  /** An issue about a place in the document; `atKey` points at the key itself instead of its value. */
  readonly issue: (code: string, path: Path, expected: string, received: unknown, atKey?: boolean) => InputIssue;
  /** Where the value at the path begins. */
  readonly lineOf: (path: Path) => number | undefined;
  /** An issue found elsewhere, said about a place in the document. */
  readonly restate: (telling: Telling, path: Path) => InputIssue;
}

/** Larger files are not what people write. */
const MOST_CHARACTERS = 5_000_000;

export function readDocument(file: string, text: string): Result<TextDocument> {
  const issueAt = (
    code: string,
    offset: number | undefined,
    path: Path,
    expected: string,
    found: string,
  ): InputIssue => {
    const position = offset === undefined ? undefined : lines.linePos(offset);
    const at = position ? { line: position.line, column: position.col } : {};
    const where = position ? `${file}:${position.line}:${position.col}` : file;
    const place = path.length === 0 ? "" : `${formatPath(path)}: `;
    const message = `${where}: ${place}expected ${expected}, found ${found}`;
    return { code, path, expected, received: found, message, file, ...at };
  };
  const lines = new LineCounter();
  const syntaxIssue = ({ code, message, pos }: Pick<YAMLError, "code" | "message" | "pos">): InputIssue => {
    const found = code === "MULTIPLE_DOCS" ? "several documents in one file" : lowerFirst(message);
    const told = issueAt("syntax", pos[0], [], "YAML or JSON", found);
    return { ...told, message: told.message.replace("expected YAML or JSON, found", "not YAML or JSON:") };
  };
  if (text.length > MOST_CHARACTERS) {
    const found = `${Math.ceil(text.length / 1e6)} MB`;
    return failure([issueAt("file-size", undefined, [], `a file of at most ${MOST_CHARACTERS / 1e6} MB`, found)]);
  }
  const parsed = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "error" });
  if (parsed.errors.length > 0) return failure(parsed.errors.map(syntaxIssue));
  let value: unknown;
  try {
    value = parsed.toJS();
  } catch (error) {
    // An alias without an anchor, or aliases that expand without end.
    return failure([syntaxIssue({ code: "BAD_ALIAS", message: (error as Error).message, pos: [0, 0] })]);
  }
  const root = parsed.contents ?? undefined;
  const issue: TextDocument["issue"] = (code, path, expected, received, atKey = false) =>
    issueAt(code, offsetOf(root, path, atKey), path, expected, show(received));
  const restate: TextDocument["restate"] = ({ code, expected, received }, path) =>
    issueAt(code, offsetOf(root, path, false), path, expected, received);
  const lineOf: TextDocument["lineOf"] = (path) => {
    const offset = offsetOf(root, path, false);
    return offset === undefined ? undefined : lines.linePos(offset).line;
  };
  return ok({ file, value, issue, lineOf, restate });
}

/** Where the value at the path begins, or the last part of the path that is there. */
function offsetOf(root: Node | undefined, path: Path, atKey: boolean): number | undefined {
  let node: unknown = root;
  let offset = root?.range?.[0];
  for (const [at, key] of path.entries()) {
    const pair = pairAt(node, key);
    if (!pair) return offset;
    const isLast = at === path.length - 1;
    const place = pair.value === undefined || pair.value === null || (isLast && atKey) ? pair.key : pair.value;
    if (isNode(place)) offset = place.range?.[0];
    node = pair.value;
  }
  return offset;
}

function pairAt(node: unknown, key: string | number): Pick<Pair, "key" | "value"> | undefined {
  if (isMap(node)) {
    return node.items.find(
      (item) => isPair(item) && (isScalar(item.key) ? String(item.key.value) : String(item.key)) === String(key),
    );
  }
  const items = (node as { readonly items?: readonly unknown[] } | undefined)?.items;
  const value = Array.isArray(items) && typeof key === "number" ? items[key] : undefined;
  return value === undefined ? undefined : { key: value, value };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
