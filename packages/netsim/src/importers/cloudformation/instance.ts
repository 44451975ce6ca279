/**
 * Instances and network interfaces.
 * "AWS::EC2::Instance" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-instance.html
 * "AWS::EC2::NetworkInterface" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-network-interface.html
 */
import { leaveOut } from "../aws/draft.js";
import {
  type Context,
  certain,
  doubtIn,
  idOf,
  idsOf,
  lose,
  type Made,
  madeOf,
  nameOf,
  originAt,
  originOf,
  settled,
} from "./context.js";
import { INSTANCE, INTERFACE, type Interface, interfacesOf } from "./hosts.js";
import { isUnresolved } from "./value.js";

export function buildInterfaces(context: Context): void {
  for (const item of certain(context, "networkInterfaces", INTERFACE)) {
    for (const each of interfacesOf(context, item)) putInterface(context, item, each, nameOf(item));
  }
}

export function buildInstances(context: Context): void {
  const { draft, world } = context;
  const attachments = madeOf(world, "AWS::EC2::NetworkInterfaceAttachment");
  for (const item of certain(context, "instances", INSTANCE)) {
    const { id, resource } = item;
    const own = interfacesOf(context, item);
    const ids = own.map((each) => each.id);
    for (const each of own) {
      if (each.isSeparate) idOf(context, "networkInterfaces", each.id, id, each.place);
      else putInterface(context, item, each, {});
    }
    const added = attachments.flatMap((each) => {
      if (each.fields.text("InstanceId") !== id) return [];
      const eni = idOf(
        context,
        "networkInterfaces",
        each.doubt ?? each.fields.text("NetworkInterfaceId"),
        each.id,
        each.resource.place,
      );
      return eni === undefined ? [] : [{ eni, index: each.fields.number("DeviceIndex") }];
    });
    // A device index of 0 can be attached only where the instance brings no interface.
    if (ids.length === 0 && added.length === 0) {
      leaveOut(
        draft,
        "networkInterfaces",
        `eni-${id}`,
        "not-resolved",
        `the primary interface of ${id}`,
        resource.place,
      );
      ids.push(`eni-${id}`);
    }
    const order = (index: unknown): number => (typeof index === "number" ? index : 1);
    const inOrder = added.toSorted((a, b) => order(a.index) - order(b.index)).map(({ eni }) => eni);
    const networkInterfaceIds = [...new Set([...ids, ...inOrder])];
    draft.input.instances.set(id, { ...nameOf(item), state: "running", networkInterfaceIds, origin: originOf(item) });
  }
}

/** Adds an interface; one whose subnet is not in the templates, as in the default VPC, is named as missing. */
export function putInterface(
  context: Context,
  item: Made,
  { id, subnet, addresses, ipv6, groups, sourceDestCheck, place }: Interface,
  more: { readonly name?: string; readonly interfaceType?: string; readonly description?: string },
): void {
  const { draft } = context;
  if (subnet === undefined) {
    const detail = `${item.id} names no subnet, so AWS puts it into the default VPC`;
    leaveOut(draft, "networkInterfaces", id, "not-resolved", detail, item.resource.place);
    return;
  }
  // What carries a group that is not known may be let in wherever a rule names a group, so nothing can be said of it.
  const doubt = isUnresolved(subnet) ? subnet : doubtIn(groups);
  if (doubt || isUnresolved(subnet)) {
    if (doubt) lose(context, "networkInterfaces", id, doubt, item.resource.place);
    return;
  }
  if (addresses.length === 0 && ipv6.length === 0) {
    // Whatever is asked of its address has no answer before the subnet's block is known.
    leaveOut(
      draft,
      "networkInterfaces",
      id,
      "not-resolved",
      `no address of ${subnet} is known for it`,
      item.resource.place,
    );
    idOf(context, "subnets", subnet, item.id, place);
    return;
  }
  idOf(context, "subnets", subnet, item.id, place);
  draft.input.networkInterfaces.set(id, {
    ...more,
    subnetId: subnet,
    privateIpAddresses: addresses,
    ipv6Addresses: ipv6,
    groups: idsOf(context, "securityGroups", groups, item.id, place),
    sourceDestCheck: settled(context, sourceDestCheck, item, "SourceDestCheck"),
    origin: originAt(item, place),
  });
}
