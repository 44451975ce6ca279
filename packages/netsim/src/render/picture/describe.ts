/** What a picture shows, in words, for who does not see it. */
import type { Plan, Way } from "./plan.js";

export function describe({ title, word, reasons, ways, notes }: Plan): {
  readonly title: string;
  readonly description: string;
} {
  const causes = reasons.map(({ text, number }) => (reasons.length > 1 ? `${number}. ${text}.` : `${text}.`));
  return {
    title: word === "" ? title.trim() || "a network" : `${title}: ${word}`,
    description: [...causes, ...ways.map(wayText), ...notes].join(" ") || "Nothing is in it.",
  };
}

const TONES = {
  pass: "gets through",
  block: "is stopped",
  partial: "gets through in part",
  unknown: "is not known",
} as const;

/** More legs than this are counted, not listed. */
const LEGS = 3;

function wayText(way: Way): string {
  return `${legsText(way)} ${TONES[way.tone]}.`;
}

export function legsText({ legs }: Way): string {
  const more = legs.length - LEGS;
  return `${legs.slice(0, LEGS).join("; ")}${more > 0 ? ` and ${more} more` : ""}`;
}
