/** `aws_eip` and `aws_eip_association`: the public addresses of instances and interfaces. */
import { type Block, text } from "./block.js";
import { candidatesOf, link } from "./link.js";
import type { Presume } from "./presume.js";
import { doubt, resourcesOf, type World } from "./world.js";

/** The Elastic IP of a private address of what has one of the ids, or of its first one. */
export type ElasticAddresses = (
  ...ids: readonly string[]
) => (privateAddress: string, isFirst: boolean) => string | undefined;

export function elasticAddresses(world: World, presume: Presume): ElasticAddresses {
  const { draft, show } = world;
  const addresses = new Map<string, string>();
  const eips = new Map(resourcesOf(show, "aws_eip").map((block) => [block.owner.address, block]));
  const publicOf = (eip: Block): string | undefined => text(draft, eip, "public_ip") ?? presume.publicAddress(eip);
  // It may be the address of any of these.
  const isOpenEnd = (block: Block, key: string): boolean => {
    const { open } = link(world, block, key);
    if (open === undefined) return false;
    const ids = candidatesOf(world, block, key).flatMap((each) => [`eni-${each}`, each]);
    doubt(world, "networkInterfaces", ids, `${block.owner.address} may be its public address: ${open}`, block.place);
    return true;
  };
  const put = (id: string | undefined, privateAddress: string | undefined, address: string | undefined): void => {
    if (id !== undefined && address !== undefined) addresses.set(`${id} ${privateAddress ?? ""}`, address);
  };
  for (const eip of eips.values()) {
    for (const key of ["instance", "network_interface"]) {
      const { id } = link(world, eip, key);
      if (isOpenEnd(eip, key)) continue;
      if (id !== undefined) put(id, text(draft, eip, "associate_with_private_ip"), publicOf(eip));
    }
  }
  for (const block of resourcesOf(show, "aws_eip_association")) {
    const eip = eips.get(link(world, block, "allocation_id").id ?? "");
    for (const key of ["instance_id", "network_interface_id"]) {
      if (isOpenEnd(block, key)) continue;
      const address = eip ? publicOf(eip) : (text(draft, block, "public_ip") ?? presume.publicAddress(block));
      put(link(world, block, key).id, text(draft, block, "private_ip_address"), address);
    }
  }
  return (...ids) =>
    (privateAddress, isFirst) =>
      ids
        .flatMap((id) => [addresses.get(`${id} ${privateAddress}`), isFirst ? addresses.get(`${id} `) : undefined])
        .find((each) => each !== undefined);
}
