/** Where in files findings are shown: paths as the reader of the output knows them, and lines. */
import type { Origin } from "@netsim/core";

/** How origins are shown as places in files. */
export interface Places {
  /** The path of a file that an origin names; undefined where it is no file. As it is when left out. */
  readonly pathOf?: ((file: string) => string | undefined) | undefined;
  /** The line of an origin, from 1; undefined where it is not known. */
  readonly lineOf?: ((origin: Origin) => number | undefined) | undefined;
}

export interface Place {
  readonly path: string;
  readonly line: number | undefined;
}

export function placeOf(origin: Origin | undefined, { pathOf, lineOf }: Places): Place | undefined {
  if (origin?.file === undefined) return undefined;
  const path = pathOf ? pathOf(origin.file) : origin.file;
  return path === undefined ? undefined : { path, line: lineOf?.(origin) };
}
