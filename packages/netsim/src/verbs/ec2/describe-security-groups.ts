/** Security groups, and their rules one by one. */
import { EC2_CLASSIC, type Network, type SecurityGroup } from "@netsim/core";
import * as v from "valibot";
import { type Filter, type FilterTable, filtered, filters, readDescribe, withIdsOf } from "./describe.js";
import { texts } from "./request.js";
import {
  type DescribedSecurityGroup,
  type DescribedSecurityGroupRule,
  describedGroup,
  describedRule,
} from "./security-group-json.js";

/** The request of "DescribeSecurityGroups" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html */
export interface DescribeSecurityGroupsRequest {
  readonly GroupIds?: readonly string[] | undefined;
  /** Of the default VPC or of EC2-Classic. */
  readonly GroupNames?: readonly string[] | undefined;
  /** `description`, `group-id`, `group-name`, `owner-id`, `tag:Name`, `vpc-id`. */
  readonly Filters?: readonly Filter[] | undefined;
}

const schema: v.GenericSchema<unknown, DescribeSecurityGroupsRequest> = v.strictObject({
  GroupIds: texts,
  GroupNames: texts,
  Filters: filters,
});

const FILTERS: FilterTable<SecurityGroup> = {
  description: (group) => [group.description],
  "group-id": (group) => [group.id],
  "group-name": (group) => [group.groupName],
  "owner-id": (group) => [group.ownerId],
  "tag:Name": (group) => [group.name],
  "vpc-id": (group) => [group.vpcId === EC2_CLASSIC ? undefined : group.vpcId],
};

/**
 * "DescribeSecurityGroups" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html
 *
 * @throws NetsimError for what AWS refuses: an id or a name that no group has, a filter that there is not.
 */
export function describeSecurityGroups(
  network: Network,
  request: DescribeSecurityGroupsRequest = {},
): { readonly SecurityGroups: readonly DescribedSecurityGroup[] } {
  const { GroupIds, GroupNames, Filters } = readDescribe(schema, request);
  const code = "InvalidGroup.NotFound";
  const hasName = ({ vpcId }: SecurityGroup): boolean =>
    vpcId === EC2_CLASSIC || network.vpcs[vpcId]?.isDefault === true;
  const all = Object.values(network.securityGroups);
  const byId = withIdsOf(all, GroupIds, { key: "GroupIds", code, idOf: (group) => group.id });
  const groups = withIdsOf(byId, GroupNames, {
    key: "GroupNames",
    code,
    idOf: (group) => (hasName(group) ? group.groupName : undefined),
  });
  return { SecurityGroups: filtered(groups, Filters, FILTERS).map((group) => describedGroup(network, group)) };
}

/** The request of "DescribeSecurityGroupRules" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroupRules.html */
export interface DescribeSecurityGroupRulesRequest {
  readonly SecurityGroupRuleIds?: readonly string[] | undefined;
  /** `group-id`, `security-group-rule-id`. */
  readonly Filters?: readonly Filter[] | undefined;
}

const rulesSchema: v.GenericSchema<unknown, DescribeSecurityGroupRulesRequest> = v.strictObject({
  SecurityGroupRuleIds: texts,
  Filters: filters,
});

const RULE_FILTERS: FilterTable<DescribedSecurityGroupRule> = {
  "group-id": (rule) => [rule.GroupId],
  "security-group-rule-id": (rule) => [rule.SecurityGroupRuleId],
};

/**
 * The rules that have an id: those that a verb made or an import found. Rules written by hand have none and are not listed.
 * "DescribeSecurityGroupRules" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroupRules.html
 *
 * @throws NetsimError for what AWS refuses.
 */
export function describeSecurityGroupRules(
  network: Network,
  request: DescribeSecurityGroupRulesRequest = {},
): { readonly SecurityGroupRules: readonly DescribedSecurityGroupRule[] } {
  const { SecurityGroupRuleIds, Filters } = readDescribe(rulesSchema, request);
  const all = Object.values(network.securityGroups).flatMap((group) => [
    ...group.ingress.map((rule) => describedRule(network, group, rule, false)),
    ...group.egress.map((rule) => describedRule(network, group, rule, true)),
  ]);
  const rules = withIdsOf(
    all.filter((rule) => rule.SecurityGroupRuleId !== undefined),
    SecurityGroupRuleIds,
    {
      key: "SecurityGroupRuleIds",
      code: "InvalidSecurityGroupRuleId.NotFound",
      idOf: (rule) => rule.SecurityGroupRuleId,
    },
  );
  return { SecurityGroupRules: filtered(rules, Filters, RULE_FILTERS) };
}
