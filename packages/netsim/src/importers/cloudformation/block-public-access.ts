/**
 * The setting of VPC Block Public Access, and its exclusions.
 * "AWS::EC2::VPCBlockPublicAccessOptions" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-vpcblockpublicaccessoptions.html
 */
import { type BlockMode, blockModeUnder, isBlocking } from "../block-public-access.js";
import { type Context, madeOf } from "./context.js";
import { isUnresolved, type Unresolved } from "./value.js";

export const BLOCK_PUBLIC_ACCESS_TYPES = [
  "AWS::EC2::VPCBlockPublicAccessOptions",
  "AWS::EC2::VPCBlockPublicAccessExclusion",
] as const;

const [OPTIONS, EXCLUSION] = BLOCK_PUBLIC_ACCESS_TYPES;

/** The mode of a VPC or a subnet, undefined where templates say nothing of it, or what is not known of it. */
export function blockModeOf(context: Context, key: "VpcId" | "SubnetId", id: string): BlockMode | Unresolved {
  const [options] = madeOf(context.world, OPTIONS);
  if (!options) return undefined;
  const mode = options.doubt ?? options.fields.text("InternetGatewayBlockMode");
  if (isUnresolved(mode)) return key === "VpcId" ? mode : undefined;
  if (!isBlocking(mode)) return undefined;
  const exclusions = madeOf(context.world, EXCLUSION).filter(({ fields }) => fields.has(key));
  const meant = exclusions.find(({ fields }) => fields.text(key) === id);
  const unclear = exclusions.map(({ doubt, fields }) => doubt ?? fields.text(key)).find(isUnresolved);
  if (!meant && unclear) return unclear;
  const left = meant && (meant.doubt ?? meant.fields.text("InternetGatewayExclusionMode"));
  if (isUnresolved(left)) return left;
  return blockModeUnder(mode, key === "VpcId" ? "vpc" : "subnet", left);
}
