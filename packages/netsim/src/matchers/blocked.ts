/** `toBeBlockedBy`: that nothing gets through, and why. */
import { contextOf, type Extent, type MatcherResult, paperOf, resultOf } from "./context.js";
import { answered, askAny, healthy, type Inquiry, reached, served } from "./inquiry.js";
import { messageOf, whyBlock } from "./message.js";
import { mistake } from "./mistake.js";
import type { Question, Reason } from "./questions.js";
import { isReason, readReason, reasonsBlock, reasonText } from "./reason.js";

const NAME = "toBeBlockedBy";

/** See `NetsimMatchers`. */
export function toBeBlockedBy(
  this: unknown,
  received: unknown,
  question: Question | Reason,
  reason?: Reason,
): MatcherResult {
  const verdict = answered(NAME, received, ["connection", "listener", "health"]);
  if (verdict && reason !== undefined) {
    throw mistake(NAME, [], "a reason alone, as a verdict is the answer to a question already", question);
  }
  const inquiry = verdict ? inquiryOf(verdict) : askAny(NAME, received, question);
  const wanted = readReason(NAME, verdict ? question : reason, inquiry, ["reason"]);
  const isMatch = isReason(inquiry, wanted);
  const context = contextOf(this);
  const paper = paperOf(context);
  const found = foundText(inquiry, isMatch);
  return resultOf(context, extentFor(inquiry, isMatch), (isNot) => {
    const by = reasonText(wanted);
    const lead = isNot
      ? `expected ${inquiry.wish(false)} without being stopped by ${by}; ${found}`
      : `expected ${inquiry.wish(true)} because of ${by}; ${found}`;
    return messageOf(lead, [whyBlock(inquiry, paper), isMatch ? "" : reasonsBlock(inquiry, paper)], paper);
  });
}

function inquiryOf(verdict: NonNullable<ReturnType<typeof answered>>): Inquiry {
  switch (verdict.kind) {
    case "connection":
      return { ...reached(verdict), network: undefined };
    case "listener":
      return { ...served(verdict), network: undefined };
    case "health":
      return { ...healthy(verdict), network: undefined };
  }
}

/** Where some packets get through, those that do not may be stopped by it, or it stops none of them. */
function extentFor({ verdict: { verdict } }: Inquiry, isMatch: boolean): Extent {
  if (verdict === "unknown") return "unknown";
  if (!isMatch) return "none";
  return verdict === "unreachable" ? "all" : "some";
}

function foundText({ verdict: { verdict }, found }: Inquiry, isMatch: boolean): string {
  if (verdict === "unknown" || verdict === "reachable") return found;
  return isMatch ? `${found}, and that is a reason` : `${found}, but not for that reason`;
}
