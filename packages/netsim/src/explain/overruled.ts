/**
 * The rules that match what another has decided about before: later entries of an ACL, and routes that a more specific
 * or preferred one hides.
 * "Explanation codes" (MORE_SPECIFIC_ROUTE, HIGHER_PRIORITY_ROUTE) https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
 */
import { intersectPackets, type PacketSet, packetsCover, packetsOverlap, packetWitness, type Rule } from "@netsim/core";
import { type Evidence, evidenceOf } from "../path/evidence.js";
import type { Blocker, Hop } from "../path/verdict.js";
import type { OverruledRule } from "./explanation.js";
import { originOf } from "./origin.js";

/** @param hops of the blocker's phase of its leg */
export function overruledBy(blocker: Blocker, hops: readonly Hop[]): readonly OverruledRule[] {
  if (blocker.hop === undefined) return [];
  const evidence = evidenceOf(hops, blocker.hop);
  if (blocker.kind === "network-acl") return evidence ? laterEntries(blocker, evidence) : [];
  // No rule of a group decides before another.
  if (blocker.kind === "security-group" || blocker.kind === "application" || blocker.kind === "listener") return [];
  const router = routerBefore(hops, blocker.hop);
  const routed = router && evidenceOf(hops, router.sequenceNumber);
  return router && routed ? hiddenRoutes(routed, router, blocker) : [];
}

function laterEntries(blocker: Blocker, { rules, cases }: Evidence): readonly OverruledRule[] {
  const deciding = cases.find((each) => each.rule !== null && each.rule.ref === blocker.rule);
  if (!deciding?.rule) return [];
  const at = rules.rules.indexOf(deciding.rule);
  const later = rules.rules.slice(at + 1).filter((each) => each.action === "allow");
  return later.flatMap((rule) =>
    overruled(rule, deciding.rule as Rule<string>, deciding.packets, { code: "earlier-rule-decides", awsCode: null }),
  );
}

/** The router that sent packets to a hop, or that hop itself. */
function routerBefore(hops: readonly Hop[], sequenceNumber: number): Hop | undefined {
  for (let hop = hops[sequenceNumber - 1]; hop; hop = hop.after === undefined ? undefined : hops[hop.after - 1]) {
    if (hop.component.kind === "route-table") return hop;
  }
  return undefined;
}

/** Routes by which the packets would have gone, had the one not won that leads to what blocks. */
function hiddenRoutes({ rules, cases }: Evidence, router: Hop, blocker: Blocker): readonly OverruledRule[] {
  const [taken] = cases;
  const won = taken?.rule;
  if (!won) return [];
  const later = rules.rules.slice(rules.rules.indexOf(won) + 1);
  const routeTable = router.sequenceNumber === blocker.hop ? undefined : router.component.id;
  return later.flatMap((rule) => {
    const { ref } = rule;
    if (ref.kind !== "route" || ref.route.state !== "active" || ref === won.ref) return [];
    // Of equal destinations the preferred one wins; beside the local route it may even be the less specific one.
    const isPreferred = packetsCover(won.packets, rule.packets);
    const how = isPreferred
      ? ({ code: "higher-priority-route", awsCode: "HIGHER_PRIORITY_ROUTE" } as const)
      : ({ code: "more-specific-route", awsCode: "MORE_SPECIFIC_ROUTE" } as const);
    return overruled(rule, won, taken.packets, { ...how, routeTable });
  });
}

function overruled(
  rule: Rule<string>,
  by: Rule<string>,
  decided: PacketSet,
  how: Pick<OverruledRule, "code" | "awsCode" | "routeTable">,
): readonly OverruledRule[] {
  if (!packetsOverlap(rule.packets, decided)) return [];
  const packet = packetWitness(intersectPackets(rule.packets, decided));
  return packet ? [{ ...how, rule: rule.ref, origin: originOf(rule.ref), by: by.ref, packet }] : [];
}
