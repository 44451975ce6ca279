/**
 * What rules say of a sender whose address nobody knows, a load balancer node in EC2-Classic: it has one address, and
 * that may be any. What every address gets is certain; what some get is not known; what none gets is stopped.
 */
import {
  ALL_ADDRESSES,
  type Case,
  type FilterAction,
  intersectPackets,
  type PacketSet,
  packetBoxes,
  packetsEmpty,
  packetsOfBoxes,
  packetsWith,
  subtractPackets,
} from "@netsim/core";
import type { Flight } from "../flight.js";
import { type Doubt, ruleName } from "../trace.js";

export function forAnySource(
  { sender, packets }: Flight,
  cases: readonly Case<FilterAction>[],
): readonly Case<FilterAction>[] {
  if (!sender?.hasAnyAddress || cases.length === 1) return cases;
  const refused = subtractPackets(packets, packetsWith(cases, "allow"));
  const certain = subtractPackets(packets, withAnySource(refused));
  const found: Case<FilterAction>[] = [];
  for (const each of cases) {
    const part = intersectPackets(each.packets, certain);
    if (each.action === "allow" && !packetsEmpty(part)) found.push({ ...each, packets: part });
  }
  let rest = subtractPackets(packets, certain);
  for (const { rule, action, packets: some } of cases) {
    if (action === "deny") continue;
    const part = intersectPackets(rest, withAnySource(some));
    if (!packetsEmpty(part)) found.push({ rule, action: "unknown", packets: part });
    rest = subtractPackets(rest, part);
  }
  if (!packetsEmpty(rest)) found.push({ rule: null, action: "deny", packets: rest });
  return found;
}

function withAnySource(set: PacketSet): PacketSet {
  return packetsOfBoxes(packetBoxes(set).map((box) => ({ ...box, source: ALL_ADDRESSES[box.family] })));
}

/** The rule that admits the node only if it happens to have the right address. */
export function sourceDoubt({ sender }: Flight, { rule, action }: Case<FilterAction>): readonly Doubt[] | undefined {
  const ref = rule?.ref;
  const isNarrow = sender?.hasAnyAddress === true && action === "unknown" && rule?.action === "allow";
  if (!isNarrow || ref?.kind !== "security-group-rule") return undefined;
  return [{ component: ref.securityGroupId, code: "node-address-missing", details: { rules: [ruleName(ref)] } }];
}
