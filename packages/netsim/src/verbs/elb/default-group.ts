/**
 * The groups of a load balancer that was created without any.
 * "Configure security groups for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-vpc-security-groups.html
 */
import type { ById, ClassicListenerInput, Network, SecurityGroup, SecurityGroupInput, Vpc } from "@netsim/core";
import { defaultGroupOf } from "../load-balancing/groups.js";
import { accountOf, uuidOf } from "../load-balancing/made-up.js";
import { nextId } from "../verb.js";

/** The groups that a load balancer gets, and the groups of the network, where one is new. */
export interface GivenGroups {
  readonly groups: readonly string[];
  readonly securityGroups?: ById<SecurityGroupInput> | undefined;
}

/**
 * In a VPC of one's own: the VPC's default group. In the account's default VPC: the group `default_elb_<id>`, which is
 * created with the first load balancer, for the ports of that one. Those that come later share it as it is, and it is
 * left behind when they go.
 */
export function groupsWhenNoneGiven(
  network: Network,
  vpc: Vpc,
  listeners: readonly ClassicListenerInput[],
): GivenGroups {
  if (!vpc.isDefault) {
    const id = defaultGroupOf(network, vpc.id);
    return { groups: id === undefined ? [] : [id] };
  }
  const shared = Object.values(network.securityGroups).find((group) => isSharedGroup(group, vpc.id));
  if (shared) return { groups: [shared.id] };
  const ports = listeners.map((each) => each.loadBalancerPort);
  return newGroup(network, vpc, `default_elb_${uuidOf(`${accountOf(vpc)} ${vpc.id}`)}`, ports);
}

function isSharedGroup(group: SecurityGroup, vpcId: string): boolean {
  return group.vpcId === vpcId && group.groupName.startsWith("default_elb_");
}

/** A new group of the VPC that lets everyone in at these ports. */
export function newGroup(network: Network, vpc: Vpc, groupName: string, ports: readonly number[]): GivenGroups {
  const id = nextId("sg", network.securityGroups);
  const group: SecurityGroupInput = {
    groupName,
    vpcId: vpc.id,
    ownerId: vpc.ownerId,
    ingress: [...new Set(ports)].map((port) => ({ protocol: "tcp", port, from: "0.0.0.0/0" })),
  };
  return { groups: [id], securityGroups: { ...network.securityGroups, [id]: group } };
}
