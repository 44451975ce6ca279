import { describe, expect, it } from "vitest";
import { answers, imported, type Json, notes } from "../documents.ts";

const notesOf = (more: Json) => imported(answers(more)).notes;

describe("what is not modelled yet", () => {
  it.each<[Json, string, string]>([
    [{ TransitGateways: [{ TransitGatewayId: "tgw-1" }] }, "tgw-1", "tgw-1: transit gateways are not modelled yet"],
    [
      { TransitGatewayVpcAttachments: [{ TransitGatewayAttachmentId: "tgw-attach-1" }] },
      "tgw-attach-1",
      "tgw-attach-1: transit gateway attachments are not modelled yet",
    ],
    [{ VpnConnections: [{ VpnConnectionId: "vpn-1" }] }, "vpn-1", "vpn-1: VPN connections are not modelled yet"],
    [{ VpnGateways: [{ VpnGatewayId: "vgw-1" }] }, "vgw-1", "vgw-1: virtual private gateways are not modelled yet"],
    [{ CustomerGateways: [{ CustomerGatewayId: "cgw-1" }] }, "cgw-1", "cgw-1: customer gateways are not modelled yet"],
  ])("%j is named", (more, component, message) => {
    expect(notesOf(more)).toMatchObject([{ code: "not-modelled", component, message, file: "all.json" }]);
  });

  it("is named with its kind, and where it is", () => {
    const VpnGateways = [{ VpnGatewayId: "vgw-1", Type: "ipsec.1" }];
    expect(notesOf({ VpnGateways })).toEqual([
      {
        code: "not-modelled",
        file: "all.json",
        pointer: "/VpnGateways/0",
        component: "vgw-1",
        details: { noun: "virtual private gateway", Type: "ipsec.1" },
        message: "vgw-1: virtual private gateways are not modelled yet",
      },
    ]);
  });

  it("is named as a whole where its records have no ids", () => {
    expect(notes(answers({ Routes: [{ DestinationCidrBlock: "10.0.0.0/8", TransitGatewayAttachments: [] }] }))).toEqual(
      ["not-modelled: the transit gateway route: transit gateway routes are not modelled yet"],
    );
  });
});

describe("what has no bearing on traffic", () => {
  it.each<[Json]>([
    [{ AvailabilityZones: [{ ZoneName: "us-east-1a", RegionName: "us-east-1" }] }],
    [{ Regions: [{ RegionName: "us-east-1" }] }],
    [{ DhcpOptions: [{ DhcpOptionsId: "dopt-1" }] }],
    [{ TagDescriptions: [{ LoadBalancerName: "web", Tags: [] }] }],
    [{ Volumes: [] }],
  ])("%j is let be", (json) => {
    const documents = [
      { file: "all.json", json: answers() },
      { file: "other.json", json },
    ];
    expect(notes(documents)).toEqual([]);
  });
});
