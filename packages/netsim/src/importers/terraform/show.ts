/**
 * What `terraform show -json` prints of a state or a plan: resources with their values, and, of a plan, the configuration
 * in which unknown values are looked up.
 * "JSON Output Format" https://developer.hashicorp.com/terraform/internals/json-format
 */
import type { Issue } from "@netsim/core";
import { type Document, isObject, type Place, printed, problem, within } from "../document.js";
import { type Configuration, readConfiguration } from "./configuration.js";

type Values = Readonly<Record<string, unknown>>;

export interface Resource {
  /** `module.net.aws_subnet.web[0]`: its id in the network. */
  readonly address: string;
  /** `managed` for what Terraform makes, `data` for what it only reads. */
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  /** Its key where it is one of several, by `count` or by `for_each`. */
  readonly index?: number | string | undefined;
  /** The address of its module, `module.net["a"]`; empty for the root module. */
  readonly module: string;
  /** A key is absent where its value is not known before the plan is applied, null where it is not set. */
  readonly values: Values;
  readonly place: Place;
}

export interface Show {
  readonly file: string;
  readonly isPlan: boolean;
  /** By address. */
  readonly resources: ReadonlyMap<string, Resource>;
  readonly configuration: Configuration;
  /** Values of the variables of the root module. */
  readonly variables: ReadonlyMap<string, unknown>;
  /** The Region of each provider, where it is written out, by its key in the configuration. */
  readonly regions: ReadonlyMap<string, string>;
  /** What the plan puts off to a later one, by address. */
  readonly deferred: readonly string[];
  /** The plan says that another one has to follow it. */
  readonly isIncomplete: boolean;
}

/** The only major version there is; 0.x came before it with the keys that are read here. */
const FORMAT = /^[01]\./;

/** The resources, or undefined and an issue for each place where there is something else. */
export function readShow({ file, json }: Document, issues: Issue[]): Show | undefined {
  const root: Place = { file, pointer: "" };
  const before = issues.length;
  if (!isObject(json)) {
    issues.push(problem("shape", root, "what terraform show -json prints", printed(json)));
    return undefined;
  }
  if (json.format_version === undefined) {
    const expected = "what terraform show -json prints, with a format_version";
    const found = json.resources === undefined ? "no format_version" : "a state file, whose format is Terraform's own";
    issues.push(problem("terraform-format", root, expected, found));
    return undefined;
  }
  if (typeof json.format_version !== "string" || !FORMAT.test(json.format_version)) {
    const place = within(root, "format_version");
    issues.push(problem("terraform-format", place, 'format version "1.x"', printed(json.format_version)));
    return undefined;
  }
  if (json.errored === true) {
    const place = within(root, "errored");
    issues.push(problem("plan-errored", place, "a plan that was made without errors", "one that ended in an error"));
    return undefined;
  }
  const isPlan = json.planned_values !== undefined;
  const resources = new Map<string, Resource>();
  const add = (values: unknown, place: Place, mode?: Resource["mode"]): void => {
    const module = isObject(values) ? values.root_module : undefined;
    if (module !== undefined) readModule(module, "", within(place, "root_module"), resources, issues, mode);
  };
  if (isPlan) {
    // What a plan has read before is part of the state that it starts from.
    const prior = isObject(json.prior_state) ? json.prior_state.values : undefined;
    add(prior, within(root, "prior_state", "values"), "data");
    add(json.planned_values, within(root, "planned_values"));
  } else {
    add(json.values, within(root, "values"));
  }
  if (issues.length > before) return undefined;
  const variables = Object.entries(objectOf(json.variables)).map(
    ([name, each]) => [name, objectOf(each).value] as const,
  );
  const deferred = Array.isArray(json.deferred_changes) ? json.deferred_changes : [];
  return {
    file,
    isPlan,
    resources,
    configuration: readConfiguration(json.configuration),
    variables: new Map(variables),
    regions: regionsOf(json, new Map(variables)),
    deferred: deferred.map((each) => String(objectOf(objectOf(each).resource_change).address ?? "a resource")),
    isIncomplete: json.complete === false,
  };
}

function objectOf(value: unknown): Values {
  return isObject(value) ? value : {};
}

function regionsOf(json: Values, variables: ReadonlyMap<string, unknown>): ReadonlyMap<string, string> {
  const providers = Object.entries(objectOf(objectOf(json.configuration).provider_config));
  return new Map(
    providers.flatMap(([key, each]): (readonly [string, string])[] => {
      const expression = objectOf(objectOf(each).expressions).region;
      const { constant_value: constant, references } = objectOf(expression);
      const [reference, ...more] = Array.isArray(references) ? references : [];
      const variable = more.length === 0 && /^var\.[^.[]+$/.test(String(reference)) ? String(reference).slice(4) : "";
      const region = constant ?? variables.get(variable);
      return typeof region === "string" ? [[key, region]] : [];
    }),
  );
}

function readModule(
  module: unknown,
  address: string,
  place: Place,
  resources: Map<string, Resource>,
  issues: Issue[],
  only: Resource["mode"] | undefined,
): void {
  if (!isObject(module)) {
    issues.push(problem("shape", place, "a module: an object", printed(module)));
    return;
  }
  for (const [member, at] of members(module, "resources", place, issues)) {
    const resource = readResource(member, address, at, issues);
    if (resource && (only === undefined || resource.mode === only)) resources.set(resource.address, resource);
  }
  for (const [child, at] of members(module, "child_modules", place, issues)) {
    const inner = isObject(child) && typeof child.address === "string" ? child.address : "";
    readModule(child, inner, at, resources, issues, only);
  }
}

function members(module: Values, key: string, place: Place, issues: Issue[]): (readonly [unknown, Place])[] {
  const list = module[key] ?? [];
  if (Array.isArray(list)) return list.map((each, at) => [each, within(place, key, at)] as const);
  issues.push(problem("shape", within(place, key), "an array", printed(list)));
  return [];
}

function readResource(value: unknown, module: string, place: Place, issues: Issue[]): Resource | undefined {
  if (!isObject(value)) {
    issues.push(problem("shape", place, "a resource: an object", printed(value)));
    return undefined;
  }
  // What a replacement has left to be destroyed.
  if (value.deposed_key !== undefined) return undefined;
  const before = issues.length;
  for (const key of ["address", "type", "name"] as const) {
    if (typeof value[key] !== "string")
      issues.push(problem("shape", within(place, key), "a string", printed(value[key])));
  }
  const { mode, index, values = {} } = value;
  if (mode !== "managed" && mode !== "data")
    issues.push(problem("shape", within(place, "mode"), '"managed" or "data"', printed(mode)));
  if (!isObject(values)) issues.push(problem("shape", within(place, "values"), "an object", printed(values)));
  if (issues.length > before) return undefined;
  return {
    address: value.address as string,
    mode: mode as Resource["mode"],
    type: value.type as string,
    name: value.name as string,
    index: typeof index === "number" || typeof index === "string" ? index : undefined,
    module,
    values: values as Values,
    place: within(place, "values"),
  };
}
