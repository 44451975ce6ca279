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
  const print = list.map((each) => JSON.stringify(each));
  const alike = new Map<string, number[]>();
  for (const [at, each] of print.entries()) alike.set(each, [...(alike.get(each) ?? []), at]);
  return list.flatMap((values, at): Block[] => {
    const place = Array.isArray(value) ? within(block.place, key, at) : within(block.place, key);
    if (isObject(values)) {
      const fit = fitting(configured, values);
      const others = alike.get(print[at] ?? "") ?? [];
      const turn = others.indexOf(at);
      // As many as are printed alike: each is of one of them, and it does not show of which.
      const expressions = fit.length === others.length ? fit.slice(turn, turn + 1) : fit;
      return [{ owner: block.owner, values, expressions, place }];
    }
    draft.issues.push(problem("shape", place, "a block: an object", printed(values)));
    return [];
  });
}

/**
 * The blocks of the configuration that a planned one may be, which sets print in another order: those whose constants it
 * has, and of these, if there are any, the ones that say something of all that is set or not known, and only of that.
 */
function fitting(configured: readonly Expressions[], values: Block["values"]): readonly Expressions[] {
  const constantOf = (expression: unknown): unknown => (isObject(expression) ? expression.constant_value : undefined);
  // What is written out is known, so a value that is not known is none.
  const fit = configured.filter((each) =>
    Object.entries(each).every(([key, expression]) => {
      const constant = constantOf(expression);
      return constant === undefined || constant === null || textOf(constant) === textOf(values[key]);
    }),
  );
  const saysAllThatIsSet = fit.filter(
    (each) => WHOLE in each || Object.keys(values).every((key) => isEmpty(values[key]) || each[key] !== undefined),
  );
  const keys = new Set([...configured.flatMap((each) => Object.keys(each)), ...Object.keys(values)]);
  const isExact = (each: Expressions): boolean =>
    [...keys].every((key) => {
      const isSaid = values[key] === undefined || !isEmpty(values[key]);
      return isSaid ? each[key] !== undefined : each[key] === undefined || constantOf(each[key]) !== undefined;
    });
  const levels = [saysAllThatIsSet.filter((each) => WHOLE in each || isExact(each)), saysAllThatIsSet];
  return levels.find((each) => each.length > 0) ?? fit;
}

function isEmpty(value: unknown): boolean {
  return !value || (Array.isArray(value) && value.length === 0);
}

/** Configurations may write numbers as text, and sets in any order. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return JSON.stringify(value.map(textOf).sort());
  return typeof value === "object" ? JSON.stringify(value) : String(value);
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

/** Whether a plan does not know the value of an argument that is written. */
export function isUnknown(show: Show, block: Block, key: string): boolean {
  return isOpen(block, key) || isHidden(show, block, key);
}

/**
 * Whether an argument within a resource is not known and cannot be looked up, as the configuration does not have dynamic
 * blocks: a plan prints every argument of a block but those.
 */
export function isHidden({ isPlan }: Show, block: Block, key: string): boolean {
  const isInline = block.place.pointer !== block.owner.place.pointer;
  return isPlan && isInline && block.values[key] === undefined && block.expressions.length === 0;
}

/** The first argument that is written and not known; undefined where all are. */
export function firstOpen(block: Block, keys: readonly string[]): string | undefined {
  return keys.find((key) => isOpen(block, key));
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
