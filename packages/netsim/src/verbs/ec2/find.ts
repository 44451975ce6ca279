/** The records that a request names, or AWS's refusal. The id has to be one of the network, tags and names are none. */
import {
  type ById,
  EC2_CLASSIC,
  type Instance,
  type Network,
  type NetworkAcl,
  type NetworkInterface,
  ok,
  type Path,
  type Result,
  type RouteTable,
  type Subnet,
  type Vpc,
} from "@netsim/core";
import { refuse } from "../verb.js";

function find<T>(records: ById<T>, id: string, path: Path, code: string, noun: string): Result<T> {
  const record = Object.hasOwn(records, id) ? records[id] : undefined;
  return record === undefined ? refuse(code, path, `the id of ${noun} of the network`, id) : ok(record);
}

export function findVpc(network: Network, id: string, path: Path = ["VpcId"]): Result<Vpc> {
  return find(network.vpcs, id, path, "InvalidVpcID.NotFound", "a VPC");
}

export function findSubnet(network: Network, id: string, path: Path = ["SubnetId"]): Result<Subnet> {
  return find(network.subnets, id, path, "InvalidSubnetID.NotFound", "a subnet");
}

export function findNetworkAcl(network: Network, id: string): Result<NetworkAcl> {
  return find(network.networkAcls, id, ["NetworkAclId"], "InvalidNetworkAclID.NotFound", "a network ACL");
}

export function findRouteTable(network: Network, id: string): Result<RouteTable> {
  return find(network.routeTables, id, ["RouteTableId"], "InvalidRouteTableID.NotFound", "a route table");
}

export function findNetworkInterface(network: Network, id: string): Result<NetworkInterface> {
  const code = "InvalidNetworkInterfaceID.NotFound";
  return find(network.networkInterfaces, id, ["NetworkInterfaceId"], code, "a network interface");
}

export function findInstance(network: Network, id: string): Result<Instance> {
  return find(network.instances, id, ["InstanceId"], "InvalidInstanceID.NotFound", "an instance");
}

/** The interface of an instance for verbs that take an instance in its place, which AWS allows where it has one only. */
export function onlyInterface(network: Network, instanceId: string): Result<NetworkInterface> {
  const instance = findInstance(network, instanceId);
  if (!instance.ok) return instance;
  const [id, ...others] = instance.value.networkInterfaceIds;
  if (id !== undefined && others.length === 0) return findNetworkInterface(network, id);
  const expected = "an instance with one network interface; name the interface instead";
  return refuse("InvalidInstanceID", ["InstanceId"], expected, instanceId);
}

/** Whether the account has EC2-Classic for a platform, as far as the network shows it. */
export function usesEc2Classic(network: Network): boolean {
  return (
    Object.values(network.securityGroups).some((group) => group.vpcId === EC2_CLASSIC) ||
    Object.values(network.instances).some((instance) => instance.ec2Classic !== undefined) ||
    Object.values(network.classicLoadBalancers).some((balancer) => balancer.availabilityZones !== undefined)
  );
}

/**
 * The VPC that AWS takes where a request names none.
 * "Default VPCs" https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html
 */
export function findDefaultVpc(network: Network, path: Path): Result<Vpc> {
  const [vpc, other] = Object.values(network.vpcs).filter((each) => each.isDefault);
  // Each Region has a default VPC, and a request does not say its Region.
  if (other) return refuse("VPCIdNotSpecified", path, "a VPC named by its id: several are default VPCs", undefined);
  if (vpc) return ok(vpc);
  return refuse("VPCIdNotSpecified", path, "an id: the network is not known to have a default VPC", undefined);
}
