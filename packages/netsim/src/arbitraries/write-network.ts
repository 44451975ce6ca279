/** From a plan to the network as a person would write it: what AWS makes by itself is left out, and so is what is empty. */
import type { InstanceInput, NetworkInput, NetworkInterfaceInput, SubnetInput, VpcInput } from "@netsim/core";
import { type InterfaceLayout, layoutsOf, type VpcLayout } from "./layout.js";
import type { NetworkPlan } from "./plan.js";
import { withBalancer } from "./write-balancer.js";
import { aclIdOf, HOSTS_LIST, type Written, writeAcls, writeGroups } from "./write-filters.js";
import {
  isNatPublic,
  NAT_HOST,
  natPublicAddress,
  natSubnet,
  OUTSIDE_LIST,
  PEERING,
  tableIdOf,
  writeGateways,
  writeTables,
} from "./write-routes.js";

export function inputOf(plan: NetworkPlan): NetworkInput {
  const layouts = layoutsOf(plan);
  const written: Written = { layouts, plan };
  const plain: NetworkInput = {
    vpcs: Object.fromEntries(layouts.map((vpc) => [vpc.vpcId, vpcOf(vpc)])),
    ...writeGateways(written),
    vpcPeeringConnections: writePeering(written),
    routeTables: writeTables(written),
    networkAcls: writeAcls(written),
    subnets: Object.fromEntries(layouts.flatMap(subnetsOf)),
    securityGroups: writeGroups(written),
    ...writeHosts(layouts),
  };
  const [first] = layouts;
  const whole = plan.balancer === null || !first ? plain : withBalancer(plain, layouts, first, plan.balancer);
  return withoutEmpty({ ...whole, prefixLists: usedLists(whole) });
}

function vpcOf({ blocks, ipv6Block }: VpcLayout): VpcInput {
  const all = ipv6Block === null ? blocks : [...blocks, ipv6Block];
  return { cidr: all.length === 1 ? all[0] : all };
}

function subnetsOf(vpc: VpcLayout): [string, SubnetInput][] {
  return vpc.subnets.map((subnet) => {
    const [table, acl] = [tableIdOf(vpc, subnet), aclIdOf(vpc, subnet.plan.acl)];
    return [
      subnet.id,
      {
        vpcId: vpc.vpcId,
        availabilityZone: subnet.zone,
        cidr: subnet.ipv6Block === null ? subnet.block : [subnet.block, subnet.ipv6Block],
        ...(table === undefined ? {} : { routeTableId: table }),
        ...(acl === undefined ? {} : { networkAclId: acl }),
      },
    ];
  });
}

/** A connection that is not active does not tell the accepter's blocks. */
function writePeering({ layouts, plan }: Written): NonNullable<NetworkInput["vpcPeeringConnections"]> {
  const [requester, accepter] = layouts;
  if (plan.peering === null || !requester || !accepter) return {};
  const { status } = plan.peering;
  const place = ({ vpcId, region }: VpcLayout): { vpcId: string; region: string } => ({ vpcId, region });
  const blocks = ({ blocks: ipv4, ipv6Block }: VpcLayout): string[] => [...ipv4, ...(ipv6Block ? [ipv6Block] : [])];
  return {
    [PEERING]: {
      ...(status === "active" ? {} : { status }),
      requester: { ...place(requester), cidrBlocks: blocks(requester) },
      accepter: { ...place(accepter), ...(status === "active" ? { cidrBlocks: blocks(accepter) } : {}) },
    },
  };
}

/** Instances in their short form, where they have one interface with one private address. */
function writeHosts(layouts: readonly VpcLayout[]): NetworkInput {
  const instances: Record<string, InstanceInput> = {};
  const networkInterfaces: Record<string, NetworkInterfaceInput> = {};
  for (const vpc of layouts) {
    for (const eni of vpc.interfaces.filter((each) => !each.isSecondary)) {
      const others = vpc.interfaces.filter((each) => each.isSecondary && each.instanceId === eni.instanceId);
      const isShort = eni.addresses.length === 1;
      if (!isShort) networkInterfaces[eni.id] = interfaceOf(eni);
      for (const other of others) networkInterfaces[other.id] = interfaceOf(other);
      const further = others.length === 0 ? {} : { networkInterfaceIds: others.map((each) => each.id) };
      instances[eni.instanceId] = isShort
        ? { ...shortOf(eni), ...further }
        : { networkInterfaceIds: [eni.id, ...others.map((each) => each.id)] };
    }
    Object.assign(networkInterfaces, natInterface(vpc));
  }
  return { networkInterfaces, instances };
}

function shortOf(eni: InterfaceLayout): InstanceInput {
  return {
    subnetId: eni.subnet.id,
    privateIpAddress: eni.addresses[0],
    ...(eni.publicAddress === null ? {} : { publicIp: eni.publicAddress }),
    ...(eni.ipv6Address === null ? {} : { ipv6Address: eni.ipv6Address }),
    groups: eni.groupIds,
  };
}

function interfaceOf(eni: InterfaceLayout): NetworkInterfaceInput {
  const associated = eni.plan.publicOn === "secondary" ? eni.addresses.length - 1 : 0;
  return {
    subnetId: eni.subnet.id,
    privateIpAddresses: eni.addresses.map((address, index) => ({
      address,
      ...(index === associated && eni.publicAddress !== null ? { publicIp: eni.publicAddress } : {}),
    })),
    ...(eni.ipv6Address === null ? {} : { ipv6Addresses: [eni.ipv6Address] }),
    groups: eni.groupIds,
  };
}

/** The interface that AWS makes for a NAT gateway; it carries no security group. */
function natInterface(vpc: VpcLayout): Record<string, NetworkInterfaceInput> {
  const { nat } = vpc.plan;
  const subnet = natSubnet(vpc);
  if (nat === null || subnet === null || !nat.hasInterface || nat.state !== "available") return {};
  return {
    [`eni-nat-${vpc.number}`]: {
      subnetId: subnet.id,
      privateIpAddress: subnet.host(NAT_HOST),
      ...(isNatPublic(vpc) ? { publicIp: natPublicAddress(vpc) } : {}),
      groups: [],
      sourceDestCheck: false,
      interfaceType: "nat_gateway",
      description: `Interface for NAT Gateway nat-${vpc.number}`,
    },
  };
}

const LISTS = {
  [HOSTS_LIST]: { entries: ["203.0.113.0/24", "10.0.1.0/24", "10.0.0.10/32"] },
  [OUTSIDE_LIST]: { entries: ["203.0.113.0/24", "198.51.100.20/32"] },
} as const;

function usedLists(input: NetworkInput): NonNullable<NetworkInput["prefixLists"]> {
  const text = JSON.stringify([input.securityGroups, input.routeTables]);
  return Object.fromEntries(Object.entries(LISTS).filter(([id]) => text.includes(`"${id}"`)));
}

export function withoutEmpty(input: NetworkInput): NetworkInput {
  return Object.fromEntries(Object.entries(input).filter(([, records]) => Object.keys(records ?? {}).length > 0));
}
