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
import { importTerraform, type TerraformImport } from "./terraform/import-terraform.js";

/**
 * The network that folders (any depth, any file names), files or standard input (`-`) describe together: the JSON that
 * AWS's describe commands print, CloudFormation templates, or what `terraform show -json` prints of a plan or a state.
 * Files are named relative to the folder; with several paths, relative to the folder they have in common.
 *
 * @param options what a deployment of templates knows beside them
 */
export async function readNetwork(
  paths: string | readonly string[],
  options: TemplateOptions = {},
): Promise<Result<Imported>> {
  const documents = await readDocuments(paths);
  if (!documents.ok) return documents;
  const ofKind = (kind: Kind): readonly Document[] => documents.value.filter((each) => kindOf(each) === kind);
  const [templates, shown, described] = [ofKind("cloudformation"), ofKind("terraform"), ofKind("aws")];
  const kinds = [templates, shown, described].filter((each) => each.length > 0);
  // What was given for templates is of no use to anything else, and whoever gave it should know.
  if (templates.length === 0) {
    const given = Object.entries(options).filter(([, value]) => value !== undefined);
    if (given.length > 0) return failure([withoutTemplate(given.map(([key]) => key))]);
  }
  const [first, second] = kinds;
  if (first && second) return failure([mixed(first, second)]);
  if (first === undefined || first === described) return importAws(documents.value);
  const found = first === shown ? importShown(shown, documents.value) : importApart(documents.value, options);
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

/** As `readNetwork`, of one plan or state only. What else is in its folder is left aside. */
export async function readTerraform(path: string): Promise<Result<TerraformImport>> {
  const documents = await readDocuments(path);
  if (!documents.ok) return documents;
  const shown = documents.value.filter((each) => kindOf(each) === "terraform");
  return importShown(shown, documents.value);
}

type Kind = "aws" | "cloudformation" | "terraform";

function kindOf(document: Document): Kind | undefined {
  return inputKind(document.json) ?? (isAwsJson(document) ? "aws" : undefined);
}

function isTemplate(document: Document): boolean {
  return kindOf(document) === "cloudformation";
}

/** One plan or state is one network: another may have the same addresses, or be an older one of the same. */
function importShown(shown: readonly Document[], documents: readonly Document[]): Result<TerraformImport> {
  const [only, ...more] = shown;
  if (!only || more.length > 0) {
    const expected = "one plan or state as terraform show -json prints it";
    const received = `${only ? "" : "none in "}${(only ? shown : documents).map(({ file }) => file).join(", ")}`;
    const code = only ? "several-states" : "nothing-recognised";
    return failure([{ code, path: [], expected, received, message: `expected ${expected}, found ${received}` }]);
  }
  const found = importTerraform(only);
  if (!found.ok) return found;
  const aside = documents.filter((each) => each !== only);
  const notes = aside.map(({ file }) =>
    noteOf("unrecognised-file", `${file} was left aside: it is no plan and no state`, { place: { file, pointer: "" } }),
  );
  return ok(Object.freeze({ ...found.value, notes: Object.freeze(sortNotes([...found.value.notes, ...notes])) }));
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
  const received = "none";
  return {
    code: "options-without-template",
    path: [],
    expected,
    received,
    message: `expected ${expected}, found ${received}`,
  };
}

function mixed([one]: readonly Document[], [other]: readonly Document[]): Issue {
  const expected = "either what AWS describes, or templates, or one plan or state of Terraform";
  const received = `both, such as ${one?.file} and ${other?.file}`;
  return { code: "mixed-input", path: [], expected, received, message: `expected ${expected}, found ${received}` };
}
