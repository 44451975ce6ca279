/** Resources that no builder takes: those that bear on networks are named, the others are counted. */
import { addNote } from "../aws/draft.js";
import { BLOCK_PUBLIC_ACCESS_TYPES } from "./block-public-access.js";
import { type Context, madeOf } from "./context.js";
import { HOSTED_TYPES } from "./hosted.js";

/** The types that builders read. */
const READ: ReadonlySet<string> = new Set([
  ...HOSTED_TYPES,
  ...BLOCK_PUBLIC_ACCESS_TYPES,
  "AWS::AutoScaling::AutoScalingGroup",
  "AWS::AutoScaling::LaunchConfiguration",
  "AWS::CloudFormation::Stack",
  "AWS::EC2::EIP",
  "AWS::EC2::EIPAssociation",
  "AWS::EC2::EgressOnlyInternetGateway",
  "AWS::EC2::GatewayRouteTableAssociation",
  "AWS::EC2::Instance",
  "AWS::EC2::InternetGateway",
  "AWS::EC2::LaunchTemplate",
  "AWS::EC2::NatGateway",
  "AWS::EC2::NetworkAcl",
  "AWS::EC2::NetworkAclEntry",
  "AWS::EC2::NetworkInterface",
  "AWS::EC2::NetworkInterfaceAttachment",
  "AWS::EC2::PrefixList",
  "AWS::EC2::Route",
  "AWS::EC2::RouteTable",
  "AWS::EC2::SecurityGroup",
  "AWS::EC2::SecurityGroupEgress",
  "AWS::EC2::SecurityGroupIngress",
  "AWS::EC2::SecurityGroupVpcAssociation",
  "AWS::EC2::Subnet",
  "AWS::EC2::SubnetCidrBlock",
  "AWS::EC2::SubnetNetworkAclAssociation",
  "AWS::EC2::SubnetRouteTableAssociation",
  "AWS::EC2::VPC",
  "AWS::EC2::VPCCidrBlock",
  "AWS::EC2::VPCGatewayAttachment",
  "AWS::EC2::VPCPeeringConnection",
  "AWS::EC2::VPNGateway",
  "AWS::EC2::VPNGatewayRoutePropagation",
  "AWS::ECS::Service",
  "AWS::ElasticLoadBalancing::LoadBalancer",
  "AWS::ElasticLoadBalancingV2::Listener",
  "AWS::ElasticLoadBalancingV2::ListenerRule",
  "AWS::ElasticLoadBalancingV2::LoadBalancer",
  "AWS::ElasticLoadBalancingV2::TargetGroup",
  "AWS::ElastiCache::SubnetGroup",
  "AWS::RDS::DBSubnetGroup",
  "Custom::VpcRestrictDefaultSG",
]);

/** Of these services everything bears on networks, but for the types below. */
const NETWORK =
  /^AWS::(EC2|ElasticLoadBalancing|ElasticLoadBalancingV2|NetworkFirewall|NetworkManager|GlobalAccelerator|VpcLattice)::/;

/** What names its subnets or groups has interfaces of its own in a VPC, whatever it is. */
const PLACED =
  /^(?:Vpc|VPC|Aws|Client|Broker|Endpoint)?(?:Subnet|SecurityGroup)(?:s|Ids?|IdList|Mappings?)?$|^(?:VpcConfig|VPCConfig|VPCOptions)$/;
/** Types that are in the default VPC where they name nothing of it; and what only lists subnets for others. */
const HOSTS =
  /^AWS::(EKS::(Cluster|Nodegroup)|EFS::MountTarget|Redshift::Cluster|MSK::Cluster|AmazonMQ::Broker|DMS::ReplicationInstance|EMR::Cluster|Batch::ComputeEnvironment|ElasticBeanstalk::Environment|Serverless::Function|RDS::DBProxy|DocDB::DBCluster|Neptune::DBCluster|MemoryDB::Cluster|DAX::Cluster|FSx::FileSystem|WorkSpaces::Workspace)$/;
const LISTS = /SubnetGroup$/;

/** They say nothing of where packets go. */
const IRRELEVANT =
  /^AWS::EC2::(KeyPair|Volume|VolumeAttachment|Snapshot\w*|FlowLog|DHCPOptions|VPCDHCPOptionsAssociation|PlacementGroup|CustomerGateway|Host|CapacityReservation\w*|IPAM\w*|NetworkInsights\w*|NetworkPerformance\w*|VPCEndpointServicePermissions|VPCEndpointConnectionNotification|NetworkInterfacePermission|SubnetCidrReservation|TrafficMirror\w*|EnclaveCertificateIamRoleAssociation)$|^AWS::ElasticLoadBalancingV2::(ListenerCertificate|TrustStore\w*)$/;

export function noteOthers(context: Context): void {
  const types = [...new Set(context.world.items.map(({ resource }) => resource.type))];
  const counts = new Map<string, number>();
  for (const item of madeOf(context.world, ...types)) {
    const { id, resource } = item;
    const { type, place } = resource;
    if (READ.has(type)) continue;
    const isHost = HOSTS.test(type) || (!LISTS.test(type) && hasKey(resource.properties, PLACED));
    if ((NETWORK.test(type) || isHost) && !IRRELEVANT.test(type)) {
      addNote(context.draft, "not-modelled", `${id} is of type ${type}, which is not modelled`, {
        place,
        component: id,
        details: { type },
      });
    } else counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  const total = [...counts.values()].reduce((sum, each) => sum + each, 0);
  if (total === 0) return;
  const sorted = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  const message = `${total} ${total === 1 ? "resource has" : "resources have"} nothing to do with networks: ${sorted.map(([type, count]) => `${count} ${type}`).join(", ")}`;
  addNote(context.draft, "resources-ignored", message, { details: Object.fromEntries(sorted) });
}

function hasKey(value: unknown, key: RegExp): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([name, inner]) => key.test(name) || hasKey(inner, key));
}
