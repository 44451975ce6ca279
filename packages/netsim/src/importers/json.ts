/** JSON text to a value, and the line and column where a text stops being JSON: engines do not always tell. */
import type { Issue } from "@netsim/core";

interface Fault {
  readonly offset: number;
  readonly expected: string;
}

/** The value, or an issue `not-json` that says where. */
export function parseJson(
  text: string,
  file: string,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly issue: Issue } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, issue: notJson(text, file) };
  }
}

function notJson(text: string, file: string): Issue {
  const { offset, expected } = faultOf(text) ?? { offset: text.length, expected: "JSON" };
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  const column = offset - before.lastIndexOf("\n");
  const wanted = `${expected} at line ${line}, column ${column}`;
  const received = offset >= text.length ? "the end" : JSON.stringify(text.slice(offset, offset + 20).split("\n")[0]);
  const message = `${file}: not JSON: expected ${wanted}, found ${received}`;
  return { code: "not-json", path: [file], expected: wanted, received, message };
}

type Wanted = "value" | "value or ]" | "key" | "key or }" | "colon" | "comma or end";

const WORDS: Readonly<Record<Exclude<Wanted, "comma or end">, string>> = {
  value: "a value",
  "value or ]": 'a value or "]"',
  key: "a key in double quotes",
  "key or }": 'a key in double quotes or "}"',
  colon: '":"',
};

const MAY_CLOSE: ReadonlySet<Wanted> = new Set(["value or ]", "key or }", "comma or end"]);

const KEYS: ReadonlySet<Wanted> = new Set(["key", "key or }"]);

const SPACE = /[ \t\n\r]*/y;
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPE = /["\\/bfnrt]|u[0-9a-fA-F]{4}/y;

/** The first place where the text cannot go on as JSON; undefined when it is JSON. */
function faultOf(text: string): Fault | undefined {
  const open: ("{" | "[")[] = [];
  let wanted: Wanted = "value";
  let at = skip(SPACE, text, 0);
  for (;;) {
    if (wanted === "comma or end" && open.length === 0) {
      return at === text.length ? undefined : { offset: at, expected: "the end of the text" };
    }
    const inner: "{" | "[" | undefined = open.at(-1);
    const close = inner === "{" ? "}" : "]";
    const sign = text[at];
    if (sign === close && MAY_CLOSE.has(wanted)) {
      open.pop();
      wanted = "comma or end";
      at += 1;
    } else if (wanted === "comma or end") {
      if (sign !== ",") return { offset: at, expected: `"," or "${close}"` };
      wanted = inner === "{" ? "key" : "value";
      at += 1;
    } else if (wanted === "colon") {
      if (sign !== ":") return { offset: at, expected: WORDS.colon };
      wanted = "value";
      at += 1;
    } else if (sign === '"') {
      const end = stringEnd(text, at);
      if (typeof end !== "number") return end;
      wanted = KEYS.has(wanted) ? "colon" : "comma or end";
      at = end;
    } else if (KEYS.has(wanted)) {
      return { offset: at, expected: WORDS[wanted] };
    } else if (sign === "{" || sign === "[") {
      open.push(sign);
      wanted = sign === "{" ? "key or }" : "value or ]";
      at += 1;
    } else {
      const end = skip(SCALAR, text, at);
      if (end === at) return { offset: at, expected: WORDS[wanted] };
      wanted = "comma or end";
      at = end;
    }
    at = skip(SPACE, text, at);
  }
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function stringEnd(text: string, start: number): number | Fault {
  for (let at = start + 1; at < text.length; at += 1) {
    const sign = text[at] as string;
    if (sign === '"') return at + 1;
    if (sign < " ") return { offset: at, expected: "the end of the string" };
    if (sign === "\\") {
      const end = skip(ESCAPE, text, at + 1);
      if (end === at + 1) return { offset: at + 1, expected: "an escape such as \\n or \\u00e9" };
      at = end - 1;
    }
  }
  return { offset: text.length, expected: 'the closing "' };
}
