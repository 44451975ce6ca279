/** A station sends: its own filters, then either straight to a neighbour or to the router of its subnet. */
import { ALL_IPV4, ALL_PROTOCOLS, EC2_CLASSIC, type NetworkAcl, type NetworkAclEntry } from "@netsim/core";
import type { Flight } from "../flight.js";
import { knownNetworkAcl } from "../missing.js";
import type { Station } from "../station.js";
import type { Handler, Walk } from "../walk-context.js";
import { leaveEc2Classic } from "./ec2-classic.js";
import { filterByNetworkAcl, filterBySecurityGroups } from "./filters.js";
import { bar } from "./presume.js";

/**
 * Neighbours in a subnet reach each other without route table and network ACL.
 * "Configure route tables" https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
 * "Control traffic to subnets using network ACLs" https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 */
export const send: Handler<"send"> = (walk, flight) => {
  const { station } = flight.place;
  if (walk.phase === "reply" && flight.sessions.at(-1)?.kind === "private-link") return backToEndpoint(walk, flight);
  const spot = { component: station.component, direction: "egress", attachedTo: station.subnet?.id } as const;
  // A router passes on what is another's: the source address stays whose it was.
  const own = { ...walk.trace.pass(flight, spot), sender: flight.sender ?? station };
  const sent: Flight = filterBySecurityGroups(walk, own, station, "egress");
  if (station.vpcId === EC2_CLASSIC) return leaveEc2Classic(walk, sent, station);
  if (!station.subnet) return fromNoSubnet(walk, sent, station.vpcId);
  if (sent.receiver?.subnet !== station.subnet) return [{ ...sent, place: { at: "leave-subnet", station } }];
  const filtered = appliesOwnAcl(walk, sent, station)
    ? filterByNetworkAcl(walk, sent, station.subnet, "egress", "ELB_ACL_RESTRICTION")
    : sent;
  return [{ ...filtered, place: { at: "deliver", vpcId: station.vpcId, from: station.subnet } }];
};

/** A reply to a client behind an interface endpoint goes back to it as it came. */
function backToEndpoint(
  walk: Walk,
  flight: Flight & { readonly place: { readonly station: Station } },
): readonly Flight[] {
  const { station } = flight.place;
  const spot = { component: station.component, direction: "egress", attachedTo: station.subnet?.id } as const;
  walk.arrive(walk.trace.pass(flight, spot));
  return [];
}

/** Whether the subnet's ACL filters what a Classic node sends to a neighbour. */
function appliesOwnAcl(walk: Walk, flight: Flight, station: Station): boolean {
  if (walk.options.sameSubnetAcl === "strict") return station.isClassicNode || flight.receiver?.isClassicNode === true;
  if (walk.phase === "reply" || !station.isClassicNode) return false;
  const acl = station.subnet ? knownNetworkAcl(walk.network, station.subnet) : undefined;
  if (!letsAllThrough(acl)) walk.trace.assume("classic-same-subnet-acl", station.component.id);
  return true;
}

/** Whether the answer is the same however often the ACL filters: like a VPC's default one it admits all IPv4, as nodes speak. */
function letsAllThrough(acl: NetworkAcl | undefined): boolean {
  return [acl?.ingress, acl?.egress].every((entries = []) => {
    const inOrder = entries.toSorted((a, b) => a.ruleNumber - b.ruleNumber);
    const deciding = inOrder.find((each) => each.ruleAction === "deny" || admitsAll(each));
    return deciding?.ruleAction === "allow";
  });
}

function admitsAll({ protocol, cidrBlock }: NetworkAclEntry): boolean {
  return protocol === ALL_PROTOCOLS && cidrBlock === ALL_IPV4;
}

/** A host taken for granted outside every subnet: what filters and routes it has is nobody's to say. */
function fromNoSubnet(walk: Walk, flight: Flight, vpcId: string): readonly Flight[] {
  if (flight.receiver?.vpcId === vpcId) return [{ ...flight, place: { at: "deliver", vpcId, from: null } }];
  const spot = { component: { id: vpcId, kind: "subnet" }, direction: "egress" } as const;
  const doubt = { code: "address-in-no-subnet", details: { vpc: vpcId } };
  return bar(walk, flight, spot, { doubt }, vpcId);
}
