/** The load balancer, listener and target that a question names. */
import {
  type ClassicListener,
  type ClassicLoadBalancer,
  failure,
  issue,
  type Network,
  ok,
  type Path,
  type Result,
} from "@netsim/core";
import { nearestNames } from "../path/endpoint.js";

/** By id (the load balancer's name), `Name` tag or DNS name. Issue codes `unknown-id`, `ambiguous-name`. */
export function resolveLoadBalancer(
  network: Network,
  text: string,
  path: Path = ["loadBalancer"],
): Result<ClassicLoadBalancer> {
  const all = Object.values(network.classicLoadBalancers);
  const byId = Object.hasOwn(network.classicLoadBalancers, text) ? network.classicLoadBalancers[text] : undefined;
  if (byId) return ok(byId);
  const [found, ...others] = all.filter((each) => each.name === text || each.dnsName === text);
  if (found && others.length === 0) return ok(found);
  if (found)
    return failure([
      issue("ambiguous-name", path, `one of ${[found, ...others].map((each) => each.id).join(", ")}`, text),
    ]);
  const names = nearestNames(
    text,
    all.map((each) => each.id),
  );
  const hint = names.length > 0 ? `, such as ${names.join(", ")}` : "; the network has none";
  return failure([issue("unknown-id", path, `the name of an existing load balancer${hint}`, text)]);
}

/** Issue code `unknown-listener`. */
export function resolveListener(
  balancer: ClassicLoadBalancer,
  port: number,
  path: Path = ["port"],
): Result<ClassicListener> {
  const listener = balancer.listeners.find((each) => each.loadBalancerPort === port);
  if (listener) return ok(listener);
  const ports = balancer.listeners.map((each) => each.loadBalancerPort).join(", ") || "none";
  return failure([issue("unknown-listener", path, `the port of a listener of ${balancer.id} (${ports})`, port)]);
}

/** The id of a registered instance, by id or `Name`; the instance itself may be missing. Issue code `unknown-target`. */
export function resolveTarget(
  network: Network,
  balancer: ClassicLoadBalancer,
  text: string,
  path: Path = ["target"],
): Result<string> {
  const id = balancer.instances.find((each) => each === text || network.instances[each]?.name === text);
  if (id !== undefined) return ok(id);
  return failure([
    issue(
      "unknown-target",
      path,
      `an instance registered with ${balancer.id} (${balancer.instances.join(", ") || "none"})`,
      text,
    ),
  ]);
}
