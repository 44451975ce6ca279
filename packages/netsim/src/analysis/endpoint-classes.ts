/**
 * Endpoints that no filter tells apart but by address, in one network or in two at once: a fleet of a thousand is one
 * class, and the packets between two classes are one set.
 */
import { type AddressSet, addressCount, addressesEmpty, addressesEqual, intersectAddresses } from "@netsim/core";
import type { Party } from "../path/party.js";
import { classLabel, type EndpointKind, type Member, type Members, partyOfAll } from "./endpoints.js";

export interface EndpointClass {
  readonly label: string;
  readonly kind: EndpointKind;
  /** Ids, in the order of the network. */
  readonly ids: readonly string[];
  /** What people call them. */
  readonly names: readonly string[];
  /** Null where they are not there. */
  readonly before: Party | null;
  readonly after: Party | null;
}

/** One class for each kind of endpoint of a network. */
export function classesOf(members: Members): readonly EndpointClass[] {
  return jointClasses(members, members);
}

/** The classes whose members are alike before and alike after. */
export function jointClasses(before: Members, after: Members): readonly EndpointClass[] {
  const ids = new Set([...before.byId.keys(), ...after.byId.keys()]);
  const grouped = new Map<string, string[]>();
  for (const id of ids) {
    const key = jointKey(before.byId.get(id), after.byId.get(id)) ?? `id ${id}`;
    const members = grouped.get(key);
    if (members) members.push(id);
    else grouped.set(key, [id]);
  }
  return [...grouped.values()].map((members) => classOf(members, before, after));
}

/** Undefined for a member that stays by itself: it is like no other, or its addresses change. */
function jointKey(before: Member | undefined, after: Member | undefined): string | undefined {
  if (before === after) return keyOf(before);
  if (before && after && !addressesEqual(before.party.addresses, after.party.addresses)) return undefined;
  const keys = [before, after].map((each) => (each ? keyOf(each) : null));
  return keys.includes(undefined) ? undefined : JSON.stringify(keys);
}

const keys = new WeakMap<Member, string>();

function keyOf(member: Member | undefined): string | undefined {
  if (member?.shape === undefined) return undefined;
  const key = keys.get(member) ?? JSON.stringify([member.shape, member.party.station?.groups]);
  keys.set(member, key);
  return key;
}

function classOf(ids: readonly string[], before: Members, after: Members): EndpointClass {
  const was = ids.flatMap((id) => before.byId.get(id) ?? []);
  const is = ids.flatMap((id) => after.byId.get(id) ?? []);
  const names = ids.map((id) => nameOf(id, before.byId.get(id), after.byId.get(id)));
  const [first] = is.length > 0 ? is : was;
  return {
    label: classLabel(names),
    kind: first?.kind ?? "network-interface",
    ids,
    names,
    ...settled(was.length > 0 ? partyOfAll(was) : null, is.length > 0 ? partyOfAll(is) : null),
  };
}

function nameOf(id: string, before: Member | undefined, after: Member | undefined): string {
  const [one, other] = [before ?? after, after ?? before];
  return one && one.name === other?.name ? one.name : id;
}

/**
 * A node at any free address of its subnet has one of them, whoever else comes or goes: the same one before and after.
 */
function settled(before: Party | null, after: Party | null): Pick<EndpointClass, "before" | "after"> {
  if (!before || !after || addressesEqual(before.addresses, after.addresses)) return { before, after };
  if (!isAnywhere(before) || !isAnywhere(after)) return { before, after };
  const common = intersectAddresses(before.addresses, after.addresses);
  if (addressesEmpty(common)) return { before, after };
  return { before: { ...before, addresses: common }, after: { ...after, addresses: common } };
}

function isAnywhere({ station, addresses }: Party): boolean {
  return station?.component.kind === "load-balancer-node" && addressCount(addresses, "ipv4") > 1n;
}

/** The addresses of a class in either network. */
export function addressesOfClass({ before, after }: EndpointClass): readonly AddressSet[] {
  if (!before || !after || before.addresses === after.addresses)
    return [(after ?? before)?.addresses].flatMap((each) => each ?? []);
  return addressesEqual(before.addresses, after.addresses) ? [after.addresses] : [before.addresses, after.addresses];
}
