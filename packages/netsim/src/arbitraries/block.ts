/** Random CIDR blocks. */
import { type Cidr, type Family, maskCidr, unwrap } from "@netsim/core";
import fc from "fast-check";
import { ADDRESS_BITS, type AddressConstraints, arbAddress, arbFamily } from "./address.js";
import { wholeNumber } from "./constraints.js";

export interface BlockConstraints extends AddressConstraints {
  /** Bits, 0 to 32 or 128; 0 when left out. */
  readonly minPrefixLength?: number | undefined;
  readonly maxPrefixLength?: number | undefined;
}

const NOTABLE: Readonly<Record<Family, readonly number[]>> = {
  ipv4: [0, 1, 7, 8, 9, 15, 16, 23, 24, 25, 30, 31, 32],
  ipv6: [0, 1, 31, 32, 33, 48, 56, 63, 64, 65, 95, 96, 97, 127, 128],
};

/**
 * A block in canonical text: mostly of the lengths that people use and those beside them. Shrinks to the widest that the
 * constraints admit, `0.0.0.0/0` or `::/0` without any.
 *
 * @throws RangeError when no length is left.
 */
export function arbBlock({ family, ...lengths }: BlockConstraints = {}): fc.Arbitrary<Cidr> {
  return family === undefined ? arbFamily().chain((each) => blockOf(each, lengths)) : blockOf(family, lengths);
}

function blockOf(
  family: Family,
  { minPrefixLength = 0, maxPrefixLength = ADDRESS_BITS[family] }: Omit<BlockConstraints, "family">,
): fc.Arbitrary<Cidr> {
  const min = wholeNumber("minPrefixLength", minPrefixLength, 0, ADDRESS_BITS[family]);
  const max = wholeNumber("maxPrefixLength", maxPrefixLength, min, ADDRESS_BITS[family]);
  const notable = NOTABLE[family].filter((length) => min <= length && length <= max);
  const any = fc.integer({ min, max });
  const length =
    notable.length === 0
      ? any
      : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...notable) }, { weight: 1, arbitrary: any });
  return fc.tuple(arbAddress({ family }), length).map(([at, bits]) => unwrap(maskCidr(`${at}/${bits}`)));
}
