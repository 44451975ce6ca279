/**
 * Walks that were made before, for the same packets between the same ends of the same network, or of one that an edit
 * has left alone wherever the walk came by. Held to walks made anew by an agreement test.
 */
import type { Network, PacketSet } from "@netsim/core";
import type { Walked } from "./connection.js";
import type { ConnectionQuestion, EndCheck } from "./connection-question.js";
import type { Consulted } from "./trace.js";

interface Entry {
  readonly question: ConnectionQuestion;
  readonly network: Network;
  /** The records that had a say, as they were. */
  readonly consulted: readonly (readonly [collection: Consulted, id: string, record: unknown])[];
  readonly walked: Walked;
}

const entries = new WeakMap<PacketSet, Entry[]>();
/** Of one set of packets: more than these are forgotten, the oldest first. */
const KEPT = 4;

/** @param walk does it, and says what had a say. */
export function walkedBefore(
  network: Network,
  question: ConnectionQuestion,
  walk: () => { readonly walked: Walked; readonly consulted: ReadonlySet<string> },
): Walked {
  const known = entries.get(question.packets) ?? [];
  const found = known.find((entry) => isSame(entry, network, question));
  if (found) return found.walked;
  const { walked, consulted } = walk();
  const entry: Entry = { question, network, consulted: recordsOf(network, consulted), walked };
  entries.set(question.packets, [entry, ...known].slice(0, KEPT));
  return walked;
}

function recordsOf(network: Network, consulted: ReadonlySet<string>): Entry["consulted"] {
  return [...consulted].map((name) => {
    const at = name.indexOf("/");
    const collection = name.slice(0, at) as Consulted;
    const id = name.slice(at + 1);
    return [collection, id, recordOf(network, collection, id)] as const;
  });
}

function recordOf(network: Network, collection: Consulted, id: string): unknown {
  return id === "*" ? network[collection] : network[collection][id];
}

const ONE_BY_ONE: readonly string[] = ["securityGroups", "networkAcls", "routeTables"] satisfies Consulted[];

/** Load balancers and target groups have a say only through the ends, which are compared by themselves. */
const NO_SAY: readonly string[] = ["classicLoadBalancers", "loadBalancers", "targetGroups"];

function isSame(entry: Entry, network: Network, question: ConnectionQuestion): boolean {
  return isSameQuestion(entry.question, question) && isUnchanged(entry, network);
}

function isUnchanged({ network: before, consulted }: Entry, network: Network): boolean {
  if (before === network) return true;
  for (const key of Object.keys(network) as (keyof Network)[]) {
    if (!ONE_BY_ONE.includes(key) && !NO_SAY.includes(key) && before[key] !== network[key]) return false;
  }
  return consulted.every(([collection, id, record]) => recordOf(network, collection, id) === record);
}

function isSameQuestion(a: ConnectionQuestion, b: ConnectionQuestion): boolean {
  return (
    a.from.station === b.from.station &&
    a.to.station === b.to.station &&
    a.from.entry === undefined &&
    b.from.entry === undefined &&
    a.from.label === b.from.label &&
    a.to.label === b.to.label &&
    areSame(a.departure, b.departure) &&
    areSame(a.arrival, b.arrival) &&
    a.established === b.established &&
    a.options.sameSubnetAcl === b.options.sameSubnetAcl &&
    a.options.pathMtu === b.options.pathMtu &&
    isBackend(a) === isBackend(b)
  );
}

/** AWS asks for the rules of path MTU discovery between a load balancer and its targets. */
function isBackend({ kind }: ConnectionQuestion): boolean {
  return kind === "target" || kind === "health";
}

/** Checks are made once for the end that they are of. */
function areSame(a: readonly EndCheck[] = [], b: readonly EndCheck[] = []): boolean {
  return a === b || (a.length === b.length && a.every((check, at) => check === b[at]));
}
