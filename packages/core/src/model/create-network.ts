/** From input to a validated, frozen network. */
import { freeze } from "immer";
import { ALL_IPV4, type Cidr } from "../packet/cidr.js";
import { failure, type Issue, issue, moveIssue, ok, type Path, type Result, show, unwrap } from "../result.js";
import { checkNetwork } from "./check.js";
import { readClassicLoadBalancer } from "./classic-load-balancer.js";
import { EC2_CLASSIC } from "./ec2-classic.js";
import { type InternetGateway, readGatewayEndpoint, readInternetGateway, readNatGateway } from "./gateway.js";
import { readInstance } from "./instance.js";
import type { LiteralInput, LiteralNetwork } from "./literal-network.js";
import { readLoadBalancer } from "./load-balancer.js";
import { isMissing, readMissing } from "./missing.js";
import { type ById, type Collection, type Network, type NetworkInput, recordOf } from "./network.js";
import { allowAllEntries, type NetworkAcl, readNetworkAcl } from "./network-acl.js";
import { type NetworkInterfaceInput, readNetworkInterface } from "./network-interface.js";
import { readPeeringConnection } from "./peering.js";
import { readPrefixList } from "./prefix-list.js";
import { Reader } from "./read.js";
import { type RouteTable, readRouteTable, withLocalRoutes } from "./route-table.js";
import { allowAllRules, readSecurityGroup, type SecurityGroup } from "./security-group.js";
import { readSubnet } from "./subnet.js";
import { readTargetGroup } from "./target-group.js";
import { readVpc, type Vpc } from "./vpc.js";

const COLLECTIONS: readonly Collection[] = [
  "vpcs",
  "subnets",
  "routeTables",
  "networkAcls",
  "securityGroups",
  "prefixLists",
  "internetGateways",
  "egressOnlyInternetGateways",
  "natGateways",
  "gatewayEndpoints",
  "vpcPeeringConnections",
  "networkInterfaces",
  "instances",
  "classicLoadBalancers",
  "loadBalancers",
  "targetGroups",
];

/**
 * Validates and freezes a network. Every issue is collected, each with a code, the path in the input, what was
 * expected and what was found; the value is all or nothing.
 */
export function createNetwork(input: NetworkInput): Result<Network> {
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    return failure([issue("shape", [], "an object with collections such as vpcs and subnets", input)]);
  }
  const reader = new Reader();
  for (const key of Object.keys(input)) {
    if (key !== "missing" && !COLLECTIONS.includes(key as Collection)) {
      reader.report("unknown-key", [key], `one of ${COLLECTIONS.join(", ")}, missing`, key);
    }
  }
  const brought = new Map<string, string>();
  const network = readNetwork(reader, input, brought);
  const issues = reader.issues.length > 0 ? reader.issues : checkNetwork(network);
  return issues.length > 0 ? failure(issues.map((each) => asWritten(each, input, brought))) : ok(freeze(network, true));
}

/** An issue of an interface that an instance brought, or of EC2-Classic, at the place of the instance's short form. */
function asWritten(found: Issue, input: NetworkInput, brought: ReadonlyMap<string, string>): Issue {
  const [collection, id, ...rest] = found.path;
  if (collection === "instances" && rest[0] === "ec2Classic" && !input.instances?.[String(id)]?.ec2Classic)
    return moveIssue(found, ["instances", String(id), ...rest.slice(1)]);
  const instance = collection === "networkInterfaces" ? brought.get(String(id)) : undefined;
  if (instance === undefined || found.code === "id") return found;
  return moveIssue(found, ["instances", instance, ...(rest[0] === "ipv6Addresses" ? ["ipv6Address"] : rest)]);
}

/**
 * {@link createNetwork} for networks written in code: throws one error that lists every issue. The ids that are written
 * out are kept in the type, for questions to be checked against; a variable of type `Network` takes any text, as it should
 * where records are spread in: of those the compiler does not know the ids.
 */
export function network<
  Instance extends string = never,
  Interface extends string = never,
  Subnet extends string = never,
  Classic extends string = never,
  Balancer extends string = never,
  Group extends string = never,
  Security extends string = never,
  Acl extends string = never,
  Table extends string = never,
  Name extends string = never,
>(
  input: LiteralInput<Instance, Interface, Subnet, Classic, Balancer, Group, Security, Acl, Table, Name>,
): LiteralNetwork<{
  readonly instance: Instance;
  readonly networkInterface: Interface;
  readonly subnet: Subnet;
  readonly loadBalancer: Classic | Balancer;
  readonly targetGroup: Group;
  readonly securityGroup: Security;
  readonly networkAcl: Acl;
  readonly routeTable: Table;
  readonly name: Name;
}> {
  return unwrap(createNetwork(input));
}

/** Records and collections that were made here, in normal form, and what they are: an edit leaves most of them as they are. */
const normal = new WeakMap<object, Collection>();

function readAll<T extends object>(
  reader: Reader,
  input: NetworkInput,
  collection: Collection,
  read: (id: string, value: unknown, path: Path) => T | undefined,
): Record<string, T> {
  const records: unknown = input[collection] ?? {};
  if (typeof records !== "object" || records === null || Array.isArray(records)) {
    reader.report("shape", [collection], "an object of records by id", records);
    return {};
  }
  let reused = true;
  const out: Record<string, T> = {};
  for (const [id, value] of Object.entries(records)) {
    const path = [collection, id];
    if (id === "__proto__") {
      reader.report("id", path, "an id that can be a key of an object", id);
      continue;
    }
    const isNormal = normal.get(value) === collection && (value as { id?: string }).id === id;
    if (!isNormal) reused = false;
    const stated = (value as { id?: unknown } | null)?.id;
    if (stated !== undefined && stated !== id) reader.report("id", [...path, "id"], `its key, ${show(id)}`, stated);
    const record = isNormal ? (value as T) : read(id, value, path);
    if (record === undefined) continue;
    normal.set(record, collection);
    out[id] = record;
  }
  return reused && normal.get(records) === collection ? (records as Record<string, T>) : mark(out, collection);
}

function mark<T extends object>(value: T, collection: Collection): T {
  normal.set(value, collection);
  return value;
}

/** @param brought filled with the interfaces that instances bring in their short form, and their instances. */
function readNetwork(reader: Reader, input: NetworkInput, brought: Map<string, string>): Network {
  const missing = readMissing(reader, input.missing);
  const vpcs = readAll(reader, input, "vpcs", (id, value, path) => readVpc(reader, id, value, path));
  const subnets = readAll(reader, input, "subnets", (id, value, path) => readSubnet(reader, id, value, path));
  const hasIpv6 = (vpcId: string): boolean => (recordOf(vpcs, vpcId)?.ipv6CidrBlocks.length ?? 0) > 0;
  const blocksOfVpc = (vpcId: string): readonly Cidr[] => {
    const vpc = recordOf(vpcs, vpcId);
    return vpc ? [...vpc.cidrBlocks, ...vpc.ipv6CidrBlocks] : [];
  };
  const internetGateways = readAll(reader, input, "internetGateways", (id, value, path) =>
    readInternetGateway(reader, id, value, path),
  );
  const isLeftOut = (collection: Collection, vpc: Vpc): boolean => isMissing(missing, collection, vpc.id);
  const routeTables = withDefaults(
    reader,
    mapTables(
      readAll(reader, input, "routeTables", (id, value, path) => readRouteTable(reader, id, value, path)),
      (table) => withLocalRoutes(table, blocksOfVpc(table.vpcId)),
    ),
    vpcs,
    {
      collection: "routeTables",
      has: (vpc, tables) =>
        tables.some((table) => table.vpcId === vpc.id && table.main) || isLeftOut("routeTables", vpc),
      create: (vpc) => mainRouteTable(vpc, blocksOfVpc(vpc.id), Object.values(internetGateways)),
    },
  );
  const networkAcls = withDefaults(
    reader,
    readAll(reader, input, "networkAcls", (id, value, path) => readNetworkAcl(reader, id, value, path)),
    vpcs,
    {
      collection: "networkAcls",
      has: (vpc, acls) => acls.some((acl) => acl.vpcId === vpc.id && acl.isDefault) || isLeftOut("networkAcls", vpc),
      create: (vpc) => defaultNetworkAcl(vpc, hasIpv6(vpc.id)),
    },
  );
  const securityGroups = withDefaults(
    reader,
    readAll(reader, input, "securityGroups", (id, value, path) => readSecurityGroup(reader, id, value, path, hasIpv6)),
    vpcs,
    {
      collection: "securityGroups",
      has: (vpc, groups) => groups.some((group) => isDefaultGroup(group, vpc.id)) || isLeftOut("securityGroups", vpc),
      create: (vpc) => defaultSecurityGroup(vpc, hasIpv6(vpc.id)),
    },
  );
  const defaultGroup = (vpcId: string): string | undefined =>
    Object.values(securityGroups).find((group) => isDefaultGroup(group, vpcId))?.id;
  const vpcOfSubnet = (subnetId: string): string | undefined => recordOf(subnets, subnetId)?.vpcId;
  const [onlyVpc] = Object.keys(vpcs).length === 1 ? Object.keys(vpcs) : [];
  const extraInterfaces: Record<string, unknown> = {};
  const instances = readAll(reader, input, "instances", (id, value, path) => {
    const read = readInstance(reader, id, value, path, defaultGroup(EC2_CLASSIC));
    if (read?.networkInterface) {
      const interfaceId = read.networkInterface.id;
      if (Object.hasOwn(input.networkInterfaces ?? {}, interfaceId)) {
        reader.report(
          "id",
          ["networkInterfaces", interfaceId],
          `an id other than that of the interface of ${id}`,
          interfaceId,
        );
      }
      extraInterfaces[interfaceId] = read.networkInterface.input;
      brought.set(interfaceId, id);
    }
    return read?.instance;
  });
  const allInterfaces =
    brought.size === 0
      ? input
      : {
          ...input,
          networkInterfaces: { ...input.networkInterfaces, ...extraInterfaces } as ById<NetworkInterfaceInput>,
        };
  return {
    vpcs,
    subnets,
    routeTables,
    networkAcls,
    securityGroups,
    prefixLists: readAll(reader, input, "prefixLists", (id, value, path) => readPrefixList(reader, id, value, path)),
    internetGateways,
    egressOnlyInternetGateways: readAll(reader, input, "egressOnlyInternetGateways", (id, value, path) =>
      readInternetGateway(reader, id, value, path),
    ),
    natGateways: readAll(reader, input, "natGateways", (id, value, path) => readNatGateway(reader, id, value, path)),
    gatewayEndpoints: readAll(reader, input, "gatewayEndpoints", (id, value, path) =>
      readGatewayEndpoint(reader, id, value, path),
    ),
    vpcPeeringConnections: readAll(reader, input, "vpcPeeringConnections", (id, value, path) =>
      readPeeringConnection(reader, id, value, path),
    ),
    networkInterfaces: readAll(reader, allInterfaces, "networkInterfaces", (id, value, path) =>
      readNetworkInterface(reader, id, value, path, (subnetId) => {
        const vpcId = recordOf(subnets, subnetId)?.vpcId;
        return vpcId === undefined ? undefined : defaultGroup(vpcId);
      }),
    ),
    instances,
    classicLoadBalancers: readAll(reader, input, "classicLoadBalancers", (id, value, path) =>
      readClassicLoadBalancer(reader, id, value, path, { vpcOfSubnet, defaultGroup }),
    ),
    loadBalancers: readAll(reader, input, "loadBalancers", (id, value, path) =>
      readLoadBalancer(reader, id, value, path, { vpcOfSubnet, defaultGroup }),
    ),
    targetGroups: readAll(reader, input, "targetGroups", (id, value, path) =>
      readTargetGroup(reader, id, value, path, { onlyVpc }),
    ),
    missing,
  };
}

function isDefaultGroup(group: SecurityGroup, vpcId: string): boolean {
  return group.vpcId === vpcId && group.groupName === "default";
}

function mapTables(
  tables: Record<string, RouteTable>,
  change: (table: RouteTable) => RouteTable,
): Record<string, RouteTable> {
  const entries = Object.entries(tables).map(([id, table]) => [id, change(table)] as const);
  if (entries.every(([id, table]) => table === tables[id])) return tables;
  return mark(Object.fromEntries(entries.map(([id, table]) => [id, mark(table, "routeTables")])), "routeTables");
}

interface Defaults<T> {
  readonly collection: Collection;
  /** Whether the VPC has it among these records, or may have it where the input does not say. */
  readonly has: (vpc: Vpc, records: readonly T[]) => boolean;
  readonly create: (vpc: Vpc) => T;
}

/** Adds what AWS creates with a VPC, for each VPC that does not have it. */
function withDefaults<T extends { readonly id: string }>(
  reader: Reader,
  records: Record<string, T>,
  vpcs: ById<Vpc>,
  { collection, has, create }: Defaults<T>,
): Record<string, T> {
  const present = Object.values(records);
  const added = Object.values(vpcs)
    .filter((vpc) => !has(vpc, present))
    .map(create);
  if (added.length === 0) return records;
  for (const { id } of added) {
    if (Object.hasOwn(records, id))
      reader.report("id", [collection, id], "an id that netsim does not give to a VPC's default", id);
  }
  return mark(
    { ...records, ...Object.fromEntries(added.map((record) => [record.id, mark(record, collection)])) },
    collection,
  );
}

/**
 * "Configure route tables": a VPC's main table starts with its local routes; the default VPC's also leads to its internet gateway.
 * https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html
 */
function mainRouteTable(vpc: Vpc, blocks: readonly Cidr[], gateways: readonly InternetGateway[]): RouteTable {
  const gateway = vpc.isDefault ? gateways.find((each) => each.vpcId === vpc.id) : undefined;
  const table: RouteTable = { id: `rtb-main-${vpc.id}`, vpcId: vpc.id, main: true, gatewayIds: [], routes: [] };
  const toInternet = gateway && {
    destination: ALL_IPV4,
    target: { type: "internet-gateway", id: gateway.id } as const,
    state: "active" as const,
    propagated: false,
  };
  return withLocalRoutes({ ...table, routes: toInternet ? [toInternet] : [] }, blocks);
}

function defaultNetworkAcl(vpc: Vpc, ipv6: boolean): NetworkAcl {
  return {
    id: `acl-default-${vpc.id}`,
    vpcId: vpc.id,
    isDefault: true,
    ingress: allowAllEntries(ipv6),
    egress: allowAllEntries(ipv6),
  };
}

/** "Default and custom security groups" https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/default-custom-security-groups.html */
function defaultSecurityGroup(vpc: Vpc, ipv6: boolean): SecurityGroup {
  const id = `sg-default-${vpc.id}`;
  return {
    id,
    groupName: "default",
    vpcId: vpc.id,
    ingress: [{ protocol: -1, fromPort: -1, toPort: -1, peer: { securityGroupId: id } }],
    egress: allowAllRules(ipv6),
  };
}
