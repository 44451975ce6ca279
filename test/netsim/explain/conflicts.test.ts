import { type ConnectionInput, checkConnection, checkListener, explain, type Network } from "netsim";
import { describe, expect, it } from "vitest";
import {
  ANYWHERE,
  allow,
  balanced,
  deny,
  EVERYTHING,
  from,
  headersText,
  to,
  twoSubnets,
} from "../../support/small-networks.ts";

function conflictsOf(net: Network, question: Partial<ConnectionInput> = {}) {
  const { conflicts } = explain(checkConnection(net, { from: "i-a", to: "i-b", port: 80, ...question }));
  return conflicts.map(({ code, sides }) => [
    code,
    sides.map(({ components, direction, phase, allows }) => [
      `${components} ${direction} ${phase}`,
      ...headersText(allows).map((each) => each.replace(/\/32/g, "")),
    ]),
  ]);
}

describe("what one group lets out and another lets in", () => {
  const groups = (out: readonly string[], into: readonly string[]) =>
    twoSubnets({
      securityGroups: {
        "sg-a": { vpcId: "vpc-1", egress: out.map((each) => to("sg-b", each)) },
        "sg-b": { vpcId: "vpc-1", ingress: into.map((each) => from("sg-a", each)), egress: [] },
      },
    });

  it("may have no port in common, whichever of them is asked for", () => {
    const found = [
      [
        "no-common-port",
        [
          ["sg-a egress forward", "tcp 10.0.0.10 -> 10.0.1.10 8080-8081"],
          ["sg-b ingress forward", "tcp 10.0.0.10 -> 10.0.1.10 80"],
        ],
      ],
    ];
    const net = groups(["tcp 8080", "tcp 8081", "udp 80"], ["tcp 80", "udp 8080"]);
    for (const port of [80, 8080, 443]) expect(conflictsOf(net, { port })).toEqual(found);
  });

  it("has a port in common where one does", () => {
    expect(conflictsOf(groups(["tcp 8000-9000"], ["tcp 80", "tcp 9000"]))).toEqual([]);
    expect(conflictsOf(groups(["all"], ["tcp 80"]), { port: 81 })).toEqual([]);
  });

  it("has none where one of them lets nothing through at all: then that is the cause by itself", () => {
    expect(conflictsOf(groups(["udp 80"], ["tcp 80"]))).toEqual([]);
    expect(conflictsOf(groups([], ["tcp 80"]))).toEqual([]);
  });

  it("is found between the load balancer's group and its instances', once for all legs", () => {
    const net = balanced(
      {},
      {
        securityGroups: {
          "sg-lb": { vpcId: "vpc-1", ingress: [from(ANYWHERE, "tcp 80")], egress: [to("sg-app", "tcp 8080")] },
          "sg-app": { vpcId: "vpc-1", ingress: [from("sg-lb", "tcp 80")], egress: [] },
        },
      },
    );
    const { conflicts } = explain(checkListener(net, { loadBalancer: "web", port: 80, from: "internet" }));
    expect(conflicts.map(({ code, sides }) => [code, sides.map((each) => each.component)])).toEqual([
      ["no-common-port", ["sg-lb", "sg-app"]],
    ]);
    expect(conflicts[0]?.legs).toHaveLength(8);
  });

  it("counts what an ACL denies before it allows", () => {
    const ingress = [deny(100, "tcp 8080"), allow(200, "tcp 8000-8100")];
    const net = (egress: string) =>
      twoSubnets({
        networkAcls: { "acl-b": { vpcId: "vpc-1", ingress, egress: EVERYTHING } },
        securityGroups: {
          "sg-a": { vpcId: "vpc-1", egress: [to(ANYWHERE, egress)] },
          "sg-b": { vpcId: "vpc-1", ingress: [from(ANYWHERE, "all")] },
        },
      });
    expect(conflictsOf(net("tcp 8080"), { port: 8080 })).toEqual([
      [
        "no-common-port",
        [
          ["sg-a egress forward", "tcp 10.0.0.10 -> 10.0.1.10 8080"],
          ["acl-b ingress forward", "tcp 10.0.0.10 -> 10.0.1.10 8000-8079,8081-8100"],
        ],
      ],
    ]);
    expect(conflictsOf(net("tcp 8080-8081"), { port: 8080 })).toEqual([]);
  });
});

describe("filters that each let a part through of what is asked", () => {
  it("have nothing in common where nothing passes them all, the way back included", () => {
    const net = twoSubnets({
      networkAcls: {
        "acl-a": { vpcId: "vpc-1", ingress: [allow(100, "tcp 1024-32767")], egress: EVERYTHING },
        "acl-b": { vpcId: "vpc-1", ingress: EVERYTHING, egress: [allow(100, "tcp 32768-65535")] },
      },
    });
    expect(conflictsOf(net)).toEqual([
      [
        "nothing-in-common",
        [
          ["acl-b egress reply", "tcp 10.0.1.10 80 -> 10.0.0.10 32768-65535"],
          ["acl-a ingress reply", "tcp 10.0.1.10 80 -> 10.0.0.10 1024-32767"],
        ],
      ],
    ]);
  });
});
