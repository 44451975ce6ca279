/** How generated values print in fast-check's counterexamples: as the code that makes them. */
import type { Network, NetworkInput } from "@netsim/core";
import fc from "fast-check";

const WIDTH = 100;

/** A network that prints as the code that makes it. It is frozen as the one given, whose records it shares. */
export function printable(network: Network, input: NetworkInput): Network {
  return named({ ...network }, () => `network(${sourceOf(input)})`);
}

/** Makes a value print by a text of its own. The property is not listed, so nothing but fast-check sees it. */
export function named<T extends object>(value: T, text: () => string): T {
  return Object.freeze(Object.defineProperty(value, fc.toStringMethod, { value: text, enumerable: false }));
}

/** Plain data as a TypeScript literal, broken into lines where it does not fit into one. */
export function sourceOf(value: unknown, indent = 0): string {
  const flat = flatOf(value);
  if (indent + flat.length <= WIDTH || typeof value !== "object" || value === null) return flat;
  const pad = " ".repeat(indent + 2);
  const end = `\n${" ".repeat(indent)}`;
  if (Array.isArray(value))
    return `[\n${value.map((each) => `${pad}${sourceOf(each, indent + 2)},\n`).join("")}${end.slice(1)}]`;
  const lines = entriesOf(value).map(([key, each]) => `${pad}${keyOf(key)}: ${sourceOf(each, indent + 2)},\n`);
  return `{\n${lines.join("")}${end.slice(1)}}`;
}

function flatOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flatOf).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "undefined";
  const members = entriesOf(value).map(([key, each]) => `${keyOf(key)}: ${flatOf(each)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, each]) => each !== undefined);
}

function keyOf(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}
