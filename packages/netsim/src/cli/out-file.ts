/** `--out FILE`: what a command prints goes into a file, once the command has come to its end. */
import { BadInput } from "./failures.js";
import type { ExitCode, Io } from "./io.js";

export async function intoFile(file: string, io: Io, run: (io: Io) => Promise<ExitCode>): Promise<ExitCode> {
  const chunks: string[] = [];
  const code = await run({ ...io, stdout: { write: (text) => void chunks.push(text), isTTY: false } });
  try {
    await io.writeFile(file, chunks.join(""));
  } catch (error) {
    const expected = "a file that can be written";
    const received = (error as NodeJS.ErrnoException).code ?? String(error);
    const message = `--out ${file}: expected ${expected}, found ${received}`;
    throw new BadInput([{ code: "unwritable", path: [file], expected, received, message }]);
  }
  return code;
}
