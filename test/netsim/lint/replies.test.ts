import { checkConnection, type Finding, lint, type Network, type NetworkInput } from "netsim";
import { describe, expect, it } from "vitest";
import {
  allow,
  balanced,
  deny,
  EVERYTHING,
  from,
  headersText,
  publicAndPrivate,
  to,
  twoSubnets,
} from "../../support/small-networks.ts";

const CODES = ["acl-drops-replies", "acl-drops-some-replies", "ephemeral-range-too-narrow"];

function found(network: Network): Finding[] {
  return lint(network).findings.filter((each) => CODES.includes(each.code));
}

function told(network: Network): string[] {
  return found(network).map(({ code, component, direction, details }) => {
    const list = (value: unknown) => (Array.isArray(value) ? value.join(",") : String(value));
    return `${component} ${direction} ${code} clients ${list(details.clients)} dropped ${list(details.droppedPorts)}`;
  });
}

function acl(id: string, ingress: readonly object[], egress: readonly object[]): NetworkInput {
  return { networkAcls: { [id]: { vpcId: "vpc-1", ingress, egress } as never } };
}

describe("replies that an ACL drops", () => {
  it("are none in networks whose ACLs are open", () => {
    expect(told(twoSubnets())).toEqual([]);
    expect(told(publicAndPrivate())).toEqual([]);
    expect(told(balanced())).toEqual([]);
  });

  it("are all where nothing leads back to the clients' ports", () => {
    const network = twoSubnets(acl("acl-b", [allow(100, "tcp 80", "10.0.0.0/16")], [allow(100, "tcp 443")]));
    expect(told(network)).toEqual(["acl-b egress acl-drops-replies clients instance dropped 1024-65535"]);
    const [finding] = found(network);
    if (finding?.proof.kind !== "dropped-replies") throw new Error("no such proof");
    expect(headersText(finding.proof.requests)).toEqual(["tcp 10.0.0.10/32 1024-65535 -> 10.0.1.10/32 80"]);
    expect(headersText(finding.proof.replies)).toEqual(["tcp 10.0.1.10/32 80 -> 10.0.0.10/32 1024-65535"]);
    expect(finding.proof.by).toMatchObject([{ ruleNumber: 32767 }]);
    expect(finding.rule).toBeUndefined();
    expect(finding.details.admittedBy).toEqual(["sg-b"]);
    // The request of the proof is one, and its reply does not come back.
    const { sourcePort, destinationPort } = finding.proof.request;
    const verdict = checkConnection(network, {
      from: "i-a",
      to: "i-b",
      port: destinationPort,
      sourcePorts: sourcePort,
    });
    expect(verdict.blockers).toMatchObject([{ component: "acl-b", direction: "egress", phase: "reply" }]);
  });

  it("are shown at the entry that drops them, where there is one", () => {
    const network = twoSubnets(acl("acl-b", EVERYTHING, [deny(90, "tcp 1024-65535"), allow(100, "all")]));
    expect(found(network).map((each) => each.rule)).toMatchObject([{ ruleNumber: 90 }]);
  });

  it("are those of some clients where the range is one of some systems", () => {
    const network = twoSubnets(acl("acl-b", EVERYTHING, [allow(100, "tcp 32768-65535")]));
    expect(told(network)).toEqual(["acl-b egress acl-drops-some-replies clients instance dropped 1024-32767"]);
  });

  it("do not matter inside a subnet, where no ACL filters", () => {
    const network = twoSubnets({
      ...acl("acl-a", [allow(100, "tcp 80")], []),
      ...{ securityGroups: { "sg-a": { vpcId: "vpc-1", ingress: [from("sg-a", "tcp 80")], egress: [] } } },
    });
    expect(told(network)).toEqual([]);
  });

  it("of connections that begin inside count as well", () => {
    const network = twoSubnets({
      ...acl("acl-a", [allow(100, "tcp 22")], EVERYTHING),
      securityGroups: { "sg-a": { vpcId: "vpc-1", egress: [to("sg-b", "tcp 80")] } },
    });
    expect(told(network)).toEqual(["acl-a ingress acl-drops-replies clients instance dropped 1024-65535"]);
  });

  it("are not missed in what an entry for replies lets out by the way", () => {
    const network = twoSubnets(
      acl("acl-b", [allow(100, "tcp 80", "10.0.0.0/16")], [allow(100, "tcp 1024-65535", "10.0.0.0/16")]),
    );
    expect(told(network)).toEqual([]);
  });
});

describe("an ephemeral range", () => {
  it("is too narrow for clients on the internet unless it is 1024-65535", () => {
    const ranges = (ports: string): string[] =>
      told(
        publicAndPrivate(
          acl("acl-public", EVERYTHING, [
            allow(100, `tcp ${ports}`),
            allow(110, "all", "10.0.0.0/16"),
            allow(120, "udp 0-65535"),
          ]),
        ),
      );
    expect(ranges("1024-65535")).toEqual([]);
    expect(ranges("32768-61000")).toEqual([
      "acl-public egress ephemeral-range-too-narrow clients internet dropped 1024-32767,61001-65535",
    ]);
  });

  it("is too narrow for load balancer nodes, which use all of it", () => {
    const network = balanced({}, acl("acl-app", EVERYTHING, [allow(100, "tcp 32768-65535", "10.0.0.0/16")]));
    expect(told(network)).toEqual([
      "acl-app egress ephemeral-range-too-narrow clients load-balancer dropped 1024-32767",
    ]);
  });

  it("is too narrow for a NAT gateway, whatever its clients use", () => {
    const network = publicAndPrivate(
      acl(
        "acl-public",
        [allow(100, "all", "10.0.0.0/16"), allow(110, "tcp 80"), allow(120, "tcp 32768-65535")],
        EVERYTHING,
      ),
    );
    expect(told(network)).toContain(
      "acl-public ingress ephemeral-range-too-narrow clients nat-gateway dropped 1024-32767",
    );
  });
});
