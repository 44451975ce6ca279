/** A resource or a nested block of one: its values, and the expressions that they come from. */

import type { Draft } from "../aws/draft.js";
import { isObject, type Place, printed, problem, within } from "../document.js";
import { type Expressions, moduleAt } from "./configuration.js";
import type { Resource, Show } from "./show.js";

export interface Block {
  readonly owner: Resource;
  readonly values: Readonly<Record<string, unknown>>;
  /** One for each block of the configuration that this may be; none for a state. */
  readonly expressions: readonly Expressions[];
  readonly place: Place;
}

export function resourceBlock(show: Show, owner: Resource): Block {
  const address = `${owner.mode === "data" ? "data." : ""}${owner.type}.${owner.name}`;
  const configured = moduleAt(show.configuration, owner.module)?.resources.get(address)?.expressions;
  return { owner, values: owner.values, expressions: configured ? [configured] : [], place: owner.place };
}

/** Every argument of a block that is written as one value. */
const WHOLE = "*";

/** The nested blocks under a key; none where the key is not set or not known. */
export function blocksIn(draft: Draft, block: Block, key: string): readonly Block[] {
  const value = block.values[key];
  if (value === undefined || value === null) return [];
  const list = Array.isArray(value) ? value : [value];
  const configured = block.expressions.flatMap((each): Expressions[] => {
    const written = each[key] ?? each[WHOLE];
    if (Array.isArray(written)) return written.filter(isObject);
    if (!isObject(written)) return [];
    return "references" in written || "constant_value" in written ? [{ [WHOLE]: written }] : [written];
  });
  return list.flatMap((values, at): Block[] => {
    const place = Array.isArray(value) ? within(block.place, key, at) : within(block.place, key);
    if (isObject(values)) {
      return [{ owner: block.owner, values, expressions: fitting(configured, values), place }];
    }
    draft.issues.push(problem("shape", place, "a block: an object", printed(values)));
    return [];
  });
}

/**
 * The blocks of the configuration that a planned one may be, which sets print in another order: those whose constants it
 * has, and of these the ones that have the most, as a block with fewer arguments would fit more.
 */
function fitting(configured: readonly Expressions[], values: Block["values"]): readonly Expressions[] {
  const counted = configured.flatMap((each) => {
    const constants = Object.entries(each).flatMap(([key, expression]) => {
      const constant = isObject(expression) ? expression.constant_value : undefined;
      return constant === undefined || constant === null ? [] : [[key, constant] as const];
    });
    // What is written out is known, so a value that is not known is none.
    const isFit = constants.every(
      ([key, constant]) => JSON.stringify(textOf(constant)) === JSON.stringify(textOf(values[key])),
    );
    return isFit ? [{ each, count: constants.length }] : [];
  });
  const most = Math.max(0, ...counted.map(({ count }) => count));
  return counted.filter(({ count }) => count === most).map(({ each }) => each);
}

/** Configurations may write numbers as text. */
function textOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(textOf);
  return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
}

/** What an argument is written as; undefined where it is not, or where blocks that this may be differ in it. */
export function expressionOf(block: Block, key: string): unknown {
  const written = block.expressions.map((each) => each[key] ?? each[WHOLE]);
  const [first, ...others] = written;
  return others.every((each) => JSON.stringify(each) === JSON.stringify(first)) ? first : undefined;
}

/** Whether a value is only known when the plan has been applied, and was not left to AWS. */
export function isOpen(block: Block, key: string): boolean {
  return block.values[key] === undefined && block.expressions.some((each) => each[key] ?? each[WHOLE]);
}

/** Text, or a number as text; undefined where it is not set or not known. */
export function text(draft: Draft, block: Block, key: string): string | undefined {
  const value = block.values[key];
  // Terraform keeps what is not set as an empty text in some places.
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value === "string" || typeof value === "number") return String(value);
  draft.issues.push(problem("shape", within(block.place, key), "a string", printed(value)));
  return undefined;
}

export function number(draft: Draft, block: Block, key: string): number | undefined {
  const value = block.values[key];
  if (value === undefined || value === null || value === "") return undefined;
  const read = typeof value === "string" ? Number(value) : value;
  if (typeof read === "number" && Number.isFinite(read)) return read;
  draft.issues.push(problem("shape", within(block.place, key), "a number", printed(value)));
  return undefined;
}

export function flag(draft: Draft, block: Block, key: string): boolean | undefined {
  const value = block.values[key];
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value === "boolean") return value;
  if (value === "true" || value === "false") return value === "true";
  draft.issues.push(problem("shape", within(block.place, key), "true or false", printed(value)));
  return undefined;
}

/** The members of a list that are known. */
export function texts(draft: Draft, block: Block, key: string): readonly string[] {
  const value = block.values[key];
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.filter((each) => each !== null).map(String);
  draft.issues.push(problem("shape", within(block.place, key), "an array", printed(value)));
  return [];
}

/** The `Name` tag, as a key to spread into a record. */
export function named({ values }: Pick<Block, "values">): { readonly name?: string } {
  const tags = [values.tags, values.tags_all].find((each) => isObject(each) && typeof each.Name === "string");
  const name = isObject(tags) ? String(tags.Name) : "";
  return name === "" ? {} : { name };
}
