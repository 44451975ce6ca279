import { createNetwork, editNetwork, type Network, unwrap } from "netsim";
import { describe, expect, it } from "vitest";
import "netsim/vitest";
import { failureOf, leadOf, mistakesOf } from "./failure.ts";
import { SHOP, shop } from "./shop.ts";

const idle = editNetwork(shop, (draft) => {
  draft.securityGroups["sg-app"]?.ingress.push({ port: 8080, from: "sg-lb", description: "again" });
});

describe("toHaveNoFindings", () => {
  it("passes where lint finds nothing, and its not where it does", () => {
    expect(shop).toHaveNoFindings();
    expect(idle).not.toHaveNoFindings();
  });

  it("shows the findings", () => {
    expect(failureOf(() => expect(idle).toHaveNoFindings())).toMatchInlineSnapshot(`
      "expected no findings; there is one

      ! security group sg-app ingress: rules before it allow all that it allows
          rule     sg-app ingress tcp 8080 from sg-lb
          covered  sg-app ingress tcp 8080 from sg-lb
          code     group-rule-never-decides

      1 warning."
    `);
  });

  it("takes lint's options, and a level", () => {
    expect(idle).toHaveNoFindings({ level: "error" });
    expect(idle).toHaveNoFindings({ off: ["group-rule-never-decides"] });
    const silences = [{ code: "group-rule-never-decides", component: "sg-app", reason: "it goes next week" }] as const;
    expect(idle).toHaveNoFindings({ silences });
    expect(leadOf(() => expect(shop).toHaveNoFindings({ silences }))).toBe("expected no findings; there is one");
  });

  it("is satisfied neither way where something could not be looked at, unless that is allowed", () => {
    const doubtful = unwrap(
      createNetwork({
        ...SHOP,
        networkAcls: { "acl-front": SHOP.networkAcls?.["acl-front"] ?? {} } as never,
        missing: [{ collection: "networkAcls", id: "acl-data", reason: "not-described" }],
      }),
    );
    expect(failureOf(() => expect(doubtful).toHaveNoFindings())).toMatchInlineSnapshot(`
      "expected no findings; there is none, but not everything could be looked at

      Not looked at
        ? acl-drops-replies, ephemeral-range-too-narrow, acl-drops-some-replies:
          networkAcls not in the input (data)

      Nothing found."
    `);
    expect(leadOf(() => expect(doubtful).not.toHaveNoFindings())).toContain("not everything could be looked at");
    expect(doubtful).toHaveNoFindings({ allowUnknown: true });
  });

  it("throws for options that are none, either way", () => {
    const { not } = expect(shop as Network);
    expect(
      mistakesOf(
        () => not.toHaveNoFindings({ level: "info" as never }),
        () => not.toHaveNoFindings({ of: [] } as never),
        () => not.toHaveNoFindings({ off: ["acl-entry-never-decide" as never] }),
        () => expect(SHOP).not.toHaveNoFindings(),
      ).map((each) => each.slice(0, 120)),
    ).toMatchInlineSnapshot(`
      [
        "toHaveNoFindings: level: expected error, warning, note, found "info"",
        "toHaveNoFindings: of: expected one of the keys off, silences, level, allowUnknown (did you mean "off"?), found "of"",
        "toHaveNoFindings: off[0]: expected one of acl-entry-never-decides, group-rule-never-decides, acl-entry-changes-nothing, ",
        "toHaveNoFindings: expected a network that network(...) made or readNetwork(...) found in expect(...) (give the input to ",
      ]
    `);
  });
});
