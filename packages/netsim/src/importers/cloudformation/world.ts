/** All stacks together: which there are, what they export, and the ids by which their resources are called. */
import type { Issue } from "@netsim/core";
import { type Document, isObject, type Place } from "../document.js";
import { evaluate } from "./functions.js";
import { checkReferences } from "./references.js";
import { checkGiven, givenParameter, Stack, type Surroundings, type TemplateOptions } from "./stack.js";
import { type Resource, readTemplate, type Template } from "./template.js";
import { textOf, unresolved, type Value } from "./value.js";

const NESTED = "AWS::CloudFormation::Stack";

/** A resource of a stack. */
export interface Item {
  /** The logical id where no other stack has it, otherwise after the name of its stack: `Shop/Vpc`. */
  readonly id: string;
  readonly stack: Stack;
  readonly resource: Resource;
}

export interface Attributes {
  readonly reference: Surroundings["reference"];
  readonly attribute: Surroundings["attribute"];
}

export class World {
  readonly stacks: readonly Stack[];
  readonly items: readonly Item[];
  readonly options: TemplateOptions;
  readonly issues: Issue[];
  /** Set when `Fn::GetAZs` had to be presumed. */
  zonesPresumed = false;
  readonly #ids: ReadonlyMap<Resource, ReadonlyMap<Stack, string>>;
  readonly #open = new Set<string>();

  /** @param attributesOf what `Ref` and `Fn::GetAtt` of a resource give, which depends on the whole. */
  constructor(
    documents: readonly Document[],
    options: TemplateOptions,
    issues: Issue[],
    attributesOf: (world: World) => Attributes,
  ) {
    this.options = options;
    this.issues = issues;
    const templates = documents.flatMap((document) => readTemplate(document, issues) ?? []);
    checkGiven(options, templates, issues);
    for (const template of templates) checkReferences(template, issues);
    const around: Surroundings = {
      options,
      issues,
      imported: (name, place) => this.#imported(name, place),
      zones: (region) => this.zones(region),
      reference: (stack, resource, place) => attributes.reference(stack, resource, place),
      attribute: (stack, resource, attribute, place) => attributes.attribute(stack, resource, attribute, place),
    };
    const attributes = attributesOf(this);
    this.stacks = stacksOf(templates, around);
    this.#ids = idsOf(this.stacks);
    this.items = this.stacks.flatMap((stack) =>
      [...stack.template.resources.values()].map((resource) => ({ id: this.idOf(stack, resource), stack, resource })),
    );
  }

  idOf(stack: Stack, resource: Resource): string {
    return this.#ids.get(resource)?.get(stack) ?? resource.logicalId;
  }

  zones(region: string): readonly string[] {
    if (this.options.availabilityZones) return this.options.availabilityZones;
    this.zonesPresumed = true;
    return ["a", "b", "c"].map((letter) => (region === "" ? `zone-${letter}` : `${region}${letter}`));
  }

  /** What keeps an import that no template exports. */
  #imported(name: string, place: Place): Value | undefined {
    const { imports } = this.options;
    if (imports && Object.hasOwn(imports, name)) return imports[name] as Value;
    const label = `import ${name}`;
    if (this.#open.has(name)) return unresolved(label, `the export ${name} depends on itself`, place);
    this.#open.add(name);
    try {
      for (const stack of this.stacks) {
        for (const [output, { body, place: at }] of stack.template.outputs) {
          if (!isObject(body.Export)) continue;
          const exported = evaluate(body.Export.Name, { ...at, pointer: `${at.pointer}/Export/Name` }, stack.scope);
          if (textOf(exported) === name) return stack.output(output, place);
        }
      }
    } finally {
      this.#open.delete(name);
    }
    return unresolved(label, `nothing given exports ${name}`, place);
  }
}

/** `Shop` of `cdk.out/Shop.template.json`. */
export function stackName(file: string): string {
  const base = file.slice(file.lastIndexOf("/") + 1);
  return base.replace(/\.(json|ya?ml|template)$/i, "").replace(/\.template$/i, "") || file;
}

function stacksOf(templates: readonly Template[], around: Surroundings): readonly Stack[] {
  const nested = new Set(templates.flatMap((template) => childrenOf(template, templates).map(([, child]) => child)));
  const stacks: Stack[] = [];
  const add = (stack: Stack, way: readonly Template[]): void => {
    stacks.push(stack);
    for (const [resource, template] of childrenOf(stack.template, templates)) {
      if (way.includes(template) || stack.exists(resource) === false) continue;
      const given = (parameter: string): Value | undefined => {
        const { Parameters: parameters } = resource.properties;
        if (!isObject(parameters) || !Object.hasOwn(parameters, parameter)) return undefined;
        const place = { ...resource.place, pointer: `${resource.place.pointer}/Properties/Parameters/${parameter}` };
        return evaluate(parameters[parameter], place, stack.scope);
      };
      const child = new Stack(`${stack.name}/${resource.logicalId}`, template, around, given);
      stack.children.set(resource.logicalId, child);
      add(child, [...way, template]);
    }
  };
  const given = (parameter: string): Value | undefined => givenParameter(around.options, parameter);
  for (const template of templates) {
    if (!nested.has(template)) add(new Stack(stackName(template.file), template, around, given), [template]);
  }
  return stacks;
}

/** Nested stacks whose templates are among those given: by the file that CDK names, or by the end of the URL. */
function childrenOf(template: Template, all: readonly Template[]): readonly (readonly [Resource, Template])[] {
  return [...template.resources.values()].flatMap((resource) => {
    if (resource.type !== NESTED) return [];
    const asset = resource.metadata["aws:asset:path"];
    const url = resource.properties.TemplateURL;
    const path = typeof asset === "string" ? asset : typeof url === "string" ? url : undefined;
    const name = path?.split(/[?#]/)[0]?.split("/").at(-1);
    const found = all.find((each) => each !== template && each.file.split("/").at(-1) === name);
    return found ? [[resource, found] as const] : [];
  });
}

function idsOf(stacks: readonly Stack[]): ReadonlyMap<Resource, ReadonlyMap<Stack, string>> {
  const times = new Map<string, number>();
  for (const { template } of stacks)
    for (const id of template.resources.keys()) times.set(id, (times.get(id) ?? 0) + 1);
  const ids = new Map<Resource, Map<Stack, string>>();
  for (const stack of stacks) {
    for (const resource of stack.template.resources.values()) {
      const { logicalId } = resource;
      const id = times.get(logicalId) === 1 ? logicalId : `${stack.name}/${logicalId}`;
      ids.set(resource, (ids.get(resource) ?? new Map()).set(stack, id));
    }
  }
  return ids;
}
