/** How results are printed. */
import type { TextOptions } from "../render/text.js";
import type { Args } from "./args.js";
import type { Io } from "./io.js";

export function printJson(value: unknown, { stdout }: Pick<Io, "stdout">): void {
  stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

const COLUMNS = 100;
const MOST_COLUMNS = 140;

export function textOptions(args: Args, { stdout, env }: Pick<Io, "stdout" | "env">): TextOptions {
  const isPlain = args.has("no-color") || (env.NO_COLOR ?? "") !== "" || env.TERM === "dumb";
  return {
    color: stdout.isTTY && !isPlain,
    width: Math.min(stdout.columns ?? COLUMNS, MOST_COLUMNS),
    verbose: args.has("verbose"),
  };
}
