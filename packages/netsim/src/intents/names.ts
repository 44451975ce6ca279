/** Ids and the names that stand for them. */
import type { ById, Described, Network } from "@netsim/core";

export type Nameable = Described & { readonly id: string; readonly groupName?: string | undefined };

/** The id that a text means: the id itself, or the name that only one record has. */
export function resolveId(records: ById<Nameable>, text: string): string | undefined {
  if (Object.hasOwn(records, text)) return text;
  const [only, ...others] = Object.values(records).filter((record) => record.name === text);
  return others.length === 0 ? only?.id : undefined;
}

const ENDPOINTS = ["instances", "networkInterfaces", "subnets", "classicLoadBalancers", "loadBalancers"] as const;

/** What `from` and `to` may name. */
export function endpointNames(network: Network): string[] {
  return ENDPOINTS.flatMap((collection) => recordNames(Object.values(network[collection])));
}

/** Every id and name there is. */
export function allNames(network: Network): string[] {
  return recordNames(allRecords(network));
}

/** The records that have this id or name. */
export function idsMeant(network: Network, text: string): string[] {
  const named = allRecords(network).filter((record) => record.name === text || record.groupName === text);
  return [text, ...named.map((record) => record.id)];
}

/** The load balancer that is meant, if nothing else can be. */
export function loadBalancerMeant(network: Network, text: string): string | undefined {
  const all = [...Object.values(network.classicLoadBalancers), ...Object.values(network.loadBalancers)];
  const byOtherName = all.find((each) => each.dnsName === text || ("arn" in each && each.arn === text));
  if (byOtherName) return text;
  const [only, ...others] = ENDPOINTS.filter((collection) => resolveId(network[collection], text) !== undefined);
  if ((only !== "classicLoadBalancers" && only !== "loadBalancers") || others.length > 0) return undefined;
  return resolveId(network[only], text);
}

export function recordNames(records: readonly Nameable[]): string[] {
  return records.flatMap(({ id, name, groupName }) => [id, name, groupName].filter((each) => each !== undefined));
}

function allRecords(network: Network): Nameable[] {
  const { missing: _missing, ...collections } = network;
  return Object.values(collections).flatMap((records) => Object.values(records as ById<Nameable>));
}
