import { describe, expect, it } from "vitest";
import { PUBLIC_AND_PRIVATE } from "../../support/small-networks.ts";
import { classicPage } from "./network.ts";
import { netsim } from "./support.ts";

/** The page's network with an ACL entry that decides nothing. */
const network = {
  ...classicPage,
  networkAcls: {
    ...classicPage.networkAcls,
    "acl-app": {
      vpcId: "vpc-1",
      ingress: [
        { ruleNumber: 100, ruleAction: "allow", port: "8000-9000", cidrBlock: "10.0.0.0/16" },
        {
          ruleNumber: 110,
          ruleAction: "allow",
          port: 9000,
          cidrBlock: "10.0.0.0/16",
          origin: { file: "acls.json", pointer: "/NetworkAcls/1/Entries/1" },
        },
      ],
      egress: [{ ruleNumber: 100, ruleAction: "allow", port: "1024-65535", cidrBlock: "10.0.0.0/16" }],
    },
  },
} as const;
const DEAD = "acl-entry-never-decides";
const REPEATED = "acl-entry-changes-nothing";

describe("netsim lint", () => {
  it("prints the findings and exits with 1, or says that there is none and exits with 0", async () => {
    const { code, stdout, stderr } = await netsim(["lint", "./aws"], { network });
    expect([code, stderr]).toEqual([1, ""]);
    expect(stdout).toContain("    rule     rule 110 allow tcp 9000 from 10.0.0.0/16\n");
    expect(stdout).toMatch(/\n1 warning, 2 notes\.\n$/);
    const none = await netsim(["lint", "./aws", "--off", `${DEAD},${REPEATED}`], { network });
    expect(none).toEqual({ code: 0, stdout: "Nothing found.\n", stderr: "" });
  });

  it.each([
    [["lint", "./aws", "--off", DEAD, "--off", REPEATED]],
    [["lint", "./aws", "--off", DEAD, REPEATED]],
    [["lint", "--off", DEAD, REPEATED, "./aws"]],
  ])("takes several codes: %j", async (argv) => {
    expect((await netsim(argv, { network })).stdout).toBe("Nothing found.\n");
  });

  it("prints the result object and nothing else as JSON", async () => {
    const { code, stdout } = await netsim(["lint", "./aws", "--json"], { network });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1, kind: "lint", findings: [{ code: DEAD }, {}, {}] });
  });

  const files = { "aws/acls.json": '{ "NetworkAcls": [\n  {},\n  { "Entries": [\n    {},\n    {}\n  ] }\n] }' };

  it.each([["./aws"], ["aws/"], ["aws/other.json"]])(
    "annotates the line of a rule in the files of %s",
    async (path) => {
      const { stdout } = await netsim(["lint", path, "--format", "github"], { network, files });
      expect(stdout).toContain(`::warning file=aws/acls.json,line=5,title=netsim ${DEAD}::`);
    },
  );

  it("has no place in standard input to point at", async () => {
    const { stdout } = await netsim(["lint", "-", "--format", "github"], { network });
    expect(stdout).toContain(`::warning title=netsim ${DEAD}::`);
  });

  it("prints a SARIF log with the same lines", async () => {
    const { code, stdout } = await netsim(["lint", "aws", "--format", "sarif"], { network, files });
    expect(code).toBe(1);
    const [result] = JSON.parse(stdout).runs[0].results;
    expect(result.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: "aws/acls.json" },
      region: { startLine: 5 },
    });
  });

  it("keeps what a file of silences names, and tells mistakes in it by line", async () => {
    const silence = `
- { code: ${DEAD}, component: acl-app, rule: 110, reason: the range goes next week }
- { code: ${REPEATED}, component: public, reason: the page has them }
`;
    const argv = ["lint", "./aws", "--silence", "keep.yaml"];
    expect(await netsim(argv, { network, files: { "keep.yaml": silence } })).toEqual({
      code: 0,
      stdout: "Nothing found. 3 silenced.\n",
      stderr: "",
    });
    const wrong = await netsim(argv, {
      network,
      files: { "keep.yaml": `silences:\n  - { code: ${DEAD}, component: x }\n` },
    });
    expect([wrong.code, wrong.stdout]).toEqual([2, ""]);
    expect(wrong.stderr).toContain("keep.yaml:2:5: silences[0]");
  });

  it.each([
    [["lint"], "expected NETWORK, found nothing"],
    [["lint", "./aws", "--off", "dead"], '--off: expected a code of lint, found "dead"'],
    [["lint", "./aws", "--format", "junit"], '--format: expected text, json, sarif or github, found "junit"'],
    [["lint", "./aws", "--json", "--format", "sarif"], "--json and --format sarif contradict each other"],
    [["lint", "-", "--silence", "-"], "standard input can be NETWORK or --silence, not both"],
  ])("refuses %j", async (argv, message) => {
    const { code, stderr } = await netsim(argv, { network });
    expect(code).toBe(2);
    expect(stderr).toContain(`netsim: ${message}`);
  });

  it("exits with 3 where nothing was found, something could not be looked at, and --strict was given", async () => {
    const missing = [{ collection: "networkInterfaces", reason: "not-collected" }];
    const open = { vpcs: { "vpc-1": { cidr: "10.0.0.0/16" } }, missing };
    expect((await netsim(["lint", "./aws"], { network: open })).code).toBe(0);
    expect((await netsim(["lint", "./aws", "--strict"], { network: open })).code).toBe(3);
    expect((await netsim(["lint", "./aws", "--strict"], { network })).code).toBe(1);
  });

  it("takes what intents need, and says what of the internet they do not", async () => {
    const open = {
      ...PUBLIC_AND_PRIVATE,
      securityGroups: {
        "sg-web": { vpcId: "vpc-1", ingress: [{ port: 22, from: "0.0.0.0/0" }] },
        "sg-app": { vpcId: "vpc-1" },
      },
    };
    const file = (intents: string): Readonly<Record<string, string>> => ({
      "intents.yaml": `network: ./elsewhere\nintents:\n${intents}`,
    });
    const list = ["lint", "./aws", "--intents", "intents.yaml", "--json"];
    const codes = async (files: Readonly<Record<string, string>>, argv = list): Promise<unknown> => {
      const { stdout } = await netsim(argv, { network: open, files });
      const { findings } = JSON.parse(stdout) as { findings: { code: string; component: string }[] };
      return findings.filter((each) => each.code === "open-to-internet").map((each) => each.component);
    };
    const reach = "  - { from: internet, to: web, port: 22, expect: reachable }\n";
    expect(await codes({}, ["lint", "./aws", "--json"])).toEqual([]);
    expect(await codes(file(reach))).toEqual([]);
    expect(await codes(file(reach.replace("reachable", "unreachable")))).toEqual(["sg-web"]);
    const wrong = await netsim(list, { network: open, files: file(reach.replace("to: web", "to: wep")) });
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain("intents.yaml:3:27: intents[0].to");
    expect((await netsim(["lint", "-", "--intents", "-"], { network: open })).code).toBe(2);
  });
});
