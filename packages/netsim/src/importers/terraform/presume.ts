/**
 * Addresses that AWS will choose when a plan is applied. A verdict needs some, and rules that name groups or subnets do
 * not depend on which: a free one of the subnet stands for each, in the order of addresses, and a note names it.
 */
import { cidr, cidrHost, cidrSize, parseCidr, reservedAddresses } from "@netsim/core";
import { addNote } from "../aws/draft.js";
import type { Block } from "./block.js";
import { resourcesOf, type World } from "./world.js";

/** RFC 2544, section C.2.2: for benchmarks, and so nobody's on the internet. */
const NOBODY = cidr("198.18.0.0/15");

export interface Presume {
  /** Undefined where the block is none, or where all of its addresses are taken. */
  readonly privateAddress: (block: Block, subnetBlock: string | undefined) => string | undefined;
  readonly publicAddress: (block: Block) => string;
}

/** Every address that a resource has or asks for, so that none is presumed twice. */
function takenAddresses({ show }: World): Set<string> {
  const types = ["aws_instance", "aws_network_interface", "aws_nat_gateway", "aws_lb", "aws_alb"];
  const taken = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value === "string") taken.add(value);
    else if (typeof value === "object" && value !== null) for (const each of Object.values(value)) visit(each);
  };
  for (const { values } of resourcesOf(show, ...types)) {
    for (const key of ["private_ip", "private_ips", "secondary_private_ips", "subnet_mapping"]) visit(values[key]);
  }
  return taken;
}

export function presumer(world: World): Presume {
  const taken = takenAddresses(world);
  let publicCount = 0;
  const note = (block: Block, kind: string, address: string): void => {
    const { address: component } = block.owner;
    const message = `${component}: AWS chooses its ${kind} address; ${address} stands for it`;
    addNote(world.draft, "address-presumed", message, { component, place: block.place, details: { address } });
  };
  return {
    privateAddress: (block, subnetBlock) => {
      const parsed = subnetBlock === undefined ? undefined : parseCidr(subnetBlock);
      if (!parsed?.ok) return undefined;
      const reserved = new Set<string>(reservedAddresses(parsed.value));
      for (let offset = 4; BigInt(offset) < cidrSize(parsed.value); offset++) {
        const address = cidrHost(parsed.value, offset);
        if (reserved.has(address) || taken.has(address)) continue;
        taken.add(address);
        note(block, "private", address);
        return address;
      }
      return undefined;
    },
    publicAddress: (block) => {
      publicCount += 1;
      const address = cidrHost(NOBODY, publicCount);
      note(block, "public", address);
      return address;
    },
  };
}
