/**
 * A route table: where packets that leave a subnet go, by destination.
 * "Configure route tables" https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
 */
import * as v from "valibot";
import { type Cidr, parseCidr } from "../packet/cidr.js";
import type { Path } from "../result.js";
import { type Described, type Origin, originSchema } from "./origin.js";
import { compact, type Reader } from "./read.js";

export type RouteTarget =
  | { readonly type: "local" }
  | {
      readonly type:
        | "internet-gateway"
        | "nat-gateway"
        | "egress-only-internet-gateway"
        | "vpc-peering-connection"
        | "network-interface"
        | "gateway-endpoint";
      readonly id: string;
    }
  /** What the model does not follow: a packet that takes it makes the verdict `unknown`. `kind` says what it is. */
  | { readonly type: "unsupported"; readonly kind: string; readonly id: string };

export type RouteTargetType = RouteTarget["type"];

export interface Route {
  /** A block, or the id of a prefix list (`pl-...`). */
  readonly destination: Cidr | string;
  readonly target: RouteTarget;
  /** `blackhole`: the target is gone or not usable. The route still wins, and drops the packet. */
  readonly state: "active" | "blackhole";
  /** Propagated by a virtual private gateway; a static route with the same destination wins over it. */
  readonly propagated: boolean;
  readonly origin?: Origin | undefined;
}

export interface RouteTable extends Described {
  readonly id: string;
  readonly vpcId: string;
  /** Whether subnets without an association of their own use it. */
  readonly main: boolean;
  /** Always with a local route for each block of the VPC. */
  readonly routes: readonly Route[];
  /** Internet or virtual private gateways whose incoming traffic it routes (an edge association). */
  readonly gatewayIds: readonly string[];
}

export interface RouteInput {
  readonly destination: string;
  /** `"local"`, an id whose prefix tells the kind (`igw-`, `nat-`, `eigw-`, `pcx-`, `eni-`, `vpce-`), or the target itself. */
  readonly target: string | RouteTarget;
  readonly state?: "active" | "blackhole" | undefined;
  readonly propagated?: boolean | undefined;
  readonly origin?: Origin | undefined;
}

export interface RouteTableInput {
  readonly vpcId: string;
  readonly main?: boolean | undefined;
  readonly routes?: readonly RouteInput[] | undefined;
  readonly gatewayIds?: readonly string[] | undefined;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly origin?: Origin | undefined;
}

const TARGET_TYPES = [
  "internet-gateway",
  "nat-gateway",
  "egress-only-internet-gateway",
  "vpc-peering-connection",
  "network-interface",
  "gateway-endpoint",
] as const;

const targetSchema = v.union(
  [
    v.string(),
    v.strictObject({ type: v.literal("local") }),
    v.strictObject({ type: v.picklist(TARGET_TYPES), id: v.string() }),
    v.strictObject({ type: v.literal("unsupported"), kind: v.string(), id: v.string() }),
  ],
  "an id, or an object with a type of target and its id",
);

const schema: v.GenericSchema<unknown, RouteTableInput> = v.strictObject({
  id: v.optional(v.string()),
  name: v.optional(v.string()),
  origin: v.optional(originSchema),
  vpcId: v.string(),
  main: v.optional(v.boolean()),
  gatewayIds: v.optional(v.array(v.string())),
  routes: v.optional(
    v.array(
      v.strictObject({
        destination: v.string(),
        target: targetSchema,
        state: v.optional(v.picklist(["active", "blackhole"])),
        propagated: v.optional(v.boolean()),
        origin: v.optional(originSchema),
      }),
    ),
  ),
});

/** The type of a target by the id prefix that AWS gives it. */
const TYPE_BY_PREFIX: readonly (readonly [prefix: string, type: (typeof TARGET_TYPES)[number]])[] = [
  ["igw-", "internet-gateway"],
  ["nat-", "nat-gateway"],
  ["eigw-", "egress-only-internet-gateway"],
  ["pcx-", "vpc-peering-connection"],
  ["eni-", "network-interface"],
  ["vpce-", "gateway-endpoint"],
];

/** What AWS can route to and the model does not follow, by id prefix. */
const UNSUPPORTED_BY_PREFIX: readonly (readonly [prefix: string, kind: string])[] = [
  ["tgw-", "transit-gateway"],
  ["vgw-", "virtual-private-gateway"],
  ["lgw-", "local-gateway"],
  ["cagw-", "carrier-gateway"],
  ["arn:aws:networkmanager", "core-network"],
];

/** The target an id stands for, or undefined where its prefix is none of AWS's. */
export function routeTargetOf(id: string): RouteTarget | undefined {
  if (id === "local") return { type: "local" };
  const type = TYPE_BY_PREFIX.find(([prefix]) => id.startsWith(prefix))?.[1];
  if (type) return { type, id };
  const kind = UNSUPPORTED_BY_PREFIX.find(([prefix]) => id.startsWith(prefix))?.[1];
  return kind === undefined ? undefined : { type: "unsupported", kind, id };
}

/** The id a target is known by; `local` for the VPC itself. */
export function routeTargetId(target: RouteTarget): string {
  return target.type === "local" ? "local" : target.id;
}

export function readRouteTable(reader: Reader, id: string, value: unknown, path: Path): RouteTable | undefined {
  const input = reader.shape(schema, value, path);
  if (!input) return undefined;
  const routes = reader.each(input.routes, [...path, "routes"], (route, at) => readRoute(reader, route, at));
  reportDuplicates(reader, input.routes ?? [], [...path, "routes"]);
  return compact({
    id,
    name: input.name,
    vpcId: input.vpcId,
    main: input.main ?? false,
    gatewayIds: input.gatewayIds ?? [],
    routes,
    origin: input.origin,
  });
}

/** Every table has a local route for each block of its VPC, which may have been pointed elsewhere. */
export function withLocalRoutes(table: RouteTable, blocks: readonly Cidr[]): RouteTable {
  const stated = new Set(table.routes.filter((route) => !route.propagated).map((route) => route.destination));
  const local = blocks
    .filter((block) => !stated.has(block))
    .map((block): Route => ({ destination: block, target: { type: "local" }, state: "active", propagated: false }));
  return local.length === 0 ? table : { ...table, routes: [...local, ...table.routes] };
}

function reportDuplicates(reader: Reader, routes: readonly RouteInput[], path: Path): void {
  const seen = new Set<string>();
  for (const [at, { destination, propagated }] of routes.entries()) {
    // Several gateways may propagate one destination; two static routes for it AWS refuses.
    if (propagated) continue;
    const block = parseCidr(destination);
    const key = block.ok ? block.value : destination;
    if (seen.has(key)) {
      reader.report("duplicate-route", [...path, at, "destination"], "one static route for each destination", key);
    }
    seen.add(key);
  }
}

function readRoute(reader: Reader, input: RouteInput, path: Path): Route | undefined {
  const isList = input.destination.startsWith("pl-");
  const destination = isList ? input.destination : reader.take(parseCidr(input.destination, [...path, "destination"]));
  const target = typeof input.target === "string" ? routeTargetOf(input.target) : input.target;
  if (!target) {
    return reader.report(
      "route-target",
      [...path, "target"],
      "local, or an id that begins with igw-, nat-, eigw-, pcx-, eni-, vpce-, tgw-, vgw-, lgw- or cagw-",
      input.target,
    );
  }
  if (destination === undefined) return undefined;
  return compact({
    destination,
    target,
    state: input.state ?? "active",
    propagated: input.propagated ?? false,
    origin: input.origin,
  });
}
