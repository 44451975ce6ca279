/** "AWS::ElasticLoadBalancing::LoadBalancer" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-ec2-elb.html */
import type { ClassicHealthCheckInput, ClassicListenerInput } from "@netsim/core";
import {
  type Context,
  certain,
  idsOf,
  lose,
  type Made,
  nameOf,
  originAt,
  originOf,
  settled,
  subnetsFor,
} from "./context.js";
import { Fields } from "./fields.js";
import type { Registered } from "./registered.js";
import { isUnresolved, type Unresolved } from "./value.js";

/** "Configure connection draining" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/config-conn-drain.html */
const DRAINING_SECONDS = 300;

export function buildClassicLoadBalancers(context: Context, registered: Registered): void {
  const { draft } = context;
  for (const item of certain(context, "classicLoadBalancers", "AWS::ElasticLoadBalancing::LoadBalancer")) {
    const { fields, id, resource } = item;
    const listeners = listenersIn(item);
    const healthCheck = healthCheckIn(fields);
    const scheme = fields.word("Scheme", ["internet-facing", "internal"]);
    const doubt = [listeners, healthCheck, scheme].find(isUnresolved);
    if (doubt) {
      lose(context, "classicLoadBalancers", id, doubt, resource.place);
      continue;
    }
    const subnets = idsOf(context, "subnets", fields.texts("Subnets"), id, fields.placeOf("Subnets"));
    const own = idsOf(context, "instances", fields.texts("Instances"), id, fields.placeOf("Instances")) ?? [];
    const zones = fields.texts("AvailabilityZones");
    const name = fields.text("LoadBalancerName");
    const members = [id, ...(typeof name === "string" ? [name] : [])].flatMap(
      (each) => registered.instances.get(each) ?? [],
    );
    if (subnets === undefined) {
      // By zones only: in the default VPC, which no template makes.
      const detail = `${id} names ${zones === undefined ? "no subnets" : "zones and no subnets"}, so AWS makes it in the default VPC`;
      draft.missing.push({
        collection: "classicLoadBalancers",
        id,
        reason: "not-resolved",
        detail,
        origin: resource.place,
      });
      continue;
    }
    draft.input.classicLoadBalancers.set(id, {
      ...nameOf(item, "LoadBalancerName"),
      scheme: scheme as "internal" | undefined,
      subnets: subnetsFor(context, item, subnets),
      securityGroups: idsOf(
        context,
        "securityGroups",
        fields.texts("SecurityGroups"),
        id,
        fields.placeOf("SecurityGroups"),
      ),
      listeners: listeners as readonly ClassicListenerInput[],
      instances: [...new Set([...own, ...members])],
      healthCheck: healthCheck as ClassicHealthCheckInput | undefined,
      crossZone: crossZoneOf(fields),
      connectionDraining: drainingOf(context, item),
      idleTimeout: idleOf(context, item),
      origin: originOf(item),
    });
  }
}

/** Off when left out; null when it is not known. */
function crossZoneOf(fields: Fields): boolean | null {
  const read = fields.flag("CrossZone");
  return isUnresolved(read) ? null : (read ?? false);
}

function drainingOf(context: Context, item: Made): number | null {
  const policy = item.fields.object("ConnectionDrainingPolicy");
  if (policy === undefined || isUnresolved(policy)) return null;
  const isOn = settled(context, policy.flag("Enabled"), item, "whether connections are drained");
  const seconds = settled(context, policy.number("Timeout"), item, "how long connections are drained");
  return isOn === true ? (seconds ?? DRAINING_SECONDS) : null;
}

function idleOf(context: Context, item: Made): number | undefined {
  const policy = item.fields.object("ConnectionSettings");
  if (policy === undefined || isUnresolved(policy)) return undefined;
  return settled(context, policy.number("IdleTimeout"), item, "the idle timeout");
}

function listenersIn(item: Made): readonly ClassicListenerInput[] | Unresolved {
  const list = item.fields.objects("Listeners");
  if (list === undefined) item.fields.lack("Listeners");
  const listeners: ClassicListenerInput[] = [];
  for (const each of isUnresolved(list) ? [list] : (list ?? [])) {
    if (!(each instanceof Fields)) return each;
    const values = [
      each.text("Protocol"),
      each.text("InstanceProtocol"),
      each.number("LoadBalancerPort"),
      each.number("InstancePort"),
    ];
    const doubt = values.find(isUnresolved);
    if (doubt) return doubt;
    for (const key of ["Protocol", "LoadBalancerPort", "InstancePort"]) if (!each.has(key)) each.lack(key);
    const [protocol, instanceProtocol, loadBalancerPort, instancePort] = values;
    listeners.push({
      protocol: String(protocol),
      loadBalancerPort: Number(loadBalancerPort),
      instanceProtocol: instanceProtocol as string | undefined,
      instancePort: Number(instancePort),
      origin: originAt(item, each.place),
    });
  }
  return listeners;
}

function healthCheckIn(fields: Fields): ClassicHealthCheckInput | Unresolved | undefined {
  const check = fields.object("HealthCheck");
  if (check === undefined || isUnresolved(check)) return check;
  const target = check.text("Target");
  if (target === undefined) check.lack("Target");
  const values = {
    target: target ?? "",
    interval: check.number("Interval"),
    timeout: check.number("Timeout"),
    unhealthyThreshold: check.number("UnhealthyThreshold"),
    healthyThreshold: check.number("HealthyThreshold"),
  };
  return Object.values(values).find(isUnresolved) ?? (values as ClassicHealthCheckInput);
}
