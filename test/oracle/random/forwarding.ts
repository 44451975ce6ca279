/** The random Classic Load Balancer of a document turned into an Application or a Network Load Balancer. */
import fc from "fast-check";
import { type AwsDocument, awsDocument, type NetworkInterface, type SecurityGroup } from "../aws-json.js";
import { healthCheckPort } from "../classic-parts.js";
import type { AttributesOf, ForwardingDocument, ListenerV2, LoadBalancerV2, TargetGroupV2 } from "../elbv2-json.js";
import { balancerName } from "./balancer.js";

export interface ForwardingPlan {
  readonly type: "application" | "network";
  /** Of a Network Load Balancer; the other kind always has them. */
  readonly hasGroups: boolean;
  /** Of a Network Load Balancer. */
  readonly protocol: "TCP" | "TLS" | "UDP" | "TCP_UDP";
  readonly targetType: "instance" | "ip";
  readonly keepsClients: "true" | "false" | "absent";
  readonly crossZone: "true" | "false" | "absent";
  readonly groupCrossZone: "true" | "false" | "use_load_balancer_configuration" | "absent";
  readonly isCheckedOnTrafficPort: boolean;
  /** Every second target is registered on a port of its own. */
  readonly hasOwnPorts: boolean;
  /** The groups of all interfaces but the nodes' let everybody in on the ports of targets and health checks. */
  readonly isOpen: boolean;
}

export const forwardingPlan: fc.Arbitrary<ForwardingPlan> = fc.record({
  type: fc.constantFrom("application", "network", "network"),
  hasGroups: fc.boolean(),
  protocol: fc.constantFrom("TCP", "TCP", "TCP", "TLS", "UDP", "TCP_UDP"),
  targetType: fc.constantFrom("instance", "instance", "ip"),
  keepsClients: fc.constantFrom("true", "false", "absent", "absent"),
  crossZone: fc.constantFrom("true", "false", "absent"),
  groupCrossZone: fc.constantFrom("true", "false", "use_load_balancer_configuration", "absent"),
  isCheckedOnTrafficPort: fc.boolean(),
  hasOwnPorts: fc.boolean(),
  isOpen: fc.boolean(),
});

const ACCOUNT = "arn:aws:elasticloadbalancing:us-east-1:111122223333";

export function forwardingDocument(doc: AwsDocument, plan: ForwardingPlan): ForwardingDocument {
  const [classic] = doc.LoadBalancerDescriptions;
  if (classic === undefined) {
    throw new Error("no load balancer to turn into another one");
  }
  const tail = `${plan.type === "application" ? "app" : "net"}/${balancerName}/50dc6c495c0c9188`;
  const arn = `${ACCOUNT}:loadbalancer/${tail}`;
  const groups = classic.ListenerDescriptions.map(({ Listener }, index) =>
    targetGroup(plan, classic.VPCId ?? "", Listener.InstancePort, healthCheckPort(classic), arn, index),
  );
  const withoutGroups = plan.type === "network" && !plan.hasGroups;
  const balancer: LoadBalancerV2 = {
    LoadBalancerArn: arn,
    LoadBalancerName: balancerName,
    Type: plan.type,
    Scheme: classic.Scheme === "internal" ? "internal" : "internet-facing",
    VpcId: classic.VPCId ?? "",
    ...(withoutGroups ? {} : { SecurityGroups: classic.SecurityGroups }),
    IpAddressType: "ipv4",
    AvailabilityZones: classic.Subnets.map((SubnetId, index) => ({
      SubnetId,
      ZoneName: classic.AvailabilityZones[index] ?? "",
    })),
  };
  const ports = [
    ...groups.map((group) => group.Port),
    ...groups.map((group) => group.Port + 1),
    healthCheckPort(classic),
  ];
  const { LoadBalancerDescriptions: _, LoadBalancerAttributes: __, ...ec2 } = doc;
  const listeners = classic.ListenerDescriptions.map(({ Listener }, index) =>
    listener(plan, arn, Listener.LoadBalancerPort, groups[index]?.TargetGroupArn ?? ""),
  );
  return {
    ...awsDocument(ec2),
    NetworkInterfaces: doc.NetworkInterfaces.map((eni) => asNode(eni, plan, tail, withoutGroups)),
    SecurityGroups: doc.SecurityGroups.map((group) => (plan.isOpen ? opened(group, ports) : group)),
    LoadBalancers: [balancer],
    Listeners: listeners,
    Rules: listeners.map((each) => ({
      RuleArn: `${each.ListenerArn.replace(":listener/", ":listener-rule/")}/default`,
      Priority: "default",
      IsDefault: true,
      Conditions: [],
      Actions: each.DefaultActions,
    })),
    TargetGroups: groups,
    Attributes: attributes(plan, arn, groups),
    TargetHealthDescriptions: groups.map((group) => ({
      TargetGroupArn: group.TargetGroupArn,
      TargetHealthDescriptions: targetIds(doc, plan, group.VpcId).map((Id, index) => ({
        Target: { Id, Port: group.Port + (plan.hasOwnPorts && index % 2 === 1 ? 1 : 0) },
      })),
    })),
  };
}

function asNode(eni: NetworkInterface, plan: ForwardingPlan, tail: string, withoutGroups: boolean): NetworkInterface {
  if (eni.Description !== `ELB ${balancerName}`) {
    return eni;
  }
  return {
    ...eni,
    Description: `ELB ${tail}`,
    InterfaceType: plan.type === "network" ? "network_load_balancer" : "interface",
    Groups: withoutGroups ? [] : eni.Groups,
  };
}

function opened(group: SecurityGroup, ports: readonly number[]): SecurityGroup {
  if (group.GroupName === "load-balancer") {
    return group;
  }
  const everyone = { IpRanges: [{ CidrIp: "0.0.0.0/0" }], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [] };
  const rules = ["tcp", "udp"].flatMap((IpProtocol) =>
    [...new Set(ports)].map((port) => ({ IpProtocol, FromPort: port, ToPort: port, ...everyone })),
  );
  const isKnown = (port: number | undefined, protocol: string): boolean =>
    group.IpPermissions.some((one) => one.IpProtocol === protocol && one.FromPort === port && one.ToPort === port);
  return {
    ...group,
    IpPermissions: [...group.IpPermissions, ...rules.filter((rule) => !isKnown(rule.FromPort, rule.IpProtocol))],
  };
}

function targetGroup(
  plan: ForwardingPlan,
  vpcId: string,
  port: number,
  health: number,
  balancerArn: string,
  index: number,
): TargetGroupV2 {
  const isHttp = plan.type === "application";
  return {
    TargetGroupArn: `${ACCOUNT}:targetgroup/group-${index}/73e2d6bc24d8a067`,
    TargetGroupName: `group-${index}`,
    Protocol: isHttp ? "HTTP" : plan.protocol,
    Port: port,
    VpcId: vpcId,
    TargetType: plan.targetType,
    IpAddressType: "ipv4",
    HealthCheckProtocol: isHttp ? "HTTP" : "TCP",
    HealthCheckPort: plan.isCheckedOnTrafficPort ? "traffic-port" : String(health),
    ...(isHttp ? { HealthCheckPath: "/" } : {}),
    LoadBalancerArns: [balancerArn],
  };
}

function listener(plan: ForwardingPlan, arn: string, port: number, group: string): ListenerV2 {
  return {
    ListenerArn: `${arn.replace(":loadbalancer/", ":listener/")}/${port}`,
    LoadBalancerArn: arn,
    Port: port,
    Protocol: plan.type === "application" ? "HTTP" : plan.protocol,
    DefaultActions: [{ Type: "forward", TargetGroupArn: group }],
  };
}

/** Addresses of the peered VPC as well, but for targets that see their clients. */
function targetIds(doc: AwsDocument, plan: ForwardingPlan, vpcId: string): string[] {
  if (plan.targetType === "instance") {
    return doc.LoadBalancerDescriptions.flatMap((one) => one.Instances.map((instance) => instance.InstanceId));
  }
  const isKept = plan.type === "network" && (plan.keepsClients === "true" || !["TCP", "TLS"].includes(plan.protocol));
  return doc.NetworkInterfaces.filter((eni) => eni.Attachment?.InstanceId !== undefined)
    .filter((eni) => eni.VpcId === vpcId || !isKept)
    .map((eni) => eni.PrivateIpAddress ?? "");
}

function attributes(plan: ForwardingPlan, arn: string, groups: readonly TargetGroupV2[]): AttributesOf[] {
  const given = (key: string, value: string): { Key: string; Value: string }[] =>
    value === "absent" ? [] : [{ Key: key, Value: value }];
  const crossZone = "load_balancing.cross_zone.enabled";
  const isFixed = plan.type === "application" || !["TCP", "TLS"].includes(plan.protocol);
  const own = plan.type === "application" ? "true" : plan.crossZone;
  return [
    { LoadBalancerArn: arn, Attributes: given(crossZone, own) },
    ...groups.map((group) => ({
      TargetGroupArn: group.TargetGroupArn,
      Attributes: [
        ...given(crossZone, plan.groupCrossZone),
        ...given("preserve_client_ip.enabled", isFixed ? "absent" : plan.keepsClients),
      ],
    })),
  ];
}
