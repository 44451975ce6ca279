/** `checkLeg`: one kind of leg of a load balancer on its own, whatever the others are like. */
import { issue, NetsimError, type Network, type Ports, unwrap } from "@netsim/core";
import { optionsOf } from "../path/check-connection.js";
import { classicNodes } from "../path/classic-node.js";
import { combine } from "../path/combine.js";
import type { LegVerdict } from "../path/connection.js";
import { type Endpoint, type Party, resolveEndpoint } from "../path/endpoint.js";
import { freeze } from "../path/freeze.js";
import { readSourcePorts } from "../path/question.js";
import { type ConnectionVerdict, SCHEMA_VERSION } from "../path/verdict.js";
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
  const legs = input.leg === "client" ? clientLegs(network, input) : backendLegs(network, input, input.leg);
  return freeze({ schemaVersion: SCHEMA_VERSION, kind: "connection", ...combine(legs) });
}

function clientLegs(network: Network, input: LegInput): readonly LegVerdict[] {
  const balancer = unwrap(resolveLoadBalancer(network, input.loadBalancer));
  const clients = unwrap(resolveEndpoint(network, input.from ?? "internet", "from", ["from"]));
  const sourcePorts = unwrap(readSourcePorts(input.sourcePorts ?? "any"));
  const port = input.port ?? 0;
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new NetsimError([issue("port", ["port"], "a port 1-65535", port)]);
  }
  return clients.flatMap((client) =>
    classicNodes(network, balancer).map((node) =>
      clientLeg(network, client, node, port, sourcePorts, optionsOf(input)),
    ),
  );
}

function backendLegs(network: Network, input: LegInput, leg: "target" | "health"): readonly LegVerdict[] {
  const balancer = unwrap(resolveLoadBalancer(network, input.loadBalancer));
  const listener = leg === "target" ? unwrap(resolveListener(balancer, input.port ?? 0)) : undefined;
  const only = input.target === undefined ? undefined : unwrap(resolveTarget(network, balancer, input.target)).id;
  const nodes = classicNodes(network, balancer);
  const targets = classicTargets(network, balancer).filter((each) => only === undefined || each.id === only);
  return nodes.flatMap((node) =>
    targets
      .filter((target) => mayUse(balancer, nodes, node, target))
      .flatMap((target) => {
        const { party } = target;
        if (!party) return [];
        const known: ClassicTarget & { readonly party: Party } = { ...target, party };
        return [
          listener
            ? targetLeg(network, node, known, listener, optionsOf(input))
            : healthLeg(network, node, known, optionsOf(input)),
        ];
      }),
  );
}
