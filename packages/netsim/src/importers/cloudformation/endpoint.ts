/**
 * VPC endpoints.
 * "AWS::EC2::VPCEndpoint" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-vpcendpoint.html
 */
import type { RouteInput } from "@netsim/core";
import { addNote } from "../aws/draft.js";
import { type Context, certain, idOf, lose, type Made, madeOf, nameOf, originOf } from "./context.js";
import { isUnresolved } from "./value.js";

export const ENDPOINT = "AWS::EC2::VPCEndpoint";

export function endpointType({ fields }: Made): string {
  const type = fields.text("VpcEndpointType");
  return typeof type === "string" ? type : "Gateway";
}

/** The last part of a service's name, which is there also where the Region is not known: `s3`, `dynamodb`. */
function serviceOf(item: Made): { readonly name: string; readonly short: string } {
  const read = item.fields.text("ServiceName");
  const name = isUnresolved(read) ? read.label : (read ?? "");
  return { name, short: name.slice(name.lastIndexOf(".") + 1) };
}

export function buildEndpoints(context: Context): void {
  const { draft } = context;
  for (const item of certain(context, "gatewayEndpoints", ENDPOINT)) {
    const { fields, id, resource } = item;
    if (endpointType(item) === "Gateway") {
      const vpcId = idOf(context, "vpcs", fields.text("VpcId"), id, fields.placeOf("VpcId"));
      if (vpcId === undefined) fields.lack("VpcId");
      draft.input.gatewayEndpoints.set(id, {
        ...nameOf(item),
        vpcId: vpcId ?? "",
        serviceName: serviceOf(item).name,
        origin: originOf(item),
      });
    } else if (endpointType(item) !== "Interface") {
      const message = `${id} is a VPC endpoint of type ${endpointType(item)}, which is not modelled`;
      addNote(draft, "not-modelled", message, { place: resource.place, component: id });
    }
  }
}

/**
 * AWS adds a route to the service's prefix list to each route table of a gateway endpoint. What is in that list no
 * template says: without the option `prefixLists` it is presumed to be empty, so that nothing is known to go that way.
 */
export function endpointRoutes(context: Context): readonly (readonly [table: string, route: RouteInput])[] {
  const { draft, world } = context;
  return madeOf(world, ENDPOINT).flatMap((item) => {
    if (item.doubt || endpointType(item) !== "Gateway") return [];
    const { name, short } = serviceOf(item);
    const destination = `pl-${short}`;
    const lists = world.options.prefixLists ?? {};
    const entries = lists[name] ?? lists[short];
    if (!draft.input.prefixLists.has(destination))
      draft.input.prefixLists.set(destination, { name, entries: entries ?? [] });
    if (entries === undefined) {
      const message = `which addresses ${short} has is in no template: what is sent to it is judged as sent to any other address, and not through ${item.id}; the option prefixLists tells them`;
      addNote(draft, "presumed-prefix-list", message, { place: item.resource.place, component: item.id });
    }
    const tables = item.fields.texts("RouteTableIds");
    if (isUnresolved(tables)) {
      lose(context, "routeTables", tables.label, tables, item.resource.place, "");
      return [];
    }
    const route: RouteInput = {
      destination,
      target: { type: "gateway-endpoint", id: item.id },
      origin: originOf(item),
    };
    return (tables ?? []).flatMap((table) => (isUnresolved(table) ? [] : [[table, route] as const]));
  });
}
