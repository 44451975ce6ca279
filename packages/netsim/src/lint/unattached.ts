/**
 * Groups that nobody carries and ACLs that no subnet uses. The default ones of a VPC cannot be deleted and are left out.
 * "Security groups" https://docs.aws.amazon.com/vpc/latest/userguide/security-groups.html
 * "Control traffic to subnets using network ACLs" https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 */
import { isMissing, type Network, type SecurityGroup } from "@netsim/core";
import { carrierIds, carriersOf, namesOf } from "./carriers.js";
import type { Check } from "./check.js";
import { areCarriersOpen } from "./group-references.js";
import { aboutAcl, aboutGroup } from "./rule-lists.js";

export const unattachedGroups: Check = {
  codes: ["group-not-attached"],
  find: (network) =>
    Object.values(network.securityGroups)
      .filter((group) => group.groupName !== "default" && !areCarriersOpen(network, group))
      .filter((group) => carrierIds(carriersOf(network, group.id)).length === 0)
      .map((group) => ({
        code: "group-not-attached",
        ...aboutGroup(group),
        proof: { kind: "records", relation: "carriers", ids: [] },
        details: { namedBy: groupsNaming(network, group) },
      })),
  unknowns: ({ missing }) =>
    isMissing(missing, "networkInterfaces")
      ? [{ code: "not-in-input", missing: "networkInterfaces", codes: unattachedGroups.codes }]
      : [],
};

/** The other groups whose rules name it: they have to be changed before it can be deleted. */
function groupsNaming(network: Network, group: SecurityGroup): readonly string[] {
  const names = namesOf(group);
  return Object.values(network.securityGroups)
    .filter((other) => other !== group)
    .filter(({ ingress, egress }) =>
      [...ingress, ...egress].some(({ peer }) => "securityGroupId" in peer && names.includes(peer.securityGroupId)),
    )
    .map((other) => other.id);
}

export const unassociatedAcls: Check = {
  codes: ["acl-not-associated"],
  find: (network) =>
    Object.values(network.networkAcls)
      .filter((acl) => !acl.isDefault && !isMissing(network.missing, "subnets", acl.vpcId))
      .filter((acl) => Object.values(network.subnets).every((subnet) => subnet.networkAclId !== acl.id))
      .map((acl) => ({
        code: "acl-not-associated",
        ...aboutAcl(acl),
        proof: { kind: "records", relation: "subnets", ids: [] },
        details: {},
      })),
  unknowns: ({ missing }) =>
    isMissing(missing, "subnets") ? [{ code: "not-in-input", missing: "subnets", codes: unassociatedAcls.codes }] : [],
};
