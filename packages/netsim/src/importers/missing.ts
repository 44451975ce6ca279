/** What documents leave out, by name, so that the model does not put AWS's defaults in its place. */
import type { Missing } from "@netsim/core";
import type { Draft } from "./aws/draft.js";
import { type Note, noteOf } from "./note.js";

/**
 * Lists what is referred to and not built, in documents that make everything but what AWS makes with a VPC. To be called
 * when everything is built.
 */
export function findUnmade(draft: Draft, reason: string): void {
  const made = defaultsOfVpcs(draft);
  const seen = new Set(draft.missing.map((each) => `${each.collection} ${each.id}`));
  for (const { collection, id, by, place } of draft.references) {
    const key = `${collection} ${id}`;
    if (draft.input[collection].has(id) || made.has(key) || seen.has(key)) continue;
    seen.add(key);
    draft.missing.push({ collection, id, reason, detail: `${by} refers to it`, origin: place });
  }
}

/** What AWS makes with a VPC, under the ids that the model gives it. */
function defaultsOfVpcs(draft: Draft): ReadonlySet<string> {
  return new Set(
    [...draft.input.vpcs.keys()].flatMap((vpcId) => [
      `routeTables rtb-main-${vpcId}`,
      `networkAcls acl-default-${vpcId}`,
      `securityGroups sg-default-${vpcId}`,
    ]),
  );
}

/** Each entry once, in an order that does not depend on the order of reading. */
export function sortMissing(missing: readonly Missing[]): Missing[] {
  const key = (each: Missing): string => [each.collection, each.vpcId, each.id, each.reason, each.detail].join("\n");
  const byKey = new Map(missing.map((each) => [key(each), each]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}

/** How a missing record is called: by its id, or as some of its collection. */
export function nameOfMissing({ collection, id, vpcId }: Missing): string {
  return id ?? (vpcId === undefined ? `some of the ${collection}` : `some of the ${collection} of ${vpcId}`);
}

/** A note for each. @param sentenceOf what a person is told of it */
export function notesOfMissing(missing: readonly Missing[], sentenceOf: (missing: Missing) => string): readonly Note[] {
  return sortMissing(missing).map((each) => {
    const { collection, id, vpcId, reason, detail, origin } = each;
    const place = origin?.file === undefined ? {} : { place: { file: origin.file, pointer: origin.pointer ?? "" } };
    const details = {
      collection,
      ...(vpcId === undefined ? {} : { vpc: vpcId }),
      ...(detail === undefined ? {} : { detail }),
    };
    const component = id === undefined ? {} : { component: id };
    return noteOf(reason, sentenceOf(each), { ...place, ...component, details });
  });
}
