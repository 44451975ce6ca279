import { type ConnectionVerdict, checkConnection, type Finding, lint, type Network } from "netsim";
import { describe, expect, it } from "vitest";
import { ANYWHERE, balanced, from, headersText, publicAndPrivate, to } from "../../support/small-networks.ts";
import { briefly, findings } from "./support.ts";

const CODE = "open-to-internet";

function lbGroup(...ingress: readonly ReturnType<typeof from>[]) {
  return { securityGroups: { "sg-lb": { vpcId: "vpc-1", ingress, egress: [to("sg-app", "all")] } } };
}

/** The destination ports of the packets in the proof. */
function excess(found: ReturnType<typeof findings>): string[] {
  return found.flatMap(({ proof }) =>
    proof.kind === "packets"
      ? headersText(proof.packets.filter((each) => each.protocol === "tcp")).map((text) => text.split(" ").at(-1) ?? "")
      : [],
  );
}

describe("a rule for the internet", () => {
  it("is as wide as it has to be where it is about the port of a listener", () => {
    expect(findings(balanced(), CODE)).toEqual([]);
  });

  it("is too wide by exactly what no listener takes", () => {
    const found = findings(balanced({}, lbGroup(from(ANYWHERE, "tcp 79-81"))), CODE);
    expect(briefly(found, "exposed")).toEqual(["sg-lb[0] exposed web"]);
    expect(new Set(excess(found))).toEqual(new Set(["79,81"]));
  });

  it("is wide altogether on an internal load balancer", () => {
    expect(excess(findings(balanced({ scheme: "internal" }), CODE))).toContain("80");
  });

  it("is not too wide for letting ping in", () => {
    expect(findings(balanced({}, lbGroup(from(ANYWHERE, "tcp 80"), from(ANYWHERE, "icmp"))), CODE)).toEqual([]);
  });

  it("says what listens where nothing else does, unless it is about ports in general", () => {
    const groups = (traffic: string) => ({
      securityGroups: { "sg-web": { vpcId: "vpc-1", ingress: [from(ANYWHERE, traffic)] } },
    });
    expect(findings(publicAndPrivate(groups("tcp 22")), CODE)).toEqual([]);
    const found = findings(publicAndPrivate(groups("tcp 0-65535")), CODE);
    expect(briefly(found, "exposed", "isListeningKnown")).toEqual(["sg-web[0] exposed eni-web isListeningKnown false"]);
  });

  it("for addresses inside the VPC is not for the internet", () => {
    expect(findings(balanced({}, lbGroup(from(ANYWHERE, "tcp 80"), from("10.0.0.0/8", "tcp 1-65535"))), CODE)).toEqual(
      [],
    );
  });

  describe("beside questions about all that is needed", () => {
    const open = publicAndPrivate({
      securityGroups: {
        "sg-web": { vpcId: "vpc-1", ingress: [from(ANYWHERE, "tcp 22"), from(ANYWHERE, "tcp 443-445")] },
      },
    });
    const tooOpen = (network: Network, needs: readonly ConnectionVerdict[]): Finding[] =>
      lint(network, { needs }).findings.filter((each) => each.code === CODE);
    const site = checkConnection(open, { from: "internet", to: "web", port: 443 });

    it("is too wide by what they do not ask for, few ports included", () => {
      const found = tooOpen(open, [site]);
      expect(found.map(({ rule }) => rule?.kind === "security-group-rule" && rule.rule.fromPort)).toEqual([22, 443]);
      expect(excess(found)).toEqual(["22", "444-445"]);
    });

    it("is as wide as it has to be where they ask for all of it", () => {
      const more = [22, "444-445"].map((port) => checkConnection(open, { from: "internet", to: "web", port }));
      expect(tooOpen(open, [site, ...more])).toEqual([]);
      // From one address is not from everywhere.
      const one = checkConnection(open, { from: "203.0.113.7", to: "web", port: 22 });
      expect(excess(tooOpen(open, [site, one, ...more.slice(1)]))).toEqual(["22"]);
    });

    it("is needed whether or not something else is in the way", () => {
      const shut = publicAndPrivate({
        securityGroups: { "sg-web": { vpcId: "vpc-1", ingress: [from(ANYWHERE, "tcp 22")] } },
        networkAcls: { "acl-public": { vpcId: "vpc-1" } },
      });
      const need = checkConnection(shut, { from: "internet", to: "web", port: 22 });
      expect(need.verdict).toBe("unreachable");
      expect(tooOpen(shut, [need])).toEqual([]);
      expect(excess(tooOpen(shut, []))).toEqual(["22"]);
    });

    it("has to be told by verdicts", () => {
      expect(() => lint(open, { needs: [{} as never] })).toThrow("needs[0]");
    });
  });
});
