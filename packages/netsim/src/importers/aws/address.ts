/** `describe-addresses`. "Address" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Address.html */
import * as v from "valibot";
import type { Place } from "../document.js";
import { addNote, type Draft, recordsOf, refer } from "./draft.js";
import type { Noun } from "./noun.js";

const text = v.optional(v.string());

const schema = v.pipe(
  v.object({
    PublicIp: text,
    AllocationId: text,
    PrivateIpAddress: text,
    NetworkInterfaceId: text,
    Domain: text,
  }),
  // An address of a Wavelength zone has no public one.
  v.transform((address) => ({ ...address, id: address.PublicIp ?? address.AllocationId ?? "" })),
);

export const addresses: Noun = { key: "Addresses", id: "id", idKey: "PublicIp", schema, collections: [] };

export interface ElasticAddress {
  readonly publicIp: string;
  readonly place: Place;
}

/** By interface id, then by private address. */
export type ElasticAddresses = ReadonlyMap<string, ReadonlyMap<string, ElasticAddress>>;

export function elasticAddresses(draft: Draft): ElasticAddresses {
  const byInterface = new Map<string, Map<string, ElasticAddress>>();
  for (const { id, record, place } of recordsOf(draft, addresses, schema)) {
    const { NetworkInterfaceId: eni, PrivateIpAddress: privateIp, PublicIp: publicIp } = record;
    if (record.Domain === "standard") {
      addNote(draft, "ec2-classic", `${id} is an address of EC2-Classic, which is not modelled`, {
        place,
        component: id,
      });
    }
    if (eni === undefined || privateIp === undefined || publicIp === undefined) continue;
    refer(draft, "networkInterfaces", eni, id, place);
    const known = byInterface.get(eni) ?? new Map<string, ElasticAddress>();
    byInterface.set(eni, known.set(privateIp, { publicIp, place }));
  }
  return byInterface;
}
