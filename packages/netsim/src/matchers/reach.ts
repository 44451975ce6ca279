/** `toReach`, `toServe` and `toBeHealthy`: whether what should work does, or under `not`, whether nothing of it does. */
import { contextOf, type MatcherContext, type MatcherResult, paperOf, resultOf, UndecidedError } from "./context.js";
import { answered, askConnection, askHealth, askListener, healthy, type Inquiry, reached, served } from "./inquiry.js";
import type { NotOptions } from "./interface.js";
import { leadOf, messageOf, repairBlock, whyBlock } from "./message.js";
import { checkKeys, mistake } from "./mistake.js";
import type { ConnectionQuestion, HealthQuestion, ListenerQuestion } from "./questions.js";
import { isReason, readReason, reasonsBlock, reasonText } from "./reason.js";
import { currentSettings } from "./settings.js";

/** See `NetsimMatchers`. */
export function toReach(
  this: unknown,
  received: unknown,
  question?: ConnectionQuestion | NotOptions,
  options?: NotOptions,
): MatcherResult {
  const name = "toReach";
  const verdict = answered(name, received, ["connection", "listener"]);
  if (!verdict) return judged(name, contextOf(this), askConnection(name, received, question), options);
  return judged(name, contextOf(this), { ...reached(verdict), network: undefined }, only(name, question, options));
}

/** See `NetsimMatchers`. */
export function toServe(
  this: unknown,
  received: unknown,
  question?: ListenerQuestion | NotOptions,
  options?: NotOptions,
): MatcherResult {
  const name = "toServe";
  const verdict = answered(name, received, ["listener"]);
  if (!verdict) return judged(name, contextOf(this), askListener(name, received, question), options);
  return judged(name, contextOf(this), { ...served(verdict), network: undefined }, only(name, question, options));
}

/** See `NetsimMatchers`. */
export function toBeHealthy(
  this: unknown,
  received: unknown,
  question?: HealthQuestion | NotOptions,
  options?: NotOptions,
): MatcherResult {
  const name = "toBeHealthy";
  const verdict = answered(name, received, ["health"]);
  if (!verdict) return judged(name, contextOf(this), askHealth(name, received, question), options);
  return judged(name, contextOf(this), { ...healthy(verdict), network: undefined }, only(name, question, options));
}

/** A verdict has its question already. */
function only(name: string, first: unknown, second: unknown): NotOptions | undefined {
  if (second !== undefined) throw mistake(name, [], "no question beside a verdict, which is the answer to one", first);
  if (first !== undefined) checkKeys(name, first, { because: true });
  return first as NotOptions | undefined;
}

function judged(
  name: string,
  context: MatcherContext | undefined,
  inquiry: Inquiry,
  options: NotOptions | undefined,
): MatcherResult {
  if (options !== undefined) checkKeys(name, options, { because: true });
  const because = options?.because === undefined ? undefined : readReason(name, options.because, inquiry, ["because"]);
  const isNot = context?.isNot === true;
  if (because && !isNot) {
    throw mistake(name, ["because"], `a reason under \`not\` only: expect(...).not.${name}(...)`, options);
  }
  const paper = paperOf(context);
  if (isNot && inquiry.extent === "none") {
    if (because && !isReason(inquiry, because)) {
      const lead = `expected ${inquiry.wish(true)} because of ${reasonText(because)}; ${inquiry.found}, but not for that reason`;
      throw new UndecidedError(messageOf(lead, [whyBlock(inquiry, paper), reasonsBlock(inquiry, paper)], paper));
    }
    if (!because && currentSettings().requireReason) {
      const lead = `expected ${inquiry.wish(true)} for a reason that the test gives, as requireReason is on: .not.${name}(..., { because: { ... } })`;
      throw new UndecidedError(messageOf(lead, [reasonsBlock(inquiry, paper)], paper));
    }
  }
  return resultOf(context, inquiry.extent, (underNot) =>
    messageOf(
      leadOf(inquiry, underNot),
      [whyBlock(inquiry, paper), ...(underNot ? [] : [repairBlock(inquiry, paper)])],
      paper,
    ),
  );
}
