/** The legs from a node to the targets of a target group, as requests take them. */
import {
  type AddressSet,
  ALL_IPV4,
  ALL_IPV6,
  addressesEmpty,
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
import type { Unknown } from "../path/verdict.js";
import { arrivedPackets, jointly, keepsClientAddress } from "./client-address.js";
import type { LegsByNode } from "./cohort.js";
import { balancerFacts } from "./group-health.js";
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
      const facts = balancerFacts(network, place.party, port, {}, question.clientAddresses, options);
      const backend: Backend = { node, target, place, group: group.id, facts };
      const own = (isTranslated: boolean): LegVerdict =>
        targetLeg(network, { ...backend, node: sender, isTranslated }, port, transport, options);
      if (!keepsClientAddress(group) || isPrivateLink) return [own(false)];
      const clientLegs = (question.clientLegs[at] ?? []).filter((each) => each.transport === transport);
      const arrived = clientPackets(question, node, clientLegs, transport);
      const same = intersectPackets(arrived, FAMILY[group.ipAddressType]);
      // A client of the other family is translated: the target sees the node.
      const isTranslated = !packetsEmpty(subtractPackets(arrived, FAMILY[group.ipAddressType]));
      const kept = packetsEmpty(same) ? [] : [forwarded(network, question, clientLegs, backend, same, port, transport)];
      return isTranslated ? [...kept, own(kept.length > 0)] : kept;
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

/**
 * Where no client gets to the node at all, the clients' packets as they would be without translation: in the families
 * that the node has, if the clients have them.
 */
function clientPackets(
  { clientAddresses, sourcePorts }: Question,
  { station }: LoadBalancerNode,
  clientLegs: readonly ClientLeg[],
  transport: Transport,
): PacketSet {
  const arrived = arrivedPackets(clientLegs);
  if (!packetsEmpty(arrived)) return arrived;
  const { ipv4, ipv6 } = station.addresses;
  const common: AddressSet = {
    ipv4: ipv4 !== false && clientAddresses.ipv4,
    ipv6: ipv6 !== false && clientAddresses.ipv6,
  };
  const source = addressesEmpty(common) ? clientAddresses : common;
  return packets({ protocol: transport === "tcp" ? TCP : UDP, source, sourcePorts });
}

/**
 * A client inside that uses public addresses comes with the address of a gateway on its way, which is not known where the
 * way is not, or does not lead to the node.
 */
function isGuess(clientLegs: readonly ClientLeg[], { balancer }: LoadBalancerNode): boolean {
  if (clientLegs.some((each) => each.isAstray)) return true;
  const isLost = packetsEmpty(arrivedPackets(clientLegs));
  return isLost && balancer.scheme === "internet-facing" && clientLegs.some((each) => each.client.station !== null);
}

/** Whether the target answers depends on the address that the client's packets have on the way, which is not known. */
function fromNobodyKnows(found: LegVerdict, { station }: LoadBalancerNode): LegVerdict {
  const { leg } = found;
  const unknown: Unknown = {
    component: station.component.id,
    code: "client-address-unknown",
    leg: leg.name,
    phase: "forward",
  };
  return { ...found, leg: { ...leg, verdict: "unknown" }, blockers: [], unknowns: [unknown, ...found.unknowns] };
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
  if (isGuess(clientLegs, backend.node)) return fromNobodyKnows(found, backend.node);
  const verdict = jointly(clientLegs, found, backend.place.party.addresses, port);
  return verdict === found.leg.verdict ? found : { ...found, joint: verdict };
}
