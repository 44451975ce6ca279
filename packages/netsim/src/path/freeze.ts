/** Deep freezing of a result: it is handed to others as it is. */

export function freeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const key of Object.keys(value)) {
    const member = (value as Record<string, unknown>)[key];
    // Absent has one form: no key. JSON has no other.
    if (member === undefined) delete (value as Record<string, unknown>)[key];
    else freeze(member);
  }
  return Object.freeze(value);
}
