/**
 * What keeps a security group from being deleted.
 * "DeleteSecurityGroup" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html
 */
import type { Network, SecurityGroup } from "@netsim/core";

/** Something that uses the group, in words for the refusal; undefined where nothing does. */
export function groupUser(network: Network, { id, associatedVpcIds }: SecurityGroup): string | undefined {
  const carriers = [
    ...Object.values(network.networkInterfaces).map((each) => [each.id, each.groups] as const),
    ...Object.values(network.instances).map((each) => [each.id, each.ec2Classic?.groups ?? []] as const),
    ...Object.values(network.classicLoadBalancers).map((each) => [each.id, each.securityGroups] as const),
    ...Object.values(network.loadBalancers).map((each) => [each.id, each.securityGroups ?? []] as const),
  ];
  const carrier = carriers.find(([, groups]) => groups.includes(id))?.[0];
  if (carrier !== undefined) return `${carrier} carries it`;
  const [vpcId] = associatedVpcIds ?? [];
  if (vpcId !== undefined) return `it is associated with ${vpcId}`;
  // AWS minds rules of the same VPC only; those of another VPC become stale. A network cannot hold a stale rule, so all
  // are minded here.
  const other = Object.values(network.securityGroups).find((group) => group.id !== id && refersTo(group, id));
  return other && `a rule of ${other.id} refers to it`;
}

function refersTo({ ingress, egress }: SecurityGroup, id: string): boolean {
  return [...ingress, ...egress].some(({ peer }) => "securityGroupId" in peer && peer.securityGroupId === id);
}
