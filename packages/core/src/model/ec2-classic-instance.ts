/** An instance of EC2-Classic: no interfaces and no subnet, but a zone, an address and groups of its own. */
import * as v from "valibot";
import { type IpAddress, ipFamily, parseIp } from "../packet/ip.js";
import type { Path } from "../result.js";
import type { Ec2ClassicPlacement } from "./ec2-classic.js";
import type { InstanceInput } from "./instance.js";
import { compact, type Reader } from "./read.js";

export interface Ec2ClassicPlacementInput {
  readonly availabilityZone: string;
  readonly privateIpAddress?: string | undefined;
  readonly publicIp?: string | undefined;
  /** The group of EC2-Classic with the name `default` when left out. */
  readonly groups?: readonly string[] | undefined;
  readonly classicLinkVpcId?: string | undefined;
}

export const ec2ClassicPlacementSchema: v.GenericSchema<unknown, Ec2ClassicPlacementInput> = v.strictObject({
  availabilityZone: v.string(),
  privateIpAddress: v.optional(v.string()),
  publicIp: v.optional(v.string()),
  groups: v.optional(v.array(v.string())),
  classicLinkVpcId: v.optional(v.string()),
});

/** Of a VPC's instance, or of an interface; an instance of EC2-Classic has none of it. */
const VPC_KEYS = ["subnetId", "ipv6Address", "sourceDestCheck"] as const;

/**
 * The placement of an instance that is in EC2-Classic, which its `availabilityZone` or the normal form, `ec2Classic`,
 * says. Issue codes `vpc-only`, `two-forms`, `instance-without-address`, `instance-without-group`.
 *
 * @param defaultGroup the id of the default group of EC2-Classic, where the network has it.
 */
export function readEc2ClassicPlacement(
  reader: Reader,
  input: InstanceInput,
  path: Path,
  defaultGroup: string | undefined,
): Ec2ClassicPlacement | undefined {
  const given = input.ec2Classic ?? shortForm(input);
  if (!given) return undefined;
  const place = input.ec2Classic ? [...path, "ec2Classic"] : path;
  if (input.ec2Classic) {
    for (const key of ["availabilityZone", "privateIpAddress", "publicIp", "groups", "classicLinkVpcId"] as const)
      if (input[key] !== undefined)
        reader.report("two-forms", [...path, key], "either `ec2Classic` or its keys", input[key]);
  }
  for (const key of VPC_KEYS) {
    if (input[key] !== undefined)
      reader.report("vpc-only", [...path, key], "no such key for an instance of EC2-Classic", input[key]);
  }
  if ((input.networkInterfaceIds ?? []).length > 0) {
    const expected = "no interface for an instance of EC2-Classic";
    reader.report("vpc-only", [...path, "networkInterfaceIds"], expected, input.networkInterfaceIds);
  }
  if (given.privateIpAddress === undefined && (input.state ?? "running") === "running")
    reader.report("instance-without-address", place, "a privateIpAddress, while it runs", given.privateIpAddress);
  if (given.publicIp !== undefined && given.privateIpAddress === undefined)
    reader.report("public-address-alone", [...place, "publicIp"], "a privateIpAddress beside it", given.publicIp);
  const groups = given.groups ?? (defaultGroup === undefined ? undefined : [defaultGroup]);
  if (!groups)
    reader.report("instance-without-group", place, "groups of EC2-Classic, or one with the name default", given.groups);
  return compact({
    availabilityZone: given.availabilityZone,
    privateIpAddress: readIpv4(reader, given.privateIpAddress, [...place, "privateIpAddress"]),
    publicIp: readIpv4(reader, given.publicIp, [...place, "publicIp"]),
    groups: [...new Set(groups ?? [])],
    classicLinkVpcId: given.classicLinkVpcId,
  });
}

function shortForm(input: InstanceInput): Ec2ClassicPlacementInput | undefined {
  const { availabilityZone, privateIpAddress, publicIp, groups, classicLinkVpcId } = input;
  return availabilityZone === undefined
    ? undefined
    : { availabilityZone, privateIpAddress, publicIp, groups, classicLinkVpcId };
}

/** "EC2-Classic": there is no IPv6. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-classic-platform.html */
function readIpv4(reader: Reader, text: string | undefined, path: Path): IpAddress | undefined {
  const address = text === undefined ? undefined : reader.take(parseIp(text, path));
  if (address === undefined || ipFamily(address) === "ipv4") return address;
  return reader.report("address-family", path, "an IPv4 address", text);
}
