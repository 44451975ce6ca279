/**
 * Network interfaces, those of instances included, with the addresses that they are given or presumed to get.
 * "AWS::EC2::Instance NetworkInterface" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-ec2-instance-networkinterface.html
 */
import { addNote } from "../aws/draft.js";
import type { Place } from "../document.js";
import { type Context, itemOf, type Made, madeOf, presume } from "./context.js";
import { elasticAddresses } from "./elastic-address.js";
import { Fields, type Read } from "./fields.js";
import { launchFields } from "./launch.js";
import { isUnresolved, type Unresolved } from "./value.js";
import { assignsIpv6, mapsPublicIp, subnetBlock } from "./vpc.js";

export const INSTANCE = "AWS::EC2::Instance";
export const INTERFACE = "AWS::EC2::NetworkInterface";

export interface Address {
  readonly address: string;
  readonly publicIp?: string | undefined;
}

export interface Interface {
  readonly id: string;
  /** It is a resource of its own, and not built with its instance. */
  readonly isSeparate: boolean;
  readonly subnet: Read<string>;
  readonly addresses: readonly Address[];
  readonly ipv6: readonly string[];
  /** Undefined for the default group of the VPC. */
  readonly groups: Read<readonly (string | Unresolved)[]>;
  readonly sourceDestCheck: Read<boolean>;
  readonly place: Place;
}

/** What an interface is made of: properties, and those that stand in where they have nothing. */
interface Spec {
  readonly id: string;
  readonly item: Made;
  readonly fields: Fields;
  readonly subnet: Read<string>;
  readonly groups: Read<readonly (string | Unresolved)[]>;
  /** Whether it gets a public address: as stated, or as the subnet has it where it is the only interface. */
  readonly isPublic: boolean;
  readonly sourceDestCheck: Read<boolean>;
  /** Ids under which Elastic IP addresses are associated with it. */
  readonly owners: readonly string[];
}

/** The interfaces of an instance, the primary one first. */
export function interfacesOf(context: Context, item: Made): readonly Interface[] {
  const known = context.interfaces.get(item.id);
  if (known) return known;
  // An attribute that depends on the instance itself, a circle that AWS refuses, finds no interface.
  context.interfaces.set(item.id, []);
  const made = item.resource.type === INTERFACE ? [separate(context, item)] : ofInstance(context, item);
  context.interfaces.set(item.id, made);
  return made;
}

function separate(context: Context, item: Made): Interface {
  const { fields, id } = item;
  const attachment = madeOf(context.world, "AWS::EC2::NetworkInterfaceAttachment").find(
    (each) => each.fields.text("NetworkInterfaceId") === id && each.fields.number("DeviceIndex") === 0,
  );
  const instance = attachment?.fields.text("InstanceId");
  const spec: Spec = {
    id,
    item,
    fields,
    subnet: fields.text("SubnetId"),
    groups: fields.texts("GroupSet"),
    isPublic: false,
    sourceDestCheck: fields.flag("SourceDestCheck"),
    owners: [id, ...(typeof instance === "string" ? [instance] : [])],
  };
  return { ...interfaceOf(context, spec), isSeparate: true };
}

function ofInstance(context: Context, item: Made): readonly Interface[] {
  const { fields, id } = item;
  const launch = launchFields(context, item);
  const listed = fields.objects("NetworkInterfaces") ?? launch?.objects("NetworkInterfaces");
  if (isUnresolved(listed)) {
    const message = `the network interfaces of ${id} are not known, as ${listed.why}`;
    addNote(context.draft, "not-resolved", message, { place: item.resource.place, component: id });
    return [];
  }
  const sourceDestCheck = fields.flag("SourceDestCheck");
  if (!listed || listed.length === 0) {
    const subnet = fields.text("SubnetId");
    const groups = fields.texts("SecurityGroupIds") ?? launch?.texts("SecurityGroupIds");
    const isPublic = typeof subnet === "string" && mapsPublicIp(context, subnet);
    return [
      interfaceOf(context, { id: `eni-${id}`, item, fields, subnet, groups, isPublic, sourceDestCheck, owners: [id] }),
    ];
  }
  const inOrder = listed
    .filter((each): each is Fields => each instanceof Fields)
    .toSorted((a, b) => deviceOf(a) - deviceOf(b));
  return inOrder.flatMap((each, at): readonly Interface[] => {
    const existing = each.text("NetworkInterfaceId");
    if (typeof existing === "string") {
      const separateItem = itemOf(context.world, existing, INTERFACE);
      if (separateItem) return interfacesOf(context, separateItem);
      return [
        {
          id: existing,
          isSeparate: true,
          subnet: undefined,
          addresses: [],
          ipv6: [],
          groups: [],
          sourceDestCheck: undefined,
          place: each.place,
        },
      ];
    }
    const subnet = each.text("SubnetId") ?? fields.text("SubnetId");
    const stated = each.flag("AssociatePublicIpAddress");
    const mapped = inOrder.length === 1 && typeof subnet === "string" && mapsPublicIp(context, subnet);
    const spec: Spec = {
      id: at === 0 ? `eni-${id}` : `eni-${id}-${deviceOf(each)}`,
      item,
      fields: each,
      subnet,
      groups: each.texts("GroupSet") ?? each.texts("Groups") ?? fields.texts("SecurityGroupIds"),
      isPublic: typeof stated === "boolean" ? stated : mapped,
      sourceDestCheck: each.flag("SourceDestCheck") ?? sourceDestCheck,
      owners: at === 0 ? [id] : [],
    };
    return [interfaceOf(context, spec)];
  });
}

/** An interface that something has in a subnet without a template's saying more of it than its groups. */
export function interfaceIn(
  context: Context,
  item: Made,
  subnet: string,
  groups: Read<readonly (string | Unresolved)[]>,
  isPublic: boolean,
): Interface {
  const fields = new Fields({ value: {}, place: item.resource.place, isRaw: true }, item.stack.scope);
  const id = `${item.id}@${subnet}`;
  return interfaceOf(context, { id, item, fields, subnet, groups, isPublic, sourceDestCheck: undefined, owners: [] });
}

function deviceOf(fields: Fields): number {
  const index = fields.number("DeviceIndex");
  return typeof index === "number" ? index : 0;
}

function interfaceOf(context: Context, spec: Spec): Interface {
  const { id, item, fields, subnet, groups, sourceDestCheck } = spec;
  const privates = privateAddresses(context, spec);
  const elastic = spec.owners.flatMap((owner) => elasticAddresses(context, owner));
  const addresses = privates.map((address, at): Address => {
    const fixed = elastic.find((each) => each.privateIp === address || (each.privateIp === undefined && at === 0));
    if (fixed) return { address, publicIp: fixed.publicIp };
    if (at > 0 || !spec.isPublic) return { address };
    const publicIp = context.presumed.public(id);
    if (publicIp !== undefined)
      presume(context, "presumed-address", item, `AWS chooses its public address; ${publicIp} was presumed`);
    return { address, publicIp };
  });
  return {
    id,
    isSeparate: false,
    subnet,
    addresses,
    ipv6: ipv6Addresses(context, spec),
    groups,
    sourceDestCheck,
    place: fields.place,
  };
}

function privateAddresses(context: Context, { id, item, fields, subnet }: Spec): readonly string[] {
  const single = fields.text("PrivateIpAddress");
  const listed = fields.objects("PrivateIpAddresses");
  const members = (isUnresolved(listed) ? [] : (listed ?? [])).filter((each): each is Fields => each instanceof Fields);
  const primaryFirst = members.toSorted(
    (a, b) => Number(b.flag("Primary") === true) - Number(a.flag("Primary") === true),
  );
  const texts = [single, ...primaryFirst.map((each) => each.text("PrivateIpAddress"))];
  const stated = texts.filter((each): each is string => typeof each === "string");
  if (stated.length > 0 || typeof subnet !== "string") return [...new Set(stated)];
  const block = subnetBlock(context.world, subnet, "ipv4");
  const address = block && context.presumed.inside(id, block);
  if (address === undefined) return [];
  const why = isUnresolved(single)
    ? `its private address is not known, as ${single.why}`
    : "AWS chooses its private address";
  presume(context, "presumed-address", item, `${why}; ${address} was presumed`);
  return [address];
}

function ipv6Addresses(context: Context, { id, item, fields, subnet }: Spec): readonly string[] {
  const listed = fields.objects("Ipv6Addresses");
  const members = (isUnresolved(listed) ? [] : (listed ?? [])).filter((each): each is Fields => each instanceof Fields);
  const stated = members
    .map((each) => each.text("Ipv6Address"))
    .filter((each): each is string => typeof each === "string");
  if (stated.length > 0 || typeof subnet !== "string") return stated;
  const count = fields.number("Ipv6AddressCount");
  if (count === 0 || (count === undefined && !assignsIpv6(context, subnet))) return [];
  const block = subnetBlock(context.world, subnet, "ipv6");
  const address = block && context.presumed.inside(id, block);
  if (address === undefined) return [];
  presume(context, "presumed-address", item, `AWS chooses its IPv6 address; ${address} was presumed`);
  return [address];
}
