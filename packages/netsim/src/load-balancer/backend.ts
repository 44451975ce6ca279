/** The legs from a node to the targets of a target group, as requests take them. */
import {
  ALL_IPV4,
  ALL_IPV6,
  addressesOf,
  intersectPackets,
  type Network,
  type PacketSet,
  packets,
  packetsEmpty,
  subtractPackets,
  type TargetGroup,
  TCP,
  UDP,
} from "@netsim/core";
import type { LegVerdict } from "../path/connection.js";
import { isClassic, type LoadBalancerNode } from "../path/load-balancer-node.js";
import type { LegsByNode } from "./alike.js";
import { arrivedPackets, jointly, keepsClientAddress } from "./client-address.js";
import { type Backend, forwardedLeg, type Transport, targetLeg } from "./legs.js";
import type { ClientLeg, Question } from "./listener-parts.js";
import { placesFor, type RegisteredTarget } from "./target.js";

const FAMILY = {
  ipv4: packets({ source: addressesOf(ALL_IPV4) }),
  ipv6: packets({ source: addressesOf(ALL_IPV6) }),
} as const;

export function backendLegs(
  network: Network,
  question: Question,
  at: number,
  group: TargetGroup,
  target: RegisteredTarget,
  crossZone: boolean | null,
): LegsByNode {
  const { nodes, options, isPrivateLink } = question;
  const node = nodes[at];
  const { port } = target;
  if (!node || port === null) return [];
  const sender = isPrivateLink ? privateLinkSender(node) : node;
  const legs = placesFor(nodes, node, target, crossZone).flatMap((place) =>
    question.transports.flatMap((transport): readonly LegVerdict[] => {
      const backend: Backend = { node, target, place, group: group.id };
      const own = (): LegVerdict => targetLeg(network, { ...backend, node: sender }, port, transport, options);
      if (!keepsClientAddress(group) || isPrivateLink) return [own()];
      const clientLegs = (question.clientLegs[at] ?? []).filter((each) => each.transport === transport);
      const arrived = clientPackets(question, clientLegs, transport);
      const same = intersectPackets(arrived, FAMILY[group.ipAddressType]);
      // A client of the other family is translated: the target sees the node.
      const isTranslated = !packetsEmpty(subtractPackets(arrived, FAMILY[group.ipAddressType]));
      const kept = packetsEmpty(same) ? [] : [forwarded(network, question, clientLegs, backend, same, port, transport)];
      return isTranslated ? [...kept, own()] : kept;
    }),
  );
  return legs.map((leg) => ({ node: node.station, leg }));
}

/**
 * What comes through PrivateLink goes on from the node's address. Where the load balancer's inbound rules are not
 * enforced for it, targets have to admit that address: a reference to the load balancer's groups does not.
 * "Register targets for your Network Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-register-targets.html
 */
function privateLinkSender(node: LoadBalancerNode): LoadBalancerNode {
  const { balancer, station } = node;
  const isEnforced = isClassic(balancer) || balancer.enforcePrivateLinkInboundRules;
  return isEnforced ? node : { ...node, station: { ...station, isAnonymous: true } };
}

/** Where no client gets to the node at all, the clients' packets as they would be without translation. */
function clientPackets(question: Question, clientLegs: readonly ClientLeg[], transport: Transport): PacketSet {
  const arrived = arrivedPackets(clientLegs);
  if (!packetsEmpty(arrived)) return arrived;
  const protocol = transport === "tcp" ? TCP : UDP;
  return packets({ protocol, source: question.clientAddresses, sourcePorts: question.sourcePorts });
}

function forwarded(
  network: Network,
  { options }: Question,
  clientLegs: readonly ClientLeg[],
  backend: Backend,
  arrived: PacketSet,
  port: number,
  transport: Transport,
): LegVerdict {
  const found = forwardedLeg(network, backend, arrived, port, transport, options);
  const verdict = jointly(clientLegs, found, backend.place.party.addresses, port);
  return verdict === found.leg.verdict ? found : { ...found, joint: verdict };
}
