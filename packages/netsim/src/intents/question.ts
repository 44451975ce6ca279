/** An intent as a question to the evaluator, and the way back from its complaints to the intent. */
import { type Issue, type Network, type Path, parseProtocol, TCP, UDP } from "@netsim/core";
import { checkHealth } from "../load-balancer/check-health.js";
import { checkLeg, type LegInput } from "../load-balancer/check-leg.js";
import { checkListener, type ListenerInput } from "../load-balancer/check-listener.js";
import { resolveLoadBalancer } from "../load-balancer/resolve.js";
import { type ConnectionInput, checkConnection } from "../path/check-connection.js";
import type { Endpoint } from "../path/endpoint.js";
import { isClassic } from "../path/load-balancer-node.js";
import type { ConnectionVerdict, ListenerVerdict } from "../path/verdict.js";
import { loadBalancerMeant } from "./names.js";
import type { IntentVerdict } from "./report.js";
import type { ConnectionIntent, HealthIntent, Intent, LegIntent } from "./types.js";

export function ask(network: Network, intent: Intent): IntentVerdict {
  if (isHealth(intent)) return checkHealth(network, intent.health);
  return isLeg(intent) ? checkLeg(network, legQuestion(intent)) : connect(network, questionOf(intent));
}

export function legQuestion(intent: LegIntent): LegInput {
  const { from, sourcePorts } = intent;
  return { leg: intent.leg, ...legEnd(intent), from, sourcePorts };
}

export function questionOf(intent: ConnectionIntent): ConnectionInput {
  const { from, protocol, sourcePorts, icmp } = intent;
  return { from, ...withoutPort(intent), protocol, sourcePorts, icmp };
}

/** A health leg goes to the health check's port, whichever listener is named beside it. */
function legEnd({ leg, to }: LegIntent): LegIntent["to"] {
  const { port: _port, ...end } = to;
  return leg === "health" ? end : to;
}

/** Asks for a connection; for one to a load balancer's listener with all that is behind it. */
export function connect(network: Network, question: ConnectionInput): ConnectionVerdict | ListenerVerdict {
  const listener = listenerMeant(network, question);
  if (!listener) return checkConnection(network, question);
  const { from, sourcePorts, sameSubnetAcl, pathMtu } = question;
  return checkListener(network, { ...listener, from, sourcePorts, sameSubnetAcl, pathMtu });
}

export function isHealth(intent: Intent): intent is HealthIntent {
  return "health" in intent;
}

export function isLeg(intent: Intent): intent is LegIntent {
  return "leg" in intent;
}

/** The listener of a load balancer, which is more than a connection to its nodes. */
export function listenerMeant(
  network: Network,
  { to, port, protocol = TCP, icmp }: ConnectionInput,
): Pick<ListenerInput, "loadBalancer" | "port" | "protocol"> | undefined {
  const parsed = parseProtocol(protocol);
  if (typeof port !== "number" || icmp || !parsed.ok) return undefined;
  const loadBalancer =
    typeof to === "string" ? loadBalancerMeant(network, to) : "loadBalancer" in to ? to.loadBalancer : undefined;
  if (loadBalancer === undefined) return undefined;
  // Only a Network Load Balancer takes more than tcp; of another one the connection itself is asked about.
  if (parsed.value === TCP) return { loadBalancer, port, ...(isNetwork(network, loadBalancer) && { protocol: "tcp" }) };
  return parsed.value === UDP && isNetwork(network, loadBalancer) ? { loadBalancer, port, protocol: "udp" } : undefined;
}

function isNetwork(network: Network, loadBalancer: string): boolean {
  const found = resolveLoadBalancer(network, loadBalancer);
  return found.ok && !isClassic(found.value) && found.value.type === "network";
}

function withoutPort({ to, port }: ConnectionIntent): Pick<ConnectionInput, "to" | "port"> {
  if (typeof to === "string" || !("port" in to)) return { to, port };
  const { port: beside, ...end } = to;
  return { to: end as Endpoint, port: beside ?? port };
}

/** Where in the intent a complaint about the question belongs. */
export function placeInIntent(intent: Intent, issue: Issue): Path {
  const [key, ...rest] = issue.path;
  if (key === undefined) return [];
  if (isHealth(intent)) return ["health", key, ...rest];
  if (key === "port") return hasKey(intent.to, "port") ? ["to", "port"] : issue.path;
  if (key !== "loadBalancer" && key !== "target") return issue.path;
  return typeof intent.to === "string" ? ["to"] : ["to", key, ...rest];
}

function hasKey(value: unknown, key: string): boolean {
  return typeof value === "object" && value !== null && key in value;
}

/** The question in short, for an intent without a name. */
export function describeIntent(intent: Intent): string {
  if (isHealth(intent)) return `health of ${Object.values(intent.health).join("")}`;
  const to = endText(intent.to);
  if (isLeg(intent)) return `${intent.leg} leg of ${to}`;
  const port = intent.port === undefined ? "" : `:${intent.port}`;
  return `${endText(intent.from)} -> ${to}${port}`;
}

function endText(end: string | Readonly<Record<string, unknown>>): string {
  if (typeof end === "string") return end;
  const { port, ...others } = end;
  return Object.values(others).join(" -> ") + (port === undefined ? "" : `:${port}`);
}
