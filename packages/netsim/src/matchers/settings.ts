/** What holds for every matcher until it is set otherwise. */

export interface MatcherSettings {
  /** Whether `.not.toReach`, `.not.toServe` and `.not.toBeHealthy` fail unless they say why: `{ because: ... }`. */
  readonly requireReason: boolean;
  /** Columns of a failure message; those of the terminal, or 80, where undefined. */
  readonly width: number | undefined;
}

let settings: MatcherSettings = { requireReason: false, width: undefined };

/**
 * Changes settings for what runs after it in this process: in most runners the test file that calls it, or every file
 * where a setup file does.
 *
 * @returns the settings before, to be put back.
 */
export function configureMatchers(changes: Partial<MatcherSettings>): MatcherSettings {
  const before = settings;
  const unknown = Object.keys(changes).filter((key) => !Object.hasOwn(before, key));
  if (unknown.length > 0) {
    throw new TypeError(
      `configureMatchers: expected ${Object.keys(before).join(" and ")}, found ${unknown.join(", ")}`,
    );
  }
  settings = { ...before, ...changes };
  return before;
}

export function currentSettings(): MatcherSettings {
  return settings;
}
