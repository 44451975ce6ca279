import { inCidr, prefixLength } from "./address.js";
import type { PrefixList, Route, RouteTable } from "./aws-json.js";

export interface RouteChoice {
  readonly route: Route;
  /** The place of the route in the table's `Routes`. */
  readonly index: number;
}

interface Candidate extends RouteChoice {
  readonly length: number;
}

/**
 * The route that the table uses for this destination, whether it works (`State: active`) or leads nowhere
 * (`blackhole`); `null` if no route is about the destination.
 *
 * The longest prefix wins, local routes included. For one and the same prefix a static route comes before a prefix
 * list, and a prefix list before a propagated route.
 * How route priority works, https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
 *
 * A propagated route that overlaps the local route loses against it, even when it is more specific.
 * Route tables and AWS Site-to-Site VPN route priority, https://docs.aws.amazon.com/vpn/latest/s2svpn/vpn-route-priority.html
 *
 * A blackhole route is chosen like any other: traffic does not fall through to a less specific route. No page says
 * it in these words; explanation code BAD_STATE_ROUTE fits it,
 * https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
 */
export function pickRoute(
  table: RouteTable,
  destination: string,
  prefixLists: readonly PrefixList[] = [],
): RouteChoice | null {
  const candidates = table.Routes.flatMap((route, index) => {
    const length = lengthOfMatch(route, destination, prefixLists);
    return length === null ? [] : [{ route, index, length }];
  });
  const isLocalCovered = candidates.some((candidate) => isLocal(candidate.route));
  const eligible = candidates.filter((candidate) => !(isLocalCovered && isPropagated(candidate.route)));
  const [best] = eligible.sort(byPriority);
  return best === undefined ? null : { route: best.route, index: best.index };
}

function byPriority(one: Candidate, other: Candidate): number {
  if (one.length !== other.length) {
    return other.length - one.length;
  }
  return rank(one.route) - rank(other.route);
}

function rank(route: Route): number {
  if (isPropagated(route)) {
    return 2;
  }
  return route.DestinationPrefixListId === undefined ? 0 : 1;
}

/** How many bits of the destination the route names, or `null` if it is not about the destination. */
function lengthOfMatch(route: Route, destination: string, prefixLists: readonly PrefixList[]): number | null {
  const block = route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock;
  const list = prefixLists.find((candidate) => candidate.PrefixListId === route.DestinationPrefixListId);
  const blocks = block === undefined ? (list?.Cidrs ?? []) : [block];
  const lengths = blocks.filter((cidr) => inCidr(destination, cidr)).map(prefixLength);
  return lengths.length === 0 ? null : Math.max(...lengths);
}

export function isLocal(route: Route): boolean {
  return route.GatewayId === "local";
}

function isPropagated(route: Route): boolean {
  return route.Origin === "EnableVgwRoutePropagation";
}
