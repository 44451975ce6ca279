/** Typed reading of evaluated properties. A value of the wrong type is an issue; an unresolved one is handed on. */
import { isObject, type Place, printed, problem, within } from "../document.js";
import { evaluate, type Node, type Scope, step } from "./functions.js";
import { isUnresolved, textOf, type Unresolved, type Value } from "./value.js";

/** What a property may be: absent, unresolved, or what was asked for. */
export type Read<T> = T | Unresolved | undefined;

/** The properties of a resource, or an object among them. */
export class Fields {
  readonly place: Place;
  readonly #node: Node;
  readonly #scope: Scope;

  constructor(node: Node, scope: Scope) {
    this.#node = node;
    this.#scope = scope;
    this.place = node.place;
  }

  has(key: string): boolean {
    return this.node(key) !== undefined;
  }

  placeOf(...keys: readonly (string | number)[]): Place {
    return this.#node.isRaw ? within(this.place, ...keys) : this.place;
  }

  /** Undefined where it is absent, or `AWS::NoValue`. */
  node(key: string): Node | undefined {
    const members = this.#node.value;
    if (!isObject(members) || !Object.hasOwn(members, key)) return undefined;
    return member(this.#node, key, members[key], this.#scope);
  }

  /** Everything under a key, evaluated. */
  value(key: string): Value | undefined {
    const node = this.node(key);
    if (!node) return undefined;
    return node.isRaw ? evaluate(node.value, node.place, this.#scope) : (node.value as Value);
  }

  text(key: string): Read<string> {
    const node = this.node(key);
    return node && textIn(node, this.#scope);
  }

  /** CloudFormation takes the text of a number for a number. */
  number(key: string): Read<number> {
    const node = this.node(key);
    if (!node || isUnresolved(node.value)) return node?.value as Read<number>;
    const { value } = node;
    const isNumber = typeof value === "number" || (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value.trim()));
    if (isNumber) return Number(value);
    this.refuse(node, "a number");
    return undefined;
  }

  flag(key: string): Read<boolean> {
    const node = this.node(key);
    if (!node || isUnresolved(node.value)) return node?.value as Read<boolean>;
    const word = String(node.value).toLowerCase();
    // YAML 1.1, which CloudFormation reads, has more words for it.
    if (["true", "yes", "on"].includes(word)) return true;
    if (["false", "no", "off"].includes(word)) return false;
    this.refuse(node, "true or false");
    return undefined;
  }

  /** One of some words, in any case. */
  word<W extends string>(key: string, words: readonly W[]): Read<W> {
    const text = this.text(key);
    if (text === undefined || isUnresolved(text)) return text;
    const found = words.find((each) => each.toLowerCase() === text.toLowerCase());
    if (found !== undefined) return found;
    this.#scope.issues.push(problem("shape", this.placeOf(key), `one of ${words.join(", ")}`, printed(text)));
    return undefined;
  }

  /** The members of a list, `AWS::NoValue` left out. One value is taken for a list of it, as CloudFormation does. */
  list(key: string): Read<readonly Node[]> {
    const node = this.node(key);
    if (!node || isUnresolved(node.value)) return node?.value as Read<readonly Node[]>;
    const { value } = node;
    if (!Array.isArray(value)) return [node];
    return value.flatMap((each, at) => {
      const one = member(node, at, each, this.#scope);
      return one ? [one] : [];
    });
  }

  texts(key: string): Read<readonly (string | Unresolved)[]> {
    const list = this.list(key);
    if (list === undefined || isUnresolved(list)) return list;
    return list.flatMap((node) => {
      const text = textIn(node, this.#scope);
      return text === undefined ? [] : [text];
    });
  }

  /** The objects of a list; what is unresolved stays so. */
  objects(key: string): Read<readonly (Fields | Unresolved)[]> {
    const list = this.list(key);
    if (list === undefined || isUnresolved(list)) return list;
    return list.flatMap((node) => {
      const fields = this.#objectIn(node);
      return fields === undefined ? [] : [fields];
    });
  }

  object(key: string): Read<Fields> {
    const node = this.node(key);
    return node && this.#objectIn(node);
  }

  refuse(node: Node, expected: string): void {
    this.#scope.issues.push(problem("shape", node.place, expected, printed(node.value)));
  }

  /** Reports that a property is needed and not there. */
  lack(key: string): void {
    this.#scope.issues.push(problem("missing-property", this.place, key, "nothing"));
  }

  #objectIn(node: Node): Fields | Unresolved | undefined {
    if (isUnresolved(node.value)) return node.value;
    if (isObject(node.value)) return new Fields(node, this.#scope);
    this.refuse(node, "an object");
    return undefined;
  }
}

function member(of: Node, key: string | number, value: unknown, scope: Scope): Node | undefined {
  if (!of.isRaw) return value === undefined ? undefined : { value, place: of.place, isRaw: false };
  const node = step(value, within(of.place, key), scope);
  return node?.value === undefined || node.value === null ? undefined : node;
}

function textIn(node: Node, scope: Scope): Read<string> {
  if (isUnresolved(node.value)) return node.value;
  const text = textOf(node.value as Value);
  if (text === undefined) scope.issues.push(problem("shape", node.place, "a text", printed(node.value)));
  return text;
}
