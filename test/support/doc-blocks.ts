/**
 * The code blocks of a Markdown page, and what becomes of each when the page is run. What a writer has to know of it is in
 * CONTRIBUTING.md, "Documentation".
 */

export interface Block {
  readonly language: string;
  /** What else the info string says: `fresh`, `test`. */
  readonly words: readonly string[];
  /** `title="name.ts"`: the file that the block is written to. */
  readonly title?: string;
  /** Why it is not run: from `<!-- no-run: reason -->` above it. Empty if the info string says `no-run` and nothing says why. */
  readonly notRun?: string;
  readonly text: string;
  /** The line of the opening fence, from 1. */
  readonly line: number;
  /** Where `text` is in the page, indented as the page has it. */
  readonly from: number;
  readonly to: number;
  readonly indent: string;
}

export type Role =
  /** Part of the module that the page's programs make. */
  | { readonly kind: "program"; readonly block: Block; readonly module: number; readonly output?: Block }
  /** Run by Vitest; `output` is what its failures say. */
  | { readonly kind: "test"; readonly block: Block; readonly output?: Block }
  /** A change of the test above it, which then has to pass. */
  | { readonly kind: "diff"; readonly block: Block; readonly test: Block }
  | { readonly kind: "console"; readonly block: Block }
  | { readonly kind: "intents"; readonly block: Block }
  /** Written to the page's folder, for later blocks. */
  | { readonly kind: "file"; readonly block: Block }
  /** Only has to be what its language says: JSON or YAML. */
  | { readonly kind: "data"; readonly block: Block }
  | { readonly kind: "not-run"; readonly block: Block; readonly reason: string }
  /** Commands for a person's shell. */
  | { readonly kind: "shell"; readonly block: Block };

const FENCE = /^( *)(`{3,})([^\n`]*)\n([\s\S]*?)^ *\2`* *$/gm;
const OUTPUTS: readonly string[] = ["text", "json", "mermaid", "svg", "xml", "hcl", "md", "html", "yaml"];

export function blocksOf(page: string): readonly Block[] {
  let end = 0;
  return [...page.matchAll(FENCE)].map((match) => {
    const [, indent = "", ticks = "", info = "", text = ""] = match;
    const between = page.slice(end, match.index);
    end = match.index + match[0].length;
    const from = match.index + indent.length + ticks.length + info.length + 1;
    const title = /\btitle="([^"]*)"/.exec(info)?.[1];
    const [language = "", ...words] = info
      .replace(/\btitle="[^"]*"/, "")
      .trim()
      .split(/\s+/);
    const reason = /<!--\s*no-run\b:?([\s\S]*?)-->/.exec(between)?.[1]?.trim();
    const notRun = reason ?? (words.includes("no-run") ? "" : undefined);
    return {
      language,
      words: /<!--\s*fresh\s*-->/.test(between) ? [...words, "fresh"] : words,
      ...(title !== undefined && { title }),
      ...(notRun !== undefined && { notRun }),
      text: text.replace(new RegExp(`^${indent}`, "gm"), ""),
      line: page.slice(0, match.index).split("\n").length,
      from,
      to: from + text.length,
      indent,
    };
  });
}

/** Lines that Markdown shows as code although no fence is around them; nothing runs these. */
export function indentedCodeOf(page: string): readonly string[] {
  const prose = page.replace(FENCE, (block) => block.replace(/.+/g, "-"));
  return [...prose.matchAll(/\n\n( {4}\S.*)/g)]
    .map(([, line = ""]) => line.trim())
    .filter((line) => !/^[-*\d]/.test(line));
}

/** What each block is for, or what is wrong with the page. */
export function rolesOf(blocks: readonly Block[]): {
  readonly roles: readonly Role[];
  readonly problems: readonly string[];
} {
  const roles: Role[] = [];
  const problems: string[] = [];
  let module = 0;
  for (let at = 0; at < blocks.length; at += 1) {
    const block = blocks[at] as Block;
    const say = (problem: string): void => void problems.push(`line ${block.line}: ${problem}`);
    if (block.notRun !== undefined) {
      if (block.notRun === "") say("says no-run and not why: <!-- no-run: the reason --> goes above it");
      roles.push({ kind: "not-run", block, reason: block.notRun });
      continue;
    }
    const { language, title, words } = block;
    if (language === "ts" && (title === undefined || isTest(block))) {
      const next = blocks[at + 1];
      const output = next && isOutput(next) ? next : undefined;
      if (output) at += 1;
      if (words.includes("fresh")) module += 1;
      if (isTest(block)) roles.push({ kind: "test", block, ...(output && { output }) });
      else roles.push({ kind: "program", block, module, ...(output && { output }) });
    } else if (language === "diff") {
      const last = roles.findLast(({ kind }) => kind === "test");
      if (last) roles.push({ kind: "diff", block, test: last.block });
      else say("a diff without a test above it");
    } else if (language === "console") {
      roles.push({ kind: "console", block });
    } else if (language === "yaml" && /^intents:/m.test(block.text) && !isNamedLater(block, blocks.slice(at + 1))) {
      roles.push({ kind: "intents", block });
    } else if (title !== undefined) {
      if (!isNamedLater(block, blocks.slice(at + 1))) say(`no block after it uses the file ${title}`);
      roles.push({ kind: "file", block });
    } else if (language === "json" || language === "yaml") {
      roles.push({ kind: "data", block });
    } else if (language === "sh" || language === "bash") {
      roles.push({ kind: "shell", block });
    } else {
      say(
        language === "text"
          ? "a text block that is the output of no program above it"
          : `a block that nothing runs, in ${language || "no language"}`,
      );
    }
  }
  return { roles, problems };
}

function isTest({ language, title, words }: Block): boolean {
  return language === "ts" && (words.includes("test") || title?.endsWith(".test.ts") === true);
}

function isOutput(block: Block): boolean {
  const isOther = block.title !== undefined || block.notRun !== undefined;
  return OUTPUTS.includes(block.language) && !isOther && !/^intents:/m.test(block.text);
}

function isNamedLater({ title }: Block, later: readonly Block[]): boolean {
  if (title === undefined) return false;
  const [folder = ""] = title.split("/");
  const names = [title, folder, title.replace(/\.ts$/, ".js")];
  return later.some((block) => block.notRun === undefined && names.some((name) => block.text.includes(name)));
}

/** One module of several programs: imports first, each name once, and before each program a call that says which it is. */
export function moduleOf(programs: readonly string[]): string {
  const named = new Map<string, Set<string>>();
  const others = new Set<string>();
  const bodies = programs.map((program, at) => {
    const body = program.replace(/^import\s+(?:([^"';]*?)\s+from\s+)?"([^"]+)";?\n/gm, (statement, what, from) => {
      const names = /^\{([\s\S]*)\}$/.exec(what ?? "")?.[1];
      if (names === undefined) others.add(statement);
      for (const name of names?.split(",") ?? []) {
        if (name.trim() !== "") named.set(from, (named.get(from) ?? new Set()).add(name.trim()));
      }
      return "";
    });
    return `globalThis.__block(${at});\n${body}`;
  });
  const imports = [...named].map(([from, names]) => {
    const each = [...names].filter((name) => !(name.startsWith("type ") && names.has(name.slice(5))));
    return `import { ${each.join(", ")} } from ${JSON.stringify(from)};\n`;
  });
  return [...others, ...imports, ...bodies].join("");
}

/**
 * A text with the lines of a diff that begin with `-` exchanged for those that begin with `+`; other lines say where. What
 * it takes away has to be in the text, once.
 */
export function patched(text: string, diff: string): string {
  const sideOf = (sign: string): string =>
    [...diff.matchAll(/^([ +-])(.*\n)/gm)].map(([, of, line = ""]) => (of === " " || of === sign ? line : "")).join("");
  const [before = "", ...others] = text.split(sideOf("-"));
  if (others.length !== 1)
    throw new Error(`a diff whose lines are ${others.length} times in what it changes:\n${diff}`);
  return before + sideOf("+") + others[0];
}

/** A command line by the shell's rules for quotes, with what it reads and writes. */
export interface Command {
  readonly argv: readonly string[];
  readonly stdin?: string;
  readonly stdout?: string;
}

export function commandOf(line: string): Command {
  const words = [...line.matchAll(/"([^"]*)"|'([^']*)'|[^\s"']+/g)].map((match) => match[1] ?? match[2] ?? match[0]);
  const argv: string[] = [];
  const files: { stdin?: string; stdout?: string } = {};
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] as string;
    const file = words[at + 1];
    if (word === "|" || word === "&&") throw new Error(`only single commands are run: ${line}`);
    if ((word === "<" || word === ">") && file !== undefined) {
      files[word === "<" ? "stdin" : "stdout"] = file;
      at += 1;
    } else {
      argv.push(word);
    }
  }
  return { argv, ...files };
}

/** The commands of a console block with what is shown below each. */
export function commandsOf(text: string): readonly string[] {
  return text
    .replace(/\\\n\s*/g, "")
    .split("\n")
    .filter((line) => line.startsWith("$ "))
    .map((line) => line.slice(2));
}
