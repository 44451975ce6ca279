/**
 * What VPC Block Public Access does to a VPC or a subnet: the Region's setting, or what an exclusion leaves of it. A subnet
 * has what its VPC has, unless it is excluded itself.
 * "Block public access to VPCs and subnets" https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
 */
import type { VpcInput } from "@netsim/core";

export type BlockMode = VpcInput["internetGatewayBlockMode"];

/** Whether a setting blocks anything. */
export function isBlocking(mode: string | undefined): mode is "block-bidirectional" | "block-ingress" {
  return mode === "block-bidirectional" || mode === "block-ingress";
}

/** Of `allow-egress` is left that connections go out, and replies come in. */
const LEFT: Readonly<Record<string, BlockMode>> = { "allow-bidirectional": "off", "allow-egress": "block-ingress" };

/** @param exclusion the mode of the exclusion of this VPC or subnet, where there is one */
export function blockModeUnder(
  mode: Exclude<BlockMode, undefined>,
  of: "vpc" | "subnet",
  exclusion: string | undefined,
): BlockMode {
  if (exclusion !== undefined) return LEFT[exclusion];
  return of === "vpc" ? mode : undefined;
}
