/**
 * The findings of lint as annotations of a pull request.
 * "Workflow commands for GitHub Actions" https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
import type { Finding, LintResult, Severity } from "../lint/finding.js";
import { findingText } from "./lint.js";
import { type Places, placeOf } from "./places.js";
import { ruleText } from "./rule.js";

const COMMANDS: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", note: "notice" };

/** One line a finding: `::warning file=aws/acls.json,line=12,title=...::...`; empty where there is none. */
export function lintGithub({ findings }: LintResult, places: Places = {}): string {
  return findings.map((finding) => `${annotation(finding, places)}\n`).join("");
}

function annotation(finding: Finding, places: Places): string {
  const place = placeOf(finding.origin, places);
  const properties = [
    ...(place ? [`file=${property(place.path)}`] : []),
    ...(place?.line === undefined ? [] : [`line=${place.line}`]),
    `title=${property(`netsim ${finding.code}`)}`,
  ];
  const rule = finding.rule ? ` (${ruleText(finding.rule)})` : "";
  return `::${COMMANDS[finding.severity]} ${properties.join(",")}::${message(findingText(finding) + rule)}`;
}

function message(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return message(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
