/** Where one packet is treated differently by two networks, and which edits make the difference. */
import { type Network, type Packet, packetSet } from "@netsim/core";
import type { Party } from "../path/party.js";
import type { Blocker, Hop, Leg, Phase } from "../path/verdict.js";
import type { WalkOptions } from "../path/walk-context.js";
import { editsAt, editsOfEnds, type Place } from "./blame-edits.js";
import type { Blame, DiffEdit, SpotDecision } from "./diff.js";
import { same } from "./same.js";
import { judgeFlow } from "./status.js";

export interface Witnessed {
  readonly network: Network;
  readonly from: Party;
  readonly to: Party;
}

/** The blame for what the packet meets on its way; of the ends and their records where it meets the same. */
export function blameFor(
  before: Witnessed,
  after: Witnessed,
  witness: Packet,
  options: WalkOptions,
): { readonly blame: readonly Blame[]; readonly edits: readonly DiffEdit[] } {
  const [was, is] = [spotsOf(before, witness, options), spotsOf(after, witness, options)];
  const keys = new Set([...was.keys(), ...is.keys()]);
  const blame = [...keys].flatMap((key): Blame[] => {
    const [one, other] = [was.get(key), is.get(key)];
    const place = (other ?? one)?.place;
    if (!place || same(one?.decides, other?.decides)) return [];
    const [then, now] = [one?.decision ?? null, other?.decision ?? null];
    const edits = editsAt(before, after, { ...place, before: one?.place, after: other?.place }, then, now);
    return edits.length === 0 ? [] : [{ ...shown(place), before: then, after: now, edits }];
  });
  const edits = once(blame.flatMap((each) => each.edits));
  return { blame, edits: edits.length > 0 ? edits : editsOfEnds(before, after) };
}

interface Met {
  readonly place: Place;
  readonly decision: SpotDecision;
  /** What makes the difference: what is done, and for a route whereto. */
  readonly decides: unknown;
}

function shown({ component, kind, phase, direction, attachedTo }: Place): Omit<Blame, "before" | "after" | "edits"> {
  return { component, kind, phase, direction, attachedTo };
}

function spotsOf({ network, from, to }: Witnessed, witness: Packet, options: WalkOptions): ReadonlyMap<string, Met> {
  const { leg, blockers } = judgeFlow(network, from, to, packetSet([witness]), options);
  const phases = ["forward", "reply"] as const;
  return new Map(phases.flatMap((phase) => leg[phase].hops.map((hop) => metAt(leg, phase, hop, blockers))));
}

function metAt(leg: Leg, phase: Phase, hop: Hop, blockers: readonly Omit<Blocker, "leg">[]): readonly [string, Met] {
  const { component, direction, attachedTo, status } = hop;
  const [only] = hop.decisions;
  const isBlocked = blockers.some((each) => each.phase === phase && each.hop === hop.sequenceNumber);
  const action = isBlocked ? "deny" : status === "unknown" ? "unknown" : "allow";
  const rule = hop.rule ?? only?.rule ?? null;
  const isEnd = component.kind === "network-interface" || component.kind === "load-balancer-node";
  const at = isEnd ? `${leg.to} ${component.id}` : (attachedTo ?? component.id);
  const decides = rule?.kind === "route" ? { action, target: rule.route.target, state: rule.route.state } : { action };
  const place: Place = { component: component.id, kind: component.kind, phase, direction, attachedTo };
  return [`${phase} ${component.kind} ${direction} ${at}`, { place, decision: { action, rule }, decides }];
}

export function once<T>(members: readonly T[]): readonly T[] {
  return [...new Map(members.map((each) => [JSON.stringify(each), each])).values()];
}
