/** `checkConnection`: whether one kind of connection works between any two parties. */
import {
  type AddressSet,
  intersectAddresses,
  NetsimError,
  type Network,
  NO_ADDRESSES,
  packetsEmpty,
  subtractAddresses,
  uniteAddresses,
  unwrap,
} from "@netsim/core";
import { combine } from "./combine.js";
import { type ConnectionQuestion, type End, judgeConnection, type LegVerdict } from "./connection.js";
import { type Endpoint, type Party, resolveEndpoint } from "./endpoint.js";
import { type EndFacts, hostFacts, listenerFacts, runningCheck } from "./ends.js";
import type { Place } from "./flight.js";
import { freeze } from "./freeze.js";
import { addressesOfSide, sidesOf } from "./hops/peering.js";
import { internetAddresses } from "./internet.js";
import { questionPackets, readTransport, type Transport, type TransportInput } from "./question.js";
import { type ConnectionVerdict, type Leg, SCHEMA_VERSION } from "./verdict.js";
import type { WalkOptions } from "./walk-context.js";

export interface ConnectionInput extends TransportInput {
  readonly from: Endpoint;
  readonly to: Endpoint;
  /**
   * How the ACL of its own subnet filters a Classic Load Balancer node's traffic inside the subnet: what AWS documents
   * (`egress`, the default), or delivery and replies as well (`strict`).
   */
  readonly sameSubnetAcl?: "egress" | "strict" | undefined;
}

/**
 * Whether connections from `from` to `to` work, there and back, for every source port and address asked about.
 *
 * @throws NetsimError when the question is not one: an id that does not exist, an impossible port.
 */
export function checkConnection(network: Network, input: ConnectionInput): ConnectionVerdict {
  const transport = readTransport(input);
  const from = resolveEndpoint(network, input.from, "from", ["from"]);
  const to = resolveEndpoint(network, input.to, "to", ["to"]);
  const issues = [transport, from, to].flatMap((each) => (each.ok ? [] : each.issues));
  if (issues.length > 0) throw new NetsimError(issues);
  const legs = unwrap(from).flatMap((sender) =>
    unwrap(to).flatMap((receiver) =>
      isSame(sender, receiver)
        ? []
        : [
            judgeParties(network, sender, receiver, unwrap(transport), {
              kind: "connection",
              options: optionsOf(input),
            }),
          ],
    ),
  );
  return freeze({ schemaVersion: SCHEMA_VERSION, kind: "connection", ...combine(legs) });
}

export function optionsOf(input: Pick<ConnectionInput, "sameSubnetAcl">): WalkOptions {
  return { sameSubnetAcl: input.sameSubnetAcl ?? "egress" };
}

/** A host does not use the network to talk to itself. */
function isSame(a: Party, b: Party): boolean {
  return a.station !== null && a.station === b.station && !a.isHypothetical;
}

export interface LegFrame {
  readonly kind: Leg["kind"];
  readonly name?: string | undefined;
  readonly options: WalkOptions;
  /** What the receiver's end does, where it is not what the party does by itself. */
  readonly arrival?: EndFacts | undefined;
}

/** One leg between two parties. */
export function judgeParties(
  network: Network,
  sender: Party,
  receiver: Party,
  transport: Transport,
  frame: LegFrame,
): LegVerdict {
  const name = frame.name ?? `${frame.kind}: ${sender.label} -> ${receiver.label}`;
  const asked = questionPackets(transport, sender.addresses, destinationOf(network, sender, receiver));
  if (packetsEmpty(asked)) return withoutCommonFamily(name, frame.kind, sender, receiver);
  const arrival = frame.arrival ?? arrivalFacts(network, receiver);
  const question: ConnectionQuestion = {
    name,
    kind: frame.kind,
    from: endOf(network, sender, receiver),
    to: { label: receiver.label, station: receiver.station },
    packets: asked,
    departure: sender.instance ? runningCheck(sender.instance, "egress") : [],
    arrival: arrival.checks,
    assumptions: [...hypotheses(sender), ...hypotheses(receiver), ...arrival.assumptions],
    options: frame.options,
  };
  return judgeConnection(network, question);
}

function hypotheses(party: Party): EndFacts["assumptions"] {
  return party.isHypothetical ? [{ code: "no-interface-at-address", component: party.label }] : [];
}

function arrivalFacts(network: Network, receiver: Party): EndFacts {
  const balancer =
    receiver.loadBalancer === undefined ? undefined : network.classicLoadBalancers[receiver.loadBalancer];
  if (balancer) return listenerFacts(balancer);
  return receiver.station ? hostFacts(receiver.instance, receiver.station) : { checks: [], assumptions: [] };
}

/** A sender outside the VPCs comes in by the internet, or by the peering whose far side has its address. */
function endOf(network: Network, sender: Party, receiver: Party): End {
  return {
    label: sender.label,
    station: sender.station,
    entry: sender.station ? undefined : entryOf(network, sender, receiver),
  };
}

function entryOf(network: Network, sender: Party, receiver: Party): Place | undefined {
  const vpcId = receiver.station?.vpcId;
  if (vpcId === undefined) return undefined;
  for (const peering of Object.values(network.vpcPeeringConnections)) {
    const [, far] = sidesOf(peering, vpcId) ?? [];
    if (!far || network.vpcs[far.vpcId]) continue;
    const foreign = subtractAddresses(sender.addresses, addressesOfSide(network, far));
    if (foreign.ipv4 === false && foreign.ipv6 === false) {
      return { at: "vpc-peering-connection", id: peering.id, vpcId: far.vpcId, from: null };
    }
  }
  return undefined;
}

function destinationOf(network: Network, sender: Party, receiver: Party): AddressSet {
  const { station } = receiver;
  if (!station) return receiver.addresses;
  const fromOutside = sender.station === null && entryOf(network, sender, receiver) === undefined;
  if (!fromOutside && !receiver.byPublicAddress) return receiver.addresses;
  return publicAddresses(network, receiver, sender.station !== null);
}

/**
 * What a client outside knows a station by: its public addresses, and its IPv6 addresses. A station without public
 * address keeps its private one, which the internet gateway then refuses.
 */
function publicAddresses(network: Network, receiver: Party, isInside: boolean): AddressSet {
  const associations = receiver.station?.associations ?? [];
  const wanted = associations.filter((each) => intersectAddresses(each.private, receiver.addresses).ipv4 !== false);
  const used = wanted.length > 0 ? wanted : associations;
  const ipv4 = used.reduce((sum, each) => {
    // From inside, routes see the public address; where it is not known it may be any.
    const outside =
      each.public ?? (isInside ? { ...NO_ADDRESSES, ipv4: internetAddresses(network).ipv4 } : each.private);
    return uniteAddresses(sum, outside);
  }, NO_ADDRESSES);
  return { ipv4: used.length > 0 ? ipv4.ipv4 : receiver.addresses.ipv4, ipv6: receiver.addresses.ipv6 };
}

function withoutCommonFamily(name: string, kind: Leg["kind"], sender: Party, receiver: Party): LegVerdict {
  const isBalancer = receiver.loadBalancer !== undefined;
  return {
    leg: {
      name,
      kind,
      from: sender.label,
      to: receiver.label,
      verdict: "unreachable",
      forward: { hops: [] },
      reply: { hops: [] },
      asked: [],
      working: [],
      failing: [],
    },
    blockers: [
      {
        component: receiver.loadBalancer ?? receiver.label,
        components: [receiver.loadBalancer ?? receiver.label],
        kind: isBalancer ? "load-balancer" : "network-interface",
        direction: "ingress",
        leg: name,
        phase: "forward",
        rule: null,
        code: "no-common-address-family",
        awsCode: null,
        packets: [],
        details: { sender: familiesOf(sender.addresses), receiver: familiesOf(receiver.addresses) },
      },
    ],
    unknowns: [],
    assumptions: [],
  };
}

function familiesOf(addresses: AddressSet): readonly string[] {
  return (["ipv4", "ipv6"] as const).filter((family) => addresses[family] !== false);
}
