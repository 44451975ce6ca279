/**
 * What has network interfaces in a VPC without being an instance: functions, databases, endpoints. AWS makes the
 * interfaces and chooses their subnets and addresses; one in each subnet is presumed, `<logical id>@<subnet>`.
 */

import { type Context, itemOf, type Made, madeOf, nameInSubnet, presume } from "./context.js";
import { endpointType } from "./endpoint.js";
import type { Fields, Read } from "./fields.js";
import { interfaceIn } from "./hosts.js";
import { putInterface } from "./instance.js";
import { isUnresolved, type Unresolved } from "./value.js";

type Ids = Read<readonly (string | Unresolved)[]>;

interface Hosted {
  readonly type: string;
  readonly what: string;
  readonly subnets: (context: Context, item: Made) => Ids;
  readonly groups: (fields: Fields) => Ids;
  /** Why it is in a VPC of which nothing is known, where no subnets are found; left out where it may be in none. */
  readonly elsewhere?: ((fields: Fields) => string | undefined) | undefined;
}

function inside(fields: Fields, key: string, list: string): Ids {
  const inner = fields.object(key);
  return inner === undefined || isUnresolved(inner) ? inner : inner.texts(list);
}

/** The subnets of a subnet group that a template makes. */
function ofSubnetGroup(property: string, type: string, names: string): Hosted["subnets"] {
  return ({ world }, { fields }) => {
    const name = fields.text(property);
    if (name === undefined || isUnresolved(name)) return name;
    const group =
      itemOf(world, name, type) ??
      madeOf(world, type).find((each) => String(each.fields.text(names)).toLowerCase() === name.toLowerCase());
    return group?.fields.texts("SubnetIds");
  };
}

/** "Working with a DB instance in a VPC" https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html */
function besideGroup(property: string): Hosted["elsewhere"] {
  return (fields) => {
    // An instance of a cluster is where the cluster is, which is read for itself.
    if (fields.text("DBClusterIdentifier") !== undefined) return undefined;
    const name = fields.text(property);
    return typeof name === "string"
      ? `its subnet group ${name} is in no template`
      : "it names no subnet group, so AWS puts it into the default VPC or beside what it is a copy of";
  };
}

const ofDatabase = ofSubnetGroup("DBSubnetGroupName", "AWS::RDS::DBSubnetGroup", "DBSubnetGroupName");
const ofCache = ofSubnetGroup("CacheSubnetGroupName", "AWS::ElastiCache::SubnetGroup", "CacheSubnetGroupName");

const HOSTED: readonly Hosted[] = [
  {
    type: "AWS::Lambda::Function",
    what: "a function",
    subnets: (_, { fields }) => inside(fields, "VpcConfig", "SubnetIds"),
    groups: (fields) => inside(fields, "VpcConfig", "SecurityGroupIds"),
  },
  {
    type: "AWS::EC2::VPCEndpoint",
    what: "an interface endpoint",
    subnets: (_, item) => (endpointType(item) === "Interface" ? item.fields.texts("SubnetIds") : undefined),
    groups: (fields) => fields.texts("SecurityGroupIds"),
  },
  {
    type: "AWS::RDS::DBInstance",
    what: "a database",
    subnets: ofDatabase,
    groups: (fields) => fields.texts("VPCSecurityGroups"),
    elsewhere: besideGroup("DBSubnetGroupName"),
  },
  {
    type: "AWS::RDS::DBCluster",
    what: "a database",
    subnets: ofDatabase,
    groups: (fields) => fields.texts("VpcSecurityGroupIds"),
    elsewhere: besideGroup("DBSubnetGroupName"),
  },
  {
    type: "AWS::ElastiCache::ReplicationGroup",
    what: "a cache",
    subnets: ofCache,
    groups: (fields) => fields.texts("SecurityGroupIds"),
    elsewhere: besideGroup("CacheSubnetGroupName"),
  },
  {
    type: "AWS::ElastiCache::CacheCluster",
    what: "a cache",
    subnets: ofCache,
    groups: (fields) => fields.texts("VpcSecurityGroupIds"),
    elsewhere: besideGroup("CacheSubnetGroupName"),
  },
];

/** The types whose interfaces are presumed. */
export const HOSTED_TYPES: readonly string[] = HOSTED.map((each) => each.type);

export function buildHosted(context: Context): void {
  for (const { type, what, subnets, groups, elsewhere } of HOSTED) {
    for (const item of madeOf(context.world, type)) {
      const list = subnets(context, item);
      const ids = isUnresolved(list) ? [] : (list ?? []).filter((each): each is string => typeof each === "string");
      const doubt = item.doubt ?? (isUnresolved(list) ? list : (list ?? []).find(isUnresolved));
      const why = doubt?.why ?? (list === undefined ? elsewhere?.(item.fields) : undefined);
      if (why !== undefined) {
        const detail = `${item.id} is ${what} whose subnets are not known: ${why}`;
        context.draft.missing.push({
          collection: "networkInterfaces",
          id: item.id,
          reason: "not-resolved",
          detail,
          origin: item.resource.place,
        });
        continue;
      }
      const made = ids.map((subnet) => {
        const one = interfaceIn(context, item, subnet, groups(item.fields), false);
        const description = `${what}: ${item.id}`;
        putInterface(context, item, one, { ...nameInSubnet(context.world, item, subnet, one.id), description });
        return one.id;
      });
      if (made.length > 0)
        presume(
          context,
          "presumed-interfaces",
          item,
          `AWS makes the interfaces of ${what}; one in each of its subnets was presumed: ${made.join(", ")}`,
        );
    }
  }
}
