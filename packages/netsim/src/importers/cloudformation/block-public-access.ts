/**
 * VPC Block Public Access: the setting of an account in a Region, and what exclusions leave of it.
 * "AWS::EC2::VPCBlockPublicAccessOptions" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-vpcblockpublicaccessoptions.html
 */
import type { VpcInput } from "@netsim/core";
import { type Context, madeOf } from "./context.js";
import { isUnresolved, type Unresolved } from "./value.js";

export const BLOCK_PUBLIC_ACCESS_TYPES = [
  "AWS::EC2::VPCBlockPublicAccessOptions",
  "AWS::EC2::VPCBlockPublicAccessExclusion",
] as const;

const [OPTIONS, EXCLUSION] = BLOCK_PUBLIC_ACCESS_TYPES;

type BlockMode = VpcInput["internetGatewayBlockMode"];

/** What an exclusion leaves: `allow-egress` lets out, and the replies to that in. */
const LEFT: Readonly<Record<string, BlockMode>> = { "allow-bidirectional": "off", "allow-egress": "block-ingress" };

/** The mode of a VPC or a subnet, undefined where templates say nothing of it, or what is not known of it. */
export function blockModeOf(context: Context, key: "VpcId" | "SubnetId", id: string): BlockMode | Unresolved {
  const [options] = madeOf(context.world, OPTIONS);
  if (!options) return undefined;
  const mode = options.doubt ?? options.fields.text("InternetGatewayBlockMode");
  if (isUnresolved(mode)) return key === "VpcId" ? mode : undefined;
  if (mode !== "block-bidirectional" && mode !== "block-ingress") return undefined;
  const exclusions = madeOf(context.world, EXCLUSION).filter(({ fields }) => fields.has(key));
  const meant = exclusions.find(({ fields }) => fields.text(key) === id);
  const unclear = exclusions.map(({ doubt, fields }) => doubt ?? fields.text(key)).find(isUnresolved);
  if (!meant && unclear) return unclear;
  const left = meant && (meant.doubt ?? meant.fields.text("InternetGatewayExclusionMode"));
  if (isUnresolved(left)) return left;
  // A subnet has what its VPC has, unless it is excluded itself.
  return left === undefined ? (key === "VpcId" ? mode : undefined) : LEFT[left];
}
