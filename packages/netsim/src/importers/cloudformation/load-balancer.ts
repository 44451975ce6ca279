/** "AWS::ElasticLoadBalancingV2::LoadBalancer" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-elasticloadbalancingv2-loadbalancer.html */
import type { LoadBalancerIpAddressType, LoadBalancerSubnetInput, LoadBalancerType } from "@netsim/core";
import { addNote } from "../aws/draft.js";
import { attributesIn } from "./attribute-list.js";
import {
  type Context,
  certain,
  doubtIn,
  idOf,
  idsOf,
  lose,
  type Made,
  nameOf,
  originOf,
  settled,
  subnetsFor,
} from "./context.js";
import { elasticAddressOf } from "./elastic-address.js";
import { Fields, type Read } from "./fields.js";
import { listenersOf } from "./listener.js";
import { isUnresolved } from "./value.js";

export const LOAD_BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer";

const TYPES = ["application", "network", "gateway"] as const;

export function buildLoadBalancers(context: Context): void {
  const { draft } = context;
  const listeners = listenersOf(context);
  for (const item of certain(context, "loadBalancers", LOAD_BALANCER)) {
    const { fields, id, resource } = item;
    const type = fields.word("Type", TYPES);
    const scheme = fields.word("Scheme", ["internet-facing", "internal"]);
    const doubt = [type, scheme].find(isUnresolved);
    if (doubt) {
      lose(context, "loadBalancers", id, doubt, resource.place);
      continue;
    }
    const settings = attributesIn(context, item, "LoadBalancerAttributes");
    if (settings.doubt) lose(context, "loadBalancerAttributes", id, settings.doubt, resource.place);
    const crossZone = settings.flag("load_balancing.cross_zone.enabled");
    const enforce = settled(
      context,
      fields.word("EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic", ["on", "off"]),
      item,
      "whether rules apply to PrivateLink",
    );
    draft.input.loadBalancers.set(id, {
      ...nameOf(item, "Name"),
      type: (type as LoadBalancerType | undefined) ?? "application",
      scheme: scheme as "internal" | undefined,
      subnets: subnetsOf(context, item, scheme !== "internal"),
      securityGroups: idsOf(
        context,
        "securityGroups",
        fields.texts("SecurityGroups"),
        id,
        fields.placeOf("SecurityGroups"),
      ),
      ipAddressType: settled(context, ipAddressType(fields), item, "IpAddressType"),
      listeners: listeners.get(id) ?? [],
      crossZone: crossZone === undefined && settings.doubt ? null : crossZone,
      enforcePrivateLinkInboundRules: enforce === undefined ? undefined : enforce === "on",
      denyAllIgwTraffic: settings.flag("ipv6.deny_all_igw_traffic"),
      origin: originOf(item),
    });
  }
}

function ipAddressType(fields: Fields): Read<LoadBalancerIpAddressType> {
  return fields.word("IpAddressType", ["ipv4", "dualstack", "dualstack-without-public-ipv4"]);
}

/** Subnets that are not resolved are one by name, which is missing. */
function subnetsOf(context: Context, item: Made, isPublic: boolean): readonly (string | LoadBalancerSubnetInput)[] {
  const { fields, id } = item;
  const mappings = fields.objects("SubnetMappings");
  if (mappings === undefined) {
    const subnets = idsOf(context, "subnets", fields.texts("Subnets"), id, fields.placeOf("Subnets"));
    if (subnets === undefined) fields.lack("Subnets");
    return subnetsFor(context, item, subnets ?? []);
  }
  if (doubtIn(fields.texts("SecurityGroups"))) return subnetsFor(context, item, []);
  const members = isUnresolved(mappings) ? [mappings] : mappings;
  return members.flatMap((each): readonly (string | LoadBalancerSubnetInput)[] => {
    if (!(each instanceof Fields))
      return [idOf(context, "subnets", each, id, fields.placeOf("SubnetMappings")) ?? each.label];
    const subnetId = idOf(context, "subnets", each.text("SubnetId"), id, each.placeOf("SubnetId"));
    if (subnetId === undefined) {
      each.lack("SubnetId");
      return [];
    }
    const address = (key: string): string | undefined => {
      const read = each.text(key);
      if (!isUnresolved(read)) return read;
      addNote(context.draft, "not-resolved", `${id} has an address in ${subnetId} that is not known, as ${read.why}`, {
        place: each.place,
        component: id,
      });
      return undefined;
    };
    const allocation = each.text("AllocationId");
    const publicIp =
      isPublic && allocation !== undefined ? elasticAddressOf(context, allocation, `${id}@${subnetId}`) : undefined;
    return [
      { subnetId, publicIp, privateIpv4Address: address("PrivateIPv4Address"), ipv6Address: address("IPv6Address") },
    ];
  });
}
