/** What CI servers read of `netsim check`. */

import { DOMParser, type Element as XmlElement } from "@xmldom/xmldom";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UNKNOWN_ROUTES } from "./dark.ts";
import { classicPage } from "./network.ts";
import { netsim } from "./support.ts";

const HEAD = "network: ./aws\nintents:\n";
const GOOD = `${HEAD}  - { name: site, from: internet, to: web, port: 80, expect: reachable }\n`;
const BAD = `${HEAD}  - { name: closed, from: internet, to: i-0a1, port: 22, expect: unreachable }
  - name: "open: 50%, <really>"
    from: internet
    to: i-0a1
    port: 22
    expect: reachable
  - { name: shut, from: internet, to: web, port: 80, expect: unreachable }
`;
const UNKNOWN = `${HEAD}  - { name: dark, from: internet, to: web, port: 80, expect: reachable }\n`;

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  readonly text: string;
}

/** The root of a document; throws where the XML is not well-formed. */
function parseXml(xml: string): Element {
  const document = new DOMParser({
    onError: (level, message) => {
      // A character like any other, which may be part of a name.
      if (!message.includes("Unicode replacement character")) throw new Error(`${level}: ${message}`);
    },
  }).parseFromString(xml, "text/xml");
  return plain(document.documentElement!);
}

function plain(node: XmlElement): Element {
  const inner = Array.from(node.childNodes);
  return {
    name: node.tagName,
    attributes: Object.fromEntries(Array.from(node.attributes).map(({ name, value }) => [name, value])),
    children: inner.filter((each) => each.nodeType === 1).map((each) => plain(each as XmlElement)),
    text: inner.flatMap((each) => (each.nodeType === 3 ? (each.nodeValue ?? "") : [])).join(""),
  };
}

const files = { "good.yaml": GOOD, "ci/bad.yaml": BAD };

describe("check --format junit", () => {
  it("is a suite for each file and a test case for each intent", async () => {
    const { code, stdout, stderr } = await netsim(["check", "good.yaml", "ci/bad.yaml", "--format", "junit"], {
      files,
    });
    expect([code, stderr]).toEqual([1, ""]);
    const root = parseXml(stdout);
    expect([root.name, root.attributes]).toEqual([
      "testsuites",
      { name: "netsim check", tests: "4", failures: "2", errors: "0" },
    ]);
    expect(root.children.map(({ name, attributes }) => [name, attributes])).toEqual([
      ["testsuite", { name: "good.yaml", tests: "1", failures: "0", errors: "0" }],
      ["testsuite", { name: "ci/bad.yaml", tests: "3", failures: "2", errors: "0" }],
    ]);
    const cases = root.children.flatMap((suite) => suite.children);
    expect(cases.map(({ name, attributes }) => [name, attributes.name, attributes.file, attributes.line])).toEqual([
      ["testcase", "site", "good.yaml", "3"],
      ["testcase", "closed", "ci/bad.yaml", "3"],
      ["testcase", "open: 50%, <really>", "ci/bad.yaml", "4"],
      ["testcase", "shut", "ci/bad.yaml", "9"],
    ]);
    expect(cases.map((each) => each.children.map(({ name, attributes }) => [name, attributes]))).toEqual([
      [],
      [],
      [["failure", { message: "expected reachable, found unreachable", type: "unreachable" }]],
      [["failure", { message: "expected unreachable, found reachable", type: "reachable" }]],
    ]);
  });

  it("tells why: the causes of what is blocked, the way of what gets through", async () => {
    const { stdout } = await netsim(["check", "ci/bad.yaml", "--format=junit"], { files, isTTY: true });
    const [, blocked, open] = parseXml(stdout).children[0]!.children.map((each) => each.children[0]?.text ?? "");
    expect(blocked).toMatch(/^✗ internet -> i-0a1 {2}unreachable, \d causes\n\n1 ✗ /);
    expect(blocked).toContain("sg-app (app), ingress: no ingress rule matches");
    expect(open).toMatch(/^✓ web port 80 {2}reachable\n/);
    expect(open).toMatch(/\d ✓ ingress security group sg-lb .*\n? +sg-lb ingress tcp 80 from 0\.0\.0\.0\/0/);
    for (const text of [blocked, open]) expect(text).not.toContain("Warnings");
  });

  it("tells what gets through in part, where nothing should", async () => {
    const acl = classicPage.networkAcls!["acl-lb"]!;
    const egress = acl.egress!.map((entry) => (entry.ruleNumber === 120 ? { ...entry, port: "1024-40000" } : entry));
    const network = { ...classicPage, networkAcls: { ...classicPage.networkAcls, "acl-lb": { ...acl, egress } } };
    const { stdout } = await netsim(["check", "ci/bad.yaml", "--format", "junit"], { files, network });
    const failure = parseXml(stdout).children[0]!.children[2]!.children[0]!;
    expect(failure.attributes).toEqual({ message: "expected unreachable, found partial", type: "partial" });
    expect(failure.text).toMatch(/^~ web port 80 {2}partial\n/);
    expect(failure.text).toContain("network ACL acl-lb (public)");
  });

  it("has an error where the answer is unknown and --strict was given, and else a failure", async () => {
    const world = { files: { "a.yaml": UNKNOWN }, network: UNKNOWN_ROUTES };
    const plain = await netsim(["check", "a.yaml", "--format", "junit"], world);
    const strict = await netsim(["check", "a.yaml", "--format", "junit", "--strict"], world);
    expect([plain.code, strict.code]).toEqual([1, 3]);
    expect(parseXml(plain.stdout).attributes).toMatchObject({ failures: "1", errors: "0" });
    const root = parseXml(strict.stdout);
    expect(root.attributes).toMatchObject({ failures: "0", errors: "1" });
    const [error] = root.children[0]!.children[0]!.children;
    expect([error?.name, error?.attributes.type]).toEqual(["error", "unknown"]);
    expect(error?.attributes.message).toContain("expected reachable, found unknown (");
  });

  it("is well-formed, and has every name as it is, whatever characters are in it", async () => {
    const names = fc.string({ unit: "binary", minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(names, names, async (name, file) => {
        const intents = JSON.stringify({
          network: "x",
          intents: [{ name, from: "internet", to: "i-0a1", port: 22, expect: "reachable" }],
        });
        fc.pre(!file.startsWith("-"));
        const { code, stdout } = await netsim(["check", file, "--format", "junit"], { files: { [file]: intents } });
        expect(code).toBe(1);
        const [found] = parseXml(stdout).children[0]!.children;
        const shown = name.replace(/\p{Cc}|\p{Bidi_Control}/gu, "?").replace(/[\uFFFE\uFFFF]/g, "\uFFFD");
        expect(found?.attributes.name).toBe(shown);
      }),
      { numRuns: 60, seed: 3 },
    );
  });

  it("escapes halves of characters", async () => {
    const intents =
      '{"network":"x","intents":[{"name":"a\\ud800b","from":"internet","to":"i-0a1","port":22,"expect":"reachable"}]}';
    const { stdout } = await netsim(["check", "a.json", "--format", "junit"], { files: { "a.json": intents } });
    expect(parseXml(stdout).children[0]!.children[0]!.attributes.name).toBe("a\uFFFDb");
  });
});

/** As GitHub's runner reads a command. */
function parseCommand(line: string) {
  const [, level, list = "", message = ""] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? [];
  const value = (text: string): string =>
    text
      .replaceAll("%0D", "\r")
      .replaceAll("%0A", "\n")
      .replaceAll("%3A", ":")
      .replaceAll("%2C", ",")
      .replaceAll("%25", "%");
  const properties = Object.fromEntries(list.split(",").map((each) => each.split("=", 2).map(value)));
  return { level, ...properties, message: value(message) };
}

describe("check --format github", () => {
  it("is an annotation at each intent that does not hold", async () => {
    const { code, stdout, stderr } = await netsim(["check", "good.yaml", "ci/bad.yaml", "--format", "github"], {
      files,
    });
    expect([code, stderr]).toEqual([1, ""]);
    const lines = stdout.trimEnd().split("\n");
    expect(lines[0]).toMatch(
      /^::error file=ci\/bad\.yaml,line=4,title=open%3A 50%25%2C <really>::expected reachable, found unreachable%0A%0A✗ internet -> i-0a1 /,
    );
    expect(lines.map(parseCommand)).toEqual([
      {
        level: "error",
        file: "ci/bad.yaml",
        line: "4",
        title: "open: 50%, <really>",
        message: expect.stringContaining("no ingress rule matches"),
      },
      {
        level: "error",
        file: "ci/bad.yaml",
        line: "9",
        title: "shut",
        message: expect.stringMatching(/^expected unreachable, found reachable\n\n✓ /),
      },
    ]);
  });

  it("is empty where all hold", async () => {
    expect(await netsim(["check", "good.yaml", "--format", "github"], { files })).toMatchObject({
      code: 0,
      stdout: "",
    });
  });

  it("names no file and no line of standard input", async () => {
    const { stdout } = await netsim(["check", "-", "--format", "github"], { stdin: BAD });
    expect(stdout).toMatch(/^::error title=open/);
  });
});

describe("other formats of check", () => {
  it.each(["sarif", "md", "mermaid", "svg", "xml", ""])("%j is refused", async (format) => {
    const { code, stdout, stderr } = await netsim(["check", "good.yaml", `--format=${format}`], { files });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/--format(: expected text, json, junit or github, found| needs a value)/);
  });
});

describe("--out", () => {
  it("writes the result into a file and prints nothing", async () => {
    const {
      code,
      stdout,
      stderr,
      files: saved,
    } = await netsim(["check", "ci/bad.yaml", "--format", "junit", "--out", "reports/netsim.xml"], { files });
    expect([code, stdout, stderr]).toEqual([1, "", ""]);
    expect(Object.keys(saved ?? {})).toEqual(["reports/netsim.xml"]);
    expect(parseXml(saved!["reports/netsim.xml"]!).attributes.tests).toBe("3");
  });

  it("writes plain text, even from a terminal, with every command", async () => {
    const { files: saved } = await netsim(["health", "aws", "--out=health.txt"], { network: classicPage, isTTY: true });
    expect(saved?.["health.txt"]).toMatch(/^✓ health of web {2}reachable\n/);
  });

  it("writes nothing when the input is bad", async () => {
    const { code, files: saved } = await netsim(["check", "none.yaml", "--out", "a.txt"], { files });
    expect([code, saved]).toEqual([2, undefined]);
  });

  it("says so where the file cannot be written", async () => {
    const { code, stderr } = await netsim(["check", "good.yaml", "--out", "nowhere/a.txt"], { files });
    expect([code, stderr]).toEqual([
      2,
      "netsim: --out nowhere/a.txt: expected a file that can be written, found no such folder\n",
    ]);
  });

  it("with - is standard output", async () => {
    const { stdout, files: saved } = await netsim(["check", "good.yaml", "--out", "-"], { files });
    expect(stdout).toContain("The intent holds.");
    expect(saved).toBeUndefined();
  });
});
