/**
 * What AWS will choose when a plan is applied. A verdict needs addresses, and rules that name groups or subnets do not
 * depend on which: one stands for each, always the same for the same plan, and a note names it.
 */
import { type Cidr, cidrFamily, cidrSubnet, parseCidr, prefixLength } from "@netsim/core";
import { addNote } from "../aws/draft.js";
import { Presumed } from "../presumed.js";
import type { Block } from "./block.js";
import type { World } from "./world.js";

export interface Presume {
  /** Undefined where the subnet has no such block, or where all of its addresses are taken. `at` counts several. */
  readonly privateAddress: (block: Block, subnetBlock: string | undefined, at?: number) => string | undefined;
  readonly publicAddress: (block: Block) => string | undefined;
  /** The IPv6 block of a VPC, of 56 bits. */
  readonly vpcBlock: (block: Block) => string;
  /** The next IPv6 block of 64 bits of a VPC's that no other subnet has. */
  readonly subnetBlock: (block: Block, vpcBlock: string) => string | undefined;
}

export function presumer({ draft }: World, json: unknown): Presume {
  const presumed = new Presumed([json]);
  const noted = new Set<string>();
  const note = (code: string, block: Block, kind: string, value: string): void => {
    const { address: component } = block.owner;
    if (noted.has(`${component} ${value}`)) return;
    noted.add(`${component} ${value}`);
    const message = `${component}: AWS chooses its ${kind}; ${value} was presumed`;
    addNote(draft, code, message, { component, place: block.place, details: { presumed: value } });
  };
  const blocks = new Map<string, number>();
  return {
    privateAddress: (block, subnetBlock, at = 0) => {
      const parsed = subnetBlock === undefined ? undefined : parseCidr(subnetBlock);
      if (!parsed?.ok) return undefined;
      const key = at === 0 ? block.owner.address : `${block.owner.address} ${at}`;
      const address = presumed.inside(key, parsed.value);
      const kind = cidrFamily(parsed.value) === "ipv4" ? "private address" : "IPv6 address";
      if (address !== undefined) note("presumed-address", block, kind, address);
      return address;
    },
    publicAddress: (block) => {
      const address = presumed.public(block.owner.address);
      if (address !== undefined) note("presumed-address", block, "public address", address);
      return address;
    },
    vpcBlock: (block) => {
      const made = presumed.block(block.owner.address);
      note("presumed-block", block, "IPv6 block", made);
      return made;
    },
    subnetBlock: (block, vpcBlock) => {
      const parsed = parseCidr(vpcBlock);
      if (!parsed.ok) return undefined;
      const count = blocks.get(vpcBlock) ?? 0;
      blocks.set(vpcBlock, count + 1);
      const made = nthBlock(parsed.value, count);
      if (made !== undefined) note("presumed-block", block, "IPv6 block", made);
      return made;
    },
  };
}

/** Blocks of 64 bits from the upper half on: what is written out in a plan tends to count from the lower end. */
function nthBlock(block: Cidr, count: number): string | undefined {
  const half = 2 ** (63 - prefixLength(block));
  return Number.isInteger(half) ? cidrSubnet(block, 64, half + count) : undefined;
}
