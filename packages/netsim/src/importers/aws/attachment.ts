/**
 * Which interfaces there are, and of which instance. An interface is described by `describe-network-interfaces`, inside
 * its instance by `describe-instances`, or by both; either may say that they belong together.
 */
import { placeName, within } from "../document.js";
import { addNote, type Draft, leaveOut, type Raw } from "./draft.js";
import { type AwsInstance, describedInstances, impliedInterface, isTerminated, madeId } from "./instance.js";
import { type AwsInterface, describedInterfaces } from "./network-interface.js";
import { canonical } from "./noun.js";

export interface Attachments {
  /** In the order of their ids. */
  readonly interfaces: readonly Raw<AwsInterface>[];
  /** Interface ids by instance id, by network card and device index: the primary one first. */
  readonly ofInstance: ReadonlyMap<string, readonly string[]>;
}

interface Embedded extends Raw<AwsInterface> {
  readonly instanceId: string;
}

export function joinAttachments(draft: Draft): Attachments {
  const interfaces = new Map(describedInterfaces(draft).map((raw) => [raw.id, raw]));
  const attached = new Map<string, Raw<AwsInterface>[]>();
  const attach = (instanceId: string, raw: Raw<AwsInterface>): void => {
    const list = attached.get(instanceId) ?? [];
    attached.set(instanceId, list);
    if (!list.some((other) => other.id === raw.id)) list.push(raw);
  };
  for (const each of embeddedInterfaces(draft, interfaces)) {
    const described = interfaces.get(each.id);
    const merged = described ? merge(draft, described, each) : each;
    interfaces.set(each.id, merged);
    attach(each.instanceId, merged);
  }
  for (const raw of interfaces.values()) {
    const { InstanceId: instanceId, Status: status } = raw.record.Attachment ?? {};
    if (instanceId !== undefined && status !== "detached") attach(instanceId, raw);
  }
  for (const instance of describedInstances(draft)) {
    if (attached.has(instance.id) || isTerminated(instance.record)) continue;
    const made = makeInterface(draft, instance);
    if (!made) continue;
    interfaces.set(made.id, made);
    attach(instance.id, made);
  }
  const byId = [...interfaces.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  return { interfaces: byId, ofInstance: new Map([...attached].map(([id, list]) => [id, inOrder(list)])) };
}

function inOrder(list: readonly Raw<AwsInterface>[]): string[] {
  const place = ({ record }: Raw<AwsInterface>): number =>
    (record.Attachment?.NetworkCardIndex ?? 0) * 1000 + (record.Attachment?.DeviceIndex ?? 0);
  return list.toSorted((a, b) => place(a) - place(b)).map((raw) => raw.id);
}

function embeddedInterfaces(draft: Draft, interfaces: Map<string, Raw<AwsInterface>>): Embedded[] {
  const byId = new Map<string, Embedded[]>();
  for (const { id: instanceId, record, place } of describedInstances(draft)) {
    if (isTerminated(record)) continue;
    for (const [at, each] of (record.NetworkInterfaces ?? []).entries()) {
      const id = each.NetworkInterfaceId;
      const raw = { id, record: each, place: within(place, "NetworkInterfaces", at), instanceId };
      byId.set(id, [...(byId.get(id) ?? []), raw]);
    }
  }
  return [...byId.values()].flatMap((list) => (list.length === 1 ? list : separate(draft, list, interfaces)));
}

/**
 * An interface is attached to one instance at most, so the ids of a collection in which several have the same one were
 * blotted out. Each instance keeps what is described inside it, under an id of our own.
 */
function separate(draft: Draft, list: readonly Embedded[], interfaces: Map<string, Raw<AwsInterface>>): Embedded[] {
  const [first] = list;
  if (!first) return [];
  const owners = [...new Set(list.map((each) => each.instanceId))];
  leaveOut(draft, "networkInterfaces", first.id, "contradictory", `described inside ${owners.join(", ")}`, first.place);
  interfaces.delete(first.id);
  const counts = new Map<string, number>();
  return list.map((each) => {
    const count = (counts.get(each.instanceId) ?? 0) + 1;
    counts.set(each.instanceId, count);
    const id = count === 1 ? madeId(each.instanceId) : `${madeId(each.instanceId)}-${count}`;
    const message = `the interface that ${each.instanceId} describes as ${each.id} is called ${id} here: others are ${each.id} too`;
    addNote(draft, "interface-renamed", message, { place: each.place, component: id, details: { given: each.id } });
    return { ...each, id, record: { ...each.record, NetworkInterfaceId: id } };
  });
}

function makeInterface(draft: Draft, { id, record, place }: Raw<AwsInstance>): Raw<AwsInterface> | undefined {
  const made = impliedInterface(record, madeId(id), place);
  if (!made) return undefined;
  const message = `${made.id} was made of what ${id} says of its primary interface: no interface of it is described`;
  addNote(draft, "interface-made", message, { place, component: made.id, details: { instance: id } });
  return made;
}

/** The list of interfaces says more than the instance; where the two differ, one of them is older. */
function merge(draft: Draft, described: Raw<AwsInterface>, embedded: Raw<AwsInterface>): Raw<AwsInterface> {
  const keys = (["SubnetId", "Groups", "PrivateIpAddresses", "Ipv6Addresses"] as const).filter((key) => {
    const [one, other] = [described.record[key], embedded.record[key]];
    return one !== undefined && other !== undefined && canonical(one) !== canonical(other);
  });
  if (keys.length > 0) {
    const message = `${described.id} has another ${keys.join(", ")} in ${placeName(embedded.place)}; the list of interfaces was believed`;
    addNote(draft, "descriptions-differ", message, { place: described.place, component: described.id });
  }
  const attachment = described.record.Attachment ?? embedded.record.Attachment;
  return {
    ...described,
    record: { ...embedded.record, ...described.record, ...(attachment ? { Attachment: attachment } : {}) },
  };
}
