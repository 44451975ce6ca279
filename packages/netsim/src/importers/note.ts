/** What an importer found and a user should know, though it hinders nothing. */
import type { Place } from "./document.js";

export type Details = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** Something that the importer found worth saying of its input. */
export interface Note {
  /** A stable kebab-case word for the kind of finding, such as `not-modelled`. */
  readonly code: string;
  readonly file?: string | undefined;
  /** The place in the file (RFC 6901). */
  readonly pointer?: string | undefined;
  /** The id of what it is about. */
  readonly component?: string | undefined;
  /** Further facts by name. */
  readonly details?: Details | undefined;
  /** One sentence for people. */
  readonly message: string;
}

export interface About {
  readonly place?: Place | undefined;
  readonly component?: string | undefined;
  readonly details?: Details | undefined;
}

export function noteOf(code: string, message: string, { place, component, details }: About): Note {
  for (const value of Object.values(details ?? {})) Object.freeze(value);
  return Object.freeze({
    code,
    ...place,
    ...(component === undefined ? {} : { component }),
    ...(details === undefined ? {} : { details: Object.freeze({ ...details }) }),
    message,
  });
}

/** In an order that does not depend on the order of reading. */
export function sortNotes(notes: readonly Note[]): readonly Note[] {
  const key = (each: Note): string => [each.code, each.component, each.file, each.pointer, each.message].join("\n");
  return notes.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
