/** Blockers by what they are due to: the same rule, or the same lack of one, is one cause however many legs it stops. */
import { evidenceOf } from "../path/evidence.js";
import { ruleName } from "../path/trace.js";
import type { Blocker, HeaderSet, Hop, Leg } from "../path/verdict.js";
import type {
  CausePlace,
  ExplainableVerdict,
  ExplainedCause,
  LostIdentity,
  MissingRule,
  NearRule,
  OverruledRule,
} from "./explanation.js";
import { groupsOf, nearRules, ordered } from "./nearest.js";
import { isFinalEntry, originOf } from "./origin.js";
import { overruledBy } from "./overruled.js";

export function causesOf(verdict: ExplainableVerdict): readonly ExplainedCause[] {
  const legs = new Map(verdict.legs.map((leg) => [leg.name, leg]));
  return grouped(verdict.blockers).map((blockers) => causeOf(blockers, legs));
}

type Group = readonly [Blocker, ...Blocker[]];

function grouped(blockers: readonly Blocker[]): readonly Group[] {
  const groups = new Map<string, [Blocker, ...Blocker[]]>();
  for (const blocker of blockers) {
    const key = keyOf(blocker);
    const group = groups.get(key);
    if (group) group.push(blocker);
    else groups.set(key, [blocker]);
  }
  return [...groups.values()];
}

function keyOf(blocker: Blocker): string {
  const { components, direction, code, rule, details } = blocker;
  // Which member of the group has sent the packets does not matter where none is known for one.
  const facts = code === "security-group-reference-lost" ? { ...details, sender: undefined } : details;
  const what = isMissing(blocker) ? lackingIn(blocker) : rule && ruleName(rule);
  return JSON.stringify([components, direction, code, what, facts]);
}

/** No rule that somebody wrote has decided. */
function isMissing({ kind, rule }: Blocker): boolean {
  if (kind === "security-group" || kind === "route") return rule === null;
  return kind === "network-acl" && (rule === null || isFinalEntry(rule));
}

/** What a missing rule would have to be about. */
function lackingIn({ kind, code, packets }: Blocker): unknown {
  if (kind === "route") return code === "no-route" ? packets.map((each) => each.destinationAddresses) : null;
  const traffic = packets.map((each) => {
    const { protocol, destinationPortRanges, icmpTypes, icmpCodes, sourceAddresses } = each;
    return JSON.stringify([protocol, destinationPortRanges, icmpTypes, icmpCodes, sourceAddresses[0]?.includes(":")]);
  });
  return [...new Set(traffic)].sort();
}

function causeOf(group: Group, legs: ReadonlyMap<string, Leg>): ExplainedCause {
  const [blocker] = group;
  const { code, awsCode, kind, component, components, name, direction, rule, details } = blocker;
  const around = group.map((each) => aroundOf(each, legs.get(each.leg)?.[each.phase].hops));
  return {
    code,
    awsCode,
    kind,
    component,
    components,
    name,
    direction,
    rule,
    origin: rule && originOf(rule),
    details,
    places: group.map(placeOf) as unknown as readonly [CausePlace, ...CausePlace[]],
    missing: missingOf(
      blocker,
      around.map((each) => each.groups),
    ),
    nearest: joined(
      around.map((each) => each.nearest),
      ordered,
    ),
    overruled: joined(
      around.map((each) => each.overruled),
      eachOnce,
    ),
    lost: lostOf(group),
    followsFrom: [],
  };
}

function placeOf({ leg, phase, hop, attachedTo, packets, witness }: Blocker): CausePlace {
  return { leg, phase, hop, attachedTo, packets, witness };
}

/** What else is known of a place; null where a verdict does not bring it along. */
interface Around {
  readonly nearest: readonly NearRule[] | null;
  readonly overruled: readonly OverruledRule[] | null;
  readonly groups: readonly string[] | null;
}

const NOTHING: Around = { nearest: [], overruled: [], groups: null };
const NOT_KNOWN: Around = { nearest: null, overruled: null, groups: null };

function aroundOf(blocker: Blocker, hops: readonly Hop[] | undefined): Around {
  const { hop, kind, direction } = blocker;
  // Without a hop nothing has met rules.
  if (hop === undefined || !hops) return NOTHING;
  const hasRules = ["security-group", "network-acl", "route-table"].includes(hops[hop - 1]?.component.kind ?? "");
  const evidence = evidenceOf(hops, hop);
  if (hasRules && !evidence) return NOT_KNOWN;
  return {
    nearest: evidence ? nearRules(blocker, evidence) : [],
    overruled: overruledBy(blocker, hops),
    groups: evidence && kind === "security-group" ? groupsOf(evidence, direction) : null,
  };
}

/** Null where one is. */
function joined<T>(
  lists: readonly (readonly T[] | null)[],
  tidy: (all: readonly T[]) => readonly T[],
): readonly T[] | null {
  const known = lists.filter((each) => each !== null);
  return known.length < lists.length ? null : tidy(known.flat());
}

function eachOnce(all: readonly OverruledRule[]): readonly OverruledRule[] {
  return all.filter((each, at) => all.findIndex(({ rule, by }) => rule === each.rule && by === each.by) === at);
}

const MISSING_KINDS = {
  "security-group": "security-group-rule",
  "network-acl": "network-acl-entry",
  route: "route",
} as const;

function missingOf(blocker: Blocker, groups: readonly (readonly string[] | null)[]): MissingRule | undefined {
  const { kind, code, components } = blocker;
  if (!isMissing(blocker) || !(kind in MISSING_KINDS) || (kind === "route" && code !== "no-route")) return undefined;
  const known = groups.flatMap((each) => each ?? []);
  return {
    kind: MISSING_KINDS[kind as keyof typeof MISSING_KINDS],
    in: components,
    groups: known.length === 0 ? null : [...new Set(known)],
  };
}

function lostOf(group: Group): LostIdentity | undefined {
  const [{ code, details = {} }] = group;
  const { groups, lostAt } = details;
  if (code !== "security-group-reference-lost" || !Array.isArray(groups)) return undefined;
  return {
    groups: groups as readonly string[],
    senders: [...new Set(group.map((each) => String(each.details?.sender)))],
    lostAt: String(lostAt),
    arrivesAs: [...new Set(group.flatMap((each) => sourcesOf(each.packets)))],
  };
}

function sourcesOf(headers: HeaderSet): readonly string[] {
  return headers.flatMap((each) => each.sourceAddresses);
}
