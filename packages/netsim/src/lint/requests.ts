/** Requests that security groups and an ACL admit and whose replies the ACL drops, by who sends them. */
import {
  addressesEmpty,
  type Direction,
  intersectPackets,
  type Network,
  type NetworkAcl,
  type PacketSet,
  packets,
  packetsEmpty,
  packetsOverlap,
  type RuleRef,
  type Subnet,
  subtractPackets,
} from "@netsim/core";
import { exemptPackets } from "../path/exempt.js";
import { knownNetworkAcl } from "../path/missing.js";
import { packetsAt, type Station } from "../path/station.js";
import { unansweredBy } from "./acl-replies.js";
import { type Admission, admissionsOf } from "./admitted.js";
import { type ClientKind, type Exchange, exchangesOf } from "./exchanges.js";
import { residentsOf } from "./stations.js";
import { reachOf } from "./subnet-reach.js";

export interface UnansweredRequests {
  readonly client: ClientKind;
  readonly packets: PacketSet;
  /** The group rule that admits them; null where no group has a say. */
  readonly rule: RuleRef | null;
}

/**
 * For every remote address and port that there are such requests with, those of one receiver (or sender) at least.
 *
 * @param direction of the requests: `ingress` from clients elsewhere, `egress` from clients in the ACL's subnets.
 */
export function unansweredRequests(
  network: Network,
  acl: NetworkAcl,
  direction: Direction,
): readonly UnansweredRequests[] {
  const { all } = unansweredBy(acl, direction);
  if (packetsEmpty(all)) return [];
  return [...residentsOf(network, network)].flatMap(([subnet, residents]) => {
    const reach = knownNetworkAcl(network, subnet) === acl ? reachOf(network, subnet) : undefined;
    if (!reach) return [];
    return exchangesOf(network, residents, reach, direction).flatMap((each) =>
      requestsOf(network, acl, subnet, direction, each),
    );
  });
}

function requestsOf(
  network: Network,
  acl: NetworkAcl,
  subnet: Subnet,
  direction: Direction,
  { client, remote, residents }: Exchange,
): readonly UnansweredRequests[] {
  const { all, meant } = unansweredBy(acl, direction);
  const remoteEnd = direction === "ingress" ? "source" : "destination";
  const localEnd = direction === "ingress" ? "destination" : "source";
  if (addressesEmpty(remote)) return [];
  let rest = subtractPackets(intersectPackets(all, packets({ [remoteEnd]: remote })), exemptOf(network, subnet));
  const found: UnansweredRequests[] = [];
  for (const { station, admission } of admissions(network, residents, direction)) {
    if (packetsEmpty(rest)) break;
    // Wide rules meet wide entries wherever replies are let in; that is nobody's connection.
    const candidates = admission.isOfMany ? intersectPackets(rest, meant) : rest;
    if (!packetsOverlap(candidates, admission.packets)) continue;
    const taken = intersectPackets(candidates, admission.packets);
    const own = intersectPackets(taken, packetsAt(station.addresses, localEnd));
    if (packetsEmpty(own)) continue;
    found.push({ client, packets: own, rule: admission.rule });
    rest = subtractPackets(rest, taken);
  }
  return found;
}

function exemptOf(network: Network, subnet: Subnet): PacketSet {
  const vpc = network.vpcs[subnet.vpcId];
  return vpc ? exemptPackets(vpc, subnet) : { ipv4: false, ipv6: false };
}

/** Rules about single ports come first: they are what somebody meant. */
function admissions(
  network: Network,
  residents: readonly Station[],
  direction: Direction,
): readonly { readonly station: Station; readonly admission: Admission }[] {
  const all = residents.flatMap((station) =>
    admissionsOf(network, station, direction).map((admission) => ({ station, admission })),
  );
  return [...all.filter((each) => !each.admission.isOfMany), ...all.filter((each) => each.admission.isOfMany)];
}
