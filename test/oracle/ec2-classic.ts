import { addressInBlock, addressNumber, prefixLength } from "./address.js";
import type { IpPermission, SecurityGroup } from "./aws-json.js";
import { type Packet, TCP } from "./packet.js";
import { admits } from "./security-group.js";

/**
 * EC2-Classic, as `describe-instances` and `describe-security-groups` print it: no VPC, no subnet, no interfaces. All
 * that decides is the ingress rules of the receiver's groups, and on the internet whether there is a public address.
 *
 * EC2-Classic, https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-classic-platform.html
 */
export interface Ec2ClassicDocument {
  SecurityGroups: Ec2ClassicGroup[];
  Reservations: { ReservationId: string; Instances: Ec2ClassicInstance[] }[];
}

/** Printed without a VpcId. */
export interface Ec2ClassicGroup {
  GroupId: string;
  GroupName: string;
  OwnerId: string;
  IpPermissions: Ec2ClassicPermission[];
  IpPermissionsEgress: [];
}

/** Groups are named by owner and name, with an id or without one. */
export type Ec2ClassicPermission = Omit<IpPermission, "UserIdGroupPairs"> & {
  UserIdGroupPairs: { GroupId?: string; GroupName: string; UserId: string }[];
};

export interface Ec2ClassicInstance {
  InstanceId: string;
  State: { Code: number; Name: string };
  Placement: { AvailabilityZone: string };
  PrivateIpAddress: string;
  PublicIpAddress?: string;
  SecurityGroups: { GroupId: string; GroupName: string }[];
}

const ELB = "amazon-elb";

/** Does a connection over TCP to this port of the instance's private address work, from another instance? */
export function privateWorks(doc: Ec2ClassicDocument, from: string, to: string, port: number): boolean {
  const sender = instanceOf(doc, from);
  return isAdmitted(doc, to, sender.PrivateIpAddress, idsOf(sender), port);
}

/** And from an instance to the public address of the other? The groups of the sender are lost on the way. */
export function publicWorks(doc: Ec2ClassicDocument, from: string, to: string, port: number): boolean {
  const { PublicIpAddress: source } = instanceOf(doc, from);
  return source !== undefined && outsideWorks(doc, source, to, port);
}

/** And from a public address outside? */
export function outsideWorks(doc: Ec2ClassicDocument, source: string, to: string, port: number): boolean {
  return instanceOf(doc, to).PublicIpAddress !== undefined && isAdmitted(doc, to, source, [], port);
}

/**
 * A node of a load balancer has some address, and belongs to amazon-elb/amazon-elb-sg. Every address is tried at which
 * an answer can change: the first one of each block, and the one behind it.
 *
 * Configure security groups for your Classic Load Balancer, https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-security-groups.html
 */
export function nodeWorks(doc: Ec2ClassicDocument, to: string, port: number): "always" | "sometimes" | "never" {
  const ranges = groupsOf(doc, to).flatMap((group) => group.IpPermissions.flatMap((each) => each.IpRanges));
  const turns = ranges.flatMap(({ CidrIp }) => {
    const [first = ""] = CidrIp.split("/");
    const next = addressNumber(first) + (1n << BigInt(32 - prefixLength(CidrIp)));
    return next > 0xffffffffn ? [first] : [first, addressInBlock("0.0.0.0/0", Number(next))];
  });
  const answers = ["0.0.0.0", ...turns].map((address) => isAdmitted(doc, to, address, [ELB], port));
  if (answers.every((each) => each)) return "always";
  return answers.some((each) => each) ? "sometimes" : "never";
}

/** Nothing filters what leaves, and replies need no rule. */
function isAdmitted(
  doc: Ec2ClassicDocument,
  to: string,
  source: string,
  sourceGroups: readonly string[],
  port: number,
): boolean {
  const packet: Packet = {
    source,
    destination: instanceOf(doc, to).PrivateIpAddress,
    protocol: TCP,
    srcPort: 40000,
    dstPort: port,
    sourceGroups,
    destinationGroups: [],
  };
  return admits(
    groupsOf(doc, to).map((group) => withIds(doc, group)),
    "ingress",
    packet,
  ).allowed;
}

/** A pair is that of the load balancers, or has an id, or goes by owner and name. */
function withIds(doc: Ec2ClassicDocument, group: Ec2ClassicGroup): SecurityGroup {
  const idOf = ({ GroupId, GroupName, UserId }: { GroupId?: string; GroupName: string; UserId: string }): string => {
    if (UserId === ELB) return ELB;
    const named = doc.SecurityGroups.find((each) => each.OwnerId === UserId && each.GroupName === GroupName);
    return GroupId ?? named?.GroupId ?? "nobody's";
  };
  const permissions = group.IpPermissions.map((permission) => ({
    ...permission,
    UserIdGroupPairs: permission.UserIdGroupPairs.map((pair) => ({ GroupId: idOf(pair) })),
  }));
  return { ...group, VpcId: "", IpPermissions: permissions } as unknown as SecurityGroup;
}

function groupsOf(doc: Ec2ClassicDocument, instanceId: string): Ec2ClassicGroup[] {
  const ids = idsOf(instanceOf(doc, instanceId));
  return doc.SecurityGroups.filter((group) => ids.includes(group.GroupId));
}

function idsOf(instance: Ec2ClassicInstance): string[] {
  return instance.SecurityGroups.map((group) => group.GroupId);
}

function instanceOf(doc: Ec2ClassicDocument, id: string): Ec2ClassicInstance {
  const all = doc.Reservations.flatMap((reservation) => reservation.Instances);
  const found = all.find((instance) => instance.InstanceId === id);
  if (found === undefined) throw new Error(`no instance ${id}`);
  return found;
}
