import { diffNetworks, editNetwork, NetsimError, type Network, type NetworkDraft } from "netsim";
import { describe, expect, it } from "vitest";
import {
  ANYWHERE,
  allow,
  balanced,
  deny,
  EVERYTHING,
  from,
  publicAndPrivate,
  to,
  twoSubnets,
} from "../../support/small-networks.ts";

/** Rules in the short form of the input are read by `editNetwork`. */
function edited(network: Network, recipe: (draft: NetworkDraft) => void): readonly [Network, Network] {
  return [network, editNetwork(network, recipe)];
}

const ends = (
  flows: readonly { readonly from: { label: string }; readonly to: { label: string } }[],
): readonly string[] => flows.map((each) => `${each.from.label} -> ${each.to.label}`);

describe("diffNetworks", () => {
  it("names the flow, a packet of it and the rule for a rule that is taken away", () => {
    const [before, after] = edited(twoSubnets(), (draft) => {
      draft.securityGroups["sg-b"]!.ingress = [];
    });
    const { verdict, stops, starts } = diffNetworks(before, after);
    expect([verdict, ends(stops), starts]).toEqual(["different", ["i-a -> i-b"], []]);
    expect(stops[0]?.witness).toMatchObject({ source: "10.0.0.10", destination: "10.0.1.10", destinationPort: 80 });
    expect(stops[0]?.packets).toEqual([
      {
        protocol: "tcp",
        sourceAddresses: ["10.0.0.10/32"],
        destinationAddresses: ["10.0.1.10/32"],
        sourcePortRanges: ["1024-65535"],
        destinationPortRanges: ["80"],
      },
    ]);
    expect(stops[0]?.edits).toMatchObject([
      { change: "removed", rule: { securityGroupId: "sg-b", direction: "ingress" } },
    ]);
  });

  it("finds nothing where a rule is added that others imply", () => {
    const [before, after] = edited(twoSubnets(), (draft) => {
      draft.securityGroups["sg-a"]!.egress.push({ protocol: 6, fromPort: 80, toPort: 80, peer: { cidr: ANYWHERE } });
      draft.securityGroups["sg-b"]!.name = "another";
    });
    expect(diffNetworks(before, after)).toMatchObject({ verdict: "same", starts: [], stops: [] });
  });

  it("takes the ports of replies that an ACL no longer lets back for stopped", () => {
    const [before, after] = edited(twoSubnets(), (draft) => {
      Object.assign(draft.networkAcls["acl-a"]!, { ingress: [allow(100, "tcp 32768-65535")] });
    });
    const { stops } = diffNetworks(before, after);
    expect(ends(stops)).toEqual(["i-a -> i-b"]);
    expect(stops[0]?.packets[0]?.sourcePortRanges).toEqual(["1024-32767"]);
    expect(stops[0]?.blame).toMatchObject([{ component: "acl-a", phase: "reply", direction: "ingress" }]);
    expect(stops[0]?.edits).toMatchObject([{ change: "changed", kind: "rule", after: { ruleNumber: 100 } }]);
  });

  it("blames every rule that alone would have the same effect", () => {
    const shut = editNetwork(twoSubnets(), (draft) => {
      draft.securityGroups["sg-b"]!.ingress = [];
    });
    const [before, after] = edited(shut, (draft) => {
      draft.securityGroups["sg-b"]!.ingress = [
        from("10.0.0.0/16", "tcp 80"),
        from("10.0.0.0/24", "tcp 80-90"),
      ] as never;
    });
    const [flow] = diffNetworks(before, after).starts;
    expect(flow?.witness.destinationPort).toBe(80);
    const rules = flow?.edits.map((each) => each.kind === "rule" && each.change === "added" && each.rule);
    expect(rules).toMatchObject([{ rule: { fromPort: 80 } }, { rule: { fromPort: 80, toPort: 90 } }]);
  });

  it("blames both of two entries that deny what a third allows", () => {
    const [before, after] = edited(twoSubnets(), (draft) => {
      const acl = draft.networkAcls["acl-b"]!;
      Object.assign(acl, { ingress: [...acl.ingress, deny(7, "tcp 80"), deny(8, "tcp 80-90")] });
    });
    const [flow] = diffNetworks(before, after).stops;
    const numbers = flow?.edits.map((each) => "rule" in each && "ruleNumber" in each.rule && each.rule.ruleNumber);
    expect(numbers).toEqual([7, 8]);
    expect(flow?.blame).toHaveLength(1);
  });

  it("blames the association where a subnet gets another ACL", () => {
    const [before, after] = edited(twoSubnets({ networkAcls: { shut: { vpcId: "vpc-1" } } }), (draft) => {
      draft.subnets["subnet-b"]!.networkAclId = "shut";
    });
    expect(diffNetworks(before, after).stops[0]?.edits).toEqual([
      {
        change: "changed",
        kind: "association",
        resource: "subnet-b",
        key: "networkAclId",
        before: ["acl-b"],
        after: ["shut"],
      },
    ]);
  });

  it("blames who left a group where a rule names it", () => {
    const [before, after] = edited(twoSubnets({ securityGroups: { other: { vpcId: "vpc-1" } } }), (draft) => {
      draft.networkInterfaces["eni-i-a"]!.groups = ["other"];
    });
    const { stops } = diffNetworks(before, after);
    expect(ends(stops)).toEqual(["i-a -> i-b"]);
    expect(stops[0]?.edits).toMatchObject([
      { kind: "association", resource: "eni-i-a", before: ["sg-a"], after: ["other"] },
    ]);
  });

  it("takes endpoints that come and go for added and removed, and their flows for started and stopped", () => {
    const { instances } = twoSubnets();
    const more = { subnetId: "subnet-b", privateIpAddress: "10.0.1.11", groups: ["sg-b"] };
    const before = twoSubnets();
    const after = twoSubnets({ instances: { "i-c": more } });
    const diff = diffNetworks(before, after);
    expect(Object.keys(instances)).toEqual(["i-a", "i-b"]);
    expect(diff.endpoints).toEqual({ added: ["i-c"], removed: [] });
    expect(ends(diff.starts)).toEqual(["i-a -> i-c"]);
    expect(ends(diffNetworks(after, before).stops)).toEqual(["i-a -> i-c"]);
  });

  it("sees routes to the internet go, for what comes in as for what goes out", () => {
    const [before, after] = edited(publicAndPrivate(), (draft) => {
      draft.routeTables["rtb-public"]!.routes = [];
    });
    const found = ends(diffNetworks(before, after).stops);
    expect(found).toContain("internet -> web");
    expect(found).toContain("web -> internet");
    expect(found).toContain("app -> internet");
  });

  it("tells the states of targets that change, and the flows of the load balancer's nodes", () => {
    const [before, after] = edited(balanced(), (draft) => {
      draft.securityGroups["sg-app"]!.ingress = draft.securityGroups["sg-app"]!.ingress.filter(
        (each) => each.fromPort !== 9000,
      );
    });
    const { states, stops } = diffNetworks(before, after);
    expect(states.map((each) => [each.owner, each.target, each.before?.state, each.after?.state])).toEqual([
      ["web", "i-a", "InService", "OutOfService"],
      ["web", "i-b", "InService", "OutOfService"],
    ]);
    expect(stops.map((each) => each.packets[0]?.destinationPortRanges)).toContainEqual(["9000"]);
    expect(ends(stops).every((each) => each.startsWith("web@"))).toBe(true);
  });

  it("takes a fleet for one class", () => {
    const fleet = Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [
        `i-${at}`,
        { subnetId: "subnet-b", privateIpAddress: `10.0.1.${20 + at}`, groups: ["sg-b"] },
      ]),
    );
    const [before, after] = edited(twoSubnets({ instances: fleet }), (draft) => {
      draft.securityGroups["sg-b"]!.ingress = [];
    });
    const { stops } = diffNetworks(before, after);
    expect(stops).toHaveLength(1);
    expect(stops[0]?.to.members).toHaveLength(41);
  });

  it("says doubt, and neither start nor stop, where one of the networks leaves something out", () => {
    const before = twoSubnets();
    const after = twoSubnets({
      missing: [{ collection: "networkAcls", vpcId: "vpc-1", reason: "not-collected" }],
      subnets: { "subnet-b": unassociated() },
    } as never);
    const diff = diffNetworks(before, after);
    expect(ends(diff.doubts)).toEqual(["i-a -> i-b"]);
    expect([diff.starts, diff.stops]).toEqual([[], []]);
    expect(diff.verdict).toBe("unknown");
  });

  it("refuses options that are none", () => {
    const network = twoSubnets();
    expect(() => diffNetworks(network, network, { idleTimeouts: { tcp: 5 } })).toThrow(NetsimError);
    expect(() => diffNetworks(network, network, { autoTracked: "2024" as never })).toThrow(NetsimError);
    expect(() => diffNetworks(network, network, { sourcePorts: 99999 })).toThrow(NetsimError);
  });
});

function unassociated() {
  return { vpcId: "vpc-1", availabilityZone: "us-east-1b", cidr: "10.0.1.0/24" };
}

describe("connections that are open at the moment of the edit", () => {
  const fates = (before: Network, after: Network, options = {}) =>
    diffNetworks(before, after, options).open.map(({ verdict, reason, idleSeconds, newConnection, packets }) => [
      packets[0]?.protocol,
      verdict,
      reason,
      idleSeconds ?? null,
      newConnection,
    ]);

  it("live on while security groups track them, after the rule is gone", () => {
    const [before, after] = edited(twoSubnets(), (draft) => {
      draft.securityGroups["sg-b"]!.ingress = [];
    });
    expect(fates(before, after)).toEqual([["tcp", "survives-until-idle", "tracked", 432_000, "failing"]]);
    expect(fates(before, after, { idleTimeouts: { tcp: 350 } })[0]?.[3]).toBe(350);
    expect(diffNetworks(before, after).assumptions).toEqual([{ code: "idle-timeouts-default" }]);
  });

  it("are cut at once by an ACL", () => {
    const [before, after] = edited(twoSubnets(), (draft) => {
      Object.assign(draft.networkAcls["acl-b"]!, { ingress: [deny(50, "tcp 80"), ...EVERYTHING] });
    });
    expect(fates(before, after)).toEqual([["tcp", "cut-at-once", "stateless", null, "failing"]]);
  });

  it("are cut at once where both directions are open to everyone, as they are not tracked", () => {
    const open = twoSubnets({
      securityGroups: {
        "sg-b": { vpcId: "vpc-1", ingress: [from(ANYWHERE, "tcp 80")], egress: [to(ANYWHERE, "all")] },
      },
    });
    const [before, after] = edited(open, (draft) => {
      draft.securityGroups["sg-b"]!.ingress = [];
    });
    expect(fates(before, after)).toContainEqual(["tcp", "cut-at-once", "untracked", null, "failing"]);
  });

  it("live on by the second however untracked the other end is", () => {
    const [before, after] = edited(
      twoSubnets({
        securityGroups: {
          "sg-b": { vpcId: "vpc-1", ingress: [from(ANYWHERE, "udp 53"), from(ANYWHERE, "icmp")], egress: [] },
        },
      }),
      (draft) => {
        draft.securityGroups["sg-b"]!.ingress = [];
      },
    );
    expect(fates(before, after)).toEqual([
      ["udp", "survives-until-idle", "tracked", 180, "failing"],
      ["icmp", "survives-until-idle", "tracked", null, "failing"],
    ]);
  });

  it("are cut where new ones work: untracked ones, when the rule for their replies goes", () => {
    const open = twoSubnets({
      securityGroups: {
        "sg-b": { vpcId: "vpc-1", ingress: [from(ANYWHERE, "tcp 80")], egress: [to(ANYWHERE, "all")] },
      },
    });
    const [before, after] = edited(open, (draft) => {
      draft.securityGroups["sg-b"]!.egress = [];
    });
    expect(fates(before, after)).toContainEqual(["tcp", "cut-at-once", "untracked", null, "working"]);
  });

  it("are tracked through a NAT gateway, whatever the rules", () => {
    const open = publicAndPrivate({
      securityGroups: { "sg-app": { vpcId: "vpc-1", ingress: [from(ANYWHERE, "all")], egress: [to(ANYWHERE, "all")] } },
    });
    const [before, after] = edited(open, (draft) => {
      draft.securityGroups["sg-app"]!.egress = [];
    });
    const toInternet = diffNetworks(before, after).open.filter(
      (each) => each.from.label === "app" && each.to.label === "internet",
    );
    expect(toInternet.map((each) => each.verdict)).toContain("survives-until-idle");
    expect(toInternet.filter((each) => each.packets[0]?.protocol === "tcp").map((each) => each.reason)).toEqual([
      "tracked",
    ]);
  });

  it("end with an instance that is stopped, and are not documented where its listener goes", () => {
    const served = (services: readonly object[], state = "running") =>
      twoSubnets({
        instances: {
          "i-b": { subnetId: "subnet-b", privateIpAddress: "10.0.1.10", groups: ["sg-b"], state, services },
        },
      } as never);
    const running = served([{ port: 80 }]);
    expect(fates(running, served([{ port: 80 }], "stopped"))).toEqual([
      ["tcp", "cut-at-once", "instance-not-running", null, "failing"],
    ]);
    expect(fates(running, served([{ port: 81 }]))).toEqual([["tcp", "unknown", "listener-changed", null, "failing"]]);
  });
});
