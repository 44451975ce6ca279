/** Network ACLs with their entries and subnets. */
import type { Network } from "@netsim/core";
import * as v from "valibot";
import { type Filter, type FilterTable, filtered, filters, readDescribe, withIdsOf } from "./describe.js";
import { type DescribedNetworkAcl, describedAcl } from "./network-acl-json.js";
import { texts } from "./request.js";

/** The request of "DescribeNetworkAcls" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkAcls.html */
export interface DescribeNetworkAclsRequest {
  readonly NetworkAclIds?: readonly string[] | undefined;
  /** `association.association-id`, `association.network-acl-id`, `association.subnet-id`, `default`, `network-acl-id`, `tag:Name`, `vpc-id`. */
  readonly Filters?: readonly Filter[] | undefined;
}

const schema: v.GenericSchema<unknown, DescribeNetworkAclsRequest> = v.strictObject({
  NetworkAclIds: texts,
  Filters: filters,
});

const FILTERS: FilterTable<DescribedNetworkAcl> = {
  "association.association-id": (acl) => acl.Associations.map((each) => each.NetworkAclAssociationId),
  "association.network-acl-id": (acl) => acl.Associations.map((each) => each.NetworkAclId),
  "association.subnet-id": (acl) => acl.Associations.map((each) => each.SubnetId),
  default: (acl) => [String(acl.IsDefault)],
  "network-acl-id": (acl) => [acl.NetworkAclId],
  "tag:Name": (acl) => acl.Tags.map((tag) => tag.Value),
  "vpc-id": (acl) => [acl.VpcId],
};

/**
 * "DescribeNetworkAcls" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkAcls.html
 *
 * @throws NetsimError for what AWS refuses: an id that no ACL has, a filter that there is not.
 */
export function describeNetworkAcls(
  network: Network,
  request: DescribeNetworkAclsRequest = {},
): { readonly NetworkAcls: readonly DescribedNetworkAcl[] } {
  const { NetworkAclIds, Filters } = readDescribe(schema, request);
  const acls = withIdsOf(Object.values(network.networkAcls), NetworkAclIds, {
    key: "NetworkAclIds",
    code: "InvalidNetworkAclID.NotFound",
    idOf: (acl) => acl.id,
  });
  const all = acls.map((acl) => describedAcl(network, acl));
  return { NetworkAcls: filtered(all, Filters, FILTERS) };
}
