/**
 * What sends and receives in EC2-Classic: instances by their own addresses, and the nodes of Classic Load Balancers.
 * "EC2-Classic" https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-classic-platform.html
 */
import {
  ALL_ADDRESSES,
  AMAZON_ELB_SECURITY_GROUP,
  addressesOf,
  addressSet,
  type ClassicLoadBalancer,
  EC2_CLASSIC,
  EC2_CLASSIC_RANGE,
  ec2ClassicNames,
  type Instance,
  type Network,
} from "@netsim/core";
import { PUBLIC } from "./internet.js";
import type { Station } from "./station.js";

const stations = new WeakMap<Instance, { readonly groups: Network["securityGroups"]; readonly station: Station }>();

/** Undefined for an instance of a VPC. */
export function ec2ClassicStation(network: Network, instance: Instance): Station | undefined {
  const { ec2Classic } = instance;
  if (!ec2Classic) return undefined;
  const known = stations.get(instance);
  if (known?.groups === network.securityGroups) return known.station;
  const { groups, privateIpAddress, publicIp } = ec2Classic;
  // An instance that does not run gets any address of the range when it starts.
  const addresses = privateIpAddress === undefined ? addressesOf(EC2_CLASSIC_RANGE) : addressSet([privateIpAddress]);
  const names = groups.flatMap((id) => {
    const group = network.securityGroups[id];
    return group ? ec2ClassicNames(group) : [id];
  });
  const station: Station = {
    component: { id: instance.id, kind: "instance", name: instance.name },
    vpcId: EC2_CLASSIC,
    subnet: null,
    addresses,
    groups,
    identity: { id: instance.id, groups: names, vpcId: EC2_CLASSIC },
    associations: publicIp === undefined ? [] : [{ private: addresses, public: addressSet([publicIp]) }],
    sourceDestCheck: true,
    isClassicNode: false,
  };
  stations.set(instance, { groups: network.securityGroups, station });
  return station;
}

/**
 * A node has no groups of its own, so that its listeners alone decide what it takes. It sends as a member of the group
 * that Elastic Load Balancing keeps, over IPv4, from addresses that AWS does not tell. Clients may come over IPv6.
 * "Configure security groups for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-security-groups.html
 * "Internet-facing Classic Load Balancers" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-internet-facing-load-balancers.html
 */
export function ec2ClassicNodeStation(balancer: ClassicLoadBalancer, availabilityZone: string): Station {
  const id = `${balancer.id}@${availabilityZone}`;
  const anywhere = { ipv4: ALL_ADDRESSES.ipv4, ipv6: false };
  return {
    component: { id, kind: "load-balancer-node" },
    vpcId: EC2_CLASSIC,
    subnet: null,
    addresses: { ipv4: ALL_ADDRESSES.ipv4, ipv6: PUBLIC.ipv6 },
    groups: null,
    identity: { id, groups: [AMAZON_ELB_SECURITY_GROUP], vpcId: EC2_CLASSIC },
    associations: [{ private: anywhere, public: null }],
    hasAnyAddress: true,
    sourceDestCheck: true,
    isClassicNode: false,
  };
}
