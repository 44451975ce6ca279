/**
 * Addresses that AWS chooses at deployment. Which one it is decides nothing that a rule does not name, and without any
 * there would be no verdict: so the first free address is presumed, always the same for the same templates, and never
 * one that a template names.
 */
import { type Cidr, cidr, cidrFamily, cidrHost, cidrSize, isIp, parseIp, reservedAddresses } from "@netsim/core";

/**
 * Public addresses that nobody has: TEST-NET-1 to 3 (RFC 5737), then the block for benchmarks (RFC 2544). For the model
 * they are addresses of the internet like any other.
 */
const PUBLIC: readonly Cidr[] = ["203.0.113.0/24", "198.51.100.0/24", "192.0.2.0/24", "198.18.0.0/15"].map(cidr);

const IPV4 = /\d{1,3}(?:\.\d{1,3}){3}/g;
const IPV6 = /[0-9a-f]*:[0-9a-f:]+/gi;

export class Presumed {
  readonly #taken: Set<string>;
  readonly #given = new Map<string, string>();
  readonly #next = new Map<string, number>();
  #blocks = 0;

  /** @param sources templates and options: what they name as an address is not presumed for another. */
  constructor(sources: readonly unknown[]) {
    const text = JSON.stringify(sources) ?? "";
    const named = [...text.matchAll(IPV4), ...text.matchAll(IPV6)].flatMap(([address]) => {
      const parsed = isIp(address) ? parseIp(address) : undefined;
      return parsed?.ok ? [parsed.value as string] : [];
    });
    this.#taken = new Set(named);
  }

  /** An address of a subnet's block; undefined where all are taken. The same key gets the same address. */
  inside(key: string, block: Cidr): string | undefined {
    return this.#first(`${key} ${cidrFamily(block)}`, [block], (address) =>
      reservedAddresses(block).includes(address as never),
    );
  }

  public(key: string): string | undefined {
    return this.#first(`${key} public`, PUBLIC, (address) =>
      PUBLIC.some((block) => reservedAddresses(block).includes(address as never)),
    );
  }

  /** An IPv6 block of 56 bits, of those for documentation (RFC 3849), where AWS would choose one of its own. */
  block(key: string): string {
    const known = this.#given.get(`${key} block`);
    if (known !== undefined) return known;
    const made = `2001:db8:0:${(this.#blocks * 256).toString(16)}::/56`;
    this.#blocks += 1;
    this.#given.set(`${key} block`, made);
    return made;
  }

  #first(key: string, blocks: readonly Cidr[], isKept: (address: string) => boolean): string | undefined {
    const known = this.#given.get(key);
    if (known !== undefined) return known;
    for (const block of blocks) {
      const size = Number(cidrSize(block));
      for (let at = this.#next.get(block) ?? 0; at < size; at++) {
        const address = cidrHost(block, at);
        this.#next.set(block, at + 1);
        if (this.#taken.has(address) || isKept(address)) continue;
        this.#taken.add(address);
        this.#given.set(key, address);
        return address;
      }
    }
    return undefined;
  }
}
