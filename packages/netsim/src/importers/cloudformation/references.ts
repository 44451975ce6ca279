/**
 * What the resources of a template refer to, without evaluating anything: names that lead nowhere, and circles. AWS
 * refuses both before it makes anything.
 * "Resource dependencies" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-dependson.html
 */
import type { Issue } from "@netsim/core";
import { isObject, type Place, placeName, problem, within } from "../document.js";
import { SUBSTITUTION } from "./functions.js";
import type { Template } from "./template.js";

interface Mention {
  readonly kind: "ref" | "attribute" | "condition";
  readonly name: string;
  readonly place: Place;
}

/** Reports every name that is none, and every circle. */
export function checkReferences(template: Template, issues: Issue[]): void {
  const isTransformed = template.transforms.length > 0;
  const edges = new Map<string, readonly string[]>();
  for (const resource of template.resources.values()) {
    const mentions: Mention[] = [];
    collect(resource.properties, within(resource.place, "Properties"), mentions);
    if (resource.condition !== undefined)
      mentions.push({ kind: "condition", name: resource.condition, place: within(resource.place, "Condition") });
    check(template, mentions, isTransformed, issues);
    const names = mentions.filter(({ kind }) => kind !== "condition").map(({ name }) => name);
    edges.set(
      resource.logicalId,
      [...new Set(names)].filter((name) => template.resources.has(name)),
    );
  }
  for (const section of [template.conditions, template.outputs]) {
    for (const { body, place } of section.values()) {
      const mentions: Mention[] = [];
      collect(body, place, mentions, section === template.conditions);
      check(template, mentions, isTransformed, issues);
    }
  }
  reportCircles(template, edges, issues);
}

function check(template: Template, mentions: readonly Mention[], isTransformed: boolean, issues: Issue[]): void {
  for (const { kind, name, place } of mentions) {
    if (kind === "condition") {
      if (!template.conditions.has(name))
        issues.push(
          problem(
            "unknown-condition",
            place,
            `a condition of the template${such(template.conditions.keys())}`,
            JSON.stringify(name),
          ),
        );
      continue;
    }
    const isKnown =
      template.resources.has(name) || (kind === "ref" && (template.parameters.has(name) || name.startsWith("AWS::")));
    // Macros add resources that are not written in the template.
    if (isKnown || isTransformed) continue;
    const expected = kind === "ref" ? "a parameter, a resource or a pseudo parameter" : "the logical id of a resource";
    issues.push(
      problem("unknown-reference", place, `${expected}${such(template.resources.keys())}`, JSON.stringify(name)),
    );
  }
}

function such(names: Iterable<string>): string {
  const some = [...names].slice(0, 5);
  return some.length === 0 ? "" : `, such as ${some.join(", ")}`;
}

function collect(value: unknown, place: Place, mentions: Mention[], isCondition = false): void {
  if (Array.isArray(value)) {
    for (const [at, member] of value.entries()) collect(member, within(place, at), mentions, isCondition);
    return;
  }
  if (!isObject(value)) return;
  const entries = Object.entries(value);
  const [key, argument] = entries[0] ?? [];
  if (entries.length === 1 && key !== undefined) {
    const inside = within(place, key);
    if (key === "Ref" && typeof argument === "string") {
      mentions.push({ kind: "ref", name: argument, place: inside });
      return;
    }
    if (key === "Fn::GetAtt") collectAttribute(argument, inside, mentions);
    if (key === "Fn::Sub") collectSubstitutions(argument, inside, mentions);
    if (key === "Fn::If" && Array.isArray(argument) && typeof argument[0] === "string")
      mentions.push({ kind: "condition", name: argument[0], place: within(inside, 0) });
    if (isCondition && key === "Condition" && typeof argument === "string")
      mentions.push({ kind: "condition", name: argument, place: inside });
  }
  for (const [name, member] of entries) collect(member, within(place, name), mentions, isCondition);
}

function collectAttribute(argument: unknown, place: Place, mentions: Mention[]): void {
  const name =
    typeof argument === "string" ? argument.split(".")[0] : Array.isArray(argument) ? argument[0] : undefined;
  if (typeof name === "string") mentions.push({ kind: "attribute", name, place });
}

function collectSubstitutions(argument: unknown, place: Place, mentions: Mention[]): void {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof text !== "string") return;
  for (const [, inner = ""] of text.matchAll(SUBSTITUTION)) {
    const name = inner.trim();
    if (name.startsWith("!") || (isObject(variables) && Object.hasOwn(variables, name))) continue;
    const dot = name.indexOf(".");
    mentions.push(dot < 0 ? { kind: "ref", name, place } : { kind: "attribute", name: name.slice(0, dot), place });
  }
}

function reportCircles(template: Template, edges: ReadonlyMap<string, readonly string[]>, issues: Issue[]): void {
  const done = new Set<string>();
  const way: string[] = [];
  const visit = (name: string): void => {
    const at = way.indexOf(name);
    if (at >= 0) {
      const circle = [...way.slice(at), name].join(" -> ");
      const place = template.resources.get(name)?.place ?? { file: template.file, pointer: "" };
      const expected = "resources that do not depend on each other in a circle";
      if (!issues.some((each) => each.code === "circular-reference" && each.message.startsWith(placeName(place))))
        issues.push(problem("circular-reference", place, expected, circle));
      return;
    }
    if (done.has(name)) return;
    way.push(name);
    for (const next of edges.get(name) ?? []) visit(next);
    way.pop();
    done.add(name);
  };
  for (const name of edges.keys()) visit(name);
}
