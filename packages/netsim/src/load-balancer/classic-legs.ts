/**
 * The legs of a Classic Load Balancer: client to node, node to instance port, node to health-check port.
 * "Configure security groups for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-vpc-security-groups.html
 * "Configure health checks for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-healthchecks.html
 */
import {
  type ClassicListener,
  type ClassicLoadBalancer,
  EPHEMERAL_PORTS,
  type HealthCheckTarget,
  type Instance,
  type IntervalSet,
  interval,
  type Network,
  NO_PACKETS,
  parseHealthCheckTarget,
  TCP,
  unwrap,
} from "@netsim/core";
import { judgeParties } from "../path/check-connection.js";
import type { ClassicNode } from "../path/classic-node.js";
import type { EndCheck, LegVerdict } from "../path/connection.js";
import { type EndFacts, hostFacts } from "../path/ends.js";
import type { Party } from "../path/party.js";
import type { WalkOptions } from "../path/walk-context.js";
import type { ClassicTarget } from "./classic-targets.js";

/** "Control traffic to subnets using network ACLs": load balancer nodes use 1024-65535. https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html */
const NODE_PORTS: IntervalSet = interval(...EPHEMERAL_PORTS.elb);

export function nodeParty(node: ClassicNode): Party {
  return {
    label: node.station.component.id,
    station: node.station,
    addresses: node.station.addresses,
    byPublicAddress: node.balancer.scheme === "internet-facing",
    loadBalancer: node.balancer.id,
    isHypothetical: false,
  };
}

export function clientLeg(
  network: Network,
  client: Party,
  node: ClassicNode,
  port: number,
  sourcePorts: IntervalSet,
  options: WalkOptions,
): LegVerdict {
  const name = `client: ${client.label} -> ${node.station.component.id}:${port}`;
  const transport = { protocol: TCP, sourcePorts, destinationPorts: interval(port, port) };
  return judgeParties(network, client, nodeParty(node), transport, { kind: "client", name, options });
}

export function targetLeg(
  network: Network,
  node: ClassicNode,
  target: ClassicTarget & { readonly party: Party },
  listener: ClassicListener,
  options: WalkOptions,
): LegVerdict {
  const name = `target: ${node.station.component.id} -> ${target.id}:${listener.instancePort}`;
  const transport = transportTo(listener.instancePort);
  return judgeParties(network, nodeParty(node), target.party, transport, { kind: "target", name, options });
}

export function healthLeg(
  network: Network,
  node: ClassicNode,
  target: ClassicTarget & { readonly party: Party },
  options: WalkOptions,
): LegVerdict {
  const check = healthCheckOf(node.balancer);
  const name = `health: ${node.station.component.id} -> ${target.id}:${check.port}`;
  const arrival = target.party.station
    ? withAnswer(hostFacts(target.instance, target.party.station), target.instance, check)
    : undefined;
  return judgeParties(network, nodeParty(node), target.party, transportTo(check.port), {
    kind: "health",
    name,
    arrival,
    options,
  });
}

function transportTo(port: number): { protocol: number; sourcePorts: IntervalSet; destinationPorts: IntervalSet } {
  return { protocol: TCP, sourcePorts: NODE_PORTS, destinationPorts: interval(port, port) };
}

export function healthCheckOf(balancer: ClassicLoadBalancer): HealthCheckTarget {
  return unwrap(parseHealthCheckTarget(balancer.healthCheck.target));
}

const HEALTHY_STATUS = 200;

/** For HTTP and HTTPS the page has to answer 200, and nothing else will do. */
function withAnswer(facts: EndFacts, instance: Instance | undefined, check: HealthCheckTarget): EndFacts {
  const assumptions = [...facts.assumptions];
  const component = instance?.id ?? "";
  if (check.protocol === "SSL" || check.protocol === "HTTPS") assumptions.push({ code: "tls-assumed", component });
  const service = instance?.services?.find((each) => each.protocol === "tcp" && each.port === check.port);
  if (check.path === undefined || !service) return { checks: facts.checks, assumptions };
  if (!service.http) {
    assumptions.push({ code: "http-status-assumed", component, details: { path: check.path } });
    return { checks: facts.checks, assumptions };
  }
  const [page = check.path] = check.path.split("?");
  const status = service.http[check.path] ?? service.http[page] ?? 404;
  if (status === HEALTHY_STATUS) return { checks: facts.checks, assumptions };
  const refused: EndCheck = {
    spot: { component: { id: component, kind: "application", name: instance?.name }, direction: "ingress" },
    accepted: NO_PACKETS,
    cause: {
      kind: "application",
      code: "http-status",
      awsCode: null,
      details: { path: check.path, status, expected: HEALTHY_STATUS },
    },
  };
  return { checks: [...facts.checks, refused], assumptions };
}
