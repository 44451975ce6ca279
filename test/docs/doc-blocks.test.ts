/** The runner of the pages notices what it is there to notice. */
import { describe, expect, it } from "vitest";
import { blocksOf, commandOf, indentedCodeOf, moduleOf, patched, rolesOf } from "../support/doc-blocks.ts";
import { runPage, updatedPage } from "../support/doc-run.ts";

const fence = (info: string, text: string): string => `\`\`\`${info}\n${text}\n\`\`\`\n`;
const problemsOf = (page: string): readonly string[] => rolesOf(blocksOf(page)).problems;

async function shownAndActual(page: string): Promise<readonly (readonly [string, string])[]> {
  return (await runPage(page)).map(({ shown, actual }) => [shown, actual]);
}

describe("blocks", () => {
  it("have language, words, title, text and line", () => {
    const page = `Hello\n\n${fence('ts fresh title="a b.ts"', "1;")}\n<!-- fresh -->\n${fence("ts", "2;")}`;
    expect(blocksOf(page)).toMatchObject([
      { language: "ts", words: ["fresh"], title: "a b.ts", text: "1;\n", line: 3 },
      { language: "ts", words: ["fresh"], text: "2;\n", line: 8 },
    ]);
    for (const { from, to, text } of blocksOf(page)) expect(page.slice(from, to)).toBe(text);
  });

  it("may be indented, and contain shorter fences", () => {
    const page = "- item\n\n  ````md\n  ```ts\n  1\n  ```\n  ````\n";
    expect(blocksOf(page)).toMatchObject([{ language: "md", text: "```ts\n1\n```\n", indent: "  " }]);
  });

  it("that nothing runs are problems", () => {
    expect(problemsOf(fence("text", "x"))).toEqual(["line 1: a text block that is the output of no program above it"]);
    expect(problemsOf(fence("python", "x"))).toEqual(["line 1: a block that nothing runs, in python"]);
    expect(problemsOf(fence("", "x"))).toEqual(["line 1: a block that nothing runs, in no language"]);
    expect(problemsOf(fence('json title="a.json"', "{}"))).toEqual(["line 1: no block after it uses the file a.json"]);
  });

  it("that are not run say why", () => {
    expect(problemsOf(fence("python no-run", "x"))).toHaveLength(1);
    expect(problemsOf(`<!-- no-run: it is Python -->\n${fence("python", "x")}`)).toEqual([]);
  });

  it("are found where no fence is around them", () => {
    expect(indentedCodeOf(`Hello\n\n    netsim lint\n\n${fence("ts", "\n\n    f();")}`)).toEqual(["netsim lint"]);
  });
});

describe("the module of a page", () => {
  it("has each import once", () => {
    const module = moduleOf([
      'import { a, type B } from "x";\na();\n',
      'import {\n  c,\n  a,\n  B,\n} from "x";\nimport "y";\nc();\n',
    ]);
    expect(module).toBe(
      'import "y";\nimport { a, c, B } from "x";\nglobalThis.__block(0);\na();\nglobalThis.__block(1);\nc();\n',
    );
  });
});

describe("diffs", () => {
  it("change the lines that they show", () => {
    expect(patched("a\nb\nc\n", " a\n-b\n+B\n+BB\n")).toBe("a\nB\nBB\nc\n");
  });

  it("are refused where these are missing, or there twice", () => {
    expect(() => patched("a\n", "-b\n+c\n")).toThrow("whose lines are 0 times");
    expect(() => patched("b\nb\n", "-b\n+c\n")).toThrow("whose lines are 2 times");
  });

  it("need a test above them", () => {
    expect(problemsOf(fence("diff", "-a\n+b"))).toEqual(["line 1: a diff without a test above it"]);
  });

  it("have to make it pass", async () => {
    const test = 'import { expect, it } from "vitest";\nit("a", () => {\n  expect(1).toBe(2);\n});';
    const page = (value: number): string =>
      [
        fence("ts test", test),
        fence("text", "AssertionError: expected 1 to be 2 // Object.is equality"),
        fence("diff", `-  expect(1).toBe(2);\n+  expect(1).toBe(${value});`),
      ].join("\n");
    await expect(runPage(page(3))).rejects.toThrow("line 12: with the change the test still fails");
    for (const [shown, actual] of await shownAndActual(page(1))) expect(actual).toBe(shown);
  });
});

describe("commands", () => {
  it("are split as a shell does", () => {
    expect(commandOf("netsim lint ./aws --name 'a b' < in.json > out.json")).toEqual({
      argv: ["netsim", "lint", "./aws", "--name", "a b"],
      stdin: "in.json",
      stdout: "out.json",
    });
    expect(() => commandOf("netsim lint | jq")).toThrow("only single commands");
  });
});

describe("running a page", () => {
  it("tells what each program printed, and whose output is missing", async () => {
    const page = `${fence("ts", "const a = 1;\nconsole.log(a, [a]);")}${fence("text", "2")}${fence("ts", "console.log(a + 1);")}`;
    expect(await shownAndActual(page)).toEqual([
      ["2\n", "1 [ 1 ]\n"],
      ["", "2\n"],
    ]);
  });

  it("writes what was printed into the page, which then shows it", async () => {
    const page = [
      "# Title",
      fence("ts", "console.log(1);"),
      fence("text", "2"),
      "- in a list\n\n  ```ts\n  console.log('a\\n\\nb');\n  ```\n\n  ```text\n  old\n  ```\n",
      fence("ts", "console.log(3);"),
      fence("console", "$ netsim --version"),
      "The end.\n",
    ].join("\n");
    const updated = updatedPage(page, await runPage(page));
    expect(updated).toContain("```ts\nconsole.log(1);\n```\n\n```text\n1\n```\n");
    expect(updated).toContain("  ```text\n  a\n\n  b\n  ```\n");
    expect(updated).toContain("```ts\nconsole.log(3);\n```\n\n```text\n3\n```\n");
    expect(updated).toMatch(/```console\n\$ netsim --version\n\d+\.\d+\.\d+\n```\n\nThe end\.\n$/);
    for (const [shown, actual] of await shownAndActual(updated)) expect(shown).toBe(actual);
  });

  it("names the line of what throws", async () => {
    const page = `${fence("ts", "const a = 1;")}\n${fence("ts", 'throw new Error("no");')}`;
    await expect(runPage(page)).rejects.toThrow("the program on line 5: Error: no");
  });

  it("begins anew where it says so", async () => {
    const page = `${fence("ts", "const a = 1;")}${fence("ts fresh", "const a = 2;\nconsole.log(a);")}${fence("text", "2")}`;
    expect(await shownAndActual(page)).toEqual([
      ["", ""],
      ["2\n", "2\n"],
    ]);
  });

  it("shows what commands print, their exit codes and why they refuse", async () => {
    const page = fence("console", "$ netsim trace ./nowhere --from internet --to x --port 1\n$ echo $?");
    const [[, actual = ""] = []] = await shownAndActual(page);
    expect(actual).toMatch(/^\$ netsim trace .*\n.*nowhere[\s\S]*\$ echo \$\?\n2\n$/);
  });

  it("runs intents, and fails if one does not hold", async () => {
    const intents = (expect: string): string =>
      fence(
        "yaml",
        `network: ./aws\nintents:\n  - name: site\n    from: internet\n    to: { loadBalancer: web, port: 80 }\n    expect: ${expect}`,
      );
    expect(await runPage(intents("reachable"))).toEqual([]);
    await expect(runPage(intents("unreachable"))).rejects.toThrow("line 1: site: ");
  });

  it("has Vitest run its test files, and shows what failures say", async () => {
    const test = (value: number): string =>
      fence(
        'ts title="a.test.ts"',
        `import { expect, it } from "vitest";\nimport { SCHEMA_VERSION } from "netsim";\nit("a", () => expect(SCHEMA_VERSION > ${value}).toBe(true));`,
      );
    expect(await shownAndActual(`${test(0)}\n${test(100_000)}`)).toEqual([
      ["", ""],
      ["", expect.stringContaining("expected false to be true")],
    ]);
  });
});
