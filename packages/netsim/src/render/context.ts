/** What every part of a text needs to know. */
import type { Paint } from "./paint.js";

export interface Page {
  readonly paint: Paint;
  /** Columns. */
  readonly width: number;
  /** Show every leg hop by hop, also those of many that work. */
  readonly verbose: boolean;
}
