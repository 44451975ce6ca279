/** Results that hang on frozen records by identity: an edit recomputes only what it touched, and nothing has to be evicted. */

/** Remembers `compute` for each pair of objects. */
export function memoize<A extends object, B extends object, T>(compute: (a: A, b: B) => T): (a: A, b: B) => T {
  const known = new WeakMap<A, WeakMap<B, { readonly value: T }>>();
  return (a, b) => {
    let inner = known.get(a);
    if (!inner) {
      inner = new WeakMap();
      known.set(a, inner);
    }
    const hit = inner.get(b);
    if (hit) return hit.value;
    const value = compute(a, b);
    inner.set(b, { value });
    return value;
  };
}
