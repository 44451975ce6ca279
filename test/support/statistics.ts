/** `fc.statistics` as numbers, so that a test can hold a distribution to its margins. */
import fc from "fast-check";

/** The share of each label in percent. The same seed gives the same shares. */
export function sharesOf<T>(
  arbitrary: fc.Arbitrary<T>,
  classify: (value: T) => string,
  { numRuns, seed }: { readonly numRuns: number; readonly seed: number },
): Readonly<Record<string, number>> {
  const lines: string[] = [];
  fc.statistics(arbitrary, classify, { numRuns, seed, logger: (line) => lines.push(line) });
  return Object.fromEntries(
    lines.map((line) => {
      const [, label = "", percent = ""] = /^(.*?)\.{2,}([\d.]+)%$/.exec(line) ?? [];
      return [label, Number(percent)];
    }),
  );
}
