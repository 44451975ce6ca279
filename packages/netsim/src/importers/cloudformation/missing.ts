/** What templates refer to and do not make, by name, so that what depends on it is unknown and not guessed. */
import type { Missing } from "@netsim/core";
import type { Draft } from "../aws/draft.js";
import { type Note, noteOf } from "../note.js";

/** Adds what is referred to and not built. To be called when everything is built. */
export function findMissing(draft: Draft): void {
  const made = defaultsOfVpcs(draft);
  const seen = new Set(draft.missing.map((each) => `${each.collection} ${each.id}`));
  for (const { collection, id, by, place } of draft.references) {
    const key = `${collection} ${id}`;
    if (draft.input[collection].has(id) || made.has(key) || seen.has(key)) continue;
    seen.add(key);
    draft.missing.push({ collection, id, reason: "not-in-templates", detail: `${by} refers to it`, origin: place });
  }
}

/** What AWS makes with a VPC, under the ids that the model gives it. */
function defaultsOfVpcs(draft: Draft): ReadonlySet<string> {
  return new Set(
    [...draft.input.vpcs.keys()].flatMap((vpcId) => [
      `networkAcls acl-default-${vpcId}`,
      `securityGroups sg-default-${vpcId}`,
    ]),
  );
}

export function noteOfMissing(missing: Missing): Note {
  const { collection, id, vpcId, reason, detail, origin } = missing;
  const place = origin?.file === undefined ? {} : { place: { file: origin.file, pointer: origin.pointer ?? "" } };
  const details = {
    collection,
    ...(vpcId === undefined ? {} : { vpc: vpcId }),
    ...(detail === undefined ? {} : { detail }),
  };
  const component = id === undefined ? {} : { component: id };
  return noteOf(reason, sentence(missing), { ...place, ...component, details });
}

function sentence({ collection, id, vpcId, reason, detail = "" }: Missing): string {
  const name = id ?? (vpcId === undefined ? `some of the ${collection}` : `some of the ${collection} of ${vpcId}`);
  if (reason === "not-in-templates") return `${name} is in no template (${detail})`;
  if (reason === "not-modelled") return `${name} was left out: ${detail}, which is not modelled`;
  return `${name} is not known: ${detail}`;
}
