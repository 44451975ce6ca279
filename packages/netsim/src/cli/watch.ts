/** Runs a command again whenever something that it has read changes. */
import { relative } from "node:path";
import { plain } from "../render/layout.js";
import { UsageError } from "./failures.js";
import type { FileWatch } from "./file-watch.js";
import type { ExitCode, Io } from "./io.js";

const CLEAR = "\u001b[2J\u001b[3J\u001b[H";

export interface Watched {
  readonly run: (io: Io) => Promise<ExitCode>;
  /** What is said when a run ends early; such a run is not the last one. */
  readonly report: (error: unknown) => ExitCode;
  /** Whether to begin each run on an empty screen. */
  readonly isClearing: boolean;
}

/** Answers the exit code of the last run when nobody wants another one. */
export async function runOnChange({ run, report, isClearing }: Watched, io: Io): Promise<ExitCode> {
  let isStopped = false;
  let files = io.watch();
  void io.stopped().then(() => {
    isStopped = true;
    files.close();
  });
  while (true) {
    if (isClearing) io.stdout.write(CLEAR);
    const paths = new Set<string>();
    const code = await run(recording(io, files, paths)).catch((error: unknown) => {
      if (error instanceof UsageError) throw error;
      return report(error);
    });
    if (!isStopped) io.stderr.write(`netsim: watching ${named([...paths])} (Ctrl+C stops)\n`);
    const changed = await files.next();
    files.close();
    if (changed === undefined || isStopped) return code;
    io.stderr.write(`netsim: changed: ${named(changed)}\n`);
    files = io.watch();
  }
}

/** Looks at each path before it is read, so that no change in between is missed. */
function recording(io: Io, files: FileWatch, paths: Set<string>): Io {
  const add = async (path: string): Promise<void> => {
    paths.add(path);
    await files.add(path);
  };
  return {
    ...io,
    readFile: async (path) => {
      await add(path);
      return io.readFile(path);
    },
    readNetwork: async (given) => {
      for (const path of given) await add(path);
      return io.readNetwork(given);
    },
  };
}

const MOST = 5;

function named(paths: readonly string[]): string {
  const names = paths.slice(0, MOST).map((path) => plain(relative(".", path) || "."));
  return names.join(", ") + (paths.length > MOST ? ` and ${paths.length - MOST} more` : "");
}
