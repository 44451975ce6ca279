/** From a plan to the AWS JSON. */
import { type AwsDocument, awsDocument, type Subnet, type Vpc, type VpcPeeringConnection } from "../aws-json.js";
import { withBalancer } from "./balancer.js";
import { networkAcls, prefixListId, securityGroups } from "./filters.js";
import { networkInterfaces, reservations } from "./interfaces.js";
import { layoutsOf, type VpcLayout } from "./layout.js";
import type { NetworkPlan } from "./plan.js";
import { egressOnlyGateways, internetGateways, natGateways, outsideListId, routeTables } from "./routes.js";

export function documentOf(plan: NetworkPlan): AwsDocument {
  const layouts = layoutsOf(plan);
  const doc = awsDocument({
    Vpcs: layouts.map(vpcOf),
    Subnets: layouts.flatMap(subnetsOf),
    RouteTables: routeTables(layouts, plan),
    NetworkAcls: networkAcls(layouts),
    SecurityGroups: securityGroups(layouts, plan),
    NetworkInterfaces: networkInterfaces(layouts),
    Reservations: reservations(layouts),
    InternetGateways: internetGateways(layouts),
    EgressOnlyInternetGateways: egressOnlyGateways(layouts),
    NatGateways: natGateways(layouts),
    VpcPeeringConnections: peeringOf(layouts, plan),
    PrefixLists: [
      { PrefixListId: prefixListId, PrefixListName: "hosts", Cidrs: ["203.0.113.0/24", "10.0.1.0/24", "10.0.0.10/32"] },
      { PrefixListId: outsideListId, PrefixListName: "outside", Cidrs: ["203.0.113.0/24", "198.51.100.20/32"] },
    ],
  });
  const [first] = layouts;
  return plan.balancer === null || first === undefined ? doc : withBalancer(doc, first, plan.balancer);
}

function vpcOf(vpc: VpcLayout): Vpc {
  const associated = { State: "associated" };
  return {
    VpcId: vpc.vpcId,
    CidrBlock: vpc.blocks[0] ?? "",
    CidrBlockAssociationSet: vpc.blocks.map((block, index) => ({
      AssociationId: `vpc-cidr-assoc-0${vpc.letter}${index}`,
      CidrBlock: block,
      CidrBlockState: associated,
    })),
    ...(vpc.ipv6Block === null
      ? {}
      : { Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: vpc.ipv6Block, Ipv6CidrBlockState: associated }] }),
    IsDefault: false,
    State: "available",
    OwnerId: "111122223333",
  };
}

function subnetsOf(vpc: VpcLayout): Subnet[] {
  return vpc.subnets.map((subnet) => ({
    SubnetId: subnet.id,
    VpcId: vpc.vpcId,
    CidrBlock: subnet.block,
    Ipv6CidrBlockAssociationSet:
      subnet.ipv6Block === null
        ? []
        : [{ Ipv6CidrBlock: subnet.ipv6Block, Ipv6CidrBlockState: { State: "associated" } }],
    AvailabilityZone: subnet.zone,
    State: "available",
  }));
}

/** A connection that is not active does not tell the accepter's blocks. */
function peeringOf(layouts: readonly VpcLayout[], plan: NetworkPlan): VpcPeeringConnection[] {
  const [requester, accepter] = layouts;
  if (plan.peering === null || requester === undefined || accepter === undefined) {
    return [];
  }
  const { status } = plan.peering;
  const accepterInfo = { VpcId: accepter.vpcId, OwnerId: "111122223333", Region: accepter.region };
  return [
    {
      VpcPeeringConnectionId: "pcx-0a",
      Status: { Code: status, Message: status },
      RequesterVpcInfo: infoOf(requester),
      AccepterVpcInfo: status === "active" ? infoOf(accepter) : accepterInfo,
    },
  ];
}

function infoOf(vpc: VpcLayout): VpcPeeringConnection["RequesterVpcInfo"] {
  return {
    VpcId: vpc.vpcId,
    OwnerId: "111122223333",
    Region: vpc.region,
    CidrBlock: vpc.blocks[0] ?? "",
    CidrBlockSet: vpc.blocks.map((CidrBlock) => ({ CidrBlock })),
    Ipv6CidrBlockSet: vpc.ipv6Block === null ? [] : [{ Ipv6CidrBlock: vpc.ipv6Block }],
  };
}
