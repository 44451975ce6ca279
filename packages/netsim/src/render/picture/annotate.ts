/** What a verdict says of boxes and of what is around them: states, what clients get, what stops packets there. */
import { type Network, recordOf } from "@netsim/core";
import type {
  AnyVerdict,
  ClassicInstanceState,
  HealthVerdict,
  ListenerVerdict,
  NodeAnswer,
  TargetState,
} from "../../path/verdict.js";
import { stateMark } from "../marks.js";
import { symptomText } from "../states.js";
import { nodePlaces } from "./everything.js";
import { type LegWay, type Places, TONES } from "./legs.js";
import { idOf, outsidePlace, type Placed } from "./place.js";
import type { Line, Tone } from "./plan.js";
import type { Reasons } from "./reasons.js";
import { endPlace } from "./stations.js";

/** Lines by the id of a box, a subnet, a zone or a VPC. */
export type Annotations = ReadonlyMap<string, readonly Line[]>;

type Notes = Map<string, readonly Line[]>;

function add(notes: Notes, id: string, line: Line): void {
  const all = notes.get(id) ?? [];
  const isNew = all.every((each) => each.text !== line.text || each.number !== line.number);
  if (isNew) notes.set(id, [...all, line]);
}

/** Adds what the verdict is about besides its legs to the places. */
export function annotationsOf(
  network: Network,
  verdict: AnyVerdict | undefined,
  ways: readonly LegWay[],
  reasons: Reasons,
  places: Places,
): Annotations {
  const notes: Notes = new Map();
  if (verdict && verdict.kind !== "connection") addStates(network, verdict.states, ways, places, notes);
  if (verdict?.kind === "health") placeNodes(network, verdict, places);
  if (verdict?.kind === "listener") addNodes(network, verdict, places, notes);
  for (const { trips } of ways) {
    for (const { at, tone, number } of Object.values(trips).flatMap((trip) => trip.troubles)) {
      const reason = reasons.all[(number ?? 1) - 1];
      if (reason) add(notes, at, { text: reason.text, tone, ...(number === undefined ? {} : { number }) });
    }
  }
  return notes;
}

/** Of a load balancer without targets there are no legs. */
function placeNodes(network: Network, { loadBalancer, targetGroups }: HealthVerdict, places: Places): void {
  if (loadBalancer === null) return;
  const { classicLoadBalancers, loadBalancers } = network;
  const [classic, other] = [recordOf(classicLoadBalancers, loadBalancer), recordOf(loadBalancers, loadBalancer)];
  const balancer = targetGroups.length > 0 ? other : (classic ?? other);
  for (const each of balancer ? nodePlaces(network, balancer) : [])
    if (!places.has(each.box.id)) places.set(each.box.id, each);
}

type State = ClassicInstanceState | TargetState;

function addStates(
  network: Network,
  states: Readonly<Record<string, State>>,
  ways: readonly LegWay[],
  places: Places,
  notes: Notes,
): void {
  const boxes = new Map<string, string>();
  const place = (placed: Placed): string => {
    if (!places.has(placed.box.id)) places.set(placed.box.id, placed);
    return placed.box.id;
  };
  for (const { leg, to } of ways) {
    if (leg.kind !== "client") for (const name of leg.targets ?? [leg.to]) boxes.set(name, to);
  }
  for (const [name, { state, reasonCode }] of Object.entries(states)) {
    const slash = name.indexOf("/");
    const target = name.slice(slash + 1);
    const known = boxes.get(name) ?? boxes.get(target);
    // What is in no network, such as a function or a server elsewhere, is outside.
    const found = known ?? place(endPlace(network, name) ?? endPlace(network, target) ?? outsidePlace(target));
    const isBad = reasonCode !== null && reasonCode !== "N/A" && stateMark(state).sign !== "✓";
    const text = isBad && reasonCode.length > 8 ? `${state} (${reasonCode})` : state;
    // A target of several groups has a state in each.
    add(notes, found, { text: slash < 0 ? text : `${name.slice(0, slash)}: ${text}`, tone: toneOfState(state) });
  }
}

export function toneOfState(state: string): Tone {
  const { sign } = stateMark(state);
  return sign === "✓" ? "pass" : sign === "✗" ? "block" : "unknown";
}

function addNodes(network: Network, { nodes, zones }: ListenerVerdict, places: Places, notes: Notes): void {
  for (const node of nodes) {
    const box = idOf.station(node.node);
    const place = places.has(box) ? undefined : endPlace(network, node.node);
    if (place) places.set(place.box.id, place);
    add(notes, box, { text: serviceText(node), tone: node.isFailOpen ? "partial" : TONES[node.verdict] });
  }
  for (const { availabilityZone, isInDns, subnetId } of zones) {
    const vpcId = subnetId === null ? undefined : network.subnets[subnetId]?.vpcId;
    if (!isInDns && vpcId !== undefined)
      add(notes, idOf.zone(vpcId, availabilityZone), { text: "out of DNS", tone: "block" });
  }
}

const SERVICES: Readonly<Record<NodeAnswer["service"], string>> = {
  serving: "serves clients",
  "fail-open": "fails open",
  degraded: "serves some clients",
  down: "serves nobody",
  unknown: "not known",
};

function serviceText({ service, symptoms }: NodeAnswer): string {
  const seen = [...new Set(symptoms.map(symptomText))].join(", ");
  return seen === "" ? SERVICES[service] : `clients get ${seen}`;
}
