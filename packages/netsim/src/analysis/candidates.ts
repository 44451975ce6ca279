/**
 * Which packets between which classes may fare differently in two networks. Everything that does is among them; that
 * they do is for the evaluator to say. Between interfaces of a VPC that reach each other by local routes, only groups
 * and ACLs have a say, so that packets which every changed rule leaves alone need not be looked at again; of all
 * others a pair is left alone where nothing that can have a say at either end, or between them, differs.
 */
import type { PacketSet } from "@netsim/core";
import { intersectPackets, NO_PACKETS, packetsEmpty, packetsOverlap, unitePackets } from "@netsim/core";
import type { Candidate } from "./candidate.js";
import type { Comparison } from "./comparison.js";
import type { EndpointClass } from "./endpoint-classes.js";
import { type Host, hostOf, isPair } from "./host.js";
import { plainPairs } from "./plain-pairs.js";

export function candidatesOf(comparison: Comparison, classes: readonly EndpointClass[]): readonly Candidate[] {
  const hosts = classes.map((each) => hostOf(comparison, each));
  return [...wholePairs(comparison, hosts), ...plainPairs(comparison, hosts)];
}

/** Pairs that are judged by all of their packets, if at all. */
function wholePairs(comparison: Comparison, hosts: readonly Host[]): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const from of hosts) {
    const isInside = from.before !== null || from.after !== null;
    for (const to of hosts) {
      if (!comparison.isWayChanged && !from.isTouched && !to.isTouched) continue;
      const isPublic = isInside && to.hasPublic;
      const isPlain = isPlainPair(comparison, from, to);
      if ((isPlain && !isPublic) || !isPair(from, to)) continue;
      const some = changedBetween(comparison, from, to, isInside);
      if (packetsEmpty(some)) continue;
      const pair = { from: from.of, to: to.of, packets: some, isPlain: false };
      if (!isPlain) found.push({ ...pair, byPublicAddress: false });
      if (isPublic) found.push({ ...pair, byPublicAddress: true });
    }
  }
  return found;
}

/**
 * Where only groups and ACLs at the two ends differ, what they see of a packet tells which packets these are: at the
 * sender all of its header; at the receiver its own address may have been translated, and a sender inside may have been
 * as well.
 */
function changedBetween(comparison: Comparison, from: Host, to: Host, isInside: boolean): PacketSet {
  if (comparison.isWayChanged || from.turned === null || to.turned === null) return comparison.asked;
  const received = isInside ? to.turned.receivedFromInside : to.turned.receivedFromOutside;
  const all = unitePackets(intersectPackets(from.turned.sent, from.source), received);
  return packetsOverlap(all, from.source)
    ? intersectPackets(intersectPackets(all, from.source), comparison.asked)
    : NO_PACKETS;
}

function isPlainPair({ isMissingChanged }: Comparison, from: Host, to: Host): boolean {
  return from.plain !== null && to.plain !== null && from.plain.vpcId === to.plain.vpcId && !isMissingChanged;
}
