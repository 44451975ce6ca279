/**
 * How a request is read: the shape of AWS's API, with AWS's codes for what is not of that shape.
 * "Error codes for the Amazon EC2 API" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
import { type Cidr, cidrFamily, type Family, failure, issue, maskCidr, ok, type Path, type Result } from "@netsim/core";
import * as v from "valibot";
import { refuse } from "../verb.js";

/** Spread into the schema of a request. */
export type Optional<T> = v.OptionalSchema<v.GenericSchema<unknown, T>, undefined>;

export const text: Optional<string> = v.optional(v.string());
export const number: Optional<number> = v.optional(v.number());
export const flag: Optional<boolean> = v.optional(v.boolean());
export const texts: Optional<readonly string[]> = v.optional(v.array(v.string()));

/** What AWS answers where there is nothing to say. */
export type NoAnswer = Readonly<Record<string, never>>;

export const NO_ANSWER: NoAnswer = Object.freeze({});

/** A key that AWS does not know is refused, as a misspelt one must not be ignored. */
export function readRequest<T>(schema: v.GenericSchema<unknown, T>, request: unknown): Result<T> {
  if (Array.isArray(request)) return refuse("InvalidParameterValue", [], "an object of parameters", request);
  const read = v.safeParse(schema, request);
  if (read.success) return ok(read.output);
  return failure(
    read.issues.map((found) => {
      const path = (found.path ?? []).map((item) => item.key as string | number);
      if (found.expected === "never") return issue("UnknownParameter", path, "no such parameter", found.input);
      if (found.input === undefined) return issue("MissingParameter", path, "a value", found.input);
      return issue("InvalidParameterValue", path, found.expected ?? found.message, found.input);
    }),
  );
}

/** What every member becomes, up to the first refusal. */
export function readEach<T, U>(members: readonly T[], read: (member: T, at: number) => Result<U>): Result<U[]> {
  const out: U[] = [];
  for (const [at, member] of members.entries()) {
    const result = read(member, at);
    if (!result.ok) return result;
    out.push(result.value);
  }
  return ok(out);
}

/** The only one of these parameters that is given; AWS takes exactly one. */
export function exactlyOne<K extends string>(
  request: { readonly [key in K]?: unknown },
  keys: readonly K[],
): Result<K> {
  const [key, other] = keys.filter((each) => request[each] !== undefined);
  if (key === undefined) return refuse("MissingParameter", [], `one of ${keys.join(", ")}`, undefined);
  if (other === undefined) return ok(key);
  return refuse("InvalidParameterCombination", [other], `nothing beside ${key}`, request[other]);
}

/** A block in canonical form: AWS zeroes host bits on input, and takes no address without a prefix length. */
export function readBlock(block: string, family: Family, path: Path): Result<Cidr> {
  const read = maskCidr(block, path);
  if (read.ok && cidrFamily(read.value) === family) return read;
  const expected =
    family === "ipv4" ? "an IPv4 CIDR block such as 203.0.113.0/24" : "an IPv6 CIDR block such as 2001:db8::/32";
  return refuse("InvalidParameterValue", path, expected, block);
}
