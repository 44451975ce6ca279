/** Deep freezing of a result: it is handed to others as it is. */

export function freeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  const members: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  for (let at = 0; at < members.length; at++) freeze(members[at]);
  return Object.freeze(value);
}
