/** Whether records of two networks say the same, however they came to be. */

/** What names, explains or places a record and decides nothing. */
const TOLD: ReadonlySet<string> = new Set(["origin", "name", "description"]);

export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((each, at) => same(each, b[at]));
  }
  const [one, other] = [a, b] as Readonly<Record<string, unknown>>[];
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => TOLD.has(key) || same(one?.[key], other?.[key]));
}

/** A text that is the same for what is the same. */
export function saying(value: unknown): string {
  return JSON.stringify(value, (key, each: unknown) => (TOLD.has(key) || key === "id" ? undefined : each));
}
