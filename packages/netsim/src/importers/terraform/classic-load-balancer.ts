/**
 * `aws_elb` and `aws_elb_attachment`. Cross-zone load balancing is on unless it is switched off, other than by the API.
 * "Resource: aws_elb" https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/elb
 */
import type { ClassicHealthCheckInput, ClassicListenerInput } from "@netsim/core";
import { addNote, leaveOut, refer } from "../aws/draft.js";
import { type Block, blocksIn, firstOpen, flag, isUnknown, named, number, text } from "./block.js";
import { candidatesOf, type Links, link, links, placeOf } from "./link.js";
import { autoScaledOf } from "./other.js";
import { resourcesOf, type World } from "./world.js";

export function buildClassicLoadBalancers(world: World): void {
  const { draft, show } = world;
  for (const block of resourcesOf(show, "aws_elb")) {
    const { address } = block.owner;
    const subnets = known(world, block, "subnets", "subnets");
    const groups = links(world, block, "security_groups");
    for (const id of groups.ids) refer(draft, "securityGroups", id, address, placeOf(block, "security_groups"));
    if (groups.open.length > 0) {
      const detail = `a security group is not known before the plan is applied: ${groups.open.join(", ")}`;
      leaveOut(draft, "classicLoadBalancers", address, "not-known", detail, block.place);
      continue;
    }
    if (subnets.length === 0) {
      const detail = "it has no subnets, and the default VPC is not described";
      leaveOut(draft, "classicLoadBalancers", address, "not-known", detail, block.place);
      continue;
    }
    const listeners = blocksIn(draft, block, "listener").map((each) => listenerOf(world, each));
    if (listeners.includes(undefined)) {
      leaveOut(
        draft,
        "classicLoadBalancers",
        address,
        "not-known",
        "a port is not known before the plan is applied",
        block.place,
      );
      continue;
    }
    const unknown = openSetting(world, block);
    if (unknown !== undefined) {
      const detail = `${unknown} is not known before the plan is applied`;
      leaveOut(draft, "classicLoadBalancers", address, "not-known", detail, block.place);
      continue;
    }
    const isDraining = flag(draft, block, "connection_draining") ?? false;
    const name = text(draft, block, "name");
    draft.input.classicLoadBalancers.set(address, {
      ...named(block),
      ...(name === undefined ? {} : { name }),
      scheme: flag(draft, block, "internal") ? "internal" : "internet-facing",
      subnets,
      securityGroups: groups.ids.length === 0 ? undefined : groups.ids,
      listeners: listeners.filter((each) => each !== undefined),
      instances: instancesOf(world, block),
      healthCheck: healthCheckOf(world, block),
      crossZone: flag(draft, block, "cross_zone_load_balancing") ?? true,
      connectionDraining: isDraining ? (number(draft, block, "connection_draining_timeout") ?? 300) : null,
      idleTimeout: number(draft, block, "idle_timeout"),
      dnsName: text(draft, block, "dns_name"),
      origin: block.place,
    });
  }
}

function openSetting({ draft, show }: World, block: Block): string | undefined {
  const own = firstOpen(block, ["internal", "cross_zone_load_balancing", "health_check"]);
  const [check] = blocksIn(draft, block, "health_check");
  const keys = ["target", "interval", "timeout", "healthy_threshold", "unhealthy_threshold"];
  const key = check && keys.find((each) => isUnknown(show, check, each));
  return own ?? (key === undefined ? undefined : `health_check.${key}`);
}

/** The ids that an argument names; what is not known stands there by a name that is missing. */
function known(world: World, block: Block, key: string, collection: "subnets" | "instances"): readonly string[] {
  return settled(world, links(world, block, key), block, key, collection);
}

function settled(
  { draft }: World,
  { ids, open }: Links,
  block: Block,
  key: string,
  collection: "subnets" | "instances",
): readonly string[] {
  for (const id of ids) refer(draft, collection, id, block.owner.address, placeOf(block, key));
  for (const id of open)
    leaveOut(draft, collection, id, "not-known", "it is not known before the plan is applied", placeOf(block, key));
  return [...new Set([...ids, ...open])];
}

function instancesOf(world: World, block: Block): readonly string[] {
  const { show, draft } = world;
  const { address } = block.owner;
  const attached = resourcesOf(show, "aws_elb_attachment")
    .filter((each) => {
      const { id } = link(world, each, "elb");
      return id === undefined ? candidatesOf(world, each, "elb").includes(address) : id === address;
    })
    .flatMap((each) => {
      if (link(world, each, "elb").id !== undefined) return known(world, each, "instance", "instances");
      const id = `instance of ${each.owner.address}`;
      leaveOut(draft, "instances", id, "not-known", "it is not known whether it is registered here", each.place);
      return [id];
    });
  const scaled = autoScaledOf(world, address);
  for (const by of scaled) {
    const id = `instances of ${by}`;
    leaveOut(draft, "instances", id, "not-modelled", "an Auto Scaling group starts them", block.place);
  }
  return [
    ...new Set([
      ...known(world, block, "instances", "instances"),
      ...attached,
      ...scaled.map((by) => `instances of ${by}`),
    ]),
  ];
}

function listenerOf({ draft }: World, block: Block): ClassicListenerInput | undefined {
  const protocol = text(draft, block, "lb_protocol");
  const [loadBalancerPort, instancePort] = [number(draft, block, "lb_port"), number(draft, block, "instance_port")];
  if (protocol === undefined || loadBalancerPort === undefined || instancePort === undefined) return undefined;
  return {
    protocol: protocol.toUpperCase(),
    loadBalancerPort,
    instanceProtocol: text(draft, block, "instance_protocol")?.toUpperCase(),
    instancePort,
    sslCertificateId: text(draft, block, "ssl_certificate_id"),
    origin: block.place,
  };
}

function healthCheckOf(world: World, block: Block): ClassicHealthCheckInput | undefined {
  const { draft } = world;
  const [check] = blocksIn(draft, block, "health_check");
  const target = check && text(draft, check, "target");
  if (!check || target === undefined) {
    const message = `${block.owner.address} has no health check that is known; AWS's own one was taken`;
    addNote(draft, "presumed-health-check", message, { component: block.owner.address, place: block.place });
    return undefined;
  }
  return {
    target,
    interval: number(draft, check, "interval"),
    timeout: number(draft, check, "timeout"),
    healthyThreshold: number(draft, check, "healthy_threshold"),
    unhealthyThreshold: number(draft, check, "unhealthy_threshold"),
  };
}
