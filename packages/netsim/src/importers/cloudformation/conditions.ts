/**
 * "Condition functions" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-conditions.html
 */
import { isObject, type Place, printed, problem, within } from "../document.js";
import { evaluate, type Scope } from "./functions.js";
import { findUnresolved, isUnresolved, textOf, type Unresolved, unresolved } from "./value.js";

export type Truth = boolean | Unresolved;

/** Whether a condition holds. What does not depend on an unresolved part is decided without it. */
export function holds(body: unknown, place: Place, scope: Scope): Truth {
  const [name, ...more] = isObject(body) ? Object.keys(body) : [];
  const argument = isObject(body) && name !== undefined ? body[name] : undefined;
  if (name === undefined || more.length > 0) return misuse(body, place, scope);
  const inside = within(place, name);
  const members = Array.isArray(argument) ? argument : [];
  const truths = (): readonly Truth[] => members.map((each, at) => holds(each, within(inside, at), scope));
  switch (name) {
    case "Condition":
      return typeof argument === "string" ? scope.condition(argument, inside) : misuse(body, place, scope);
    case "Fn::Equals":
      return members.length === 2 ? equals(members, inside, scope) : misuse(body, place, scope);
    case "Fn::Not": {
      const [truth] = truths();
      if (truth === undefined || members.length !== 1) return misuse(body, place, scope);
      return isUnresolved(truth) ? truth : !truth;
    }
    case "Fn::And":
    case "Fn::Or": {
      if (members.length < 2 || members.length > 10) return misuse(body, place, scope);
      const all = truths();
      const decisive = name === "Fn::Or";
      if (all.includes(decisive)) return decisive;
      return all.find(isUnresolved) ?? !decisive;
    }
    default:
      return misuse(body, place, scope);
  }
}

function equals(members: readonly unknown[], place: Place, scope: Scope): Truth {
  const [one, other] = members.map((each, at) => evaluate(each, within(place, at), scope));
  const doubt = findUnresolved(one) ?? findUnresolved(other);
  if (doubt) {
    const isSame = isUnresolved(one) && isUnresolved(other) && one.label === other.label;
    return isSame || doubt;
  }
  const print = (value: typeof one): string => textOf(value) ?? JSON.stringify(value);
  return print(one) === print(other);
}

function misuse(body: unknown, place: Place, scope: Scope): Unresolved {
  const expected = "Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition, with as many members as it takes";
  const received = isObject(body) ? Object.keys(body).join(", ") || "an empty object" : printed(body);
  scope.issues.push(problem("condition", place, expected, received));
  return unresolved(place.pointer, "it is no condition", place);
}
