/**
 * `checkListener`: what clients get from a listener, through every node, with the health of the targets taken into account.
 * "Troubleshoot a Classic Load Balancer: HTTP errors" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/ts-elb-error-message.html
 */
import {
  type ClassicListener,
  type ClassicLoadBalancer,
  issue,
  NetsimError,
  type Network,
  type Ports,
  unwrap,
} from "@netsim/core";
import { optionsOf } from "../path/check-connection.js";
import { type ClassicNode, classicNodes } from "../path/classic-node.js";
import { allOf, collect } from "../path/combine.js";
import type { LegVerdict } from "../path/connection.js";
import { type Endpoint, resolveEndpoint } from "../path/endpoint.js";
import { freeze } from "../path/freeze.js";
import type { Party } from "../path/party.js";
import { readSourcePorts } from "../path/question.js";
import {
  type Blocker,
  type ListenerVerdict,
  type NodeAnswer,
  type Reachability,
  SCHEMA_VERSION,
  type Unknown,
} from "../path/verdict.js";
import type { WalkOptions } from "../path/walk-context.js";
import { type ClassicTargetHealth, classicHealth, crossZoneAssumptions, subnetsMissing } from "./classic-health.js";
import { clientLeg, targetLeg } from "./classic-legs.js";
import { mayUse } from "./classic-targets.js";
import { resolveLoadBalancer } from "./resolve.js";

export interface ListenerInput {
  /** The load balancer's name, `Name` tag or DNS name. */
  readonly loadBalancer: string;
  /** The port that clients connect to, 1-65535. */
  readonly port: number;
  readonly from: Endpoint;
  /** The clients' source ports; see `checkConnection`. */
  readonly sourcePorts?: Ports | undefined;
  readonly sameSubnetAcl?: "egress" | "strict" | undefined;
}

/** One node with what was found about it. */
interface Answer {
  readonly node: NodeAnswer;
  readonly targetLegs: readonly LegVerdict[];
  readonly blockers: readonly Blocker[];
  readonly unknowns: readonly Unknown[];
}

/**
 * Whether clients are served: every node is reached, and has instances in service that it reaches.
 *
 * @throws NetsimError when the question is not one: an unknown load balancer, an impossible port.
 */
export function checkListener(network: Network, input: ListenerInput): ListenerVerdict {
  const balancer = resolveLoadBalancer(network, input.loadBalancer);
  const clients = resolveEndpoint(network, input.from, "from", ["from"]);
  const sourcePorts = readSourcePorts(input.sourcePorts ?? "any");
  const issues = [balancer, clients, sourcePorts].flatMap((each) => (each.ok ? [] : each.issues));
  if (!Number.isInteger(input.port) || input.port < 1 || input.port > 65535) {
    issues.push(issue("port", ["port"], "a port 1-65535", input.port));
  }
  if (issues.length > 0) throw new NetsimError(issues);
  const options = optionsOf(input);
  const nodes = classicNodes(network, unwrap(balancer));
  const health = classicHealth(network, unwrap(balancer), options);
  const clientLegs = nodes.map((node) =>
    unwrap(clients)
      .filter((client) => client.station !== node.station)
      .map((client) => clientLeg(network, client, node, input.port, unwrap(sourcePorts), options)),
  );
  if (nodes.length > 0 && clientLegs.every((legs) => legs.length === 0)) {
    throw new NetsimError([
      issue("endpoint", ["from"], `a client other than ${input.loadBalancer} itself`, input.from),
    ]);
  }
  const answers = nodes.map((node, at) =>
    answerOf(network, nodes, node, input.port, clientLegs[at] ?? [], health, options),
  );
  return listenerVerdict(network, unwrap(balancer), input.port, clientLegs.flat(), health, answers);
}

function listenerVerdict(
  network: Network,
  balancer: ClassicLoadBalancer,
  port: number,
  clientLegs: readonly LegVerdict[],
  health: readonly ClassicTargetHealth[],
  answers: readonly Answer[],
): ListenerVerdict {
  const found = collect([
    ...clientLegs,
    ...health.flatMap((each) => each.legs),
    ...answers.flatMap((each) => each.targetLegs),
  ]);
  const missing = subnetsMissing(network, balancer);
  const verdicts = [...answers.map((each) => each.node.verdict), ...missing.map((): Reachability => "unknown")];
  return freeze({
    schemaVersion: SCHEMA_VERSION,
    kind: "listener",
    verdict: allOf(verdicts),
    loadBalancer: balancer.id,
    port,
    nodes: answers.map((each) => each.node),
    states: Object.fromEntries(health.map((each) => [each.target.id, each.state])),
    legs: found.legs,
    blockers: [
      ...found.blockers,
      ...health.flatMap((each) => each.blockers),
      ...answers.flatMap((each) => each.blockers),
    ],
    unknowns: [
      ...missing,
      ...found.unknowns,
      ...health.flatMap((each) => each.unknowns),
      ...answers.flatMap((each) => each.unknowns),
    ],
    assumptions: [...found.assumptions, ...crossZoneAssumptions(network, balancer)],
    warnings: found.warnings,
  });
}

function answerOf(
  network: Network,
  nodes: readonly ClassicNode[],
  node: ClassicNode,
  port: number,
  clientLegs: readonly LegVerdict[],
  health: readonly ClassicTargetHealth[],
  options: WalkOptions,
): Answer {
  const { balancer } = node;
  const listener = balancer.listeners.find((each) => each.loadBalancerPort === port);
  const usable = health.filter(({ target }) => target.party && mayUse(balancer, nodes, node, target));
  const legs = listener ? usable.map((each) => legTo(network, node, each, listener, options)) : [];
  const client = allOf(clientLegs.map((each) => each.leg.verdict));
  // What is registered and not in the input may be here, and be sent to.
  const missing = health.filter(({ target }) => !target.party);
  const backend = listener ? backendVerdict([...usable, ...missing], legs) : "reachable";
  const elsewhere = health.some(
    (each) => each.verdict !== "unreachable" && each.target.party && !usable.includes(each),
  );
  const isCrossZoneUnknown = balancer.crossZone === null && elsewhere;
  const hasTarget = [...usable, ...missing].some((each) => each.verdict !== "unreachable");
  const inDoubt = isCrossZoneUnknown && !hasTarget;
  const frame = { component: balancer.id, leg: `target: ${node.station.component.id}`, phase: "forward" } as const;
  return {
    node: {
      node: node.station.component.id,
      subnetId: node.subnet.id,
      availabilityZone: node.subnet.availabilityZone,
      verdict: inSequence(client, inDoubt ? "unknown" : backend),
      targets: usable.filter((each) => each.verdict === "reachable").map((each) => each.target.id),
    },
    targetLegs: legs,
    blockers: listener && !hasTarget && !inDoubt ? [noTarget(node, elsewhere)] : [],
    unknowns: inDoubt ? [{ ...frame, code: "cross-zone-missing" }] : [],
  };
}

function legTo(
  network: Network,
  node: ClassicNode,
  { target }: ClassicTargetHealth,
  listener: ClassicListener,
  options: WalkOptions,
): LegVerdict {
  return targetLeg(network, node, { ...target, party: target.party as Party }, listener, options);
}

/** What the targets make of requests: only those in service get any, those in doubt perhaps. */
function backendVerdict(usable: readonly ClassicTargetHealth[], legs: readonly LegVerdict[]): Reachability {
  const ways = usable.map((each, at) => ({ health: each.verdict, way: legs[at]?.leg.verdict ?? "unknown" }));
  const certain = ways.filter((each) => each.health === "reachable");
  const doubtful = ways.filter((each) => each.health === "partial" || each.health === "unknown");
  const served = allOf(certain.map((each) => each.way));
  // Without a certain target, requests are served while a doubtful one happens to be in service.
  if (certain.length === 0)
    return doubtful.reduce<Reachability>(
      (worst, each) => betterOf(worst, inSequence(each.health, each.way)),
      "unreachable",
    );
  if (doubtful.every((each) => each.way === "reachable")) return served;
  return inSequence(
    served,
    doubtful.some((each) => each.health === "unknown" || each.way === "unknown") ? "unknown" : "partial",
  );
}

const RANK: readonly Reachability[] = ["unreachable", "partial", "unknown", "reachable"];

function betterOf(a: Reachability, b: Reachability): Reachability {
  return RANK.indexOf(a) >= RANK.indexOf(b) ? a : b;
}

/** Both have to work, one after the other. */
function inSequence(a: Reachability, b: Reachability): Reachability {
  for (const word of ["unreachable", "unknown", "partial"] as const) if (a === word || b === word) return word;
  return "reachable";
}

function noTarget(node: ClassicNode, elsewhere: boolean): Blocker {
  const { balancer } = node;
  return {
    component: balancer.id,
    components: [balancer.id],
    kind: "load-balancer",
    direction: "egress",
    leg: `target: ${node.station.component.id}`,
    phase: "forward",
    rule: null,
    code: elsewhere ? "no-target-in-zone" : "no-target-in-service",
    awsCode: elsewhere ? "ELB_NOT_CROSSZONE" : null,
    packets: [],
    details: { zone: node.subnet.availabilityZone },
  };
}
