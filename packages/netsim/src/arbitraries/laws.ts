/** What holds for every network by AWS's rules, to be tried on one's own: whoever does not trust netsim may begin here. */
import { editNetwork, type Network, type NetworkAclEntry } from "@netsim/core";
import fc from "fast-check";
import { explain } from "../explain/explain.js";
import { type ConnectionInput, checkConnection } from "../path/check-connection.js";
import type { ConnectionVerdict } from "../path/verdict.js";
import { renderVerdict } from "../render/text.js";
import { applyEdits } from "../repair/apply-edits.js";
import { repair } from "../repair/repair.js";
import { type NetworkEdit, withEdits } from "./edit.js";
import type { EditKind } from "./edit-kinds.js";
import { arbEdit } from "./edits.js";
import { arbFlow, type FlowConstraints } from "./flow.js";

/**
 * A rule that a security group gets never stops a flow, and a rule that it loses never opens one, as groups only allow.
 * "Security group rules" https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
export function groupRulesOnlyAllow(
  network: Network,
  constraints: FlowConstraints = {},
): fc.IPropertyWithHooks<[edit: NetworkEdit<EditKind>, flow: ConnectionInput]> {
  const edit = arbEdit(network, { kinds: ["authorize-group-rule", "revoke-group-rule"] });
  return fc.property(edit, arbFlow(network, constraints), (made, flow) => {
    const before = checkConnection(network, flow);
    const after = checkConnection(withEdits(network, [made]), flow);
    const isWider = made.kind === "authorize-group-rule";
    const [kept, word] = isWider ? (["reachable", "stops"] as const) : (["unreachable", "opens"] as const);
    if (before.verdict === kept && after.verdict !== kept)
      throw new Error(`${made.description} ${word} it:\n${renderVerdict(isWider ? after : before)}`);
  });
}

/**
 * New numbers for the entries of network ACLs that keep their order change nothing, as entries are evaluated by their order.
 * "Control traffic to subnets using network ACLs" https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 */
export function renumberingChangesNothing(
  network: Network,
  constraints: FlowConstraints = {},
): fc.IPropertyWithHooks<[numbers: number[], flow: ConnectionInput]> {
  const lists = Object.values(network.networkAcls).flatMap(({ ingress, egress }) => [ingress.length, egress.length]);
  const length = Math.max(0, ...lists);
  const numbers = fc
    .uniqueArray(fc.integer({ min: 1, max: 32766 }), { minLength: length, maxLength: length })
    .map((all) => all.sort((a, b) => a - b));
  return fc.property(numbers, arbFlow(network, constraints), (all, flow) => {
    const after = renumbered(network, all);
    const [was, is] = [checkConnection(network, flow), checkConnection(after, flow)];
    if (outcomeOf(was) !== outcomeOf(is))
      throw new Error(`It was\n${renderVerdict(was)}\nand is\n${renderVerdict(is)}`);
  });
}

function renumbered(network: Network, numbers: readonly number[]): Network {
  const inOrder = (entries: readonly NetworkAclEntry[]): NetworkAclEntry[] =>
    [...entries]
      .sort((a, b) => a.ruleNumber - b.ruleNumber)
      .map((entry, at) => ({ ...entry, ruleNumber: numbers[at] ?? entry.ruleNumber }));
  return editNetwork(network, ({ networkAcls }) => {
    for (const { id, ingress, egress } of Object.values(network.networkAcls)) {
      const acl = networkAcls[id];
      if (!acl) continue;
      acl.ingress = inOrder(ingress);
      acl.egress = inOrder(egress);
    }
  });
}

/** What becomes of every packet, and by what it is stopped, but for the numbers of entries. */
function outcomeOf({ verdict, legs, blockers }: ConnectionVerdict): string {
  const ways = legs.map(({ working, failing }) => [working, failing]);
  return JSON.stringify([verdict, ways, blockers.map(({ component, phase, code }) => [component, phase, code])]);
}

/**
 * Of a flow that is blocked, `explain` names a cause, and `repair` finds edits after which the flow works or says by which
 * obstacles it cannot.
 */
export function explanationsLeadToRepairs(
  network: Network,
  constraints: FlowConstraints = {},
): fc.IPropertyWithHooks<[flow: ConnectionInput]> {
  return fc.property(arbFlow(network, constraints), (flow) => {
    const before = checkConnection(network, flow);
    if (before.verdict !== "unreachable" && before.verdict !== "partial") return;
    const { causes } = explain(before);
    if (causes.length === 0) throw new Error(`Nothing is named that stops it:\n${renderVerdict(before)}`);
    const found = repair(network, before, { limit: 500 });
    const [first] = found.repairs;
    if (first) {
      const after = checkConnection(applyEdits(network, first.edits), flow);
      if (after.verdict !== "reachable") throw new Error(`It is not repaired:\n${renderVerdict(after)}`);
    } else if (found.isComplete && found.obstacles.length === 0 && found.unknowns.length === 0) {
      throw new Error(`Neither a repair nor an obstacle is named:\n${renderVerdict(before)}`);
    }
  });
}
