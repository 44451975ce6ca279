/** What the command needs of the world it runs in; the process gives it, and tests give their own. */
import type { ReadNetwork } from "../intents/run.js";
import type { FileWatch } from "./file-watch.js";

/** One end of the process. */
export interface Output {
  readonly write: (text: string) => void;
  readonly isTTY: boolean;
  readonly columns?: number | undefined;
}

export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly readFile: (path: string) => Promise<string>;
  readonly writeFile: (path: string, text: string) => Promise<void>;
  readonly readStdin: () => Promise<string>;
  /** Also from standard input, which is `-`. */
  readonly readNetwork: ReadNetwork;
  readonly watch: () => FileWatch;
  /** Resolves when a command that would go on is to end: it is interrupted, or nobody reads what it prints. */
  readonly stopped: () => Promise<void>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds. */
  readonly now: () => number;
}

/** All is well; something does not hold; bad input or usage; not known, and `--strict` was given. */
export type ExitCode = 0 | 1 | 2 | 3;
