/** `recommendRules`: AWS's recommended rules for a load balancer, and what the network has of them. */
import {
  type Cidr,
  issue,
  LAST_RULE_NUMBER,
  NetsimError,
  type Network,
  networkAclRules,
  packetsEmpty,
  packetsEqual,
  recordOf,
  split,
  unwrap,
} from "@netsim/core";
import { resolveLoadBalancer } from "../load-balancer/resolve.js";
import { freeze } from "../path/freeze.js";
import { requireNetwork, requireQuestion } from "../path/given.js";
import { headersOf } from "../path/header.js";
import { isClassic } from "../path/load-balancer-node.js";
import { SCHEMA_VERSION } from "../path/verdict.js";
import { patched } from "../repair/apply-edits.js";
import type { Edit } from "../repair/edit.js";
import { freeNumber } from "../repair/filter-edits.js";
import { missingOf, packetsOfRow, widerThan } from "./compare.js";
import { type Plan, planOf } from "./plan.js";
import type { Recommendation, RecommendedRule, WiderRule } from "./recommendation.js";
import { type Row, rowsOf } from "./tables.js";

/** The question of `recommendRules`. */
export interface RecommendInput {
  /** The load balancer's name, ARN, `Name` tag or DNS name. */
  readonly loadBalancer: string;
}

/**
 * The tables of AWS's guides for this load balancer, its targets and the subnets of both, filled in with the network's
 * groups, blocks and ports: what of them is there, what is missing, what is there beyond them.
 *
 * @throws NetsimError when there is no such load balancer, or it is a Gateway Load Balancer, which has no such tables.
 */
export function recommendRules(network: Network, input: RecommendInput): Recommendation {
  requireNetwork(network);
  requireQuestion(input);
  const balancer = unwrap(resolveLoadBalancer(network, input.loadBalancer));
  if (!isClassic(balancer) && balancer.type === "gateway") {
    const expected = "a Classic, Application or Network Load Balancer";
    throw new NetsimError([issue("unsupported", ["loadBalancer"], expected, balancer.id)]);
  }
  const plan = planOf(network, balancer);
  const rows = rowsOf(network, plan);
  const rules = rows.map((row) => judged(network, plan, row));
  const wider = widerThan(network, plan, rows);
  return freeze({
    schemaVersion: SCHEMA_VERSION,
    kind: "recommendation",
    loadBalancer: balancer.id,
    type: plan.type,
    scheme: balancer.scheme,
    status: statusOf(rules, wider),
    rules,
    wider,
    edits: editsFor(network, plan, rows),
    unknowns: [...plan.unknowns, ...filtersMissing(network, rows)],
  });
}

function statusOf(rules: readonly RecommendedRule[], wider: readonly WiderRule[]): Recommendation["status"] {
  if (rules.some((each) => each.status !== "present")) return "lacking";
  return wider.length > 0 ? "wider" : "as-recommended";
}

function judged(network: Network, plan: Plan, row: Row): RecommendedRule {
  const { table, component, direction, purpose, protocol, fromPort, toPort, peer } = row;
  const missing = missingOf(network, plan, row);
  const isAll = packetsEqual(missing, packetsOfRow(network, plan, row));
  const status = packetsEmpty(missing) ? "present" : isAll ? "missing" : "partial";
  const ports = { protocol, fromPort, toPort };
  return { table, component, direction, purpose, ...ports, peer, status, missing: headersOf(missing) };
}

function filtersMissing(network: Network, rows: readonly Row[]) {
  const ids = new Set(rows.map((row) => row.component));
  return [...ids].flatMap((component) => {
    if (recordOf(network.securityGroups, component) || recordOf(network.networkAcls, component)) return [];
    const isGroup = rows.some((row) => row.component === component && row.groups);
    return [{ component, code: isGroup ? "security-group-missing" : "network-acl-missing" }];
  });
}

/** One after the other, so that a row that another one has brought along is not added again. */
function editsFor(network: Network, plan: Plan, rows: readonly Row[]): readonly Edit[] {
  const edits: Edit[] = [];
  let after = network;
  for (const row of rows) {
    const edit = editFor(after, plan, row);
    if (!edit) continue;
    edits.push(edit);
    after = patched(after, [edit]);
  }
  return edits;
}

function editFor(network: Network, plan: Plan, row: Row): Edit | undefined {
  const missing = missingOf(network, plan, row);
  const { component, direction, protocol, fromPort, toPort, peer, groups } = row;
  const ports = { protocol, fromPort, toPort };
  if (groups) {
    const group = recordOf(network.securityGroups, component);
    const rule = { ...ports, peer };
    if (!group || packetsEmpty(missing)) return undefined;
    return { kind: "authorize-security-group-rule", securityGroupId: component, direction, rule };
  }
  const acl = recordOf(network.networkAcls, component);
  if (!acl || packetsEmpty(missing) || !("cidr" in peer)) return undefined;
  const denied = split(networkAclRules(acl, direction), { packets: missing, source: null, destination: null });
  const decider = Math.min(
    ...denied.flatMap(({ rule }) => (rule?.ref.kind === "network-acl-entry" ? [rule.ref.ruleNumber] : [])),
    LAST_RULE_NUMBER + 1,
  );
  const ruleNumber = freeNumber(acl[direction], decider);
  if (ruleNumber === undefined) return undefined;
  const entry = { ruleNumber, ruleAction: "allow" as const, ...ports, cidrBlock: peer.cidr as Cidr };
  return { kind: "create-network-acl-entry", networkAclId: component, direction, entry };
}
