/** From files to a network, whatever kind of input they are. */
import { failure, type Issue, ok, type Result } from "@netsim/core";
import type { TemplateOptions } from "./cloudformation/stack.js";
import { NO_DESCRIBED_HEALTH } from "./described-health.js";
import type { Document } from "./document.js";
import { inputKind } from "./find.js";
import { type Imported, importAws, isAwsJson } from "./import-aws.js";
import { type FromTemplates, importTemplates } from "./import-templates.js";
import { type Note, noteOf, sortNotes } from "./note.js";
import { readDocuments } from "./read-documents.js";

/**
 * The network that folders (any depth, any file names), files or standard input (`-`) describe together: the JSON that
 * AWS's describe commands print, or CloudFormation templates. Files are named relative to the folder; with several paths,
 * relative to the folder they have in common.
 *
 * @param options what a deployment of templates knows beside them
 */
export async function readNetwork(
  paths: string | readonly string[],
  options: TemplateOptions = {},
): Promise<Result<Imported>> {
  const documents = await readDocuments(paths);
  if (!documents.ok) return documents;
  const templates = documents.value.filter(isTemplate);
  if (templates.length === 0) {
    const given = Object.entries(options).filter(([, value]) => value !== undefined);
    return given.length > 0 ? failure([withoutTemplate(given.map(([key]) => key))]) : importAws(documents.value);
  }
  const described = documents.value.filter((each) => !isTemplate(each) && isAwsJson(each));
  if (described.length > 0) return failure([mixed(templates, described)]);
  const found = importApart(documents.value, options);
  return found.ok ? ok(Object.freeze({ ...found.value, describedHealth: NO_DESCRIBED_HEALTH })) : found;
}

/** As `readNetwork`, of templates only: a folder such as `cdk.out`, or files. What is no template is left aside. */
export async function readTemplates(
  paths: string | readonly string[],
  options: TemplateOptions = {},
): Promise<Result<FromTemplates>> {
  const documents = await readDocuments(paths);
  return documents.ok ? importApart(documents.value, options) : documents;
}

function isTemplate({ json }: Document): boolean {
  return inputKind(json) === "cloudformation";
}

/** What CDK writes beside the templates. */
const OF_CDK = /(^|\/)(manifest|tree|cdk|validation-report)\.json$|\.(assets|metadata)\.json$/;

function importApart(documents: readonly Document[], options: TemplateOptions): Result<FromTemplates> {
  const templates = documents.filter(isTemplate);
  if (templates.length === 0) {
    const expected = "a CloudFormation template: an object with Resources";
    const received = documents.map(({ file }) => file).join(", ");
    const message = `expected ${expected}, found none in ${received}`;
    return failure([{ code: "nothing-recognised", path: [], expected, received, message }]);
  }
  const found = importTemplates(templates, options);
  if (!found.ok) return found;
  const aside = documents.filter((each) => !isTemplate(each) && !OF_CDK.test(each.file));
  const notes: readonly Note[] = aside.map(({ file }) =>
    noteOf("unrecognised-file", `${file} was left aside: it is no template`, { place: { file, pointer: "" } }),
  );
  const all = sortNotes([...found.value.notes, ...notes]);
  return ok(Object.freeze({ network: found.value.network, notes: Object.freeze(all) }));
}

function withoutTemplate(keys: readonly string[]): Issue {
  const expected = `a template, which the ${keys.length === 1 ? "option is" : "options are"} for (${keys.join(", ")})`;
  const received = "what AWS describes";
  return {
    code: "options-without-template",
    path: [],
    expected,
    received,
    message: `expected ${expected}, found ${received}`,
  };
}

function mixed(templates: readonly Document[], described: readonly Document[]): Issue {
  const expected = "either templates or what AWS describes";
  const received = `both, such as ${templates[0]?.file} and ${described[0]?.file}`;
  return { code: "mixed-input", path: [], expected, received, message: `expected ${expected}, found ${received}` };
}
