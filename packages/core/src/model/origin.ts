/** Where something was written, so that messages and annotations can point at it. */
import * as v from "valibot";

export interface Origin {
  /** The file, relative to where the reading began. */
  readonly file?: string | undefined;
  /** The place in a JSON file (RFC 6901). */
  readonly pointer?: string | undefined;
  /** The name in a template. */
  readonly logicalId?: string | undefined;
}

export const originSchema: v.GenericSchema<unknown, Origin> = v.strictObject({
  file: v.optional(v.string()),
  pointer: v.optional(v.string()),
  logicalId: v.optional(v.string()),
});

/** The keys that every record of the model may carry. */
export interface Described {
  /** The `Name` tag. */
  readonly name?: string | undefined;
  readonly origin?: Origin | undefined;
}
