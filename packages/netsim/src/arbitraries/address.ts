/** Random addresses, mostly such as rules and blocks begin or end at. */
import { FAMILIES, type Family, type IpAddress, ip } from "@netsim/core";
import fc from "fast-check";

export interface AddressConstraints {
  /** Both families when left out. */
  readonly family?: Family | undefined;
}

const NOTABLE: Readonly<Record<Family, readonly string[]>> = {
  ipv4: [
    "10.0.0.0",
    "10.0.0.1",
    "10.0.1.0",
    "10.0.1.255",
    "10.128.0.0",
    "0.0.0.0",
    "127.255.255.255",
    "128.0.0.0",
    "172.31.0.0",
    "203.0.113.7",
    "255.255.255.255",
  ],
  ipv6: [
    "2001:db8::",
    "2001:db8::1",
    "2001:db8:0:1::",
    "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
    "::",
    "::1",
    "0:0:0:1::",
    "7fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "8000::",
    "fe80::1",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
  ],
};

/** How many bits the addresses of a family have. */
export const ADDRESS_BITS: Readonly<Record<Family, number>> = { ipv4: 32, ipv6: 128 };

/** One of the two families; IPv4 when shrunk. */
export function arbFamily(): fc.Arbitrary<Family> {
  return fc.constantFrom(...FAMILIES);
}

/**
 * An address: notable ones three times out of four, otherwise any. Shrinks to 10.0.0.0 or 2001:db8::.
 */
export function arbAddress({ family }: AddressConstraints = {}): fc.Arbitrary<IpAddress> {
  return family === undefined ? arbFamily().chain(addressOf) : addressOf(family);
}

function addressOf(family: Family): fc.Arbitrary<IpAddress> {
  const last = (1n << BigInt(ADDRESS_BITS[family])) - 1n;
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 3, arbitrary: fc.constantFrom(...NOTABLE[family].map(ip)) },
    { weight: 1, arbitrary: fc.bigInt({ min: 0n, max: last }).map((value) => ip(addressText(value, family))) },
  );
}

function addressText(value: bigint, family: Family): string {
  const width = family === "ipv4" ? 8 : 16;
  const digits = Array.from({ length: ADDRESS_BITS[family] / width }, (_, at) =>
    BigInt.asUintN(width, value >> BigInt(ADDRESS_BITS[family] - width * (at + 1))),
  );
  return family === "ipv4" ? digits.join(".") : digits.map((each) => each.toString(16)).join(":");
}
