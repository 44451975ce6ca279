/** The lines on which values of a JSON text begin, by their pointers (RFC 6901). */

/** One pass over the text, for all pointers at once; those that lead nowhere are left out. The text has to be JSON. */
export function pointerLines(text: string, wanted: ReadonlySet<string>): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  let at = 0;
  let line = 1;
  const skipSpace = (): void => {
    for (; at < text.length; at++) {
      const sign = text[at];
      if (sign === "\n") line++;
      else if (sign !== " " && sign !== "\t" && sign !== "\r" && sign !== "," && sign !== ":") return;
    }
  };
  const skipText = (): void => {
    for (at++; at < text.length && text[at] !== '"'; at++) if (text[at] === "\\") at++;
    at++;
  };
  const key = (): string => {
    const start = at;
    skipText();
    return String(JSON.parse(text.slice(start, at)))
      .replaceAll("~", "~0")
      .replaceAll("/", "~1");
  };
  const visit = (pointer: string): void => {
    skipSpace();
    if (wanted.has(pointer)) found.set(pointer, line);
    const sign = text[at];
    if (sign === '"') {
      skipText();
      return;
    }
    if (sign !== "{" && sign !== "[") {
      while (at < text.length && !/[\s,\]}]/.test(text[at] ?? "")) at++;
      return;
    }
    const close = sign === "{" ? "}" : "]";
    at++;
    for (let index = 0; ; index++) {
      skipSpace();
      if (at >= text.length || text[at] === close) break;
      visit(`${pointer}/${sign === "{" ? key() : index}`);
    }
    at++;
  };
  visit("");
  return found;
}
