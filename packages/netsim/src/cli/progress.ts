/** A counter on standard error for work that takes longer than a second. */
import { plain } from "../render/layout.js";
import type { Io } from "./io.js";

export interface Progress {
  readonly step: (done: number, total: number, name: string) => void;
  /** Clears the counter, before anything else is printed. */
  readonly finish: () => void;
}

const FIRST = 1000;
const ON_TERMINAL = 100;
const ON_PIPE = 1000;

export function startProgress({ stderr, now }: Pick<Io, "stderr" | "now">): Progress {
  const start = now();
  let last = Number.NEGATIVE_INFINITY;
  let isShown = false;
  return {
    step: (done, total, name) => {
      const time = now();
      if (time - start < FIRST || time - last < (stderr.isTTY ? ON_TERMINAL : ON_PIPE)) return;
      last = time;
      const text = `${done + 1} of ${total}: ${plain(name)}`;
      if (!stderr.isTTY) return stderr.write(`netsim: ${text}\n`);
      stderr.write(`\r\u001b[K${text.slice(0, (stderr.columns ?? 80) - 1)}`);
      isShown = true;
    },
    finish: () => {
      if (isShown) stderr.write("\r\u001b[K");
      isShown = false;
    },
  };
}
