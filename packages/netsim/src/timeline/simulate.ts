/** The simulation, of any kind of load balancer: events part the time into stretches in which only checks change anything. */
import type { Network } from "@netsim/core";
import { allOf } from "../path/combine.js";
import { type Reachability, SCHEMA_VERSION } from "../path/verdict.js";
import { clientIntervals, type Stretch, type TargetMark } from "./client-intervals.js";
import type { Found, HealthSource, Member, Prospect } from "./health-source.js";
import type { Happening } from "./read-events.js";
import type { Simulation } from "./simulation.js";
import { type CheckRun, type ClientInterval, type HealthTimeline, type StateChange, statesAt } from "./timeline.js";
import { timelineAssumptions } from "./timeline-assumptions.js";
import { join, leave, live, newTrack, type Span, sameState, settle, type Track } from "./track.js";

/** A stretch of time, and what happens at its beginning. */
interface Stage extends Span {
  readonly happenings: readonly Happening[];
  readonly network: Network;
}

/** `start` registered in the network at the beginning; the happenings by time, none of them after the end. */
export function simulate(
  network: Network,
  start: readonly Member[],
  source: HealthSource,
  happenings: readonly Happening[],
  simulation: Simulation,
): HealthTimeline {
  const { until } = simulation;
  const look = remembered(source);
  const tracks = new Map<string, Track>();
  let members = start;
  begin(tracks, members, look(network), simulation);
  const stretches = stagesOf(network, happenings, until).map(({ from, to, ...stage }): Stretch => {
    for (const happening of stage.happenings) {
      register(tracks, members, happening);
      members = happening.members;
    }
    const prospect = look(stage.network);
    for (const outlook of prospect.outlooks) {
      const track = tracks.get(outlook.key);
      if (track) live(track, outlook, { from, to }, simulation);
    }
    return { from, to, prospect };
  });
  const all = [...tracks.values()];
  const names = source.namesOf([...tracks.keys()]);
  const nameOf = (key: string): string => names.get(key) ?? key;
  const marks = marksOf(all, until);
  const clients = clientIntervals(stretches, marks, until);
  const seen = { initial: initialStates(all, nameOf), changes: changesOf(marks, all, nameOf) };
  const found = foundIn([look(network), ...stretches.map((each) => each.prospect)]);
  const assumed = timelineAssumptions(source.loadBalancer, simulation, all, clients);
  return {
    schemaVersion: SCHEMA_VERSION,
    kind: "timeline",
    verdict: verdictOf(clients, found),
    loadBalancer: source.loadBalancer,
    until,
    events: happenings.map(({ at, name }) => ({ at, name })),
    ...seen,
    states: statesAt(seen, until),
    checks: all.flatMap(({ key, runs }) => runs.map((run): CheckRun => ({ target: nameOf(key), ...run }))),
    clients,
    legs: [],
    ...found,
    assumptions: [...found.assumptions, ...assumed],
  };
}

/** A network is looked at once. */
function remembered(source: HealthSource): (network: Network) => Prospect {
  const known = new Map<Network, Prospect>();
  return (network) => {
    const prospect = known.get(network) ?? source.look(network);
    known.set(network, prospect);
    return prospect;
  };
}

function begin(
  tracks: Map<string, Track>,
  members: readonly Member[],
  { outlooks }: Prospect,
  { start }: Simulation,
): void {
  const byKey = new Map(outlooks.map((outlook) => [outlook.key, outlook]));
  for (const member of members) {
    const track = newTrack(member, true);
    const outlook = byKey.get(member.key);
    if (start === "settled" && outlook) settle(track, outlook, 0);
    else join(track, 0);
    tracks.set(member.key, track);
  }
}

/** Who is registered by an event, and who is deregistered, by the draining that was set before. */
function register(tracks: Map<string, Track>, before: readonly Member[], { at, members }: Happening): void {
  const were = new Set(before.map((each) => each.key));
  const are = new Set(members.map((each) => each.key));
  for (const { key, drains } of before) {
    const track = tracks.get(key);
    if (track && !are.has(key)) leave(track, at, drains);
  }
  for (const member of members) {
    if (were.has(member.key)) continue;
    const track = tracks.get(member.key) ?? newTrack(member, false);
    tracks.set(member.key, track);
    join(track, at);
  }
}

/** From each second in which something happens to the next. */
function stagesOf(network: Network, happenings: readonly Happening[], until: number): readonly Stage[] {
  const times = [...new Set([0, ...happenings.map((each) => each.at)])];
  let current = network;
  return times.map((from, at) => {
    const now = happenings.filter((each) => each.at === from);
    current = now.at(-1)?.network ?? current;
    return { from, to: times[at + 1] ?? until + 1, happenings: now, network: current };
  });
}

/** By time; those of one second by target, as they were registered. */
function marksOf(tracks: readonly Track[], until: number): readonly TargetMark[] {
  return tracks
    .flatMap(({ key, marks }) => marks.map((mark) => ({ ...mark, key })))
    .filter((mark) => mark.at <= until)
    .sort((a, b) => a.at - b.at);
}

function initialStates(tracks: readonly Track[], nameOf: (key: string) => string): HealthTimeline["initial"] {
  return Object.fromEntries(
    tracks.flatMap(({ key, isInitial, marks: [first] }) => (isInitial && first ? [[nameOf(key), first.state]] : [])),
  );
}

/** What AWS would print differently than before. */
function changesOf(
  marks: readonly TargetMark[],
  tracks: readonly Track[],
  nameOf: (key: string) => string,
): readonly StateChange[] {
  const initial = new Set(tracks.filter((each) => each.isInitial).map((each) => each.key));
  const last = new Map<string, TargetMark>();
  return marks.flatMap((mark): StateChange[] => {
    const { at, key, state, standing } = mark;
    const before = last.get(key);
    last.set(key, mark);
    if (before ? sameState(before.state, state) : initial.has(key)) return [];
    const change = { at, target: nameOf(key), from: before?.state ?? null, to: state };
    return [standing === "gone" ? { ...change, isGone: true } : change];
  });
}

/** Whether clients are served all the time, by every listener that there is or may be. */
function verdictOf(clients: readonly ClientInterval[], { unknowns }: Found): Reachability {
  const words = clients.flatMap((each) => each.listeners.map(({ verdict }) => verdict));
  const isOneMissing = unknowns.some((each) => each.code === "listener-missing");
  return allOf(isOneMissing ? [...words, "unknown"] : words);
}

/** What was found in any of the networks, each thing once. */
function foundIn(prospects: readonly Prospect[]): Found {
  const found = [...new Set(prospects)].map((each) => each.found());
  return {
    blockers: once(found.flatMap((each) => each.blockers)),
    unknowns: once(found.flatMap((each) => each.unknowns)),
    assumptions: once(found.flatMap((each) => each.assumptions)),
    warnings: once(found.flatMap((each) => each.warnings)),
  };
}

function once<T>(members: readonly T[]): readonly T[] {
  return [...new Map(members.map((each) => [JSON.stringify(each), each])).values()];
}
