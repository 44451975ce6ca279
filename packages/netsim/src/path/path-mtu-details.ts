/** What a warning of path MTU discovery says besides its code: which rule is missing, where, for whom and why. */
import { type Cidr, type Family, ICMP, ICMPV6, protocolName } from "@netsim/core";
import { freeze } from "./freeze.js";
import type { Passage } from "./passage.js";
import { TOO_BIG } from "./too-big.js";
import type { Warning } from "./verdict.js";

type Details = NonNullable<Warning["details"]>;

/** What takes no larger packets and how large they may be (bytes), or the load balancer that AWS asks for the rule for. */
export type Reason = { readonly limitedBy: string; readonly mtu: number } | { readonly loadBalancer: string };

/** Errors that a filter stops. */
export interface Blocked {
  /** Blocks that a rule has to name to let them through: around the other end, or everybody where it is on the internet. */
  readonly peers: readonly Cidr[];
  /** The groups by which a rule may name who sends them. */
  readonly sourceGroups: readonly string[];
}

const known = new WeakMap<object, Map<string, Details>>();
/** More of one filter are not met in one sweep; they are then made anew. */
const LIMIT = 4096;

/** The same object for the same facts, made once for a filter. */
export function warningDetails(
  passage: Passage,
  family: Family,
  end: string,
  blocked: Blocked,
  reason: Reason,
): Details {
  const filter = passage.kind === "network-acl" ? passage.acl : passage.station;
  let all = known.get(filter);
  if (!all || all.size >= LIMIT) {
    all = new Map();
    known.set(filter, all);
  }
  const why = "mtu" in reason ? `${reason.limitedBy} ${reason.mtu}` : reason.loadBalancer;
  const place = passage.kind === "network-acl" ? passage.subnet.id : passage.station.component.id;
  const key = `${passage.direction} ${place} ${family} ${end} ${why} ${blocked.peers.join()} ${blocked.sourceGroups.join()}`;
  let details = all.get(key);
  if (!details) {
    details = freeze(detailsOf(passage, place, family, end, blocked, reason));
    all.set(key, details);
  }
  return details;
}

function detailsOf(
  passage: Passage,
  attachedTo: string,
  family: Family,
  end: string,
  { peers, sourceGroups }: Blocked,
  reason: Reason,
): Details {
  const { type, code } = TOO_BIG[family];
  return {
    kind: passage.kind,
    direction: passage.direction,
    attachedTo,
    // All the groups of an interface that has several; a rule in one of them is enough.
    ...(passage.kind === "security-group" && passage.groups.length > 1 ? { components: passage.groups } : {}),
    end,
    protocol: protocolName(family === "ipv4" ? ICMP : ICMPV6),
    icmpType: type,
    icmpCode: code,
    peers,
    ...(sourceGroups.length > 0 ? { sourceGroups } : {}),
    ...reason,
  };
}
