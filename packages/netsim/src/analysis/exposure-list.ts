/** A list of all that may be reached from somewhere, read: what it allows at whom. */
import {
  ALL_PACKETS,
  ALL_PORTS,
  ALL_PROTOCOLS,
  failure,
  type IntervalSet,
  type Issue,
  intersectPackets,
  issue,
  listenerTransports,
  moveIssue,
  type Network,
  ok,
  type PacketSet,
  type Path,
  type Ports,
  packets,
  packetsEmpty,
  parseProtocol,
  protocolClass,
  type Result,
  TCP,
  uniteAddresses,
  unitePackets,
  unwrap,
} from "@netsim/core";
import { listenerOn, resolveLoadBalancer } from "../load-balancer/resolve.js";
import { type Endpoint, resolveEndpoint } from "../path/endpoint.js";
import { type AnyLoadBalancer, isClassic } from "../path/load-balancer-node.js";
import { type QuestionOptions, readOptions } from "../path/options.js";
import { balancerParties, type Party } from "../path/party.js";
import { readSourcePorts, readTransport, type TransportInput } from "../path/question.js";
import { packetsAt } from "../path/station.js";
import type { Unknown } from "../path/verdict.js";
import type { WalkOptions } from "../path/walk-context.js";
import type { EndpointClass } from "./endpoint-classes.js";
import { membersOf } from "./endpoints.js";
import { classesIn } from "./reachability.js";

/** Something that may be reached. */
export type Exposure =
  | ({
      readonly to: Endpoint;
      readonly loadBalancer?: undefined;
    } & Pick<TransportInput, "port" | "protocol" | "icmp">)
  | {
      /** The load balancer's name, ARN, `Name` tag or DNS name. */
      readonly loadBalancer: string;
      readonly port: Ports;
      /** What the listener takes when left out. */
      readonly protocol?: string | number | undefined;
      readonly to?: undefined;
      readonly icmp?: undefined;
    };

export interface ExposureInput extends QuestionOptions {
  readonly from: Endpoint;
  /** Everything that may be reached from there, each entry at least in part. */
  readonly to: readonly Exposure[];
  /** Every port when left out: who looks for a way in may pick any. */
  readonly sourcePorts?: Ports | undefined;
}

/** What an entry of the list allows at one receiver. */
export interface Allowance {
  readonly at: number;
  readonly packets: PacketSet;
}

/** The list, and from where to whom it is. */
export interface ReadExposures {
  readonly options: WalkOptions;
  readonly sourcePorts: IntervalSet;
  readonly senders: readonly EndpointClass[];
  readonly allowances: Allowances;
  readonly unknownParties: readonly Pick<Unknown, "component" | "code" | "details">[];
}

export interface Allowances {
  /** By the id of the member, which is an interface, a node or an instance. */
  readonly byMember: ReadonlyMap<string, readonly Allowance[]>;
  /** Outside the network. */
  readonly outside: readonly Allowance[];
}

/** Issue codes `exposure`, and those of endpoints, load balancers and transports. */
export function readExposures(network: Network, input: ExposureInput): Result<ReadExposures> {
  const options = readOptions(input);
  const sourcePorts = input.sourcePorts === undefined ? ok(ALL_PORTS) : readSourcePorts(input.sourcePorts);
  const from = resolveEndpoint(network, input.from, "from", ["from"]);
  const list = Array.isArray(input.to) ? input.to : [];
  const entries = list.map((each, at) => readExposure(network, each, ["to", at]));
  const issues: Issue[] = [options, sourcePorts, from, ...entries].flatMap((each) => (each.ok ? [] : each.issues));
  if (!Array.isArray(input.to)) {
    const expected = 'a list such as [{ loadBalancer: "web", port: 80 }, { to: "bastion", port: 22 }]';
    issues.unshift(issue("exposure", ["to"], expected, input.to));
  }
  if (from.ok && from.value.some((each) => each.isPrivateLink)) {
    issues.push(
      issue("endpoint", ["from"], "somebody other than clients by PrivateLink, who reach one service", input.from),
    );
  }
  if (issues.length > 0) return failure(issues);
  const read = entries.map(unwrap);
  return ok({
    options: unwrap(options),
    sourcePorts: unwrap(sourcePorts),
    senders: classesIn(network, membersOf(network), input.from, "from"),
    allowances: allowancesOf(read),
    unknownParties: [...unwrap(from), ...read.flatMap((each) => each.parties)].flatMap(({ label, unknown }) =>
      unknown ? [{ component: label, code: unknown.code, details: unknown.details }] : [],
    ),
  });
}

interface Listed {
  readonly parties: readonly Party[];
  readonly packets: PacketSet;
}

function readExposure(network: Network, exposure: Exposure, path: Path): Result<Listed> {
  if (typeof exposure !== "object" || exposure === null) return notAnExposure(exposure, path);
  const { to, loadBalancer } = exposure;
  if ((to === undefined) === (loadBalancer === undefined)) return notAnExposure(exposure, path);
  if (loadBalancer === undefined) {
    return both(resolveEndpoint(network, to as Endpoint, "to", [...path, "to"]), readPackets(exposure, path));
  }
  const balancer = resolveLoadBalancer(network, loadBalancer, [...path, "loadBalancer"]);
  if (!balancer.ok) return balancer;
  const transports = transportsOf(balancer.value, exposure).map((each) => readPackets(each, path));
  const issues = transports.flatMap((each) => (each.ok ? [] : each.issues));
  if (issues.length > 0) return failure(issues);
  const allowed = transports.map(unwrap).reduce(unitePackets);
  return ok({ parties: balancerParties(network, balancer.value), packets: allowed });
}

type Transports = readonly Pick<TransportInput, "port" | "protocol">[];

/** A Network Load Balancer's listener may take udp, or tcp and udp both. */
function transportsOf(balancer: AnyLoadBalancer, { port, protocol }: Exposure): Transports {
  const listener =
    protocol === undefined && typeof port === "number" && !isClassic(balancer)
      ? listenerOn(balancer, port, undefined)
      : undefined;
  return listener ? listenerTransports(listener).map((each) => ({ port, protocol: each })) : [{ port, protocol }];
}

function both(parties: Result<readonly Party[]>, allowed: Result<PacketSet>): Result<Listed> {
  const issues = [parties, allowed].flatMap((each) => (each.ok ? [] : each.issues));
  if (issues.length > 0) return failure(issues);
  return ok({ parties: unwrap(parties), packets: unwrap(allowed) });
}

function notAnExposure(exposure: unknown, path: Path): Result<never> {
  const expected = "{ loadBalancer, port } or { to, port, protocol? }";
  return failure([issue("exposure", path, expected, exposure)]);
}

/** All packets with that protocol and destination, from whatever port. Issue codes as of a question's transport. */
function readPackets(input: Pick<TransportInput, "port" | "protocol" | "icmp">, path: Path): Result<PacketSet> {
  const protocol = parseProtocol(input.protocol ?? TCP, [...path, "protocol"]);
  if (!protocol.ok) return protocol;
  if (protocol.value === ALL_PROTOCOLS) {
    if (input.port === undefined && input.icmp === undefined) return ok(ALL_PACKETS);
    return failure([issue("port", path, "no port and no ICMP type beside every protocol", input)]);
  }
  const { port, icmp } = input;
  const withPorts = protocolClass(protocol.value) === "ports" ? { sourcePorts: "0-65535" } : {};
  const transport = readTransport({ port, icmp, protocol: protocol.value, ...withPorts });
  if (transport.ok) return ok(packets(transport.value));
  return failure(transport.issues.map((each) => moveIssue(each, [...path, ...each.path])));
}

function allowancesOf(listed: readonly Listed[]): Allowances {
  const byMember = new Map<string, Allowance[]>();
  const outside: Allowance[] = [];
  for (const [at, { parties, packets: allowed }] of listed.entries()) {
    for (const party of parties) {
      if (!party.station) {
        const there = intersectPackets(allowed, packetsAt(party.addresses, "destination"));
        if (!party.unknown) outside.push({ at, packets: there });
        continue;
      }
      const { id } = party.station.component;
      const list = byMember.get(id) ?? [];
      byMember.set(id, list);
      list.push({ at, packets: party.isByAddress ? atAddresses(party, allowed) : allowed });
    }
  }
  return { byMember, outside };
}

/** To the addresses that are meant, and to the public ones that stand for them; these may not be known. */
function atAddresses({ station, addresses }: Party, allowed: PacketSet): PacketSet {
  const meant = (station?.associations ?? []).filter(
    (each) =>
      !packetsEmpty(intersectPackets(packetsAt(each.private, "destination"), packetsAt(addresses, "destination"))),
  );
  if (meant.some((each) => each.public === null)) return allowed;
  const all = meant.reduce((sum, each) => uniteAddresses(sum, each.public ?? sum), addresses);
  return intersectPackets(allowed, packetsAt(all, "destination"));
}
