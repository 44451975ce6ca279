/** `aws_lb_target_group` and `aws_lb_target_group_attachment`. */
import type { MinimumHealthyTargetsInput, TargetGroupInput, TargetHealthCheckInput, TargetInput } from "@netsim/core";
import { leaveOut, refer } from "../aws/draft.js";
import { type Block, blocksIn, firstOpen, flag, isOpen, isUnknown, named, number, text } from "./block.js";
import { link, links, placeOf } from "./link.js";
import { autoScaledOf } from "./other.js";
import { resourcesOf, type World } from "./world.js";

const GROUPS = ["aws_lb_target_group", "aws_alb_target_group"] as const;
const ATTACHMENTS = ["aws_lb_target_group_attachment", "aws_alb_target_group_attachment"] as const;

export function buildTargetGroups(world: World): void {
  const { draft, show } = world;
  for (const block of resourcesOf(show, ...GROUPS)) {
    const { address } = block.owner;
    const targetType = (text(draft, block, "target_type") ?? "instance") as TargetGroupInput["targetType"];
    const vpc = link(world, block, "vpc_id");
    const open = vpc.open ?? firstOpen(block, ARGUMENTS) ?? openCheck(world, block);
    if (open !== undefined) {
      const detail = `${open} is not known before the plan is applied`;
      leaveOut(draft, "targetGroups", address, "not-known", detail, block.place);
      continue;
    }
    if (vpc.id !== undefined) refer(draft, "vpcs", vpc.id, address, placeOf(block, "vpc_id"));
    const crossZone =
      text(draft, block, "load_balancing_cross_zone_enabled") ??
      String(block.values.load_balancing_cross_zone_enabled ?? "");
    const name = text(draft, block, "name");
    draft.input.targetGroups.set(address, {
      ...named(block),
      ...(name === undefined ? {} : { name }),
      arn: text(draft, block, "arn"),
      targetType,
      protocol: text(draft, block, "protocol")?.toUpperCase() ?? null,
      protocolVersion: text(draft, block, "protocol_version") as TargetGroupInput["protocolVersion"],
      port: number(draft, block, "port") ?? null,
      vpcId: vpc.id ?? null,
      ipAddressType: text(draft, block, "ip_address_type") as TargetGroupInput["ipAddressType"],
      targets: targetsOf(world, address, targetType),
      healthCheck: healthCheckOf(world, block),
      crossZone: crossZone === "true" ? true : crossZone === "false" ? false : null,
      preserveClientIp: flag(draft, block, "preserve_client_ip"),
      deregistrationDelay: number(draft, block, "deregistration_delay"),
      ...healthLimitsOf(world, block),
      origin: block.place,
    });
    for (const by of [...autoScaledOf(world, address), ...servicesOf(world, address)]) {
      const detail = `${by} registers its members as it starts them`;
      draft.missing.push({ collection: "targets", id: address, reason: "not-modelled", detail, origin: block.place });
    }
  }
}

const ARGUMENTS = ["port", "protocol", "protocol_version", "target_type", "ip_address_type", "preserve_client_ip"];

/** Terraform knows its defaults for these, and AWS's are left out. */
const CHECK = ["enabled", "port", "protocol", "interval", "healthy_threshold", "unhealthy_threshold"];

function openCheck({ draft, show }: World, block: Block): string | undefined {
  if (isOpen(block, "health_check")) return "health_check";
  const [check] = blocksIn(draft, block, "health_check");
  const key = check && (firstOpen(check, CHECK) ?? firstOpen(check, ["path", "timeout", "matcher"]));
  const hidden = check && CHECK.find((each) => isUnknown(show, check, each));
  return (key ?? hidden) === undefined ? undefined : `health_check.${key ?? hidden}`;
}

/** "Resource: aws_lb_target_group" https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lb_target_group */
function healthLimitsOf(
  { draft }: World,
  block: Block,
): Pick<TargetGroupInput, "dnsFailover" | "unhealthyStateRouting" | "terminateUnhealthyConnections"> {
  const [health] = blocksIn(draft, block, "target_group_health");
  const limit = (key: string): MinimumHealthyTargetsInput | undefined => {
    const [found] = health ? blocksIn(draft, health, key) : [];
    if (!found) return undefined;
    const of = (each: string): number | null | undefined =>
      found.values[each] === "off" ? null : number(draft, found, each);
    return {
      count: of("minimum_healthy_targets_count"),
      percentage: of("minimum_healthy_targets_percentage"),
    };
  };
  const [state] = blocksIn(draft, block, "target_health_state");
  return {
    dnsFailover: limit("dns_failover"),
    unhealthyStateRouting: limit("unhealthy_state_routing"),
    terminateUnhealthyConnections: state && flag(draft, state, "enable_unhealthy_connection_termination"),
  };
}

/** Services of ECS whose tasks join a target group. */
function servicesOf(world: World, address: string): readonly string[] {
  return resourcesOf(world.show, "aws_ecs_service")
    .filter((block) =>
      blocksIn(world.draft, block, "load_balancer").some((each) => {
        const { ids, open } = links(world, each, "target_group_arn");
        return ids.includes(address) || open.length > 0;
      }),
    )
    .map(({ owner }) => owner.address);
}

function targetsOf(world: World, group: string, type: TargetGroupInput["targetType"]): readonly TargetInput[] {
  const { draft, show } = world;
  return resourcesOf(show, ...ATTACHMENTS).flatMap((block): TargetInput[] => {
    const owner = link(world, block, "target_group_arn");
    if (owner.id !== group) {
      if (owner.id === undefined) lost(world, group, block, owner.open);
      return [];
    }
    const target = link(world, block, "target_id");
    const id = type === "ip" ? addressOf(world, target.id) : target.id;
    if (id === undefined) {
      lost(world, group, block, target.open ?? target.id);
      return [];
    }
    if (type === "instance") refer(draft, "instances", id, group, placeOf(block, "target_id"));
    if (type === "alb") refer(draft, "loadBalancers", id, group, placeOf(block, "target_id"));
    const zone = text(draft, block, "availability_zone");
    return [
      {
        id,
        port: number(draft, block, "port") ?? null,
        ...(zone === undefined ? {} : { availabilityZone: zone }),
        origin: block.place,
      },
    ];
  });
}

/** A target by address is one, or that of an instance or interface whose address is the one that stands for it. */
function addressOf({ draft }: World, id: string | undefined): string | undefined {
  if (id === undefined) return undefined;
  const made = draft.input.networkInterfaces.get(`eni-${id}`) ?? draft.input.networkInterfaces.get(id);
  if (made) return made.privateIpAddresses?.[0]?.address;
  return /^[0-9a-f.:]+$/i.test(id) ? id : undefined;
}

function lost({ draft }: World, group: string, { owner, place }: Block, open = "its target"): void {
  const detail = `${owner.address} registers what is not known before the plan is applied (${open})`;
  draft.missing.push({ collection: "targets", id: group, reason: "not-known", detail, origin: place });
}

/** Terraform writes defaults out; what is null or empty is AWS's. */
function healthCheckOf({ draft }: World, block: Block): TargetHealthCheckInput | undefined {
  const [check] = blocksIn(draft, block, "health_check");
  if (!check) return undefined;
  return {
    enabled: flag(draft, check, "enabled"),
    protocol: text(draft, check, "protocol")?.toUpperCase(),
    port: text(draft, check, "port"),
    path: text(draft, check, "path"),
    interval: number(draft, check, "interval"),
    timeout: number(draft, check, "timeout"),
    healthyThreshold: number(draft, check, "healthy_threshold"),
    unhealthyThreshold: number(draft, check, "unhealthy_threshold"),
    matcher: text(draft, check, "matcher"),
  };
}
