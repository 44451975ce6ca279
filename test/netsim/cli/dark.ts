import type { NetworkInput } from "netsim";
import { classicPage } from "./network.ts";

/** Without route tables. */
export const UNKNOWN_ROUTES: NetworkInput = {
  ...classicPage,
  subnets: Object.fromEntries(
    Object.entries(classicPage.subnets ?? {}).map(([id, { routeTableId: _table, ...subnet }]) => [id, subnet]),
  ),
  routeTables: {},
  missing: [{ collection: "routeTables", reason: "not-collected" }],
};
