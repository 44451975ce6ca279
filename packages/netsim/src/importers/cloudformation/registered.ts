/**
 * Targets that are in no template, as something else starts and registers them: instances of Auto Scaling groups, tasks
 * of ECS services. One in each subnet stands for all that may be there: those of one subnet are alike to every filter.
 * "AWS::AutoScaling::AutoScalingGroup" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-autoscaling-autoscalinggroup.html
 * "AWS::ECS::Service" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ecs-service.html
 */
import type { TargetInput } from "@netsim/core";
import type { Place } from "../document.js";
import { type Context, type Made, madeOf, nameInSubnet, originOf, presume } from "./context.js";
import { Fields, type Read } from "./fields.js";
import { interfaceIn } from "./hosts.js";
import { putInterface } from "./instance.js";
import { launchFields } from "./launch.js";
import { isUnresolved, type Unresolved } from "./value.js";
import { mapsPublicIp } from "./vpc.js";

interface Unknown {
  readonly reason: string;
  readonly detail: string;
  readonly origin: Place;
}

export interface Registered {
  /** By target group. */
  readonly targets: Map<string, readonly TargetInput[]>;
  /** Target groups whose members are not all known, and why. */
  readonly unknown: Map<string, Unknown>;
  /** Instance ids by Classic Load Balancer. */
  readonly instances: Map<string, readonly string[]>;
}

export function registeredTargets(context: Context): Registered {
  const registered: Registered = { targets: new Map(), unknown: new Map(), instances: new Map() };
  for (const item of madeOf(context.world, "AWS::AutoScaling::AutoScalingGroup")) scaling(context, item, registered);
  for (const item of madeOf(context.world, "AWS::ECS::Service")) service(context, item, registered);
  return registered;
}

type Ids = Read<readonly (string | Unresolved)[]>;

/** The ids that are known; the first that is not. */
function known(ids: Ids): { readonly all: readonly string[]; readonly doubt?: Unresolved | undefined } {
  if (isUnresolved(ids)) return { all: [], doubt: ids };
  const list = ids ?? [];
  return { all: list.filter((each): each is string => typeof each === "string"), doubt: list.find(isUnresolved) };
}

function add<T>(map: Map<string, readonly T[]>, key: string, members: readonly T[]): void {
  map.set(key, [...(map.get(key) ?? []), ...members]);
}

/** The number of members that are wanted, where it is known to be none. */
function isEmpty(fields: Fields, ...keys: readonly string[]): boolean {
  const count = keys.map((key) => fields.number(key)).find((each) => each !== undefined);
  return count === 0;
}

function scaling(context: Context, item: Made, registered: Registered): void {
  const { fields, id, resource } = item;
  const groups = known(sourceGroups(fields));
  const balancers = known(fields.texts("LoadBalancerNames"));
  const subnets = known(fields.texts("VPCZoneIdentifier"));
  if (isEmpty(fields, "DesiredCapacity", "MinSize") && isEmpty(fields, "MaxSize")) {
    presume(context, "no-instances", item, "its capacity is 0, so it has no instances");
    return;
  }
  const why = item.doubt?.why ?? subnets.doubt?.why ?? (subnets.all.length === 0 ? "it names no subnets" : undefined);
  if (why !== undefined) {
    const detail = `instances of ${id} are registered, and ${why}`;
    for (const group of groups.all)
      registered.unknown.set(group, { reason: "not-resolved", detail, origin: resource.place });
    for (const balancer of balancers.all) add(registered.instances, balancer, [`instances of ${id}`]);
    if (balancers.all.length > 0)
      context.draft.missing.push({
        collection: "instances",
        id: `instances of ${id}`,
        reason: "not-resolved",
        detail,
        origin: resource.place,
      });
    return;
  }
  const ids = subnets.all.map((subnet) => putInstance(context, item, subnet));
  presume(
    context,
    "presumed-instances",
    item,
    `AWS starts its instances; one in each of its subnets was presumed: ${ids.join(", ")}`,
  );
  for (const group of groups.all)
    add(
      registered.targets,
      group,
      ids.map((each) => ({ id: each, origin: originOf(item) })),
    );
  for (const balancer of balancers.all) add(registered.instances, balancer, ids);
}

function sourceGroups(fields: Fields): Ids {
  const named = fields.texts("TargetGroupARNs");
  const sources = fields.objects("TrafficSources");
  if (isUnresolved(named) || isUnresolved(sources)) return named;
  const more = (sources ?? []).flatMap((each) => (each instanceof Fields ? (each.text("Identifier") ?? []) : [each]));
  return [...(named ?? []), ...more];
}

function putInstance(context: Context, item: Made, subnet: string): string {
  const launch = launchFields(context, item);
  const listed = launch?.objects("NetworkInterfaces");
  const [first] = isUnresolved(listed) ? [] : (listed ?? []);
  const primary = first instanceof Fields ? first : undefined;
  const groups = primary?.texts("Groups") ?? launch?.texts("SecurityGroupIds") ?? launch?.texts("SecurityGroups");
  const stated = primary?.flag("AssociatePublicIpAddress") ?? launch?.flag("AssociatePublicIpAddress");
  const isPublic = typeof stated === "boolean" ? stated : mapsPublicIp(context, subnet);
  const made = interfaceIn(context, item, subnet, groups, isPublic);
  const eni = { ...made, id: `eni-${made.id}` };
  putInterface(context, item, eni, {});
  const id = made.id;
  context.draft.input.instances.set(id, {
    ...nameInSubnet(context.world, item, subnet, id),
    networkInterfaceIds: [eni.id],
    origin: originOf(item),
  });
  return id;
}

function service(context: Context, item: Made, registered: Registered): void {
  const { fields, id, resource } = item;
  const listed = fields.objects("LoadBalancers");
  const entries = (isUnresolved(listed) ? [] : (listed ?? [])).filter((each): each is Fields => each instanceof Fields);
  if (isEmpty(fields, "DesiredCount")) {
    presume(context, "no-instances", item, "its desired count is 0, so it has no tasks");
    return;
  }
  const network = fields.object("NetworkConfiguration");
  const config = isUnresolved(network) ? network : network?.object("AwsvpcConfiguration");
  const inVpc = isUnresolved(config) ? undefined : config;
  const subnets = known(inVpc?.texts("Subnets"));
  const why =
    item.doubt?.why ??
    (isUnresolved(config) ? config.why : undefined) ??
    subnets.doubt?.why ??
    (inVpc ? undefined : "their hosts and ports are chosen when they start");
  if (why !== undefined || !inVpc) {
    const unknown = {
      reason: "not-resolved",
      detail: `tasks of ${id} are registered, and ${why}`,
      origin: resource.place,
    };
    for (const entry of entries) {
      const group = entry.text("TargetGroupArn");
      if (typeof group === "string") registered.unknown.set(group, unknown);
    }
    return;
  }
  const isPublic = inVpc.text("AssignPublicIp") === "ENABLED";
  const tasks = subnets.all.map((subnet) =>
    interfaceIn(context, item, subnet, inVpc.texts("SecurityGroups"), isPublic),
  );
  for (const [at, task] of tasks.entries())
    putInterface(context, item, task, {
      ...nameInSubnet(context.world, item, subnets.all[at] ?? "", task.id),
      description: `a task of ${id}`,
    });
  const addresses = tasks.flatMap((task) => task.addresses[0]?.address ?? []);
  presume(
    context,
    "presumed-tasks",
    item,
    `ECS starts its tasks; one in each of its subnets was presumed: ${tasks.map((task, at) => `${task.id} (${addresses[at] ?? "no address"})`).join(", ")}`,
  );
  for (const entry of entries) {
    const group = entry.text("TargetGroupArn");
    const port = entry.number("ContainerPort");
    if (typeof group !== "string") continue;
    const isKnown = !isUnresolved(port) && addresses.length === tasks.length;
    if (!isKnown) {
      const detail = `tasks of ${id} are registered, and their ports or addresses are not known`;
      registered.unknown.set(group, { reason: "not-resolved", detail, origin: resource.place });
    } else
      add(
        registered.targets,
        group,
        addresses.map((address) => ({ id: address, port, origin: originOf(item) })),
      );
  }
}
