/** Questions of matchers, asked; or answers that were asked for before. */
import type { Network } from "@netsim/core";
import { isServing } from "../explain/effects.js";
import { explain } from "../explain/explain.js";
import { checkHealth, type HealthInput } from "../load-balancer/check-health.js";
import { checkLeg } from "../load-balancer/check-leg.js";
import { checkListener, type ListenerInput } from "../load-balancer/check-listener.js";
import { questionOf } from "../path/asked.js";
import { type ConnectionInput, checkConnection } from "../path/check-connection.js";
import type { AnyVerdict, HealthVerdict, ListenerVerdict } from "../path/verdict.js";
import type { Extent } from "./context.js";
import { asking, checkKeys, type Keys, mistake } from "./mistake.js";
import { isVerdict, networkOf } from "./subject.js";
import { narrowed, targetNamed } from "./target.js";
import { healthWish, plainWish, reachWish, serveWish, type Wish } from "./words.js";

export interface Inquiry {
  /** Undefined where the answer alone is known. */
  readonly network: Network | undefined;
  readonly verdict: AnyVerdict;
  readonly extent: Extent;
  readonly wish: Wish;
  /** What was found, after "but". */
  readonly found: string;
  /** What has to become `reachable` for all of it to hold. */
  readonly goals: () => readonly AnyVerdict[];
}

const OPTIONS: Keys = { sameSubnetAcl: true, pathMtu: true };
const ICMP: Keys = { type: true, code: true };
const REQUEST: Keys = { method: true, host: true, path: true, query: true, headers: true };
const CONNECTION: Keys = {
  from: true,
  to: true,
  port: true,
  protocol: true,
  sourcePorts: true,
  icmp: ICMP,
  ...OPTIONS,
};
const HEALTH: Keys = { loadBalancer: true, targetGroup: true, target: true, stoppedNetworkTarget: true, ...OPTIONS };
const LISTENER: Keys = {
  loadBalancer: true,
  port: true,
  from: true,
  sourcePorts: true,
  protocol: true,
  request: REQUEST,
  stoppedNetworkTarget: true,
  ...OPTIONS,
};

const OR_A_VERDICT = ", or a verdict";

/** How the parts of the answer that hold are told. */
const REACHED: Readonly<Record<Extent, string>> = {
  all: "every packet gets through",
  some: "some packets get through and others do not",
  none: "no packet gets through",
  unknown: "whether packets get through is not known",
};

export function askConnection(matcher: string, received: unknown, question: unknown): Inquiry {
  const network = networkOf(matcher, received, OR_A_VERDICT);
  checkKeys(matcher, question, CONNECTION);
  const input = question as ConnectionInput;
  const verdict = asking(matcher, network, () => checkConnection(network, input));
  return { ...reached(verdict), network, wish: reachWish(input) };
}

export function reached(verdict: AnyVerdict): Omit<Inquiry, "network"> {
  const extent = extentOf(verdict);
  return { verdict, extent, wish: wishOf(verdict), found: REACHED[extent], goals: () => [verdict] };
}

export function extentOf({ verdict }: AnyVerdict): Extent {
  return EXTENTS[verdict];
}

const EXTENTS = { reachable: "all", partial: "some", unreachable: "none", unknown: "unknown" } as const;

/** An answer in the words of its question, or of its ends where that is not known: it may be a copy. */
function wishOf(verdict: AnyVerdict): Wish {
  if (verdict.kind === "listener") {
    const { from } = (questionOf(verdict)?.input ?? {}) as Partial<ListenerInput>;
    return serveWish(verdict.loadBalancer, verdict.port, from ?? "its clients");
  }
  if (verdict.kind === "health") return healthWish(ownerOf(verdict));
  const input = questionOf(verdict)?.input as ConnectionInput | undefined;
  if (input && "to" in input) return reachWish(input);
  const { about } = explain(verdict);
  return plainWish(about.kind === "connection" ? `${about.from} -> ${about.to}` : "connections");
}

function ownerOf({ loadBalancer, targetGroups }: HealthVerdict): string {
  return loadBalancer ?? targetGroups.join(", ");
}

export function askListener(matcher: string, received: unknown, question: unknown): Inquiry {
  const network = networkOf(matcher, received, OR_A_VERDICT);
  checkKeys(matcher, question, LISTENER);
  const input = question as ListenerInput;
  const verdict = asking(matcher, network, () => checkListener(network, input));
  const goals = (): readonly AnyVerdict[] => [verdict, ...healthBehind(network, verdict, input)];
  return { ...served(verdict), network, wish: serveWish(input.loadBalancer, input.port, input.from), goals };
}

/** Of each group that requests are sent on to; without a group, of a Classic Load Balancer. */
function healthBehind(network: Network, verdict: ListenerVerdict, input: ListenerInput): readonly HealthVerdict[] {
  const { loadBalancer, actions } = verdict;
  const { sameSubnetAcl, pathMtu, stoppedNetworkTarget } = input;
  const options = { sameSubnetAcl, pathMtu, stoppedNetworkTarget };
  if (Object.hasOwn(network.classicLoadBalancers, loadBalancer) && actions.length === 0) {
    return [checkHealth(network, { ...options, loadBalancer })];
  }
  const groups = new Set(actions.flatMap((each) => each.targetGroups));
  return [...groups].map((targetGroup) => checkHealth(network, { ...options, targetGroup }));
}

/** Whether clients are served, and by healthy targets only. */
export function served(verdict: ListenerVerdict): Omit<Inquiry, "network"> {
  const out = Object.entries(verdict.states).filter(([, { state, reasonCode }]) => !isServing(state, reasonCode));
  const frame = { verdict, wish: wishOf(verdict), goals: () => [verdict] };
  const word = extentOf(verdict);
  if (word === "none") return { ...frame, extent: "none", found: "nobody is served" };
  if (word === "unknown") return { ...frame, extent: "unknown", found: "whether it does is not known" };
  if (word === "some") return { ...frame, extent: "some", found: "some are served and others not" };
  if (out.length === 0) return { ...frame, extent: "all", found: "everybody is served, by healthy targets" };
  const isDoubt = out.every(([, each]) => isInDoubt(each));
  const names = listed(out.map(([name]) => name));
  if (isDoubt) return { ...frame, extent: "unknown", found: `whether ${names} can serve is not known` };
  return {
    ...frame,
    extent: "some",
    found: `${names} ${out.length === 1 ? "is" : "are"} not healthy, though everybody is served`,
  };
}

export function askHealth(matcher: string, received: unknown, question: unknown): Inquiry {
  const network = networkOf(matcher, received, OR_A_VERDICT);
  checkKeys(matcher, question, HEALTH);
  const { target, ...input } = question as HealthInput & { readonly target?: string };
  if ((input.loadBalancer === undefined) === (input.targetGroup === undefined)) {
    throw mistake(matcher, [], "a loadBalancer or a targetGroup, and not both", question);
  }
  const verdict = asking(matcher, network, () => checkHealth(network, input as HealthInput));
  const owner = input.loadBalancer ?? input.targetGroup ?? "";
  if (target === undefined) return { ...healthy(verdict), network, wish: healthWish(owner) };
  const name = targetNamed(matcher, network, verdict, owner, target);
  const one = narrowed(verdict, name);
  const goals = (): readonly AnyVerdict[] => legGoals(network, verdict, name);
  return { ...healthy(one, name), network, wish: healthWish(owner, target), goals };
}

/** The health checks of one target, to be repaired alone. */
function legGoals(network: Network, { loadBalancer }: HealthVerdict, target: string): readonly AnyVerdict[] {
  if (loadBalancer === null) return [];
  try {
    return [checkLeg(network, { leg: "health", loadBalancer, target })];
  } catch {
    // A name that is told apart by its group, which legs are not asked by.
    return [];
  }
}

/** @param target the only one that is asked about. */
export function healthy(verdict: HealthVerdict, target?: string): Omit<Inquiry, "network"> {
  const all = Object.entries(verdict.states);
  const good = all.filter(([, { state, reasonCode }]) => isServing(state, reasonCode));
  const extent = extentOf(verdict);
  const frame = { verdict, extent, wish: wishOf(verdict), goals: () => [verdict] };
  const [only] = all;
  if (target !== undefined && only) return { ...frame, found: `it is ${stateText(only[1])}` };
  switch (extent) {
    case "all":
      return { ...frame, found: "all of them are" };
    case "some":
      return { ...frame, found: `only ${good.length} of ${all.length} ${good.length === 1 ? "is" : "are"}` };
    case "none":
      return { ...frame, found: all.length === 0 ? "there is none" : "none of them is" };
    case "unknown":
      return { ...frame, found: "whether they are is not known" };
  }
}

type State = HealthVerdict["states"][string];

function stateText({ state, reasonCode }: State): string {
  return reasonCode === null || reasonCode === "N/A" ? state : `${state} (${reasonCode})`;
}

export function isInDoubt({ state, reasonCode }: State): boolean {
  return state === "Unknown" || (state === "unavailable" && reasonCode === null);
}

/** More names are counted. */
const NAMES = 3;

function listed(names: readonly string[]): string {
  const more = names.length - NAMES;
  return more > 0 ? `${names.slice(0, NAMES).join(", ")} and ${more} more` : names.join(", ");
}

/** Any of the three questions, told by its keys; or the answer to one. */
export function askAny(matcher: string, received: unknown, question: unknown): Inquiry {
  const keys = typeof question === "object" && question !== null ? Object.keys(question) : [];
  if (keys.includes("to") || (keys.includes("from") && !keys.includes("loadBalancer"))) {
    return askConnection(matcher, received, question);
  }
  if (keys.includes("port") || keys.includes("from")) return askListener(matcher, received, question);
  if (keys.includes("loadBalancer") || keys.includes("targetGroup")) return askHealth(matcher, received, question);
  networkOf(matcher, received, OR_A_VERDICT);
  const expected = "{ from, to, port }, { loadBalancer, port, from }, { loadBalancer } or { targetGroup }";
  throw mistake(matcher, [], `a question: ${expected}`, question);
}

/** An answer to the kind of question that the matcher asks. */
export function answered<K extends AnyVerdict["kind"]>(
  matcher: string,
  received: unknown,
  kinds: readonly K[],
): Extract<AnyVerdict, { readonly kind: K }> | undefined {
  if (!isVerdict(received)) return undefined;
  if (kinds.some((kind) => kind === received.kind)) return received as Extract<AnyVerdict, { readonly kind: K }>;
  const others = { connection: "toReach", listener: "toServe", health: "toBeHealthy" } as const;
  throw mistake(
    matcher,
    [],
    `the answer to a question about ${kinds.join(" or ")}; for this one there is ${others[received.kind]}`,
    received.kind,
  );
}
