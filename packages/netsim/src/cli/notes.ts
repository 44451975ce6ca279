/** What the importer noticed, on standard error: a count of each kind, or with `--verbose` every one. */
import type { Note } from "../importers/note.js";
import { plain } from "../render/layout.js";
import type { Io } from "./io.js";

export function printNotes(notes: readonly Note[], isVerbose: boolean, { stderr }: Pick<Io, "stderr">): void {
  if (notes.length === 0) return;
  if (isVerbose) {
    for (const note of notes) stderr.write(`netsim: note: ${plain(note.message)}\n`);
    return;
  }
  const counts = new Map<string, number>();
  for (const { code } of notes) counts.set(code, (counts.get(code) ?? 0) + 1);
  const kinds = [...counts].map(([code, count]) => `${count} ${code}`).join(", ");
  const noun = notes.length === 1 ? "note" : "notes";
  stderr.write(`netsim: ${notes.length} ${noun} about the network (--verbose shows them): ${plain(kinds)}\n`);
}
