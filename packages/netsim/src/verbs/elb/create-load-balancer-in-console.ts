/**
 * A load balancer as the console creates it, which differs from the API in what it fills in.
 * "Configure security groups for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-vpc-security-groups.html
 * "Configure cross-zone load balancing" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/enable-disable-crosszone-lb.html
 * "Configure health checks for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-healthchecks.html
 */
import {
  type ClassicHealthCheckInput,
  failure,
  type Issue,
  issue,
  type Network,
  parseHealthCheckTarget,
} from "@netsim/core";
import * as v from "valibot";
import { type QuotaOptions, quotaOptions } from "../load-balancing/quotas.js";
import { listOf, optionIssues, readRequest, type Tag, tagsSchema } from "../load-balancing/request.js";
import { vpcsOf } from "../load-balancing/subnets.js";
import type { VerbResult } from "../verb.js";
import { lastOfEachZone } from "./attach-load-balancer-to-subnets.js";
import { type HealthCheckChoice, healthCheckInput } from "./configure-health-check.js";
import { type CreateLoadBalancerAnswer, create } from "./create-load-balancer.js";
import { newGroup } from "./default-group.js";
import { type Listener, listenerSchema } from "./listeners.js";

/** What is chosen in the console. */
export interface CreateLoadBalancerInConsoleRequest {
  readonly LoadBalancerName: string;
  /** HTTP on port 80, to HTTP on port 80, when left out. */
  readonly Listeners?: readonly Listener[] | undefined;
  /** The later one of two in a zone replaces the earlier one. */
  readonly Subnets: readonly string[];
  /** Left out: a new group, open to everyone at the ports of the listeners and of the health check. */
  readonly SecurityGroups?: readonly string[] | undefined;
  /** The name of the new group; `quick-create-1` or the next number when left out. */
  readonly GroupName?: string | undefined;
  readonly Scheme?: string | undefined;
  /** `HTTP:80/index.html` and the defaults when left out. */
  readonly HealthCheck?: HealthCheckChoice | undefined;
  readonly Tags?: readonly Tag[] | undefined;
}

const schema: v.GenericSchema<unknown, CreateLoadBalancerInConsoleRequest> = v.strictObject({
  LoadBalancerName: v.string(),
  Listeners: v.optional(listOf(listenerSchema)),
  Subnets: listOf(v.string()),
  SecurityGroups: v.optional(v.array(v.string())),
  GroupName: v.optional(v.string()),
  Scheme: v.optional(v.string()),
  HealthCheck: v.optional(
    v.strictObject({
      Target: v.optional(v.string()),
      Interval: v.optional(v.number()),
      Timeout: v.optional(v.number()),
      UnhealthyThreshold: v.optional(v.number()),
      HealthyThreshold: v.optional(v.number()),
    }),
  ),
  Tags: tagsSchema,
});

const DEFAULT_LISTENER: Listener = {
  Protocol: "HTTP",
  LoadBalancerPort: 80,
  InstanceProtocol: "HTTP",
  InstancePort: 80,
};

/** Cross-zone load balancing is on, the health check asks for a page, and a group is made for it where none is chosen. */
export function createLoadBalancerInConsole(
  network: Network,
  request: CreateLoadBalancerInConsoleRequest,
  options: QuotaOptions = {},
): VerbResult<CreateLoadBalancerAnswer> {
  const read = readRequest(schema, request);
  if (!read.ok) return read;
  const { Listeners = [DEFAULT_LISTENER], HealthCheck, GroupName, ...chosen } = read.value;
  const healthCheck: ClassicHealthCheckInput = healthCheckInput({
    ...HealthCheck,
    Target: HealthCheck?.Target ?? "HTTP:80/index.html",
  });
  const checked = parseHealthCheckTarget(healthCheck.target);
  const subnets = lastOfEachZone(network, chosen.Subnets);
  const issues = [...optionIssues(quotaOptions, options), ...nameIssues(network, read.value, subnets)];
  if (issues.length > 0) return failure(issues);
  const pathOf = (at: number): (string | number)[] => ["Subnets", chosen.Subnets.lastIndexOf(subnets[at] ?? "")];
  return create(
    network,
    { ...chosen, Listeners },
    { subnets, pathOf },
    {
      options,
      crossZone: true,
      healthCheck,
      groupsOf: (_, vpc, listeners) => {
        const ports = listeners.map((each) => each.loadBalancerPort);
        const name = GroupName ?? freeName(network, vpc.id);
        return newGroup(network, vpc, name, checked.ok ? [...ports, checked.value.port] : ports);
      },
    },
  );
}

/** Names of groups are unique in a VPC, in any case of letters: `InvalidGroup.Duplicate` is EC2's. */
function nameIssues(
  network: Network,
  { GroupName: name, SecurityGroups: chosen = [] }: CreateLoadBalancerInConsoleRequest,
  subnets: readonly string[],
): readonly Issue[] {
  if (name === undefined) return [];
  if (chosen.length > 0) return [issue("ValidationError", ["GroupName"], "either SecurityGroups or a GroupName", name)];
  const vpcs = vpcsOf(network, subnets);
  const isTaken = Object.values(network.securityGroups).some(
    (group) => vpcs.includes(group.vpcId) && group.groupName.toLowerCase() === name.toLowerCase(),
  );
  return isTaken ? [issue("InvalidGroup.Duplicate", ["GroupName"], "a name that no group of the VPC has", name)] : [];
}

function freeName(network: Network, vpcId: string): string {
  const inVpc = Object.values(network.securityGroups).filter((group) => group.vpcId === vpcId);
  const taken = new Set(inVpc.map((group) => group.groupName.toLowerCase()));
  for (let number = 1; ; number++) {
    if (!taken.has(`quick-create-${number}`)) return `quick-create-${number}`;
  }
}
