/** Security groups and network ACLs of a plan, as AWS JSON. */
import type { IpPermission, NetworkAcl, NetworkAclEntry, SecurityGroup } from "../aws-json.js";
import { ipv4Candidates, ipv6Candidates, nth, type VpcLayout } from "./layout.js";
import type { AclPlan, BlockPlan, EntryPlan, NetworkPlan, RulePlan } from "./plan.js";
import type { Traffic } from "./traffic.js";

const ownerId = "111122223333";
/** Hosts that rules may name, inside and outside. */
export const prefixListId = "pl-0a";

/** Rule numbers users may give end at 32766; these two are the plan's last word before "*". */
const lastNumber = 32000;

export function networkAcls(layouts: readonly VpcLayout[]): NetworkAcl[] {
  return layouts.flatMap((vpc) =>
    vpc.plan.acls.map((plan, index) => {
      const id = `acl-0${vpc.letter}${index}`;
      const subnets = vpc.subnets.filter((subnet) => nth(vpc.plan.acls, subnet.plan.acl) === plan);
      return {
        NetworkAclId: id,
        VpcId: vpc.vpcId,
        IsDefault: index === 0,
        Associations: subnets.map((subnet) => ({ NetworkAclId: id, SubnetId: subnet.id })),
        Entries: plan.isOpen ? openEntries(vpc) : entriesOf(plan, vpc, layouts),
      };
    }),
  );
}

/** Control traffic to subnets using network ACLs, https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html: the default ACL. */
function openEntries(vpc: VpcLayout): NetworkAclEntry[] {
  return [false, true].flatMap((egress) => [...everything(100, egress, "allow", vpc), ...final(egress, vpc)]);
}

/** In the order of the plan, which is not the order of the numbers; the final entries first, as AWS may list them. */
function entriesOf(plan: AclPlan, vpc: VpcLayout, layouts: readonly VpcLayout[]): NetworkAclEntry[] {
  return [
    ...final(true, vpc),
    ...(plan.lastAllow.ingress ? everything(lastNumber, false, "allow", vpc) : []),
    ...plan.entries.map((entry) => planned(entry, vpc, layouts)),
    ...(plan.lastAllow.egress ? everything(lastNumber, true, "allow", vpc) : []),
    ...final(false, vpc),
  ];
}

function final(egress: boolean, vpc: VpcLayout): NetworkAclEntry[] {
  return everything(32767, egress, "deny", vpc);
}

/** One entry for IPv4 and, in a VPC with IPv6, the next number for IPv6. */
function everything(number: number, egress: boolean, action: "allow" | "deny", vpc: VpcLayout): NetworkAclEntry[] {
  const common = { RuleAction: action, Egress: egress, Protocol: "-1" };
  const ipv4 = { ...common, RuleNumber: number, CidrBlock: "0.0.0.0/0" };
  const ipv6 = { ...common, RuleNumber: number + 1, Ipv6CidrBlock: "::/0" };
  return vpc.ipv6Block === null ? [ipv4] : [ipv4, ipv6];
}

function planned(plan: EntryPlan, vpc: VpcLayout, layouts: readonly VpcLayout[]): NetworkAclEntry {
  const block = blockOf(plan.block, vpc, layouts);
  return {
    RuleNumber: plan.number,
    RuleAction: plan.action,
    Egress: plan.egress,
    ...(block.includes(":") ? { Ipv6CidrBlock: block } : { CidrBlock: block }),
    ...aclTraffic(plan.traffic),
  };
}

function blockOf(plan: BlockPlan, vpc: VpcLayout, layouts: readonly VpcLayout[]): string {
  const isIpv6 = plan.ipv6 && vpc.ipv6Block !== null;
  return nth(isIpv6 ? ipv6Candidates(layouts) : ipv4Candidates(layouts), plan.index);
}

function aclTraffic(traffic: Traffic): Pick<NetworkAclEntry, "Protocol" | "PortRange" | "IcmpTypeCode"> {
  switch (traffic.kind) {
    case "all":
      return { Protocol: "-1" };
    case "tcp":
    case "udp":
      return { Protocol: traffic.kind === "tcp" ? "6" : "17", PortRange: { From: traffic.from, To: traffic.to } };
    case "icmp":
    case "icmpv6":
      return {
        Protocol: traffic.kind === "icmp" ? "1" : "58",
        IcmpTypeCode: { Type: traffic.type, Code: traffic.code },
      };
    case "other":
      return { Protocol: `${traffic.protocol}` };
  }
}

export function securityGroups(layouts: readonly VpcLayout[], network: NetworkPlan): SecurityGroup[] {
  return layouts.flatMap((vpc) =>
    vpc.plan.groups.map((plan, index) => {
      const id = nth(vpc.groupIds, index);
      const write = (rules: "open" | readonly RulePlan[]): IpPermission[] =>
        rules === "open" ? openPermissions(vpc) : permissions(rules, id, vpc, { layouts, network });
      return {
        GroupId: id,
        GroupName: index === 0 ? "default" : `group-${vpc.letter}${index}`,
        Description: "random",
        VpcId: vpc.vpcId,
        OwnerId: ownerId,
        IpPermissions: write(plan.ingress),
        IpPermissionsEgress: write(plan.egress),
      };
    }),
  );
}

export function openPermissions(vpc: VpcLayout): IpPermission[] {
  const everyone = { IpRanges: [{ CidrIp: "0.0.0.0/0" }], PrefixListIds: [], UserIdGroupPairs: [] };
  return [{ IpProtocol: "-1", ...everyone, Ipv6Ranges: vpc.ipv6Block === null ? [] : [{ CidrIpv6: "::/0" }] }];
}

interface Context {
  readonly layouts: readonly VpcLayout[];
  readonly network: NetworkPlan;
}

type Peers = Pick<IpPermission, "IpRanges" | "Ipv6Ranges" | "PrefixListIds" | "UserIdGroupPairs">;

/** AWS prints one permission per protocol and range, with all its peers, and no peer twice. */
function permissions(rules: readonly RulePlan[], ownId: string, vpc: VpcLayout, context: Context): IpPermission[] {
  const merged = new Map<string, IpPermission>();
  for (const rule of rules) {
    const traffic = groupTraffic(rule.traffic);
    const key = JSON.stringify(traffic);
    const before = merged.get(key) ?? { ...traffic, ...noPeers };
    merged.set(key, { ...traffic, ...withPeer(before, peersOf(rule, ownId, vpc, context)) });
  }
  return [...merged.values()];
}

const noPeers: Peers = { IpRanges: [], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [] };

function withPeer(before: Peers, more: Partial<Peers>): Peers {
  return {
    IpRanges: distinct([...before.IpRanges, ...(more.IpRanges ?? [])]),
    Ipv6Ranges: distinct([...before.Ipv6Ranges, ...(more.Ipv6Ranges ?? [])]),
    PrefixListIds: distinct([...before.PrefixListIds, ...(more.PrefixListIds ?? [])]),
    UserIdGroupPairs: distinct([...before.UserIdGroupPairs, ...(more.UserIdGroupPairs ?? [])]),
  };
}

function distinct<T>(list: readonly T[]): T[] {
  return [...new Map(list.map((item) => [JSON.stringify(item), item])).values()];
}

function peersOf(rule: RulePlan, ownId: string, vpc: VpcLayout, context: Context): Partial<Peers> {
  const { peer } = rule;
  switch (peer.kind) {
    case "block": {
      const block = blockOf(peer.block, vpc, context.layouts);
      return block.includes(":") ? { Ipv6Ranges: [{ CidrIpv6: block }] } : { IpRanges: [{ CidrIp: block }] };
    }
    case "self":
      return { UserIdGroupPairs: [{ GroupId: ownId, UserId: ownerId }] };
    case "group":
      return groupPair(nth(groupsInReach(vpc, context), peer.index), vpc, context.network);
    case "prefix-list":
      return { PrefixListIds: [{ PrefixListId: prefixListId }] };
  }
}

/** Groups of the same VPC and of a VPC peered in the same Region, which become stale when the peering is gone. */
function groupsInReach(vpc: VpcLayout, { layouts, network }: Context): string[] {
  const isPeered = network.peering !== null && !network.peering.isInterRegion;
  return layouts.filter((other) => other === vpc || isPeered).flatMap((other) => [...other.groupIds]);
}

function groupPair(id: string, vpc: VpcLayout, network: NetworkPlan): Partial<Peers> {
  if (vpc.groupIds.includes(id)) {
    return { UserIdGroupPairs: [{ GroupId: id, UserId: ownerId }] };
  }
  const peering = {
    VpcId: vpc.letter === "a" ? "vpc-0b" : "vpc-0a",
    VpcPeeringConnectionId: "pcx-0a",
    PeeringStatus: network.peering?.status ?? "deleted",
  };
  return { UserIdGroupPairs: [{ GroupId: id, UserId: ownerId, ...peering }] };
}

function groupTraffic(traffic: Traffic): Pick<IpPermission, "IpProtocol" | "FromPort" | "ToPort"> {
  switch (traffic.kind) {
    case "all":
      return { IpProtocol: "-1" };
    case "tcp":
    case "udp":
      return { IpProtocol: traffic.kind, FromPort: traffic.from, ToPort: traffic.to };
    case "icmp":
    case "icmpv6":
      return { IpProtocol: traffic.kind, FromPort: traffic.type, ToPort: traffic.code };
    case "other":
      return { IpProtocol: `${traffic.protocol}` };
  }
}
