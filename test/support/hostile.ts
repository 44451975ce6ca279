/** Names that break what does not escape them. */
import fc from "fast-check";

export const HOSTILE: readonly string[] = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "' onload='alert(1)",
  "]]>",
  "<!--",
  "&amp;lt;",
  "a\nb\r\nc\td",
  "\u0000\u0007\u001b[31m",
  "\ud800 lone",
  "\ufffe\uffff",
  "👩‍👩‍👧‍👦 family",
  "שלום עולם",
  "\u202eevil\u202c",
  "漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字",
  `z${"\u0301".repeat(80)}`,
  "W".repeat(300),
  "end",
  "subgraph x[y]",
  "1. first",
  "`code` *bold* | cell | <br> @someone #1",
  "%%{init: {}}%%",
  "```",
  "--> b",
  "__proto__",
  "constructor",
  "",
];

export const hostileName: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({ unit: "grapheme", maxLength: 60 }),
);
