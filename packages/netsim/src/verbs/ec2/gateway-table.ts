/**
 * A table that routes what comes in through an internet or virtual private gateway takes few kinds of routes.
 * "Configure route tables", section "Gateway route tables"
 * https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
 */
import { type Network, ok, type Path, type Result, type Route, type RouteTable } from "@netsim/core";
import { refuse } from "../verb.js";
import { isInspection, localBlocks, wholeSubnets } from "./route-destination.js";

/** @param gatewayIds the gateways that the table is associated with, or about to be. */
export function checkGatewayRoute(
  network: Network,
  table: RouteTable,
  gatewayIds: readonly string[],
  { destination, target, propagated }: Route,
  path: Path,
): Result<undefined> {
  const [gatewayId] = gatewayIds;
  if (gatewayId === undefined || target.type === "local") return ok(undefined);
  const of = `for a table of ${gatewayId}`;
  const whole: readonly string[] = [...localBlocks(network, table), ...wholeSubnets(network, table)];
  if (propagated || !whole.includes(destination)) {
    return refuse("InvalidParameterValue", path, `routes to whole blocks of the VPC or its subnets ${of}`, destination);
  }
  const isOfVpn = gatewayIds.some((id) => id.startsWith("vgw-"));
  if (isInspection(target) && !(isOfVpn && target.type === "unsupported")) return ok(undefined);
  const expected = isOfVpn ? "an interface" : "an interface or a Gateway Load Balancer endpoint";
  return refuse("InvalidParameterValue", path, `local, or ${expected}, as target ${of}`, target.id);
}
