/** The attributes of load balancers and target groups: pairs of strings, as in the API. */
import { problem } from "../document.js";
import type { Context, Made } from "./context.js";
import { Fields } from "./fields.js";
import { isUnresolved, type Unresolved } from "./value.js";

export interface Settings {
  /** Why some of them are not known. */
  readonly doubt?: Unresolved | undefined;
  readonly text: (key: string) => string | undefined;
  readonly flag: (key: string) => boolean | undefined;
  readonly number: (key: string) => number | undefined;
  /** Null for `off`. */
  readonly numberOrOff: (key: string) => number | null | undefined;
}

export function attributesIn(context: Context, { fields }: Made, property: string): Settings {
  const list = fields.objects(property);
  const members = isUnresolved(list) ? [list] : (list ?? []);
  const values = new Map<string, { readonly value: string; readonly at: Fields }>();
  let doubt: Unresolved | undefined;
  for (const each of members) {
    const pair = each instanceof Fields ? [each.text("Key"), each.text("Value")] : [each];
    doubt ??= pair.find(isUnresolved);
    const [key, value] = pair;
    if (each instanceof Fields && typeof key === "string" && typeof value === "string")
      values.set(key, { value, at: each });
  }
  const refuse = (key: string, expected: string): undefined => {
    const found = values.get(key);
    if (found)
      context.draft.issues.push(
        problem("shape", found.at.placeOf("Value"), `${expected} for ${key}`, JSON.stringify(found.value)),
      );
  };
  const text = (key: string): string | undefined => values.get(key)?.value;
  const number = (key: string): number | undefined => {
    const value = text(key);
    if (value === undefined) return undefined;
    return /^\d+$/.test(value) ? Number(value) : refuse(key, "a whole number");
  };
  return {
    doubt,
    text,
    number,
    flag: (key) => {
      const value = text(key)?.toLowerCase();
      if (value === undefined) return undefined;
      return value === "true" || value === "false" ? value === "true" : refuse(key, "true or false");
    },
    numberOrOff: (key) => (text(key) === "off" ? null : number(key)),
  };
}
