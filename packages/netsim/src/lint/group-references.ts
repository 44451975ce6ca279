/**
 * Rules that name a group whose members they can never match: it has none, or they are in a VPC to which nothing leads.
 * "Security group rules" https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 * "Update your security groups to reference peer security groups" https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
 */
import {
  EC2_CLASSIC,
  ec2ClassicGroup,
  isMissing,
  type Network,
  type PeeringConnection,
  type RuleRef,
  type SecurityGroup,
} from "@netsim/core";
import { regionsOf, sidesOf } from "../path/hops/peering.js";
import { carrierIds, carriersOf } from "./carriers.js";
import type { Check, Found } from "./check.js";
import type { LintUnknown } from "./finding.js";
import { aboutGroup, groupRuleLists } from "./rule-lists.js";

interface Reference {
  readonly group: SecurityGroup;
  readonly named: SecurityGroup | undefined;
  readonly name: string;
  readonly ref: Extract<RuleRef, { readonly kind: "security-group-rule" }>;
}

function referencesOf(network: Network): readonly Reference[] {
  return groupRuleLists(network).flatMap(({ group, ruleSet }) =>
    ruleSet.rules.flatMap(({ ref }): Reference[] => {
      if (ref.kind !== "security-group-rule" || !("securityGroupId" in ref.rule.peer)) return [];
      const name = ref.rule.peer.securityGroupId;
      return [{ group, named: ec2ClassicGroup(network.securityGroups, name), name, ref }];
    }),
  );
}

export const groupReferences: Check = {
  codes: ["group-reference-without-members", "group-reference-unpeered"],
  find: (network) =>
    referencesOf(network).flatMap((reference): readonly Found[] => {
      const { group, named, ref } = reference;
      if (!named) return [];
      const frame = { ...aboutGroup(group), direction: ref.direction, rule: ref } as const;
      const gap = isOpen(network) ? undefined : gapBetween(network, group, named);
      if (gap)
        return [
          {
            code: "group-reference-unpeered",
            ...frame,
            proof: { kind: "records", relation: "peerings", ids: gap.map((each) => each.id) },
            details: { group: named.id, vpc: named.vpcId },
          },
        ];
      const members = carrierIds(carriersOf(network, named.id));
      // Of a group that nobody carries it does not matter whom it admits.
      const isIdle = carrierIds(carriersOf(network, group.id)).length === 0;
      if (members.length > 0 || isIdle || areCarriersOpen(network, named)) return [];
      return [
        {
          code: "group-reference-without-members",
          ...frame,
          proof: { kind: "records", relation: "carriers", ids: [] },
          details: { group: named.id },
        },
      ];
    }),
  unknowns: (network) => {
    const absent = referencesOf(network).filter(({ named, group }) => !named && group.vpcId !== EC2_CLASSIC);
    const components = [...new Set(absent.map((each) => each.group.id))];
    return [
      ...components.map(
        (component): LintUnknown => ({
          code: "not-in-input",
          component,
          missing: "securityGroups",
          codes: groupReferences.codes,
        }),
      ),
      ...(isMissing(network.missing, "networkInterfaces") ? [lacking("networkInterfaces")] : []),
    ];
  },
};

function lacking(missing: string): LintUnknown {
  return { code: "not-in-input", missing, codes: ["group-reference-without-members"] };
}

/** Whether what may carry the group was not all collected. */
export function areCarriersOpen(network: Network, { vpcId }: SecurityGroup): boolean {
  return ["networkInterfaces", "instances", "classicLoadBalancers", "loadBalancers"].some((collection) =>
    isMissing(network.missing, collection, vpcId),
  );
}

function isOpen(network: Network): boolean {
  return network.missing.some((each) => each.collection === "vpcPeeringConnections");
}

/**
 * The active peering connections between two groups' VPCs, none of which keeps the identity of senders; undefined where
 * a reference holds.
 */
function gapBetween(
  network: Network,
  one: SecurityGroup,
  other: SecurityGroup,
): readonly PeeringConnection[] | undefined {
  const [near, far] = [vpcsOf(one), vpcsOf(other)];
  if (near.some((vpcId) => far.includes(vpcId))) return undefined;
  const between = Object.values(network.vpcPeeringConnections).filter(({ status, requester, accepter }) => {
    const [a, b] = [requester.vpcId, accepter.vpcId];
    return status === "active" && ((near.includes(a) && far.includes(b)) || (near.includes(b) && far.includes(a)));
  });
  const holds = between.some((peering) => {
    const [a, b] = sidesOf(peering, peering.requester.vpcId) ?? [];
    return a && b && regionsOf(network, a, b) !== "two";
  });
  return holds ? undefined : between;
}

function vpcsOf({ vpcId, associatedVpcIds = [] }: SecurityGroup): readonly string[] {
  return [vpcId, ...associatedVpcIds];
}
