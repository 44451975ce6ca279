/**
 * The results of intent files in the XML that JUnit's Ant task began and CI servers read: a suite for each file and a test
 * case for each intent. "JUnit XML format" https://github.com/testmoapp/junitxml
 */
import type { Judged } from "../intents/judge.js";
import { plain } from "../render/layout.js";
import { storyText } from "./check-story.js";

interface Counts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
}

/** With `isStrict`, what is not known is an error and not a failure. */
export function checkJunit(judged: readonly Judged[], isStrict: boolean): string {
  const files = [...new Set(judged.map(({ result }) => result.file))];
  const suites = files.flatMap((file) => {
    const own = judged.filter(({ result }) => result.file === file);
    const head = element("testsuite", { name: file, ...countsOf(own, isStrict) });
    return [`  ${head}>`, ...own.flatMap((each) => testCase(each, isStrict)), "  </testsuite>"];
  });
  const head = element("testsuites", { name: "netsim check", ...countsOf(judged, isStrict) });
  return ['<?xml version="1.0" encoding="UTF-8"?>', `${head}>`, ...suites, "</testsuites>", ""].join("\n");
}

function testCase(judged: Judged, isStrict: boolean): string[] {
  const { file, name, holds, reason } = judged.result;
  const line = judged.line === undefined ? {} : { line: judged.line };
  const head = `    ${element("testcase", { name, classname: file, file, ...line })}`;
  if (holds) return [`${head}/>`];
  const type = judged.verdict.verdict;
  const tag = isError(judged, isStrict) ? "error" : "failure";
  const opening = element(tag, { message: reason ?? "", type });
  return [`${head}>`, `      ${opening}>${content(storyText(judged, { hops: true }))}</${tag}>`, "    </testcase>"];
}

function countsOf(judged: readonly Judged[], isStrict: boolean): Counts {
  const errors = judged.filter((each) => isError(each, isStrict)).length;
  const failing = judged.filter(({ result }) => !result.holds).length;
  return { tests: judged.length, failures: failing - errors, errors };
}

function isError({ result, isUnknown }: Judged, isStrict: boolean): boolean {
  return isStrict && !result.holds && isUnknown;
}

/** The beginning of a tag, up to where it closes. */
function element(name: string, attributes: Readonly<Record<string, string | number>>): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(plain(String(value)))}"`);
  return `<${name}${pairs.join("")}`;
}

function content(text: string): string {
  return text
    .split("\n")
    .map((line) => escaped(plain(line)))
    .join("\n");
}

/** Also what no XML may hold, whatever is done to it: halves of characters, and the two that are none. */
function escaped(text: string): string {
  return text
    .replace(/\p{Surrogate}|[\uFFFE\uFFFF]/gu, "\uFFFD")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
