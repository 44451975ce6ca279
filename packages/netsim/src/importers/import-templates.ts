/**
 * CloudFormation templates to the network that a deployment of them would make.
 * "Template reference" https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
 */
import { createNetwork, failure, type Issue, type Network, type NetworkInput, ok, type Result } from "@netsim/core";
import { addNote, type Draft, newDraft } from "./aws/draft.js";
import { attributesOf } from "./cloudformation/attributes.js";
import { buildClassicLoadBalancers } from "./cloudformation/classic-load-balancer.js";
import type { Context } from "./cloudformation/context.js";
import { noteElasticAddresses } from "./cloudformation/elastic-address.js";
import { buildEndpoints } from "./cloudformation/endpoint.js";
import { buildInternetGateways, buildNatGateways } from "./cloudformation/gateway.js";
import { buildHosted } from "./cloudformation/hosted.js";
import { buildInstances, buildInterfaces } from "./cloudformation/instance.js";
import { buildLoadBalancers } from "./cloudformation/load-balancer.js";
import { sentenceOfMissing } from "./cloudformation/missing.js";
import { buildNetworkAcls } from "./cloudformation/network-acl.js";
import { noteOthers } from "./cloudformation/others.js";
import { buildPeeringConnections } from "./cloudformation/peering.js";
import { buildPrefixLists } from "./cloudformation/prefix-list.js";
import { registeredTargets } from "./cloudformation/registered.js";
import { buildRouteTables } from "./cloudformation/route.js";
import { buildSecurityGroups } from "./cloudformation/security-group.js";
import type { TemplateOptions } from "./cloudformation/stack.js";
import { buildTargetGroups } from "./cloudformation/target-group.js";
import { parseTemplateText } from "./cloudformation/text.js";
import { buildSubnets, buildVpcs } from "./cloudformation/vpc.js";
import { World } from "./cloudformation/world.js";
import type { Document } from "./document.js";
import { findUnmade, notesOfMissing, sortMissing } from "./missing.js";
import { type Note, sortNotes } from "./note.js";
import { placedIssues } from "./placed.js";
import { Presumed } from "./presumed.js";

/** What templates come to. */
export interface FromTemplates {
  readonly network: Network;
  /** What was presumed, what is not resolved or not modelled, and what was left aside. */
  readonly notes: readonly Note[];
}

/** A template as an object, as CDK's `Template.toJSON()` gives it, or its text: JSON, or YAML with short forms. */
export type TemplateInput = string | object;

/**
 * The network of one template.
 *
 * Ids are logical ids. What only a deployment knows (addresses, the zones of a Region) is presumed, always in the same
 * way, and named in `notes`; a parameter without a value, an import without an export and the like are named too, and
 * make the answers that depend on them `unknown`.
 *
 * Issue codes, each with the place in the template: `not-json`, `not-yaml`, `shape`, `missing-property`,
 * `unknown-reference`, `unknown-condition`, `circular-reference`, `reference-to-nothing`, `function-arguments`,
 * `unsupported-function`, `unknown-key-of-mapping`, `unknown-output`, `condition`, `parameter`, `unknown-parameter`,
 * `two-associations`, and those of `createNetwork`.
 */
export function fromTemplate(template: TemplateInput, options: TemplateOptions = {}): Result<FromTemplates> {
  return fromTemplates({ template }, options);
}

/**
 * The network of several templates together, by the names of their stacks: what one exports another may import, and
 * nested stacks are found by the files that they name. A logical id that several stacks have is called `<stack>/<id>`.
 */
export function fromTemplates(
  templates: Readonly<Record<string, TemplateInput>>,
  options: TemplateOptions = {},
): Result<FromTemplates> {
  const issues: Issue[] = [];
  const documents = Object.entries(templates).flatMap(([file, template]): readonly Document[] => {
    if (typeof template !== "string") return [{ file, json: template }];
    const parsed = parseTemplateText(template, file);
    if (parsed.ok) return [{ file, json: parsed.value }];
    issues.push(...parsed.issues);
    return [];
  });
  return issues.length > 0 ? failure(issues) : importTemplates(documents, options);
}

/** As {@link fromTemplates}, of documents that are read already. */
export function importTemplates(documents: readonly Document[], options: TemplateOptions = {}): Result<FromTemplates> {
  const draft = newDraft();
  const presumed = new Presumed([documents.map((each) => each.json), options]);
  const interfaces: Context["interfaces"] = new Map();
  const world: World = new World(documents, options, draft.issues, (of) =>
    attributesOf(of, () => ({ world: of, draft, presumed, interfaces })),
  );
  if (draft.issues.length > 0) return failure(once(draft.issues));
  build({ world, draft, presumed, interfaces });
  if (draft.issues.length > 0) return failure(once(draft.issues));
  const input = inputOf(draft);
  const network = createNetwork(input);
  if (!network.ok) return failure(placedIssues(network.issues, input, documents));
  const notes = sortNotes([...noted(draft.notes), ...notesOfMissing(draft.missing, sentenceOfMissing)]);
  return ok(Object.freeze({ network: network.value, notes: Object.freeze(notes) }));
}

/** In an order in which each finds what it asks for. */
function build(context: Context): void {
  const { world, draft } = context;
  buildVpcs(context);
  buildSubnets(context);
  buildInternetGateways(context);
  noteElasticAddresses(context);
  buildPrefixLists(context);
  buildRouteTables(context);
  buildNetworkAcls(context);
  buildInterfaces(context);
  buildInstances(context);
  buildNatGateways(context);
  buildEndpoints(context);
  buildPeeringConnections(context);
  const registered = registeredTargets(context);
  buildHosted(context);
  buildClassicLoadBalancers(context, registered);
  buildTargetGroups(context, registered);
  buildLoadBalancers(context);
  buildSecurityGroups(context);
  noteOthers(context);
  if (world.zonesPresumed) {
    const message = `Fn::GetAZs and zones that AWS chooses were taken from ${world.zones(world.options.region ?? "").join(", ")}; the option availabilityZones tells the real ones`;
    addNote(draft, "presumed-zones", message, {});
  }
  for (const { name, template } of world.stacks) {
    for (const transform of template.transforms)
      addNote(
        draft,
        "transform-not-applied",
        `${name} is changed by ${transform} before it is deployed; it is read as it is written`,
        {
          place: { file: template.file, pointer: "/Transform" },
        },
      );
  }
  findUnmade(draft, "not-in-templates");
}

function inputOf(draft: Draft): NetworkInput {
  const collections = Object.entries(draft.input).map(([collection, records]) => [
    collection,
    Object.fromEntries(records),
  ]);
  return { ...Object.fromEntries(collections), missing: sortMissing(draft.missing) };
}

/** The same is found each time that a value is asked for. */
function once(issues: readonly Issue[]): readonly Issue[] {
  return [...new Map(issues.map((issue) => [issue.message, issue])).values()];
}

function noted(notes: readonly Note[]): readonly Note[] {
  return [...new Map(notes.map((note) => [`${note.code} ${note.message}`, note])).values()];
}
