/**
 * The groups and the source/destination check of an interface, by the interface or by the instance that has it.
 * "ModifyNetworkInterfaceAttribute" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyNetworkInterfaceAttribute.html
 */
import { type Network, type NetworkInterface, ok, type Result } from "@netsim/core";
import * as v from "valibot";
import { edit, refuse, type VerbResult } from "../verb.js";
import { findNetworkInterface, onlyInterface } from "./find.js";
import { findGroup } from "./find-group.js";
import { type Quotas, quotasOf } from "./quotas.js";
import { NO_ANSWER, type NoAnswer, type Optional, readEach, readRequest, texts } from "./request.js";

interface Attributes {
  /** The ids of the groups that it carries from now on, instead of those that it carried. */
  readonly Groups?: readonly string[] | undefined;
  readonly SourceDestCheck?: { readonly Value: boolean } | undefined;
}

/** The request of "ModifyNetworkInterfaceAttribute" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyNetworkInterfaceAttribute.html */
export interface ModifyNetworkInterfaceAttributeRequest extends Attributes {
  readonly NetworkInterfaceId: string;
  readonly Description?: { readonly Value: string } | undefined;
}

/** The request of "ModifyInstanceAttribute" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceAttribute.html */
export interface ModifyInstanceAttributeRequest extends Attributes {
  readonly InstanceId: string;
}

const check: Optional<{ readonly Value: boolean }> = v.optional(v.strictObject({ Value: v.boolean() }));

const interfaceSchema: v.GenericSchema<unknown, ModifyNetworkInterfaceAttributeRequest> = v.strictObject({
  NetworkInterfaceId: v.string(),
  Groups: texts,
  SourceDestCheck: check,
  Description: v.optional(v.strictObject({ Value: v.string() })),
});

const instanceSchema: v.GenericSchema<unknown, ModifyInstanceAttributeRequest> = v.strictObject({
  InstanceId: v.string(),
  Groups: texts,
  SourceDestCheck: check,
});

/** One attribute a call. */
export function modifyNetworkInterfaceAttribute(
  network: Network,
  request: ModifyNetworkInterfaceAttributeRequest,
  quotas: Partial<Quotas> = {},
): VerbResult<NoAnswer> {
  const read = readRequest(interfaceSchema, request);
  if (!read.ok) return read;
  const { NetworkInterfaceId, ...attributes } = read.value;
  const eni = findNetworkInterface(network, NetworkInterfaceId);
  return eni.ok ? modify(network, eni.value, attributes, quotasOf(quotas)) : eni;
}

/**
 * The same for an instance that has one interface.
 * "ModifyInstanceAttribute" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceAttribute.html
 */
export function modifyInstanceAttribute(
  network: Network,
  request: ModifyInstanceAttributeRequest,
  quotas: Partial<Quotas> = {},
): VerbResult<NoAnswer> {
  const read = readRequest(instanceSchema, request);
  if (!read.ok) return read;
  const { InstanceId, ...attributes } = read.value;
  // "EC2-Classic": the groups of an instance are chosen at its launch for good.
  if (network.instances[InstanceId]?.ec2Classic && attributes.Groups) {
    return refuse("InvalidParameterCombination", ["Groups"], "an instance of a VPC", InstanceId);
  }
  const eni = onlyInterface(network, InstanceId);
  return eni.ok ? modify(network, eni.value, attributes, quotasOf(quotas)) : eni;
}

/** Interfaces of the account's own; all others belong to the service that made them, which alone can modify them. */
const OWN_TYPES: readonly string[] = ["interface", "efa", "efa-only", "trunk", "branch"];

function modify(
  network: Network,
  eni: NetworkInterface,
  attributes: Omit<ModifyNetworkInterfaceAttributeRequest, "NetworkInterfaceId">,
  quotas: Quotas,
): VerbResult<NoAnswer> {
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
  const [attribute, other] = given;
  const isNothing = attribute === undefined || attributes.Groups?.length === 0;
  if (isNothing)
    return refuse("InvalidParameterCombination", [], "an attribute, and of Groups at least one", attributes);
  if (other) return refuse("InvalidParameterCombination", [other[0]], `nothing beside ${attribute[0]}`, other[1]);
  if (!OWN_TYPES.includes(eni.interfaceType)) {
    return refuse(
      "OperationNotPermitted",
      [],
      `an interface of one of the types ${OWN_TYPES.join(", ")}`,
      eni.interfaceType,
    );
  }
  const groups = readGroups(network, eni, attributes.Groups, quotas);
  if (!groups.ok) return groups;
  const { SourceDestCheck, Description } = attributes;
  return edit(
    network,
    (draft) => {
      const record = draft.networkInterfaces[eni.id];
      if (!record) return;
      if (groups.value) record.groups = [...groups.value];
      if (SourceDestCheck) record.sourceDestCheck = SourceDestCheck.Value;
      if (Description) record.description = Description.Value;
    },
    NO_ANSWER,
  );
}

/** Groups of the interface's VPC, or associated with it. */
function readGroups(
  network: Network,
  eni: NetworkInterface,
  ids: readonly string[] | undefined,
  quotas: Quotas,
): Result<readonly string[] | undefined> {
  if (ids === undefined) return ok(undefined);
  const vpcId = network.subnets[eni.subnetId]?.vpcId;
  const read = readEach(ids, (id, at): Result<string> => {
    const group = findGroup(network, { GroupId: id }, () => ["Groups", at]);
    if (!group.ok) return group;
    const isUsable =
      vpcId === undefined || [group.value.vpcId, ...(group.value.associatedVpcIds ?? [])].includes(vpcId);
    return isUsable ? ok(id) : refuse("InvalidGroup.NotFound", ["Groups", at], `a group of ${vpcId}`, id);
  });
  if (!read.ok) return read;
  const groups = [...new Set(read.value)];
  const most = quotas.securityGroupsPerNetworkInterface;
  if (groups.length <= most) return ok(groups);
  return refuse("SecurityGroupsPerInterfaceLimitExceeded", ["Groups"], `at most ${most} groups`, groups.length);
}
