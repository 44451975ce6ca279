/** Stories run when they are imported: what they print, and what they found. */
import { vi } from "vitest";

/** The story's exports and its lines; imported once, as a story prints once. */
export async function told<T>(load: () => Promise<T>): Promise<{ readonly facts: T; readonly printed: string }> {
  const lines: string[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((...values) => void lines.push(values.join(" ")));
  try {
    const facts = await load();
    return { facts, printed: `${lines.join("\n").trimEnd()}\n` };
  } finally {
    log.mockRestore();
  }
}
