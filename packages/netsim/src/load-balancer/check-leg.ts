/** `checkLeg`: one kind of leg of a load balancer on its own, whatever the others are like. */
import {
  type AddressSet,
  type Issue,
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
import type { LegVerdict } from "../path/connection.js";
import { type Endpoint, resolveEndpoint } from "../path/endpoint.js";
import { freeze } from "../path/freeze.js";
import { requireNetwork, requireQuestion } from "../path/given.js";
import { type AnyLoadBalancer, isClassic, nodesOf } from "../path/load-balancer-node.js";
import { optionsOf, type QuestionOptions } from "../path/options.js";
import type { Party } from "../path/party.js";
import { readSourcePorts } from "../path/question.js";
import { type ConnectionVerdict, type Reachability, SCHEMA_VERSION, type Verdict } from "../path/verdict.js";
import { type Backends, classicBackend, forwardBackend } from "./leg-backends.js";
import { clientLeg, type Transport } from "./legs.js";
import type { ClientLeg, Question } from "./listener-parts.js";
import { listenerOn, resolveLoadBalancer } from "./resolve.js";
import { gatewayDoubt, subnetsMissing } from "./target-health.js";

/** The question of `checkLeg`: one kind of leg of a load balancer. */
export interface LegInput extends QuestionOptions {
  readonly leg: "client" | "target" | "health";
  readonly loadBalancer: string;
  /** The listener's port; for client and target legs. */
  readonly port?: number | undefined;
  /** A registered target; every one when left out. For target and health legs. */
  readonly target?: string | undefined;
  /**
   * The client; for client legs, and for target legs of a Network Load Balancer whose targets see their clients'
   * addresses. Other target legs, and health legs, begin at the nodes.
   */
  readonly from?: Endpoint | undefined;
  /** The client's source ports; where `from` is given. */
  readonly sourcePorts?: Ports | undefined;
}

/** Which keys each leg needs, and which it has no use for. */
const KEYS = {
  client: { needs: ["port", "from"], refuses: ["target"] },
  target: { needs: ["port"], refuses: [] },
  health: { needs: [], refuses: ["from", "sourcePorts", "port"] },
} as const;

/**
 * The legs of that kind between every node and the client or target.
 *
 * @throws NetsimError when the question is not one.
 */
export function checkLeg(network: Network, input: LegInput): ConnectionVerdict {
  requireNetwork(network);
  requireQuestion(input);
  if (!Object.hasOwn(KEYS, input.leg))
    throw new NetsimError([issue("leg", ["leg"], Object.keys(KEYS).join(", "), input.leg)]);
  const { needs, refuses } = KEYS[input.leg];
  const issues = [
    ...needs
      .filter((key) => input[key] === undefined)
      .map((key) => issue("missing-key", [key], `a value, for a ${input.leg} leg`, undefined)),
    ...refuses.filter((key) => input[key] !== undefined).map((key) => noUse(key, input, `a ${input.leg} leg`)),
  ];
  if (issues.length > 0) throw new NetsimError(issues);
  const balancer = unwrap(resolveLoadBalancer(network, input.loadBalancer));
  const answer = answerOf(network, balancer, input);
  const verdict: ConnectionVerdict = freeze({ schemaVersion: SCHEMA_VERSION, kind: "connection", ...answer });
  return remember(verdict, network, input, checkLeg);
}

function answerOf(network: Network, balancer: AnyLoadBalancer, input: LegInput): Answer {
  const unknowns = gatewayDoubt(balancer, input.leg);
  if (unknowns.length > 0) return withMore([], { unknowns });
  return input.leg === "client"
    ? clientLegs(network, balancer, input)
    : backendLegs(network, balancer, input, input.leg);
}

function noUse(key: "from" | "sourcePorts" | "port" | "target", input: LegInput, what: string): Issue {
  return issue("unknown-key", [key], `nothing, for ${what}`, input[key]);
}

type Answer = Omit<Verdict, "schemaVersion">;

function clientLegs(network: Network, balancer: AnyLoadBalancer, input: LegInput): Answer {
  const legs = questionOf(network, balancer, input).clientLegs.flat();
  return withMore(legs, { unknowns: subnetsMissing(network, balancer) });
}

/** The question about a listener that the leg is a part of. */
function questionOf(network: Network, balancer: AnyLoadBalancer, input: LegInput): Question {
  const clients = unwrap(resolveEndpoint(network, input.from ?? "internet", "from", ["from"]));
  const sourcePorts = unwrap(readSourcePorts(input.sourcePorts ?? "any"));
  const port = input.port ?? 0;
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new NetsimError([issue("port", ["port"], "a port 1-65535", port)]);
  }
  const nodes = nodesOf<AnyLoadBalancer>(network, balancer);
  const options = optionsOf(input);
  const transports = transportsOf(balancer, port);
  return {
    nodes,
    port,
    transports,
    clients,
    clientAddresses: clients.reduce<AddressSet>((sum, each) => uniteAddresses(sum, each.addresses), NO_ADDRESSES),
    sourcePorts,
    request: {},
    isPrivateLink: clients.some((client) => client.isPrivateLink === true),
    clientLegs: nodes.map((node) =>
      clients.flatMap((client: Party) =>
        transports.map((transport): ClientLeg => {
          const leg = clientLeg(network, client, node, { port, transport }, sourcePorts, options);
          return { ...leg, client, transport };
        }),
      ),
    ),
    options,
  };
}

function transportsOf(balancer: AnyLoadBalancer, port: number): readonly Transport[] {
  const listener = isClassic(balancer) ? undefined : listenerOn(balancer, port, undefined);
  return listener ? listenerTransports(listener) : ["tcp"];
}

function backendLegs(network: Network, balancer: AnyLoadBalancer, input: LegInput, leg: "target" | "health"): Answer {
  const { from, port } = input;
  const keepsClients = !isClassic(balancer) && balancer.type === "network" && leg === "target";
  if (!keepsClients) {
    const given = (["from", "sourcePorts"] as const).filter((key) => input[key] !== undefined);
    const what = `a ${leg} leg of a load balancer whose targets see its nodes`;
    if (given.length > 0) throw new NetsimError(given.map((key) => noUse(key, input, what)));
  }
  const asked = { ...input, leg } as const;
  const { legs, ...more }: Backends = isClassic(balancer)
    ? classicBackend(network, balancer, asked)
    : forwardBackend(network, balancer, asked, () => questionOf(network, balancer, { ...input, port, from }));
  return withMore(legs, more);
}

/** Legs together with what stops or hides others before they begin. */
function withMore(legs: readonly LegVerdict[], more: Partial<Omit<Backends, "legs">>): Answer {
  const { words = [], blockers = [], unknowns = [], assumptions = [] } = more;
  const found = collect(legs);
  return {
    ...found,
    verdict: allOf([
      ...legs.map((each) => each.leg.verdict),
      ...words,
      ...blockers.map((): Reachability => "unreachable"),
      ...unknowns.map((): Reachability => "unknown"),
    ]),
    blockers: [...blockers, ...found.blockers],
    unknowns: [...unknowns, ...found.unknowns],
    assumptions: [...found.assumptions, ...assumptions],
  };
}
