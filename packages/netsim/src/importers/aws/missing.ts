/**
 * What the documents leave out, by name, so that the model does not put AWS's defaults in its place: whole collections,
 * what a VPC always has, and records that others name.
 */
import type { Collection, Missing } from "@netsim/core";
import { addNote, type Draft } from "./draft.js";

/** The command that prints a collection, and what it is called. */
const COMMANDS: Readonly<Record<Collection, readonly [noun: string, command: string]>> = {
  vpcs: ["VPCs", "aws ec2 describe-vpcs"],
  subnets: ["subnets", "aws ec2 describe-subnets"],
  routeTables: ["route tables", "aws ec2 describe-route-tables"],
  networkAcls: ["network ACLs", "aws ec2 describe-network-acls"],
  securityGroups: ["security groups", "aws ec2 describe-security-groups"],
  prefixLists: ["prefix lists", "aws ec2 get-managed-prefix-list-entries"],
  internetGateways: ["internet gateways", "aws ec2 describe-internet-gateways"],
  egressOnlyInternetGateways: ["egress-only internet gateways", "aws ec2 describe-egress-only-internet-gateways"],
  natGateways: ["NAT gateways", "aws ec2 describe-nat-gateways"],
  gatewayEndpoints: ["gateway endpoints", "aws ec2 describe-vpc-endpoints"],
  vpcPeeringConnections: ["VPC peering connections", "aws ec2 describe-vpc-peering-connections"],
  networkInterfaces: ["network interfaces", "aws ec2 describe-network-interfaces"],
  instances: ["instances", "aws ec2 describe-instances"],
  classicLoadBalancers: ["Classic Load Balancers", "aws elb describe-load-balancers"],
  loadBalancers: ["load balancers", "aws elbv2 describe-load-balancers"],
  targetGroups: ["target groups", "aws elbv2 describe-target-groups"],
};

/** Lists and settings of one record that a command of their own prints: the record is there, and they are not. */
const PARTS: Readonly<Record<string, readonly [noun: string, command: string]>> = {
  listeners: ["listeners", "aws elbv2 describe-listeners"],
  loadBalancerAttributes: ["attributes", "aws elbv2 describe-load-balancer-attributes"],
  targets: ["targets", "aws elbv2 describe-target-health"],
  targetGroupAttributes: ["attributes", "aws elbv2 describe-target-group-attributes"],
};

/** Every VPC with traffic in it has some of these. The others matter where something names them. */
const ALWAYS_THERE: readonly Collection[] = [
  "vpcs",
  "subnets",
  "routeTables",
  "networkAcls",
  "securityGroups",
  "internetGateways",
  "networkInterfaces",
  "instances",
];

/** Adds to what the readers and builders left out themselves. To be called when everything is built. */
export function findMissing(draft: Draft): void {
  if (!draft.collected.has("networkInterfaces")) useInterfacesOfInstances(draft);
  for (const collection of ALWAYS_THERE) {
    if (!draft.collected.has(collection)) draft.missing.push({ collection, reason: "not-collected" });
  }
  findMissingOfVpcs(draft);
  const seen = new Set(draft.missing.map((each) => `${each.collection} ${each.id}`));
  for (const { collection, id, by, place } of draft.references) {
    const key = `${collection} ${id}`;
    const isCollected = draft.collected.has(collection) || !ALWAYS_THERE.includes(collection);
    if (draft.input[collection].has(id) || seen.has(key) || !isCollected) continue;
    seen.add(key);
    draft.missing.push({ collection, id, reason: "not-described", detail: `${by} refers to it`, origin: place });
  }
}

/** Where only instances were collected, their interfaces are taken to be those that matter. */
function useInterfacesOfInstances(draft: Draft): void {
  const isCutShort = draft.missing.some((each) => each.collection === "instances" && each.id === undefined);
  if (!draft.collected.has("instances") || isCutShort) return;
  draft.collected.add("networkInterfaces");
  const [, command] = COMMANDS.networkInterfaces;
  const message = `only the network interfaces of instances were collected: ${command} prints the others too`;
  addNote(draft, "interfaces-of-instances-only", message, {});
}

/** AWS makes a main route table, a default ACL and a default group with every VPC, under ids that only AWS knows. */
function findMissingOfVpcs(draft: Draft): void {
  const { vpcs, routeTables, networkAcls, securityGroups } = draft.input;
  const of = (records: Iterable<{ readonly vpcId?: string | undefined }>): Set<string | undefined> =>
    new Set([...records].map((each) => each.vpcId));
  const has = {
    routeTables: of([...routeTables.values()].filter((table) => table.main)),
    networkAcls: of([...networkAcls.values()].filter((acl) => acl.isDefault)),
    securityGroups: of([...securityGroups.values()].filter((group) => group.groupName === "default")),
  };
  const details = { routeTables: "its main one", networkAcls: "its default one", securityGroups: "its default one" };
  for (const vpcId of vpcs.keys()) {
    for (const collection of ["routeTables", "networkAcls", "securityGroups"] as const) {
      if (!draft.collected.has(collection) || has[collection].has(vpcId)) continue;
      draft.missing.push({ collection, vpcId, reason: "not-described", detail: details[collection] });
    }
  }
}

/** What a person is told of it. */
export function sentenceOfMissing(missing: Missing): string {
  const { collection, id, vpcId, reason, detail } = missing;
  const part = PARTS[collection];
  if (part) return sentenceOfPart(part, missing);
  const [noun, command] = COMMANDS[collection as Collection];
  if (reason === "not-collected") return `${noun} were not collected: ${command} prints them`;
  if (reason === "page-cut-short") return `the list of ${noun} ends before the last page; collect it with ${command}`;
  const name = id ?? `one of the ${noun} of ${vpcId}`;
  if (reason === "not-described") return `${name} is not described (${detail}): ${command} prints it`;
  if (reason === "altered") return `${name} has a value that AWS would not have given it: ${detail}`;
  if (reason === "contradictory") return `${name} was left out, since it contradicts the rest: ${detail}`;
  return `${name} was left out: ${detail}, which is not modelled`;
}

function sentenceOfPart([noun, command]: readonly [string, string], { id, reason, detail }: Missing): string {
  if (reason === "not-collected") return `the ${noun} of ${id} were not collected: ${command} prints them`;
  if (reason === "page-cut-short") return `the ${noun} of ${id} end before the last page; collect them with ${command}`;
  return `the ${noun} of ${id} are not all known: ${detail}, which is not modelled`;
}
