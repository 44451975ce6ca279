/** A command on several lines that a shell still takes for one. */

/** Breaks before options, with a backslash at the end of each line but the last; quoted text stays whole. */
export function commandLines(command: string, width: number): readonly string[] {
  if (command.length <= width) return [command];
  const lines: string[] = [];
  let line = "";
  for (const part of partsOf(command)) {
    // Room for the backslash.
    if (line !== "" && line.length + 1 + part.length + 2 > width) {
      lines.push(`${line} \\`);
      line = `  ${part}`;
    } else line = line === "" ? part : `${line} ${part}`;
  }
  return [...lines, line];
}

/** The program with its verb, then each option with its values. */
function partsOf(command: string): readonly string[] {
  const words = command.match(/(?:'[^']*'|"[^"]*"|\\.|[^\s'"\\])+/g) ?? [];
  const parts: string[] = [];
  for (const word of words) {
    const last = parts.at(-1);
    if (last === undefined || word.startsWith("--")) parts.push(word);
    else parts[parts.length - 1] = `${last} ${word}`;
  }
  return parts;
}
