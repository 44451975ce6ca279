/** What templates refer to and do not make, and what is not resolved of them, in words. */
import type { Missing } from "@netsim/core";
import { nameOfMissing } from "../missing.js";

export function sentenceOfMissing(missing: Missing): string {
  const { reason, detail = "" } = missing;
  const name = nameOfMissing(missing);
  if (reason === "not-in-templates") return `${name} is in no template (${detail})`;
  if (reason === "not-modelled") return `${name} was left out: ${detail}, which is not modelled`;
  return `${name} is not known: ${detail}`;
}
