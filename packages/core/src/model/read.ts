/** How input becomes records: the shape is checked by a schema, the values by the noun, every issue collected. */
import * as v from "valibot";
import { type Cidr, parseCidr } from "../packet/cidr.js";
import { type IpAddress, parseIp } from "../packet/ip.js";
import { type Issue, issue, type Path, type Result } from "../result.js";

/** Collects issues while a noun is read; a bad value becomes `undefined` and an issue. */
export class Reader {
  readonly issues: Issue[] = [];

  report(code: string, path: Path, expected: string, received: unknown): undefined {
    this.issues.push(issue(code, path, expected, received));
    return undefined;
  }

  take<T>(result: Result<T>): T | undefined {
    if (result.ok) return result.value;
    this.issues.push(...result.issues);
    return undefined;
  }

  /** The members that could be read. */
  each<T, U>(
    members: readonly T[] | undefined,
    path: Path,
    read: (member: T, path: Path) => U | readonly U[] | undefined,
  ): U[] {
    return (members ?? []).flatMap((member, at) => read(member, [...path, at]) ?? []);
  }

  /** A block or a list of blocks; a path points into the list where there is one. */
  cidrs(blocks: string | readonly string[] | undefined, path: Path): Cidr[] {
    if (typeof blocks !== "string") return this.each(blocks, path, (text, at) => this.take(parseCidr(text, at)));
    const block = this.take(parseCidr(blocks, path));
    return block === undefined ? [] : [block];
  }

  ips(members: readonly string[] | undefined, path: Path): IpAddress[] {
    return this.each(members, path, (text, at) => this.take(parseIp(text, at)));
  }

  /** The value if it has the schema's shape. Unknown keys are issues: a misspelt key must not be ignored. */
  shape<T>(schema: v.GenericSchema<unknown, T>, value: unknown, path: Path): T | undefined {
    const result = v.safeParse(schema, value);
    if (result.success) {
      // To a schema an array is an object too.
      const isMistaken = Array.isArray(value) && !Array.isArray(result.output);
      return isMistaken ? this.report("shape", path, "an object", value) : result.output;
    }
    // A schema tells the first unknown key of an object only, so the rest is read again without it.
    let rest = value;
    let issues = result.issues;
    for (let unknown = issues.filter(isUnknownKey); unknown.length > 0; unknown = issues.filter(isUnknownKey)) {
      for (const found of unknown) {
        this.report("unknown-key", [...path, ...keysOf(found)], "no such key", found.input);
        rest = without(rest, keysOf(found));
      }
      const again = v.safeParse(schema, rest);
      if (again.success) return undefined;
      issues = again.issues;
    }
    for (const found of issues) this.report("shape", [...path, ...keysOf(found)], wanted(found), found.input);
    return undefined;
  }
}

function isUnknownKey(found: v.BaseIssue<unknown>): boolean {
  return found.expected === "never";
}

function keysOf(found: v.BaseIssue<unknown>): (string | number)[] {
  return (found.path ?? []).map((item) => item.key as string | number);
}

/** The value without what is at the path. */
function without(value: unknown, [key, ...deeper]: readonly (string | number)[]): unknown {
  if (Array.isArray(value)) return value.map((member, at) => (at === key ? without(member, deeper) : member));
  return Object.fromEntries(
    Object.entries(value as object).flatMap(([name, member]) => {
      if (name !== key) return [[name, member]];
      return deeper.length > 0 ? [[name, without(member, deeper)]] : [];
    }),
  );
}

const WORDS: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  boolean: "true or false",
  Object: "an object",
  Array: "a list",
};

/** What a schema expected, in words: `(string | Array)` is "a string or a list". */
function wanted(found: v.BaseIssue<unknown>): string {
  if (!found.message.startsWith("Invalid ")) return found.message;
  if (found.input === undefined) return "a value";
  const kinds = (found.expected ?? "").replaceAll(/[()]/g, "").split(" | ");
  return kinds.map((kind) => WORDS[kind] ?? kind).join(" or ");
}

/** Drops keys that hold nothing, so that "absent" has one form. */
export function compact<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}

/** Whether it is a port that something can listen on, 1-65535. */
export function isPort(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 65535;
}
