/** Security groups and network ACLs of a plan, as a person writes them. */
import type {
  NetworkAclEntryInput,
  NetworkAclInput,
  NetworkInput,
  SecurityGroupInput,
  SecurityGroupRuleInput,
} from "@netsim/core";
import { idOf, ipv4Candidates, ipv6Candidates, letterOf, type VpcLayout } from "./layout.js";
import type { AclPlan, BlockPlan, NetworkPlan, RulePlan } from "./plan.js";
import { nth } from "./shares.js";
import { writtenTraffic } from "./traffic.js";

/** Hosts that rules may name, inside and outside. */
export const HOSTS_LIST = "pl-hosts";

/** Users' rule numbers end at 32766; these two are the plan's last word before AWS's own. */
const LAST_NUMBER = 32000;

export interface Written {
  readonly layouts: readonly VpcLayout[];
  readonly plan: NetworkPlan;
}

/** The id of a planned ACL; undefined for a VPC's default ACL, which subnets use by themselves. */
export function aclIdOf(vpc: VpcLayout, index: number): string | undefined {
  const at = index % vpc.plan.acls.length;
  return at === 0 ? undefined : idOf("acl", vpc.number, letterOf(at - 1));
}

/** An open default ACL is left out, as AWS makes it so. */
export function writeAcls({ layouts }: Written): NonNullable<NetworkInput["networkAcls"]> {
  const written = layouts.flatMap((vpc) =>
    vpc.plan.acls.flatMap((plan, index): [string, NetworkAclInput][] => {
      if (index === 0 && plan.isOpen) return [];
      const id = aclIdOf(vpc, index) ?? `acl-default-${vpc.vpcId}`;
      const isDefault = index === 0 ? { isDefault: true } : {};
      return [[id, { vpcId: vpc.vpcId, ...isDefault, ...entriesOf(plan, vpc, layouts) }]];
    }),
  );
  return Object.fromEntries(written);
}

function entriesOf(
  plan: AclPlan,
  vpc: VpcLayout,
  layouts: readonly VpcLayout[],
): Pick<NetworkAclInput, "ingress" | "egress"> {
  if (plan.isOpen) return { ingress: everything(100, vpc), egress: everything(100, vpc) };
  const of = (isEgress: boolean): NetworkAclEntryInput[] =>
    plan.entries
      .filter(({ egress }) => egress === isEgress)
      .map(({ number, action, traffic, block }) => ({
        ruleNumber: number,
        ruleAction: action,
        ...writtenTraffic(traffic),
        cidrBlock: blockOf(block, vpc, layouts),
      }));
  return {
    ingress: [...of(false), ...(plan.lastAllow.ingress ? everything(LAST_NUMBER, vpc) : [])],
    egress: [...of(true), ...(plan.lastAllow.egress ? everything(LAST_NUMBER, vpc) : [])],
  };
}

/** One entry for IPv4 and, in a VPC with IPv6, the next number for IPv6. */
function everything(ruleNumber: number, vpc: VpcLayout): NetworkAclEntryInput[] {
  const ipv4 = { ruleNumber, ruleAction: "allow", protocol: "all", cidrBlock: "0.0.0.0/0" } as const;
  return vpc.ipv6Block === null ? [ipv4] : [ipv4, { ...ipv4, ruleNumber: ruleNumber + 1, cidrBlock: "::/0" }];
}

function blockOf(plan: BlockPlan, vpc: VpcLayout, layouts: readonly VpcLayout[]): string {
  const isIpv6 = plan.ipv6 && vpc.ipv6Block !== null;
  return nth(isIpv6 ? ipv6Candidates(layouts) : ipv4Candidates(layouts), plan.index);
}

export function writeGroups(written: Written): NonNullable<NetworkInput["securityGroups"]> {
  const groups = written.layouts.flatMap((vpc) =>
    vpc.plan.groups.map((plan, index): [string, SecurityGroupInput] => {
      const id = nth(vpc.groupIds, index);
      const isDefault = index === 0 && vpc.plan.usesDefaultGroup;
      const rules = (some: readonly RulePlan[], key: "from" | "to"): SecurityGroupRuleInput[] =>
        distinct(some.map((rule) => ({ ...writtenTraffic(rule.traffic), [key]: peerOf(rule, id, vpc, written) })));
      return [
        id,
        {
          vpcId: vpc.vpcId,
          ...(isDefault ? { groupName: "default" } : {}),
          ingress: plan.ingress === "open" ? openRules(vpc, "from") : rules(plan.ingress, "from"),
          // Left out where it is open, as AWS makes it so.
          ...(plan.egress === "open" ? {} : { egress: rules(plan.egress, "to") }),
        },
      ];
    }),
  );
  return Object.fromEntries(groups);
}

function openRules(vpc: VpcLayout, key: "from" | "to"): SecurityGroupRuleInput[] {
  const blocks = vpc.ipv6Block === null ? ["0.0.0.0/0"] : ["0.0.0.0/0", "::/0"];
  return blocks.map((block) => ({ protocol: "all", [key]: block }));
}

/** AWS refuses a rule that a group has. */
export function distinct<T>(members: readonly T[]): T[] {
  return [...new Map(members.map((each) => [JSON.stringify(each), each])).values()];
}

function peerOf({ peer }: RulePlan, ownId: string, vpc: VpcLayout, written: Written): string {
  switch (peer.kind) {
    case "block":
      return blockOf(peer.block, vpc, written.layouts);
    case "self":
      return ownId;
    case "group":
      return nth(groupsInReach(vpc, written), peer.index);
    case "prefix-list":
      return HOSTS_LIST;
  }
}

/** Groups of the same VPC and of a VPC peered in the same Region, which become stale when the peering is gone. */
function groupsInReach(vpc: VpcLayout, { layouts, plan }: Written): readonly string[] {
  const isPeered = plan.peering !== null && !plan.peering.isInterRegion;
  const others = layouts.filter((other) => other !== vpc && isPeered);
  return [vpc, ...others].flatMap((each) => each.groupIds);
}
