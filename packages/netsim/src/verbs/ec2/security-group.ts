/** Security groups come and go. */
import { allowAllRules, EC2_CLASSIC, type Network, ok, type Result, type SecurityGroup } from "@netsim/core";
import * as v from "valibot";
import { edit, nextId, refuse, type VerbResult } from "../verb.js";
import { findDefaultVpc, findVpc, usesEc2Classic } from "./find.js";
import { findGroup, type GroupName } from "./find-group.js";
import { checkDescription, readGroupName } from "./group-text.js";
import { groupUser } from "./group-use.js";
import { type Quotas, quotasOf } from "./quotas.js";
import { readRequest, text } from "./request.js";
import { withIds } from "./security-group-rule.js";
import { readName, type Tag, type TagSpecification, tagSpecifications, tagsOf } from "./tag.js";

/** The request of "CreateSecurityGroup" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html */
export interface CreateSecurityGroupRequest {
  readonly GroupName: string;
  readonly Description: string;
  /** The default VPC when left out; EC2-Classic where that is what the network has and no default VPC. */
  readonly VpcId?: string | undefined;
  readonly TagSpecifications?: readonly TagSpecification[] | undefined;
}

/** The answer of "CreateSecurityGroup" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html */
export interface CreateSecurityGroupAnswer {
  readonly GroupId: string;
  readonly Tags?: readonly Tag[];
}

const createSchema: v.GenericSchema<unknown, CreateSecurityGroupRequest> = v.strictObject({
  GroupName: v.string(),
  Description: v.string(),
  VpcId: text,
  TagSpecifications: tagSpecifications,
});

/**
 * A group that admits nothing in and lets everything out.
 * "CreateSecurityGroup" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
 */
export function createSecurityGroup(
  network: Network,
  request: CreateSecurityGroupRequest,
  quotas: Partial<Quotas> = {},
): VerbResult<CreateSecurityGroupAnswer> {
  const read = readRequest(createSchema, request);
  if (!read.ok) return read;
  const { VpcId: vpcId, Description: description, TagSpecifications: tags } = read.value;
  const groupName = readGroupName(read.value.GroupName, ["GroupName"]);
  if (!groupName.ok) return groupName;
  if (description === "") return refuse("MissingParameter", ["Description"], "a description", description);
  const described = checkDescription(description, ["Description"]);
  if (!described.ok) return described;
  const named = readName(tags, "security-group");
  if (!named.ok) return named;
  const vpc = vpcId === undefined ? findDefaultVpc(network, ["VpcId"]) : findVpc(network, vpcId);
  if (!vpc.ok && vpcId === undefined && usesEc2Classic(network)) {
    return createEc2ClassicGroup(network, groupName.value, description, tags, quotasOf(quotas));
  }
  if (!vpc.ok) return vpc;
  const room = checkRoom(network, groupName.value, vpc.value.id, quotasOf(quotas));
  if (!room.ok) return room;
  const id = nextId("sg", network.securityGroups);
  const group = {
    id,
    ...named.value,
    groupName: groupName.value,
    description,
    vpcId: vpc.value.id,
    ingress: [],
    egress: withIds(network, allowAllRules(vpc.value.ipv6CidrBlocks.length > 0)),
    ...(vpc.value.ownerId === undefined ? {} : { ownerId: vpc.value.ownerId }),
  };
  return edit(
    network,
    (draft) => {
      draft.securityGroups[id] = group;
    },
    { GroupId: id, ...(tags === undefined ? {} : { Tags: tagsOf(named.value) }) },
  );
}

/**
 * A group of EC2-Classic has no egress rules.
 * "EC2-Classic" https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-classic-platform.html
 */
function createEc2ClassicGroup(
  network: Network,
  groupName: string,
  description: string,
  tags: readonly TagSpecification[] | undefined,
  quotas: Quotas,
): VerbResult<CreateSecurityGroupAnswer> {
  const named = readName(tags, "security-group");
  if (!named.ok) return named;
  const room = checkRoom(network, groupName, EC2_CLASSIC, quotas);
  if (!room.ok) return room;
  const id = nextId("sg", network.securityGroups);
  // The account's other groups tell whose it is.
  const ownerId = Object.values(network.securityGroups).find((each) => each.vpcId === EC2_CLASSIC)?.ownerId;
  return edit(
    network,
    (draft) => {
      draft.securityGroups[id] = {
        id,
        ...named.value,
        groupName,
        description,
        vpcId: EC2_CLASSIC,
        ingress: [],
        egress: [],
        ...(ownerId === undefined ? {} : { ownerId }),
      };
    },
    { GroupId: id, ...(tags === undefined ? {} : { Tags: tagsOf(named.value) }) },
  );
}

/** A name of its own in the VPC, whatever its case, and a place among the groups of the Region. */
function checkRoom(network: Network, groupName: string, vpcId: string, quotas: Quotas): Result<undefined> {
  const groups = Object.values(network.securityGroups);
  const isTaken = (group: SecurityGroup): boolean => group.groupName.toLowerCase() === groupName.toLowerCase();
  const other = groups.find((group) => group.vpcId === vpcId && isTaken(group));
  if (other) {
    return refuse(
      "InvalidGroup.Duplicate",
      ["GroupName"],
      `a name that ${other.id} of ${vpcId} does not have`,
      groupName,
    );
  }
  const regionOf = (id: string): string | undefined =>
    Object.hasOwn(network.vpcs, id) ? network.vpcs[id]?.region : undefined;
  const count = groups.filter((group) => regionOf(group.vpcId) === regionOf(vpcId)).length + 1;
  if (count <= quotas.securityGroupsPerRegion) return ok(undefined);
  return refuse("SecurityGroupLimitExceeded", [], `at most ${quotas.securityGroupsPerRegion} groups`, count);
}

/** The request of "DeleteSecurityGroup" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html */
export type DeleteSecurityGroupRequest = GroupName;

/** The answer of "DeleteSecurityGroup" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html */
export interface DeleteSecurityGroupAnswer {
  readonly Return: true;
  readonly GroupId: string;
}

const deleteSchema: v.GenericSchema<unknown, DeleteSecurityGroupRequest> = v.strictObject({
  GroupId: text,
  GroupName: text,
});

/**
 * Only a group that nothing uses can go, and the default group of a VPC never. What the network leaves out uses nothing.
 * "DeleteSecurityGroup" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html
 * "Default and custom security groups" https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/default-custom-security-groups.html
 */
export function deleteSecurityGroup(
  network: Network,
  request: DeleteSecurityGroupRequest,
): VerbResult<DeleteSecurityGroupAnswer> {
  const read = readRequest(deleteSchema, request);
  if (!read.ok) return read;
  const found = findGroup(network, read.value);
  if (!found.ok) return found;
  const { id, groupName } = found.value;
  const path = [read.value.GroupId === undefined ? "GroupName" : "GroupId"];
  if (groupName === "default")
    return refuse("CannotDelete", path, "a group that is not the default one of its VPC", id);
  const user = groupUser(network, found.value);
  if (user !== undefined) return refuse("DependencyViolation", path, `a group that nothing uses; ${user}`, id);
  return edit(
    network,
    (draft) => {
      delete draft.securityGroups[id];
    },
    { Return: true, GroupId: id },
  );
}
