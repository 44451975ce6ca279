/**
 * The verbs of Classic Load Balancers, by the names of AWS's API.
 * "Elastic Load Balancing API Reference, version 2012-06-01" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/
 *
 * @module
 */
export {
  type ApplySecurityGroupsAnswer,
  type ApplySecurityGroupsRequest,
  applySecurityGroupsToLoadBalancer,
} from "./elb/apply-security-groups-to-load-balancer.js";
export {
  attachLoadBalancerToSubnets,
  attachLoadBalancerToSubnetsInConsole,
  type SubnetsAnswer,
  type SubnetsRequest,
} from "./elb/attach-load-balancer-to-subnets.js";
export {
  type AttributesAnswer,
  describeLoadBalancerAttributes,
  type LoadBalancerAttributes,
  type ModifyAttributesAnswer,
  type ModifyAttributesRequest,
  modifyLoadBalancerAttributes,
} from "./elb/attributes.js";
export {
  type AvailabilityZonesAnswer,
  type AvailabilityZonesRequest,
  disableAvailabilityZonesForLoadBalancer,
  enableAvailabilityZonesForLoadBalancer,
} from "./elb/availability-zones.js";
export type { NamedRequest } from "./elb/balancer.js";
export {
  type ConfigureHealthCheckAnswer,
  type ConfigureHealthCheckRequest,
  configureHealthCheck,
  type HealthCheck,
} from "./elb/configure-health-check.js";
export {
  type CreateLoadBalancerAnswer,
  type CreateLoadBalancerOptions,
  type CreateLoadBalancerRequest,
  createLoadBalancer,
} from "./elb/create-load-balancer.js";
export {
  type CreateLoadBalancerInConsoleRequest,
  createLoadBalancerInConsole,
} from "./elb/create-load-balancer-in-console.js";
export {
  type CreateLoadBalancerListenersRequest,
  createLoadBalancerListeners,
} from "./elb/create-load-balancer-listeners.js";
export { deleteLoadBalancer } from "./elb/delete-load-balancer.js";
export {
  type DeleteLoadBalancerListenersRequest,
  deleteLoadBalancerListeners,
} from "./elb/delete-load-balancer-listeners.js";
export { deregisterInstancesFromLoadBalancer } from "./elb/deregister-instances-from-load-balancer.js";
export {
  type DescribeInstanceHealthAnswer,
  type DescribeInstanceHealthRequest,
  describeInstanceHealth,
  type InstanceState,
} from "./elb/describe-instance-health.js";
export {
  type DescribeLoadBalancersAnswer,
  type DescribeLoadBalancersRequest,
  describeLoadBalancers,
  type LoadBalancerDescription,
} from "./elb/describe-load-balancers.js";
export { detachLoadBalancerFromSubnets } from "./elb/detach-load-balancer-from-subnets.js";
export type { InstanceId, InstancesAnswer, InstancesRequest } from "./elb/instances.js";
export type { Listener } from "./elb/listeners.js";
export { registerInstancesWithLoadBalancer } from "./elb/register-instances-with-load-balancer.js";
export { DEFAULT_QUOTAS, type QuotaOptions, type Quotas } from "./load-balancing/quotas.js";
