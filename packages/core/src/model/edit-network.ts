/** What-if: a network with changes, checked again. */
import { Immer } from "immer";
import { failure, issue, ok, type Result, unwrap } from "../result.js";
import { createNetwork } from "./create-network.js";
import { vpcBlocks } from "./lookup.js";
import { isNetwork, type Network, type NetworkDraft, recordOf } from "./network.js";
import type { Route, RouteTable } from "./route-table.js";
import type { Vpc } from "./vpc.js";

/** Freezing is left to `createNetwork`, so that what a recipe puts in stays its owner's. */
const immer = new Immer({ autoFreeze: false });

/**
 * A copy with the recipe's changes, validated again; what the recipe leaves alone stays the same object.
 *
 * @throws NetsimError listing every issue when the result is no valid network; the original is untouched either way.
 */
export function editNetwork(network: Network, recipe: (draft: NetworkDraft) => void): Network {
  return unwrap(tryEditNetwork(network, recipe));
}

/** {@link editNetwork} with the issues as data. */
export function tryEditNetwork(network: Network, recipe: (draft: NetworkDraft) => void): Result<Network> {
  if (!isNetwork(network)) return failure([issue("shape", [], "a network to edit, unwrapped", network)]);
  if (typeof recipe !== "function") return failure([issue("shape", [], "a function of the draft", recipe)]);
  const edited = immer.produce(network, (draft) => {
    // The value of an expression-bodied arrow function is of no interest, and immer would take it for a result.
    recipe(draft as NetworkDraft);
  });
  if (edited === network) return ok(network);
  const result = createNetwork(edited);
  return result.ok ? withoutLostRoutes(network, result.value) : result;
}

/** A block that a VPC loses takes its local routes with it, as a block that it gains brings them. */
function withoutLostRoutes(before: Network, after: Network): Result<Network> {
  const lost = new Set(Object.values(before.vpcs).flatMap((vpc) => lostRoutes(vpc, recordOf(after.vpcs, vpc.id))));
  const isLost = ({ vpcId }: RouteTable, { target, destination }: Route): boolean =>
    target.type === "local" && lost.has(`${vpcId} ${destination}`);
  const tables = Object.values(after.routeTables).filter((table) => table.routes.some((route) => isLost(table, route)));
  if (tables.length === 0) return ok(after);
  const kept = tables.map((table) => [
    table.id,
    { ...table, routes: table.routes.filter((each) => !isLost(table, each)) },
  ]);
  return createNetwork({ ...after, routeTables: { ...after.routeTables, ...Object.fromEntries(kept) } });
}

function lostRoutes(before: Vpc, after: Vpc | undefined): string[] {
  const kept = new Set(after && vpcBlocks(after));
  return vpcBlocks(before).flatMap((block) => (kept.has(block) ? [] : [`${before.id} ${block}`]));
}
