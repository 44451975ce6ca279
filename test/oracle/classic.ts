/**
 * Classic Load Balancers. A load balancer is a set of nodes, one interface per subnet it was given; what it does for
 * its clients is a set of independent connections: client to node on a listener's port, node to instance on the
 * instance port, node to instance on the health check's port.
 */
import type { AwsDocument, Instance, NetworkInterface } from "./aws-json.js";
import {
  balancerNamed,
  enabledZones,
  healthCheckPort,
  instanceById,
  listenersOf,
  mayUse,
  nodesOf,
  primaryInterface,
  zoneOfInstance,
} from "./classic-parts.js";
import { type ConnectionResult, connectionWorks } from "./connection.js";
import type { LoadBalancerDescription } from "./elb-json.js";
import { type Question, TCP } from "./packet.js";

export interface ClassicLeg {
  readonly name: "health" | "target";
  /** The id of the node's interface. */
  readonly node: string;
  readonly instance: string;
  /** The listener the leg serves; `null` for the health check. */
  readonly listenerPort: number | null;
  readonly port: number;
  readonly result: ConnectionResult;
}

export interface ClientLeg {
  readonly node: string;
  /** `null`: the load balancer does not listen on this port. */
  readonly result: ConnectionResult | null;
}

export type LegOptions = Pick<Question, "sameSubnetAcl">;

/**
 * For every node and every running instance it may use: the health check, and one connection per listener. All of
 * them are TCP connections from the node's private address, with a source port of 1024-65535, to the primary private
 * address of the instance's primary interface.
 *
 * Listeners for your Classic Load Balancer, https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-listener-config.html
 * Configure health checks for your Classic Load Balancer, https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-healthchecks.html
 */
export function classicLegs(doc: AwsDocument, name: string, srcPort: number, options: LegOptions = {}): ClassicLeg[] {
  const balancer = balancerNamed(doc, name);
  return nodesOf(doc, balancer).flatMap((node) =>
    balancer.Instances.flatMap(({ InstanceId: instance }) => {
      if (!mayUse(doc, balancer, node, instance)) {
        return [];
      }
      return portsOf(balancer).map((port) => ({
        ...port,
        node: node.NetworkInterfaceId,
        instance,
        result: connectNode(doc, node, instance, { ...options, srcPort, dstPort: port.port }),
      }));
    }),
  );
}

/** The client's connection to each node, whatever becomes of the request behind it. A port without listener is not a matter of filters. */
export function classicClientLegs(
  doc: AwsDocument,
  name: string,
  client: { readonly from: string; readonly listenerPort: number; readonly srcPort: number },
): ClientLeg[] {
  const balancer = balancerNamed(doc, name);
  const isHeard = listenersOf(balancer).some((listener) => listener.LoadBalancerPort === client.listenerPort);
  return nodesOf(doc, balancer).map((node) => ({
    node: node.NetworkInterfaceId,
    result: isHeard
      ? connectionWorks(doc, {
          from: client.from,
          to: node.NetworkInterfaceId,
          family: client.from.includes(":") ? 6 : 4,
          protocol: TCP,
          srcPort: client.srcPort,
          dstPort: client.listenerPort,
        })
      : null,
  }));
}

export interface InstanceState {
  /** "Mixed": some nodes reach the health check's port and others do not. AWS has no word for it. */
  readonly state: "InService" | "OutOfService" | "Mixed" | "Unknown";
  readonly reasonCode: "ELB" | "Instance" | "N/A";
  readonly description: string;
  readonly passingNodes: readonly string[];
  readonly failingNodes: readonly string[];
}

/**
 * The state of a registered instance, if whatever has to answer the health check does so, once things have settled.
 *
 * InstanceState, https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_InstanceState.html
 */
export function instanceState(
  doc: AwsDocument,
  name: string,
  instanceId: string,
  srcPort: number,
  options: LegOptions = {},
): InstanceState {
  const balancer = balancerNamed(doc, name);
  const instance = instanceById(doc, instanceId);
  if (!balancer.Instances.some((entry) => entry.InstanceId === instanceId)) {
    return outOfService("Instance", "Instance is not currently registered with the LoadBalancer.");
  }
  if (instance !== undefined && instance.State.Name !== "running") {
    return outOfService("Instance", `Instance is in ${settledState(instance)} state.`);
  }
  if (!enabledZones(doc, balancer).includes(zoneOfInstance(doc, instanceId))) {
    const description =
      "Instance is in the EC2 Availability Zone for which LoadBalancer is not configured to route traffic to.";
    return outOfService("ELB", description);
  }
  const checks = classicLegs(doc, name, srcPort, options).filter(
    (leg) => leg.name === "health" && leg.instance === instanceId,
  );
  return stateByChecks(checks);
}

function stateByChecks(checks: readonly ClassicLeg[]): InstanceState {
  const passingNodes = checks.filter((leg) => leg.result.works).map((leg) => leg.node);
  const failingNodes = checks.filter((leg) => !leg.result.works).map((leg) => leg.node);
  if (checks.length === 0) {
    return { state: "Unknown", reasonCode: "ELB", description: "no node checks it", passingNodes, failingNodes };
  }
  if (failingNodes.length === 0) {
    return { state: "InService", reasonCode: "N/A", description: "N/A", passingNodes, failingNodes };
  }
  const description = "Instance has failed at least the UnhealthyThreshold number of health checks consecutively.";
  const state = passingNodes.length === 0 ? "OutOfService" : "Mixed";
  return { state, reasonCode: "Instance", description, passingNodes, failingNodes };
}

function outOfService(reasonCode: "ELB" | "Instance", description: string): InstanceState {
  return { state: "OutOfService", reasonCode, description, passingNodes: [], failingNodes: [] };
}

function settledState(instance: Instance): string {
  const settled: Record<string, string> = { stopping: "stopped", "shutting-down": "terminated" };
  return settled[instance.State.Name] ?? instance.State.Name;
}

function connectNode(
  doc: AwsDocument,
  node: NetworkInterface,
  instance: string,
  question: LegOptions & { readonly srcPort: number; readonly dstPort: number },
): ConnectionResult {
  const to = primaryInterface(doc, instance).NetworkInterfaceId;
  return connectionWorks(doc, { ...question, from: node.NetworkInterfaceId, to, family: 4, protocol: TCP });
}

function portsOf(balancer: LoadBalancerDescription): Pick<ClassicLeg, "name" | "listenerPort" | "port">[] {
  const health = { name: "health", listenerPort: null, port: healthCheckPort(balancer) } as const;
  const targets = listenersOf(balancer).map(
    (listener) => ({ name: "target", listenerPort: listener.LoadBalancerPort, port: listener.InstancePort }) as const,
  );
  return [health, ...targets];
}
