/** A template with values for its parameters: what its names mean. */
import { type Issue, show } from "@netsim/core";
import { type Place, problem } from "../document.js";
import { holds, type Truth } from "./conditions.js";
import { evaluate, type Scope } from "./functions.js";
import { type ParameterValue, parameterValue } from "./parameters.js";
import type { Resource, Template } from "./template.js";
import { unresolved, type Value } from "./value.js";

/** What a deployment knows beside its templates. What is left out is not known, and not guessed. */
export interface TemplateOptions {
  /** Values for parameters, for every template that has one of that name. */
  readonly parameters?: Readonly<Record<string, ParameterValue>> | undefined;
  /** `AWS::Region`, such as `eu-central-1`. */
  readonly region?: string | undefined;
  /** `AWS::AccountId`. */
  readonly accountId?: string | undefined;
  /** What `Fn::GetAZs` gives; presumed to be three zones of the Region when left out, which a note says. */
  readonly availabilityZones?: readonly string[] | undefined;
  /** Values of exports that no given template makes, by export name. */
  readonly imports?: Readonly<Record<string, ParameterValue>> | undefined;
  /** The blocks of prefix lists that no template makes: by id, or for AWS's own by service name or its last part (`s3`). */
  readonly prefixLists?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** What a stack asks of its surroundings. */
export interface Surroundings {
  readonly options: TemplateOptions;
  readonly issues: Issue[];
  /** An attribute of a resource: the stack knows only that there is such a resource. */
  readonly attribute: (stack: Stack, resource: Resource, attribute: string, place: Place) => Value | undefined;
  /** What `Ref` of a resource gives. */
  readonly reference: (stack: Stack, resource: Resource, place: Place) => Value | undefined;
  readonly imported: (name: string, place: Place) => Value | undefined;
  readonly zones: (region: string) => readonly string[];
}

export class Stack {
  readonly name: string;
  readonly template: Template;
  readonly children: Map<string, Stack> = new Map();
  readonly scope: Scope;
  /** Values that a parent stack gives to parameters; they are evaluated when they are asked for. */
  readonly #given: (parameter: string) => Value | undefined;
  readonly #around: Surroundings;
  readonly #parameters = new Map<string, Value>();
  readonly #conditions = new Map<string, Truth | "open">();

  constructor(name: string, template: Template, around: Surroundings, given: (parameter: string) => Value | undefined) {
    this.name = name;
    this.template = template;
    this.#around = around;
    this.#given = given;
    this.scope = {
      ref: (key, place) => this.#ref(key, place),
      attribute: (logicalId, attribute, place) => this.#attribute(logicalId, attribute, place),
      condition: (key, place) => this.condition(key, place),
      mappings: template.mappings,
      imported: around.imported,
      zones: (region, place) => this.#zones(region, place),
      issues: around.issues,
    };
  }

  /** Whether a resource is made. */
  exists(resource: Resource): Truth {
    return resource.condition === undefined || this.condition(resource.condition, resource.place);
  }

  condition(name: string, place: Place): Truth {
    const known = this.#conditions.get(name);
    if (known === "open") {
      this.#around.issues.push(
        problem("circular-reference", place, "conditions without a circle", JSON.stringify(name)),
      );
      return unresolved(`condition ${name}`, "it depends on itself", place);
    }
    if (known !== undefined) return known;
    const condition = this.template.conditions.get(name);
    // Reported where the template's names are checked.
    if (!condition) return unresolved(`condition ${name}`, `there is no condition ${name}`, place);
    this.#conditions.set(name, "open");
    const truth = holds(condition.body, condition.place, this.scope);
    this.#conditions.set(name, truth);
    return truth;
  }

  output(name: string, place: Place): Value | undefined {
    const output = this.template.outputs.get(name);
    if (output)
      return evaluate(output.body.Value, { ...output.place, pointer: `${output.place.pointer}/Value` }, this.scope);
    const known = [...this.template.outputs.keys()].join(", ") || "none";
    this.#around.issues.push(
      problem("unknown-output", place, `an output of ${this.template.file} (${known})`, JSON.stringify(name)),
    );
    return unresolved(`output ${name}`, `there is no output ${name}`, place);
  }

  #ref(name: string, place: Place): Value | undefined {
    const parameter = this.template.parameters.get(name);
    if (parameter) {
      const known = this.#parameters.get(name);
      if (known !== undefined) return known;
      const value = parameterValue(name, parameter, this.#given(name), this.#around.issues);
      this.#parameters.set(name, value);
      return value;
    }
    if (name.startsWith("AWS::")) return this.#pseudo(name, place);
    const resource = this.template.resources.get(name);
    if (!resource) return unresolved(name, `${name} is not in the template`, place);
    return this.#made(resource, place) ?? this.#around.reference(this, resource, place);
  }

  #attribute(logicalId: string, attribute: string, place: Place): Value | undefined {
    const resource = this.template.resources.get(logicalId);
    if (!resource) return unresolved(`${logicalId}.${attribute}`, `${logicalId} is not in the template`, place);
    return this.#made(resource, place) ?? this.#around.attribute(this, resource, attribute, place);
  }

  /** AWS refuses a reference to what is not made. */
  #made(resource: Resource, place: Place): Value | undefined {
    if (this.exists(resource) !== false) return undefined;
    const expected = `a resource that is made; the condition ${resource.condition} does not hold`;
    this.#around.issues.push(problem("reference-to-nothing", place, expected, JSON.stringify(resource.logicalId)));
    return unresolved(resource.logicalId, `${resource.logicalId} is not made`, place);
  }

  /** "Pseudo parameters" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
  #pseudo(name: string, place: Place): Value | undefined {
    const { region, accountId } = this.#around.options;
    const lack = (option: string): Value =>
      unresolved(name, `${name} is not known; the option ${option} gives it`, place);
    switch (name) {
      case "AWS::NoValue":
        return undefined;
      case "AWS::Region":
        return region ?? lack("region");
      case "AWS::AccountId":
        return accountId ?? lack("accountId");
      case "AWS::Partition":
        return region?.startsWith("cn-") ? "aws-cn" : region?.startsWith("us-gov-") ? "aws-us-gov" : "aws";
      case "AWS::URLSuffix":
        return region?.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
      case "AWS::StackName":
        return this.name;
      case "AWS::StackId":
      case "AWS::NotificationARNs":
        return unresolved(name, `${name} is known at deployment only`, place);
      default: {
        this.#around.issues.push(
          problem("unknown-reference", place, "a pseudo parameter of AWS", JSON.stringify(name)),
        );
        return unresolved(name, `there is no ${name}`, place);
      }
    }
  }

  #zones(region: string, place: Place): Value {
    const own = this.#around.options.region;
    if (region === "" || region === own) return this.#around.zones(own ?? "");
    if (own === undefined) return this.#around.zones(region);
    return unresolved(`zones of ${region}`, `the zones of ${region} are not known in a stack of ${own}`, place);
  }
}

/** What was given for a parameter, as a value. */
export function givenParameter(options: TemplateOptions, name: string): Value | undefined {
  const given = options.parameters;
  return given && Object.hasOwn(given, name) ? (given[name] as Value) : undefined;
}

/** Reports what was given to no parameter of any template. */
export function checkGiven(options: TemplateOptions, templates: readonly Template[], issues: Issue[]): void {
  const known = new Set(templates.flatMap((template) => [...template.parameters.keys()]));
  for (const [name, value] of Object.entries(options.parameters ?? {})) {
    if (known.has(name)) continue;
    const expected = `a parameter of the templates (${[...known].join(", ") || "there is none"})`;
    const message = `parameters: expected ${expected}, found ${JSON.stringify(name)}`;
    issues.push({ code: "unknown-parameter", path: ["parameters", name], expected, received: show(value), message });
  }
}
