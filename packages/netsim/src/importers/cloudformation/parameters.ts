/**
 * "Parameters" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
 */
import { type Issue, show } from "@netsim/core";
import { problem, within } from "../document.js";
import type { Part } from "./template.js";
import { isUnresolved, textOf, unresolved, type Value } from "./value.js";

/** A value as it is given to a deployment; a list where the parameter takes one. */
export type ParameterValue = string | number | boolean | readonly (string | number)[];

/**
 * The value of a parameter: what was given, or its default. For a parameter that AWS looks up in Systems Manager
 * (`AWS::SSM::Parameter::Value<...>`) what is given is what stands there, as its default is only a name there.
 */
export function parameterValue(name: string, { body, place }: Part, given: Value | undefined, issues: Issue[]): Value {
  const type = typeof body.Type === "string" ? body.Type : "String";
  const isLookedUp = type.startsWith("AWS::SSM::Parameter::");
  const isList = type === "CommaDelimitedList" || /(^|<)List</.test(type) || /<CommaDelimitedList>/.test(type);
  const fallback = isLookedUp ? undefined : body.Default;
  const value = given ?? (fallback as Value | undefined);
  if (isUnresolved(value)) return value;
  if (value === undefined) {
    const where = isLookedUp ? ` (${textOf(body.Default as Value) ?? type} in Systems Manager)` : "";
    return unresolved(`parameter ${name}`, `the parameter ${name}${where} has no value`, place);
  }
  const at = given === undefined ? within(place, "Default") : place;
  if (isList) {
    const members = Array.isArray(value) ? value.map((each) => textOf(each) ?? "") : (textOf(value) ?? "").split(",");
    const list = members.map((each) => each.trim());
    return list.length === 1 && list[0] === "" ? [] : list;
  }
  const text = textOf(value);
  if (text === undefined) {
    issues.push(problem("parameter", at, "one value", show(value)));
    return unresolved(`parameter ${name}`, `the parameter ${name} has no right value`, place);
  }
  if (type === "Number" && !/^-?\d+(\.\d+)?$/.test(text.trim()))
    issues.push(problem("parameter", at, "a number", show(text)));
  const allowed = Array.isArray(body.AllowedValues) ? body.AllowedValues.map((each) => String(each)) : undefined;
  if (allowed && !allowed.includes(text))
    issues.push(problem("parameter", at, `one of the AllowedValues of ${name}: ${allowed.join(", ")}`, show(text)));
  if (typeof body.AllowedPattern === "string" && !matches(body.AllowedPattern, text))
    issues.push(problem("parameter", at, `a value of ${name} that matches ${body.AllowedPattern}`, show(text)));
  return text;
}

/** What is no pattern here, as AWS's dialect is another one, refuses nothing. */
function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test(text);
  } catch {
    return true;
  }
}
