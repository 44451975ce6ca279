/** `checkLeg`: one kind of leg of a load balancer on its own, whatever the others are like. */
import { issue, NetsimError, type Network, type Ports, unwrap } from "@netsim/core";
import { optionsOf } from "../path/check-connection.js";
import { classicNodes } from "../path/classic-node.js";
import { allOf, collect } from "../path/combine.js";
import type { LegVerdict } from "../path/connection.js";
import { type Endpoint, resolveEndpoint } from "../path/endpoint.js";
import { freeze } from "../path/freeze.js";
import type { Party } from "../path/party.js";
import { readSourcePorts } from "../path/question.js";
import { type ConnectionVerdict, type Reachability, SCHEMA_VERSION, type Verdict } from "../path/verdict.js";
import { barOf, crossZoneAssumptions, noInstance, subnetsMissing, unseenNodes } from "./classic-health.js";
import { clientLeg, healthLeg, targetLeg } from "./classic-legs.js";
import { type ClassicTarget, classicTargets, mayUse } from "./classic-targets.js";
import { resolveListener, resolveLoadBalancer, resolveTarget } from "./resolve.js";

export interface LegInput {
  readonly leg: "client" | "target" | "health";
  readonly loadBalancer: string;
  /** The listener's port; for client and target legs. */
  readonly port?: number | undefined;
  /** A registered instance; every one when left out. For target and health legs. */
  readonly target?: string | undefined;
  /** The client; for client legs. The other legs of a Classic Load Balancer begin at its nodes. */
  readonly from?: Endpoint | undefined;
  /** The client's source ports; for client legs. */
  readonly sourcePorts?: Ports | undefined;
  readonly sameSubnetAcl?: "egress" | "strict" | undefined;
}

/** Which keys each leg needs, and which it has no use for. */
const KEYS = {
  client: { needs: ["port", "from"], refuses: ["target"] },
  target: { needs: ["port"], refuses: ["from", "sourcePorts"] },
  health: { needs: [], refuses: ["from", "sourcePorts", "port"] },
} as const;

/**
 * The legs of that kind between every node and the client or target.
 *
 * @throws NetsimError when the question is not one.
 */
export function checkLeg(network: Network, input: LegInput): ConnectionVerdict {
  const { needs, refuses } = KEYS[input.leg];
  const issues = [
    ...needs
      .filter((key) => input[key] === undefined)
      .map((key) => issue("missing-key", [key], `a value, for a ${input.leg} leg`, undefined)),
    ...refuses
      .filter((key) => input[key] !== undefined)
      .map((key) =>
        issue("unknown-key", [key], `nothing, for a ${input.leg} leg of a Classic Load Balancer`, input[key]),
      ),
  ];
  if (issues.length > 0) throw new NetsimError(issues);
  return freeze({
    schemaVersion: SCHEMA_VERSION,
    kind: "connection",
    ...(input.leg === "client" ? clientLegs(network, input) : backendLegs(network, input, input.leg)),
  });
}

type Answer = Omit<Verdict, "schemaVersion">;

function clientLegs(network: Network, input: LegInput): Answer {
  const balancer = unwrap(resolveLoadBalancer(network, input.loadBalancer));
  const clients = unwrap(resolveEndpoint(network, input.from ?? "internet", "from", ["from"]));
  const sourcePorts = unwrap(readSourcePorts(input.sourcePorts ?? "any"));
  const port = input.port ?? 0;
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new NetsimError([issue("port", ["port"], "a port 1-65535", port)]);
  }
  const legs = clients.flatMap((client) =>
    classicNodes(network, balancer).map((node) =>
      clientLeg(network, client, node, port, sourcePorts, optionsOf(input)),
    ),
  );
  return withMore(legs, { unknowns: subnetsMissing(network, balancer) });
}

function backendLegs(network: Network, input: LegInput, leg: "target" | "health"): Answer {
  const balancer = unwrap(resolveLoadBalancer(network, input.loadBalancer));
  const listener = leg === "target" ? unwrap(resolveListener(balancer, input.port ?? 0)) : undefined;
  const only = input.target === undefined ? undefined : unwrap(resolveTarget(network, balancer, input.target));
  const nodes = classicNodes(network, balancer);
  const targets = classicTargets(network, balancer).filter((each) => only === undefined || each.id === only);
  const legs = nodes.flatMap((node) =>
    targets.flatMap((target) => {
      const { party } = target;
      if (!party || !mayUse(balancer, nodes, node, target)) return [];
      const known: ClassicTarget & { readonly party: Party } = { ...target, party };
      return [
        listener
          ? targetLeg(network, node, known, listener, optionsOf(input))
          : healthLeg(network, node, known, optionsOf(input)),
      ];
    }),
  );
  const bars = targets.map((target) => {
    const name = `${leg}: ${balancer.id} -> ${target.id}`;
    const bar = barOf(network, balancer, nodes, target, name);
    return bar ?? { unknowns: unseenNodes(network, balancer, target, name) };
  });
  return withMore(legs, {
    blockers: [
      ...(targets.length === 0 ? [noInstance(balancer.id, leg)] : []),
      ...bars.flatMap((each) => each.blockers ?? []),
    ],
    unknowns: bars.flatMap((each) => each.unknowns ?? []),
    assumptions: crossZoneAssumptions(network, balancer),
  });
}

/** Legs together with what stops or hides others before they begin. */
function withMore(
  legs: readonly LegVerdict[],
  more: Partial<Pick<Answer, "blockers" | "unknowns" | "assumptions">>,
): Answer {
  const { blockers = [], unknowns = [], assumptions = [] } = more;
  const found = collect(legs);
  return {
    ...found,
    verdict: allOf([
      ...legs.map((each) => each.leg.verdict),
      ...blockers.map((): Reachability => "unreachable"),
      ...unknowns.map((): Reachability => "unknown"),
    ]),
    blockers: [...blockers, ...found.blockers],
    unknowns: [...unknowns, ...found.unknowns],
    assumptions: [...found.assumptions, ...assumptions],
  };
}
