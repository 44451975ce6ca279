/** Where a load balancer may be: one subnet a zone, all of one VPC, with room, and with a gateway if it is public. */
import {
  cidrSize,
  type Issue,
  interfaceAddresses,
  internetGatewayOf,
  isMissing,
  issue,
  type Network,
  type Path,
  recordOf,
  reservedAddresses,
  type Subnet,
} from "@netsim/core";
import { notFound } from "./change.js";

/** Addresses that a load balancer needs free in each subnet. */
const FREE_ADDRESSES = 8n;

const SUBNET = { code: "SubnetNotFound", collection: "subnets", noun: "a subnet" } as const;

/**
 * `SubnetNotFound`, `InvalidConfigurationRequest` for another VPC or a second subnet of a zone, `InvalidSubnet` for one
 * without room or a VPC without an internet gateway.
 * "Add or remove subnets for your Classic Load Balancer in a VPC" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-manage-subnets.html
 * "Prepare your VPC and EC2 instances" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-backend-instances.html
 *
 * @param ids the subnets that are asked for.
 * @param present the subnets that the load balancer has and keeps.
 * @param pathOf the place of the subnet at a position of `ids`.
 */
export function subnetIssues(
  network: Network,
  ids: readonly string[],
  present: readonly string[],
  scheme: "internet-facing" | "internal",
  pathOf: (at: number) => Path,
): readonly Issue[] {
  const issues: Issue[] = [];
  const known = [...present];
  for (const [at, id] of ids.entries()) {
    const subnet = recordOf(network.subnets, id);
    const path = pathOf(at);
    if (!subnet) {
      issues.push(notFound(network, SUBNET, id, path));
      continue;
    }
    if (known.includes(id)) continue;
    issues.push(...placeIssues(network, subnet, known, path));
    known.push(id);
    if (freeAddresses(network, subnet) < FREE_ADDRESSES)
      issues.push(issue("InvalidSubnet", path, `a subnet with ${FREE_ADDRESSES} free addresses`, id));
  }
  const [vpcId] = vpcsOf(network, ids);
  if (scheme === "internet-facing" && vpcId !== undefined && !hasInternetGateway(network, vpcId))
    issues.push(
      issue("InvalidSubnet", pathOf(0), "a subnet of a VPC with an internet gateway", `${ids[0]} of ${vpcId}`),
    );
  return issues;
}

function placeIssues(network: Network, subnet: Subnet, known: readonly string[], path: Path): readonly Issue[] {
  const [vpcId = subnet.vpcId] = vpcsOf(network, known);
  if (subnet.vpcId !== vpcId)
    return [issue("InvalidConfigurationRequest", path, `a subnet of ${vpcId}`, `${subnet.id} of ${subnet.vpcId}`)];
  const other = known.find((id) => recordOf(network.subnets, id)?.availabilityZone === subnet.availabilityZone);
  if (other === undefined) return [];
  const expected = `one subnet a zone; ${other} is in ${subnet.availabilityZone}`;
  return [issue("InvalidConfigurationRequest", path, expected, subnet.id)];
}

/** The VPCs of subnets, in their order. */
export function vpcsOf(network: Network, subnets: readonly string[]): readonly string[] {
  return [...new Set(subnets.flatMap((id) => recordOf(network.subnets, id)?.vpcId ?? []))];
}

function hasInternetGateway(network: Network, vpcId: string): boolean {
  return internetGatewayOf(network, vpcId) !== undefined || isMissing(network.missing, "internetGateways", vpcId);
}

/** At most: interfaces that the network does not know of take addresses too. */
function freeAddresses(network: Network, subnet: Subnet): bigint {
  const block = subnet.cidrBlock;
  if (block === undefined) return FREE_ADDRESSES;
  const inSubnet = Object.values(network.networkInterfaces).filter((eni) => eni.subnetId === subnet.id);
  const taken = inSubnet.flatMap(interfaceAddresses).filter((address) => !address.includes(":"));
  return cidrSize(block) - BigInt(reservedAddresses(block).length) - BigInt(new Set(taken).size);
}

/** In the order of the subnets. */
export function zonesOf(network: Network, subnets: readonly string[]): readonly string[] {
  return [...new Set(subnets.flatMap((id) => recordOf(network.subnets, id)?.availabilityZone ?? []))];
}
