/** What clients get of each listener at a moment: what `checkListener` answers, with the targets' health as it is then. */
import { type Network, ok, type Result } from "@netsim/core";
import { judgeListener } from "../load-balancer/check-listener.js";
import type { HealthNow } from "../load-balancer/health-now.js";
import type { RegisteredTarget } from "../load-balancer/target.js";
import { type Endpoint, resolveEndpoint } from "../path/endpoint.js";
import { type AnyLoadBalancer, isClassic } from "../path/load-balancer-node.js";
import type { WalkOptions } from "../path/walk-context.js";
import type { Found, Prospect, Use } from "./health-source.js";
import type { ListenerService } from "./timeline.js";

export interface ClientsInput {
  readonly from: Endpoint;
  /** Nobody said who they are. */
  readonly isAssumed: boolean;
  readonly options: WalkOptions;
}

/** Issues where the network has no such clients. */
export function withClients<T>(network: Network, { from }: ClientsInput, value: T): Result<T> {
  const clients = resolveEndpoint(network, from, "from", ["from"]);
  return clients.ok ? ok(value) : clients;
}

interface Clients {
  readonly clients: Prospect["clients"];
  /** What was found on the way to what clients got so far. */
  readonly found: () => readonly Found[];
}

/** @param keyOf the key of a target, as the source has it. */
export function clientsOf(
  network: Network,
  balancer: AnyLoadBalancer,
  { from, isAssumed, options }: ClientsInput,
  keyOf: (target: RegisteredTarget, group: string | null) => string,
): Clients {
  const assumption = { code: "clients-in-vpc", component: balancer.id, details: { from: String(from) } };
  const nothing: Found = { blockers: [], unknowns: [], assumptions: [], warnings: [] };
  const found: Found[] = isAssumed ? [{ ...nothing, assumptions: [assumption] }] : [];
  const clients: Prospect["clients"] = (uses) => {
    const now: HealthNow = (target, group, checks) => {
      const use: Use = uses.get(keyOf(target, group)) ?? "out";
      if (use !== "in-doubt") return use === "in" ? "reachable" : "unreachable";
      // Where its checks come and go, each node may know better than all of them together.
      return checks === "partial" || checks === "unknown" ? undefined : "unknown";
    };
    return listenersOf(balancer).map(({ port, protocol }): ListenerService => {
      const question = { loadBalancer: balancer.id, port, from, ...options };
      const answer = judgeListener(network, question, now);
      const { service, verdict, zones, nodes, blockers, unknowns, assumptions, warnings } = answer;
      found.push({ blockers, unknowns, assumptions, warnings });
      return { port, protocol, service, verdict, zones, nodes };
    });
  };
  return { clients, found: () => found };
}

/** Those that clients connect to. */
function listenersOf(balancer: AnyLoadBalancer): readonly { readonly port: number; readonly protocol: string }[] {
  if (isClassic(balancer)) {
    return balancer.listeners.map(({ loadBalancerPort, protocol }) => ({ port: loadBalancerPort, protocol }));
  }
  return balancer.listeners.flatMap(({ port, protocol }) =>
    port === null || protocol === null ? [] : [{ port, protocol }],
  );
}
