/** The load balancer, target group, listener and target that a question names. */
import {
  type ClassicListener,
  type ClassicLoadBalancer,
  failure,
  issue,
  type Listener,
  type LoadBalancer,
  listenerTransports,
  type Network,
  ok,
  type Path,
  type Result,
  recordOf,
  type TargetGroup,
} from "@netsim/core";
import { leftOut, nearestNames, unambiguousName } from "../path/endpoint.js";
import { type AnyLoadBalancer, isClassic } from "../path/load-balancer-node.js";
import type { Transport } from "./legs.js";

interface Named {
  readonly id: string;
  readonly name?: string | undefined;
  readonly arn?: string | undefined;
  readonly dnsName?: string | undefined;
}

/** By id (the load balancer's name), ARN, `Name` tag or DNS name. Issue codes `unknown-id`, `ambiguous-name`. */
export function resolveLoadBalancer(
  network: Network,
  text: string,
  path: Path = ["loadBalancer"],
): Result<AnyLoadBalancer> {
  const all = [...Object.values(network.classicLoadBalancers), ...Object.values(network.loadBalancers)];
  return resolveNamed<AnyLoadBalancer>(network, all, text, path, "load balancer");
}

/** By id (the target group's name), ARN or `Name` tag. */
export function resolveTargetGroup(network: Network, text: string, path: Path = ["targetGroup"]): Result<TargetGroup> {
  return resolveNamed(network, Object.values(network.targetGroups), text, path, "target group");
}

function resolveNamed<T extends Named>(
  network: Network,
  all: readonly T[],
  text: string,
  path: Path,
  noun: string,
): Result<T> {
  // What is left out is the missing DNS name of none.
  if (typeof text !== "string") return failure([issue("unknown-id", path, `the name of a ${noun}`, text)]);
  const byId = all.filter((each) => each.id === text);
  const meant = byId.length > 0 ? byId : all.filter(({ name, arn, dnsName }) => [name, arn, dnsName].includes(text));
  const [found, ...others] = meant;
  if (found && others.length === 0) return ok(found);
  if (found) {
    const names = meant.map(unambiguousName).join(", ");
    return failure([issue("ambiguous-name", path, `one of ${names}`, text)]);
  }
  const left = leftOut(network, [text]);
  if (left !== undefined)
    return failure([issue("unknown-id", path, `the name of a ${noun} that is in the network: ${left}`, text)]);
  const names = nearestNames(
    text,
    all.map((each) => each.id),
  );
  const hint = names.length > 0 ? `, such as ${names.join(", ")}` : "; the network has none";
  return failure([issue("unknown-id", path, `the name of an existing ${noun}${hint}`, text)]);
}

/** Issue code `unknown-listener`. */
export function resolveListener(
  balancer: ClassicLoadBalancer,
  port: number,
  path: Path = ["port"],
): Result<ClassicListener> {
  const listener = balancer.listeners.find((each) => each.loadBalancerPort === port);
  return listener ? ok(listener) : noListener(balancer.id, listenerPorts(balancer), port, path);
}

/** The listener on a port that takes the transport. */
export function listenerOn(
  balancer: LoadBalancer,
  port: number,
  transport: Transport | undefined,
): Listener | undefined {
  const listener = balancer.listeners.find((each) => each.port === port);
  if (!listener || transport === undefined) return listener;
  return listenerTransports(listener).includes(transport) ? listener : undefined;
}

/** Issue code `unknown-listener`. */
export function resolveForwardingListener(
  balancer: LoadBalancer,
  port: number,
  path: Path = ["port"],
): Result<Listener> {
  const listener = listenerOn(balancer, port, undefined);
  return listener ? ok(listener) : noListener(balancer.id, listenerPorts(balancer), port, path);
}

export function listenerPorts(balancer: AnyLoadBalancer): readonly number[] {
  if (isClassic(balancer)) return balancer.listeners.map((each) => each.loadBalancerPort);
  return balancer.listeners.flatMap((each) => each.port ?? []);
}

function noListener(id: string, ports: readonly number[], port: number, path: Path): Result<never> {
  const list = ports.join(", ") || "none";
  return failure([issue("unknown-listener", path, `the port of a listener of ${id} (${list})`, port)]);
}

/**
 * The name of a registered target, by that name, its id or the `Name` of its instance; the target itself may be missing.
 * Issue codes `unknown-target`, and `ambiguous-name` for what is registered on several ports.
 */
export function resolveTarget(
  network: Network,
  id: string,
  targets: readonly { readonly name: string; readonly id: string }[],
  text: string,
  path: Path = ["target"],
): Result<string> {
  const exact = targets.some((each) => each.name === text);
  const meant = targets.filter((each) => each.id === text || recordOf(network.instances, each.id)?.name === text);
  const [found, ...others] = exact ? [text] : [...new Set(meant.map((each) => each.name))];
  if (found !== undefined && others.length > 0)
    return failure([issue("ambiguous-name", path, `one of ${[found, ...others].join(", ")}`, text)]);
  if (found !== undefined) return ok(found);
  const list = targets.map((each) => each.name).join(", ") || "none";
  return failure([issue("unknown-target", path, `a target registered with ${id} (${list})`, text)]);
}
