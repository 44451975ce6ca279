/** Route tables with their routes and associations. */
import type { Network } from "@netsim/core";
import * as v from "valibot";
import { type Filter, type FilterTable, filtered, filters, readDescribe, withIdsOf } from "./describe.js";
import { texts } from "./request.js";
import { type DescribedRouteTable, describedTable } from "./route-table-json.js";

/** The request of "DescribeRouteTables" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRouteTables.html */
export interface DescribeRouteTablesRequest {
  readonly RouteTableIds?: readonly string[] | undefined;
  /**
   * `association.gateway-id`, `association.main`, `association.route-table-association-id`, `association.route-table-id`,
   * `association.subnet-id`, `route-table-id`, `tag:Name`, `vpc-id`.
   */
  readonly Filters?: readonly Filter[] | undefined;
}

const schema: v.GenericSchema<unknown, DescribeRouteTablesRequest> = v.strictObject({
  RouteTableIds: texts,
  Filters: filters,
});

const FILTERS: FilterTable<DescribedRouteTable> = {
  "association.gateway-id": (table) => table.Associations.map((each) => each.GatewayId),
  "association.main": (table) => table.Associations.map((each) => String(each.Main)),
  "association.route-table-association-id": (table) => table.Associations.map((each) => each.RouteTableAssociationId),
  "association.route-table-id": (table) => table.Associations.map((each) => each.RouteTableId),
  "association.subnet-id": (table) => table.Associations.map((each) => each.SubnetId),
  "route-table-id": (table) => [table.RouteTableId],
  "tag:Name": (table) => table.Tags.map((tag) => tag.Value),
  "vpc-id": (table) => [table.VpcId],
};

/**
 * "DescribeRouteTables" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRouteTables.html
 *
 * @throws NetsimError for what AWS refuses: an id that no table has, a filter that there is not.
 */
export function describeRouteTables(
  network: Network,
  request: DescribeRouteTablesRequest = {},
): { readonly RouteTables: readonly DescribedRouteTable[] } {
  const { RouteTableIds, Filters } = readDescribe(schema, request);
  const tables = withIdsOf(Object.values(network.routeTables), RouteTableIds, {
    key: "RouteTableIds",
    code: "InvalidRouteTableID.NotFound",
    idOf: (table) => table.id,
  });
  const all = tables.map((table) => describedTable(network, table));
  return { RouteTables: filtered(all, Filters, FILTERS) };
}
