/** Which security group a request means. */
import { EC2_CLASSIC, type Network, ok, type Path, type Result, type SecurityGroup } from "@netsim/core";
import { refuse } from "../verb.js";
import { findDefaultVpc, usesEc2Classic } from "./find.js";

export interface GroupName {
  readonly GroupId?: string | undefined;
  /** Of the default VPC or of EC2-Classic; groups of other VPCs are known by their ids only. */
  readonly GroupName?: string | undefined;
}

/**
 * The group with the id, or with the name in the default VPC or in EC2-Classic.
 * "AuthorizeSecurityGroupIngress" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html
 *
 * @param pathOf the place of either key in the request.
 */
export function findGroup(
  network: Network,
  { GroupId: id, GroupName: name }: GroupName,
  pathOf: (key: keyof GroupName) => Path = (key) => [key],
): Result<SecurityGroup> {
  if (id !== undefined && name !== undefined) {
    return refuse("InvalidParameterCombination", pathOf("GroupName"), "nothing beside GroupId", name);
  }
  if (id !== undefined) return findById(network, id, pathOf("GroupId"));
  if (name !== undefined) return findByName(network, name, pathOf("GroupName"));
  return refuse(
    "MissingParameter",
    pathOf("GroupId"),
    "GroupId, or GroupName in the default VPC or EC2-Classic",
    undefined,
  );
}

function findById({ securityGroups }: Network, id: string, path: Path): Result<SecurityGroup> {
  const group = Object.hasOwn(securityGroups, id) ? securityGroups[id] : undefined;
  return group ? ok(group) : refuse("InvalidGroup.NotFound", path, "the id of a security group of the network", id);
}

/** The one place where a name becomes a group. */
function findByName(network: Network, name: string, path: Path): Result<SecurityGroup> {
  const named = Object.values(network.securityGroups).filter((each) => each.groupName === name);
  const classic = named.find((each) => each.vpcId === EC2_CLASSIC);
  const vpc = findDefaultVpc(network, path);
  if (!vpc.ok && usesEc2Classic(network)) {
    return classic ? ok(classic) : refuse("InvalidGroup.NotFound", path, `the name of a group of ${EC2_CLASSIC}`, name);
  }
  if (!vpc.ok) return vpc;
  const group = named.find((each) => each.vpcId === vpc.value.id);
  if (group && classic) {
    const expected = `a name that only one of ${vpc.value.id} and ${EC2_CLASSIC} has; use GroupId`;
    return refuse("InvalidParameterValue", path, expected, name);
  }
  const found = group ?? classic;
  return found ? ok(found) : refuse("InvalidGroup.NotFound", path, `the name of a group of ${vpc.value.id}`, name);
}
