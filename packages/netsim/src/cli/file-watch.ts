/**
 * Whether files and folders have changed. The events of `fs.watch` say when to look, and stamps of the files whether there
 * is anything new: events alone are told twice, or for another file, or not at all where a drive is mounted from elsewhere.
 */
import { type FSWatcher, watch } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

export interface FileWatch {
  /** Looks at a file, or at a folder with all that is in it, from what it is like now. It need not be there yet. */
  readonly add: (path: string) => Promise<void>;
  /** The files that have changed, once they no longer do; undefined after `close`. */
  readonly next: () => Promise<readonly string[] | undefined>;
  readonly close: () => void;
}

/** Milliseconds. */
const QUIET = 100;
const WITHOUT_EVENTS = 1000;

type Stamps = ReadonlyMap<string, string>;

export function watchFiles(): FileWatch {
  const paths = new Map<string, Stamps>();
  const watchers = new Map<string, FSWatcher>();
  let isClosed = false;
  let wake = (): void => {};

  const listen = (folder: string): void => {
    if (isClosed || watchers.has(folder)) return;
    try {
      const watcher = watch(folder, () => wake());
      // It is gone, or there are too many of them: the file is still looked at now and then.
      watcher.on("error", () => watcher.close());
      watchers.set(folder, watcher);
    } catch {
      // As above.
    }
  };
  /** Resolves at an event, or after a while. */
  const pause = (milliseconds: number): Promise<void> =>
    new Promise((go) => {
      const timer = setTimeout(go, milliseconds);
      wake = () => {
        clearTimeout(timer);
        go();
      };
    });
  const changed = async (): Promise<string[]> => {
    const found = new Set<string>();
    for (const [path, before] of paths) {
      const now = await stampsOf(path, listen);
      for (const file of new Set([...before.keys(), ...now.keys()])) {
        if (before.get(file) !== now.get(file)) found.add(file);
      }
      paths.set(path, now);
    }
    return [...found];
  };

  return {
    add: async (path) => {
      const full = resolve(path);
      if (!paths.has(full)) paths.set(full, await stampsOf(full, listen));
    },
    next: async () => {
      let found: string[] = [];
      while (!isClosed) {
        const more = await changed();
        found = [...new Set([...found, ...more])];
        // An editor writes in several steps, and an export writes many files.
        if (found.length > 0 && more.length === 0) return found.sort();
        if (found.length > 0) await new Promise((go) => setTimeout(go, QUIET));
        else if (!isClosed) await pause(WITHOUT_EVENTS);
      }
      return undefined;
    },
    close: () => {
      isClosed = true;
      for (const watcher of watchers.values()) watcher.close();
      wake();
    },
  };
}

/** What tells a version of each file from the next; `listen` is given the folders in which files come and go. */
async function stampsOf(path: string, listen: (folder: string) => void): Promise<Stamps> {
  const stamps = new Map<string, string>();
  const isFolder = (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
  if (isFolder) await stampFolder(path, stamps, listen);
  else {
    await stampFile(path, stamps);
    listen(dirname(path));
    // What a link leads to changes elsewhere.
    const real = await realpath(path).catch(() => path);
    listen(dirname(real));
  }
  return stamps;
}

async function stampFolder(
  folder: string,
  stamps: Map<string, string>,
  listen: (folder: string) => void,
): Promise<void> {
  listen(folder);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const full = join(folder, entry.name);
    if (!entry.isDirectory()) await stampFile(full, stamps);
    else if (!entry.name.startsWith(".") && entry.name !== "node_modules") await stampFolder(full, stamps, listen);
  }
}

async function stampFile(path: string, stamps: Map<string, string>): Promise<void> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  stamps.set(path, found ? `${found.ino} ${found.size} ${found.mtimeNs} ${found.ctimeNs}` : "nothing there");
}
