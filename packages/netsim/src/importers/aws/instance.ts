/** `describe-instances`. "Instance" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Instance.html */
import type { InstanceInput, InstanceStateName } from "@netsim/core";
import * as v from "valibot";
import type { Place } from "../document.js";
import { addNote, type Draft, leaveOut, type Raw, recordsOf } from "./draft.js";
import { type Ec2ClassicFacts, ec2ClassicInstance } from "./ec2-classic.js";
import { type AwsInterface, interfaceSchema } from "./network-interface.js";
import type { Noun } from "./noun.js";
import { groups, named, tags } from "./shape.js";

const text = v.optional(v.string());
const STATES = ["pending", "running", "shutting-down", "terminated", "stopping", "stopped"] as const;

export interface AwsInstance {
  readonly InstanceId: string;
  readonly State?: { readonly Name: InstanceStateName } | undefined;
  readonly VpcId?: string | undefined;
  readonly SubnetId?: string | undefined;
  readonly PrivateIpAddress?: string | undefined;
  readonly PublicIpAddress?: string | undefined;
  readonly Ipv6Address?: string | undefined;
  readonly SecurityGroups?: readonly { readonly GroupId: string }[] | undefined;
  readonly SourceDestCheck?: boolean | undefined;
  readonly Placement?: { readonly AvailabilityZone?: string | undefined } | undefined;
  readonly NetworkInterfaces?: readonly AwsInterface[] | undefined;
  readonly Tags?: readonly { readonly Key: string; readonly Value?: string | undefined }[] | undefined;
}

const schema: v.GenericSchema<unknown, AwsInstance> = v.object({
  InstanceId: v.string(),
  State: v.optional(v.object({ Name: v.picklist(STATES) })),
  VpcId: text,
  SubnetId: text,
  PrivateIpAddress: text,
  PublicIpAddress: text,
  Ipv6Address: text,
  SecurityGroups: groups,
  SourceDestCheck: v.optional(v.boolean()),
  Placement: v.optional(v.object({ AvailabilityZone: text })),
  NetworkInterfaces: v.optional(v.array(interfaceSchema)),
  Tags: tags,
});

export const instances: Noun = {
  key: "Reservations",
  grouped: { id: "ReservationId", by: "Instances" },
  id: "InstanceId",
  schema,
  collections: ["instances"],
};

export function describedInstances(draft: Draft): readonly Raw<AwsInstance>[] {
  return recordsOf(draft, instances, schema);
}

/** It has no interfaces any more, whatever its record still says. */
export function isTerminated(instance: AwsInstance): boolean {
  return instance.State?.Name === "terminated";
}

/** An instance of EC2-Classic has no VPC; a terminated one of a VPC has none any more. */
function isClassic(instance: AwsInstance): boolean {
  const places = [instance.VpcId, instance.SubnetId, instance.NetworkInterfaces?.[0]];
  return !isTerminated(instance) && places.every((each) => each === undefined);
}

/** @param interfacesOf the ids of an instance's interfaces, the primary one first. */
export function buildInstances(
  draft: Draft,
  interfacesOf: ReadonlyMap<string, readonly string[]>,
  facts: Ec2ClassicFacts,
): void {
  for (const raw of describedInstances(draft)) {
    const { id, record, place } = raw;
    const known = interfacesOf.get(id);
    const classic = isClassic(record) && !known;
    const placed = classic ? ec2ClassicInstance(draft, raw, facts) : interfacesIn(draft, raw, known);
    if (!placed) continue;
    if (!record.State) {
      addNote(draft, "state-not-given", `${id} has no State; it was taken to be running`, { place, component: id });
    }
    draft.input.instances.set(id, {
      ...named(record.Tags),
      state: record.State?.Name ?? "running",
      ...placed,
      origin: place,
    });
  }
}

function interfacesIn(
  draft: Draft,
  { id, record, place }: Raw<AwsInstance>,
  known: readonly string[] | undefined,
): Pick<InstanceInput, "networkInterfaceIds"> {
  return { networkInterfaceIds: isTerminated(record) ? [] : (known ?? [missingInterface(draft, id, place)]) };
}

/** No instance is without an interface before it is terminated. */
function missingInterface(draft: Draft, instanceId: string, place: Place): string {
  const id = madeId(instanceId);
  leaveOut(draft, "networkInterfaces", id, "not-described", `the primary interface of ${instanceId}`, place);
  return id;
}

/** The id of an interface that an instance has for certain, where AWS's own id is not known. */
export function madeId(instanceId: string): string {
  return `eni-of-${instanceId}`;
}

/** The interface of an instance whose interfaces are not described, from what the instance says of its primary one. */
export function impliedInterface(instance: AwsInstance, id: string, place: Place): Raw<AwsInterface> | undefined {
  const { SubnetId, PrivateIpAddress, PublicIpAddress, Ipv6Address, SecurityGroups, SourceDestCheck } = instance;
  if (SubnetId === undefined || PrivateIpAddress === undefined) return undefined;
  return {
    id,
    place,
    record: {
      NetworkInterfaceId: id,
      SubnetId,
      PrivateIpAddress,
      Groups: SecurityGroups,
      SourceDestCheck,
      Association: { PublicIp: PublicIpAddress },
      Ipv6Addresses: Ipv6Address === undefined ? [] : [{ Ipv6Address }],
    },
  };
}
