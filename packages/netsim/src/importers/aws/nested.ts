/** Answers that collectors put into the record that they are about, such as `Listeners` in a load balancer. */
import { isObject, within } from "../document.js";
import type { Found } from "../find.js";
import type { Draft } from "./draft.js";
import type { KeyReader } from "./noun.js";

/** A reader that, after the list, reads what the members have under the keys of other readers. */
export function withNested(reader: KeyReader, nested: readonly KeyReader[]): KeyReader {
  return {
    ...reader,
    read: (found, draft) => {
      reader.read(found, draft);
      readNested(found, nested, draft);
    },
  };
}

function readNested({ value, place }: Found, nested: readonly KeyReader[], draft: Draft): void {
  if (!Array.isArray(value)) return;
  for (const [at, holder] of value.entries()) {
    if (!isObject(holder)) continue;
    for (const { key, read, recognise } of nested) {
      const inner: Found = { key, value: holder[key], holder, place: within(place, at, key), top: false };
      if (inner.value !== undefined && recognise(inner)) read(inner, draft);
    }
  }
}
