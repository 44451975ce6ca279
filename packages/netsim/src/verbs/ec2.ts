/**
 * EC2's verbs, as in `ec2.authorizeSecurityGroupIngress(network, { GroupId: "sg-1", Protocol: "tcp", Port: 80, Cidr: ... })`.
 * Requests and answers are those of the "Amazon EC2 API Reference"
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Operations.html, and the codes of refusals are AWS's.
 *
 * @module
 */
export type { Filter } from "./ec2/describe.js";
export { type DescribeNetworkAclsRequest, describeNetworkAcls } from "./ec2/describe-network-acls.js";
export { type DescribeRouteTablesRequest, describeRouteTables } from "./ec2/describe-route-tables.js";
export {
  type DescribeSecurityGroupRulesRequest,
  type DescribeSecurityGroupsRequest,
  describeSecurityGroupRules,
  describeSecurityGroups,
} from "./ec2/describe-security-groups.js";
export { type LegacySource, legacyGrant } from "./ec2/legacy-grant.js";
export {
  type CreateNetworkAclAnswer,
  type CreateNetworkAclRequest,
  createNetworkAcl,
  type DeleteNetworkAclRequest,
  deleteNetworkAcl,
  type ReplaceNetworkAclAssociationAnswer,
  type ReplaceNetworkAclAssociationRequest,
  replaceNetworkAclAssociation,
} from "./ec2/network-acl.js";
export {
  type CreateNetworkAclEntryRequest,
  createNetworkAclEntry,
  type DeleteNetworkAclEntryRequest,
  deleteNetworkAclEntry,
  type ReplaceNetworkAclEntryRequest,
  replaceNetworkAclEntry,
} from "./ec2/network-acl-entry.js";
export type {
  DescribedNetworkAcl,
  DescribedNetworkAclAssociation,
  DescribedNetworkAclEntry,
} from "./ec2/network-acl-json.js";
export {
  type ModifyInstanceAttributeRequest,
  type ModifyNetworkInterfaceAttributeRequest,
  modifyInstanceAttribute,
  modifyNetworkInterfaceAttribute,
} from "./ec2/network-interface.js";
export type { IpPermission, IpRange, Ipv6Range, PrefixListId, UserIdGroupPair } from "./ec2/permission.js";
export { DEFAULT_QUOTAS, type Quotas } from "./ec2/quotas.js";
export type { NoAnswer } from "./ec2/request.js";
export {
  type CreateRouteAnswer,
  type CreateRouteRequest,
  createRoute,
  type DeleteRouteRequest,
  deleteRoute,
  type ReplaceRouteRequest,
  replaceRoute,
} from "./ec2/route.js";
export {
  type CreateRouteTableAnswer,
  type CreateRouteTableRequest,
  createRouteTable,
  type DeleteRouteTableRequest,
  deleteRouteTable,
} from "./ec2/route-table.js";
export {
  type AssociateRouteTableAnswer,
  type AssociateRouteTableRequest,
  associateRouteTable,
  type DisassociateRouteTableRequest,
  disassociateRouteTable,
  type ReplaceRouteTableAssociationAnswer,
  type ReplaceRouteTableAssociationRequest,
  replaceRouteTableAssociation,
} from "./ec2/route-table-association.js";
export type { DescribedRoute, DescribedRouteTable, DescribedRouteTableAssociation } from "./ec2/route-table-json.js";
export {
  type CreateSecurityGroupAnswer,
  type CreateSecurityGroupRequest,
  createSecurityGroup,
  type DeleteSecurityGroupAnswer,
  type DeleteSecurityGroupRequest,
  deleteSecurityGroup,
} from "./ec2/security-group.js";
export type {
  DescribedSecurityGroup,
  DescribedSecurityGroupRule,
  RevokedSecurityGroupRule,
} from "./ec2/security-group-json.js";
export {
  type AuthorizeSecurityGroupAnswer,
  type AuthorizeSecurityGroupRequest,
  authorizeSecurityGroupEgress,
  authorizeSecurityGroupIngress,
  type RevokeSecurityGroupAnswer,
  type RevokeSecurityGroupRequest,
  revokeSecurityGroupEgress,
  revokeSecurityGroupIngress,
} from "./ec2/security-group-rule.js";
export type { Tag, TagSpecification } from "./ec2/tag.js";
