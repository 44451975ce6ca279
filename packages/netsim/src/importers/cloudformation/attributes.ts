/**
 * What `Ref` and `Fn::GetAtt` of a resource give: the id by which the network calls it, or what the templates say of it.
 * The return values are listed on each resource's page, under "Return values".
 */
import type { Place } from "../document.js";
import { type Context, fieldsOf, itemOf, type Made } from "./context.js";
import type { Fields } from "./fields.js";
import { INSTANCE, INTERFACE, interfacesOf } from "./hosts.js";
import type { Stack } from "./stack.js";
import type { Resource } from "./template.js";
import { type Unresolved, unresolved, type Value } from "./value.js";
import { ipv6BlocksOf, zoneOf } from "./vpc.js";
import type { Attributes, World } from "./world.js";

/** Attributes that stand for the resource itself. */
const IDS: ReadonlySet<string> = new Set([
  "AllocationId",
  "Arn",
  "AttachmentId",
  "CarrierGatewayId",
  "GroupId",
  "Id",
  "InstanceId",
  "InternetGatewayId",
  "LaunchTemplateId",
  "ListenerArn",
  "LoadBalancerArn",
  "NatGatewayId",
  "NetworkAclId",
  "PrefixListId",
  "RouteTableId",
  "RuleArn",
  "SubnetId",
  "TargetGroupArn",
  "VPNGatewayId",
]);

/** Attributes that are properties of the same name. */
const PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  "AWS::EC2::VPC": ["CidrBlock"],
  "AWS::EC2::Subnet": ["CidrBlock", "VpcId"],
  "AWS::EC2::SecurityGroup": ["VpcId"],
  "AWS::EC2::NetworkInterface": ["VpcId"],
  "AWS::EC2::PrefixList": ["PrefixListName"],
  "AWS::ElasticLoadBalancingV2::LoadBalancer": ["SecurityGroups"],
  "AWS::ElasticLoadBalancingV2::TargetGroup": ["TargetGroupName"],
};

/** @param contextOf the context, which is made of the world */
export function attributesOf(world: World, contextOf: () => Context): Attributes {
  const made = (stack: Stack, resource: Resource): Made => {
    const item = { id: world.idOf(stack, resource), stack, resource };
    return { ...item, fields: fieldsOf(item) };
  };
  return {
    reference: (stack, resource) => {
      const item = made(stack, resource);
      // The one resource whose `Ref` is an address.
      if (resource.type === "AWS::EC2::EIP") return contextOf().presumed.public(item.id) ?? item.id;
      return item.id;
    },
    attribute: (stack, resource, attribute, place) => {
      if (resource.type === "AWS::CloudFormation::Stack") return nestedOutput(stack, resource, attribute, place);
      const item = made(stack, resource);
      const value = special(contextOf(), item, attribute);
      if (value !== undefined) return value;
      if (IDS.has(attribute) || (attribute === "VpcId" && resource.type === "AWS::EC2::VPC")) return item.id;
      const [own] = (PROPERTIES[resource.type] ?? []).filter((each) => each === attribute);
      const property = own === undefined ? undefined : item.fields.value(own);
      return property ?? unknownAttribute(item, attribute, place);
    },
  };
}

function unknownAttribute({ id }: Made, attribute: string, place: Place): Unresolved {
  return unresolved(`${id}.${attribute}`, `${id}.${attribute} is known at deployment only`, place);
}

function nestedOutput(stack: Stack, resource: Resource, attribute: string, place: Place): Value | undefined {
  const child = stack.children.get(resource.logicalId);
  const output = attribute.replace(/^Outputs\./, "");
  if (child && attribute !== output) return child.output(output, place);
  const label = `${stack.name}/${resource.logicalId}.${attribute}`;
  return unresolved(label, `the template of the nested stack ${resource.logicalId} is not given`, place);
}

function special(context: Context, item: Made, attribute: string): Value | undefined {
  const { id, resource } = item;
  switch (`${resource.type}.${attribute}`) {
    case "AWS::EC2::VPC.DefaultSecurityGroup":
      return `sg-default-${id}`;
    case "AWS::EC2::VPC.DefaultNetworkAcl":
      return `acl-default-${id}`;
    case "AWS::EC2::VPC.Ipv6CidrBlocks":
      return ipv6BlocksOf(context, item);
    case "AWS::EC2::Subnet.Ipv6CidrBlocks": {
      const block = item.fields.text("Ipv6CidrBlock");
      return block === undefined ? [] : [block];
    }
    case "AWS::EC2::Subnet.AvailabilityZone":
      return zoneOf(context, item);
    case "AWS::EC2::EIP.PublicIp":
      return context.presumed.public(id);
    case "AWS::EC2::Instance.AvailabilityZone": {
      const subnet = item.fields.text("SubnetId");
      const found = typeof subnet === "string" ? itemOf(context.world, subnet, "AWS::EC2::Subnet") : undefined;
      return found && zoneOf(context, found);
    }
    case `${INSTANCE}.VpcId`: {
      const subnet = item.fields.text("SubnetId");
      const found = typeof subnet === "string" ? itemOf(context.world, subnet, "AWS::EC2::Subnet") : undefined;
      return found?.fields.text("VpcId");
    }
    case `${INSTANCE}.PrivateIp`:
    case `${INTERFACE}.PrimaryPrivateIpAddress`:
      return interfacesOf(context, item)[0]?.addresses[0]?.address;
    case `${INSTANCE}.PublicIp`:
      return interfacesOf(context, item)[0]?.addresses[0]?.publicIp;
    case `${INTERFACE}.PrimaryIpv6Address`:
      return interfacesOf(context, item)[0]?.ipv6[0];
    case `${INTERFACE}.SecondaryPrivateIpAddresses`:
      return interfacesOf(context, item)[0]
        ?.addresses.slice(1)
        .map((each) => each.address);
    case "AWS::RDS::DBInstance.Endpoint.Port":
    case "AWS::RDS::DBCluster.Endpoint.Port":
      return databasePort(item.fields);
    default:
      return undefined;
  }
}

/**
 * "AWS::RDS::DBInstance", Port: the engine's own where none is stated.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-rds-dbinstance.html
 */
const DATABASE_PORTS: readonly (readonly [engine: RegExp, port: string])[] = [
  [/^(aurora-)?postgres(ql)?$/, "5432"],
  [/^(aurora|aurora-mysql|mysql|mariadb)$/, "3306"],
  [/^(custom-)?oracle-/, "1521"],
  [/^(custom-)?sqlserver-/, "1433"],
  [/^db2-/, "50000"],
];

function databasePort(fields: Fields): Value | undefined {
  const stated = fields.text("Port");
  if (stated !== undefined) return stated;
  const engine = fields.text("Engine");
  return typeof engine === "string" ? DATABASE_PORTS.find(([pattern]) => pattern.test(engine))?.[1] : engine;
}
