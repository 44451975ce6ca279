/**
 * The parts of a template, each with its place.
 * "Template sections" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
 */
import type { Issue } from "@netsim/core";
import { type Document, isObject, type Place, printed, problem, within } from "../document.js";

/** An entry of a section. */
export interface Part {
  readonly body: Readonly<Record<string, unknown>>;
  readonly place: Place;
}

export interface Resource extends Part {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** The name of the condition under which it is made. */
  readonly condition?: string | undefined;
  readonly metadata: Readonly<Record<string, unknown>>;
}

export interface Template {
  readonly file: string;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly parameters: ReadonlyMap<string, Part>;
  /** Conditions and outputs, as they are written. */
  readonly conditions: ReadonlyMap<string, { readonly body: unknown; readonly place: Place }>;
  readonly outputs: ReadonlyMap<string, Part>;
  readonly mappings: Readonly<Record<string, unknown>>;
  /** The macros that AWS runs over it before it is a template. */
  readonly transforms: readonly string[];
}

/** What adds functions only, of which those that bear on networks are known here. */
const LANGUAGE_EXTENSIONS = "AWS::LanguageExtensions";

/** The template, or undefined and an issue for each place where it is none. */
export function readTemplate({ file, json }: Document, issues: Issue[]): Template | undefined {
  const root: Place = { file, pointer: "" };
  if (!isObject(json)) {
    issues.push(problem("shape", root, "a template: an object with Resources", printed(json)));
    return undefined;
  }
  if (!isObject(json.Resources)) {
    issues.push(
      problem("shape", within(root, "Resources"), "an object of resources by logical id", printed(json.Resources)),
    );
    return undefined;
  }
  const before = issues.length;
  const resources = new Map<string, Resource>();
  for (const [logicalId, body] of Object.entries(json.Resources)) {
    const resource = readResource(logicalId, body, within(root, "Resources", logicalId), issues);
    if (resource) resources.set(logicalId, resource);
  }
  const section = (key: string): Readonly<Record<string, unknown>> => {
    const value = json[key] ?? {};
    if (isObject(value)) return value;
    issues.push(problem("shape", within(root, key), "an object", printed(value)));
    return {};
  };
  const parts = (key: string): Map<string, Part> => {
    const all = new Map<string, Part>();
    for (const [name, body] of Object.entries(section(key))) {
      const place = within(root, key, name);
      if (isObject(body)) all.set(name, { body, place });
      else issues.push(problem("shape", place, "an object", printed(body)));
    }
    return all;
  };
  const conditions = new Map(
    Object.entries(section("Conditions")).map(([name, body]) => [
      name,
      { body, place: within(root, "Conditions", name) },
    ]),
  );
  const template: Template = {
    file,
    resources,
    parameters: parts("Parameters"),
    conditions,
    outputs: parts("Outputs"),
    mappings: section("Mappings"),
    transforms: transformsOf(json.Transform),
  };
  return issues.length > before ? undefined : template;
}

function transformsOf(value: unknown): readonly string[] {
  const list = Array.isArray(value) ? value : value === undefined ? [] : [value];
  const names = list.map((each) => (isObject(each) ? String(each.Name) : String(each)));
  return names.filter((name) => name !== LANGUAGE_EXTENSIONS);
}

function readResource(logicalId: string, body: unknown, place: Place, issues: Issue[]): Resource | undefined {
  if (logicalId.startsWith("Fn::")) {
    const expected = "resources written out: aws cloudformation get-template --template-stage Processed prints them";
    issues.push(problem("unsupported-function", place, expected, JSON.stringify(logicalId)));
    return undefined;
  }
  if (!isObject(body)) {
    issues.push(problem("shape", place, "a resource: an object with a Type", printed(body)));
    return undefined;
  }
  const { Type: type, Properties: properties = {}, Condition: condition, Metadata: metadata = {} } = body;
  if (typeof type !== "string") {
    issues.push(
      problem("shape", within(place, "Type"), "the type of a resource, such as AWS::EC2::VPC", printed(type)),
    );
    return undefined;
  }
  if (!isObject(properties)) {
    issues.push(problem("shape", within(place, "Properties"), "an object", printed(properties)));
    return undefined;
  }
  if (condition !== undefined && typeof condition !== "string") {
    issues.push(problem("shape", within(place, "Condition"), "the name of a condition", printed(condition)));
    return undefined;
  }
  return { logicalId, type, properties, body, condition, metadata: isObject(metadata) ? metadata : {}, place };
}
