/** Why packets stop, in as few words as an engineer needs: the rule, or the one that is missing. */
import { explain } from "../../explain/explain.js";
import type { ExplainedCause } from "../../explain/explanation.js";
import type { AnyVerdict, Header, Hop, Phase, Unknown } from "../../path/verdict.js";
import { plain } from "../layout.js";
import { ruleText } from "../rule.js";
import { blockerText, unknownText } from "../words.js";
import type { Reason } from "./plan.js";

export interface Reasons {
  readonly all: readonly Reason[];
  /** The number of the reason at a hop, where there are several reasons. */
  readonly numberAt: (leg: string, phase: Phase, hop: Hop) => number | undefined;
}

const NOTHING: Reasons = { all: [], numberAt: () => undefined };

export function reasonsOf(verdict: AnyVerdict | undefined): Reasons {
  if (!verdict) return NOTHING;
  // What only follows from other causes is no reason of its own, and shows in what boxes say of states and clients.
  const causes = explain(verdict).causes.filter(
    ({ followsFrom, places }) => followsFrom.length === 0 || places.some((each) => each.hop !== undefined),
  );
  const internet = internetOf(verdict);
  const numbers = new Map<string, number>();
  const all: Reason[] = causes.map((cause, at) => {
    const number = at + 1;
    for (const { leg, phase, hop } of cause.places) numbers.set(JSON.stringify([leg, phase, hop]), number);
    return { number, tone: "block", text: causeText(cause, internet) };
  });
  const doubts = new Map<string, number>();
  for (const unknown of verdict.unknowns) {
    const text = plain(`${unknown.component}: ${unknownText(unknown)}`);
    const number = doubts.get(text) ?? all.length + 1;
    if (!doubts.has(text)) all.push({ number, tone: "unknown", text });
    doubts.set(text, number);
    numbers.set(keyOfUnknown(unknown), number);
  }
  const isOne = all.length <= 1;
  return {
    all,
    numberAt: (leg, phase, { sequenceNumber, component }) => {
      if (isOne) return undefined;
      const blocked = numbers.get(JSON.stringify([leg, phase, sequenceNumber]));
      return blocked ?? numbers.get(keyOfUnknown({ leg, phase, component: component.id }));
    },
  };
}

/** The addresses of the internet, by the legs that were asked about all of it: a dozen ranges, which say less than the word. */
type Internet = ReadonlyMap<string, string>;

function internetOf({ legs }: AnyVerdict): Internet {
  return new Map(
    legs.flatMap(({ name, from, to, asked }): [string, string][] => {
      const key = from === "internet" ? "sourceAddresses" : to === "internet" ? "destinationAddresses" : undefined;
      return key ? [[name, asked.flatMap((each) => each[key]).join()]] : [];
    }),
  );
}

function keyOfUnknown({ leg, phase, component }: Pick<Unknown, "leg" | "phase" | "component">): string {
  return JSON.stringify([leg, phase, "unknown", component]);
}

/** `sg-app ingress: no rule for tcp 9000 from sg-lb`. */
export function causeText(cause: ExplainedCause, internet: Internet): string {
  const { components, component, direction, kind, rule, code, missing, places } = cause;
  const who = components.length <= LISTED ? components.join(", ") : `${component} and ${components.length - 1} more`;
  const [{ packets }] = places;
  if (code === "security-group-no-match" || (missing && kind === "network-acl")) {
    const verb = kind === "network-acl" ? "no entry allows" : "no rule for";
    return plain(`${who} ${direction}: ${verb} ${trafficText(packets)} ${sideText(cause, internet)}`);
  }
  if (code === "no-route") return plain(`${who}: no route ${sideText({ ...cause, direction: "egress" }, internet)}`);
  if (rule?.kind === "network-acl-entry") return plain(`${who} ${direction}: ${ruleText(rule)}`);
  return plain(`${who}${FILTERS.includes(kind) ? ` ${direction}` : ""}: ${blockerText(cause)}`);
}

const FILTERS: readonly string[] = ["security-group", "network-acl"];

/** More than this many are counted, not listed. */
const LISTED = 2;

function listed(all: readonly string[]): string {
  const each = [...new Set(all)].map((one) => one.replace(/\/32$|\/128$/, ""));
  const more = each.length - LISTED;
  return more > 0 ? `${each.slice(0, LISTED).join(", ")} and ${more} more` : each.join(", ");
}

/** The groups of the other side are shorter than its addresses, and what a rule would say. */
function sideText({ direction, missing, places }: ExplainedCause, internet: Internet): string {
  const [{ packets, leg }] = places;
  const isIn = direction === "ingress";
  const addresses = packets.flatMap((each) => (isIn ? each.sourceAddresses : each.destinationAddresses));
  const groups = missing?.groups ?? [];
  const isInternet = groups.length === 0 && internet.get(leg) === addresses.join();
  return `${isIn ? "from" : "to"} ${isInternet ? "the internet" : listed(groups.length > 0 ? groups : addresses)}`;
}

export function trafficText(headers: readonly Header[]): string {
  return listed(
    headers.map(({ protocol, destinationPortRanges, icmpTypes }) => {
      const ports = destinationPortRanges ? ` ${listed(destinationPortRanges)}` : "";
      const isEcho = icmpTypes?.length === 1 && (icmpTypes[0] === "8" || icmpTypes[0] === "128");
      return isEcho ? "ping" : protocol === "all" ? "all traffic" : protocol + ports;
    }),
  );
}
