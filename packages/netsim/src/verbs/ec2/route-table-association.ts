/** Which subnets and gateways use a route table, and which table is the main one of a VPC. */
import { type Network, type NetworkDraft, ok, type Path, type Result, type RouteTable } from "@netsim/core";
import * as v from "valibot";
import { done, edit, refuse, type VerbResult } from "../verb.js";
import { findRouteTable, findSubnet } from "./find.js";
import { checkGatewayRoute } from "./gateway-table.js";
import { exactlyOne, NO_ANSWER, type NoAnswer, readEach, readRequest, text } from "./request.js";
import { associationId, associationsOf, type TableAssociation } from "./route-table-json.js";

const ASSOCIATED = { State: "associated" } as const;

/** The request of "AssociateRouteTable" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateRouteTable.html */
export interface AssociateRouteTableRequest {
  readonly RouteTableId: string;
  readonly SubnetId?: string | undefined;
  /** An internet or virtual private gateway, whose incoming traffic the table then routes. */
  readonly GatewayId?: string | undefined;
}

/** The answer of "AssociateRouteTable" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateRouteTable.html */
export interface AssociateRouteTableAnswer {
  readonly AssociationId: string;
  readonly AssociationState: typeof ASSOCIATED;
}

const associateSchema: v.GenericSchema<unknown, AssociateRouteTableRequest> = v.strictObject({
  RouteTableId: v.string(),
  SubnetId: text,
  GatewayId: text,
});

/** "AssociateRouteTable" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateRouteTable.html */
export function associateRouteTable(
  network: Network,
  request: AssociateRouteTableRequest,
): VerbResult<AssociateRouteTableAnswer> {
  const read = readRequest(associateSchema, request);
  if (!read.ok) return read;
  const found = findRouteTable(network, read.value.RouteTableId);
  if (!found.ok) return found;
  const key = exactlyOne(read.value, ["SubnetId", "GatewayId"]);
  if (!key.ok) return key;
  const table = found.value;
  const id = read.value[key.value] ?? "";
  const free = key.value === "SubnetId" ? checkSubnet(network, table, id) : checkGateway(network, table, id);
  if (!free.ok) return free;
  return edit(
    network,
    (draft) => {
      if (key.value === "SubnetId") setSubnetTable(draft, id, table.id);
      else draft.routeTables[table.id]?.gatewayIds.push(id);
    },
    { AssociationId: associationId(table, id), AssociationState: ASSOCIATED },
  );
}

function checkSubnet(network: Network, table: RouteTable, id: string): Result<undefined> {
  const subnet = findSubnet(network, id);
  if (!subnet.ok) return subnet;
  const { vpcId, routeTableId } = subnet.value;
  const path = ["SubnetId"];
  if (vpcId !== table.vpcId)
    return refuse("InvalidParameterValue", path, `a subnet of ${table.vpcId}`, `${id} of ${vpcId}`);
  if (routeTableId === undefined) return ok(undefined);
  return refuse(
    "Resource.AlreadyAssociated",
    path,
    `a subnet without a table of its own; ${id} has ${routeTableId}`,
    id,
  );
}

function checkGateway(network: Network, table: RouteTable, id: string): Result<undefined> {
  const path = ["GatewayId"];
  const known = Object.hasOwn(network.internetGateways, id) ? network.internetGateways[id] : undefined;
  // A virtual private gateway is not modelled, so there is nothing to look up.
  if (!known && !id.startsWith("vgw-")) {
    return refuse("InvalidGatewayID.NotFound", path, "the id of an internet gateway of the network", id);
  }
  if (known && known.vpcId !== table.vpcId) {
    const received = known.vpcId === undefined ? `${id}, of no VPC` : `${id} of ${known.vpcId}`;
    return refuse("InvalidParameterValue", path, `a gateway attached to ${table.vpcId}`, received);
  }
  const other = Object.values(network.routeTables).find((each) => each.gatewayIds.includes(id));
  if (other) return refuse("Resource.AlreadyAssociated", path, `a gateway without a table; ${id} has ${other.id}`, id);
  return checkGatewayTable(network, table, [...table.gatewayIds, id], path);
}

function checkGatewayTable(
  network: Network,
  table: RouteTable,
  gatewayIds: readonly string[],
  path: Path,
): Result<undefined> {
  const read = readEach(table.routes, (route) => checkGatewayRoute(network, table, gatewayIds, route, path));
  return read.ok ? ok(undefined) : read;
}

/** The request of "ReplaceRouteTableAssociation" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceRouteTableAssociation.html */
export interface ReplaceRouteTableAssociationRequest {
  /** As `describeRouteTables` prints it; that of the main table makes another table the main one. */
  readonly AssociationId: string;
  readonly RouteTableId: string;
}

/** The answer of "ReplaceRouteTableAssociation" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceRouteTableAssociation.html */
export interface ReplaceRouteTableAssociationAnswer {
  readonly NewAssociationId: string;
  readonly AssociationState: typeof ASSOCIATED;
}

const replaceSchema: v.GenericSchema<unknown, ReplaceRouteTableAssociationRequest> = v.strictObject({
  AssociationId: v.string(),
  RouteTableId: v.string(),
});

/** "ReplaceRouteTableAssociation" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceRouteTableAssociation.html */
export function replaceRouteTableAssociation(
  network: Network,
  request: ReplaceRouteTableAssociationRequest,
): VerbResult<ReplaceRouteTableAssociationAnswer> {
  const read = readRequest(replaceSchema, request);
  if (!read.ok) return read;
  const association = findAssociation(network, read.value.AssociationId);
  if (!association.ok) return association;
  const found = findRouteTable(network, read.value.RouteTableId);
  if (!found.ok) return found;
  const { table: before, subnetId, gatewayId } = association.value;
  const after = found.value;
  const path = ["RouteTableId"];
  if (after.vpcId !== before.vpcId) {
    return refuse("InvalidParameterValue", path, `a table of ${before.vpcId}`, `${after.id} of ${after.vpcId}`);
  }
  const answer: ReplaceRouteTableAssociationAnswer = {
    NewAssociationId: associationId(after, subnetId ?? gatewayId ?? after.vpcId),
    AssociationState: ASSOCIATED,
  };
  if (after.id === before.id) return done(network, answer);
  const checked =
    gatewayId === undefined ? ok(undefined) : checkGatewayTable(network, after, [...after.gatewayIds, gatewayId], path);
  if (!checked.ok) return checked;
  return edit(
    network,
    (draft) => {
      if (subnetId !== undefined) {
        setSubnetTable(draft, subnetId, after.id);
        return;
      }
      const [from, to] = [draft.routeTables[before.id], draft.routeTables[after.id]];
      if (!from || !to) return;
      if (gatewayId === undefined) [from.main, to.main] = [false, true];
      else {
        from.gatewayIds = from.gatewayIds.filter((each) => each !== gatewayId);
        to.gatewayIds.push(gatewayId);
      }
    },
    answer,
  );
}

/** The request of "DisassociateRouteTable" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisassociateRouteTable.html */
export interface DisassociateRouteTableRequest {
  readonly AssociationId: string;
}

const disassociateSchema: v.GenericSchema<unknown, DisassociateRouteTableRequest> = v.strictObject({
  AssociationId: v.string(),
});

/**
 * The subnet uses the main table again, the gateway none. The main table can only be replaced.
 * "DisassociateRouteTable" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisassociateRouteTable.html
 */
export function disassociateRouteTable(network: Network, request: DisassociateRouteTableRequest): VerbResult<NoAnswer> {
  const read = readRequest(disassociateSchema, request);
  if (!read.ok) return read;
  const association = findAssociation(network, read.value.AssociationId);
  if (!association.ok) return association;
  const { id, table, subnetId, gatewayId } = association.value;
  if (subnetId === undefined && gatewayId === undefined) {
    return refuse("InvalidParameterValue", ["AssociationId"], "an association other than that of the main table", id);
  }
  return edit(
    network,
    (draft) => {
      if (subnetId !== undefined) delete draft.subnets[subnetId]?.routeTableId;
      const record = draft.routeTables[table.id];
      if (record) record.gatewayIds = record.gatewayIds.filter((each) => each !== gatewayId);
    },
    NO_ANSWER,
  );
}

function findAssociation(network: Network, id: string): Result<TableAssociation> {
  const all = Object.values(network.routeTables).flatMap((table) => associationsOf(network, table));
  const found = all.find((each) => each.id === id);
  return found
    ? ok(found)
    : refuse("InvalidAssociationID.NotFound", ["AssociationId"], "the id of an association of a route table", id);
}

function setSubnetTable(draft: NetworkDraft, subnetId: string, tableId: string): void {
  const subnet = draft.subnets[subnetId];
  if (subnet) subnet.routeTableId = tableId;
}
