/**
 * What clients get from a listener of a Classic Load Balancer, through every node.
 * "Troubleshoot a Classic Load Balancer: HTTP errors" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/ts-elb-error-message.html
 */
import type { ClassicListener, ClassicLoadBalancer, Network } from "@netsim/core";
import { allOf } from "../path/combine.js";
import type { LegVerdict } from "../path/connection.js";
import type { LoadBalancerNode } from "../path/load-balancer-node.js";
import type { Blocker, Reachability, Symptom } from "../path/verdict.js";
import { judgeEach, type LegsByNode } from "./alike.js";
import { type ClassicTargetHealth, classicHealth, crossZoneAssumptions } from "./classic-health.js";
import { classicTargets } from "./classic-targets.js";
import { targetLeg } from "./legs.js";
import type { ListenerParts, NodeParts, Question } from "./listener-parts.js";
import { clientSymptoms, type Front, noTargetSymptom, targetSymptoms } from "./symptom.js";
import { placesFor, type RegisteredTarget } from "./target.js";
import { inSequence, servedBy, serviceOf } from "./words.js";
import { classicDns } from "./zone-dns.js";

export function classicListener(network: Network, balancer: ClassicLoadBalancer, question: Question): ListenerParts {
  const { nodes, port, options } = question;
  const listener = balancer.listeners.find((each) => each.loadBalancerPort === port);
  const health = classicHealth(network, balancer, options);
  return {
    health: health.map((each) => ({ ...each, name: each.target.name })),
    healthAssumptions: crossZoneAssumptions(network, balancer),
    nodes: nodes.map((node, at) => answerOf(network, balancer, question, node, at, listener, health)),
    zones: classicDns(nodes),
    actions: [],
  };
}

function frontOf(listener: ClassicListener): Front {
  return listener.protocol === "HTTP" || listener.protocol === "HTTPS" ? "classic-http" : "terminating";
}

function answerOf(
  network: Network,
  balancer: ClassicLoadBalancer,
  { nodes, clientLegs, options }: Question,
  node: LoadBalancerNode,
  at: number,
  listener: ClassicListener | undefined,
  health: readonly ClassicTargetHealth[],
): NodeParts {
  const own = clientLegs[at] ?? [];
  const client = allOf(own.map((each) => each.leg.verdict));
  const front = listener && frontOf(listener);
  const frame = { node, targets: [] as readonly string[], isFailOpen: false };
  if (!listener || !front) {
    const symptoms = clientSymptoms(own, undefined);
    return {
      ...frame,
      verdict: client,
      service: serviceOf(client, false),
      symptoms,
      legs: [],
      blockers: [],
      unknowns: [],
    };
  }
  const usable = health.filter(({ target }) => placesFor(nodes, node, target, balancer.crossZone).length > 0);
  const judge = (target: RegisteredTarget): LegsByNode =>
    placesFor(nodes, node, target, balancer.crossZone).map((place) => ({
      node: node.station,
      leg: targetLeg(network, { node, target, place }, listener.instancePort, "tcp", options),
    }));
  const ways = judgeEach(classicTargets(network, balancer), judge);
  // What is registered and not in the input may be here, and be sent to.
  const missing = health.filter(({ target }) => target.places.length === 0);
  const wayTo = (each: ClassicTargetHealth): Reachability =>
    ways.get(each.target)?.byNode.get(node.station) ?? "unknown";
  const backend = servedBy([...usable, ...missing].map((each) => ({ health: each.verdict, way: wayTo(each) })));
  const elsewhere = health.some(
    (each) => each.verdict !== "unreachable" && each.target.places.length > 0 && !usable.includes(each),
  );
  const hasTarget = [...usable, ...missing].some((each) => each.verdict !== "unreachable");
  const inDoubt = balancer.crossZone === null && elsewhere && !hasTarget;
  const verdict = inSequence(client, inDoubt ? "unknown" : backend);
  const serving = usable.filter((each) => each.verdict === "reachable");
  const blocker = hasTarget || inDoubt ? undefined : noTarget(node, elsewhere);
  const perhaps = usable.filter((each) => each.verdict !== "unreachable");
  const used = perhaps.flatMap((each) => ways.get(each.target)?.legs ?? []);
  // Instances that are in service at times leave clients without any at others.
  const isAtTimes = serving.length === 0 && perhaps.length > 0 && perhaps.every((each) => each.verdict === "partial");
  const symptoms: readonly Symptom[] = [
    ...clientSymptoms(own, front),
    ...(blocker ? [noTargetSymptom(front, blocker.code, "all")] : targetSymptoms(front, used)),
    ...(isAtTimes ? [noTargetSymptom(front, "no-target-in-service", "some")] : []),
  ];
  const leg = `target: ${node.station.component.id}`;
  return {
    ...frame,
    targets: serving.map((each) => each.target.name),
    verdict,
    service: serviceOf(verdict, false),
    symptoms,
    legs: legsOf(usable, ways),
    blockers: blocker ? [blocker] : [],
    unknowns: inDoubt ? [{ component: balancer.id, leg, phase: "forward", code: "cross-zone-missing" }] : [],
  };
}

function legsOf(usable: readonly ClassicTargetHealth[], ways: ReturnType<typeof judgeEach>): readonly LegVerdict[] {
  return usable.flatMap((each) => ways.get(each.target)?.own ?? []);
}

function noTarget({ balancer, station, subnet }: LoadBalancerNode, elsewhere: boolean): Blocker {
  return {
    component: balancer.id,
    components: [balancer.id],
    kind: "load-balancer",
    direction: "egress",
    leg: `target: ${station.component.id}`,
    phase: "forward",
    rule: null,
    code: elsewhere ? "no-target-in-zone" : "no-target-in-service",
    awsCode: elsewhere ? "ELB_NOT_CROSSZONE" : null,
    packets: [],
    details: { zone: subnet.availabilityZone },
  };
}
