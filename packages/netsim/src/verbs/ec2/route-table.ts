/** Route tables come and go. */
import type { Network } from "@netsim/core";
import * as v from "valibot";
import { edit, nextId, refuse, type VerbResult } from "../verb.js";
import { findRouteTable, findVpc } from "./find.js";
import { NO_ANSWER, type NoAnswer, readRequest } from "./request.js";
import { associationsOf, type DescribedRouteTable, describedTable } from "./route-table-json.js";
import { readName, type TagSpecification, tagSpecifications } from "./tag.js";

/** The request of "CreateRouteTable" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRouteTable.html */
export interface CreateRouteTableRequest {
  readonly VpcId: string;
  readonly TagSpecifications?: readonly TagSpecification[] | undefined;
}

/** The answer of "CreateRouteTable" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRouteTable.html */
export interface CreateRouteTableAnswer {
  readonly RouteTable: DescribedRouteTable;
}

const createSchema: v.GenericSchema<unknown, CreateRouteTableRequest> = v.strictObject({
  VpcId: v.string(),
  TagSpecifications: tagSpecifications,
});

/**
 * A table with the VPC's local routes, which no subnet uses yet.
 * "CreateRouteTable" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRouteTable.html
 */
export function createRouteTable(
  network: Network,
  request: CreateRouteTableRequest,
): VerbResult<CreateRouteTableAnswer> {
  const read = readRequest(createSchema, request);
  if (!read.ok) return read;
  const vpc = findVpc(network, read.value.VpcId);
  if (!vpc.ok) return vpc;
  const named = readName(read.value.TagSpecifications, "route-table");
  if (!named.ok) return named;
  const id = nextId("rtb", network.routeTables);
  const table = { id, ...named.value, vpcId: vpc.value.id, main: false, gatewayIds: [], routes: [] };
  return edit(
    network,
    (draft) => {
      draft.routeTables[id] = table;
    },
    (after) => ({ RouteTable: describedTable(after, after.routeTables[id] ?? table) }),
  );
}

/** The request of "DeleteRouteTable" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteRouteTable.html */
export interface DeleteRouteTableRequest {
  readonly RouteTableId: string;
}

const deleteSchema: v.GenericSchema<unknown, DeleteRouteTableRequest> = v.strictObject({ RouteTableId: v.string() });

/**
 * A table that is associated with something cannot go, and the main one of a VPC is so always.
 * "DeleteRouteTable" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteRouteTable.html
 */
export function deleteRouteTable(network: Network, request: DeleteRouteTableRequest): VerbResult<NoAnswer> {
  const read = readRequest(deleteSchema, request);
  if (!read.ok) return read;
  const table = findRouteTable(network, read.value.RouteTableId);
  if (!table.ok) return table;
  const { id, vpcId } = table.value;
  const [association] = associationsOf(network, table.value);
  if (association) {
    const user = association.subnetId ?? association.gatewayId ?? `${vpcId}, as the main table`;
    return refuse("DependencyViolation", ["RouteTableId"], `a table that nothing is associated with; ${user} is`, id);
  }
  return edit(
    network,
    (draft) => {
      delete draft.routeTables[id];
    },
    NO_ANSWER,
  );
}
