/**
 * Elastic IP addresses. Which one it is, only AWS knows: each is presumed to be one that nobody has.
 * "AWS::EC2::EIP" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-eip.html
 */
import { addNote } from "../aws/draft.js";
import { type Context, type Made, madeOf, presume } from "./context.js";
import type { Read } from "./fields.js";
import { isUnresolved } from "./value.js";

const EIP = "AWS::EC2::EIP";

/** The address of an allocation, by its id; also where it is not made by a template, or not resolved. */
export function elasticAddressOf(
  { presumed }: Context,
  allocation: Read<string>,
  fallback: string,
): string | undefined {
  const key = isUnresolved(allocation) ? allocation.label : (allocation ?? fallback);
  return presumed.public(key);
}

export function noteElasticAddresses(context: Context): void {
  for (const item of madeOf(context.world, EIP)) {
    const address = context.presumed.public(item.id);
    if (address !== undefined)
      presume(context, "presumed-address", item, `AWS chooses its address; ${address} was presumed`);
  }
}

/** An association of an Elastic IP address. */
export interface Elastic {
  readonly publicIp: string;
  /** Absent for the primary one. */
  readonly privateIp?: string | undefined;
}

/** The Elastic IP addresses of an instance or interface, by its id. */
export function elasticAddresses(context: Context, owner: string): readonly Elastic[] {
  const { world, presumed } = context;
  const own = madeOf(world, EIP).flatMap((item): readonly Elastic[] => {
    if (item.fields.text("InstanceId") !== owner || isDoubtful(context, item)) return [];
    const publicIp = presumed.public(item.id);
    return publicIp === undefined ? [] : [{ publicIp }];
  });
  const associated = madeOf(world, "AWS::EC2::EIPAssociation").flatMap((item): readonly Elastic[] => {
    const { fields } = item;
    const holder = fields.text("NetworkInterfaceId") ?? fields.text("InstanceId");
    if (holder !== owner || isDoubtful(context, item)) return [];
    const stated = fields.text("EIP");
    const publicIp =
      typeof stated === "string" ? stated : elasticAddressOf(context, fields.text("AllocationId"), item.id);
    const privateIp = fields.text("PrivateIpAddress");
    return publicIp === undefined
      ? []
      : [{ publicIp, privateIp: typeof privateIp === "string" ? privateIp : undefined }];
  });
  return [...own, ...associated];
}

function isDoubtful({ draft }: Context, { doubt, id, resource }: Made): boolean {
  if (!doubt) return false;
  const message = `whether ${id} is associated is not known, as ${doubt.why}; it was taken not to be`;
  addNote(draft, "not-resolved", message, { place: resource.place, component: id });
  return true;
}
