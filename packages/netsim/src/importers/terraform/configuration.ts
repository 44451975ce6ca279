/**
 * The configuration that a plan was made of: for each argument the references that its expression has. Expressions
 * themselves are not printed.
 * "Configuration Representation" https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation
 */
import { isObject } from "../document.js";

/** Of an argument its `constant_value` or its `references`; of a nested block its arguments, as an object or a list. */
export type Expressions = Readonly<Record<string, unknown>>;

export interface ConfiguredModule {
  /** By address within the module, `aws_subnet.web` and `data.aws_vpc.main`. */
  readonly resources: ReadonlyMap<string, ConfiguredResource>;
  readonly outputs: ReadonlyMap<string, unknown>;
  /** Defaults of variables, where they have one. */
  readonly defaults: ReadonlyMap<string, unknown>;
  /** What is called, with the values of its variables, by name. */
  readonly calls: ReadonlyMap<string, ModuleCall>;
}

export interface ConfiguredResource {
  readonly expressions: Expressions;
  readonly forEach: unknown;
  /** The key of its provider, such as `aws.frankfurt`. */
  readonly provider: string;
}

interface ModuleCall {
  readonly module: ConfiguredModule;
  readonly expressions: Expressions;
  readonly forEach: unknown;
}

export type Configuration = ConfiguredModule | undefined;

/** Undefined for a state, which has none. What is of another shape is taken for absent: it could only explain values. */
export function readConfiguration(json: unknown): Configuration {
  return isObject(json) && isObject(json.root_module) ? readModule(json.root_module) : undefined;
}

function readModule(json: Expressions): ConfiguredModule {
  const list = Array.isArray(json.resources) ? json.resources.filter(isObject) : [];
  return {
    resources: new Map(
      list.map((each) => [
        String(each.address),
        {
          expressions: objectOf(each.expressions),
          forEach: each.for_each_expression,
          provider: String(each.provider_config_key),
        },
      ]),
    ),
    outputs: new Map(Object.entries(objectOf(json.outputs)).map(([name, each]) => [name, objectOf(each).expression])),
    defaults: new Map(
      Object.entries(objectOf(json.variables)).flatMap(([name, each]) => {
        const variable = objectOf(each);
        return "default" in variable ? [[name, variable.default] as const] : [];
      }),
    ),
    calls: new Map(
      Object.entries(objectOf(json.module_calls)).map(([name, each]) => {
        const { module, expressions, for_each_expression: forEach } = objectOf(each);
        return [name, { module: readModule(objectOf(module)), expressions: objectOf(expressions), forEach }];
      }),
    ),
  };
}

function objectOf(value: unknown): Expressions {
  return isObject(value) ? value : {};
}

/** The references of an expression, without those that are the beginning of another: `aws_vpc.a` beside `aws_vpc.a.id`. */
export function referencesOf(expression: unknown): readonly string[] {
  const all = isObject(expression) && Array.isArray(expression.references) ? expression.references : [];
  const texts = [...new Set(all.filter((each) => typeof each === "string"))];
  const isBeginning = (text: string): boolean =>
    texts.some((other) => other !== text && other.startsWith(text) && /^[.[]/.test(other.slice(text.length)));
  return texts.filter((text) => !isBeginning(text));
}

/** One step of a reference or address, with the key that follows it. */
export interface Step {
  readonly name: string;
  readonly key?: string | number | undefined;
}

/** `module.net["a"].vpc_id` in steps. What is in brackets and is no constant is left out. */
export function stepsOf(text: string): readonly Step[] {
  const steps: Step[] = [];
  for (const [, name, bracket] of text.matchAll(/(?:^|\.)([^.[\]"]+)|\[((?:"(?:[^"\\]|\\.)*"|[^\]])*)\]/g)) {
    if (name !== undefined) {
      steps.push({ name });
      continue;
    }
    const last = steps.at(-1);
    const key = keyOf(bracket ?? "");
    if (last && last.key === undefined && key !== undefined) steps[steps.length - 1] = { name: last.name, key };
  }
  return steps;
}

function keyOf(bracket: string): string | number | undefined {
  if (/^\d+$/.test(bracket)) return Number(bracket);
  if (!bracket.startsWith('"')) return undefined;
  try {
    return JSON.parse(bracket) as string;
  } catch {
    return undefined;
  }
}

/** The steps as Terraform writes them. */
export function printSteps(steps: readonly Step[]): string {
  const print = ({ name, key }: Step): string => (key === undefined ? name : `${name}[${JSON.stringify(key)}]`);
  return steps.map(print).join(".");
}

/** The module at an address, whichever of several by the same name: they are configured alike. */
export function moduleAt(configuration: Configuration, address: string): Configuration {
  const names = stepsOf(address).filter((_, at) => at % 2 === 1);
  return names.reduce<Configuration>((module, { name }) => module?.calls.get(name)?.module, configuration);
}
