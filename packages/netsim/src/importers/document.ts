/** What an importer is given, and places in it. */
import { formatPath, type Issue, type Path, show } from "@netsim/core";

/** A parsed file, with its name. */
export interface Document {
  /** What to call it in messages and origins. */
  readonly file: string;
  /** The parsed JSON. */
  readonly json: unknown;
}

/** A place in a document: an `Origin` whose keys are both known. */
export interface Place {
  readonly file: string;
  /** RFC 6901; empty for the whole document. */
  readonly pointer: string;
}

export function within(place: Place, ...keys: readonly (string | number)[]): Place {
  const steps = keys.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`);
  return { file: place.file, pointer: place.pointer + steps.join("") };
}

/** The file, then the keys of the pointer. */
export function pathOf(place: Place): Path {
  const steps = place.pointer.split("/").slice(1);
  const keys = steps.map((step) =>
    /^(0|[1-9]\d*)$/.test(step) ? Number(step) : step.replaceAll("~1", "/").replaceAll("~0", "~"),
  );
  return [place.file, ...keys];
}

/** `ec2-describe-vpcs.json: Vpcs[0]`. */
export function placeName(place: Place): string {
  const inside = formatPath(pathOf(place).slice(1));
  return inside === "" ? place.file : `${place.file}: ${inside}`;
}

/** An issue at a place; `received` is already printed. */
export function problem(code: string, place: Place, expected: string, received: string): Issue {
  const message = `${placeName(place)}: expected ${expected}, found ${received}`;
  return { code, path: pathOf(place), expected, received, message };
}

/** A short print of any JSON value, however large it is. */
export function printed(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "an empty array" : "an array";
  return typeof value === "object" && value !== null ? "an object" : show(value);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
