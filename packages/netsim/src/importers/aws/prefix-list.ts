/**
 * Prefix lists. `describe-managed-prefix-lists` says which there are, `get-managed-prefix-list-entries` what is in one,
 * without saying which; `describe-prefix-lists` has both, for AWS's own lists.
 * "ManagedPrefixList" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ManagedPrefixList.html
 */
import * as v from "valibot";
import { isObject, type Place, printed, problem, within } from "../document.js";
import type { Found } from "../find.js";
import { addNote, type Draft, recordsOf } from "./draft.js";
import { canonical, type KeyReader, keep, type Noun, nounReader, parseShape } from "./noun.js";

const schema = v.object({
  PrefixListId: v.string(),
  PrefixListName: v.optional(v.string()),
  Cidrs: v.optional(v.array(v.string())),
});

type AwsPrefixList = v.InferOutput<typeof schema>;

const prefixLists: Noun = {
  key: "PrefixLists",
  id: "PrefixListId",
  schema,
  collections: ["prefixLists"],
  merge: (one: AwsPrefixList, other: AwsPrefixList): AwsPrefixList | undefined => {
    const agree = (["PrefixListName", "Cidrs"] as const).every(
      (key) => one[key] === undefined || other[key] === undefined || canonical(one[key]) === canonical(other[key]),
    );
    return agree ? { ...one, ...other } : undefined;
  },
};

const entriesSchema = v.array(v.object({ Cidr: v.string() }));

/** `{ PrefixListId, Entries }`, a list of such, or the bare answer in a file whose name has the id of the list. */
const entries: KeyReader = {
  key: "Entries",
  collections: [],
  recognise: ({ value, holder, top }) => {
    if (!Array.isArray(value)) return false;
    if (typeof holder.PrefixListId === "string") return true;
    return (
      top && value.length > 0 && value.every((each) => isObject(each) && ("Cidr" in each || "PrefixListId" in each))
    );
  },
  read: (found, draft) => {
    const members = found.value as readonly unknown[];
    const isList =
      typeof found.holder.PrefixListId !== "string" &&
      members.every((each) => isObject(each) && "PrefixListId" in each);
    if (!isList) {
      readEntries(draft, found.holder.PrefixListId ?? idInName(found), found.value, found.place);
      return;
    }
    for (const [at, each] of (members as readonly Record<string, unknown>[]).entries()) {
      readEntries(draft, each.PrefixListId, each.Entries, within(found.place, at, "Entries"));
    }
  },
};

export const prefixListReaders: readonly KeyReader[] = [
  nounReader(prefixLists),
  // The entries and the lists meet in the records of one noun.
  { ...nounReader(prefixLists), key: "ManagedPrefixLists" },
  entries,
];

function idInName({ place }: Found): string | undefined {
  const ids = new Set(place.file.match(/pl-[0-9a-f]+/g) ?? []);
  return ids.size === 1 ? [...ids][0] : undefined;
}

function readEntries(draft: Draft, id: unknown, value: unknown, place: Place): void {
  if (id === undefined) {
    const message = "these entries do not say of which prefix list they are; put PrefixListId beside them";
    addNote(draft, "entries-of-unknown-prefix-list", message, { place });
  } else if (typeof id !== "string") {
    draft.issues.push(problem("shape", place, "a PrefixListId that is a string", printed(id)));
  } else {
    const list = parseShape(entriesSchema, value, place, draft);
    if (list) keep(prefixLists, id, { PrefixListId: id, Cidrs: list.map((each) => each.Cidr) }, place, draft);
  }
}

/** A list whose entries were not collected is left to what refers to it: most of AWS's own are used by nothing. */
export function buildPrefixLists(draft: Draft): void {
  for (const { id, record, place } of recordsOf(draft, prefixLists, schema)) {
    if (record.Cidrs === undefined) continue;
    const name = record.PrefixListName === undefined ? {} : { name: record.PrefixListName };
    draft.input.prefixLists.set(id, { ...name, entries: record.Cidrs, origin: place });
  }
}
