/**
 * The registered targets of a target group, and where each is reached.
 * "Target groups for your Application Load Balancers", target type https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html
 * "Target groups for your Network Load Balancers", target type https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html
 */
import {
  addressesHave,
  addressSet,
  ip,
  type Network,
  recordOf,
  type Target,
  type TargetGroup,
  targetNames,
  uniteBlocks,
  vpcBlocks,
} from "@netsim/core";
import { partiesOfBlocks } from "../path/block-parties.js";
import { nodesOf } from "../path/load-balancer-node.js";
import type { Party } from "../path/party.js";
import { instanceTarget } from "./classic-targets.js";
import { nodeParty } from "./legs.js";
import { type RegisteredTarget, type TargetPlace, targetsOf } from "./target.js";

export function groupTargets(network: Network, group: TargetGroup): readonly RegisteredTarget[] {
  return targetsOf(network, group, () => {
    const names = targetNames(group.targets);
    return group.targets.map((target, at) => targetOf(network, group, target, names[at] ?? target.id));
  });
}

function targetOf(network: Network, group: TargetGroup, target: Target, name: string): RegisteredTarget {
  const { id, port } = target;
  switch (group.targetType) {
    case "instance":
      return instanceTarget(network, id, { name, port, family: group.ipAddressType });
    case "ip":
      return addressTarget(network, group, target, name);
    case "alb": {
      const balancer = recordOf(network.loadBalancers, id);
      const places = balancer
        ? nodesOf(network, balancer).map((node) => ({
            party: { ...nodeParty(node), byPublicAddress: false },
            availabilityZone: node.subnet.availabilityZone,
          }))
        : [];
      return { name, id, port, instance: undefined, places };
    }
    case "lambda":
      return { name, id, port: null, instance: undefined, places: [] };
  }
}

/** An address of the group's VPC, of another VPC of the network, or of a place outside that routes lead to. */
function addressTarget(network: Network, group: TargetGroup, target: Target, name: string): RegisteredTarget {
  const { id, port } = target;
  const address = ip(id);
  const asked = addressSet([address]);
  const has = (vpcId: string): boolean => {
    const vpc = recordOf(network.vpcs, vpcId);
    return vpc !== undefined && addressesHave(uniteBlocks(vpcBlocks(vpc)), address);
  };
  // A peered VPC has no address that the group's own has, so the own one comes first.
  const vpcId = [group.vpcId ?? "", ...Object.keys(network.vpcs)].find(has);
  const [party] = partiesOfBlocks(network, id, asked, "to", vpcId === undefined ? [] : [vpcId]);
  // An address of the VPC in a subnet that the network leaves out is in a zone that is not known.
  const isLeftOut = party?.station?.vpcId === group.vpcId && !party.station.subnet && party.unknown !== undefined;
  if (!party || isLeftOut) return { name, id, port, instance: undefined, places: [] };
  const labelled: Party = { ...party, label: id };
  const place: TargetPlace = { party: labelled, availabilityZone: zoneOf(group, target, party) };
  return { name, id, port, instance: party.instance, places: [place] };
}

/**
 * "Register targets": the zone of an address in the VPC is its subnet's; outside it is the one given at registration,
 * or `all`.
 */
function zoneOf(group: TargetGroup, target: Target, { station }: Party): string {
  const subnet = station?.subnet;
  if (subnet && station.vpcId === group.vpcId) return subnet.availabilityZone;
  return target.availabilityZone ?? "all";
}
