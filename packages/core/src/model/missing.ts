/** What a network is known to leave out. Named, so that a path that needs it is `unknown` and not a guess. */
import * as v from "valibot";
import { type Origin, originSchema } from "./origin.js";
import type { Reader } from "./read.js";

export interface Missing {
  /**
   * The collection of the network it would be in, such as `routeTables`; or what is left out of a record that is there:
   * `listeners` and `loadBalancerAttributes` of the load balancer `id`, `targets` and `targetGroupAttributes` of the
   * target group `id`.
   */
  readonly collection: string;
  /** Absent: the whole collection was not collected (of `vpcId`, where that is given). */
  readonly id?: string | undefined;
  readonly vpcId?: string | undefined;
  /**
   * `not-collected`, `not-described` (something refers to it), `page-cut-short`, `not-modelled`, `contradictory`;
   * `altered` for a record that is there with a value that AWS would not have given it.
   */
  readonly reason: string;
  /** What is known beyond that, for people. */
  readonly detail?: string | undefined;
  readonly origin?: Origin | undefined;
}

const schema: v.GenericSchema<unknown, readonly Missing[]> = v.array(
  v.strictObject({
    collection: v.string(),
    id: v.optional(v.string()),
    vpcId: v.optional(v.string()),
    reason: v.string(),
    detail: v.optional(v.string()),
    origin: v.optional(originSchema),
  }),
);

const NOTHING: readonly Missing[] = Object.freeze([]);

/** Lists that were read here: an edit leaves them as they are. */
const normal = new WeakSet<readonly Missing[]>([NOTHING]);

export function readMissing(reader: Reader, value: readonly Missing[] | undefined): readonly Missing[] {
  if (value === undefined) return NOTHING;
  if (normal.has(value)) return value;
  const read = reader.shape(schema, value, ["missing"]);
  if (!read || read.length === 0) return NOTHING;
  normal.add(read);
  return read;
}

/** Whether records of the collection may be missing in the VPC: all of them, or some not known by id. */
export function isMissing(missing: readonly Missing[], collection: string, vpcId?: string): boolean {
  return missing.some(
    (each) =>
      each.collection === collection && each.id === undefined && (each.vpcId === undefined || each.vpcId === vpcId),
  );
}

/** Whether a record that something refers to is known to be left out. */
export function isMissingRecord(missing: readonly Missing[], collection: string, id: string): boolean {
  return missing.some((each) => each.collection === collection && (each.id === undefined || each.id === id));
}
