/** The JSON of `aws ec2 describe-*`, `aws elb describe-*` and `aws elbv2 describe-*`, in any number of documents, to a network. */
import { failure, type Issue, type Network, ok, type Result } from "@netsim/core";
import { ec2ClassicElasticAddresses, elasticAddresses } from "./aws/address.js";
import { joinAttachments } from "./aws/attachment.js";
import { buildClassicLoadBalancers, vpcsOfRegistered } from "./aws/classic-load-balancer.js";
import { addNote, type Draft, newDraft } from "./aws/draft.js";
import { linksOf } from "./aws/ec2-classic.js";
import { buildElbv2 } from "./aws/elbv2.js";
import { buildEndpoints, endpointTypes } from "./aws/endpoint.js";
import { buildInternetGateways } from "./aws/gateway.js";
import { buildInstances } from "./aws/instance.js";
import { findMissing, sentenceOfMissing } from "./aws/missing.js";
import { buildNatGateways } from "./aws/nat-gateway.js";
import { buildNetworkAcls, networkAclsOfSubnets } from "./aws/network-acl.js";
import { buildInterfaces } from "./aws/network-interface.js";
import { buildPeeringConnections, regionsOfPeerings } from "./aws/peering.js";
import { buildPrefixLists } from "./aws/prefix-list.js";
import { READER_BY_KEY, RECOGNISE_BY_KEY } from "./aws/registry.js";
import { buildRouteTables, routeTablesOfSubnets } from "./aws/route-table.js";
import { buildSecurityGroups, vpcsOfGroups } from "./aws/security-group.js";
import { settle } from "./aws/settle.js";
import { buildSubnets, regionsOfZones } from "./aws/subnet.js";
import { buildVpcs } from "./aws/vpc.js";
import type { DescribedHealth } from "./described-health.js";
import { type Document, isObject, printed, problem } from "./document.js";
import { findKeys, inputKind, isCutShort } from "./find.js";
import { notesOfMissing } from "./missing.js";
import { type Note, sortNotes } from "./note.js";

/** What an importer made of its documents. */
export interface Imported {
  readonly network: Network;
  /** What was found and is not in the network, what is missing, and what was tolerated. */
  readonly notes: readonly Note[];
  /** The states that AWS saw, which are no part of the network. */
  readonly describedHealth: DescribedHealth;
}

/**
 * Reads any number of documents as one network. The keys decide what a document is; neither file names nor the order
 * of the documents matter.
 */
export function importAws(documents: readonly Document[]): Result<Imported> {
  const draft = newDraft();
  // Duplicates and contradictions are told of the later of two places, whatever order the documents came in.
  const inOrder = documents.toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
  const unrecognised = inOrder.filter((document) => !readDocument(draft, document));
  if (draft.issues.length > 0) return failure(draft.issues);
  if (unrecognised.length === documents.length) return failure([nothingRecognised(documents)]);
  for (const { file, json } of unrecognised) {
    addNote(draft, "unrecognised-file", `${file} was left aside: it has ${keysOf(json)}`, {
      place: { file, pointer: "" },
    });
  }
  build(draft);
  if (draft.issues.length > 0) return failure(draft.issues);
  const settled = settle(draft, inOrder);
  if (!settled.ok) return settled;
  const notes = sortNotes([...draft.notes, ...notesOfMissing(draft.missing, sentenceOfMissing)]);
  const describedHealth = describedHealthOf(draft);
  return ok(Object.freeze({ network: settled.value, notes: Object.freeze(notes), describedHealth }));
}

function describedHealthOf({ describedHealth }: Draft): DescribedHealth {
  const sorted = <T>(states: ReadonlyMap<string, T>): Readonly<Record<string, T>> =>
    Object.freeze(Object.fromEntries([...states].sort(([a], [b]) => (a < b ? -1 : 1))));
  return Object.freeze({
    classicLoadBalancers: sorted(describedHealth.classicLoadBalancers),
    targetGroups: sorted(describedHealth.targetGroups),
  });
}

/** Whether anything in it is known. */
function readDocument(draft: Draft, document: Document): boolean {
  const kind = inputKind(document.json);
  if (kind !== undefined) {
    draft.issues.push(otherInput(document.file, kind));
    return true;
  }
  const found = findKeys(document, RECOGNISE_BY_KEY);
  for (const each of found) {
    const reader = READER_BY_KEY.get(each.key);
    if (!reader) continue;
    reader.read(each, draft);
    for (const collection of reader.collections) draft.collected.add(collection);
    if (!isCutShort(each.holder)) continue;
    for (const collection of reader.collections) {
      draft.missing.push({ collection, reason: "page-cut-short", origin: each.place });
    }
    if (reader.collections.length > 0) continue;
    const message = `the list of ${each.key} ends before the last page; collect it whole`;
    addNote(draft, "page-cut-short", message, { place: each.place });
  }
  return found.length > 0;
}

/** Whether anything of it is what a describe command prints. */
export function isAwsJson(document: Document): boolean {
  return findKeys(document, RECOGNISE_BY_KEY).length > 0;
}

/** What is known for what it is, and is read elsewhere. */
function otherInput(file: string, kind: "cloudformation" | "terraform"): Issue {
  const expected = "the JSON that aws ec2 describe-*, aws elb describe-* and aws elbv2 describe-* print";
  const received =
    kind === "terraform"
      ? "Terraform JSON, which netsim/terraform reads"
      : "a CloudFormation template, which netsim/cloudformation reads";
  return problem("unsupported-input", { file, pointer: "" }, expected, received);
}

/** Joins the records and builds each collection from them. */
function build(draft: Draft): void {
  const attachments = joinAttachments(draft);
  const primaryInterfaces = new Map(
    [...attachments.ofInstance].flatMap(([instance, [primary]]) =>
      primary === undefined ? [] : [[instance, primary]],
    ),
  );
  buildVpcs(draft, new Map([...regionsOfZones(draft), ...regionsOfPeerings(draft)]));
  buildSubnets(draft, routeTablesOfSubnets(draft), networkAclsOfSubnets(draft));
  buildRouteTables(draft, { endpointTypes: endpointTypes(draft), primaryInterfaces });
  buildNetworkAcls(draft);
  buildSecurityGroups(draft, vpcsOfGroups(attachments.interfaces));
  buildPrefixLists(draft);
  buildInternetGateways(draft);
  buildNatGateways(draft);
  buildEndpoints(draft);
  buildPeeringConnections(draft);
  buildInterfaces(draft, attachments.interfaces, elasticAddresses(draft));
  const ec2Classic = { linkedTo: linksOf(draft, vpcsOfRegistered(draft)), elastic: ec2ClassicElasticAddresses(draft) };
  buildInstances(draft, attachments.ofInstance, ec2Classic);
  buildClassicLoadBalancers(draft);
  buildElbv2(draft);
  findMissing(draft);
}

function nothingRecognised(documents: readonly Document[]): Issue {
  const [only, ...more] = documents;
  const expected = "JSON with a key of an AWS describe command, such as Vpcs, Subnets or LoadBalancerDescriptions";
  if (only && more.length === 0) {
    return problem("nothing-recognised", { file: only.file, pointer: "" }, expected, keysOf(only.json));
  }
  const received = documents.length === 0 ? "no document" : `${documents.length} files without one`;
  const code = "nothing-recognised";
  return { code, path: [], expected, received, message: `expected ${expected}, found ${received}` };
}

/** What a document that is not known has at its top. */
function keysOf(json: unknown): string {
  if (!isObject(json)) return printed(json);
  const keys = Object.keys(json);
  const shown = keys.slice(0, 5).map((key) => JSON.stringify(key));
  if (keys.length === 0) return "no keys";
  return `only ${shown.join(", ")}${keys.length > shown.length ? `, and ${keys.length - shown.length} more` : ""}`;
}
