/** `describe-nat-gateways`. "NatGateway" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NatGateway.html */
import * as v from "valibot";
import { addNote, type Draft, leaveOut, recordsOf, refer } from "./draft.js";
import type { Noun } from "./noun.js";
import { named, tags } from "./shape.js";

const text = v.optional(v.string());

const schema = v.object({
  NatGatewayId: v.string(),
  SubnetId: text,
  State: v.optional(v.picklist(["pending", "failed", "available", "deleting", "deleted"])),
  ConnectivityType: v.optional(v.picklist(["public", "private"])),
  AvailabilityMode: text,
  NatGatewayAddresses: v.optional(
    v.array(v.object({ PrivateIp: text, PublicIp: text, IsPrimary: v.optional(v.boolean()), Status: text })),
  ),
  Tags: tags,
});

export const natGateways: Noun = { key: "NatGateways", id: "NatGatewayId", schema, collections: ["natGateways"] };

export function buildNatGateways(draft: Draft): void {
  for (const { id, record, place } of recordsOf(draft, natGateways, schema)) {
    const addresses = record.NatGatewayAddresses ?? [];
    const primary = addresses.find((each) => each.IsPrimary === true) ?? addresses[0];
    if (record.SubnetId === undefined) {
      const kind = record.AvailabilityMode === "regional" ? "a regional NAT gateway" : "a NAT gateway without a subnet";
      leaveOut(draft, "natGateways", id, "not-modelled", kind, place);
      continue;
    }
    if (primary?.PrivateIp === undefined) {
      leaveOut(draft, "natGateways", id, "not-described", "it has no private address", place);
      continue;
    }
    if (addresses.length > 1) {
      const details = { addresses: addresses.flatMap((each) => each.PrivateIp ?? []) };
      const message = `${id} has ${addresses.length} addresses; only the primary one, ${primary.PrivateIp}, is modelled`;
      addNote(draft, "not-modelled", message, { place, component: id, details });
    }
    refer(draft, "subnets", record.SubnetId, id, place);
    draft.input.natGateways.set(id, {
      ...named(record.Tags),
      subnetId: record.SubnetId,
      connectivityType: record.ConnectivityType,
      state: record.State,
      privateIpAddress: primary.PrivateIp,
      publicIp: primary.PublicIp,
      origin: place,
    });
  }
}
