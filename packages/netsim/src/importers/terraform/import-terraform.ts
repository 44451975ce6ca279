/** What `terraform show -json` prints of plans and states, to a network. */
import { failure, type Missing, type Network, ok, type Result } from "@netsim/core";
import { newDraft } from "../aws/draft.js";
import { settle } from "../aws/settle.js";
import type { Document } from "../document.js";
import { findUnmade, nameOfMissing, notesOfMissing } from "../missing.js";
import { type Note, sortNotes } from "../note.js";
import { buildClassicLoadBalancers } from "./classic-load-balancer.js";
import {
  buildEndpoints,
  buildInternetGateways,
  buildNatGateways,
  buildPeeringConnections,
  buildPrefixLists,
} from "./gateway.js";
import { buildInstances } from "./instance.js";
import { buildLoadBalancers } from "./load-balancer.js";
import { buildNetworkAcls } from "./network-acl.js";
import { noteOthers } from "./other.js";
import { presumer } from "./presume.js";
import { buildRouteTables } from "./route-table.js";
import { buildSecurityGroups } from "./security-group.js";
import { readShow } from "./show.js";
import { buildTargetGroups } from "./target-group.js";
import { buildSubnets, buildVpcs } from "./vpc.js";
import { settleDoubts, worldOf } from "./world.js";

/** What `importTerraform` makes of a plan or a state. */
export interface TerraformImport {
  /** Ids are Terraform's addresses, such as `aws_instance.web[0]`; `Name` tags and names of load balancers are names. */
  readonly network: Network;
  /** What was presumed, what is not known before the plan is applied, and what is not modelled. */
  readonly notes: readonly Note[];
}

/**
 * A plan (`terraform plan -out plan && terraform show -json plan`) or a state (`terraform show -json`) as a network. Ids
 * that only AWS will give are followed through the configuration of the plan; addresses that it will choose are
 * presumed, with a note each. What is not known is listed as missing, so that answers which depend on it are `unknown`.
 *
 * @returns the issues of what is not such a document, each with its place.
 */
export function importTerraform(document: Document): Result<TerraformImport> {
  const draft = newDraft();
  const show = readShow(document, draft.issues);
  if (!show) return failure(draft.issues);
  const world = worldOf(show, draft);
  const presume = presumer(world, document.json);
  buildVpcs(world, presume);
  buildSubnets(world, presume);
  buildInternetGateways(world);
  buildNatGateways(world, presume);
  buildEndpoints(world);
  buildPrefixLists(world);
  buildPeeringConnections(world);
  buildRouteTables(world);
  buildNetworkAcls(world);
  buildSecurityGroups(world);
  buildInstances(world, presume);
  buildTargetGroups(world);
  buildLoadBalancers(world);
  buildClassicLoadBalancers(world);
  noteOthers(world);
  settleDoubts(world);
  findUnmade(draft, "not-described");
  if (draft.issues.length > 0) return failure(draft.issues);
  const settled = settle(draft, [document]);
  if (!settled.ok) return settled;
  const notes = sortNotes(once([...draft.notes, ...notesOfMissing(draft.missing, sentenceOfMissing)]));
  return ok(Object.freeze({ network: settled.value, notes: Object.freeze(notes) }));
}

/** An argument is looked at wherever it bears on something. */
function once(notes: readonly Note[]): readonly Note[] {
  return [...new Map(notes.map((each) => [`${each.code} ${each.message}`, each])).values()];
}

function sentenceOfMissing(missing: Missing): string {
  const { reason, detail } = missing;
  const what = {
    "not-described": "is not described here",
    contradictory: "was left out, since it contradicts the rest",
  };
  const state = what[reason as keyof typeof what] ?? "is not all known";
  return `${nameOfMissing(missing)} ${state}${detail === undefined ? "" : `: ${detail}`}`;
}
