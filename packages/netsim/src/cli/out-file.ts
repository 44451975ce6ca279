/** `--out FILE`: what a command prints goes into a file, once the command has come to its end. */
import { BadInput } from "./failures.js";
import type { ExitCode, Io } from "./io.js";

/** What Node.js says, in words. */
const FOUND: Readonly<Record<string, string>> = {
  ENOENT: "no such folder",
  ENOTDIR: "a file where a folder is named",
  EISDIR: "a folder",
  EACCES: "no permission to write",
  EROFS: "a file system that is read only",
};

export async function intoFile(file: string, io: Io, run: (io: Io) => Promise<ExitCode>): Promise<ExitCode> {
  const chunks: string[] = [];
  const code = await run({ ...io, stdout: { write: (text) => void chunks.push(text), isTTY: false } });
  try {
    await io.writeFile(file, chunks.join(""));
  } catch (error) {
    const expected = "a file that can be written";
    const { code = String(error) } = error as NodeJS.ErrnoException;
    const received = FOUND[code] ?? code;
    const message = `--out ${file}: expected ${expected}, found ${received}`;
    throw new BadInput([{ code: "unwritable", path: [file], expected, received, message }]);
  }
  return code;
}
