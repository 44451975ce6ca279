/** `reachability`: what any endpoint of a network may send to any other, as sets. */
import { NetsimError, type Network, packetsEmpty, unwrap } from "@netsim/core";
import { type Endpoint, resolveEndpoint } from "../path/endpoint.js";
import { freeze } from "../path/freeze.js";
import { requireNetwork, requireQuestion } from "../path/given.js";
import { headersOf } from "../path/header.js";
import { type QuestionOptions, readOptions } from "../path/options.js";
import type { Party } from "../path/party.js";
import { readSourcePorts, type TransportInput } from "../path/question.js";
import { type HeaderSet, SCHEMA_VERSION, type Unknown } from "../path/verdict.js";
import type { FlowEnd } from "./diff.js";
import { classesOf, type EndpointClass } from "./endpoint-classes.js";
import { askedPublicly, type Member, type Members, membersOf } from "./endpoints.js";
import { packetsFrom, type StatusSets, statusSets } from "./status.js";

/** Which pairs are asked about; every pair when left out. */
export interface ReachabilityScope extends QuestionOptions, Pick<TransportInput, "sourcePorts"> {
  readonly from?: Endpoint | undefined;
  readonly to?: Endpoint | undefined;
}

/** What gets from one class to another. */
export interface Reach {
  readonly from: FlowEnd;
  readonly to: FlowEnd;
  /** These get through and are answered. What an endpoint would send to itself is not meant. */
  readonly working: HeaderSet;
  /** Only for some of the ports that a NAT device may pick. */
  readonly partial: HeaderSet;
  readonly unknown: HeaderSet;
}

/** The answer of `reachability`. */
export interface ReachabilityVerdict {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly kind: "reachability";
  /** The classes between which anything gets through or may; between others nothing does. */
  readonly flows: readonly Reach[];
  readonly unknowns: readonly Pick<Unknown, "component" | "code" | "details">[];
}

/**
 * All pairs of endpoints, as classes that no filter tells apart but by address. Their number grows with the square of the
 * classes; a scope keeps it small.
 *
 * @throws NetsimError when the scope names what is not there.
 */
export function reachability(network: Network, scope: ReachabilityScope = {}): ReachabilityVerdict {
  requireNetwork(network);
  requireQuestion(scope, ["scope"]);
  const [options, ports] = [readOptions(scope), readSourcePorts(scope.sourcePorts ?? "any")];
  const issues = [options, ports].flatMap((each) => (each.ok ? [] : each.issues));
  if (issues.length > 0) throw new NetsimError(issues);
  const members = membersOf(network);
  const asked = packetsFrom(unwrap(ports));
  const senders = classesIn(network, members, scope.from, "from");
  const receivers = classesIn(network, members, scope.to, "to");
  const flows = senders.flatMap((from) =>
    receivers.flatMap((to) =>
      [false, true].flatMap((byPublicAddress) => {
        const ends = endsOf(from, to, byPublicAddress);
        if (!ends) return [];
        const sets = statusSets(network, ends.from, ends.to, asked, unwrap(options));
        return isNothing(sets) ? [] : [reachOf(from, to, byPublicAddress, sets)];
      }),
    ),
  );
  return freeze({ schemaVersion: SCHEMA_VERSION, kind: "reachability", flows, unknowns: members.leftOut });
}

/** The classes of these endpoints: of the parties that a question about them would mean. */
export function classesIn(
  network: Network,
  members: Members,
  endpoint: Endpoint | undefined,
  role: "from" | "to",
): readonly EndpointClass[] {
  if (endpoint === undefined) return classesOf(members);
  const parties = unwrap(resolveEndpoint(network, endpoint, role, [role]));
  const meant = parties.filter((party) => !party.unknown).map((party) => asMember(members, party));
  return classesOf({ ...members, byId: new Map(meant.map((member) => [member.id, member])) });
}

/** Hosts taken for granted, and a part of an interface's addresses, are by themselves. */
function asMember(members: Members, party: Party): Member {
  const { station, label, isByAddress } = party;
  const known = isByAddress ? undefined : members.byId.get(station?.component.id ?? label);
  const kind = station ? "network-interface" : "internet";
  return known ?? { id: label, name: label, kind, party: { ...party, byPublicAddress: false }, shape: undefined };
}

/** The two as they meet; null where they do not, as they are one, or the receiver has no public address to be called by. */
export function endsOf(
  sender: EndpointClass,
  receiver: EndpointClass,
  byPublicAddress: boolean,
): { readonly from: Party; readonly to: Party } | null {
  const [from, to] = [sender.after, receiver.after];
  if (!from || !to || (!from.station && !to.station)) return null;
  const isOne = sender.ids.length === 1 && receiver.ids.length === 1 && sender.ids[0] === receiver.ids[0];
  if (isOne || (byPublicAddress && !from.station)) return null;
  const asked = byPublicAddress ? askedPublicly(to) : to;
  return asked && { from, to: asked };
}

function isNothing({ working, partial, unknown }: StatusSets): boolean {
  return [working, partial, unknown].every(packetsEmpty);
}

function reachOf(from: EndpointClass, to: EndpointClass, byPublicAddress: boolean, sets: StatusSets): Reach {
  return {
    from: flowEnd(from),
    to: flowEnd(to, byPublicAddress),
    working: headersOf(sets.working),
    partial: headersOf(sets.partial),
    unknown: headersOf(sets.unknown),
  };
}

export function flowEnd({ label, kind, names }: EndpointClass, byPublicAddress = false): FlowEnd {
  const end = { label, kind, members: names };
  return byPublicAddress ? { ...end, byPublicAddress } : end;
}
