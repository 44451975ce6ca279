/** `describe-vpc-endpoints`. "VpcEndpoint" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcEndpoint.html */
import * as v from "valibot";
import { addNote, type Draft, recordsOf, refer } from "./draft.js";
import type { Noun } from "./noun.js";
import { named, tags } from "./shape.js";

const schema = v.object({
  VpcEndpointId: v.string(),
  /** Gateway when left out, as in the API. */
  VpcEndpointType: v.optional(v.string(), "Gateway"),
  VpcId: v.string(),
  ServiceName: v.optional(v.string()),
  Tags: tags,
});

export const vpcEndpoints: Noun = {
  key: "VpcEndpoints",
  id: "VpcEndpointId",
  schema,
  collections: ["gatewayEndpoints"],
};

/** `Gateway`, `Interface`, `GatewayLoadBalancer`, ..., by endpoint id. */
export function endpointTypes(draft: Draft): ReadonlyMap<string, string> {
  return new Map(recordsOf(draft, vpcEndpoints, schema).map(({ id, record }) => [id, record.VpcEndpointType]));
}

export function buildEndpoints(draft: Draft): void {
  for (const { id, record, place } of recordsOf(draft, vpcEndpoints, schema)) {
    const { VpcEndpointType: type, VpcId: vpcId, ServiceName: serviceName } = record;
    if (type !== "Gateway") {
      const message = `${id} is a VPC endpoint of type ${type}, which is not modelled; network interfaces of it are`;
      addNote(draft, "not-modelled", message, { place, component: id, details: { type, service: serviceName ?? "" } });
      continue;
    }
    refer(draft, "vpcs", vpcId, id, place);
    draft.input.gatewayEndpoints.set(id, { ...named(record.Tags), vpcId, serviceName, origin: place });
  }
}
