/** `checkConnection`: whether one kind of connection works between any two parties. */
import {
  type AddressSet,
  type Issue,
  intersectAddresses,
  intersectPackets,
  isMissingRecord,
  issue,
  NetsimError,
  type Network,
  NO_ADDRESSES,
  NO_PACKETS,
  type PacketSet,
  packetsEmpty,
  subtractAddresses,
  uniteAddresses,
  unwrap,
} from "@netsim/core";
import { remember } from "./asked.js";
import { combine } from "./combine.js";
import { judgeConnection, type LegVerdict } from "./connection.js";
import type { ConnectionQuestion, End } from "./connection-question.js";
import {
  asNeighbour,
  asSender,
  classicLinkOf,
  dualStackAssumptions,
  ec2ClassicListenerFacts,
} from "./ec2-classic-party.js";
import { type Endpoint, resolveEndpoint } from "./endpoint.js";
import { type EndFacts, hostFacts, listenerFacts, nobodyFacts, openListenerFacts, runningCheck } from "./ends.js";
import { entryOf } from "./entry.js";
import { freeze } from "./freeze.js";
import { requireNetwork, requireQuestion } from "./given.js";
import { internetAddresses } from "./internet.js";
import { isClassic } from "./load-balancer-node.js";
import { natGatewayCheck } from "./nat-gateway-party.js";
import { type QuestionOptions, readOptions } from "./options.js";
import type { Party } from "./party.js";
import { questionPackets, readTransport, type Transport, type TransportInput } from "./question.js";
import type { Station } from "./station.js";
import {
  type Blocker,
  type ConnectionVerdict,
  type Leg,
  type Reachability,
  SCHEMA_VERSION,
  type Unknown,
} from "./verdict.js";
import type { WalkOptions } from "./walk-context.js";

export interface ConnectionInput extends TransportInput, QuestionOptions {
  readonly from: Endpoint;
  readonly to: Endpoint;
}

/**
 * Whether connections from `from` to `to` work, there and back, for every source port and address asked about.
 *
 * @throws NetsimError when the question is not one: an id that does not exist, an impossible port.
 */
export function checkConnection(network: Network, input: ConnectionInput): ConnectionVerdict {
  requireNetwork(network);
  requireQuestion(input);
  const transport = readTransport(input);
  const from = resolveEndpoint(network, input.from, "from", ["from"]);
  const to = resolveEndpoint(network, input.to, "to", ["to"]);
  const options = readOptions(input);
  const issues = [transport, from, to, options].flatMap((each) => (each.ok ? [] : each.issues));
  if (issues.length > 0) throw new NetsimError(issues);
  if (unwrap(from).some((each) => each.isPrivateLink) && !unwrap(to).every(isNetworkLoadBalancer)) {
    throw new NetsimError([issue("endpoint", ["from"], "PrivateLink to a network load balancer only", input.from)]);
  }
  const frame = { kind: "connection", options: unwrap(options) } as const;
  const legs = unwrap(from).flatMap((sender) =>
    unwrap(to).flatMap((receiver) =>
      isAsked(sender, receiver) ? [judgeParties(network, sender, receiver, unwrap(transport), frame)] : [],
    ),
  );
  if (legs.length === 0) throw new NetsimError([noTwoEnds(input)]);
  const verdict: ConnectionVerdict = freeze({ schemaVersion: SCHEMA_VERSION, kind: "connection", ...combine(legs) });
  return remember(verdict, network, input, checkConnection);
}

function isNetworkLoadBalancer({ loadBalancer }: Party): boolean {
  return loadBalancer !== undefined && !isClassic(loadBalancer) && loadBalancer.type === "network";
}

/** Not between two places outside, of which the network says nothing, and not from a host to itself. */
function isAsked(a: Party, b: Party): boolean {
  if (a.unknown || b.unknown) return true;
  if (!a.station) return b.station !== null;
  return a.station !== b.station || a.isHypothetical;
}

function noTwoEnds(input: ConnectionInput): Issue {
  return issue("endpoint", ["to"], "an end other than `from`, one of the two inside a VPC of the network", input.to);
}

export interface LegFrame {
  readonly kind: Leg["kind"];
  readonly name?: string | undefined;
  readonly options: WalkOptions;
  /** What the receiver's end does, where it is not what the party does by itself. */
  readonly arrival?: EndFacts | undefined;
  /** What the sender sends, where it is not every packet of the transport between the two. */
  readonly packets?: PacketSet | undefined;
  /** Only these of them. */
  readonly within?: PacketSet | undefined;
  /** For a connection that is open already; see `ConnectionQuestion`. */
  readonly established?: ReadonlySet<string> | undefined;
}

/** One leg between two parties. */
export function judgeParties(
  network: Network,
  from: Party,
  to: Party,
  transport: Transport,
  frame: LegFrame,
): LegVerdict {
  const sender = asSender(asMet(from, to));
  const receiver = asMet(to, from);
  const name = frame.name ?? `${frame.kind}: ${sender.label} -> ${receiver.label}`;
  const { unknown = receiver.unknown } = sender;
  if (unknown) return ofWhatIsLeftOut(name, frame.kind, sender, receiver, unknown);
  const all = frame.packets ?? questionPackets(transport, sender.addresses, destinationOf(network, sender, receiver));
  const asked = frame.within ? intersectPackets(all, frame.within) : all;
  if (packetsEmpty(asked)) return withoutCommonFamily(name, frame.kind, sender, receiver);
  const arrival = frame.arrival ?? partyFacts(network, receiver);
  const question: ConnectionQuestion = {
    name,
    kind: frame.kind,
    from: endOf(network, sender, receiver),
    to: { label: receiver.label, station: receiver.station },
    packets: asked,
    departure: sender.instance ? runningCheck(sender.instance, "egress") : [],
    arrival: arrival.checks,
    assumptions: [
      ...hypotheses(sender),
      ...(receiver.isNowhere ? [] : hypotheses(receiver)),
      ...dualStackAssumptions(receiver, asked),
      ...arrival.assumptions,
    ],
    options: frame.options,
    established: frame.established,
  };
  return judgeConnection(network, question);
}

/** A party as the other one meets it, where that makes a difference: in EC2-Classic. */
function asMet(party: Party, other: Party): Party {
  const unknown = party.unknown ?? classicLinkOf(party, other);
  return unknown ? { ...party, unknown } : asNeighbour(party, other);
}

function hypotheses(party: Party): EndFacts["assumptions"] {
  return party.isHypothetical ? [{ code: "no-interface-at-address", component: party.label }] : [];
}

/** What the receiver's end does with packets by itself. */
export function partyFacts(network: Network, receiver: Party): EndFacts {
  const { loadBalancer } = receiver;
  if (loadBalancer && isClassic(loadBalancer) && loadBalancer.availabilityZones) {
    return ec2ClassicListenerFacts(listenerFacts(loadBalancer), loadBalancer);
  }
  if (loadBalancer) {
    const isOpen = isMissingRecord(network.missing, "listeners", loadBalancer.id);
    return isOpen ? openListenerFacts(loadBalancer) : listenerFacts(loadBalancer);
  }
  if (receiver.natGateway !== undefined) {
    return { checks: [natGatewayCheck(network, receiver.natGateway)], assumptions: [] };
  }
  if (receiver.isNowhere && receiver.station) return nobodyFacts(receiver.station);
  return receiver.station ? hostFacts(receiver.instance, receiver.station) : { checks: [], assumptions: [] };
}

function endOf(network: Network, sender: Party, receiver: Party): End {
  return {
    label: sender.label,
    station: sender.station,
    entry: entryOf(network, sender, receiver),
  };
}

function destinationOf(network: Network, sender: Party, receiver: Party): AddressSet {
  const { station } = receiver;
  if (!station) return receiver.addresses;
  const fromOutside = sender.station === null && entryOf(network, sender, receiver) === undefined;
  if (!fromOutside && !receiver.byPublicAddress) return receiver.addresses;
  return publicAddresses(network, receiver, sender.station !== null);
}

/**
 * What a client outside knows a station by: its public addresses, and its IPv6 addresses. A private address without a
 * public one stays what it is, and the internet gateway refuses it.
 */
function publicAddresses(network: Network, receiver: Party, isInside: boolean): AddressSet {
  if (!receiver.station || isInside) return findPublicAddresses(network, receiver, isInside);
  const byAddresses = outsideOf.get(receiver.station) ?? new WeakMap<AddressSet, AddressSet>();
  outsideOf.set(receiver.station, byAddresses);
  const known = byAddresses.get(receiver.addresses);
  if (known && !receiver.isByAddress) return known;
  const found = findPublicAddresses(network, receiver, isInside);
  if (!receiver.isByAddress) byAddresses.set(receiver.addresses, found);
  return found;
}

/** Of whole stations, as clients outside know them. */
const outsideOf = new WeakMap<Station, WeakMap<AddressSet, AddressSet>>();

function findPublicAddresses(network: Network, receiver: Party, isInside: boolean): AddressSet {
  if (hasNoPublicIpv4(receiver)) return { ...receiver.addresses, ipv4: NO_ADDRESSES.ipv4 };
  const associations = receiver.station?.associations ?? [];
  const meant = associations.filter((each) => intersectAddresses(each.private, receiver.addresses).ipv4 !== false);
  // Who is asked for by name is reached by whatever public address it has.
  const used = meant.length > 0 || receiver.isByAddress ? meant : associations;
  const open = used.reduce((sum, each) => {
    // From inside, routes see the public address; where it is not known it may be any.
    const any = { ...NO_ADDRESSES, ipv4: internetAddresses(network).ipv4 };
    return uniteAddresses(sum, each.public ?? (isInside ? any : each.private));
  }, NO_ADDRESSES);
  if (used.length > 0 && !receiver.isByAddress) return { ipv4: open.ipv4, ipv6: receiver.addresses.ipv6 };
  const hidden = used.reduce((rest, each) => subtractAddresses(rest, each.private), receiver.addresses);
  return uniteAddresses(open, hidden);
}

/**
 * The name of a dual-stack load balancer without public IPv4 addresses resolves to its IPv6 addresses only.
 * "IP address types for your Application Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-ip-address-type.html
 */
function hasNoPublicIpv4({ loadBalancer, byPublicAddress, isByAddress }: Party): boolean {
  if (!loadBalancer || isClassic(loadBalancer) || !byPublicAddress || isByAddress) return false;
  return loadBalancer.ipAddressType === "dualstack-without-public-ipv4";
}

function withoutCommonFamily(name: string, kind: Leg["kind"], sender: Party, receiver: Party): LegVerdict {
  const component = receiver.loadBalancer?.id ?? receiver.label;
  const blocker: Blocker = {
    component,
    components: [component],
    kind: receiver.loadBalancer === undefined ? "network-interface" : "load-balancer",
    direction: "ingress",
    leg: name,
    phase: "forward",
    rule: null,
    code: "no-common-address-family",
    awsCode: null,
    packets: [],
    details: { sender: familiesOf(sender.addresses), receiver: familiesOf(receiver.addresses) },
  };
  return {
    leg: unwalked(name, kind, sender, receiver, "unreachable"),
    blockers: [blocker],
    unknowns: [],
    assumptions: [],
    ...NOTHING_SENT,
  };
}

function ofWhatIsLeftOut(
  name: string,
  kind: Leg["kind"],
  sender: Party,
  receiver: Party,
  { code, details }: NonNullable<Party["unknown"]>,
): LegVerdict {
  const component = (sender.unknown ? sender : receiver).label;
  const unknown: Unknown = { component, code, leg: name, phase: "forward", details };
  const leg = unwalked(name, kind, sender, receiver, "unknown");
  return { leg, blockers: [], unknowns: [unknown], assumptions: [], ...NOTHING_SENT };
}

const NOTHING_SENT = { arrived: { packets: NO_PACKETS, possible: NO_PACKETS }, working: NO_PACKETS } as const;

function unwalked(name: string, kind: Leg["kind"], sender: Party, receiver: Party, verdict: Reachability): Leg {
  const nothing = { forward: { hops: [] }, reply: { hops: [] }, asked: [], working: [], failing: [] };
  return { name, kind, from: sender.label, to: receiver.label, verdict, ...nothing };
}

function familiesOf(addresses: AddressSet): readonly string[] {
  return (["ipv4", "ipv6"] as const).filter((family) => addresses[family] !== false);
}
