import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { AnySchemaObject } from "ajv";
import AjvDraft04 from "ajv-draft-04";
import fc from "fast-check";
import { LINT_CODES, lint, type Network } from "netsim";
import { lintGithub, lintSarif, renderLint } from "netsim/render";
import { describe, expect, it } from "vitest";
import { LINT_WORDS } from "../../../packages/netsim/src/render/lint-codes.ts";
import { anyNetwork } from "../../support/random-networks.ts";
import { allow, balanced, deny, from, twoSubnets } from "../../support/small-networks.ts";

const origin = (pointer: string) => ({ origin: { file: "acls, old.json", pointer } });

const FAULTY: Network = twoSubnets({
  networkAcls: {
    "acl-b": {
      vpcId: "vpc-1",
      name: "database",
      ingress: [
        { ...allow(100, "tcp 80", "10.0.0.0/16"), ...origin("/NetworkAcls/0/Entries/0") },
        { ...deny(200, "tcp 80", "10.0.0.0/24"), ...origin("/NetworkAcls/0/Entries/1") },
      ],
      egress: [allow(100, "tcp 443")],
    },
  },
});

describe("findings as text", () => {
  it("show the rule, where it was written, what proves it, and how many there are", () => {
    expect(renderLint(lint(FAULTY), { width: 100 })).toBe(`\
! network ACL acl-b (database) ingress: entries before it take all of its packets, and say otherwise
    rule     rule 200 deny tcp 80 from 10.0.0.0/24
    from     acls, old.json#/NetworkAcls/0/Entries/1
    covered  rule 100 allow tcp 80 from 10.0.0.0/16
    code     acl-entry-never-decides

✗ network ACL acl-b (database): it drops all egress replies to clients (instance) whose requests it
  lets through
    request  tcp 10.0.0.10:1024 -> 10.0.1.10:80
    reply    tcp 10.0.1.10:80 -> 10.0.0.10:1024
    dropped  rule * deny all traffic to 0.0.0.0/0
    code     acl-drops-replies

1 error, 1 warning.
`);
  });

  it("say so where there is none, and list what could not be looked at", () => {
    expect(renderLint(lint(balanced()))).toBe("Nothing found.\n");
    const missing = [{ collection: "networkInterfaces", reason: "not-collected" }];
    expect(renderLint(lint(twoSubnets({ missing })))).toContain(
      "Not looked at\n  ? group-reference-without-members: networkInterfaces not in the input\n",
    );
  });

  it("show silenced ones with their reasons only when everything is shown", () => {
    const silences = LINT_CODES.slice(0, 5)
      .filter((code) => code === "acl-entry-never-decides" || code === "acl-drops-replies")
      .map((code) => ({ code, component: "acl-b", reason: "known" }));
    const result = lint(FAULTY, { silences });
    expect(renderLint(result)).toBe("Nothing found. 2 silenced.\n");
    expect(renderLint(result, { verbose: true })).toContain("[acl-entry-never-decides]: known\n");
  });

  it("have words for every code, and no line is wider than asked", () => {
    expect(Object.keys(LINT_WORDS).sort()).toEqual([...LINT_CODES].sort());
    for (const line of renderLint(lint(FAULTY), { width: 60 }).split("\n")) expect(line.length).toBeLessThanOrEqual(60);
  });
});

/** The schema that SARIF's committee published, of draft 4 of JSON Schema. */
const SARIF_SCHEMA: AnySchemaObject = JSON.parse(
  readFileSync(
    fileURLToPath(import.meta.resolve("@microsoft/jest-sarif").replace("index.js", "schemas/sarif-2.1.0-rtm.5.json")),
    "utf8",
  ),
);

interface Sarif {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly locations: readonly unknown[];
      readonly suppressions?: readonly unknown[];
    }[];
  }[];
}

describe("findings as SARIF 2.1.0", () => {
  const places = { pathOf: (file: string) => `aws/${file}`, lineOf: () => 12 };
  const sarif = (...parameters: Parameters<typeof lintSarif>) => lintSarif(...parameters) as Sarif;

  it("name their rule by its place among all rules", () => {
    const { version, runs } = sarif(lint(FAULTY));
    const [run] = runs;
    expect(version).toBe("2.1.0");
    expect(run?.tool.driver.rules.map((each) => each.id)).toEqual(LINT_CODES);
    expect(run?.results.map((each) => [each.ruleId, each.level])).toEqual([
      ["acl-entry-never-decides", "warning"],
      ["acl-drops-replies", "error"],
    ]);
    for (const each of run?.results ?? []) expect(LINT_CODES[each.ruleIndex]).toBe(each.ruleId);
  });

  it("are valid by its schema, whatever is found", () => {
    // Formats are said of URIs and dates, of which there is the address of the schema alone.
    const validate = new AjvDraft04({ validateFormats: false, unicodeRegExp: false }).compile(SARIF_SCHEMA);
    const expectValid = (log: object): void => {
      validate(JSON.parse(JSON.stringify(log)));
      expect(validate.errors).toBeNull();
    };
    const silences = [{ code: "acl-drops-replies" as const, component: "acl-b", reason: "known" }];
    expectValid(lintSarif(lint(balanced())));
    expectValid(lintSarif(lint(FAULTY, { silences }), places));
    fc.assert(
      fc.property(anyNetwork(), (net) => expectValid(lintSarif(lint(net), places))),
      { numRuns: 60 },
    );
    expect(validate({ version: "2.1.0", runs: [{ tool: {} }] })).toBe(false);
  });

  it("point at file and line, with the path as a URI, and at the record where there is no file", () => {
    const [first, second] = sarif(lint(FAULTY), places).runs[0]?.results ?? [];
    expect(first?.locations).toMatchObject([
      { physicalLocation: { artifactLocation: { uri: "aws/acls,%20old.json" }, region: { startLine: 12 } } },
    ]);
    expect(second?.locations).toEqual([
      { logicalLocations: [{ name: "acl-b", fullyQualifiedName: "acl-b egress", kind: "resource" }] },
    ]);
  });

  it("keep silenced ones as suppressed, with the reason", () => {
    const silences = [{ code: "acl-drops-replies" as const, component: "acl-b", reason: "known" }];
    const results = sarif(lint(FAULTY, { silences })).runs[0]?.results ?? [];
    expect(results.map((each) => each.suppressions)).toEqual([
      undefined,
      [{ kind: "external", justification: "known" }],
    ]);
  });
});

describe("findings as annotations of GitHub", () => {
  it("are one line each, with what would end a property escaped", () => {
    const lines = lintGithub(lint(FAULTY), { lineOf: () => 12 }).split("\n");
    expect(lines).toEqual([
      "::warning file=acls%2C old.json,line=12,title=netsim acl-entry-never-decides::network ACL acl-b (database) ingress: entries before it take all of its packets, and say otherwise (rule 200 deny tcp 80 from 10.0.0.0/24)",
      "::error title=netsim acl-drops-replies::network ACL acl-b (database): it drops all egress replies to clients (instance) whose requests it lets through",
      "",
    ]);
  });

  it("are notices where a finding is a note, and nothing where there is none", () => {
    const group = { "sg-50%\nold": { vpcId: "vpc-1", ingress: [from("0.0.0.0/0", "tcp 80")] } };
    expect(lintGithub(lint(twoSubnets({ securityGroups: group })))).toMatch(/^::notice title=.*sg-50%25\?old: nobody/);
    expect(lintGithub(lint(balanced()))).toBe("");
  });
});
