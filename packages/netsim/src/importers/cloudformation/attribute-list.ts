/** The attributes of load balancers and target groups: pairs of strings, as in the API. */
import { type AttributeValues, attributeValues } from "../aws/attribute-values.js";
import { problem } from "../document.js";
import type { Context, Made } from "./context.js";
import { Fields } from "./fields.js";
import { isUnresolved, type Unresolved } from "./value.js";

export interface Settings extends AttributeValues {
  /** Why some of them are not known. */
  readonly doubt?: Unresolved | undefined;
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
  return { doubt, ...attributeValues(text, refuse) };
}
