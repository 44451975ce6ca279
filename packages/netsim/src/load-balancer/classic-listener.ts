/**
 * What clients get from a listener of a Classic Load Balancer, through every node.
 * "Troubleshoot a Classic Load Balancer: HTTP errors" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/ts-elb-error-message.html
 */
import type { ClassicListener, ClassicLoadBalancer, Network } from "@netsim/core";
import { allOf } from "../path/combine.js";
import type { LegVerdict } from "../path/connection.js";
import type { LoadBalancerNode } from "../path/load-balancer-node.js";
import type { Blocker, Symptom } from "../path/verdict.js";
import type { WalkOptions } from "../path/walk-context.js";
import { type ClassicTargetHealth, classicHealth, crossZoneAssumptions } from "./classic-health.js";
import { joinNames, judgeCohort } from "./cohort.js";
import { healthNow } from "./health-now.js";
import { targetLeg } from "./legs.js";
import type { ListenerParts, NodeParts, Question } from "./listener-parts.js";
import { clientSymptoms, type Front, noTargetAssumptions, noTargetSymptom, targetSymptoms } from "./symptom.js";
import { placesFor } from "./target.js";
import { inSequence, servedBy, serviceOf, type Way } from "./words.js";
import { classicDns } from "./zone-dns.js";

export function classicListener(network: Network, balancer: ClassicLoadBalancer, question: Question): ListenerParts {
  const { nodes, port, options } = question;
  const listener = balancer.listeners.find((each) => each.loadBalancerPort === port);
  const health = healthNow(question.now, null, classicHealth(network, balancer, options));
  return {
    health: health.map((each) => ({ ...each, names: each.cohort.names })),
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
  const { crossZone } = balancer;
  const usable = health.filter(({ cohort }) => placesFor(nodes, node, cohort.target, crossZone).length > 0);
  const ways = usable.flatMap((each) => waysTo(network, balancer, nodes, node, each, listener, options));
  // What is registered and not in the input may be here, and be sent to.
  const missing = health.filter(({ cohort }) => cohort.target.places.length === 0);
  const unseen = missing.map((each): Way => ({ health: each.verdict, way: "unknown" }));
  const backend = servedBy([...ways, ...unseen]);
  const elsewhere = health.some(
    (each) => each.verdict !== "unreachable" && each.cohort.target.places.length > 0 && !usable.includes(each),
  );
  const hasTarget = [...usable, ...missing].some((each) => each.verdict !== "unreachable");
  const inDoubt = crossZone === null && elsewhere && !hasTarget;
  const verdict = inSequence(client, inDoubt ? "unknown" : backend);
  const serving = ways.filter((each) => each.health === "reachable");
  const blocker = hasTarget || inDoubt ? undefined : noTarget(node, elsewhere);
  const perhaps = ways.filter((each) => each.health !== "unreachable");
  // Instances that are in service at times leave clients without any at others.
  const isAtTimes = serving.length === 0 && perhaps.length > 0 && perhaps.every((each) => each.health === "partial");
  const symptoms: readonly Symptom[] = [
    ...clientSymptoms(own, front),
    ...(blocker
      ? [noTargetSymptom(front, blocker.code, "all")]
      : targetSymptoms(
          front,
          perhaps.flatMap((each) => each.legs),
        )),
    ...(isAtTimes ? [noTargetSymptom(front, "no-target-in-service", "some")] : []),
  ];
  const leg = `target: ${node.station.component.id}`;
  return {
    ...frame,
    targets: joinNames(serving.map((each) => each.names)),
    verdict,
    service: serviceOf(verdict, false),
    symptoms,
    legs: ways.flatMap((each) => each.legs),
    blockers: blocker ? [blocker] : [],
    assumptions: blocker ? noTargetAssumptions(front, balancer.id) : [],
    unknowns: inDoubt ? [{ component: balancer.id, leg, phase: "forward", code: "cross-zone-missing" }] : [],
  };
}

interface ClassicWay extends Way {
  readonly names: readonly string[];
  readonly legs: readonly LegVerdict[];
}

function waysTo(
  network: Network,
  { crossZone }: ClassicLoadBalancer,
  nodes: readonly LoadBalancerNode[],
  node: LoadBalancerNode,
  health: ClassicTargetHealth,
  { instancePort }: ClassicListener,
  options: WalkOptions,
): readonly ClassicWay[] {
  const judged = judgeCohort(health.cohort, (target) =>
    placesFor(nodes, node, target, crossZone).map((place) => ({
      node: node.station,
      leg: targetLeg(network, { node, target, place }, instancePort, "tcp", options),
    })),
  );
  return judged.map(({ cohort, byNode, legs }) => ({
    health: health.verdict,
    way: byNode.get(node.station) ?? "unknown",
    names: cohort.names,
    legs,
  }));
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
