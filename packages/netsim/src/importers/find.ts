/** Where in a document the known keys are: at the top, in a list, or wrapped in anything else. */
import { type Document, isObject, type Place, within } from "./document.js";

/** A known key and what is under it. */
export interface Found {
  readonly key: string;
  readonly value: unknown;
  /** The object that has the key. */
  readonly holder: Readonly<Record<string, unknown>>;
  /** Of the value. */
  readonly place: Place;
  /** The object that has the key is the document, or a member of the document. */
  readonly top: boolean;
}

/** Whether what is found is what AWS means by the key, and not another's key of that name. */
export type Recognise = (found: Found) => boolean;

/** Deeper than any wrapping people make; a bound, because documents come from outside. */
const DEPTH = 64;

/** Every recognised key, in the order of the document. Nothing is looked for inside what was recognised. */
export function findKeys(document: Document, keys: ReadonlyMap<string, Recognise>): readonly Found[] {
  const found: Found[] = [];
  const visit = (value: object, place: Place, depth: number, top: boolean): void => {
    if (depth > DEPTH) return;
    for (const [key, member] of Object.entries(value)) {
      if (typeof member !== "object" && !(top && keys.has(key))) continue;
      const inside = within(place, key);
      const here: Found = { key, value: member, holder: value as Found["holder"], place: inside, top };
      if (!Array.isArray(value) && keys.get(key)?.(here)) found.push(here);
      else if (typeof member === "object" && member !== null) {
        visit(member, inside, depth + 1, depth === 0 && Array.isArray(value));
      }
    }
  };
  if (typeof document.json === "object" && document.json !== null) {
    visit(document.json, { file: document.file, pointer: "" }, 0, isObject(document.json));
  }
  return found;
}

/** A page that is not the last one; the CLI joins pages unless it is told not to. */
export function isCutShort(holder: Found["holder"]): boolean {
  return ["NextToken", "NextMarker", "Marker"].some((key) => typeof holder[key] === "string" && holder[key] !== "");
}

/** What a document is that does not come of a describe command. */
export function inputKind(json: unknown): "cloudformation" | "terraform" | undefined {
  if (!isObject(json)) return undefined;
  const resources = isObject(json.Resources) ? Object.values(json.Resources) : [];
  const isResource = (each: unknown): boolean =>
    isObject(each) && typeof each.Type === "string" && each.Type.includes("::");
  if (json.AWSTemplateFormatVersion !== undefined || resources.some(isResource)) return "cloudformation";
  const version = typeof json.format_version === "string" || typeof json.terraform_version === "string";
  const isTerraform = ["planned_values", "values", "resource_changes", "configuration", "resources"].some(
    (key) => json[key] !== undefined,
  );
  return version && isTerraform ? "terraform" : undefined;
}
