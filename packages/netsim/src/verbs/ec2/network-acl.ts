/** Network ACLs come and go, and subnets change theirs. */
import { isMissing, type Network } from "@netsim/core";
import * as v from "valibot";
import { done, edit, nextId, refuse, type VerbResult } from "../verb.js";
import { findNetworkAcl, findVpc } from "./find.js";
import { aclAssociationId, aclAssociations, type DescribedNetworkAcl, describedAcl } from "./network-acl-json.js";
import { type Quotas, quotasOf } from "./quotas.js";
import { NO_ANSWER, type NoAnswer, readRequest } from "./request.js";
import { readName, type TagSpecification, tagSpecifications } from "./tag.js";

/** The request of "CreateNetworkAcl" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAcl.html */
export interface CreateNetworkAclRequest {
  readonly VpcId: string;
  readonly TagSpecifications?: readonly TagSpecification[] | undefined;
}

/** The answer of "CreateNetworkAcl" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAcl.html */
export interface CreateNetworkAclAnswer {
  readonly NetworkAcl: DescribedNetworkAcl;
}

const createSchema: v.GenericSchema<unknown, CreateNetworkAclRequest> = v.strictObject({
  VpcId: v.string(),
  TagSpecifications: tagSpecifications,
});

/**
 * An ACL without entries, which denies everything, and which no subnet uses yet.
 * "CreateNetworkAcl" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAcl.html
 */
export function createNetworkAcl(
  network: Network,
  request: CreateNetworkAclRequest,
  quotas: Partial<Quotas> = {},
): VerbResult<CreateNetworkAclAnswer> {
  const read = readRequest(createSchema, request);
  if (!read.ok) return read;
  const vpc = findVpc(network, read.value.VpcId);
  if (!vpc.ok) return vpc;
  const named = readName(read.value.TagSpecifications, "network-acl");
  if (!named.ok) return named;
  const most = quotasOf(quotas).networkAclsPerVpc;
  const count = Object.values(network.networkAcls).filter((acl) => acl.vpcId === vpc.value.id).length + 1;
  if (count > most) return refuse("NetworkAclLimitExceeded", ["VpcId"], `at most ${most} ACLs of a VPC`, count);
  const id = nextId("acl", network.networkAcls);
  const acl = { id, ...named.value, vpcId: vpc.value.id, isDefault: false, ingress: [], egress: [] };
  return edit(
    network,
    (draft) => {
      draft.networkAcls[id] = acl;
    },
    (after) => ({ NetworkAcl: describedAcl(after, acl) }),
  );
}

/** The request of "DeleteNetworkAcl" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNetworkAcl.html */
export interface DeleteNetworkAclRequest {
  readonly NetworkAclId: string;
}

const deleteSchema: v.GenericSchema<unknown, DeleteNetworkAclRequest> = v.strictObject({ NetworkAclId: v.string() });

/**
 * An ACL that a subnet uses cannot go, and the default one of a VPC never.
 * "DeleteNetworkAcl" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNetworkAcl.html
 */
export function deleteNetworkAcl(network: Network, request: DeleteNetworkAclRequest): VerbResult<NoAnswer> {
  const read = readRequest(deleteSchema, request);
  if (!read.ok) return read;
  const acl = findNetworkAcl(network, read.value.NetworkAclId);
  if (!acl.ok) return acl;
  const { id, isDefault, vpcId } = acl.value;
  if (isDefault)
    return refuse("InvalidParameterValue", ["NetworkAclId"], `an ACL other than the default one of ${vpcId}`, id);
  const user = aclAssociations(network).find((each) => each.acl.id === id)?.subnet.id;
  if (user !== undefined) {
    return refuse("DependencyViolation", ["NetworkAclId"], `an ACL that no subnet uses; ${user} uses it`, id);
  }
  return edit(
    network,
    (draft) => {
      delete draft.networkAcls[id];
    },
    NO_ANSWER,
  );
}

/** The request of "ReplaceNetworkAclAssociation" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceNetworkAclAssociation.html */
export interface ReplaceNetworkAclAssociationRequest {
  /** As `describeNetworkAcls` prints it. */
  readonly AssociationId: string;
  readonly NetworkAclId: string;
}

/** The answer of "ReplaceNetworkAclAssociation" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceNetworkAclAssociation.html */
export interface ReplaceNetworkAclAssociationAnswer {
  readonly NewAssociationId: string;
}

const replaceSchema: v.GenericSchema<unknown, ReplaceNetworkAclAssociationRequest> = v.strictObject({
  AssociationId: v.string(),
  NetworkAclId: v.string(),
});

/**
 * The subnet of the association uses another ACL from now on.
 * "ReplaceNetworkAclAssociation" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceNetworkAclAssociation.html
 */
export function replaceNetworkAclAssociation(
  network: Network,
  request: ReplaceNetworkAclAssociationRequest,
): VerbResult<ReplaceNetworkAclAssociationAnswer> {
  const read = readRequest(replaceSchema, request);
  if (!read.ok) return read;
  const { AssociationId, NetworkAclId } = read.value;
  const known = aclAssociations(network).find((each) => aclAssociationId(each.subnet, each.acl) === AssociationId);
  if (!known) {
    const isPartial = isMissing(network.missing, "networkAcls") || isMissing(network.missing, "subnets");
    const expected = `an association of a subnet${isPartial ? ", as far as they are in the network" : ""}`;
    return refuse("InvalidAssociationID.NotFound", ["AssociationId"], expected, AssociationId);
  }
  const acl = findNetworkAcl(network, NetworkAclId);
  if (!acl.ok) return acl;
  const { subnet } = known;
  if (acl.value.vpcId !== subnet.vpcId) {
    return refuse(
      "InvalidParameterValue",
      ["NetworkAclId"],
      `an ACL of ${subnet.vpcId}`,
      `${NetworkAclId} of ${acl.value.vpcId}`,
    );
  }
  const answer = { NewAssociationId: aclAssociationId(subnet, acl.value) };
  if (subnet.networkAclId === NetworkAclId) return done(network, answer);
  return edit(
    network,
    (draft) => {
      const record = draft.subnets[subnet.id];
      if (record) record.networkAclId = NetworkAclId;
    },
    answer,
  );
}
