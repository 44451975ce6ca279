/**
 * What is described of EC2-Classic: instances without a VPC, and those that are linked to one.
 * "EC2-Classic" https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-classic-platform.html
 * "ClassicLinkInstance" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ClassicLinkInstance.html
 */
import type { InstanceInput } from "@netsim/core";
import * as v from "valibot";
import type { Place } from "../document.js";
import type { ElasticAddress } from "./address.js";
import { addNote, type Draft, leaveOut, type Raw, recordsOf, refer } from "./draft.js";
import type { AwsInstance } from "./instance.js";
import type { Noun } from "./noun.js";

const schema = v.object({ InstanceId: v.string(), VpcId: v.string() });

export const classicLinkInstances: Noun = {
  key: "ClassicLinkInstances",
  id: "InstanceId",
  schema,
  collections: [],
};

/** What other answers say of instances of EC2-Classic, by instance id. */
export interface Ec2ClassicFacts {
  readonly linkedTo: ReadonlyMap<string, string>;
  readonly elastic: ReadonlyMap<string, ElasticAddress>;
}

/** @param registered the VPCs of the load balancers that instances are registered with. */
export function linksOf(draft: Draft, registered: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const described = recordsOf(draft, classicLinkInstances, schema);
  return new Map([...registered, ...described.map(({ id, record }) => [id, record.VpcId] as const)]);
}

/** Undefined where the record says too little; it is then listed as missing. */
export function ec2ClassicInstance(
  draft: Draft,
  { id, record, place }: Raw<AwsInstance>,
  { linkedTo, elastic }: Ec2ClassicFacts,
): Pick<InstanceInput, "ec2Classic"> | undefined {
  const zone = record.Placement?.AvailabilityZone;
  const isRunning = (record.State?.Name ?? "running") === "running";
  const lacking = [
    ...(zone === undefined ? ["Placement.AvailabilityZone"] : []),
    ...(isRunning && record.PrivateIpAddress === undefined ? ["PrivateIpAddress"] : []),
  ];
  if (zone === undefined || lacking.length > 0) {
    const detail = `an instance of EC2-Classic without ${lacking.join(" and ")}`;
    leaveOut(draft, "instances", id, "not-described", detail, place);
    return undefined;
  }
  if (!record.SecurityGroups) {
    const message = `${id} has no SecurityGroups; it was taken to have none`;
    addNote(draft, "list-not-given", message, { place, component: id });
  }
  const groups = record.SecurityGroups?.map((group) => group.GroupId) ?? [];
  for (const group of groups) refer(draft, "securityGroups", group, id, place);
  const classicLinkVpcId = linkedTo.get(id);
  if (classicLinkVpcId !== undefined) noteLink(draft, id, classicLinkVpcId, place);
  return {
    ec2Classic: {
      availabilityZone: zone,
      privateIpAddress: record.PrivateIpAddress,
      publicIp: publicIpOf(draft, id, record, elastic.get(id)),
      groups,
      classicLinkVpcId,
    },
  };
}

function noteLink(draft: Draft, id: string, vpcId: string, place: Place): void {
  refer(draft, "vpcs", vpcId, id, place);
  const message = `${id} is linked to ${vpcId}: what passes between the two (ClassicLink) is not modelled`;
  addNote(draft, "classic-link", message, { place, component: id, details: { vpc: vpcId } });
}

function publicIpOf(
  draft: Draft,
  id: string,
  { PublicIpAddress: stated, PrivateIpAddress }: AwsInstance,
  elastic: ElasticAddress | undefined,
): string | undefined {
  if (PrivateIpAddress === undefined) return undefined;
  if (elastic && stated !== undefined && elastic.publicIp !== stated) {
    const message = `${elastic.publicIp} is listed as an address of ${id}, whose own description has ${stated}`;
    addNote(draft, "descriptions-differ", message, { place: elastic.place, component: id });
  }
  return stated ?? elastic?.publicIp;
}
