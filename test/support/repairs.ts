/** For tests of repairs: edits in few words, and what a search could have overlooked. */
import type { Network } from "@netsim/core";
import { routeTargetId } from "@netsim/core";
import type { Edit, RepairResult } from "netsim";
import type { AnyVerdict } from "../../packages/netsim/src/path/verdict.ts";
import { candidateEdits } from "../../packages/netsim/src/repair/candidates.ts";
import { editKey } from "../../packages/netsim/src/repair/edit.ts";

function portsText({ protocol, fromPort, toPort }: { protocol: number; fromPort: number; toPort: number }): string {
  return fromPort === toPort ? `${protocol}:${fromPort}` : `${protocol}:${fromPort}-${toPort}`;
}

/** `sg-app ingress 6:8080 sg-lb`, `acl-1 egress +110 6:1024-65535 10.0.0.0/16`, `rtb-1 +0.0.0.0/0->igw-1`. */
export function editText(edit: Edit): string {
  switch (edit.kind) {
    case "authorize-security-group-rule":
      return `${edit.securityGroupId} ${edit.direction} ${portsText(edit.rule)} ${Object.values(edit.rule.peer)[0]}`;
    case "create-network-acl-entry":
    case "replace-network-acl-entry": {
      const { entry } = edit;
      const sign = edit.kind === "create-network-acl-entry" ? "+" : "=";
      return `${edit.networkAclId} ${edit.direction} ${sign}${entry.ruleNumber} ${portsText(entry)} ${entry.cidrBlock}`;
    }
    case "create-route":
    case "replace-route":
      return `${edit.routeTableId} ${edit.kind === "create-route" ? "+" : "="}${edit.destination}->${routeTargetId(edit.target)}`;
    case "associate-route-table":
      return `${edit.subnetId} uses ${edit.routeTableId}`;
    default: {
      const { kind, ...rest } = edit;
      return `${kind} ${JSON.stringify(rest)}`;
    }
  }
}

/** Each repair as its edits in words, sorted. */
export function repairsOf(result: RepairResult): string[][] {
  return result.repairs.map(({ edits }) => edits.map(editText).sort());
}

/** All edits that any blocker of the verdict suggests. */
export function suggested(network: Network, verdict: AnyVerdict): readonly Edit[] {
  const edits = verdict.blockers.flatMap((blocker) => candidateEdits(network, verdict, blocker));
  return [...new Map(edits.map((edit) => [editKey(edit), edit])).values()];
}

/** The subsets of some size. */
export function subsets<T>(members: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return members.flatMap((first, at) => subsets(members.slice(at + 1), size - 1).map((rest) => [first, ...rest]));
}

/** Entries get the number that is free when they come, as a set of them that was made one by one does. */
export function renumbered(edits: readonly Edit[]): readonly Edit[] {
  return edits.map((edit, at) =>
    edit.kind === "create-network-acl-entry"
      ? { ...edit, entry: { ...edit.entry, ruleNumber: edit.entry.ruleNumber + at / 1000 } }
      : edit,
  );
}
