import type { Warning } from "netsim";
import { describe, expect, it } from "vitest";
import { renderVerdict } from "../../../packages/netsim/src/render/text.ts";
import { connection } from "./verdicts.ts";

const ICMP = { direction: "ingress", protocol: "icmp", icmpType: 3, icmpCode: 4 } as const;
const AT_THE_GATEWAY = { ...ICMP, limitedBy: "igw-1", mtu: 1500 } as const;

function tooBig(component: string, details: NonNullable<Warning["details"]>): Warning {
  return { code: "path-mtu-discovery", component, leg: "connection: internet -> web", details };
}

function sectionOf(warnings: readonly Warning[], width = 200): string[] {
  const text = renderVerdict(connection("reachable", [], { warnings }), { width });
  return text.slice(text.indexOf("Warnings")).trimEnd().split("\n");
}

describe("the section of warnings", () => {
  it("says once what may happen, and below it each rule that settles it", () => {
    const warnings = [
      tooBig("sg-web", { ...AT_THE_GATEWAY, kind: "security-group", end: "web", peers: ["0.0.0.0/0"] }),
      tooBig("sg-web", { ...AT_THE_GATEWAY, kind: "security-group", end: "other", peers: ["0.0.0.0/0"] }),
      tooBig("acl-1", { ...AT_THE_GATEWAY, kind: "network-acl", direction: "egress", peers: ["0.0.0.0/0"] }),
      { code: "smtp-outbound-restricted", component: "eni-web" },
      { code: "smtp-outbound-restricted", component: "eni-app" },
    ];
    expect(sectionOf(warnings)).toEqual([
      "Warnings",
      "  ! igw-1 takes 1500 bytes, and the errors that tell senders so are stopped, so that path MTU discovery may fail and large packets get lost; these rules settle it",
      "    - security group sg-web ingress: allow icmp type 3 code 4 from 0.0.0.0/0",
      "    - network ACL acl-1 egress: allow icmp type 3 code 4 to 0.0.0.0/0, before any entry that denies it",
      "  ! eni-web, eni-app: by default EC2 drops tcp 25 to public addresses, whatever the rules say; no rule settles it, AWS lifts it on request",
    ]);
  });

  it("names the sender's group where a rule can, and one rule for all peers of a filter", () => {
    const behind = { ...ICMP, loadBalancer: "web@a" };
    const peers = (block: string) => ({ peers: [block] });
    expect(
      sectionOf([
        tooBig("acl-1", { ...behind, kind: "network-acl", ...peers("10.0.0.0/24") }),
        tooBig("acl-1", { ...behind, kind: "network-acl", ...peers("10.0.1.0/24") }),
        tooBig("sg-app", { ...behind, kind: "security-group", ...peers("10.0.0.0/24"), sourceGroups: ["sg-lb"] }),
      ]).slice(2),
    ).toEqual([
      "    - network ACL acl-1 ingress: allow icmp type 3 code 4 from 10.0.0.0/24, 10.0.1.0/24, before any entry that denies it",
      "    - security group sg-app ingress: allow icmp type 3 code 4 from sg-lb",
    ]);
  });

  it("counts what is too much to list, and fits the width", () => {
    const many = Array.from({ length: 20 }, (_, at) =>
      tooBig(`sg-${at}`, {
        ...AT_THE_GATEWAY,
        kind: "security-group",
        peers: Array.from({ length: 9 }, (_, n) => `10.${n}.0.0/16`),
      }),
    );
    const lines = sectionOf(many, 80);
    expect(lines.at(-1)).toBe("    - and 8 more");
    expect(lines.join("\n")).toContain("10.3.0.0/16 and 5 more");
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("is not there without any", () => {
    expect(renderVerdict(connection("reachable", []))).not.toContain("Warnings");
  });
});
