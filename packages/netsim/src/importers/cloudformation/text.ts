/**
 * The text of a template, JSON or YAML with the short forms of the intrinsic functions, to the value that both stand for.
 * "Intrinsic function reference" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
 */
import { failure, type Issue, ok, type Result } from "@netsim/core";
import { type CollectionTag, isMap, isSeq, Pair, parseDocument, Scalar, type ScalarTag, YAMLMap } from "yaml";
import { parseJson } from "../json.js";

/** The short forms that stand for the function `Fn::<name>`. */
const FUNCTIONS = [
  "And",
  "Base64",
  "Cidr",
  "Equals",
  "FindInMap",
  "GetAZs",
  "GetAtt",
  "If",
  "ImportValue",
  "Join",
  "Length",
  "Not",
  "Or",
  "Select",
  "Split",
  "Sub",
  "ToJsonString",
  "Transform",
] as const;

function longName(short: string): string {
  return short === "Ref" || short === "Condition" ? short : `Fn::${short}`;
}

/** `!GetAtt Web.PrivateIp` names the resource before the first dot; attributes may have dots of their own. */
function scalarValue(short: string, text: string): unknown {
  if (short !== "GetAtt") return text;
  const dot = text.indexOf(".");
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}

const TAGS: readonly (ScalarTag | CollectionTag)[] = ["Ref", "Condition", ...FUNCTIONS].flatMap((short) => {
  const wrap = (node: unknown): YAMLMap => {
    const map = new YAMLMap();
    map.items.push(new Pair(new Scalar(longName(short)), node));
    return map;
  };
  const scalar: ScalarTag = {
    tag: `!${short}`,
    resolve: (text) => ({ [longName(short)]: scalarValue(short, text) }),
  };
  const seq: CollectionTag = {
    tag: `!${short}`,
    collection: "seq",
    resolve: (node) => wrap(isSeq(node) ? plain(node) : node),
  };
  const map: CollectionTag = {
    tag: `!${short}`,
    collection: "map",
    resolve: (node) => wrap(isMap(node) ? plain(node) : node),
  };
  return [scalar, seq, map];
});

/** Without its tag, which would make it the function's value once more. */
function plain<T extends { tag?: string | undefined }>(node: T): T {
  delete node.tag;
  return node;
}

/** What begins with a brace is JSON, and its faults are told as such; anything else is YAML, of which JSON is a part. */
export function parseTemplateText(text: string, file: string): Result<unknown> {
  if (/^\s*\{/.test(text)) {
    const parsed = parseJson(text, file);
    if (parsed.ok) return ok(parsed.value);
    // A flow mapping of YAML begins so, too.
    const yaml = parseYaml(text, file);
    return yaml.ok ? yaml : failure([parsed.issue]);
  }
  return parseYaml(text, file);
}

function parseYaml(text: string, file: string): Result<unknown> {
  const document = parseDocument(text, { customTags: [...TAGS], prettyErrors: true, uniqueKeys: true });
  // What is not one of the tags above is a warning to the parser, and no function of CloudFormation.
  const faults = [...document.errors, ...document.warnings];
  if (faults.length === 0) return ok(document.toJS({ maxAliasCount: 10_000 }));
  return failure(faults.map((fault) => notYaml(text, file, fault.pos[0], fault.message)));
}

function notYaml(text: string, file: string, offset: number, said: string): Issue {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  const column = offset - before.lastIndexOf("\n");
  // The parser's first line has the reason, and the place, which is told here in the words of the other importers.
  const reason = (said.split("\n")[0] ?? "").replace(/ at line \d+, column \d+:?$/, "");
  const expected = `YAML at line ${line}, column ${column}`;
  const received = offset >= text.length ? "the end" : JSON.stringify(text.slice(offset, offset + 20).split("\n")[0]);
  const message = `${file}: not YAML: line ${line}, column ${column}: ${reason}, found ${received}`;
  return { code: "not-yaml", path: [file], expected, received, message };
}
