/** `toOnlyExpose`: that nothing is open but what is listed. */
import { checkExposure, type ExposureVerdict, type Opening } from "../analysis/exposure.js";
import type { Exposure, ExposureInput } from "../analysis/exposure-list.js";
import type { Page } from "../render/context.js";
import { headerLines, packetText } from "../render/header.js";
import { indent, labelled, plain } from "../render/layout.js";
import { ruleText } from "../render/rule.js";
import { unknownText } from "../render/words.js";
import { contextOf, type Extent, type MatcherResult, pageOn, paperOf, resultOf } from "./context.js";
import { messageOf } from "./message.js";
import { asking, checkKeys, type Keys } from "./mistake.js";
import type { ExposureQuestion } from "./questions.js";
import { networkOf } from "./subject.js";
import { endText, transportText } from "./words.js";

const NAME = "toOnlyExpose";
const KEYS: Keys = { from: true, to: true, sourcePorts: true, sameSubnetAcl: true, pathMtu: true };
const ENTRY: Keys = { to: true, loadBalancer: true, port: true, protocol: true, icmp: { type: true, code: true } };

/** See `NetsimMatchers`. */
export function toOnlyExpose(this: unknown, received: unknown, question: ExposureQuestion): MatcherResult {
  const network = networkOf(NAME, received);
  checkKeys(NAME, question, KEYS);
  if (Array.isArray(question.to))
    for (const [at, each] of question.to.entries()) checkKeys(NAME, each, ENTRY, ["to", at]);
  const input = question as ExposureInput;
  const verdict = asking(NAME, network, () => checkExposure(network, input));
  const context = contextOf(this);
  const paper = paperOf(context);
  return resultOf(context, EXTENTS[verdict.verdict], (isNot) =>
    messageOf(leadOf(input, verdict, isNot), blocksOf(input, verdict, pageOn(paper)), paper),
  );
}

/** An entry that is not open satisfies neither the matcher nor its `not`, which is about something more being open. */
const EXTENTS: Readonly<Record<ExposureVerdict["verdict"], Extent>> = {
  exact: "all",
  excess: "none",
  closed: "some",
  unknown: "unknown",
};

function leadOf({ from, to }: ExposureInput, verdict: ExposureVerdict, isNot: boolean): string {
  const list = to.length === 0 ? "nothing" : `${to.map(exposureText).join(", ")} and nothing else`;
  return `expected ${endText(from)} ${isNot ? "not " : ""}to reach ${list}; ${foundText(verdict)}`;
}

function foundText({ verdict, excess, closed }: ExposureVerdict): string {
  switch (verdict) {
    case "exact":
      return "that is exactly what it reaches";
    case "excess":
      return `it reaches ${excess.length} ${excess.length === 1 ? "place" : "places"} besides`;
    case "closed":
      return closed.length === 1 ? "one of them is not open at all" : `${closed.length} of them are not open at all`;
    case "unknown":
      return "whether anything else is open is not known";
  }
}

/** `web tcp 80`. */
function exposureText(exposure: Exposure): string {
  return `${endText(exposure.to ?? exposure.loadBalancer)} ${transportText(exposure)}`;
}

/** More openings than this are counted, not listed. */
const LISTED = 5;

function blocksOf({ to }: ExposureInput, verdict: ExposureVerdict, page: Page): readonly string[] {
  const { excess, closed, doubts, unknowns } = verdict;
  return [
    section("Open, and not listed", excess, "✗", page),
    section("May be open, and is not listed", doubts, "?", page),
    lines(
      "Listed, and not open",
      closed.flatMap((at) => to[at] ?? []).map((each) => `  ${page.paint("bad", "✗")} ${exposureText(each)}`),
      page,
    ),
    lines(
      "Nothing can be said of",
      [...new Set(unknowns.map(({ component, code }) => `  ? ${plain(component)} (${code})`))].slice(0, LISTED),
      page,
    ),
  ];
}

function section(title: string, openings: readonly Opening[], sign: string, page: Page): string {
  const more = openings.length - LISTED;
  return lines(
    title,
    [
      ...openings.slice(0, LISTED).flatMap((each) => openingLines(each, sign, page)),
      ...(more > 0 ? [`  and ${more} more`] : []),
    ],
    page,
  );
}

function lines(title: string, all: readonly string[], page: Page): string {
  return all.length === 0 ? "" : [page.paint("strong", title), ...all].join("\n");
}

const LABEL = 10;

function openingLines(
  { from, to, packets, witness, rules, unknowns }: Opening,
  sign: string,
  page: Page,
): readonly string[] {
  const row = (label: string, text: string): readonly string[] =>
    labelled(label, LABEL, plain(text), page.width - 4, page.paint);
  const by = to.byPublicAddress ? " by its public address" : "";
  return [
    `  ${page.paint(sign === "?" ? "doubt" : "bad", sign)} ${plain(from.label)} -> ${plain(to.label)}${by}`,
    ...indent(
      [
        ...headerLines(packets).flatMap((text, at) => row(at === 0 ? "packets" : "", text)),
        ...row("such as", packetText(witness)),
        ...rules.flatMap((rule, at) => row(at === 0 ? "let in by" : "", ruleText(rule))),
        ...unknowns.flatMap((each, at) => row(at === 0 ? "not known" : "", `${each.component}: ${unknownText(each)}`)),
      ],
      4,
    ),
  ];
}
