/**
 * An elastic network interface: what addresses, security groups and the source/destination check belong to.
 * "Elastic network interfaces" https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-eni.html
 */
import * as v from "valibot";
import { type IpAddress, ipFamily, parseIp } from "../packet/ip.js";
import type { Path } from "../result.js";
import { type Described, type Origin, originSchema } from "./origin.js";
import { compact, type Reader } from "./read.js";

export interface PrivateIpAddress {
  readonly address: IpAddress;
  /** The public or Elastic IP address that the internet gateway maps to this private one. */
  readonly publicIp?: IpAddress | undefined;
}

export interface NetworkInterface extends Described {
  readonly id: string;
  readonly subnetId: string;
  /** IPv4, the primary address first. */
  readonly privateIpAddresses: readonly PrivateIpAddress[];
  readonly ipv6Addresses: readonly IpAddress[];
  /** Security group ids. */
  readonly groups: readonly string[];
  /** When true (AWS's default) the interface handles only packets from and to its own addresses. */
  readonly sourceDestCheck: boolean;
  /** AWS's word, such as `interface`, `natGateway`, `vpc_endpoint`. */
  readonly interfaceType: string;
  readonly description: string;
  /**
   * What the software behind an interface without source/destination check does with packets that are not for it:
   * pass them on unchanged (`router`) or from its own address (`nat`). AWS does not know it, so it is never imported.
   */
  readonly forwarding?: "router" | "nat" | undefined;
}

export interface NetworkInterfaceInput {
  readonly subnetId: string;
  /** Short for one private address. */
  readonly privateIpAddress?: string | undefined;
  /** The public address of `privateIpAddress`. */
  readonly publicIp?: string | undefined;
  readonly privateIpAddresses?:
    | readonly { readonly address: string; readonly publicIp?: string | undefined }[]
    | undefined;
  readonly ipv6Addresses?: readonly string[] | undefined;
  /** The VPC's default group when left out, as AWS does. */
  readonly groups?: readonly string[] | undefined;
  readonly sourceDestCheck?: boolean | undefined;
  readonly interfaceType?: string | undefined;
  readonly description?: string | undefined;
  readonly forwarding?: "router" | "nat" | undefined;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly origin?: Origin | undefined;
}

const schema: v.GenericSchema<unknown, NetworkInterfaceInput> = v.strictObject({
  id: v.optional(v.string()),
  name: v.optional(v.string()),
  origin: v.optional(originSchema),
  subnetId: v.string(),
  privateIpAddress: v.optional(v.string()),
  publicIp: v.optional(v.string()),
  privateIpAddresses: v.optional(v.array(v.strictObject({ address: v.string(), publicIp: v.optional(v.string()) }))),
  ipv6Addresses: v.optional(v.array(v.string())),
  groups: v.optional(v.array(v.string())),
  sourceDestCheck: v.optional(v.boolean()),
  interfaceType: v.optional(v.string()),
  description: v.optional(v.string()),
  forwarding: v.optional(v.picklist(["router", "nat"])),
});

/** @param defaultGroup the group AWS attaches when none is named; undefined where it is not known. */
export function readNetworkInterface(
  reader: Reader,
  id: string,
  value: unknown,
  path: Path,
  defaultGroup: (subnetId: string) => string | undefined,
): NetworkInterface | undefined {
  const input = reader.shape(schema, value, path);
  if (!input) return undefined;
  const short =
    input.privateIpAddress === undefined ? [] : [{ address: input.privateIpAddress, publicIp: input.publicIp }];
  if (input.publicIp !== undefined && short.length === 0) {
    reader.report("public-address-alone", [...path, "publicIp"], "a privateIpAddress beside it", input.publicIp);
  }
  const implied = input.groups ? undefined : defaultGroup(input.subnetId);
  const addresses = [
    ...short.flatMap((each) => readAddress(reader, each, path, "privateIpAddress") ?? []),
    ...reader.each(input.privateIpAddresses, [...path, "privateIpAddresses"], (each, at) =>
      readAddress(reader, each, at, "address"),
    ),
  ];
  return compact({
    id,
    name: input.name,
    subnetId: input.subnetId,
    privateIpAddresses: addresses,
    ipv6Addresses: reader
      .ips(input.ipv6Addresses, [...path, "ipv6Addresses"])
      .filter((address) => isFamily(reader, address, "ipv6", [...path, "ipv6Addresses"])),
    groups: [...new Set(input.groups ?? (implied === undefined ? [] : [implied]))],
    sourceDestCheck: input.sourceDestCheck ?? true,
    interfaceType: input.interfaceType ?? "interface",
    description: input.description ?? "",
    forwarding: input.forwarding,
    origin: input.origin,
  });
}

function readAddress(
  reader: Reader,
  input: { readonly address: string; readonly publicIp?: string | undefined },
  path: Path,
  key: string,
): PrivateIpAddress | undefined {
  const address = reader.take(parseIp(input.address, [...path, key]));
  const publicIp =
    input.publicIp === undefined ? undefined : reader.take(parseIp(input.publicIp, [...path, "publicIp"]));
  if (!address || !isFamily(reader, address, "ipv4", [...path, key])) return undefined;
  if (publicIp && !isFamily(reader, publicIp, "ipv4", [...path, "publicIp"])) return undefined;
  return compact({ address, publicIp });
}

function isFamily(reader: Reader, address: IpAddress, family: "ipv4" | "ipv6", path: Path): boolean {
  if (ipFamily(address) === family) return true;
  reader.report("address-family", path, family === "ipv4" ? "an IPv4 address" : "an IPv6 address", address);
  return false;
}

/** All addresses it sends from and receives at inside the VPC. */
export function interfaceAddresses(eni: NetworkInterface): readonly IpAddress[] {
  return [...eni.privateIpAddresses.map((each) => each.address), ...eni.ipv6Addresses];
}
