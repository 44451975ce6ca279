/**
 * Which route a packet takes: the longest prefix of its family; for one prefix a static route before a prefix list
 * before a propagated route. A blackhole that wins drops the packet: a less specific route is not tried.
 * "Configure route tables", section "Route priority" https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
 */
import { memoize } from "../memo.js";
import type { ById, Network } from "../model/network.js";
import type { PrefixList } from "../model/prefix-list.js";
import type { Route, RouteTable } from "../model/route-table.js";
import { ALL_ADDRESSES, addressesOf, subtractAddresses, uniteBlocks } from "../packet/address-set.js";
import { type Cidr, cidrCovers, prefixLength } from "../packet/cidr.js";
import { packets } from "../packet/packet-set.js";
import type { Rule, RuleSet } from "./rule-set.js";

/** `unknown`: a route to a prefix list whose entries the network leaves out may be more specific. */
export type RouteAction = "route" | "none" | "unknown";

/** The routes of a table in the order in which they win. */
export function routeRules(network: Network, table: RouteTable): RuleSet<RouteAction> {
  return compile(table, network.prefixLists);
}

interface Candidate {
  readonly rule: Rule<RouteAction>;
  readonly length: number;
  readonly rank: number;
}

const compile = memoize((table: RouteTable, lists: ById<PrefixList>): RuleSet<RouteAction> => {
  const local = table.routes.flatMap((route) => (route.target.type === "local" ? [route.destination as Cidr] : []));
  const candidates = table.routes.flatMap((route, index) =>
    candidatesOf(table, route, index, lists, local).map((each) => ({
      ...each,
      length: lengthBeside(local, route, each),
    })),
  );
  candidates.sort((a, b) => b.length - a.length || a.rank - b.rank);
  return { rules: candidates.map((each) => each.rule), otherwise: "none" };
});

/**
 * A propagated route inside a local one comes after it, however specific it is.
 * "Route tables and AWS Site-to-Site VPN route priority" https://docs.aws.amazon.com/vpn/latest/s2svpn/vpn-route-priority.html
 */
function lengthBeside(local: readonly Cidr[], route: Route, { length }: Candidate): number {
  if (!route.propagated) return length;
  const outer = local.find((block) => cidrCovers(block, route.destination as Cidr));
  return outer === undefined ? length : Math.min(length, prefixLength(outer));
}

/** Longer than any block: what a list holds that is not in the input may be more specific than any route. */
const UNKNOWN_LENGTH = 129;

function candidatesOf(
  table: RouteTable,
  route: Route,
  index: number,
  lists: ById<PrefixList>,
  local: readonly Cidr[],
): Candidate[] {
  const ref = { kind: "route", routeTableId: table.id, index, route } as const;
  const isList = route.destination.startsWith("pl-");
  const rank = route.propagated ? 2 : isList ? 1 : 0;
  const entries = isList ? lists[route.destination]?.entries : [route.destination as Cidr];
  if (!entries) {
    // The entries of S3's and DynamoDB's lists are AWS's own public ranges; the path says so as an assumption.
    if (route.target.type === "gateway-endpoint") return [];
    const destination = subtractAddresses(ALL_ADDRESSES, uniteBlocks(local));
    return [{ rule: { ref, packets: packets({ destination }), action: "unknown" }, length: UNKNOWN_LENGTH, rank }];
  }
  return entries.map((block) => ({
    rule: { ref, packets: packets({ destination: addressesOf(block) }), action: "route" },
    length: prefixLength(block),
    rank,
  }));
}
