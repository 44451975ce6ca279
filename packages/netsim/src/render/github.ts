/** The findings of lint as annotations of a pull request. */
import type { Finding, LintResult, Severity } from "../lint/finding.js";
import { type Annotation, annotationText } from "./annotation.js";
import { findingText } from "./lint.js";
import { type Places, placeOf } from "./places.js";
import { ruleText } from "./rule.js";

const LEVELS: Readonly<Record<Severity, Annotation["level"]>> = { error: "error", warning: "warning", note: "notice" };

/** One line a finding: `::warning file=aws/acls.json,line=12,title=...::...`; empty where there is none. */
export function lintGithub({ findings }: LintResult, places: Places = {}): string {
  return findings.map((finding) => `${annotation(finding, places)}\n`).join("");
}

function annotation(finding: Finding, places: Places): string {
  const place = placeOf(finding.origin, places);
  const rule = finding.rule ? ` (${ruleText(finding.rule)})` : "";
  return annotationText({
    level: LEVELS[finding.severity],
    file: place?.path,
    line: place?.line,
    title: `netsim ${finding.code}`,
    message: findingText(finding) + rule,
  });
}
