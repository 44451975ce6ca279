import { describe, expect, it } from "vitest";
import { answers, imported, type Json, notes } from "../documents.ts";

const notesOf = (more: Json) => imported(answers(more)).notes;

describe("what is not modelled yet", () => {
  it.each<[Json, string, string]>([
    [
      { LoadBalancers: [{ LoadBalancerArn: "arn:lb", LoadBalancerName: "api", Type: "application" }] },
      "arn:lb",
      "arn:lb: load balancers are not modelled yet",
    ],
    [
      { Listeners: [{ ListenerArn: "arn:li", LoadBalancerArn: "arn:lb" }] },
      "arn:li",
      "arn:li: listeners are not modelled yet",
    ],
    [
      { wrapped: { LoadBalancerArn: "arn:lb", Listeners: [{ ListenerArn: "arn:li" }] } },
      "arn:li",
      "arn:li: listeners are not modelled yet",
    ],
    [{ Rules: [{ RuleArn: "arn:ru" }] }, "arn:ru", "arn:ru: listener rules are not modelled yet"],
    [
      { TargetGroups: [{ TargetGroupArn: "arn:tg", TargetGroupName: "api" }] },
      "arn:tg",
      "arn:tg: target groups are not modelled yet",
    ],
    [
      {
        TargetHealthDescriptions: [
          { TargetGroupArn: "arn:tg", TargetHealthDescriptions: [{ Target: { Id: "i-1", Port: 80 } }] },
        ],
      },
      "i-1",
      "i-1: targets are not modelled yet",
    ],
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

  it("is named with its name and kind, and where it is", () => {
    const LoadBalancers = [{ LoadBalancerArn: "arn:lb", LoadBalancerName: "api", Type: "network" }];
    expect(notesOf({ LoadBalancers })).toEqual([
      {
        code: "not-modelled",
        file: "all.json",
        pointer: "/LoadBalancers/0",
        component: "arn:lb",
        details: { noun: "load balancer", LoadBalancerName: "api", Type: "network" },
        message: "arn:lb: load balancers are not modelled yet",
      },
    ]);
  });

  it("is named as a whole where its records have no ids", () => {
    expect(notes(answers({ Attributes: [{ Key: "idle_timeout.timeout_seconds", Value: "60" }] }))).toEqual([
      "not-modelled: load balancer or target group attributes are not modelled yet",
    ]);
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
