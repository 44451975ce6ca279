/**
 * Intrinsic functions, as CloudFormation computes them before it makes anything.
 * "Intrinsic function reference" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
 */
import type { Issue } from "@netsim/core";
import { isObject, type Place, printed, problem, within } from "../document.js";
import { subBlocks } from "./sub-blocks.js";
import { findUnresolved, isUnresolved, textOf, type Unresolved, unresolved, type Value } from "./value.js";

/** What an expression may ask its stack for. */
export interface Scope {
  readonly ref: (name: string, place: Place) => Value | undefined;
  readonly attribute: (logicalId: string, attribute: string, place: Place) => Value | undefined;
  readonly condition: (name: string, place: Place) => boolean | Unresolved;
  readonly mappings: Readonly<Record<string, unknown>>;
  readonly imported: (name: string, place: Place) => Value | undefined;
  readonly zones: (region: string, place: Place) => Value;
  readonly issues: Issue[];
}

/** A value that is not a function, and where it is written: the members of what is raw are still to be evaluated. */
export interface Node {
  readonly value: unknown;
  readonly place: Place;
  readonly isRaw: boolean;
}

/** The name of the function that an object is a call of. */
export function functionOf(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  const [key, ...more] = Object.keys(value);
  return key !== undefined && more.length === 0 && (key === "Ref" || key.startsWith("Fn::")) ? key : undefined;
}

/** Evaluates until there is something that is no function; undefined for `AWS::NoValue`. */
export function step(value: unknown, place: Place, scope: Scope): Node | undefined {
  const name = functionOf(value);
  if (name === undefined) {
    if (typeof value === "string" && value.includes("{{resolve:")) {
      const label = /\{\{resolve:[^}]*\}\}/.exec(value)?.[0] ?? value;
      return { value: unresolved(label, `${label} is resolved at deployment`, place), place, isRaw: false };
    }
    return { value, place, isRaw: true };
  }
  const argument = (value as Readonly<Record<string, unknown>>)[name];
  const inside = within(place, name);
  if (name === "Fn::If") {
    const branch = branchOf(argument, inside, scope);
    if (branch === undefined) return undefined;
    return "node" in branch ? step(branch.node, branch.place, scope) : { value: branch.doubt, place, isRaw: false };
  }
  const result = call(name, argument, inside, scope);
  return result === undefined ? undefined : { value: result, place, isRaw: false };
}

/** The value with everything in it evaluated; undefined for `AWS::NoValue`. */
export function evaluate(value: unknown, place: Place, scope: Scope): Value | undefined {
  const node = step(value, place, scope);
  if (!node) return undefined;
  if (!node.isRaw) return node.value as Value;
  return inside(node, scope);
}

function inside(node: Node, scope: Scope): Value | undefined {
  const { value, place } = node;
  if (Array.isArray(value)) {
    return value.flatMap((member, at) => {
      const one = evaluate(member, within(place, at), scope);
      return one === undefined ? [] : [one];
    });
  }
  if (!isObject(value)) return value as Value;
  const entries = Object.entries(value).flatMap(([key, member]) => {
    const one = evaluate(member, within(place, key), scope);
    return one === undefined ? [] : [[key, one] as const];
  });
  return Object.fromEntries(entries);
}

type Branch = { readonly node: unknown; readonly place: Place } | { readonly doubt: Unresolved } | undefined;

function branchOf(argument: unknown, place: Place, scope: Scope): Branch {
  if (!Array.isArray(argument) || argument.length !== 3 || typeof argument[0] !== "string") {
    return { doubt: misuse(place, "[condition, value if true, value if false]", argument, scope) };
  }
  const holds = scope.condition(argument[0], within(place, 0));
  if (!isUnresolved(holds)) {
    const at = holds ? 1 : 2;
    return { node: argument[at], place: within(place, at) };
  }
  const [yes, no] = [1, 2].map((at) => evaluate(argument[at], within(place, at), scope));
  const isSame = JSON.stringify(yes) === JSON.stringify(no) && !findUnresolved(yes) && !findUnresolved(no);
  return isSame ? { node: argument[1], place: within(place, 1) } : { doubt: holds };
}

/** Reports arguments that are not what the function takes. */
function misuse(place: Place, expected: string, received: unknown, scope: Scope): Unresolved {
  scope.issues.push(problem("function-arguments", place, expected, printed(received)));
  return unresolved(place.pointer, "its function has wrong arguments", place);
}

type Call = (argument: unknown, place: Place, scope: Scope) => Value | undefined;

function call(name: string, argument: unknown, place: Place, scope: Scope): Value | undefined {
  const known = Object.hasOwn(CALLS, name) ? CALLS[name] : undefined;
  if (known) return known(argument, place, scope);
  const expected = `one of ${Object.keys(CALLS).join(", ")}, Fn::If`;
  scope.issues.push(problem("unsupported-function", place, expected, name));
  return unresolved(name, `${name} is not supported`, place);
}

const CALLS: Readonly<Record<string, Call>> = {
  Ref: (argument, place, scope) =>
    typeof argument === "string"
      ? scope.ref(argument, place)
      : misuse(place, "the name of a parameter or resource", argument, scope),
  "Fn::GetAtt": getAtt,
  "Fn::Sub": sub,
  "Fn::Join": join,
  "Fn::Split": split,
  "Fn::Select": select,
  "Fn::FindInMap": findInMap,
  "Fn::Cidr": cidrs,
  "Fn::GetAZs": (argument, place, scope) => {
    const region = evaluate(argument, place, scope);
    if (isUnresolved(region) || region === undefined) return scope.zones("", place);
    return typeof region === "string" ? scope.zones(region, place) : misuse(place, "a Region", argument, scope);
  },
  "Fn::ImportValue": (argument, place, scope) => {
    const name = evaluate(argument, place, scope);
    if (isUnresolved(name)) return name;
    return typeof name === "string"
      ? scope.imported(name, place)
      : misuse(place, "the name of an export", argument, scope);
  },
  "Fn::Base64": (argument, place, scope) => evaluate(argument, place, scope),
  "Fn::Length": (argument, place, scope) => {
    const list = evaluate(argument, place, scope);
    if (isUnresolved(list)) return list;
    return Array.isArray(list) ? list.length : misuse(place, "a list", argument, scope);
  },
  "Fn::ToJsonString": (argument, place, scope) => {
    const value = evaluate(argument, place, scope);
    return findUnresolved(value) ?? JSON.stringify(value ?? null);
  },
  "Fn::Transform": (argument, place) => {
    const name = isObject(argument) ? String(argument.Name) : "a macro";
    return unresolved(`Fn::Transform ${name}`, `${name} is run by AWS`, place);
  },
};

function getAtt(argument: unknown, place: Place, scope: Scope): Value | undefined {
  const parts = typeof argument === "string" ? splitOnce(argument) : argument;
  if (!Array.isArray(parts) || parts.length !== 2 || typeof parts[0] !== "string")
    return misuse(place, "[logical id, attribute]", argument, scope);
  const attribute = evaluate(parts[1], within(place, 1), scope);
  if (isUnresolved(attribute)) return attribute;
  return typeof attribute === "string"
    ? scope.attribute(parts[0], attribute, place)
    : misuse(place, "[logical id, attribute]", argument, scope);
}

function splitOnce(text: string): readonly string[] {
  const dot = text.indexOf(".");
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}

/** `${Name}`, `${Resource.Attribute}`, and `${!Literal}`, which stays without the sign. */
export const SUBSTITUTION: RegExp = /\$\{([^${}]*)\}/g;

function sub(argument: unknown, place: Place, scope: Scope): Value | undefined {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  const isRight =
    typeof text === "string" && isObject(variables) && (!Array.isArray(argument) || argument.length === 2);
  if (!isRight) return misuse(place, "a text, or [text, variables]", argument, scope);
  let doubt: Unresolved | undefined;
  const result = text.replace(SUBSTITUTION, (_, inner: string) => {
    const name = inner.trim();
    if (name.startsWith("!")) return `\${${name.slice(1)}}`;
    const value = Object.hasOwn(variables, name)
      ? evaluate(variables[name], within(place, 1, name), scope)
      : name.includes(".")
        ? scope.attribute(splitOnce(name)[0] ?? "", splitOnce(name)[1] ?? "", place)
        : scope.ref(name, place);
    if (isUnresolved(value)) doubt ??= value;
    const part = textOf(value);
    if (isUnresolved(value)) return `<${value.label}>`;
    if (part === undefined) misuse(place, `a text for \${${name}}`, value, scope);
    return part ?? "";
  });
  return doubt ? derived(result, doubt) : result;
}

/** What is made of an unresolved value: another thing, for the same reason. */
function derived(label: string, from: Unresolved): Unresolved {
  return unresolved(label, from.why, from.place);
}

function join(argument: unknown, place: Place, scope: Scope): Value | undefined {
  if (!Array.isArray(argument) || argument.length !== 2 || typeof argument[0] !== "string")
    return misuse(place, "[delimiter, list]", argument, scope);
  const list = evaluate(argument[1], within(place, 1), scope);
  if (isUnresolved(list)) return derived(`${list.label}, joined`, list);
  if (!Array.isArray(list)) return misuse(within(place, 1), "a list", argument[1], scope);
  const doubt = findUnresolved(list);
  if (doubt) {
    const parts = list.map((each) => (isUnresolved(each) ? `<${each.label}>` : textOf(each)));
    return derived(parts.join(argument[0]), doubt);
  }
  const texts = list.map(textOf);
  return texts.includes(undefined)
    ? misuse(within(place, 1), "a list of texts", argument[1], scope)
    : texts.join(argument[0]);
}

function split(argument: unknown, place: Place, scope: Scope): Value | undefined {
  if (!Array.isArray(argument) || argument.length !== 2 || typeof argument[0] !== "string")
    return misuse(place, "[delimiter, text]", argument, scope);
  const text = evaluate(argument[1], within(place, 1), scope);
  if (isUnresolved(text)) return derived(`${text.label}, split`, text);
  return typeof text === "string" ? text.split(argument[0]) : misuse(within(place, 1), "a text", argument[1], scope);
}

function select(argument: unknown, place: Place, scope: Scope): Value | undefined {
  if (!Array.isArray(argument) || argument.length !== 2) return misuse(place, "[index, list]", argument, scope);
  const index = evaluate(argument[0], within(place, 0), scope);
  if (isUnresolved(index)) return index;
  const list = evaluate(argument[1], within(place, 1), scope);
  if (isUnresolved(list)) return derived(`item ${textOf(index)} of ${list.label}`, list);
  const at = Number(textOf(index));
  if (!Number.isInteger(at) || at < 0) return misuse(within(place, 0), "an index from 0", argument[0], scope);
  if (!Array.isArray(list)) return misuse(within(place, 1), "a list", argument[1], scope);
  if (at < list.length) return list[at];
  const expected = `an index below ${list.length}, the length of the list`;
  scope.issues.push(problem("function-arguments", within(place, 0), expected, String(at)));
  return unresolved(place.pointer, "its index is out of range", place);
}

/** "Fn::FindInMap" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-findinmap.html */
function findInMap(argument: unknown, place: Place, scope: Scope): Value | undefined {
  if (!Array.isArray(argument) || argument.length < 3 || argument.length > 4)
    return misuse(place, "[map, first key, second key]", argument, scope);
  const keys: string[] = [];
  for (const at of [0, 1, 2]) {
    const key = evaluate(argument[at], within(place, at), scope);
    if (isUnresolved(key)) return derived(`${key.label} in a mapping`, key);
    const text = textOf(key);
    if (text === undefined) return misuse(within(place, at), "a key of a mapping", argument[at], scope);
    keys.push(text);
  }
  let found: unknown = scope.mappings;
  for (const [at, key] of keys.entries()) {
    const inner: unknown = isObject(found) && Object.hasOwn(found, key) ? found[key] : undefined;
    if (inner === undefined) {
      const [, , , options] = argument;
      if (isObject(options) && "DefaultValue" in options)
        return evaluate(options.DefaultValue, within(place, 3, "DefaultValue"), scope);
      const known = isObject(found) ? Object.keys(found).slice(0, 5).join(", ") : "";
      const expected = `a key of the mapping${known === "" ? "" : `, such as ${known}`}`;
      scope.issues.push(problem("unknown-key-of-mapping", within(place, at), expected, JSON.stringify(key)));
      return unresolved(place.pointer, "the mapping has no such key", place);
    }
    found = inner;
  }
  return found as Value;
}

function cidrs(argument: unknown, place: Place, scope: Scope): Value | undefined {
  if (!Array.isArray(argument) || argument.length < 2 || argument.length > 3)
    return misuse(place, "[block, count, host bits]", argument, scope);
  const values = argument.map((each, at) => evaluate(each, within(place, at), scope));
  const doubt = values.find(isUnresolved);
  if (doubt) return derived(`blocks of ${doubt.label}`, doubt);
  const [block, count, bits] = values.map(textOf);
  const blocks =
    block === undefined ? undefined : subBlocks(block, Number(count), bits === undefined ? undefined : Number(bits));
  if (blocks) return blocks;
  return misuse(place, "[block, count 1-256, host bits] where so many blocks fit in", JSON.stringify(values), scope);
}
