/**
 * `aws elbv2 describe-load-balancers`, with their attributes and listeners.
 * "LoadBalancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancer.html
 */
import type {
  ListenerInput,
  LoadBalancerInput,
  LoadBalancerIpAddressType,
  LoadBalancerSubnetInput,
  LoadBalancerType,
} from "@netsim/core";
import * as v from "valibot";
import type { Place } from "../document.js";
import { type Attributes, attributesReader } from "./attributes.js";
import { addNote, type Draft, type Raw, recordsOf, refer } from "./draft.js";
import { type DescribedListeners, listenersReader } from "./listener.js";
import { withNested } from "./nested.js";
import { type KeyReader, type Noun, nounReader } from "./noun.js";
import { targetGroupsReader } from "./target-group.js";

const text = v.optional(v.string());

export interface AwsLoadBalancer {
  readonly LoadBalancerArn: string;
  readonly LoadBalancerName?: string | undefined;
  readonly DNSName?: string | undefined;
  readonly Scheme?: "internet-facing" | "internal" | undefined;
  readonly VpcId?: string | undefined;
  readonly State?: { readonly Code?: string | undefined } | undefined;
  readonly Type: LoadBalancerType;
  readonly AvailabilityZones?: readonly AwsZone[] | undefined;
  readonly SecurityGroups?: readonly string[] | undefined;
  readonly IpAddressType?: LoadBalancerIpAddressType | undefined;
  readonly EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic?: "on" | "off" | undefined;
  readonly EnablePrefixForIpv6SourceNat?: string | undefined;
}

interface AwsZone {
  readonly SubnetId: string;
  readonly OutpostId?: string | undefined;
  readonly LoadBalancerAddresses?: readonly AwsAddress[] | undefined;
}

interface AwsAddress {
  readonly IpAddress?: string | undefined;
  readonly PrivateIPv4Address?: string | undefined;
  readonly IPv6Address?: string | undefined;
}

const schema: v.GenericSchema<unknown, AwsLoadBalancer> = v.object({
  LoadBalancerArn: v.string(),
  LoadBalancerName: text,
  DNSName: text,
  Scheme: v.optional(v.picklist(["internet-facing", "internal"])),
  VpcId: text,
  State: v.optional(v.object({ Code: text })),
  Type: v.picklist(["application", "network", "gateway"]),
  AvailabilityZones: v.optional(
    v.array(
      v.object({
        SubnetId: v.string(),
        OutpostId: text,
        LoadBalancerAddresses: v.optional(
          v.array(v.object({ IpAddress: text, PrivateIPv4Address: text, IPv6Address: text })),
        ),
      }),
    ),
  ),
  SecurityGroups: v.optional(v.array(v.string())),
  IpAddressType: v.optional(v.picklist(["ipv4", "dualstack", "dualstack-without-public-ipv4"])),
  EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: v.optional(v.picklist(["on", "off"])),
  EnablePrefixForIpv6SourceNat: text,
});

export const loadBalancers: Noun = {
  key: "LoadBalancers",
  id: "LoadBalancerArn",
  schema,
  collections: ["loadBalancers"],
};

export const loadBalancersReader: KeyReader = withNested(nounReader(loadBalancers), [
  listenersReader,
  targetGroupsReader,
  attributesReader,
]);

export function describedLoadBalancers(draft: Draft): readonly Raw<AwsLoadBalancer>[] {
  return recordsOf(draft, loadBalancers, schema);
}

/** What load balancers are joined with, by ARN. */
export interface LoadBalancerJoins {
  readonly idOfBalancer: (arn: string) => string;
  readonly names: ReadonlyMap<string, { readonly name?: string }>;
  readonly attributes: ReadonlyMap<string, Attributes>;
  readonly listeners: DescribedListeners;
}

export function buildLoadBalancers(draft: Draft, joins: LoadBalancerJoins): void {
  for (const { id: arn, record, place } of describedLoadBalancers(draft)) {
    const id = joins.idOfBalancer(arn);
    const attributes = joins.attributes.get(arn);
    const lack = joins.listeners.lack(arn);
    if (lack) draft.missing.push({ collection: "listeners", id, reason: lack, origin: place });
    if (!attributes)
      draft.missing.push({ collection: "loadBalancerAttributes", id, reason: "not-collected", origin: place });
    const subnets = (record.AvailabilityZones ?? []).map((zone) => subnetOf(record, zone));
    const securityGroups = groupsOf(id, record);
    const listeners = joins.listeners.of({ arn, id, type: record.Type });
    if (record.VpcId !== undefined) refer(draft, "vpcs", record.VpcId, id, place);
    for (const { subnetId } of subnets) refer(draft, "subnets", subnetId, id, place);
    for (const group of securityGroups ?? []) refer(draft, "securityGroups", group, id, place);
    referTargetGroups(draft, id, listeners, place);
    draft.input.loadBalancers.set(id, {
      arn,
      ...(id === arn && record.LoadBalancerName !== undefined ? { name: record.LoadBalancerName } : {}),
      ...joins.names.get(arn),
      type: record.Type,
      scheme: record.Scheme,
      vpcId: record.VpcId,
      subnets,
      securityGroups,
      ipAddressType: record.IpAddressType,
      listeners,
      ...settingsOf(record, attributes),
      dnsName: record.DNSName,
      origin: place,
    });
    noteOthers(draft, id, record, attributes, place);
  }
}

/** Static addresses, of a Network Load Balancer only: those of others come and go. */
function subnetOf(
  { Type: type }: AwsLoadBalancer,
  { SubnetId: subnetId, LoadBalancerAddresses: addresses = [] }: AwsZone,
): LoadBalancerSubnetInput {
  if (type !== "network") return { subnetId };
  const first = (key: keyof AwsAddress): string | undefined =>
    addresses.map((each) => each[key]).find((each) => each !== undefined && each !== "");
  return {
    subnetId,
    privateIpv4Address: first("PrivateIPv4Address"),
    publicIp: first("IpAddress"),
    ipv6Address: first("IPv6Address"),
  };
}

/**
 * An Application Load Balancer always has groups: which ones is left out where there are none. A Network Load Balancer
 * without the key, or with an empty list as SDKs write it, was created without.
 * "Update the security groups for your Network Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
 */
function groupsOf(id: string, { Type: type, SecurityGroups: groups = [] }: AwsLoadBalancer): readonly string[] | null {
  if (groups.length > 0) return groups;
  return type === "application" ? [`security groups of ${id}`] : null;
}

/** "LoadBalancerAttribute" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html */
function settingsOf(record: AwsLoadBalancer, attributes: Attributes | undefined): Partial<LoadBalancerInput> {
  const enforced = record.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic;
  return {
    crossZone: attributes?.flag("load_balancing.cross_zone.enabled") ?? null,
    enforcePrivateLinkInboundRules: enforced === undefined ? undefined : enforced === "on",
    denyAllIgwTraffic: attributes?.flag("ipv6.deny_all_igw_traffic"),
  };
}

function referTargetGroups(draft: Draft, id: string, listeners: readonly ListenerInput[], place: Place): void {
  for (const { defaultActions = [], rules, origin } of listeners) {
    const lists = [{ actions: defaultActions, origin }, ...(rules ?? [])];
    for (const each of lists) {
      for (const action of each.actions ?? []) {
        if (action.type !== "forward") continue;
        for (const group of action.targetGroups) {
          const groupId = typeof group === "string" ? group : group.targetGroup;
          refer(draft, "targetGroups", groupId, id, (each.origin as Place | undefined) ?? place);
        }
      }
    }
  }
}

/** What bears on traffic and is not modelled. */
function noteOthers(
  draft: Draft,
  id: string,
  record: AwsLoadBalancer,
  attributes: Attributes | undefined,
  place: Place,
): void {
  const note = (what: string, at: Place = place): void =>
    addNote(draft, "not-modelled", `${id} ${what}`, { place: at, component: id });
  const state = record.State?.Code;
  if (state === "provisioning" || state === "failed") note(`is in state ${state}; it is taken to be active`);
  if (record.AvailabilityZones?.some((zone) => zone.OutpostId)) note("is on an Outpost, which is not modelled");
  if (record.EnablePrefixForIpv6SourceNat === "on")
    note("translates IPv6 sources to addresses of a prefix, which is not modelled");
  const policy = "dns_record.client_routing_policy";
  const routing = attributes?.text(policy);
  if (attributes && routing !== undefined && routing !== "any_availability_zone")
    note(`answers clients in AWS by zone (${routing}), which is not modelled`, attributes.placeOf(policy));
}
