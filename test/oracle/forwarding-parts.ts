/** What an Application or Network Load Balancer consists of, looked up in the AWS JSON. */
import type { AwsDocument, NetworkInterface } from "./aws-json.js";
import { instanceById, primaryInterface } from "./classic-parts.js";
import { hasAddress, subnetById } from "./document.js";
import type { ForwardingDocument, ListenerV2, LoadBalancerV2, TargetGroupV2, TargetV2 } from "./elbv2-json.js";
import { TCP, UDP } from "./packet.js";

export function forwarderNamed(doc: ForwardingDocument, name: string): LoadBalancerV2 {
  const balancer = doc.LoadBalancers.find((candidate) => candidate.LoadBalancerName === name);
  if (balancer === undefined) {
    throw new Error(`no load balancer ${name} in the document`);
  }
  return balancer;
}

/** "ELB app/<name>/<id>" or "ELB net/<name>/<id>": what comes after `loadbalancer/` in the ARN. */
export function nodesOf(doc: ForwardingDocument, balancer: LoadBalancerV2): NetworkInterface[] {
  const [, tail = ""] = balancer.LoadBalancerArn.split(":loadbalancer/");
  return doc.NetworkInterfaces.filter((eni) => eni.Description === `ELB ${tail}`);
}

/**
 * Whether the address is that of a node to and from which an internet gateway lets no IPv6 through: by the attribute
 * `ipv6.deny_all_igw_traffic`, which is on for internal load balancers unless it says otherwise.
 *
 * "LoadBalancerAttribute" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html
 */
export function isKeptFromInternet(doc: AwsDocument, vpcId: string, address: string): boolean {
  const { LoadBalancers: balancers = [], Attributes = [] }: Partial<ForwardingDocument> = doc;
  const whole = { ...doc, LoadBalancers: balancers, Attributes } as ForwardingDocument;
  return balancers.some((balancer) => {
    const given = attribute(whole, balancer.LoadBalancerArn, "ipv6.deny_all_igw_traffic");
    const isDenied = given === undefined ? balancer.Scheme === "internal" : given === "true";
    return isDenied && nodesOf(whole, balancer).some((eni) => eni.VpcId === vpcId && hasAddress(eni, address));
  });
}

export function listenerOn(doc: ForwardingDocument, balancer: LoadBalancerV2, port: number): ListenerV2 {
  const listener = doc.Listeners.find((one) => one.LoadBalancerArn === balancer.LoadBalancerArn && one.Port === port);
  if (listener === undefined) {
    throw new Error(`${balancer.LoadBalancerName} does not listen on ${port}`);
  }
  return listener;
}

/** TCP or UDP or, for TCP_UDP, both. */
export function transportsOf(protocol: ListenerV2["Protocol"]): number[] {
  if (protocol === "UDP") {
    return [UDP];
  }
  return protocol === "TCP_UDP" ? [TCP, UDP] : [TCP];
}

export function groupOf(doc: ForwardingDocument, listener: ListenerV2): TargetGroupV2 {
  const [action] = listener.DefaultActions;
  const group = doc.TargetGroups.find((candidate) => candidate.TargetGroupArn === action?.TargetGroupArn);
  if (group === undefined) {
    throw new Error(`the target group of ${listener.ListenerArn} is not in the document`);
  }
  return group;
}

export function targetsOf(doc: ForwardingDocument, group: TargetGroupV2): TargetV2[] {
  return doc.TargetHealthDescriptions.filter((one) => one.TargetGroupArn === group.TargetGroupArn).flatMap((one) =>
    one.TargetHealthDescriptions.map((description) => description.Target),
  );
}

function attribute(doc: ForwardingDocument, arn: string, key: string): string | undefined {
  const attributes = doc.Attributes.filter((one) => one.LoadBalancerArn === arn || one.TargetGroupArn === arn);
  return attributes.flatMap((one) => one.Attributes).find((one) => one.Key === key)?.Value;
}

/**
 * An Application Load Balancer's is on, a Network Load Balancer's off unless it says otherwise; a target group may say
 * otherwise than its load balancer.
 *
 * Cross-zone load balancing for target groups, https://docs.aws.amazon.com/elasticloadbalancing/latest/application/disable-cross-zone.html
 * and https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-cross-zone.html
 */
export function isCrossZone(doc: ForwardingDocument, balancer: LoadBalancerV2, group: TargetGroupV2): boolean {
  const key = "load_balancing.cross_zone.enabled";
  const own = attribute(doc, group.TargetGroupArn, key);
  if (own === "true" || own === "false") {
    return own === "true";
  }
  return balancer.Type === "application" || attribute(doc, balancer.LoadBalancerArn, key) === "true";
}

/**
 * Client IP preservation, https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html:
 * the attribute; by default on, but for addresses over TCP and TLS; always on for UDP. An Application Load Balancer
 * makes connections of its own.
 */
export function keepsClientAddress(doc: ForwardingDocument, balancer: LoadBalancerV2, group: TargetGroupV2): boolean {
  if (balancer.Type === "application") {
    return false;
  }
  if (group.Protocol === "UDP" || group.Protocol === "TCP_UDP") {
    return true;
  }
  const given = attribute(doc, group.TargetGroupArn, "preserve_client_ip.enabled");
  return given === undefined ? group.TargetType === "instance" : given === "true";
}

export function healthPort(group: TargetGroupV2, target: TargetV2): number {
  return group.HealthCheckPort === "traffic-port" ? target.Port : Number(group.HealthCheckPort);
}

/** Where a target is reached: an instance's primary interface at its primary address, or whoever has the address. */
export interface Spot {
  readonly eni: NetworkInterface;
  readonly address: string;
  /** `all`: in no zone of the load balancer's VPC, and used by every node. */
  readonly zone: string;
}

/** `null`: an instance that does not run. */
export function spotOf(doc: ForwardingDocument, group: TargetGroupV2, target: TargetV2): Spot | null {
  if (group.TargetType === "instance") {
    const eni = primaryInterface(doc, target.Id);
    const isRunning = instanceById(doc, target.Id)?.State.Name === "running";
    return isRunning ? { eni, address: eni.PrivateIpAddress ?? "", zone: zoneOf(doc, eni) } : null;
  }
  const eni = doc.NetworkInterfaces.find((candidate) => hasAddress(candidate, target.Id));
  if (eni === undefined) {
    throw new Error(`nobody has the address ${target.Id}`);
  }
  const isNear = eni.VpcId === group.VpcId;
  return { eni, address: target.Id, zone: isNear ? zoneOf(doc, eni) : (target.AvailabilityZone ?? "all") };
}

export function zoneOf(doc: ForwardingDocument, eni: NetworkInterface): string {
  return subnetById(doc, eni.SubnetId)?.AvailabilityZone ?? "";
}

/** Whether the target is in a zone where the load balancer has a node. */
export function isEnabled(balancer: LoadBalancerV2, { zone }: Spot): boolean {
  return zone === "all" || balancer.AvailabilityZones.some((one) => one.ZoneName === zone);
}
