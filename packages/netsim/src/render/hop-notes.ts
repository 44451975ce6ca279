/** What is said about a hop: the rules that decided, where they were written, and headers that change. */
import type { RuleRef } from "@netsim/core";
import type { Blocker, Decision, Hop, Unknown } from "../path/verdict.js";
import { headerLines, sameHeaders } from "./header.js";
import type { Style } from "./paint.js";
import { originText, ruleText } from "./rule.js";
import { blockerText, unknownText } from "./words.js";

export interface Note {
  readonly text: string;
  readonly style?: Style | undefined;
  /** Where the rule before it was written. */
  readonly isOrigin?: boolean | undefined;
  /** Packet headers, which may be broken into lines. */
  readonly isHeader?: boolean | undefined;
}

/** What stopped packets or was in doubt in the same phase of the same leg. */
export interface Findings {
  readonly blockers: readonly Blocker[];
  readonly unknowns: readonly Unknown[];
}

export function notesOf(hop: Hop, findings: Findings): Note[] {
  const isBranch = hop.after !== undefined && hop.after !== hop.sequenceNumber - 1;
  return [
    ...(isBranch ? [faint(`comes from hop ${hop.after}`)] : []),
    ...decisionNotes(hop, findings),
    ...headerNotes(hop),
  ];
}

/** Each rule that decided something; with the packets it decided about where it did not decide alone. */
function decisionNotes(hop: Hop, findings: Findings): Note[] {
  const isSplit = hop.status === "partial" || hop.decisions.length > 1;
  if (hop.decisions.length === 0) {
    if (hop.rule) return ruleNotes(hop.rule, "");
    return hop.status === "pass" ? [] : reasons(hop, null, findings);
  }
  return hop.decisions.flatMap((decision) => {
    const packets = isSplit ? headerLines(decision.packets).map((line) => header("  ", line)) : [];
    return [...oneDecision(hop, decision, isSplit ? SIGNS[decision.action] : "", findings), ...packets];
  });
}

/** Before each of several decisions. */
const SIGNS: Readonly<Record<Decision["action"], string>> = {
  allow: "✓ ",
  deny: "✗ ",
  unknown: "? ",
  tracked: "✓ ",
  exempt: "✓ ",
};

function oneDecision(hop: Hop, decision: Decision, action: string, findings: Findings): Note[] {
  if (decision.rule) {
    const notes = ruleNotes(decision.rule, action);
    // An ACL entry says by itself that it denies; a route that leads into nothing does not.
    const isPlain = decision.rule.kind === "network-acl-entry" || decision.action === "allow";
    return isPlain ? notes : [...notes, ...reasons(hop, decision, findings)];
  }
  switch (decision.action) {
    case "tracked":
      return [faint(`${action}reply of an allowed connection, needs no rule`)];
    case "exempt":
      return [faint(`${action}never filtered`)];
    case "allow":
      return action === "" ? [] : [{ text: `${action}passes` }];
    case "unknown":
    case "deny":
      return reasons(hop, decision, findings).map((note, at) =>
        at === 0 ? { ...note, text: action + note.text } : note,
      );
  }
}

function ruleNotes(rule: RuleRef, action: string): Note[] {
  const origin = originText(rule);
  const origins = origin === undefined ? [] : [{ ...faint(origin), isOrigin: true }];
  return [{ text: action + ruleText(rule) }, ...origins];
}

/** Why packets stop or may stop here; of the packets of one decision, where several were made. */
function reasons(hop: Hop, decision: Decision | null, { blockers, unknowns }: Findings): Note[] {
  if (hop.status === "unknown" && decision?.action !== "deny") {
    const doubts = unknowns.filter((each) => each.component === hop.component.id).map(unknownText);
    return distinct(doubts, "doubt");
  }
  const here = blockers.filter((each) => each.hop === hop.sequenceNumber);
  const same = here.filter((each) => decision !== null && sameHeaders(each.packets, decision.packets));
  return distinct((same.length > 0 ? same : here).map(blockerText), "bad");
}

function distinct(texts: readonly string[], style: Style): Note[] {
  return [...new Set(texts)].map((text) => ({ text, style }));
}

/** The headers, where a gateway rewrites them. */
function headerNotes(hop: Hop): Note[] {
  if (hop.status !== "pass" || hop.outbound.length === 0 || sameHeaders(hop.inbound, hop.outbound)) return [];
  return [
    ...headerLines(hop.inbound).map((line) => header("in   ", line)),
    ...headerLines(hop.outbound).map((line) => header("out  ", line)),
  ];
}

function header(label: string, text: string): Note {
  return { ...faint(label + text), isHeader: true };
}

function faint(text: string): Note {
  return { text, style: "faint" };
}
