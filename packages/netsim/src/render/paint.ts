/** Colour, or none. The only place that knows escape sequences. */
import { styleText } from "node:util";

export type Style = "good" | "bad" | "doubt" | "faint" | "strong";

export type Paint = (style: Style, text: string) => string;

const FORMATS = { good: "green", bad: "red", doubt: "yellow", faint: "dim", strong: "bold" } as const;

/** Whether to colour is decided by the caller, so the stream and the environment are not asked again. */
export function painter(color: boolean): Paint {
  if (!color) return (_style, text) => text;
  return (style, text) => (text === "" ? "" : styleText(FORMATS[style], text, { validateStream: false }));
}
