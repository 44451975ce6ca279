/** Routes of route tables. */
import { type Network, ok, type Result, type Route, type RouteTable } from "@netsim/core";
import * as v from "valibot";
import { edit, refuse, type VerbResult } from "../verb.js";
import { findRouteTable } from "./find.js";
import { checkGatewayRoute } from "./gateway-table.js";
import { flag, NO_ANSWER, type NoAnswer, readRequest } from "./request.js";
import {
  checkDestination,
  type Destination,
  type DestinationRequest,
  destinationEntries,
  isMiddlebox,
  localBlocks,
  readDestination,
} from "./route-destination.js";
import { type ReadTarget, readTarget, TARGET_KEYS, type TargetRequest, targetEntries } from "./route-target.js";

/** The request of "CreateRoute" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html */
export interface CreateRouteRequest extends DestinationRequest, TargetRequest {
  readonly RouteTableId: string;
}

/** The request of "ReplaceRoute" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceRoute.html */
export interface ReplaceRouteRequest extends CreateRouteRequest {
  /** Instead of a target: the local route leads into the VPC again. */
  readonly LocalTarget?: boolean | undefined;
}

/** The request of "DeleteRoute" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteRoute.html */
export interface DeleteRouteRequest extends DestinationRequest {
  readonly RouteTableId: string;
}

/** The answer of "CreateRoute" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html */
export interface CreateRouteAnswer {
  readonly Return: true;
}

const createSchema: v.GenericSchema<unknown, CreateRouteRequest> = v.strictObject({
  RouteTableId: v.string(),
  ...destinationEntries,
  ...targetEntries,
});

const replaceSchema: v.GenericSchema<unknown, ReplaceRouteRequest> = v.strictObject({
  RouteTableId: v.string(),
  LocalTarget: flag,
  ...destinationEntries,
  ...targetEntries,
});

const deleteSchema: v.GenericSchema<unknown, DeleteRouteRequest> = v.strictObject({
  RouteTableId: v.string(),
  ...destinationEntries,
});

interface RoutePlace {
  readonly table: RouteTable;
  readonly destination: Destination;
  /** The static route to the destination, the local one included. */
  readonly present: Route | undefined;
  /** Whether the destination is a block of the VPC, which every table has a route to. */
  readonly isLocal: boolean;
}

function readPlace(network: Network, request: DeleteRouteRequest): Result<RoutePlace> {
  const table = findRouteTable(network, request.RouteTableId);
  if (!table.ok) return table;
  const destination = readDestination(network, request);
  if (!destination.ok) return destination;
  const { value } = destination.value;
  const present = table.value.routes.find((route) => !route.propagated && route.destination === value);
  const isLocal =
    present?.target.type === "local" || localBlocks(network, table.value).some((block) => block === value);
  return ok({ table: table.value, destination: destination.value, present, isLocal });
}

/** "CreateRoute" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html */
export function createRoute(network: Network, request: CreateRouteRequest): VerbResult<CreateRouteAnswer> {
  const read = readRequest(createSchema, request);
  if (!read.ok) return read;
  const place = readPlace(network, read.value);
  if (!place.ok) return place;
  const { table, destination, present } = place.value;
  if (present) {
    const expected = `a destination that ${table.id} has no route to`;
    return refuse("RouteAlreadyExists", [destination.key], expected, destination.value);
  }
  const route = readRoute(network, place.value, read.value);
  if (!route.ok) return route;
  return setRoutes(network, table, [...table.routes, route.value], { Return: true });
}

/**
 * Another target for a route. A local route may lead to a NAT gateway, an interface or a Gateway Load Balancer endpoint.
 * "ReplaceRoute" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceRoute.html
 */
export function replaceRoute(network: Network, request: ReplaceRouteRequest): VerbResult<NoAnswer> {
  const read = readRequest(replaceSchema, request);
  if (!read.ok) return read;
  const place = readPlace(network, read.value);
  if (!place.ok) return place;
  const checked = checkPresent(place.value);
  if (!checked.ok) return checked;
  const route = read.value.LocalTarget
    ? localRoute(place.value, read.value)
    : readRoute(network, place.value, read.value);
  if (!route.ok) return route;
  const { table, present } = place.value;
  return setRoutes(
    network,
    table,
    table.routes.map((each) => (each === present ? route.value : each)),
    NO_ANSWER,
  );
}

/** "DeleteRoute" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteRoute.html */
export function deleteRoute(network: Network, request: DeleteRouteRequest): VerbResult<NoAnswer> {
  const read = readRequest(deleteSchema, request);
  if (!read.ok) return read;
  const place = readPlace(network, read.value);
  if (!place.ok) return place;
  const checked = checkPresent(place.value);
  if (!checked.ok) return checked;
  const { table, destination, present, isLocal } = place.value;
  if (isLocal) {
    const expected = "a route other than a local one, which can only lead elsewhere";
    return refuse("InvalidParameterValue", [destination.key], expected, destination.value);
  }
  return setRoutes(
    network,
    table,
    table.routes.filter((each) => each !== present),
    NO_ANSWER,
  );
}

/** Propagated routes are no one's to replace or delete, nor are those of gateway endpoints, which the endpoint manages. */
function checkPresent({ table, destination, present }: RoutePlace): Result<undefined> {
  const { key, value } = destination;
  if (!present)
    return refuse("InvalidRoute.NotFound", [key], `the destination of a static route of ${table.id}`, value);
  if (present.target.type !== "gateway-endpoint") return ok(undefined);
  return refuse("InvalidParameterValue", [key], "a route other than that of a gateway endpoint", value);
}

function readRoute(network: Network, place: RoutePlace, request: TargetRequest): Result<Route> {
  const { table, destination } = place;
  const read = readTarget(network, table, request);
  if (!read.ok) return read;
  const route: Route = { destination: destination.value, ...read.value, propagated: false };
  const checks = [
    checkDestination(network, table, destination, route.target),
    checkTarget(place, read.value),
    checkGatewayRoute(network, table, table.gatewayIds, route, [destination.key]),
  ];
  return checks.find((check) => !check.ok) ?? ok(route);
}

/** Whether such a target may be that of a route to the destination. */
function checkTarget({ destination, isLocal }: RoutePlace, { target }: ReadTarget): Result<undefined> {
  const { key, value } = destination;
  if (isLocal && !isMiddlebox(target)) {
    const expected = "a NAT gateway, an interface or a Gateway Load Balancer endpoint as target of a local route";
    return refuse("InvalidParameterValue", [key], expected, value);
  }
  if (target.type === "egress-only-internet-gateway" && key === "DestinationCidrBlock") {
    return refuse("InvalidParameterValue", [key], "an IPv6 block: the gateway is for IPv6 only", value);
  }
  return ok(undefined);
}

function localRoute({ destination, isLocal }: RoutePlace, request: TargetRequest): Result<Route> {
  const { key, value } = destination;
  const other = TARGET_KEYS.find((each) => request[each] !== undefined);
  if (other !== undefined) {
    return refuse("InvalidParameterCombination", [other], "nothing beside LocalTarget", request[other]);
  }
  if (!isLocal) return refuse("InvalidParameterValue", [key], "a block of the VPC, to which LocalTarget leads", value);
  return ok({ destination: value, target: { type: "local" }, state: "active", propagated: false });
}

function setRoutes<Answer>(
  network: Network,
  { id }: RouteTable,
  routes: readonly Route[],
  answer: Answer,
): VerbResult<Answer> {
  return edit(
    network,
    (draft) => {
      const table = draft.routeTables[id];
      if (table) table.routes = [...routes];
    },
    answer,
  );
}
