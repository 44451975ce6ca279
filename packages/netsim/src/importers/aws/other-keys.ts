/** Keys of other describe commands: those that bear on traffic are named as not modelled, the rest are let be. */
import { within } from "../document.js";
import { addNote } from "./draft.js";
import { isListOf, type KeyReader } from "./noun.js";

type Row = readonly [key: string, id: string, noun: string];

const NOT_MODELLED: readonly Row[] = [
  ["TransitGateways", "TransitGatewayId", "transit gateway"],
  ["TransitGatewayAttachments", "TransitGatewayAttachmentId", "transit gateway attachment"],
  ["TransitGatewayVpcAttachments", "TransitGatewayAttachmentId", "transit gateway attachment"],
  ["TransitGatewayPeeringAttachments", "TransitGatewayAttachmentId", "transit gateway attachment"],
  ["TransitGatewayRouteTables", "TransitGatewayRouteTableId", "transit gateway route table"],
  ["Routes", "TransitGatewayAttachments", "transit gateway route"],
  ["VpnGateways", "VpnGatewayId", "virtual private gateway"],
  ["VpnConnections", "VpnConnectionId", "VPN connection"],
  ["CustomerGateways", "CustomerGatewayId", "customer gateway"],
  ["LocalGateways", "LocalGatewayId", "local gateway"],
  ["CarrierGateways", "CarrierGatewayId", "carrier gateway"],
  ["ClientVpnEndpoints", "ClientVpnEndpointId", "client VPN endpoint"],
  ["InstanceConnectEndpoints", "InstanceConnectEndpointId", "instance connect endpoint"],
  ["CoreNetworks", "CoreNetworkId", "core network"],
  ["Firewalls", "FirewallName", "network firewall"],
];

const IRRELEVANT: readonly (readonly [key: string, id: string])[] = [
  ["AvailabilityZones", "ZoneName"],
  ["Regions", "RegionName"],
  ["AccountAttributes", "AttributeName"],
  ["DhcpOptions", "DhcpOptionsId"],
  ["FlowLogs", "FlowLogId"],
  ["HostReservations", "HostReservationId"],
  ["IamInstanceProfileAssociations", "AssociationId"],
  ["Images", "ImageId"],
  ["InstanceStatuses", "InstanceId"],
  ["InstanceTypes", "InstanceType"],
  ["KeyPairs", "KeyPairId"],
  ["LaunchTemplates", "LaunchTemplateId"],
  ["NetworkInsightsAnalyses", "NetworkInsightsAnalysisId"],
  ["NetworkInsightsPaths", "NetworkInsightsPathId"],
  ["PlacementGroups", "GroupId"],
  ["PolicyDescriptions", "PolicyName"],
  ["ReservedInstances", "ReservedInstancesId"],
  ["SecurityGroupReferenceSet", "GroupId"],
  ["ServiceDetails", "ServiceName"],
  ["Snapshots", "SnapshotId"],
  ["SpotInstanceRequests", "SpotInstanceRequestId"],
  ["SslPolicies", "Name"],
  ["StaleSecurityGroupSet", "GroupId"],
  ["Tags", "ResourceId"],
  ["Volumes", "VolumeId"],
];

export const otherReaders: readonly KeyReader[] = [
  ...NOT_MODELLED.map(notModelled),
  ...IRRELEVANT.map(([key, id]) => reader(key, id, () => {})),
];

function reader(key: string, id: string, read: KeyReader["read"]): KeyReader {
  return { key, collections: [], recognise: (found) => isListOf(found, id), read };
}

function notModelled([key, id, noun]: Row): KeyReader {
  return reader(key, id, (found, draft) => {
    for (const [at, record] of (found.value as readonly Readonly<Record<string, unknown>>[]).entries()) {
      const name = idOf(record[id]);
      const component = name === undefined ? {} : { component: name };
      const message = `${name ?? `the ${noun}`}: ${noun}s are not modelled yet`;
      addNote(draft, "not-modelled", message, {
        place: within(found.place, at),
        ...component,
        details: detailsOf(record, noun),
      });
    }
  });
}

/** Routes of a transit gateway have lists where others have an id. */
function idOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function detailsOf(record: Readonly<Record<string, unknown>>, noun: string): Readonly<Record<string, string>> {
  return { noun, ...(typeof record.Type === "string" ? { Type: record.Type } : {}) };
}
