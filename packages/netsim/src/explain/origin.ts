/** Where a rule was written. */
import type { Origin, RuleRef } from "@netsim/core";

export function originOf(ref: RuleRef): Origin | null {
  switch (ref.kind) {
    case "security-group-rule":
      return ref.rule.origin ?? null;
    case "network-acl-entry":
      return ("origin" in ref.entry && ref.entry.origin) || null;
    case "route":
      return ref.route.origin ?? null;
    case "listener":
      return ref.listener.origin ?? null;
  }
}

/** AWS's own `*` entry of an ACL, by which a packet is denied that no entry of the user's matches. */
export function isFinalEntry(ref: RuleRef): boolean {
  return ref.kind === "network-acl-entry" && !("fromPort" in ref.entry);
}
