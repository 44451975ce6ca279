/** Options and operands of a command line, with a suggestion for what is misspelt. */
import { parseArgs } from "node:util";
import { didYouMean } from "../intents/nearest.js";
import { UsageError } from "./failures.js";

/** `list`: a text that may be given several times. */
export type Kind = "flag" | "text" | "list";

export interface Args {
  readonly operands: readonly string[];
  readonly has: (name: string) => boolean;
  readonly text: (name: string) => string | undefined;
  /** Every value of a list, in their order. */
  readonly list: (name: string) => readonly string[];
}

/** What every command takes. */
const COMMON: Readonly<Record<string, Kind>> = {
  json: "flag",
  format: "text",
  out: "text",
  verbose: "flag",
  strict: "flag",
  help: "flag",
  version: "flag",
  "no-color": "flag",
};

const SHORT: Readonly<Record<string, string>> = { h: "help", V: "version", v: "verbose" };

export function readArgs(argv: readonly string[], own: Readonly<Record<string, Kind>>): Args {
  const kinds: Readonly<Record<string, Kind>> = { ...own, ...COMMON };
  const options = Object.fromEntries(
    Object.entries(kinds).map(([name, kind]) => {
      const short = Object.keys(SHORT).find((letter) => SHORT[letter] === name);
      const type = kind === "flag" ? ("boolean" as const) : ("string" as const);
      return [name, short === undefined ? { type } : { type, short }];
    }),
  );
  const { tokens } = parseArgs({ args: [...argv], options, allowPositionals: true, strict: false, tokens: true });
  const operands: string[] = [];
  const given = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === "positional") operands.push(token.value);
    if (token.kind !== "option") continue;
    const kind = Object.hasOwn(kinds, token.name) ? kinds[token.name] : undefined;
    const known = Object.keys(kinds);
    if (kind === undefined) throw new UsageError(`unknown option ${token.rawName}${suggestion(token.name, known)}`);
    if (given.has(token.name) && kind === "text") throw new UsageError(`${token.rawName} is given twice`);
    const value = optionValue(token.rawName, kind, token.value, token.inlineValue);
    given.set(token.name, [...(given.get(token.name) ?? []), value]);
  }
  return {
    operands,
    has: (name) => given.has(name),
    text: (name) => given.get(name)?.[0],
    list: (name) => given.get(name) ?? [],
  };
}

function suggestion(name: string, known: readonly string[]): string {
  return didYouMean(name, known)
    .replaceAll('"', "")
    .replace(/(mean | or )/g, "$1--");
}

function optionValue(rawName: string, kind: Kind, value: string | undefined, isInline: boolean | undefined): string {
  if (kind === "flag") {
    if (value !== undefined) throw new UsageError(`${rawName} takes no value, found ${JSON.stringify(value)}`);
    return "";
  }
  const isOption = !isInline && value !== undefined && /^--?[a-zA-Z]/.test(value);
  if (value === undefined || value === "" || isOption) {
    throw new UsageError(`${rawName} needs a value${isOption ? `, found ${value}` : ""}`);
  }
  return value;
}

/** Whether the result is printed as JSON. */
export function wantsJson(args: Args): boolean {
  return formatOf(args, ["text", "json"]) === "json";
}

/** How the result is printed: `text` unless something else is asked for. */
export function formatOf<Format extends string>(args: Args, formats: readonly Format[]): Format | "text" | "json" {
  const asked = args.text("format");
  const format = formats.find((each) => each === asked);
  if (asked !== undefined && format === undefined) {
    const list = `${formats.slice(0, -1).join(", ")} or ${formats.at(-1)}`;
    throw new UsageError(`--format: expected ${list}, found ${JSON.stringify(asked)}`);
  }
  if (args.has("json") && format !== undefined && format !== "json")
    throw new UsageError(`--json and --format ${format} contradict each other`);
  return args.has("json") ? "json" : (format ?? "text");
}

/** The only operand. */
export function oneOperand(args: Args, what: string): string {
  const [only, ...others] = args.operands;
  if (only === undefined || only === "") throw new UsageError(`expected ${what}, found nothing`);
  if (others.length > 0)
    throw new UsageError(`expected one ${what}, found ${args.operands.length}: ${args.operands.join(" ")}`);
  return only;
}
