/** What a reference in the configuration leads to: through variables and outputs of modules to attributes of resources. */
import { isObject } from "../document.js";
import { moduleAt, printSteps, referencesOf, type Step, stepsOf } from "./configuration.js";
import type { Resource, Show } from "./show.js";

/** An attribute of a resource; undefined for the resource as a whole. */
export interface Attribute {
  readonly resource: Resource;
  readonly name: string | undefined;
}

export interface Lead {
  readonly attributes: readonly Attribute[];
  /** Ids of AWS that variables have. */
  readonly literals: readonly string[];
  /** What leads nowhere, as it is written: what locals and functions make of values is not printed. */
  readonly open: readonly string[];
  /** Whether a `count.index` was taken to select the resource of the same index: the arithmetic around it is not printed. */
  readonly isByIndex: boolean;
  /** Whether a constant takes part that may be a condition, an index or a key: not all that is found need be meant. */
  readonly isChosen: boolean;
}

/** Where a reference stands: in which module, in which of several resources. */
interface Scope {
  readonly module: string;
  readonly index: Resource["index"];
  /** What the resource is repeated for, as an expression. */
  readonly forEach: unknown;
  /** The references that were followed to here, for those that come back. */
  readonly trail: readonly string[];
}

const NOWHERE: Lead = { attributes: [], literals: [], open: [], isByIndex: false, isChosen: false };

/** All references of an expression of a resource. */
export function follow(show: Show, expression: unknown, { module, index, mode, type, name }: Resource): Lead {
  const address = `${mode === "data" ? "data." : ""}${type}.${name}`;
  const forEach = moduleAt(show.configuration, module)?.resources.get(address)?.forEach;
  return followAll(show, expression, { module, index, forEach, trail: [] });
}

function followAll(show: Show, expression: unknown, scope: Scope): Lead {
  const texts = referencesOf(expression);
  const constant = isObject(expression) ? expression.constant_value : undefined;
  if (constant !== undefined) return ofConstant(constant, "");
  // By each.value too it may be another one than that of the same key.
  const isIndexed = texts.some((text) => text === "count.index" || text === "each.key");
  const leads = texts.map((text) => {
    const key = `${scope.module} ${text}`;
    if (scope.trail.includes(key)) return open(text);
    return followOne(show, stepsOf(text), isIndexed, { ...scope, trail: [...scope.trail, key] });
  });
  return join(leads);
}

function followOne(show: Show, steps: readonly Step[], isIndexed: boolean, scope: Scope): Lead {
  const [head, second, third] = steps;
  switch (head?.name) {
    case "module":
      return second && third
        ? member(ofOutput(show, second, third, scope), steps[3], printSteps(steps))
        : open(printSteps(steps));
    case "var":
      return second ? member(ofVariable(show, second, scope), third, printSteps(steps)) : open(printSteps(steps));
    case "each":
      return second?.name === "value" ? ofEach(show, third?.name, scope) : NOWHERE;
    case "count":
      return NOWHERE;
    case "local":
    case "path":
    case "self":
    case "terraform":
      return open(printSteps(steps));
    case "data":
      return ofResource(show, "data", steps.slice(1), isIndexed, scope);
    default:
      return ofResource(show, "managed", steps, isIndexed, scope);
  }
}

type Repeated = Pick<Resource, "mode" | "type" | "name" | "module">;

const repeatedOfShow = new WeakMap<Show, ReadonlyMap<string, readonly Resource[]>>();

/** The resources of one `count` or `for_each`, or the only one, by their common address. */
function repeatedOf(show: Show): ReadonlyMap<string, readonly Resource[]> {
  const known = repeatedOfShow.get(show);
  if (known) return known;
  const all = new Map<string, Resource[]>();
  for (const each of show.resources.values()) {
    const key = repeatedKey(each);
    const others = all.get(key);
    if (others) others.push(each);
    else all.set(key, [each]);
  }
  repeatedOfShow.set(show, all);
  return all;
}

function repeatedKey({ mode, type, name, module }: Repeated): string {
  return JSON.stringify([mode, module, type, name]);
}

function ofResource(
  show: Show,
  mode: Resource["mode"],
  [type, name, attribute]: readonly Step[],
  isIndexed: boolean,
  { module, index }: Scope,
): Lead {
  if (!type || !name) return open(type?.name ?? "");
  const all = repeatedOf(show).get(repeatedKey({ mode, type: type.name, name: name.name, module })) ?? [];
  const wanted = name.key ?? (isIndexed && all.length > 1 ? index : undefined);
  const chosen = wanted === undefined ? all : all.filter((each) => each.index === wanted);
  if (chosen.length === 0) return open(`${mode === "data" ? "data." : ""}${printSteps([type, name])}`);
  return {
    ...NOWHERE,
    attributes: chosen.map((resource) => ({ resource, name: attribute?.name })),
    isByIndex: name.key === undefined && wanted !== undefined,
  };
}

/** `module.net.subnet_ids`, and `module.net.subnet_ids[0]`. */
function ofOutput(show: Show, call: Step, output: Step, scope: Scope): Lead {
  const configured = moduleAt(show.configuration, scope.module)?.calls.get(call.name);
  const expression = configured?.module.outputs.get(output.name);
  const text = printSteps([{ name: "module" }, call, output]);
  if (expression === undefined) return open(text);
  const prefix = scope.module === "" ? "" : `${scope.module}.`;
  const path = `${prefix}${printSteps([{ name: "module" }, call])}`;
  const modules = new Set([...show.resources.values()].map((each) => each.module));
  const isCall = (address: string): boolean =>
    address === path || (call.key === undefined && address.startsWith(`${path}[`) && address.endsWith("]"));
  const instances = [...modules].map((each) => upTo(each, stepsOf(path).length)).filter(isCall);
  const addresses = instances.length === 0 ? [path] : [...new Set(instances)];
  const lead = join(
    addresses.map((module) =>
      followAll(show, expression, { module, index: undefined, forEach: undefined, trail: scope.trail }),
    ),
  );
  return selected(lead, output.key, text);
}

/** The module that a resource's module is in, so many steps deep. */
function upTo(address: string, steps: number): string {
  return printSteps(stepsOf(address).slice(0, steps));
}

/** A variable has what its module is called with; those of the root module are given, and so known. */
function ofVariable(show: Show, variable: Step, scope: Scope): Lead {
  const steps = stepsOf(scope.module);
  const call = steps.at(-1);
  const text = `${scope.module === "" ? "" : `${scope.module}.`}var.${printSteps([variable])}`;
  if (!call) return ofConstant(show.variables.get(variable.name), text);
  const parent = printSteps(steps.slice(0, -2));
  const configured = moduleAt(show.configuration, parent)?.calls.get(call.name);
  const expression = configured?.expressions[variable.name];
  if (expression === undefined) return ofConstant(configured?.module.defaults.get(variable.name), text);
  const { forEach } = configured ?? {};
  return selected(
    followAll(show, expression, { module: parent, index: call.key, forEach, trail: scope.trail }),
    variable.key,
    text,
  );
}

const OF_AWS = /^(arn:aws[a-z-]*:|(vpc|subnet|sg|acl|rtb|igw|eigw|nat|eni|i|eipalloc|pcx|vpce|pl)-[0-9a-f]{8,})/;

/** What a variable is given: ids, or something that decides between them. Undefined where it is not known. */
function ofConstant(value: unknown, text: string): Lead {
  if (value === undefined) return open(text);
  const leaves = (each: unknown): unknown[] =>
    typeof each === "object" && each !== null ? Object.values(each).flatMap(leaves) : [each];
  const all = leaves(value).filter((each) => each !== null && each !== "");
  const literals = all.filter((each): each is string => typeof each === "string" && OF_AWS.test(each));
  return { ...NOWHERE, literals, isChosen: all.length > literals.length };
}

/** What is behind a further dot: an attribute of the resource, or a member of an object, which may be any of those. */
function member(lead: Lead, step: Step | undefined, text: string): Lead {
  if (step === undefined) return lead;
  if (lead.attributes.length > 1 && lead.attributes.some(({ name }) => name !== undefined)) return open(text);
  return { ...lead, attributes: lead.attributes.map((each) => ({ ...each, name: each.name ?? step.name })) };
}

/** What is iterated over, at the key of the resource. */
function ofEach(show: Show, attribute: string | undefined, scope: Scope): Lead {
  const { attributes } = followAll(show, scope.forEach, { ...scope, forEach: undefined });
  const chosen = attributes.filter(({ resource }) => resource.index === scope.index);
  if (chosen.length === 0) return open(attribute === undefined ? "each.value" : `each.value.${attribute}`);
  return {
    ...NOWHERE,
    attributes: chosen.map((each) => ({ resource: each.resource, name: attribute ?? each.name })),
  };
}

/** A member of a list or a map: the resource of that key, where all are of one `count` or `for_each`. */
function selected(lead: Lead, key: Step["key"], text: string): Lead {
  if (key === undefined || lead.attributes.length <= 1) return lead;
  const families = new Set(lead.attributes.map(({ resource: { module, type, name } }) => `${module} ${type} ${name}`));
  const attributes = lead.attributes.filter(({ resource }) => resource.index === key);
  if (families.size > 1 || attributes.length === 0) return open(text);
  return { ...lead, attributes, isByIndex: lead.isByIndex || typeof key === "number" };
}

function open(text: string): Lead {
  return { ...NOWHERE, open: [text] };
}

function join(leads: readonly Lead[]): Lead {
  return {
    attributes: leads.flatMap((each) => each.attributes),
    literals: leads.flatMap((each) => each.literals),
    open: leads.flatMap((each) => each.open),
    isChosen: leads.some((each) => each.isChosen),
    isByIndex: leads.some((each) => each.isByIndex),
  };
}
