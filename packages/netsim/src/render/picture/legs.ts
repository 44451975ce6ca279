/** The legs of a verdict as ways from box to box, with what is wrong on them. */
import { type Network, recordOf } from "@netsim/core";
import type { AnyVerdict, Hop, Leg, Phase, Reachability } from "../../path/verdict.js";
import { placeOfComponent } from "./gateways.js";
import { idOf, outsidePlace, type Placed } from "./place.js";
import type { Tone, Trip, Trouble, Way } from "./plan.js";
import { type Reasons, trafficText } from "./reasons.js";
import { endPlace } from "./stations.js";

export const TONES: Readonly<Record<Reachability, Tone>> = {
  reachable: "pass",
  partial: "partial",
  unreachable: "block",
  unknown: "unknown",
};

/** Where legs lead to and through, in the order in which they come to it. */
export type Places = Map<string, Placed>;

export interface LegWay extends Way {
  readonly leg: Leg;
  /** The boxes of its ends. */
  readonly from: string;
  readonly to: string;
}

export function waysOf(network: Network, verdict: AnyVerdict, reasons: Reasons, places: Places): readonly LegWay[] {
  return verdict.legs.map((leg) => wayOf(network, leg, reasons, places));
}

const STATIONS: readonly string[] = ["network-interface", "instance", "load-balancer-node", "nat-gateway"];

function wayOf(network: Network, leg: Leg, reasons: Reasons, places: Places): LegWay {
  const place = (placed: Placed): Placed => {
    const known = places.get(placed.box.id);
    if (!known) places.set(placed.box.id, placed);
    return known ?? placed;
  };
  const vpcId = homeOf(network, leg);
  const boxOf = ({ component, attachedTo }: Hop): Placed | undefined => {
    const found = placeOfComponent(network, component, attachedTo, vpcId);
    return found && place(found);
  };
  const startOf = (hops: readonly Hop[]): Placed | undefined => {
    const first = hops.find((each) => each.component.kind !== "application" && each.component.kind !== "listener");
    return first && STATIONS.includes(first.component.kind) ? boxOf(first) : undefined;
  };
  const { forward, reply } = leg;
  const from = startOf(forward.hops) ?? place(outsidePlace(leg.from));
  const back = startOf(reply.hops);
  const to = back && back.box.id !== from.box.id ? back : place(goalOf(network, leg, from, boxOf));
  const trip = (phase: Phase): Trip => {
    const [start, goal] = phase === "forward" ? [from.box, to.box] : [to.box, from.box];
    const outside = to.where.in === "outside" ? to.box.id : from.where.in === "outside" ? from.box.id : undefined;
    const stops = leg[phase].hops.map((hop): string | undefined => {
      if (hop.component.kind !== "internet") return boxOf(hop)?.box.id;
      return outside ?? place(outsidePlace("internet")).box.id;
    });
    return {
      tone: toneOf(leg, phase),
      steps: stepsOf(leg[phase].hops, stops, start.id, goal.id),
      troubles: troublesOf(leg, phase, stops, goal.id, reasons),
    };
  };
  const [there, again] = [trip("forward"), trip("reply")];
  // What is stopped on its way gets no reply; of that way only what is wrong besides is worth a line.
  const hasReply = again.steps.length > 0 && reply.hops.length > 0 && (there.tone !== "block" || again.tone !== "pass");
  return {
    id: leg.name,
    label: labelOf(leg),
    tone: TONES[leg.verdict],
    legs: [leg.name],
    trips: hasReply ? { forward: there, reply: again } : { forward: there },
    leg,
    from: from.box.id,
    to: to.box.id,
  };
}

/** The VPC that a leg is about, for hops that do not say. */
function homeOf(network: Network, { forward, reply }: Leg): string {
  for (const { attachedTo, component } of [...forward.hops, ...reply.hops]) {
    const id = attachedTo ?? component.id;
    const vpc = recordOf(network.vpcs, id)?.id ?? recordOf(network.subnets, id)?.vpcId;
    if (vpc !== undefined) return vpc;
  }
  return Object.keys(network.vpcs)[0] ?? "";
}

/** Where a leg leads of which no reply begins at a station. */
function goalOf(network: Network, leg: Leg, from: Placed, boxOf: (hop: Hop) => Placed | undefined): Placed {
  const byName = endPlace(network, leg.to);
  if (byName && byName.box.id !== from.box.id) return byName;
  const last = leg.forward.hops.findLast(({ component }) => STATIONS.includes(component.kind));
  const box = last && last.component.kind !== "nat-gateway" ? boxOf(last) : undefined;
  const isThere = box !== undefined && box.box.id !== from.box.id;
  return isThere ? box : outsidePlace(leg.to);
}

/** From each box to the next, along every branch; where nothing arrives, on to the goal. */
function stepsOf(
  hops: readonly Hop[],
  stops: readonly (string | undefined)[],
  start: string,
  goal: string,
): readonly (readonly [string, string])[] {
  const steps = new Map<string, readonly [string, string]>();
  const step = (from: string, to: string): void => {
    if (from !== to) steps.set(JSON.stringify([from, to]), [from, to]);
  };
  const stopBefore = (hop: Hop): string => {
    let at = hop.after;
    while (at !== undefined) {
      const stop = stops[at - 1];
      if (stop !== undefined) return stop;
      at = hops[at - 1]?.after;
    }
    return start;
  };
  const followed = new Set(hops.flatMap((each) => each.after ?? []));
  hops.forEach((hop, at) => {
    const stop = stops[at];
    if (stop !== undefined) step(stopBefore(hop), stop);
    if (!followed.has(hop.sequenceNumber)) step(stop ?? stopBefore(hop), goal);
  });
  if (hops.length === 0) step(start, goal);
  return [...steps.values()];
}

const WORST: readonly Hop["status"][] = ["block", "unknown", "partial", "pass"];

function toneOf(leg: Leg, phase: Phase): Tone {
  const statusOf = (hops: readonly Hop[]): Hop["status"] =>
    WORST.find((status) => hops.some((each) => each.status === status)) ?? "pass";
  const status = statusOf(leg[phase].hops);
  const other = statusOf(leg[phase === "forward" ? "reply" : "forward"].hops);
  // Filters that each stop a part may stop everything together; one branch that is stopped is not all.
  if (status === "partial" && leg.verdict === "unreachable" && other !== "block") return "block";
  if (status === "block" && (leg.verdict === "partial" || leg.verdict === "unknown")) return TONES[leg.verdict];
  return status;
}

function troublesOf(
  leg: Leg,
  phase: Phase,
  stops: readonly (string | undefined)[],
  goal: string,
  reasons: Reasons,
): readonly Trouble[] {
  return leg[phase].hops.flatMap((hop, at): Trouble[] => {
    if (hop.status === "pass") return [];
    const { component, attachedTo } = hop;
    const number = reasons.numberAt(leg.name, phase, hop);
    const place = (): string => {
      if (component.kind === "security-group") return idOf.station(attachedTo ?? "");
      if (component.kind === "network-acl" || component.kind === "route-table") return idOf.subnet(attachedTo ?? "");
      if (component.kind === "subnet") return idOf.vpc(component.id);
      return stops[at] ?? goal;
    };
    return [{ at: place(), tone: hop.status, ...(number === undefined ? {} : { number }) }];
  });
}

const LABELS = { connection: "", client: "clients ", target: "target ", health: "health " } as const;

function labelOf({ kind, asked }: Leg): string {
  const traffic = trafficText(asked);
  return LABELS[kind] + (kind === "connection" ? traffic : traffic.replace(/^tcp /, ""));
}
