/** `toHaveNoFindings`: that lint has nothing to say. */
import type { Finding, LintCode, LintResult, Severity } from "../lint/finding.js";
import { lint } from "../lint/lint.js";
import { SEVERITIES } from "../lint/registry.js";
import { renderLint } from "../render/lint.js";
import { contextOf, type Extent, type MatcherResult, paperOf, resultOf } from "./context.js";
import type { FindingsOptions } from "./interface.js";
import { messageOf } from "./message.js";
import { asking, checkKeys, mistake } from "./mistake.js";
import { networkOf } from "./subject.js";

const NAME = "toHaveNoFindings";
/** The worst first. */
const LEVELS: readonly Severity[] = ["error", "warning", "note"];

/** See `NetsimMatchers`. */
export function toHaveNoFindings(this: unknown, received: unknown, options: FindingsOptions = {}): MatcherResult {
  const network = networkOf(NAME, received);
  checkKeys(NAME, options, { off: true, silences: true, level: true, allowUnknown: true });
  const { level = "note", allowUnknown = false, ...rest } = options;
  if (!LEVELS.includes(level)) throw mistake(NAME, ["level"], LEVELS.join(", "), level);
  const result = atLevel(
    asking(NAME, network, () => lint(network, rest)),
    level,
  );
  const context = contextOf(this);
  const paper = paperOf(context);
  return resultOf(context, extentOf(result, allowUnknown), (isNot) =>
    messageOf(
      `expected ${isNot ? "" : "no "}findings${level === "note" ? "" : ` of level ${level}`}; ${foundText(result)}`,
      [renderLint(shortened(result), paper)],
      paper,
    ),
  );
}

function atLevel(result: LintResult, level: Severity): LintResult {
  const isCounted = (severity: Severity): boolean => LEVELS.indexOf(severity) <= LEVELS.indexOf(level);
  const unknowns = result.unknowns.flatMap((each) => {
    const codes = each.codes.filter((code: LintCode) => isCounted(SEVERITIES[code]));
    return codes.length === 0 ? [] : [{ ...each, codes }];
  });
  return { ...result, findings: result.findings.filter((each: Finding) => isCounted(each.severity)), unknowns };
}

function extentOf({ findings, unknowns }: LintResult, allowUnknown: boolean): Extent {
  if (findings.length > 0) return "none";
  return unknowns.length > 0 && !allowUnknown ? "unknown" : "all";
}

function foundText({ findings, unknowns }: LintResult): string {
  if (findings.length > 0) return findings.length === 1 ? "there is one" : `there are ${findings.length}`;
  return unknowns.length === 0 ? "there is none" : "there is none, but not everything could be looked at";
}

/** More findings than this are counted by the first line. */
const LISTED = 5;

/** The worst ones. */
function shortened(result: LintResult): LintResult {
  const worst = [...result.findings].sort((a, b) => LEVELS.indexOf(a.severity) - LEVELS.indexOf(b.severity));
  return { ...result, findings: worst.slice(0, LISTED) };
}
