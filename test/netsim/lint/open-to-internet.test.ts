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
});
