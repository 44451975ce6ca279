/**
 * What clients get from a listener of an Application or Network Load Balancer, through every node.
 * "Listeners for your Application Load Balancers" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html
 * "Listeners for your Network Load Balancers" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html
 */
import {
  type AddressSet,
  addressesEmpty,
  forwardsOf,
  type Listener,
  type LoadBalancer,
  listenerTransports,
  type Network,
  sourcesOf,
  targetGroupsOf,
} from "@netsim/core";
import { allOf } from "../path/combine.js";
import type { LoadBalancerNode } from "../path/load-balancer-node.js";
import type { ActionAnswer, Assumption, Reachability, Symptom, Unknown } from "../path/verdict.js";
import { backendLegs } from "./backend.js";
import { arrivedPackets, clientAddressAssumptions } from "./client-address.js";
import type { LegsByNode } from "./cohort.js";
import { type GroupAnswer, groupAnswer } from "./group-answer.js";
import { type GroupHealth, groupHealth } from "./group-health.js";
import { healthNow } from "./health-now.js";
import type { ListenerParts, NamedHealth, NodeParts, Question } from "./listener-parts.js";
import { type Handling, handlingsOf, weighted } from "./request.js";
import { listenerOn } from "./resolve.js";
import { clientSymptoms, type Front, once } from "./symptom.js";
import type { RegisteredTarget } from "./target.js";
import { inSequence, serviceOf } from "./words.js";
import { crossZoneOf, dnsOf, groupsOf } from "./zone-dns.js";

export function forwardListener(network: Network, balancer: LoadBalancer, question: Question): ListenerParts {
  const { nodes, port, options } = question;
  const ids = [...new Set(balancer.listeners.flatMap(targetGroupsOf))];
  const groups = groupsOf(network, ids).map((group): GroupHealth => {
    const found = groupHealth(network, group, options);
    return { ...found, targets: healthNow(question.now, group.id, found.targets) };
  });
  const [transport] = question.transports;
  const listener = listenerOn(balancer, port, transport);
  const handlings = listener ? handlingsOf(listener, question.request, sourcesSeen(question)) : [];
  const used = new Set(handlings.flatMap(({ actions }) => forwardsOf(actions)).map((each) => each.targetGroup));
  const concerned = groups.filter((each) => used.has(each.group.id));
  const answers = nodes.map((node, at) =>
    answerOf(network, balancer, question, node, at, listener, handlings, concerned),
  );
  return {
    health: namedHealth(concerned),
    healthAssumptions: [
      ...concerned.flatMap((each) => each.assumptions),
      ...(balancer.type === "network" && !question.isPrivateLink
        ? concerned.flatMap((each) => clientAddressAssumptions(each.group))
        : []),
      ...crossZoneAssumptions(balancer, nodes, concerned),
      ...udpAssumptions(balancer, listener),
    ],
    nodes: answers.map((each) => each.parts),
    zones: dnsOf(balancer, nodes, groups),
    actions: handlings.map((handling, index) =>
      actionAnswer(
        handling,
        answers.map((each) => each.ways[index] ?? "unknown"),
      ),
    ),
  };
}

/**
 * Whom the load balancer takes clients for: it sees the address that packets come with, which from inside the VPC to a
 * public address is that of the way out. Where none comes to a node, the clients' own.
 */
function sourcesSeen({ clientLegs, clientAddresses }: Question): AddressSet {
  const seen = sourcesOf(arrivedPackets(clientLegs.flat()));
  return addressesEmpty(seen) ? clientAddresses : seen;
}

/** By target; by group and target where two groups have it. */
export function namedHealth(groups: readonly GroupHealth[]): readonly NamedHealth[] {
  if (groups.length === 1) return (groups[0]?.targets ?? []).map((each) => ({ ...each, names: each.cohort.names }));
  const all = groups.flatMap(({ group, targets }) => targets.map((each) => ({ group, each })));
  const times = new Map<string, number>();
  for (const { each } of all) for (const name of each.cohort.names) times.set(name, (times.get(name) ?? 0) + 1);
  return all.map(({ group, each }) => {
    const names = each.cohort.names.map((name) => ((times.get(name) ?? 0) > 1 ? `${group.id}/${name}` : name));
    return { ...each, names };
  });
}

/** What is taken for granted where it is not known whether nodes use the targets of other zones. */
export function crossZoneAssumptions(
  balancer: LoadBalancer,
  nodes: readonly LoadBalancerNode[],
  groups: readonly GroupHealth[],
): readonly Assumption[] {
  const zones = new Set(nodes.map((node) => node.subnet.availabilityZone));
  const isOpen = groups.some(({ group, targets }) => crossZoneOf(balancer, group) === null && targets.length > 0);
  return isOpen && zones.size > 1 ? [{ code: "cross-zone-assumed-off", component: balancer.id }] : [];
}

/**
 * "Listeners for your Network Load Balancers" has UDP on dual-stack load balancers; the API reference says that it is not
 * possible. https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html
 */
function udpAssumptions(
  { id, type, ipAddressType }: LoadBalancer,
  listener: Listener | undefined,
): readonly Assumption[] {
  const isAsked = type === "network" && ipAddressType !== "ipv4" && listener !== undefined;
  return isAsked && listenerTransports(listener).includes("udp") ? [{ code: "udp-on-dual-stack", component: id }] : [];
}

function frontOf({ protocol }: Listener): Front {
  if (protocol === "HTTP" || protocol === "HTTPS") return "application";
  return protocol === "TLS" ? "terminating" : "passing";
}

function answerOf(
  network: Network,
  balancer: LoadBalancer,
  question: Question,
  node: LoadBalancerNode,
  at: number,
  listener: Listener | undefined,
  handlings: readonly Handling[],
  groups: readonly GroupHealth[],
): { readonly parts: NodeParts; readonly ways: readonly Reachability[] } {
  const own = question.clientLegs[at] ?? [];
  const client = allOf(own.map((each) => each.leg.verdict));
  const front = listener ? frontOf(listener) : balancer.type === "network" ? "passing" : undefined;
  if (!listener || !front) {
    const symptoms = clientSymptoms(own, front);
    const nothing = { targets: [], isFailOpen: false, legs: [], blockers: [], unknowns: [] };
    return { parts: { ...nothing, node, verdict: client, service: serviceOf(client, false), symptoms }, ways: [] };
  }
  const used = new Set(handlings.flatMap(weighted));
  const byGroup = new Map(
    groups
      .filter(({ group }) => used.has(group.id))
      .map((each) => {
        const crossZone = crossZoneOf(balancer, each.group);
        const legsTo = (target: RegisteredTarget): LegsByNode =>
          backendLegs(network, question, at, each.group, target, crossZone);
        const place = { nodes: question.nodes, node, front };
        return [each.group.id, groupAnswer(network, balancer, place, each, legsTo)] as const;
      }),
  );
  const ways = handlings.map((handling) => wayOf(handling, byGroup));
  const unknowns = [...rulesMissing(balancer, listener, node), ...weightMissing(balancer, handlings, node)];
  const backend = allOf([...ways, ...unknowns.map((): Reachability => "unknown")]);
  const verdict = inSequence(client, backend);
  const answers = [...byGroup.values()];
  const isFailOpen = answers.some((each) => each.isFailOpen);
  const symptoms = [...clientSymptoms(own, front), ...handlings.flatMap((each) => handlingSymptoms(each, byGroup))];
  return {
    ways,
    parts: {
      node,
      verdict,
      service: serviceOf(verdict, isFailOpen),
      targets: joined(answers.map((each) => each.targets)),
      isFailOpen,
      symptoms: once(symptoms),
      legs: answers.flatMap((each) => each.legs),
      blockers: answers.flatMap((each) => each.blockers),
      unknowns: [...unknowns, ...answers.flatMap((each) => each.unknowns)],
      assumptions: [...answers.flatMap((each) => each.assumptions), ...loginAssumptions(balancer, handlings)],
    },
  };
}

/** Of several lists each member once; the only list as it is. */
function joined(lists: readonly (readonly string[])[]): readonly string[] {
  const [only = []] = lists;
  return lists.length > 1 ? [...new Set(lists.flat())] : only;
}

/** Which target group requests go to is not known where the rules were not collected. */
function rulesMissing(balancer: LoadBalancer, { rules, port }: Listener, node: LoadBalancerNode): readonly Unknown[] {
  if (rules !== null) return [];
  const leg = `target: ${node.station.component.id}`;
  const details = { listener: port ?? 0 };
  return [{ component: balancer.id, leg, phase: "forward", code: "listener-rules-missing", details }];
}

/** AWS does not say what becomes of requests for which every target group has the weight 0. */
function weightMissing(
  balancer: LoadBalancer,
  handlings: readonly Handling[],
  node: LoadBalancerNode,
): readonly Unknown[] {
  const leg = `target: ${node.station.component.id}`;
  return handlings
    .filter((each) => each.actions.at(-1)?.type === "forward" && weighted(each).length === 0)
    .map(({ priority, actions }) => {
      const details = {
        rule: priority ?? "default",
        targetGroups: forwardsOf(actions).map((each) => each.targetGroup),
      };
      return { component: balancer.id, leg, phase: "forward", code: "target-groups-without-weight", details };
    });
}

function wayOf(handling: Handling, byGroup: ReadonlyMap<string, GroupAnswer>): Reachability {
  const last = handling.actions.at(-1);
  if (last?.type !== "forward") return "reachable";
  const groups = weighted(handling);
  if (groups.length === 0) return "unknown";
  return allOf(groups.map((id) => byGroup.get(id)?.verdict ?? "unknown"));
}

function handlingSymptoms(handling: Handling, byGroup: ReadonlyMap<string, GroupAnswer>): readonly Symptom[] {
  const { priority, actions } = handling;
  const last = actions.at(-1);
  if (last?.type === "fixed-response" || last?.type === "redirect") {
    const status = last.statusCode;
    return [{ kind: "http-status", status, cause: last.type, of: "all", priority }];
  }
  const groups = weighted(handling).flatMap((id) => byGroup.get(id) ?? []);
  const isOneOfSeveral = groups.length > 1;
  return groups.flatMap((each) =>
    each.symptoms.map((symptom) => ({ ...symptom, of: isOneOfSeveral ? ("some" as const) : symptom.of, priority })),
  );
}

function authenticationOf({ actions }: Handling): string | undefined {
  return actions.find((each) => !["forward", "redirect", "fixed-response"].includes(each.type))?.type;
}

function loginAssumptions(balancer: LoadBalancer, handlings: readonly Handling[]): readonly Assumption[] {
  const isAsked = handlings.some((each) => authenticationOf(each) !== undefined);
  return isAsked ? [{ code: "client-authenticated", component: balancer.id }] : [];
}

function actionAnswer(handling: Handling, words: readonly Reachability[]): ActionAnswer {
  const last = handling.actions.at(-1);
  const statusCode = last?.type === "redirect" || last?.type === "fixed-response" ? last.statusCode : undefined;
  return {
    priority: handling.priority,
    action: last?.type === "redirect" || last?.type === "fixed-response" ? last.type : "forward",
    authentication: authenticationOf(handling),
    targetGroups: forwardsOf(handling.actions).map((each) => each.targetGroup),
    statusCode,
    verdict: allOf(words),
  };
}
