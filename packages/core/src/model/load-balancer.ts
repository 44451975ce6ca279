/**
 * An Application, Network or Gateway Load Balancer.
 * "Application Load Balancers" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html
 * "Network Load Balancers" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html
 * "Gateway Load Balancers" https://docs.aws.amazon.com/elasticloadbalancing/latest/gateway/gateway-load-balancers.html
 */
import * as v from "valibot";
import { type IpAddress, ipFamily, parseIp } from "../packet/ip.js";
import type { Path } from "../result.js";
import { type Listener, type ListenerInput, listenerSchema, readListener } from "./listener.js";
import { type Described, type Origin, originSchema } from "./origin.js";
import { compact, type Reader } from "./read.js";

export type LoadBalancerType = "application" | "network" | "gateway";
export type LoadBalancerIpAddressType = "ipv4" | "dualstack" | "dualstack-without-public-ipv4";

/** An enabled zone by its subnet, with the addresses that a Network Load Balancer has there for good. */
export interface LoadBalancerSubnet {
  readonly subnetId: string;
  readonly privateIpv4Address?: IpAddress | undefined;
  /** An Elastic IP address. */
  readonly publicIp?: IpAddress | undefined;
  readonly ipv6Address?: IpAddress | undefined;
}

export interface LoadBalancer extends Described {
  /** `LoadBalancerName`, unique among these types in a Region. */
  readonly id: string;
  readonly arn?: string | undefined;
  readonly type: LoadBalancerType;
  readonly scheme: "internet-facing" | "internal";
  readonly vpcId: string;
  readonly subnets: readonly LoadBalancerSubnet[];
  /** Null for one that cannot have any: a Gateway Load Balancer, a Network Load Balancer created without. */
  readonly securityGroups: readonly string[] | null;
  readonly ipAddressType: LoadBalancerIpAddressType;
  readonly listeners: readonly Listener[];
  /** `load_balancing.cross_zone.enabled`; null when the attributes were not collected. */
  readonly crossZone: boolean | null;
  /** `EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic`. */
  readonly enforcePrivateLinkInboundRules: boolean;
  /** `ipv6.deny_all_igw_traffic`: an internal one takes no IPv6 traffic from the internet gateway. */
  readonly denyAllIgwTraffic: boolean;
  /**
   * Attributes that have no key of their own here, by AWS's names: they decide how traffic is served and never whether
   * it gets through.
   */
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  readonly dnsName?: string | undefined;
}

export interface LoadBalancerSubnetInput {
  readonly subnetId: string;
  readonly privateIpv4Address?: string | undefined;
  readonly publicIp?: string | undefined;
  readonly ipv6Address?: string | undefined;
}

export interface LoadBalancerInput {
  readonly type: LoadBalancerType;
  /** `internet-facing` when left out. */
  readonly scheme?: "internet-facing" | "internal" | undefined;
  /** The VPC of the subnets when left out. */
  readonly vpcId?: string | undefined;
  /** Subnet ids, or subnets with static addresses. */
  readonly subnets: readonly (string | LoadBalancerSubnetInput)[];
  /** Left out: the VPC's default group for `application`, none for `network`. */
  readonly securityGroups?: readonly string[] | null | undefined;
  /** `ipv4` when left out. */
  readonly ipAddressType?: LoadBalancerIpAddressType | undefined;
  readonly listeners?: readonly ListenerInput[] | undefined;
  /** Left out: on for `application`, where it cannot be changed, off for the others; null when it is not known. */
  readonly crossZone?: boolean | null | undefined;
  /** On when left out. */
  readonly enforcePrivateLinkInboundRules?: boolean | undefined;
  readonly denyAllIgwTraffic?: boolean | undefined;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  readonly dnsName?: string | undefined;
  readonly arn?: string | undefined;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly origin?: Origin | undefined;
}

const schema: v.GenericSchema<unknown, LoadBalancerInput> = v.strictObject({
  id: v.optional(v.string()),
  arn: v.optional(v.string()),
  name: v.optional(v.string()),
  origin: v.optional(originSchema),
  type: v.picklist(["application", "network", "gateway"]),
  scheme: v.optional(v.picklist(["internet-facing", "internal"])),
  vpcId: v.optional(v.string()),
  subnets: v.array(
    v.union([
      v.string(),
      v.strictObject({
        subnetId: v.string(),
        privateIpv4Address: v.optional(v.string()),
        publicIp: v.optional(v.string()),
        ipv6Address: v.optional(v.string()),
      }),
    ]),
  ),
  securityGroups: v.optional(v.nullable(v.array(v.string()))),
  ipAddressType: v.optional(v.picklist(["ipv4", "dualstack", "dualstack-without-public-ipv4"])),
  listeners: v.optional(v.array(listenerSchema)),
  crossZone: v.optional(v.nullable(v.boolean())),
  enforcePrivateLinkInboundRules: v.optional(v.boolean()),
  denyAllIgwTraffic: v.optional(v.boolean()),
  attributes: v.optional(v.record(v.string(), v.string())),
  dnsName: v.optional(v.string()),
});

/** What the surrounding network knows about a load balancer's place. */
export interface LoadBalancerContext {
  readonly vpcOfSubnet: (subnetId: string) => string | undefined;
  readonly defaultGroup: (vpcId: string) => string | undefined;
}

/**
 * Issue codes: `load-balancer-without-subnet`, `load-balancer-address`, `address-family`, `load-balancer-groups`,
 * `cross-zone`, `load-balancer-ip-address-type`, `duplicate-listener`, and those of listeners and addresses.
 */
export function readLoadBalancer(
  reader: Reader,
  id: string,
  value: unknown,
  path: Path,
  context: LoadBalancerContext,
): LoadBalancer | undefined {
  const input = reader.shape(schema, value, path);
  if (!input) return undefined;
  const { type } = input;
  if (input.subnets.length === 0)
    reader.report("load-balancer-without-subnet", [...path, "subnets"], "at least one subnet", input.subnets);
  const subnets = input.subnets.map((each, at) => readSubnetMapping(reader, each, type, [...path, "subnets", at]));
  const vpcId =
    input.vpcId ?? subnets.map((each) => context.vpcOfSubnet(each.subnetId)).find((each) => each !== undefined) ?? "";
  const listeners = (input.listeners ?? []).map((each, at) =>
    readListener(reader, each, [...path, "listeners", at], type),
  );
  reportDuplicates(reader, listeners, [...path, "listeners"]);
  const ipAddressType = input.ipAddressType ?? "ipv4";
  if (ipAddressType === "dualstack-without-public-ipv4" && type !== "application")
    reader.report("load-balancer-ip-address-type", [...path, "ipAddressType"], "ipv4 or dualstack", ipAddressType);
  if (type === "application" && input.crossZone === false)
    reader.report(
      "cross-zone",
      [...path, "crossZone"],
      "true; it is always on, and a target group may turn it off",
      false,
    );
  const scheme = input.scheme ?? (type === "gateway" ? "internal" : "internet-facing");
  return compact({
    id,
    arn: input.arn,
    name: input.name,
    type,
    scheme,
    vpcId,
    subnets,
    securityGroups: readGroups(reader, input, path, () => context.defaultGroup(vpcId)),
    ipAddressType,
    listeners: listeners.filter((each) => each !== undefined),
    crossZone: type === "application" ? true : input.crossZone === undefined ? false : input.crossZone,
    enforcePrivateLinkInboundRules: input.enforcePrivateLinkInboundRules ?? true,
    denyAllIgwTraffic: input.denyAllIgwTraffic ?? scheme === "internal",
    attributes: input.attributes,
    dnsName: input.dnsName,
    origin: input.origin,
  });
}

function readSubnetMapping(
  reader: Reader,
  input: string | LoadBalancerSubnetInput,
  type: LoadBalancerType,
  path: Path,
): LoadBalancerSubnet {
  if (typeof input === "string") return { subnetId: input };
  const read = (key: "privateIpv4Address" | "publicIp" | "ipv6Address"): IpAddress | undefined => {
    const text = input[key];
    if (text === undefined) return undefined;
    if (type !== "network")
      return reader.report(
        "load-balancer-address",
        [...path, key],
        "no static address but for a network load balancer",
        text,
      );
    const address = reader.take(parseIp(text, [...path, key]));
    const family = key === "ipv6Address" ? "ipv6" : "ipv4";
    if (address !== undefined && ipFamily(address) !== family)
      return reader.report(
        "address-family",
        [...path, key],
        family === "ipv4" ? "an IPv4 address" : "an IPv6 address",
        text,
      );
    return address;
  };
  return compact({
    subnetId: input.subnetId,
    privateIpv4Address: read("privateIpv4Address"),
    publicIp: read("publicIp"),
    ipv6Address: read("ipv6Address"),
  });
}

/** "Update the security groups for your Network Load Balancer": none can be added to one that was created without. */
function readGroups(
  reader: Reader,
  input: LoadBalancerInput,
  path: Path,
  defaultGroup: () => string | undefined,
): readonly string[] | null {
  // An empty list is none, as for `create-load-balancer`.
  const given = input.securityGroups?.length === 0 ? undefined : (input.securityGroups ?? undefined);
  if (input.type === "gateway") {
    if (given !== undefined && given.length > 0)
      reader.report(
        "load-balancer-groups",
        [...path, "securityGroups"],
        "no groups for a gateway load balancer",
        given,
      );
    return null;
  }
  if (input.type === "network") return given === undefined ? null : [...new Set(given)];
  if (given !== undefined) return [...new Set(given)];
  const implied = defaultGroup();
  return implied === undefined ? [] : [implied];
}

/** One listener a port, whatever its transport: to take TCP and UDP on one port AWS has TCP_UDP. */
function reportDuplicates(reader: Reader, listeners: readonly (Listener | undefined)[], path: Path): void {
  for (const [at, listener] of listeners.entries()) {
    if (!listener) continue;
    const other = listeners.slice(0, at).find((each) => each !== undefined && each.port === listener.port);
    if (other) reader.report("duplicate-listener", [...path, at, "port"], "one listener for each port", listener.port);
  }
}
