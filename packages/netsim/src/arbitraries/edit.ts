/** A change of a network with a name, that can be carried out and prints as what it does. */
import { editNetwork, type Network, type NetworkDraft, type RuleRef } from "@netsim/core";
import { ruleText } from "../render/rule.js";
import { named } from "./source.js";

/** A change of a network that says what it is: its kind, a sentence, and the recipe for `editNetwork`. */
export interface NetworkEdit<Kind extends string = string> {
  readonly kind: Kind;
  /** The id of the record that it changes. */
  readonly component: string;
  /** `revoke sg-app ingress tcp 9000 from sg-lb`. */
  readonly description: string;
  /** For `editNetwork`. Leaves a network alone that does not have what it is about. */
  readonly recipe: (draft: NetworkDraft) => void;
}

/** An edit that prints as its description. */
export function editOf<Kind extends string>(
  kind: Kind,
  component: string,
  description: string,
  recipe: (draft: NetworkDraft) => void,
): NetworkEdit<Kind> {
  return named({ kind, component, description, recipe }, () => description);
}

/**
 * The network after the edits, one after the other, validated once.
 *
 * @throws NetsimError when the result is no valid network.
 */
export function withEdits(network: Network, edits: readonly NetworkEdit[]): Network {
  return edits.length === 0
    ? network
    : editNetwork(network, (draft) => {
        for (const { recipe } of edits) recipe(draft);
      });
}

export type FilterRule = Exclude<RuleRef, { readonly kind: "listener" }>;

/** The id of the group, ACL or table that a rule is in. */
export function ownerOf(ref: FilterRule): string {
  switch (ref.kind) {
    case "security-group-rule":
      return ref.securityGroupId;
    case "network-acl-entry":
      return ref.networkAclId;
    case "route":
      return ref.routeTableId;
  }
}

/** `acl-a ingress rule 100 allow tcp 80 from 0.0.0.0/0`: with the id that a rule is found under. */
export function placedRuleText(ref: FilterRule): string {
  if (ref.kind === "security-group-rule") return ruleText(ref);
  if (ref.kind === "route") return `${ref.routeTableId} ${ruleText(ref)}`;
  return `${ref.networkAclId} ${ref.direction} ${ruleText(ref)}`;
}

/** Takes a rule away, wherever edits before have moved it. */
export function removeRule(draft: NetworkDraft, ref: FilterRule): void {
  const without = <T>(rules: T[], isIt: (rule: T) => boolean): T[] => {
    const at = rules.findIndex(isIt);
    return at < 0 ? rules : rules.filter((_, index) => index !== at);
  };
  switch (ref.kind) {
    case "security-group-rule": {
      const group = draft.securityGroups[ref.securityGroupId];
      const text = JSON.stringify(ref.rule);
      if (group) group[ref.direction] = without(group[ref.direction], (rule) => JSON.stringify(rule) === text);
      return;
    }
    case "network-acl-entry": {
      const acl = draft.networkAcls[ref.networkAclId];
      if (acl) acl[ref.direction] = without(acl[ref.direction], (entry) => entry.ruleNumber === ref.ruleNumber);
      return;
    }
    case "route": {
      const table = draft.routeTables[ref.routeTableId];
      const text = JSON.stringify(ref.route);
      if (table) table.routes = without(table.routes, (route) => JSON.stringify(route) === text);
    }
  }
}

/** Puts an entry into an ACL, instead of one with its number. */
export function putEntry(
  draft: NetworkDraft,
  networkAclId: string,
  direction: "ingress" | "egress",
  entry: NetworkDraft["networkAcls"][string]["ingress"][number],
): void {
  const acl = draft.networkAcls[networkAclId];
  if (!acl) return;
  acl[direction] = [...acl[direction].filter((each) => each.ruleNumber !== entry.ruleNumber), entry];
}
