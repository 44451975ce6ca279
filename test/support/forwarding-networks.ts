/** Small networks with an Application or a Network Load Balancer, and short ways to ask about them. */
import { type Network, type NetworkInput, network } from "@netsim/core";
import { checkHealth, checkListener, type HealthInput, type ListenerInput, type ListenerVerdict } from "netsim";
import { ANYWHERE, BALANCED, extend, from, STRANGER } from "./small-networks.ts";

export type BalancerInput = NonNullable<NetworkInput["loadBalancers"]>[string];
export type GroupInput = NonNullable<NetworkInput["targetGroups"]>[string];
export type ListenerOf = NonNullable<BalancerInput["listeners"]>[number];

/** What differs from the network as it is described: keys of `web`, of the target group `app`, and further records. */
export interface Changes {
  readonly balancer?: Partial<BalancerInput> | undefined;
  readonly group?: Partial<GroupInput> | undefined;
  readonly more?: NetworkInput | undefined;
}

const { classicLoadBalancers: _, ...SURROUNDINGS } = BALANCED;

/**
 * The subnets, groups and instances of {@link BALANCED}, and an Application Load Balancer `web` in zones a and b: HTTP 80
 * to the target group `app` (i-a and i-b on 8080, health check of /ping on 9000).
 */
export function applicationInput({ balancer, group, more = {} }: Changes = {}): NetworkInput {
  return extend(
    extend(SURROUNDINGS, {
      loadBalancers: {
        web: {
          type: "application",
          subnets: ["lb-a", "lb-b"],
          securityGroups: ["sg-lb"],
          listeners: [{ port: 80, protocol: "HTTP", forward: "app" }],
          ...balancer,
        },
      },
      targetGroups: { app: applicationGroup(group) },
    }),
    more,
  );
}

/** The target group `app` of {@link applicationInput} with changes. */
export function applicationGroup(changes: Partial<GroupInput> = {}): GroupInput {
  return {
    protocol: "HTTP",
    port: 8080,
    healthCheck: { port: 9000, path: "/ping" },
    targets: ["i-a", "i-b"],
    ...changes,
  };
}

export function application(changes: Changes = {}): Network {
  return network(applicationInput(changes));
}

/**
 * The same with a Network Load Balancer without groups: TCP 80 to i-a and i-b on 8080, health check on 9000. sg-app lets
 * clients in on 8080, and the load balancer's subnets on 9000.
 */
export function passingInput({ balancer, group, more = {} }: Changes = {}): NetworkInput {
  return extend(
    extend(SURROUNDINGS, {
      securityGroups: { "sg-app": { vpcId: "vpc-1", ingress: TARGET_RULES, egress: [] } },
      loadBalancers: {
        web: {
          type: "network",
          subnets: ["lb-a", "lb-b"],
          listeners: [{ port: 80, protocol: "TCP", forward: "app" }],
          ...balancer,
        },
      },
      targetGroups: { app: passingGroup(group) },
    }),
    more,
  );
}

/** AWS's recommendation for targets of a Network Load Balancer without groups that see their clients' addresses. */
export const TARGET_RULES = [from(ANYWHERE, "tcp 8080"), from("10.0.0.0/23", "tcp 9000")];

export function passingGroup(changes: Partial<GroupInput> = {}): GroupInput {
  return { protocol: "TCP", port: 8080, healthCheck: { port: 9000 }, targets: ["i-a", "i-b"], ...changes };
}

export function passing(changes: Changes = {}): Network {
  return network(passingInput(changes));
}

/** The rules of sg-app, which has no egress rule. */
export function targetRules(...ingress: readonly ReturnType<typeof from>[]): NetworkInput {
  return { securityGroups: { "sg-app": { vpcId: "vpc-1", ingress, egress: [] } } };
}

/** i-a in zone a and i-b in zone b, with changes to both. */
export function instances(changes: Record<string, unknown>, only: readonly string[] = ["i-a", "i-b"]): NetworkInput {
  return {
    instances: Object.fromEntries(only.map((id) => [id, { ...BALANCED.instances?.[id], ...changes }])) as NonNullable<
      NetworkInput["instances"]
    >,
  };
}

/** Services of an instance that listens on its traffic port and answers the health check with a status. */
export function answering(status: number, port = 8080): Record<string, unknown> {
  return { services: [{ port }, { port: 9000, http: { "/ping": status } }] };
}

/** What a stranger on the internet gets from `web` on port 80, with changes to the question. */
export function listen(net: Network, changes: Partial<ListenerInput> = {}): ListenerVerdict {
  return checkListener(net, { loadBalancer: "web", port: 80, from: STRANGER, ...changes });
}

/** `state` or `state reason` of each target. */
export function states(net: Network, input: HealthInput = { loadBalancer: "web" }): Record<string, string> {
  const { states: found } = checkHealth(net, input);
  return Object.fromEntries(
    Object.entries(found).map(([id, { state, reasonCode }]) => [id, reasonCode ? `${state} ${reasonCode}` : state]),
  );
}

/** `kind [status] cause of` of each symptom of each node, once. */
export function symptomsOf(verdict: ListenerVerdict): string[] {
  const all = verdict.nodes.flatMap((node) => node.symptoms);
  return [...new Set(all.map(({ kind, status, cause, of }) => [kind, status, cause, of].filter(Boolean).join(" ")))];
}

/** `zone service`, with `out` for one that has left DNS. */
export function zonesOf(verdict: ListenerVerdict): string[] {
  return verdict.zones.map(({ availabilityZone, service, isInDns }) =>
    [availabilityZone.at(-1), service, ...(isInDns ? [] : ["out"])].join(" "),
  );
}

/** The targets that the node in each zone uses. */
export function targetsOf(verdict: ListenerVerdict): Record<string, readonly string[]> {
  return Object.fromEntries(verdict.nodes.map((node) => [node.availabilityZone.at(-1) ?? "", node.targets]));
}
