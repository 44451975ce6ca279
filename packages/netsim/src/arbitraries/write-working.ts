/** A working network as a person writes it who gives each leg of the load balancer just the rules that it needs. */
import type { InstanceInput, NetworkInput, RouteTableInput, SubnetInput } from "@netsim/core";
import { letterOf } from "./layout.js";
import { workingBalancer } from "./working-balancer.js";
import { workingAcls, workingGroups } from "./working-filters.js";
import { IPV6_PREFIX, layoutOfWorking, PEER_BLOCK, VPC_BLOCK, type WorkingLayout } from "./working-layout.js";
import type { WorkingPlan } from "./working-plan.js";
import { withoutEmpty } from "./write-network.js";

export function workingInput(plan: WorkingPlan): NetworkInput {
  const layout = layoutOfWorking(plan);
  const isInternet = plan.clients === "internet";
  const isPeered = plan.clients === "peered-vpc";
  return withoutEmpty({
    vpcs: {
      "vpc-1": { cidr: layout.isDualStack ? [VPC_BLOCK, `${IPV6_PREFIX}0::/56`] : VPC_BLOCK },
      ...(isPeered ? { "vpc-2": { cidr: PEER_BLOCK } } : {}),
    },
    internetGateways: isInternet ? { "igw-1": { vpcId: "vpc-1" } } : {},
    natGateways: hasNat(layout)
      ? {
          "nat-1": {
            subnetId: layout.balancerSubnets[0] ?? "",
            privateIpAddress: "10.0.0.200",
            publicIp: "54.10.0.200",
          },
        }
      : {},
    vpcPeeringConnections: isPeered ? { "pcx-1": { requester: "vpc-2", accepter: "vpc-1" } } : {},
    routeTables: tables(layout),
    networkAcls: plan.hasAcls ? workingAcls(layout) : {},
    subnets: subnets(layout),
    securityGroups: workingGroups(layout),
    instances: instances(layout),
    ...workingBalancer(layout),
  });
}

function hasNat({ plan }: WorkingLayout): boolean {
  return plan.extras.includes("nat-gateway") && plan.clients === "internet" && plan.hasTiers;
}

function tables(layout: WorkingLayout): Record<string, RouteTableInput> {
  const { plan, isDualStack } = layout;
  if (plan.clients === "vpc") return {};
  if (plan.clients === "peered-vpc") {
    return {
      "rtb-main-vpc-1": { vpcId: "vpc-1", main: true, routes: [{ destination: PEER_BLOCK, target: "pcx-1" }] },
      "rtb-main-vpc-2": { vpcId: "vpc-2", main: true, routes: [{ destination: VPC_BLOCK, target: "pcx-1" }] },
    };
  }
  const toInternet = layout.clientBlocks.map((destination) => ({ destination, target: "igw-1" }));
  // Clients whose addresses targets see are answered through the load balancer, so targets need no route to them.
  const own: Record<string, RouteTableInput> = hasNat(layout)
    ? { "rtb-app": { vpcId: "vpc-1", routes: [{ destination: "0.0.0.0/0", target: "nat-1" }] } }
    : {};
  const isMain = !plan.hasTiers && !isDualStack;
  const table: RouteTableInput = { vpcId: "vpc-1", ...(isMain ? { main: true } : {}), routes: toInternet };
  return { [isMain ? "rtb-main-vpc-1" : "rtb-lb"]: table, ...own };
}

function subnets(layout: WorkingLayout): Record<string, SubnetInput> {
  const { plan, isDualStack, balancerSubnets, targetSubnets } = layout;
  const tables = plan.clients === "internet" && (plan.hasTiers || isDualStack);
  const subnet = (zone: number, third: number, table: string | undefined, acl: string): SubnetInput => ({
    vpcId: "vpc-1",
    availabilityZone: `us-east-1${letterOf(zone)}`,
    cidr: isDualStack ? [`10.0.${third}.0/24`, `${IPV6_PREFIX}${third.toString(16)}::/64`] : `10.0.${third}.0/24`,
    ...(table === undefined ? {} : { routeTableId: table }),
    ...(plan.hasAcls ? { networkAclId: acl } : {}),
  });
  const nodes = balancerSubnets.map((id, zone) => [
    id,
    subnet(zone, zone, tables ? "rtb-lb" : undefined, plan.hasTiers ? "acl-lb" : "acl-a"),
  ]);
  const hosts = plan.hasTiers
    ? targetSubnets.map((id, zone) => [id, subnet(zone, 10 + zone, hasNat(layout) ? "rtb-app" : undefined, "acl-app")])
    : [];
  return { ...Object.fromEntries([...nodes, ...hosts]), ...clientSubnet(layout) };
}

/** A subnet of its own for clients where ACLs admit no more than the load balancer needs, or in the peered VPC. */
function clientSubnet({ plan }: WorkingLayout): Record<string, SubnetInput> {
  const zone = "us-east-1a";
  if (plan.clients === "peered-vpc")
    return { "subnet-client": { vpcId: "vpc-2", availabilityZone: zone, cidr: "10.1.0.0/24" } };
  if (plan.clients !== "vpc" || !plan.hasAcls) return {};
  return { "subnet-client": { vpcId: "vpc-1", availabilityZone: zone, cidr: "10.0.20.0/24" } };
}

function instances(layout: WorkingLayout): Record<string, InstanceInput> {
  const { plan, healthPort, transports } = layout;
  const listening = transports.map((protocol) => ({
    ...(protocol === "udp" ? { protocol } : {}),
    port: plan.instancePort,
    ...(protocol === "tcp" && plan.healthPort === null ? { http: { "/": 200 } } : {}),
  }));
  const isChecked = plan.healthPort !== null || !transports.includes("tcp");
  const services = [...listening, ...(isChecked ? [{ port: healthPort, http: { "/": 200 } }] : [])];
  const targets = layout.targets.map(({ id, address, subnet }): [string, InstanceInput] => [
    id,
    {
      subnetId: subnet,
      privateIpAddress: address,
      groups: ["sg-app"],
      ...(plan.hasServices ? { services } : {}),
    },
  ]);
  const database: Record<string, InstanceInput> = plan.extras.includes("database")
    ? { "i-db": { subnetId: layout.targetSubnets[0] ?? "", privateIpAddress: hostOf(layout, 50), groups: ["sg-db"] } }
    : {};
  return { ...Object.fromEntries(targets), ...database, ...client(layout) };
}

function hostOf({ plan }: WorkingLayout, place: number): string {
  return `10.0.${plan.hasTiers ? 10 : 0}.${place}`;
}

function client({ plan, balancerSubnets }: WorkingLayout): Record<string, InstanceInput> {
  switch (plan.clients) {
    case "internet":
      return {};
    case "peered-vpc":
      return { "i-client": { subnetId: "subnet-client", privateIpAddress: "10.1.0.10", groups: ["sg-client"] } };
    case "vpc": {
      const [subnetId, privateIpAddress] = plan.hasAcls
        ? ["subnet-client", "10.0.20.10"]
        : [balancerSubnets[0] ?? "", "10.0.0.100"];
      return { "i-client": { subnetId, privateIpAddress, groups: ["sg-client"] } };
    }
  }
}
