/** A Classic Load Balancer in the first VPC, added to a finished document. */
import type { AwsDocument, IpPermission, NetworkInterface, SecurityGroup } from "../aws-json.js";
import { openPermissions } from "./filters.js";
import { elasticIp } from "./interfaces.js";
import type { SubnetLayout, VpcLayout } from "./layout.js";
import type { BalancerPlan } from "./plan.js";

export const balancerName = "web";
const groupId = "sg-0eb";
const nodeHost = 100;

export function withBalancer(doc: AwsDocument, vpc: VpcLayout, plan: BalancerPlan): AwsDocument {
  const subnets = nodeSubnets(vpc, plan);
  const instances = registered(vpc, plan);
  return {
    ...doc,
    SecurityGroups: [...doc.SecurityGroups.map((group) => trusting(group, vpc, plan, instances)), ownGroup(vpc, plan)],
    NetworkInterfaces: [...doc.NetworkInterfaces, ...subnets.map((subnet, index) => node(vpc, plan, subnet, index))],
    LoadBalancerDescriptions: [description(vpc, plan, subnets, instances)],
    LoadBalancerAttributes: attributes(plan),
  };
}

/** At most one subnet per zone. */
function nodeSubnets(vpc: VpcLayout, plan: BalancerPlan): SubnetLayout[] {
  const firstOfZone = vpc.subnets.filter(
    (subnet, index) => vpc.subnets.findIndex((other) => other.zone === subnet.zone) === index,
  );
  return firstOfZone.slice(0, plan.hasSecondNode ? 2 : 1);
}

function registered(vpc: VpcLayout, plan: BalancerPlan): string[] {
  const ids = [...new Set(vpc.interfaces.map((eni) => eni.instanceId))];
  return ids.filter((_, index) => index % plan.registeredEvery === 0);
}

function isPublic(vpc: VpcLayout, plan: BalancerPlan): boolean {
  return !plan.isInternal && vpc.plan.internetGateway === "attached";
}

function node(vpc: VpcLayout, plan: BalancerPlan, subnet: SubnetLayout, index: number): NetworkInterface {
  const address = subnet.host(nodeHost);
  const { AllocationId: _, ...owned } = elasticIp(`54.10.0.${nodeHost + index}`);
  const association = isPublic(vpc, plan) ? { Association: { ...owned, IpOwnerId: "amazon-elb" } } : {};
  return {
    NetworkInterfaceId: `eni-0eb${index}`,
    VpcId: vpc.vpcId,
    SubnetId: subnet.id,
    AvailabilityZone: subnet.zone,
    Description: `ELB ${balancerName}`,
    InterfaceType: "interface",
    Status: "in-use",
    RequesterId: "amazon-elb",
    RequesterManaged: true,
    SourceDestCheck: true,
    Groups: [{ GroupId: groupId }],
    PrivateIpAddress: address,
    PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: address, ...association }],
    ...association,
    Ipv6Addresses: [],
    Attachment: { DeviceIndex: 1, Status: "attached" },
  };
}

function tcp(port: number, peer: Partial<IpPermission>): IpPermission {
  const nobody = { IpRanges: [], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [] };
  return { IpProtocol: "tcp", FromPort: port, ToPort: port, ...nobody, ...peer };
}

/** Listener ports from everyone; out to everyone, or only on the instance ports, so that health checks may be missing. */
function ownGroup(vpc: VpcLayout, plan: BalancerPlan): SecurityGroup {
  const everyone = { IpRanges: [{ CidrIp: "0.0.0.0/0" }] };
  const instancePorts = [...new Set(plan.listeners.map((listener) => listener.instancePort))];
  return {
    GroupId: groupId,
    GroupName: "load-balancer",
    Description: "random",
    VpcId: vpc.vpcId,
    OwnerId: "111122223333",
    IpPermissions: plan.listeners.map((listener) => tcp(listener.port, everyone)),
    IpPermissionsEgress: plan.isEgressOpen ? openPermissions(vpc) : instancePorts.map((port) => tcp(port, everyone)),
  };
}

/** The same group, with rules for the load balancer where an instance behind it uses the group first. */
function trusting(
  group: SecurityGroup,
  vpc: VpcLayout,
  plan: BalancerPlan,
  instances: readonly string[],
): SecurityGroup {
  const isUsed = vpc.interfaces.some((eni) => instances.includes(eni.instanceId) && eni.groupIds[0] === group.GroupId);
  if (!plan.isTrusted || !isUsed) {
    return group;
  }
  const ports = new Set([plan.healthPort, ...plan.listeners.map((listener) => listener.instancePort)]);
  const known = group.IpPermissions.filter((one) => one.IpProtocol === "tcp" && one.FromPort === one.ToPort);
  const missing = [...ports].filter((port) => !known.some((permission) => permission.FromPort === port));
  const pair = { UserIdGroupPairs: [{ GroupId: groupId, UserId: "111122223333" }] };
  return { ...group, IpPermissions: [...group.IpPermissions, ...missing.map((port) => tcp(port, pair))] };
}

function description(
  vpc: VpcLayout,
  plan: BalancerPlan,
  subnets: readonly SubnetLayout[],
  instances: readonly string[],
): AwsDocument["LoadBalancerDescriptions"][number] {
  return {
    LoadBalancerName: balancerName,
    DNSName: `${plan.isInternal ? "internal-" : ""}${balancerName}-1234567890.us-east-1.elb.amazonaws.com`,
    ListenerDescriptions: plan.listeners.map(({ port, instancePort }) => ({
      Listener: { Protocol: "TCP", LoadBalancerPort: port, InstanceProtocol: "TCP", InstancePort: instancePort },
      PolicyNames: [],
    })),
    AvailabilityZones: subnets.map((subnet) => subnet.zone),
    Subnets: subnets.map((subnet) => subnet.id),
    VPCId: vpc.vpcId,
    Instances: instances.map((InstanceId) => ({ InstanceId })),
    HealthCheck: {
      Target: plan.isHealthHttp ? `HTTP:${plan.healthPort}/ping` : `TCP:${plan.healthPort}`,
      Interval: 30,
      Timeout: 5,
      UnhealthyThreshold: 2,
      HealthyThreshold: 10,
    },
    SourceSecurityGroup: { OwnerAlias: "111122223333", GroupName: "load-balancer" },
    SecurityGroups: [groupId],
    Scheme: isPublic(vpc, plan) ? "internet-facing" : "internal",
  };
}

function attributes(plan: BalancerPlan): AwsDocument["LoadBalancerAttributes"] {
  if (plan.crossZone === "absent") {
    return [];
  }
  const crossZone = { CrossZoneLoadBalancing: { Enabled: plan.crossZone === "on" } };
  return [{ LoadBalancerName: balancerName, LoadBalancerAttributes: crossZone }];
}
