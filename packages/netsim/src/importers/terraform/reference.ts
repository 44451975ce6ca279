/** What a reference in the configuration leads to: through variables and outputs of modules to attributes of resources. */
import { moduleAt, printSteps, referencesOf, type Step, stepsOf } from "./configuration.js";
import type { Resource, Show } from "./show.js";

/** An attribute of a resource; undefined for the resource as a whole. */
export interface Attribute {
  readonly resource: Resource;
  readonly name: string | undefined;
}

export interface Lead {
  readonly attributes: readonly Attribute[];
  /** What leads nowhere, as it is written: what locals and functions make of values is not printed. */
  readonly open: readonly string[];
  /** Whether a `count.index` was taken to select the resource of the same index: the arithmetic around it is not printed. */
  readonly isByIndex: boolean;
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

const NOWHERE: Lead = { attributes: [], open: [], isByIndex: false };

/** All references of an expression of a resource. */
export function follow(show: Show, expression: unknown, { module, index, mode, type, name }: Resource): Lead {
  const address = `${mode === "data" ? "data." : ""}${type}.${name}`;
  const forEach = moduleAt(show.configuration, module)?.resources.get(address)?.forEach;
  return followAll(show, expression, { module, index, forEach, trail: [] });
}

function followAll(show: Show, expression: unknown, scope: Scope): Lead {
  const texts = referencesOf(expression);
  const isIndexed = texts.some((text) => /^(count|each)\./.test(text));
  const isCounted = texts.includes("count.index");
  const leads = texts.map((text) => {
    const key = `${scope.module} ${text}`;
    if (scope.trail.includes(key)) return open(text);
    return followOne(show, stepsOf(text), isIndexed, isCounted, { ...scope, trail: [...scope.trail, key] });
  });
  return join(leads);
}

function followOne(show: Show, steps: readonly Step[], isIndexed: boolean, isCounted: boolean, scope: Scope): Lead {
  const [head, second, third] = steps;
  switch (head?.name) {
    case "module":
      return second && third ? ofOutput(show, second, third, scope) : open(printSteps(steps));
    case "var":
      return second ? ofVariable(show, second, scope) : open(printSteps(steps));
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
      return ofResource(show, "data", steps.slice(1), isIndexed, isCounted, scope);
    default:
      return ofResource(show, "managed", steps, isIndexed, isCounted, scope);
  }
}

function ofResource(
  show: Show,
  mode: Resource["mode"],
  [type, name, attribute]: readonly Step[],
  isIndexed: boolean,
  isCounted: boolean,
  { module, index }: Scope,
): Lead {
  if (!type || !name) return open(type?.name ?? "");
  const all = [...show.resources.values()].filter(
    (each) => each.mode === mode && each.type === type.name && each.name === name.name && each.module === module,
  );
  const wanted = name.key ?? (isIndexed && all.length > 1 ? index : undefined);
  const chosen = wanted === undefined ? all : all.filter((each) => each.index === wanted);
  if (chosen.length === 0) return open(`${mode === "data" ? "data." : ""}${printSteps([type, name])}`);
  return {
    attributes: chosen.map((resource) => ({ resource, name: attribute?.name })),
    open: [],
    isByIndex: isCounted && name.key === undefined && wanted !== undefined,
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
  const parent = printSteps(steps.slice(0, -2));
  const expression = call && moduleAt(show.configuration, parent)?.calls.get(call.name)?.expressions[variable.name];
  const text = `var.${printSteps([variable])}`;
  if (!call || expression === undefined) return open(scope.module === "" ? text : `${scope.module}.${text}`);
  return selected(
    followAll(show, expression, { module: parent, index: call.key, forEach: undefined, trail: scope.trail }),
    variable.key,
    text,
  );
}

/** What is iterated over, at the key of the resource. */
function ofEach(show: Show, attribute: string | undefined, scope: Scope): Lead {
  const { attributes } = followAll(show, scope.forEach, { ...scope, forEach: undefined });
  const chosen = attributes.filter(({ resource }) => resource.index === scope.index);
  if (chosen.length === 0) return open(attribute === undefined ? "each.value" : `each.value.${attribute}`);
  return {
    attributes: chosen.map((each) => ({ resource: each.resource, name: attribute ?? each.name })),
    open: [],
    isByIndex: false,
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
  return { attributes: [], open: [text], isByIndex: false };
}

function join(leads: readonly Lead[]): Lead {
  return {
    attributes: leads.flatMap((each) => each.attributes),
    open: leads.flatMap((each) => each.open),
    isByIndex: leads.some((each) => each.isByIndex),
  };
}
