/** Rules of security groups: authorize adds some, revoke takes some away, all of a request or none. */
import {
  type Direction,
  EC2_CLASSIC,
  FAMILIES,
  type Network,
  ok,
  type Result,
  type SecurityGroup,
  type SecurityGroupRule,
} from "@netsim/core";
import * as v from "valibot";
import { done, edit, nextId, refuse, type VerbResult } from "../verb.js";
import { findGroup } from "./find-group.js";
import type { IpPermission } from "./permission.js";
import { type PermissionRequest, permissionEntries, requestedPermissions } from "./permission-request.js";
import { type RequestedRule, readRules, ruleKey } from "./permission-rule.js";
import { type Quotas, quotasOf } from "./quotas.js";
import { readRequest, texts } from "./request.js";
import { ruleWeight } from "./rule-weight.js";
import {
  type DescribedSecurityGroupRule,
  describedRule,
  permissionsOf,
  type RevokedSecurityGroupRule,
  revokedRule,
} from "./security-group-json.js";

/** The request of `authorizeSecurityGroupIngress` and `authorizeSecurityGroupEgress`. */
export type AuthorizeSecurityGroupRequest = PermissionRequest;

/** The answer of `authorizeSecurityGroupIngress` and `authorizeSecurityGroupEgress`: the rules that were made. */
export interface AuthorizeSecurityGroupAnswer {
  readonly Return: true;
  readonly SecurityGroupRules: readonly DescribedSecurityGroupRule[];
}

/** The request of `revokeSecurityGroupIngress` and `revokeSecurityGroupEgress`. */
export interface RevokeSecurityGroupRequest extends PermissionRequest {
  /** Instead of permissions. */
  readonly SecurityGroupRuleIds?: readonly string[] | undefined;
}

/** The answer of `revokeSecurityGroupIngress` and `revokeSecurityGroupEgress`. */
export interface RevokeSecurityGroupAnswer {
  readonly Return: true;
  /** What the group did not have; AWS lists it for groups of the default VPC and of EC2-Classic, elsewhere it refuses. */
  readonly UnknownIpPermissions?: readonly IpPermission[];
  readonly RevokedSecurityGroupRules: readonly RevokedSecurityGroupRule[];
}

const authorizeSchema: v.GenericSchema<unknown, AuthorizeSecurityGroupRequest> = v.strictObject(permissionEntries);

const revokeSchema: v.GenericSchema<unknown, RevokeSecurityGroupRequest> = v.strictObject({
  ...permissionEntries,
  SecurityGroupRuleIds: texts,
});

/** "AuthorizeSecurityGroupIngress" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html */
export function authorizeSecurityGroupIngress(
  network: Network,
  request: AuthorizeSecurityGroupRequest,
  quotas: Partial<Quotas> = {},
): VerbResult<AuthorizeSecurityGroupAnswer> {
  return authorize(network, request, "ingress", quotasOf(quotas));
}

/** "AuthorizeSecurityGroupEgress" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupEgress.html */
export function authorizeSecurityGroupEgress(
  network: Network,
  request: AuthorizeSecurityGroupRequest,
  quotas: Partial<Quotas> = {},
): VerbResult<AuthorizeSecurityGroupAnswer> {
  return authorize(network, request, "egress", quotasOf(quotas));
}

function authorize(
  network: Network,
  request: AuthorizeSecurityGroupRequest,
  direction: Direction,
  quotas: Quotas,
): VerbResult<AuthorizeSecurityGroupAnswer> {
  const read = readRequest(authorizeSchema, request);
  if (!read.ok) return read;
  const found = findGroup(network, read.value);
  if (!found.ok) return found;
  const group = found.value;
  if (direction === "egress" && group.vpcId === EC2_CLASSIC) return noEgress(group);
  const requested = requestedPermissions(read.value, direction);
  if (!requested.ok) return requested;
  if (!requested.value?.permissions.length)
    return refuse("MissingParameter", ["IpPermissions"], "a permission", undefined);
  const rules = readRules(network, group, requested.value, "authorize");
  if (!rules.ok) return rules;
  const added = withIds(network, rules.value);
  const checked = checkAdded(network, group, direction, rules.value, added, quotas);
  if (!checked.ok) return checked;
  return edit(
    network,
    (draft) => {
      draft.securityGroups[group.id]?.[direction].push(...added);
    },
    {
      Return: true,
      SecurityGroupRules: added.map((rule) => describedRule(network, group, rule, direction === "egress")),
    },
  );
}

/** Groups of EC2-Classic have ingress rules only. */
function noEgress({ id }: SecurityGroup): ReturnType<typeof refuse> {
  return refuse("InvalidParameterValue", ["GroupId"], `a group of a VPC, as ${EC2_CLASSIC} has no egress rules`, id);
}

/** Ids that no rule of the network has. */
export function withIds<T extends Omit<SecurityGroupRule, "id">>(
  network: Network,
  rules: readonly T[],
): SecurityGroupRule[] {
  const taken: Record<string, true> = {};
  for (const { ingress, egress } of Object.values(network.securityGroups)) {
    for (const { id } of [...ingress, ...egress]) if (id !== undefined) taken[id] = true;
  }
  return rules.map(({ protocol, fromPort, toPort, peer, description }) => {
    const id = nextId("sgr", taken);
    taken[id] = true;
    return { id, protocol, fromPort, toPort, peer, ...(description === undefined ? {} : { description }) };
  });
}

/** No rule twice, and no more than AWS allows. */
function checkAdded(
  network: Network,
  group: SecurityGroup,
  direction: Direction,
  requested: readonly RequestedRule[],
  added: readonly SecurityGroupRule[],
  quotas: Quotas,
): Result<undefined> {
  const present = new Set(group[direction].map(ruleKey));
  const asked = new Set<string>();
  for (const { permission, path, ...rule } of requested) {
    const key = ruleKey(rule);
    if (asked.has(key)) return refuse("InvalidParameterValue", path, "each rule once in a request", permission);
    if (present.has(key)) {
      return refuse("InvalidPermission.Duplicate", path, `a rule that ${group.id} does not have`, permission);
    }
    asked.add(key);
  }
  const all = [...group[direction], ...added];
  for (const family of FAMILIES) {
    const count = all.reduce((sum, { peer }) => sum + ruleWeight(network, peer, family), 0);
    if (count > quotas.rulesPerSecurityGroup) {
      const expected = `at most ${quotas.rulesPerSecurityGroup} ${direction} rules for ${family} in ${group.id}`;
      return refuse("RulesPerSecurityGroupLimitExceeded", [], expected, count);
    }
  }
  return ok(undefined);
}

/** "RevokeSecurityGroupIngress" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupIngress.html */
export function revokeSecurityGroupIngress(
  network: Network,
  request: RevokeSecurityGroupRequest,
): VerbResult<RevokeSecurityGroupAnswer> {
  return revoke(network, request, "ingress");
}

/** "RevokeSecurityGroupEgress" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupEgress.html */
export function revokeSecurityGroupEgress(
  network: Network,
  request: RevokeSecurityGroupRequest,
): VerbResult<RevokeSecurityGroupAnswer> {
  return revoke(network, request, "egress");
}

function revoke(
  network: Network,
  request: RevokeSecurityGroupRequest,
  direction: Direction,
): VerbResult<RevokeSecurityGroupAnswer> {
  const read = readRequest(revokeSchema, request);
  if (!read.ok) return read;
  const found = findGroup(network, read.value);
  if (!found.ok) return found;
  const group = found.value;
  if (direction === "egress" && group.vpcId === EC2_CLASSIC) return noEgress(group);
  const requested = requestedPermissions(read.value, direction);
  if (!requested.ok) return requested;
  const { SecurityGroupRuleIds: ids } = read.value;
  if (ids && requested.value) {
    return refuse("InvalidParameterCombination", ["SecurityGroupRuleIds"], "either rule ids or permissions", ids);
  }
  if (ids && ids.length > 0) return revokeById(network, group, ids, direction);
  if (!requested.value?.permissions.length) {
    return refuse("MissingParameter", ["IpPermissions"], "a permission, or SecurityGroupRuleIds", undefined);
  }
  const rules = readRules(network, group, requested.value, "revoke");
  if (!rules.ok) return rules;
  return revokeByRule(network, group, rules.value, direction);
}

function revokeById(
  network: Network,
  group: SecurityGroup,
  ids: readonly string[],
  direction: Direction,
): VerbResult<RevokeSecurityGroupAnswer> {
  const known = new Set(group[direction].map((rule) => rule.id));
  const at = ids.findIndex((id) => !known.has(id));
  if (at >= 0) {
    const expected = `the id of an ${direction} rule of ${group.id}`;
    return refuse("InvalidSecurityGroupRuleId.NotFound", ["SecurityGroupRuleIds", at], expected, ids[at]);
  }
  return remove(network, group, direction, ({ id }) => id !== undefined && ids.includes(id), []);
}

/**
 * A permission that the group does not have is refused, and then nothing is revoked; in the default VPC and EC2-Classic
 * there is no error, and the answer lists what was not revoked.
 */
function revokeByRule(
  network: Network,
  group: SecurityGroup,
  rules: readonly RequestedRule[],
  direction: Direction,
): VerbResult<RevokeSecurityGroupAnswer> {
  const present = new Set(group[direction].map(ruleKey));
  const unknown = rules.filter((rule) => !present.has(ruleKey(rule)));
  const [first] = unknown;
  if (first && group.vpcId !== EC2_CLASSIC && !network.vpcs[group.vpcId]?.isDefault) {
    const expected = `the protocol, ports and peer of an ${direction} rule of ${group.id}`;
    return refuse("InvalidPermission.NotFound", first.path, expected, first.permission);
  }
  const revoked = new Set(rules.map(ruleKey));
  return remove(
    network,
    group,
    direction,
    (rule) => revoked.has(ruleKey(rule)),
    permissionsOf(network, group, unknown),
  );
}

function remove(
  network: Network,
  group: SecurityGroup,
  direction: Direction,
  isRevoked: (rule: SecurityGroupRule) => boolean,
  unknown: readonly IpPermission[],
): VerbResult<RevokeSecurityGroupAnswer> {
  const gone = group[direction].filter(isRevoked);
  const answer: RevokeSecurityGroupAnswer = {
    Return: true,
    ...(unknown.length > 0 ? { UnknownIpPermissions: unknown } : {}),
    RevokedSecurityGroupRules: gone.map((rule) => revokedRule(group, rule, direction === "egress")),
  };
  if (gone.length === 0) return done(network, answer);
  return edit(
    network,
    (draft) => {
      const record = draft.securityGroups[group.id];
      if (record) record[direction] = group[direction].filter((rule) => !isRevoked(rule));
    },
    answer,
  );
}
