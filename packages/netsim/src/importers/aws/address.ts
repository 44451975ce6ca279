/** `describe-addresses`. "Address" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Address.html */
import * as v from "valibot";
import type { Place } from "../document.js";
import { type Draft, recordsOf, refer } from "./draft.js";
import type { Noun } from "./noun.js";

const text = v.optional(v.string());

const schema = v.pipe(
  v.object({
    PublicIp: text,
    AllocationId: text,
    PrivateIpAddress: text,
    NetworkInterfaceId: text,
    InstanceId: text,
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
    if (eni === undefined || privateIp === undefined || publicIp === undefined) continue;
    refer(draft, "networkInterfaces", eni, id, place);
    const known = byInterface.get(eni) ?? new Map<string, ElasticAddress>();
    byInterface.set(eni, known.set(privateIp, { publicIp, place }));
  }
  return byInterface;
}

/** Those of EC2-Classic, by instance id. */
export function ec2ClassicElasticAddresses(draft: Draft): ReadonlyMap<string, ElasticAddress> {
  const byInstance = new Map<string, ElasticAddress>();
  for (const { id, record, place } of recordsOf(draft, addresses, schema)) {
    const { Domain, InstanceId: instance, PublicIp: publicIp } = record;
    // An address that is associated with nothing may have an empty id.
    if (Domain !== "standard" || !instance || publicIp === undefined) continue;
    refer(draft, "instances", instance, id, place);
    byInstance.set(instance, { publicIp, place });
  }
  return byInstance;
}
