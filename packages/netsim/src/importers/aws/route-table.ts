/** `describe-route-tables`. "RouteTable" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RouteTable.html */
import type { RouteInput } from "@netsim/core";
import * as v from "valibot";
import { within } from "../document.js";
import { addNote, type Draft, type Raw, recordsOf, refer, referToTarget } from "./draft.js";
import type { Noun } from "./noun.js";
import { destinationOf, routeSchema, type TargetContext, targetOf } from "./route.js";
import { isAssociated, named, state, tags } from "./shape.js";
import { associate, type OfSubnets } from "./subnet.js";

const schema = v.object({
  RouteTableId: v.string(),
  VpcId: v.string(),
  Associations: v.optional(
    v.array(
      v.object({
        Main: v.optional(v.boolean()),
        SubnetId: v.optional(v.string()),
        GatewayId: v.optional(v.string()),
        AssociationState: state,
      }),
    ),
  ),
  Routes: v.optional(v.array(routeSchema)),
  Tags: tags,
});

type AwsRouteTable = v.InferOutput<typeof schema>;

export const routeTables: Noun = { key: "RouteTables", id: "RouteTableId", schema, collections: ["routeTables"] };

function associationsOf(table: AwsRouteTable): NonNullable<AwsRouteTable["Associations"]> {
  return (table.Associations ?? []).filter((each) => isAssociated(each.AssociationState));
}

/** The explicitly associated table of each subnet; the others use their VPC's main table. */
export function routeTablesOfSubnets(draft: Draft): OfSubnets {
  const map = new Map<string, string[]>();
  for (const table of recordsOf(draft, routeTables, schema)) {
    for (const { SubnetId } of associationsOf(table.record)) {
      if (SubnetId !== undefined) associate(draft, map, SubnetId, table);
    }
  }
  return map;
}

export function buildRouteTables(draft: Draft, context: TargetContext): void {
  for (const table of recordsOf(draft, routeTables, schema)) {
    const { id, record, place } = table;
    const associations = associationsOf(record);
    refer(draft, "vpcs", record.VpcId, id, place);
    draft.input.routeTables.set(id, {
      ...named(record.Tags),
      vpcId: record.VpcId,
      main: associations.some((each) => each.Main === true),
      gatewayIds: associations.flatMap((each) => each.GatewayId ?? []),
      routes: routesOf(draft, table, context),
      origin: place,
    });
  }
}

function routesOf(draft: Draft, table: Raw<AwsRouteTable>, context: TargetContext): RouteInput[] {
  return (table.record.Routes ?? []).flatMap((route, at): RouteInput[] => {
    const place = within(table.place, "Routes", at);
    const destination = destinationOf(draft, route, place);
    if (destination === undefined) return [];
    if (route.State === "filtered") {
      const details = { destination };
      const message = `the route to ${destination} of ${table.id} is filtered, so it is not in force and was left out`;
      addNote(draft, "route-filtered", message, { place, component: table.id, details });
      return [];
    }
    const isUsable = route.State !== "blackhole";
    const target = targetOf(route, context);
    if (destination.startsWith("pl-")) refer(draft, "prefixLists", destination, table.id, place);
    if (isUsable) referToTarget(draft, target, table.id, place);
    return [
      {
        destination,
        target,
        state: isUsable ? "active" : "blackhole",
        propagated: route.Origin === "EnableVgwRoutePropagation" || route.Origin === "Advertisement",
        origin: place,
      },
    ];
  });
}
