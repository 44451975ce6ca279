/**
 * What can be a target.
 * "Target groups for your Application Load Balancers" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html
 * "Register targets with your target group" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-register-targets.html
 * "Use an Application Load Balancer as a target of a Network Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/application-load-balancer-target.html
 */
import {
  type IpAddress,
  type Issue,
  ipFamily,
  isMissingRecord,
  issue,
  type Network,
  type Path,
  parseIp,
  recordOf,
  subnetAt,
  type TargetGroup,
  targetAddressPlace,
  vpcOfInstance,
} from "@netsim/core";
import { type TargetDescription, targetId } from "./targets.js";

/** `InvalidTarget` for what is no target, `ValidationError` for what is said of it wrongly. */
export function targetIssues(
  network: Network,
  group: TargetGroup,
  target: TargetDescription,
  path: Path,
): readonly Issue[] {
  const issues: Issue[] = [];
  if (target.AvailabilityZone !== undefined && group.targetType !== "ip")
    issues.push(
      issue("ValidationError", [...path, "AvailabilityZone"], "no zone but for an address", target.AvailabilityZone),
    );
  switch (group.targetType) {
    case "instance":
      return [...issues, ...instanceIssues(network, group, target.Id, [...path, "Id"])];
    case "ip":
      return addressIssues(network, group, target, path);
    case "alb":
      return [...issues, ...balancerIssues(network, group, target, path)];
    case "lambda":
      return [...issues, ...functionIssues(target, path)];
  }
}

function instanceIssues(network: Network, group: TargetGroup, id: string, path: Path): readonly Issue[] {
  const instance = recordOf(network.instances, id);
  if (!instance)
    return isMissingRecord(network.missing, "instances", id)
      ? []
      : [issue("InvalidTarget", path, "the id of an instance", id)];
  if (instance.state !== "running")
    return [issue("InvalidTarget", path, "a running instance", `${id}, ${instance.state}`)];
  const vpcId = vpcOfInstance(network, instance);
  if (vpcId === undefined || vpcId === group.vpcId) return [];
  return [issue("InvalidTarget", path, `an instance of ${group.vpcId}`, `${id} of ${vpcId}`)];
}

function addressIssues(
  network: Network,
  group: TargetGroup,
  { Id, AvailabilityZone: zone }: TargetDescription,
  path: Path,
): readonly Issue[] {
  const parsed = parseIp(Id);
  if (!parsed.ok || ipFamily(parsed.value) !== group.ipAddressType)
    return [issue("ValidationError", [...path, "Id"], `an address of ${group.ipAddressType}`, Id)];
  const vpc = recordOf(network.vpcs, group.vpcId ?? "");
  const place = targetAddressPlace(vpc, parsed.value);
  if (vpc && place === "vpc") return zoneIssues(network, vpc.id, parsed.value, zone, [...path, "AvailabilityZone"]);
  const issues: Issue[] = [];
  if (place === undefined)
    issues.push(issue("InvalidTarget", [...path, "Id"], "an address of the VPC or of a private range", Id));
  if (zone === undefined)
    issues.push(issue("ValidationError", [...path, "AvailabilityZone"], "a zone or all, outside the VPC", undefined));
  return issues;
}

function zoneIssues(
  network: Network,
  vpcId: string,
  address: IpAddress,
  zone: string | undefined,
  path: Path,
): readonly Issue[] {
  const own = subnetAt(network, vpcId, address)?.availabilityZone;
  if (zone === undefined || zone === "all" || own === undefined || zone === own) return [];
  return [issue("ValidationError", path, `${own}, the zone of its subnet, or all`, zone)];
}

function balancerIssues(
  network: Network,
  group: TargetGroup,
  { Id, Port }: TargetDescription,
  path: Path,
): readonly Issue[] {
  const balancer = recordOf(network.loadBalancers, targetId(network, group, Id));
  const place = [...path, "Id"];
  if (balancer?.type !== "application")
    return [issue("InvalidTarget", place, "the ARN of an Application Load Balancer", Id)];
  if (balancer.vpcId !== group.vpcId)
    return [issue("InvalidTarget", place, `a load balancer of ${group.vpcId}`, `${balancer.id} of ${balancer.vpcId}`)];
  if (Port !== undefined && Port !== group.port)
    return [issue("ValidationError", [...path, "Port"], `${group.port}, the port of the target group`, Port)];
  if (balancer.listeners.some((listener) => listener.port === group.port)) return [];
  return [issue("InvalidTarget", place, `a load balancer with a listener on port ${group.port}`, balancer.id)];
}

function functionIssues({ Id, Port }: TargetDescription, path: Path): readonly Issue[] {
  const issues: Issue[] = [];
  if (!/^arn:aws[a-z-]*:lambda:[^:]+:[^:]+:function:.+/.test(Id))
    issues.push(issue("InvalidTarget", [...path, "Id"], "the ARN of a function", Id));
  if (Port !== undefined) issues.push(issue("ValidationError", [...path, "Port"], "no port for a function", Port));
  return issues;
}
