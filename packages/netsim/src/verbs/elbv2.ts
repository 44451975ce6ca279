/**
 * The verbs of Application, Network and Gateway Load Balancers and their target groups, by the names of AWS's API.
 * "Elastic Load Balancing API Reference, version 2015-12-01" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/
 *
 * @module
 */
export type { Action, TargetGroupTuple } from "./elbv2/actions.js";
export type { Attribute, AttributesAnswer } from "./elbv2/attribute-table.js";
export type { Condition } from "./elbv2/conditions.js";
export { type CreateListenerRequest, createListener } from "./elbv2/create-listener.js";
export {
  type CreateLoadBalancerRequest,
  createLoadBalancer,
  type LoadBalancersAnswer,
} from "./elbv2/create-load-balancer.js";
export { type CreateRuleRequest, createRule } from "./elbv2/create-rule.js";
export {
  type CreateTargetGroupRequest,
  createTargetGroup,
  type TargetGroupsAnswer,
} from "./elbv2/create-target-group.js";
export { deleteListener, type ListenerRequest } from "./elbv2/delete-listener.js";
export { deleteLoadBalancer } from "./elbv2/delete-load-balancer.js";
export { deleteRule, type RuleRequest } from "./elbv2/delete-rule.js";
export { deleteTargetGroup } from "./elbv2/delete-target-group.js";
export { deregisterTargets } from "./elbv2/deregister-targets.js";
export { type DescribeListenersRequest, describeListeners } from "./elbv2/describe-listeners.js";
export { type DescribeLoadBalancersRequest, describeLoadBalancers } from "./elbv2/describe-load-balancers.js";
export { type DescribeRulesRequest, describeRules } from "./elbv2/describe-rules.js";
export { type DescribeTargetGroupsRequest, describeTargetGroups } from "./elbv2/describe-target-groups.js";
export {
  type DescribeTargetHealthAnswer,
  type DescribeTargetHealthRequest,
  describeTargetHealth,
  type TargetHealthDescription,
} from "./elbv2/describe-target-health.js";
export type { HealthCheckRequest } from "./elbv2/health-check.js";
export type { Certificate, ListenerAnswer, ListenersAnswer } from "./elbv2/listener.js";
export type { LoadBalancerRequest } from "./elbv2/load-balancer.js";
export type { AvailabilityZone, LoadBalancerAnswer } from "./elbv2/load-balancer-answer.js";
export {
  describeLoadBalancerAttributes,
  type ModifyLoadBalancerAttributesRequest,
  modifyLoadBalancerAttributes,
} from "./elbv2/load-balancer-attributes.js";
export { type ModifyListenerRequest, modifyListener } from "./elbv2/modify-listener.js";
export { type ModifyRuleRequest, modifyRule } from "./elbv2/modify-rule.js";
export { type ModifyTargetGroupRequest, modifyTargetGroup } from "./elbv2/modify-target-group.js";
export { registerTargets } from "./elbv2/register-targets.js";
export type { RuleAnswer, RulesAnswer } from "./elbv2/rule.js";
export {
  type SetIpAddressTypeAnswer,
  type SetIpAddressTypeRequest,
  setIpAddressType,
} from "./elbv2/set-ip-address-type.js";
export { type SetRulePrioritiesRequest, setRulePriorities } from "./elbv2/set-rule-priorities.js";
export {
  type SetSecurityGroupsAnswer,
  type SetSecurityGroupsRequest,
  setSecurityGroups,
} from "./elbv2/set-security-groups.js";
export { type SetSubnetsAnswer, type SetSubnetsRequest, setSubnets } from "./elbv2/set-subnets.js";
export type { AddressOptions, SubnetMapping, SubnetsRequest } from "./elbv2/subnet-mappings.js";
export type { TargetGroupAnswer, TargetGroupRequest } from "./elbv2/target-group.js";
export {
  describeTargetGroupAttributes,
  type ModifyTargetGroupAttributesRequest,
  modifyTargetGroupAttributes,
} from "./elbv2/target-group-attributes.js";
export type { TargetDescription, TargetsRequest } from "./elbv2/targets.js";
export { DEFAULT_QUOTAS, type Quotas } from "./load-balancing/quotas.js";
