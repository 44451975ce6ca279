/**
 * `describe-internet-gateways` and `describe-egress-only-internet-gateways`.
 * "InternetGateway" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InternetGateway.html
 */
import * as v from "valibot";
import { type Draft, recordsOf, refer } from "./draft.js";
import type { Noun } from "./noun.js";
import { named, tags } from "./shape.js";

const attachments = v.optional(v.array(v.object({ State: v.optional(v.string()), VpcId: v.string() })));

const schema = v.object({ InternetGatewayId: v.string(), Attachments: attachments, Tags: tags });

const egressOnlySchema = v.object({ EgressOnlyInternetGatewayId: v.string(), Attachments: attachments, Tags: tags });

export const internetGateways: Noun = {
  key: "InternetGateways",
  id: "InternetGatewayId",
  schema,
  collections: ["internetGateways"],
};

export const egressOnlyInternetGateways: Noun = {
  key: "EgressOnlyInternetGateways",
  id: "EgressOnlyInternetGatewayId",
  schema: egressOnlySchema,
  collections: ["egressOnlyInternetGateways"],
};

export function buildInternetGateways(draft: Draft): void {
  const lists = [
    ["internetGateways", recordsOf(draft, internetGateways, schema)],
    ["egressOnlyInternetGateways", recordsOf(draft, egressOnlyInternetGateways, egressOnlySchema)],
  ] as const;
  for (const [collection, records] of lists) {
    for (const { id, record, place } of records) {
      // The state's own list of values has "attached"; what the command prints for an internet gateway is "available".
      const attachment = record.Attachments?.find((each) => each.State === "attached" || each.State === "available");
      if (attachment) refer(draft, "vpcs", attachment.VpcId, id, place);
      draft.input[collection].set(id, { ...named(record.Tags), vpcId: attachment?.VpcId, origin: place });
    }
  }
}
