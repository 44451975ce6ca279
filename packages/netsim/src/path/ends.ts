/** What happens at the ends of a connection besides the network: whether a host runs, and what listens. */
import {
  ALL_PACKETS,
  ICMP,
  ICMPV6,
  type Instance,
  interval,
  listenerRules,
  NO_PACKETS,
  type PacketSet,
  packets,
  type Service,
  subtractPackets,
  TCP,
  UDP,
  unitePackets,
} from "@netsim/core";
import type { EndCheck } from "./connection-question.js";
import { type AnyLoadBalancer, isClassic } from "./load-balancer-node.js";
import type { Station } from "./station.js";
import type { Details } from "./trace.js";

export interface EndFacts {
  readonly checks: readonly EndCheck[];
  readonly assumptions: readonly { readonly code: string; readonly component?: string; readonly details?: Details }[];
}

const WITH_PORTS: PacketSet = unitePackets(packets({ protocol: TCP }), packets({ protocol: UDP }));
const WITHOUT_PORTS: PacketSet = subtractPackets(ALL_PACKETS, WITH_PORTS);

/** An instance that does not run neither sends nor answers. */
export function runningCheck(instance: Instance, direction: "ingress" | "egress"): readonly EndCheck[] {
  return instance.state === "running" ? RUNS : runningChecks[direction](instance);
}

const RUNS: readonly EndCheck[] = [];

const runningChecks = { ingress: oncePer(notRunning("ingress")), egress: oncePer(notRunning("egress")) } as const;

function notRunning(direction: "ingress" | "egress"): (instance: Instance) => readonly EndCheck[] {
  return ({ id, name, state }) => [
    {
      spot: { component: { id, kind: "application", name }, direction },
      accepted: NO_PACKETS,
      cause: { kind: "application", code: "instance-not-running", awsCode: null, details: { state } },
    },
  ];
}

/** Facts are found once for each record, so that the same end is known for the same. */
function oncePer<Key extends object, Facts>(find: (key: Key) => Facts): (key: Key) => Facts {
  const found = new WeakMap<Key, { readonly facts: Facts }>();
  return (key) => {
    const known = found.get(key) ?? { facts: find(key) };
    found.set(key, known);
    return known.facts;
  };
}

const listened = new WeakMap<readonly Service[], PacketSet>();

/** The packets that services accept, made once for a list of them. */
function listeningOn(services: readonly Service[]): PacketSet {
  let accepted = listened.get(services);
  if (!accepted) {
    accepted = services
      .map(({ protocol, port }) =>
        packets({ protocol: protocol === "tcp" ? TCP : UDP, destinationPorts: interval(port, port) }),
      )
      .reduce(unitePackets, WITHOUT_PORTS);
    listened.set(services, accepted);
  }
  return accepted;
}

/** What a host accepts: the ports its services listen on. Ping is answered by the operating system. */
export function hostFacts(instance: Instance | undefined, station: Station): EndFacts {
  return instance ? instanceFacts(instance) : stationFacts(station);
}

const stationFacts = oncePer(
  ({ component }: Station): EndFacts => ({
    checks: [],
    assumptions: [{ code: "service-assumed", component: component.id }],
  }),
);

const instanceFacts = oncePer((instance: Instance): EndFacts => {
  if (!instance.services) {
    return {
      checks: runningCheck(instance, "ingress"),
      assumptions: [{ code: "service-assumed", component: instance.id }],
    };
  }
  const listening = listeningOn(instance.services);
  const check: EndCheck = {
    spot: { component: { id: instance.id, kind: "application", name: instance.name }, direction: "ingress" },
    accepted: listening,
    cause: { kind: "application", code: "nothing-listens", awsCode: null },
  };
  return { checks: [...runningCheck(instance, "ingress"), check], assumptions: [] };
});

/** Nobody can have the address: what is sent there is lost. */
export function nobodyFacts({ component, vpcId }: Station): EndFacts {
  const check: EndCheck = {
    spot: { component: { id: vpcId, kind: "subnet" }, direction: "ingress" },
    accepted: NO_PACKETS,
    cause: {
      kind: "route",
      code: "no-such-destination",
      awsCode: "NO_POSSIBLE_DESTINATION",
      details: { vpc: vpcId, address: component.id },
    },
  };
  return { checks: [check], assumptions: [] };
}

/**
 * A node accepts what a listener takes, and answers ping itself where it is no Network Load Balancer's, which drops all
 * ICMP but type 3.
 * "Configure security groups for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-vpc-security-groups.html
 * "Security groups for your Application Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html
 * "Listeners for your Network Load Balancers" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html
 */
export const listenerFacts: (balancer: AnyLoadBalancer) => EndFacts = oncePer((balancer: AnyLoadBalancer): EndFacts => {
  const isElb = isClassic(balancer);
  const answersPing = isElb || balancer.type === "application";
  const taken = listenerRules(balancer).rules.reduce(
    (sum, rule) => unitePackets(sum, rule.packets),
    answersPing ? PING : UNREACHABLE_MESSAGES,
  );
  const ports = isElb
    ? balancer.listeners.map((each) => each.loadBalancerPort)
    : balancer.listeners.flatMap((each) => each.port ?? []);
  const check: EndCheck = {
    spot: { component: { id: balancer.id, kind: "listener", name: balancer.name }, direction: "ingress" },
    accepted: taken,
    cause: {
      kind: "listener",
      code: "no-listener",
      awsCode: isElb ? "ELB_LISTENERS_MISMATCH" : "ELBV2_LISTENERS_MISMATCH",
      details: { listeners: ports.map(String) },
    },
  };
  return { checks: [check], assumptions: [] };
});

const PING: PacketSet = unitePackets(packets({ protocol: ICMP }), packets({ protocol: ICMPV6 }));
/** ICMP destination unreachable, with what path MTU discovery needs. */
const UNREACHABLE_MESSAGES: PacketSet = packets({ protocol: ICMP, sourcePorts: interval(3, 3) });

/** The same where not all listeners are in the input: one that is not may take what none of the others takes. */
export const openListenerFacts: (balancer: AnyLoadBalancer) => EndFacts = oncePer((balancer: AnyLoadBalancer) => ({
  ...listenerFacts(balancer),
  checks: listenerFacts(balancer).checks.map((check) => ({
    ...check,
    accepted: ALL_PACKETS,
    doubt: { about: subtractPackets(ALL_PACKETS, check.accepted), code: "listener-missing" },
  })),
}));
