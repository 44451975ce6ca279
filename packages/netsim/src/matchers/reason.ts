/** The reason that a test requires, checked and compared. */
import type { Network } from "@netsim/core";
import { blockedByText, componentsOf, isBlockedBy } from "../intents/blocked-by.js";
import { allNames } from "../intents/names.js";
import { didYouMean } from "../intents/nearest.js";
import type { BlockedBy } from "../intents/types.js";
import { type AnyVerdict, BLOCKER_KINDS, type Blocker } from "../path/verdict.js";
import { BLOCKERS } from "../render/codes.js";
import { indent, labelled, plain } from "../render/layout.js";
import { type Paper, pageOn } from "./context.js";
import type { Inquiry } from "./inquiry.js";
import { checkKeys, type Keys, mistake } from "./mistake.js";

const KEYS: Keys = {
  component: true,
  kind: true,
  direction: true,
  leg: true,
  phase: true,
  code: true,
  awsCode: true,
  rule: true,
};

const KINDS: readonly string[] = BLOCKER_KINDS;
const LEGS: readonly string[] = ["connection", "client", "target", "health"];
const CODES: readonly string[] = Object.keys(BLOCKERS);

/**
 * The reason as it was given, unless nothing could ever match it: a misspelt word must not satisfy a test.
 *
 * @param path where in the matcher's arguments it is.
 */
export function readReason(
  matcher: string,
  reason: unknown,
  { network, verdict }: Pick<Inquiry, "network" | "verdict">,
  path: readonly string[],
): BlockedBy {
  checkKeys(matcher, reason, KEYS, path);
  const wanted = reason as BlockedBy;
  if (Object.values(wanted).every((each) => each === undefined)) {
    throw mistake(matcher, path, 'a reason such as { component: "sg-db", direction: "ingress" }', reason);
  }
  const oneOf = (key: keyof BlockedBy, known: readonly string[], expected = `one of ${known.join(", ")}`): void => {
    const word = wanted[key];
    if (word !== undefined && !known.includes(String(word))) throw mistake(matcher, [...path, key], expected, word);
  };
  oneOf("kind", KINDS);
  oneOf("direction", ["ingress", "egress"]);
  oneOf("phase", ["forward", "reply"]);
  const kinds = legKinds(verdict);
  const names = [...verdict.legs.map((leg) => leg.name), ...verdict.blockers.map((each) => each.leg)];
  oneOf("leg", [...kinds, ...names], `${kinds.join(", ")}, or the name of a leg`);
  const codes = [...CODES, ...verdict.blockers.map((each) => each.code)];
  oneOf("code", codes, `a code of docs/codes.md${didYouMean(String(wanted.code), codes)}`);
  if (wanted.awsCode !== undefined && !/^[A-Z][A-Z0-9_]*$/.test(wanted.awsCode)) {
    throw mistake(
      matcher,
      [...path, "awsCode"],
      "a code of Reachability Analyzer, such as ENI_SG_RULES_MISMATCH",
      wanted.awsCode,
    );
  }
  checkComponent(matcher, wanted, network, verdict, path);
  return wanted;
}

/** The kinds of legs that such an answer may have. */
function legKinds({ kind, legs }: AnyVerdict): readonly string[] {
  if (kind !== "connection") return kind === "health" ? ["health"] : ["client", "target", "health"];
  const own = new Set<string>(legs.map((leg) => leg.kind));
  return own.size > 0 ? [...own] : LEGS;
}

/** A component that exists nowhere never blocks: a misspelling, not an answer. */
function checkComponent(
  matcher: string,
  { component }: BlockedBy,
  network: Network | undefined,
  verdict: AnyVerdict,
  path: readonly string[],
): void {
  if (component === undefined) return;
  const ends = verdict.legs.flatMap(({ from, to }) => [from, to]);
  const known = [...(network ? allNames(network) : []), ...componentsOf(verdict), ...ends];
  if (known.includes(component)) return;
  const where = network ? "in the network" : "that the verdict is about; ask the network for others";
  throw mistake(
    matcher,
    [...path, "component"],
    `the id or name of something ${where}${didYouMean(component, known)}`,
    component,
  );
}

export function isReason({ network, verdict }: Pick<Inquiry, "network" | "verdict">, reason: BlockedBy): boolean {
  return isBlockedBy(network, verdict, reason);
}

/** `security group sg-db, ingress`, or whatever of it is given. */
export function reasonText(reason: BlockedBy): string {
  return plain(blockedByText(reason));
}

/** More reasons than this are counted, not listed. */
const LISTED = 4;

/** What blocks, each as the reason that a test may give. */
export function reasonsBlock({ verdict }: Pick<Inquiry, "verdict">, paper: Paper): string {
  const page = pageOn(paper);
  const texts = [...new Set(verdict.blockers.map(asReason))];
  if (texts.length === 0) return "";
  const more = texts.length - LISTED;
  const lines = texts.slice(0, LISTED).flatMap((text) => labelled("-", 2, text, page.width - 2, page.paint));
  return [
    page.paint("strong", texts.length === 1 ? "The reason that a test may give" : "Reasons that a test may give"),
    ...indent(lines, 2),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ].join("\n");
}

function asReason({ component, kind, direction, phase, code }: Blocker): string {
  const fields = Object.entries({ component, kind, direction, phase, code });
  return `{ ${fields.map(([key, value]) => `${key}: ${JSON.stringify(plain(value))}`).join(", ")} }`;
}
