/** `checkListener`: what clients get from a listener, through every node, with the health of the targets taken into account. */
import {
  type AddressSet,
  issue,
  listenerTransports,
  NetsimError,
  type Network,
  NO_ADDRESSES,
  type Ports,
  uniteAddresses,
  unwrap,
} from "@netsim/core";
import { remember } from "../path/asked.js";
import { allOf, collect } from "../path/combine.js";
import { type Endpoint, resolveEndpoint } from "../path/endpoint.js";
import { freeze } from "../path/freeze.js";
import { requireNetwork, requireQuestion } from "../path/given.js";
import { type AnyLoadBalancer, isClassic, nodesOf } from "../path/load-balancer-node.js";
import { optionsOf, type QuestionOptions } from "../path/options.js";
import { readSourcePorts } from "../path/question.js";
import {
  type ListenerVerdict,
  type NodeAnswer,
  type Reachability,
  SCHEMA_VERSION,
  type ZoneAnswer,
} from "../path/verdict.js";
import { classicListener } from "./classic-listener.js";
import { forwardListener } from "./forward-listener.js";
import type { HealthNow } from "./health-now.js";
import { clientLeg, type Transport } from "./legs.js";
import type { ClientLeg, ListenerParts, NamedHealth, NodeParts, Question } from "./listener-parts.js";
import type { RequestInput } from "./request.js";
import { listenerOn, resolveLoadBalancer } from "./resolve.js";
import { gatewayDoubt, subnetsMissing } from "./target-health.js";
import { overallService, serviceOf } from "./words.js";
import { dnsAddresses, dnsAnswer } from "./zone-dns.js";

/** The question of `checkListener`: clients and the port they connect to. */
export interface ListenerInput extends QuestionOptions {
  /** The load balancer's name, ARN, `Name` tag or DNS name. */
  readonly loadBalancer: string;
  /** The port that clients connect to, 1-65535. */
  readonly port: number;
  readonly from: Endpoint;
  /** The clients' source ports; see `checkConnection`. */
  readonly sourcePorts?: Ports | undefined;
  /** Of a Network Load Balancer's listener; what the listener takes when left out. */
  readonly protocol?: Transport | undefined;
  /** Of an Application Load Balancer's listener: the requests asked about; all that clients may send when left out. */
  readonly request?: RequestInput | undefined;
  /** See `checkHealth`. */
  readonly stoppedNetworkTarget?: "unhealthy" | "unused" | undefined;
}

/**
 * Whether clients are served: every node whose zone they find in DNS is reached, and has targets that it reaches.
 *
 * @throws NetsimError when the question is not one: an unknown load balancer, an impossible port.
 */
export function checkListener(network: Network, input: ListenerInput): ListenerVerdict {
  return remember(judgeListener(network, input), network, input, checkListener);
}

/** {@link checkListener} at a moment when targets are not, or not yet, what their health checks come to. */
export function judgeListener(network: Network, input: ListenerInput, now?: HealthNow): ListenerVerdict {
  requireNetwork(network);
  requireQuestion(input);
  const found = resolveLoadBalancer(network, input.loadBalancer);
  const clients = resolveEndpoint(network, input.from, "from", ["from"]);
  const sourcePorts = readSourcePorts(input.sourcePorts ?? "any");
  const issues = [found, clients, sourcePorts].flatMap((each) => (each.ok ? [] : each.issues));
  if (!Number.isInteger(input.port) || input.port < 1 || input.port > 65535) {
    issues.push(issue("port", ["port"], "a port 1-65535", input.port));
  }
  if (found.ok) issues.push(...misplaced(found.value, input));
  if (issues.length > 0) throw new NetsimError(issues);
  const balancer = unwrap(found);
  const isGateway = !isClassic(balancer) && balancer.type === "gateway";
  const nodes = isGateway ? [] : nodesOf<AnyLoadBalancer>(network, balancer);
  const transports = transportsOf(balancer, input);
  const options = optionsOf(input);
  const clientLegs = nodes.map((node) =>
    unwrap(clients)
      .filter((client) => client.station !== node.station)
      .flatMap((client) =>
        transports.map((transport): ClientLeg => {
          const listener = { port: input.port, transport };
          return { ...clientLeg(network, client, node, listener, unwrap(sourcePorts), options), client, transport };
        }),
      ),
  );
  if (nodes.length > 0 && clientLegs.every((legs) => legs.length === 0)) {
    throw new NetsimError([
      issue("endpoint", ["from"], `a client other than ${input.loadBalancer} itself`, input.from),
    ]);
  }
  const question: Question = {
    nodes,
    port: input.port,
    transports,
    clients: unwrap(clients),
    clientAddresses: unwrap(clients).reduce<AddressSet>(
      (sum, each) => uniteAddresses(sum, each.addresses),
      NO_ADDRESSES,
    ),
    sourcePorts: unwrap(sourcePorts),
    request: input.request ?? {},
    isPrivateLink: unwrap(clients).some((client) => client.isPrivateLink === true),
    clientLegs,
    now,
    options,
  };
  const parts = partsOf(network, balancer, question);
  return listenerVerdict(network, balancer, question, parts);
}

const NOTHING: ListenerParts = { health: [], healthAssumptions: [], nodes: [], zones: [], actions: [] };

function partsOf(network: Network, balancer: AnyLoadBalancer, question: Question): ListenerParts {
  if (isClassic(balancer)) return classicListener(network, balancer, question);
  return balancer.type === "gateway" ? NOTHING : forwardListener(network, balancer, question);
}

/** What is said about a request or transport that the load balancer does not look at. */
function misplaced(balancer: AnyLoadBalancer, { protocol, request, from }: ListenerInput) {
  const type = isClassic(balancer) ? "classic" : balancer.type;
  const isPrivateLink = typeof from === "object" && from !== null && "privateLink" in from;
  return [
    ...(protocol !== undefined && type !== "network"
      ? [issue("unknown-key", ["protocol"], `nothing, for a ${type} load balancer, which takes tcp`, protocol)]
      : []),
    ...(request !== undefined && type !== "application"
      ? [
          issue(
            "unknown-key",
            ["request"],
            `nothing, for a ${type} load balancer, which does not read requests`,
            request,
          ),
        ]
      : []),
    ...(isPrivateLink && type !== "network"
      ? [issue("endpoint", ["from"], "a client of a network load balancer, as PrivateLink leads to those only", from)]
      : []),
  ];
}

function transportsOf(balancer: AnyLoadBalancer, { port, protocol }: ListenerInput): readonly Transport[] {
  if (protocol !== undefined) return [protocol];
  const listener = isClassic(balancer) ? undefined : listenerOn(balancer, port, undefined);
  return listener ? listenerTransports(listener) : ["tcp"];
}

function listenerVerdict(
  network: Network,
  balancer: AnyLoadBalancer,
  { port, clientLegs }: Question,
  { health, healthAssumptions, nodes, zones: zoneDns, actions }: ListenerParts,
): ListenerVerdict {
  const found = collect([
    ...clientLegs.flat(),
    ...health.flatMap((each) => each.legs),
    ...nodes.flatMap((each) => each.legs),
  ]);
  const missing = [...gatewayDoubt(balancer, "client"), ...subnetsMissing(network, balancer)];
  const zones = zoneDns.map((each) => zoneAnswer(each, nodes));
  const asked = zones.filter((zone) => zone.isInDns).map((zone) => zone.verdict);
  const verdict = allOf([...asked, ...missing.map((): Reachability => "unknown")]);
  return freeze({
    schemaVersion: SCHEMA_VERSION,
    kind: "listener",
    verdict,
    loadBalancer: balancer.id,
    port,
    service: overallService(verdict, zones),
    dns: dnsAnswer(balancer, zoneDns),
    zones,
    nodes: nodes.map(nodeAnswer),
    actions,
    states: statesOf(health),
    legs: found.legs,
    blockers: [
      ...found.blockers,
      ...health.flatMap((each) => each.blockers),
      ...nodes.flatMap((each) => each.blockers),
    ],
    unknowns: [
      ...missing,
      ...found.unknowns,
      ...health.flatMap((each) => each.unknowns),
      ...nodes.flatMap((each) => each.unknowns),
    ],
    assumptions: [
      ...found.assumptions,
      ...healthAssumptions,
      ...new Map(nodes.flatMap((each) => each.assumptions ?? []).map((each) => [JSON.stringify(each), each])).values(),
    ],
    warnings: found.warnings,
  });
}

/** The state of each target by its name. */
export function statesOf(health: ListenerParts["health"]): ListenerVerdict["states"] {
  const states: Record<string, NamedHealth["state"]> = {};
  for (const { names, state } of health) for (const name of names) states[name] = state;
  return states;
}

function zoneAnswer(dns: ListenerParts["zones"][number], all: readonly NodeParts[]): ZoneAnswer {
  const nodes = all.filter(({ node }) => node.subnet.availabilityZone === dns.availabilityZone);
  const verdict = allOf(nodes.map((each) => each.verdict));
  const isFailOpen = nodes.some((each) => each.isFailOpen);
  return {
    availabilityZone: dns.availabilityZone,
    subnetId: nodes[0]?.node.station.subnet?.id ?? null,
    verdict,
    service: serviceOf(verdict, isFailOpen),
    isInDns: dns.isInDns,
    addresses: [...new Set(nodes.flatMap(({ node }) => dnsAddresses(node)))],
    lackingGroups: dns.lackingGroups,
  };
}

function nodeAnswer({ node, verdict, service, targets, isFailOpen, symptoms }: NodeParts): NodeAnswer {
  return {
    node: node.station.component.id,
    subnetId: node.station.subnet?.id ?? null,
    availabilityZone: node.subnet.availabilityZone,
    verdict,
    service,
    targets,
    isFailOpen,
    symptoms,
  };
}
