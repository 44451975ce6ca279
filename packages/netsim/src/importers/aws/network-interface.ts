/**
 * `describe-network-interfaces`, and the interfaces inside `describe-instances`.
 * "NetworkInterface" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInterface.html
 */
import type { NetworkInterfaceInput } from "@netsim/core";
import * as v from "valibot";
import { within } from "../document.js";
import type { ElasticAddress, ElasticAddresses } from "./address.js";
import { addNote, type Draft, leaveOut, type Raw, recordsOf, refer } from "./draft.js";
import type { Noun } from "./noun.js";
import { groups, named, tags } from "./shape.js";

interface Association {
  readonly PublicIp?: string | undefined;
}

export interface AwsInterface {
  readonly NetworkInterfaceId: string;
  readonly SubnetId?: string | undefined;
  readonly VpcId?: string | undefined;
  readonly Description?: string | undefined;
  readonly InterfaceType?: string | undefined;
  readonly SourceDestCheck?: boolean | undefined;
  readonly Groups?: readonly { readonly GroupId: string }[] | undefined;
  readonly PrivateIpAddress?: string | undefined;
  readonly PrivateIpAddresses?:
    | readonly {
        readonly PrivateIpAddress: string;
        readonly Primary?: boolean | undefined;
        readonly Association?: Association | undefined;
      }[]
    | undefined;
  readonly Association?: Association | undefined;
  readonly Ipv6Addresses?: readonly { readonly Ipv6Address: string }[] | undefined;
  readonly Ipv4Prefixes?: readonly unknown[] | undefined;
  readonly Ipv6Prefixes?: readonly unknown[] | undefined;
  readonly Attachment?:
    | {
        readonly InstanceId?: string | undefined;
        readonly DeviceIndex?: number | undefined;
        readonly NetworkCardIndex?: number | undefined;
        readonly Status?: string | undefined;
      }
    | undefined;
  readonly TagSet?: readonly { readonly Key: string; readonly Value?: string | undefined }[] | undefined;
}

const text = v.optional(v.string());
const association = v.optional(v.object({ PublicIp: text }));

export const interfaceSchema: v.GenericSchema<unknown, AwsInterface> = v.object({
  NetworkInterfaceId: v.string(),
  SubnetId: text,
  VpcId: text,
  Description: text,
  InterfaceType: text,
  SourceDestCheck: v.optional(v.boolean()),
  Groups: groups,
  PrivateIpAddress: text,
  PrivateIpAddresses: v.optional(
    v.array(v.object({ PrivateIpAddress: v.string(), Primary: v.optional(v.boolean()), Association: association })),
  ),
  Association: association,
  Ipv6Addresses: v.optional(v.array(v.object({ Ipv6Address: v.string() }))),
  Ipv4Prefixes: v.optional(v.array(v.unknown())),
  Ipv6Prefixes: v.optional(v.array(v.unknown())),
  Attachment: v.optional(
    v.object({
      InstanceId: text,
      DeviceIndex: v.optional(v.number()),
      NetworkCardIndex: v.optional(v.number()),
      Status: text,
    }),
  ),
  TagSet: tags,
});

export const networkInterfaces: Noun = {
  key: "NetworkInterfaces",
  id: "NetworkInterfaceId",
  schema: interfaceSchema,
  collections: ["networkInterfaces"],
};

export function describedInterfaces(draft: Draft): readonly Raw<AwsInterface>[] {
  return recordsOf(draft, networkInterfaces, interfaceSchema);
}

export function buildInterfaces(draft: Draft, list: Iterable<Raw<AwsInterface>>, elastic: ElasticAddresses): void {
  for (const raw of list) {
    const { id, record, place } = raw;
    if (record.SubnetId === undefined) {
      leaveOut(draft, "networkInterfaces", id, "not-described", "it has no subnet", place);
      continue;
    }
    noteOddities(draft, raw);
    const groupIds = record.Groups?.map((group) => group.GroupId) ?? [];
    refer(draft, "subnets", record.SubnetId, id, place);
    for (const group of groupIds) refer(draft, "securityGroups", group, id, place);
    const instance = record.Attachment?.InstanceId;
    if (instance !== undefined) refer(draft, "instances", instance, id, place);
    draft.input.networkInterfaces.set(id, {
      ...named(record.TagSet),
      subnetId: record.SubnetId,
      privateIpAddresses: addressesOf(draft, raw, elastic.get(id) ?? new Map()),
      ipv6Addresses: record.Ipv6Addresses?.map((each) => each.Ipv6Address) ?? [],
      groups: groupIds,
      sourceDestCheck: record.SourceDestCheck,
      interfaceType: record.InterfaceType,
      description: record.Description,
      origin: place,
    });
  }
}

type Addresses = NonNullable<NetworkInterfaceInput["privateIpAddresses"]>;

/** The primary address first, each with its public one: as the interface has it, otherwise as the address list has it. */
function addressesOf(draft: Draft, raw: Raw<AwsInterface>, elastic: ReadonlyMap<string, ElasticAddress>): Addresses {
  const { PrivateIpAddresses: listed = [], PrivateIpAddress: single, Association: ofPrimary } = raw.record;
  const all = listed.length === 0 && single !== undefined ? [{ PrivateIpAddress: single, Primary: true }] : listed;
  const isPrimary = (each: (typeof listed)[number]): boolean => each.Primary ?? each.PrivateIpAddress === single;
  const inOrder = [...all.filter(isPrimary), ...all.filter((each) => !isPrimary(each))];
  const rest = new Map(elastic);
  const addresses = inOrder.map((each, at) => {
    const stated = each.Association?.PublicIp ?? (at === 0 ? ofPrimary?.PublicIp : undefined);
    const other = rest.get(each.PrivateIpAddress);
    if (other?.publicIp === stated || stated === undefined) rest.delete(each.PrivateIpAddress);
    const publicIp = stated ?? other?.publicIp;
    return { address: each.PrivateIpAddress, ...(publicIp === undefined ? {} : { publicIp }) };
  });
  for (const [address, { publicIp, place }] of rest) {
    const message = `${publicIp} is listed as an address of ${raw.id} (${address}), whose own description does not have it`;
    addNote(draft, "descriptions-differ", message, { place, component: raw.id, details: { publicIp, address } });
  }
  return addresses;
}

function noteOddities(draft: Draft, { id, record, place }: Raw<AwsInterface>): void {
  if (!record.Groups) {
    addNote(draft, "list-not-given", `${id} has no Groups; it was taken to have none`, { place, component: id });
  }
  for (const key of ["Ipv4Prefixes", "Ipv6Prefixes"] as const) {
    if ((record[key]?.length ?? 0) === 0) continue;
    const message = `${id} has delegated prefixes (${key}), which are not modelled`;
    addNote(draft, "not-modelled", message, { place: within(place, key), component: id });
  }
}
