import { editNetwork, LINT_CODES, type LintResult, lint, NetsimError, network, type Silence } from "netsim";
import { describe, expect, it } from "vitest";
import { allow, balanced, deny, from, twoSubnets } from "../../support/small-networks.ts";
import { originsOf, readClassicPage } from "./pages.ts";

/** A network with a finding of several kinds. */
const FAULTY = twoSubnets({
  networkAcls: {
    "acl-b": { vpcId: "vpc-1", ingress: [allow(100, "all"), deny(200, "tcp 22")], egress: [allow(100, "all")] },
  },
  securityGroups: { "sg-old": { vpcId: "vpc-1", groupName: "retired", ingress: [from("0.0.0.0/0", "tcp 80")] } },
});

function codes({ findings }: LintResult): string[] {
  return findings.map((each) => each.code);
}

describe("lint", () => {
  it("finds nothing in a network that is as it should be", () => {
    expect(lint(balanced())).toEqual({ schemaVersion: 1, kind: "lint", findings: [], silenced: [], unknowns: [] });
    expect(lint(network({}))).toMatchObject({ findings: [], unknowns: [] });
  });

  it("answers with frozen plain data that JSON keeps whole, in the order of importance", () => {
    const result = lint(FAULTY);
    expect(codes(result)).toEqual(["acl-entry-never-decides", "group-not-attached"]);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    expect(Object.isFrozen(result.findings[0]?.proof)).toBe(true);
  });

  it("looks for nothing that is switched off", () => {
    expect(codes(lint(FAULTY, { off: ["group-not-attached"] }))).toEqual(["acl-entry-never-decides"]);
    expect(lint(FAULTY, { off: [...LINT_CODES] })).toMatchObject({ findings: [], silenced: [], unknowns: [] });
  });

  it("refuses codes that there are not, by name", () => {
    expect(() => lint(FAULTY, { off: ["dead-rules" as never] })).toThrow(NetsimError);
    expect(() => lint(FAULTY, { off: ["dead-rules" as never] })).toThrow(
      "off[0]: expected one of acl-entry-never-decides",
    );
  });

  it("changes nothing in the network, and after an edit says what is so then", () => {
    const before = JSON.stringify(FAULTY);
    lint(FAULTY);
    expect(JSON.stringify(FAULTY)).toBe(before);
    const mended = editNetwork(FAULTY, (draft) => {
      delete draft.securityGroups["sg-old"];
      draft.networkAcls["acl-b"]?.ingress.pop();
    });
    expect(codes(lint(mended))).toEqual([]);
  });

  it("says of each finding where it was written", async () => {
    const page = await readClassicPage();
    expect(originsOf(lint(page))).toEqual([
      "ec2-describe-network-acls.json#/NetworkAcls/1/Entries/0",
      "ec2-describe-network-acls.json#/NetworkAcls/1/Entries/1",
    ]);
  });
});

describe("a silence", () => {
  const silence = (changes: Partial<Silence> = {}): Silence => ({
    code: "acl-entry-never-decides",
    component: "acl-b",
    reason: "goes with the next release",
    ...changes,
  });

  it("keeps a finding out of the findings, with its reason", () => {
    const result = lint(FAULTY, { silences: [silence()] });
    expect(codes(result)).toEqual(["group-not-attached"]);
    expect(result.silenced).toMatchObject([{ finding: { component: "acl-b" }, reason: "goes with the next release" }]);
  });

  it.each([
    ["by the name of a group", silence({ code: "group-not-attached", component: "retired" }), 1],
    ["of one rule", silence({ rule: 200 }), 1],
    ["of another rule", silence({ rule: 100 }), 0],
    ["of one direction", silence({ direction: "ingress" }), 1],
    ["of the other direction", silence({ direction: "egress" }), 0],
    ["of another component", silence({ component: "acl-a" }), 0],
  ])("%s", (_, given, count) => {
    const result = lint(FAULTY, { silences: [given] });
    expect(result.silenced).toHaveLength(count);
    expect(codes(result).includes("silence-without-finding")).toBe(count === 0);
  });

  it("that has nothing to silence is a finding itself, unless nobody looked", () => {
    const idle = silence({ component: "acl-z" });
    const [, , finding] = lint(FAULTY, { silences: [idle] }).findings;
    expect(finding).toMatchObject({
      code: "silence-without-finding",
      component: "acl-z",
      details: { reason: idle.reason },
    });
    expect(codes(lint(FAULTY, { silences: [idle], off: ["acl-entry-never-decides"] }))).toEqual(["group-not-attached"]);
  });

  it.each([
    [{ code: "acl-entry-never-decides", component: "acl-b" }, "silences[0].reason"],
    [silence({ reason: " " }), "silences[0].reason: expected why the finding is kept"],
    [silence({ code: "dead" as never }), "silences[0].code: expected one of acl-entry-never-decides"],
    [
      { ...silence(), until: "tomorrow" },
      "silences[0].until: expected no key but code, component, direction, rule and reason",
    ],
  ])("has to be complete: %j", (given, message) => {
    expect(() => lint(FAULTY, { silences: [given as Silence] })).toThrow(message);
  });
});
