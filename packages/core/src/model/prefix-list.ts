/**
 * A managed prefix list: blocks of one family that rules and routes name by id.
 * "Managed prefix lists" https://docs.aws.amazon.com/vpc/latest/userguide/managed-prefix-lists.html
 */
import * as v from "valibot";
import { type Cidr, cidrFamily } from "../packet/cidr.js";
import type { Path } from "../result.js";
import { type Described, type Origin, originSchema } from "./origin.js";
import { compact, type Reader } from "./read.js";

export interface PrefixList extends Described {
  readonly id: string;
  readonly entries: readonly Cidr[];
}

export interface PrefixListInput {
  readonly entries: readonly string[];
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly origin?: Origin | undefined;
}

const schema: v.GenericSchema<unknown, PrefixListInput> = v.strictObject({
  id: v.optional(v.string()),
  name: v.optional(v.string()),
  origin: v.optional(originSchema),
  entries: v.array(v.string()),
});

export function readPrefixList(reader: Reader, id: string, value: unknown, path: Path): PrefixList | undefined {
  const input = reader.shape(schema, value, path);
  if (!input) return undefined;
  const entries = reader.cidrs(input.entries, [...path, "entries"]);
  if (new Set(entries.map(cidrFamily)).size > 1) {
    reader.report("prefix-list-family", [...path, "entries"], "blocks of one family", input.entries);
  }
  return compact({ id, name: input.name, entries, origin: input.origin });
}
