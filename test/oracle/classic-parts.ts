/** What a Classic Load Balancer consists of, looked up in the AWS JSON. */
import type { AwsDocument, Instance, NetworkInterface } from "./aws-json.js";
import { interfaceById, subnetById } from "./document.js";
import type { ClassicListener, LoadBalancerDescription } from "./elb-json.js";

/** `HTTP:9000/ping` is checked on port 9000. */
export function healthCheckPort(balancer: LoadBalancerDescription): number {
  const [, portAndPath = ""] = balancer.HealthCheck.Target.split(":");
  const [port] = portAndPath.split("/");
  return Number(port);
}

export function listenersOf(balancer: LoadBalancerDescription): ClassicListener[] {
  return balancer.ListenerDescriptions.map((description) => description.Listener);
}

export function balancerNamed(doc: AwsDocument, name: string): LoadBalancerDescription {
  const balancer = doc.LoadBalancerDescriptions.find((candidate) => candidate.LoadBalancerName === name);
  if (balancer === undefined) {
    throw new Error(`no load balancer ${name} in the document`);
  }
  return balancer;
}

export function nodesOf(doc: AwsDocument, balancer: LoadBalancerDescription): NetworkInterface[] {
  return doc.NetworkInterfaces.filter((eni) => eni.Description === `ELB ${balancer.LoadBalancerName}`);
}

function isCrossZone(doc: AwsDocument, balancer: LoadBalancerDescription): boolean {
  const entry = doc.LoadBalancerAttributes.find((one) => one.LoadBalancerName === balancer.LoadBalancerName);
  return entry?.LoadBalancerAttributes.CrossZoneLoadBalancing?.Enabled ?? false;
}

export function enabledZones(doc: AwsDocument, balancer: LoadBalancerDescription): string[] {
  const ofSubnets = balancer.Subnets.map((id) => zoneOfSubnet(doc, id));
  return ofSubnets.length === 0 ? balancer.AvailabilityZones : ofSubnets;
}

function zoneOfSubnet(doc: AwsDocument, subnetId: string): string {
  return subnetById(doc, subnetId)?.AvailabilityZone ?? "";
}

export function zoneOfInstance(doc: AwsDocument, instanceId: string): string {
  return zoneOfSubnet(doc, primaryInterface(doc, instanceId).SubnetId);
}

export function instanceById(doc: AwsDocument, id: string): Instance | undefined {
  return doc.Reservations.flatMap((reservation) => reservation.Instances).find((one) => one.InstanceId === id);
}

/** Device index 0. Elastic network interfaces, https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-eni.html */
export function primaryInterface(doc: AwsDocument, instanceId: string): NetworkInterface {
  const attached = doc.NetworkInterfaces.find(
    (eni) => eni.Attachment?.InstanceId === instanceId && eni.Attachment.DeviceIndex === 0,
  );
  const [listed] = (instanceById(doc, instanceId)?.NetworkInterfaces ?? []).filter(
    (eni) => eni.Attachment?.DeviceIndex === 0,
  );
  const eni = attached ?? interfaceById(doc, listed?.NetworkInterfaceId ?? "");
  if (eni === undefined) {
    throw new Error(`no primary network interface of ${instanceId} in the document`);
  }
  return eni;
}

/**
 * Cross-zone on: every instance in an enabled zone; off, which is the API's default: those in the node's own zone.
 * An instance in a zone that is not enabled gets no traffic.
 *
 * Configure cross-zone load balancing, https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/enable-disable-crosszone-lb.html
 * Reachability Analyzer explanation codes (ELB_NOT_CROSSZONE, ELB_INSTALLED_AZ_RESTRICTION), https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
 */
export function mayUse(
  doc: AwsDocument,
  balancer: LoadBalancerDescription,
  node: NetworkInterface,
  id: string,
): boolean {
  const instance = instanceById(doc, id);
  if (instance === undefined || instance.State.Name !== "running") {
    return false;
  }
  const zone = zoneOfInstance(doc, id);
  if (!enabledZones(doc, balancer).includes(zone)) {
    return false;
  }
  return isCrossZone(doc, balancer) || zone === zoneOfSubnet(doc, node.SubnetId);
}
