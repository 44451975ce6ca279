/** "LoadBalancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancer.html */
import type { LoadBalancer, LoadBalancerIpAddressType, LoadBalancerType, Network } from "@netsim/core";
import { dnsNameOf, loadBalancerArn } from "./load-balancer.js";

/** "AvailabilityZone" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AvailabilityZone.html */
export interface AvailabilityZone {
  readonly ZoneName?: string | undefined;
  readonly SubnetId: string;
  /** Static addresses of a Network Load Balancer. */
  readonly LoadBalancerAddresses: readonly {
    readonly IpAddress?: string | undefined;
    readonly PrivateIPv4Address?: string | undefined;
    readonly IPv6Address?: string | undefined;
  }[];
}

/** Without `CanonicalHostedZoneId` and `CreatedTime`, of which a network knows nothing. */
export interface LoadBalancerAnswer {
  readonly LoadBalancerArn: string;
  readonly DNSName?: string | undefined;
  readonly LoadBalancerName: string;
  readonly Scheme?: "internet-facing" | "internal" | undefined;
  readonly VpcId: string;
  readonly State: { readonly Code: "provisioning" | "active" };
  readonly Type: LoadBalancerType;
  readonly AvailabilityZones: readonly AvailabilityZone[];
  /** Absent for one that has none and can get none. */
  readonly SecurityGroups?: readonly string[] | undefined;
  readonly IpAddressType: LoadBalancerIpAddressType;
  /** For a Network Load Balancer with security groups. */
  readonly EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic?: "on" | "off" | undefined;
}

export function availabilityZones(network: Network, { subnets }: LoadBalancer): readonly AvailabilityZone[] {
  return subnets.map(({ subnetId, publicIp, privateIpv4Address, ipv6Address }) => {
    const zone = network.subnets[subnetId]?.availabilityZone;
    const addresses = {
      ...(publicIp === undefined ? {} : { IpAddress: publicIp }),
      ...(privateIpv4Address === undefined ? {} : { PrivateIPv4Address: privateIpv4Address }),
      ...(ipv6Address === undefined ? {} : { IPv6Address: ipv6Address }),
    };
    return {
      ...(zone === undefined ? {} : { ZoneName: zone }),
      SubnetId: subnetId,
      LoadBalancerAddresses: Object.keys(addresses).length > 0 ? [addresses] : [],
    };
  });
}

/** @param code `provisioning` in the answer to its creation, as AWS has it. */
export function loadBalancerAnswer(
  network: Network,
  balancer: LoadBalancer,
  code: "provisioning" | "active" = "active",
): LoadBalancerAnswer {
  const { securityGroups, type, enforcePrivateLinkInboundRules } = balancer;
  const dnsName = dnsNameOf(network, balancer);
  const enforce = enforcePrivateLinkInboundRules ? "on" : "off";
  return {
    LoadBalancerArn: loadBalancerArn(network, balancer),
    ...(dnsName === undefined ? {} : { DNSName: dnsName }),
    LoadBalancerName: balancer.id,
    ...(type === "gateway" ? {} : { Scheme: balancer.scheme }),
    VpcId: balancer.vpcId,
    State: { Code: code },
    Type: type,
    AvailabilityZones: availabilityZones(network, balancer),
    ...(securityGroups === null ? {} : { SecurityGroups: securityGroups }),
    IpAddressType: balancer.ipAddressType,
    ...(type === "network" && securityGroups !== null
      ? { EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: enforce }
      : {}),
  };
}
