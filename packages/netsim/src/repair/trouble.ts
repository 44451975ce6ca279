/** What is in the way in one state of a search, and the edits that might help. */
import {
  ALL_ADDRESSES,
  addressesOf,
  type Cidr,
  type Direction,
  intersectPackets,
  type Network,
  NO_PACKETS,
  type PacketSet,
  type ProtocolAndPorts,
  packetsCover,
  packetsOverlap,
  prefixLength,
  rulePackets,
} from "@netsim/core";
import { packetsOf } from "../path/header.js";
import type { AnyVerdict, Blocker, HeaderSet } from "../path/verdict.js";
import { candidateEdits, isDerived } from "./candidates.js";
import { changesWays, type Edit, editKey } from "./edit.js";

/** A blocker with the edits that might remove it, by what they do. */
export interface Trouble {
  readonly blocker: Blocker;
  /** The same for the same trouble, whatever other edits there are. */
  readonly signature: string;
  readonly edits: ReadonlyMap<string, Edit>;
}

/**
 * What stops packets of the questions that do not have the wanted answer.
 *
 * @param keepsNarrow whether rules that help against some troubles stay beside one that helps against more.
 */
export function troublesOf(
  network: Network,
  verdicts: readonly AnyVerdict[],
  keepsNarrow: boolean,
): readonly Trouble[] {
  const found = new Map<string, Trouble>();
  for (const [at, verdict] of verdicts.entries()) {
    if (verdict.verdict === "reachable") continue;
    for (const blocker of verdict.blockers) {
      const signature = `${at} ${signatureOf(blocker)}`;
      if (isDerived(blocker) || found.has(signature)) continue;
      const edits = candidateEdits(network, verdict, blocker);
      found.set(signature, { blocker, signature, edits: new Map(edits.map((edit) => [editKey(edit), edit])) });
    }
  }
  return withoutUseless(withShared([...found.values()]), keepsNarrow);
}

function signatureOf({ leg, phase, component, direction, code, attachedTo, packets }: Blocker): string {
  return `${leg} ${phase} ${component} ${direction} ${code} ${attachedTo} ${textOf(packets)}`;
}

const texts = new WeakMap<HeaderSet, string>();

function textOf(headers: HeaderSet): string {
  const known = texts.get(headers) ?? JSON.stringify(headers);
  texts.set(headers, known);
  return known;
}

/** Every edit, once. */
export function allEdits(troubles: readonly Trouble[]): ReadonlyMap<string, Edit> {
  return new Map(troubles.flatMap((each) => [...each.edits]));
}

/** Edits that may settle troubles that they are not about. */
export function wayEdits(troubles: readonly Trouble[]): ReadonlyMap<string, Edit> {
  return new Map([...allEdits(troubles)].filter(([, edit]) => changesWays(edit)));
}

/** A rule by all but its other side. */
interface Ranged {
  readonly key: string;
  readonly component: string;
  readonly direction: Direction;
  /** Null for what is compared with nothing. */
  readonly slot: string | null;
  /** Null where it names a group. */
  readonly block: Cidr | null;
  readonly matches: PacketSet;
}

function rangedOf(key: string, edit: Edit): Ranged | undefined {
  if (edit.kind === "authorize-security-group-rule") {
    const { securityGroupId, direction, rule } = edit;
    if ("prefixListId" in rule.peer) return undefined;
    const slot = `${securityGroupId} ${direction} ${rule.protocol} ${rule.fromPort} ${rule.toPort}`;
    const block = "cidr" in rule.peer ? rule.peer.cidr : null;
    return { key, component: securityGroupId, direction, slot, block, matches: matchOf(rule, direction, block) };
  }
  if (edit.kind === "create-network-acl-entry" || edit.kind === "replace-network-acl-entry") {
    const { networkAclId: component, direction, entry } = edit;
    const { cidrBlock: block, protocol, fromPort, toPort } = entry;
    const isNew = edit.kind === "create-network-acl-entry";
    const slot = isNew ? `${component} ${direction} ${protocol} ${fromPort} ${toPort}` : null;
    return { key, component, direction, slot, block, matches: matchOf(entry, direction, block) };
  }
  return undefined;
}

function matchOf(rule: ProtocolAndPorts, direction: Direction, block: Cidr | null): PacketSet {
  const remote = block === null ? ALL_ADDRESSES : addressesOf(block);
  return rulePackets(rule, direction === "ingress" ? { source: remote } : { destination: remote });
}

/** A rule that is meant for one trouble may help against another at the same filter, as where replies have its port. */
function withShared(troubles: readonly Trouble[]): readonly Trouble[] {
  if (troubles.length < 2) return troubles;
  const all = [...allEdits(troubles)].flatMap(([key, edit]) => {
    const ranged = rangedOf(key, edit);
    return ranged ? [{ key, edit, ranged }] : [];
  });
  return troubles.map((each) => {
    const { components, direction, packets } = each.blocker;
    const stopped = packetsOf(packets) ?? NO_PACKETS;
    const more = all.filter(
      ({ key, ranged }) =>
        !each.edits.has(key) &&
        ranged.direction === direction &&
        components.includes(ranged.component) &&
        packetsOverlap(ranged.matches, stopped),
    );
    if (more.length === 0) return each;
    return { ...each, edits: new Map([...each.edits, ...more.map(({ key, edit }) => [key, edit] as const)]) };
  });
}

/**
 * Of rules that differ in their other side alone, a wider one is of use only where it helps against more than a narrower
 * one does, and a narrow one only where no other helps against that and more.
 */
function withoutUseless(troubles: readonly Trouble[], keepsNarrow: boolean): readonly Trouble[] {
  const slots = new Map<string, Ranged[]>();
  for (const [key, edit] of allEdits(troubles)) {
    const ranged = rangedOf(key, edit);
    if (ranged === undefined || ranged.slot === null) continue;
    const members = slots.get(ranged.slot);
    if (members) members.push(ranged);
    else slots.set(ranged.slot, [ranged]);
  }
  const useless = new Set<string>();
  for (const members of slots.values()) {
    if (members.length < 2) continue;
    const about = troubles.filter((each) => members.some(({ key }) => each.edits.has(key)));
    const left = members.filter(
      (wide) => !members.some((narrow) => isNarrower(narrow, wide) && about.every((each) => helps(each, narrow, wide))),
    );
    const best = keepsNarrow
      ? left
      : left.filter(
          (one) =>
            !left.some(
              (more) => about.every((each) => helps(each, more, one)) && !about.every((each) => helps(each, one, more)),
            ),
        );
    for (const each of members) if (!best.includes(each)) useless.add(each.key);
  }
  if (useless.size === 0) return troubles;
  return troubles.map((each) => ({ ...each, edits: new Map([...each.edits].filter(([key]) => !useless.has(key))) }));
}

function isNarrower(a: Ranged, b: Ranged): boolean {
  if (a.block === null || b.block === null) return false;
  return prefixLength(a.block) > prefixLength(b.block) && packetsOverlap(a.matches, b.matches);
}

/** Whether `a` does all against it that `b` does. */
function helps({ blocker, edits }: Trouble, a: Ranged, b: Ranged): boolean {
  const against = (rule: Ranged): PacketSet =>
    edits.has(rule.key) ? intersectPackets(packetsOf(blocker.packets) ?? NO_PACKETS, rule.matches) : NO_PACKETS;
  return packetsCover(against(a), against(b));
}
