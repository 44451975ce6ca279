/** Ids of AWS's form for what is created here: the same name gets the same id, always. */
import type { Network, Subnet, Vpc } from "@netsim/core";

/** FNV-1a, 64 bits. */
function hash(text: string): bigint {
  let value = 0xcbf29ce484222325n;
  for (let at = 0; at < text.length; at++) {
    value = BigInt.asUintN(64, (value ^ BigInt(text.charCodeAt(at))) * 0x100000001b3n);
  }
  return value;
}

/** Sixteen hexadecimal digits, as at the end of an ARN. */
export function hexOf(text: string): string {
  return hash(text).toString(16).padStart(16, "0");
}

/** Nine or ten digits, as in a DNS name. */
export function digitsOf(text: string): string {
  return String(100_000_000n + (hash(text) % 9_000_000_000n));
}

/** In the form of a UUID. */
export function uuidOf(text: string): string {
  const digits = `${hexOf(text)}${hexOf(`${text} `)}`;
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 16),
    digits.slice(16, 20),
    digits.slice(20, 32),
  ].join("-");
}

/** The account where the network does not say: the one of AWS's documentation. */
const SOME_ACCOUNT = "123456789012";
const SOME_REGION = "us-east-1";

export function accountOf(vpc: Vpc | undefined): string {
  return vpc?.ownerId ?? SOME_ACCOUNT;
}

/** `us-east-1` of `us-east-1a`. */
export function regionOfZone(zone: string): string | undefined {
  return /^([a-z]+(?:-[a-z]+)+-\d+)[a-z]$/.exec(zone)?.[1];
}

/** The VPC's, or that of the zone of one of its subnets. */
export function regionOf(network: Network, vpc: Vpc | undefined): string {
  if (vpc?.region !== undefined) return vpc.region;
  const inVpc = (subnet: Subnet): boolean => vpc === undefined || subnet.vpcId === vpc.id;
  const zones = Object.values(network.subnets).filter(inVpc);
  const regions = zones.flatMap(({ availabilityZone }) => regionOfZone(availabilityZone) ?? []);
  return regions[0] ?? SOME_REGION;
}

/** `arn:aws:elasticloadbalancing:<region>:<account>:<resource>`. */
export function arnOf(network: Network, vpc: Vpc | undefined, resource: string): string {
  const region = regionOf(network, vpc);
  const partition = region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  return `arn:${partition}:elasticloadbalancing:${region}:${accountOf(vpc)}:${resource}`;
}
