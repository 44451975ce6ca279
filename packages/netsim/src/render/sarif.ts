/**
 * The findings of lint in the Static Analysis Results Interchange Format, for code scanning.
 * "Static Analysis Results Interchange Format (SARIF) Version 2.1.0" https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
import type { RuleRef } from "@netsim/core";
import { version } from "../../package.json";
import { originOf } from "../explain/origin.js";
import { type Finding, LINT_CODES, type LintResult, type LintUnknown } from "../lint/finding.js";
import { SEVERITIES } from "../lint/registry.js";
import { findingText, lintUnknownText } from "./lint.js";
import { LINT_WORDS } from "./lint-codes.js";
import { type Places, placeOf } from "./places.js";
import { ruleText } from "./rule.js";

/** A SARIF log: plain data, to be printed as JSON. */
export function lintSarif(result: LintResult, places: Places = {}): object {
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "netsim", version, rules: LINT_CODES.map(descriptor) } },
        columnKind: "utf16CodeUnits",
        results: [
          ...result.findings.map((finding) => resultOf(finding, places)),
          ...result.silenced.map(({ finding, reason }) => ({
            ...resultOf(finding, places),
            suppressions: [{ kind: "external", justification: reason }],
          })),
        ],
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: result.unknowns.map((unknown) => ({
              level: "note",
              message: { text: `not looked at: ${withComponent(unknown)}` },
            })),
          },
        ],
      },
    ],
  };
}

function withComponent(unknown: LintUnknown): string {
  const text = lintUnknownText(unknown);
  return unknown.component === undefined ? text : `${text} (${unknown.component})`;
}

function descriptor(code: (typeof LINT_CODES)[number]): object {
  const { title, cause, cure } = LINT_WORDS[code];
  return {
    id: code,
    shortDescription: { text: title },
    fullDescription: { text: `${title}: ${cause}.` },
    help: { text: `Cause: ${cause}. Cure: ${cure}.` },
    defaultConfiguration: { level: SEVERITIES[code] },
  };
}

function resultOf(finding: Finding, places: Places): object {
  const { code, severity, component, kind, direction, rule, origin, details, proof } = finding;
  const related = distinct(relatedRules(finding).flatMap((ref) => relatedLocation(ref, places)));
  return {
    ruleId: code,
    ruleIndex: LINT_CODES.indexOf(code),
    level: severity,
    message: { text: findingText(finding) },
    locations: [
      {
        ...physical(placeOf(origin, places)),
        logicalLocations: [{ name: component, fullyQualifiedName: qualified(finding), kind: "resource" }],
      },
    ],
    ...(related.length === 0 ? {} : { relatedLocations: related }),
    partialFingerprints: { "netsim/v1": `${code} ${qualified(finding)}` },
    properties: { kind, ...(direction === undefined ? {} : { direction }), details, proof, ...(rule ? { rule } : {}) },
  };
}

/** The rules that prove it, besides the one that it is about. */
function relatedRules({ proof, rule }: Finding): readonly RuleRef[] {
  return "by" in proof ? proof.by.filter((each) => each !== rule) : [];
}

/** Related locations are a set: two rules that say the same, written on one line, are one. */
function distinct(locations: readonly object[]): readonly object[] {
  return [...new Map(locations.map((each) => [JSON.stringify(each), each])).values()];
}

function relatedLocation(ref: RuleRef, places: Places): readonly object[] {
  const place = placeOf(originOf(ref) ?? undefined, places);
  return place ? [{ ...physical(place), message: { text: ruleText(ref) } }] : [];
}

function physical(place: ReturnType<typeof placeOf>): object {
  if (!place) return {};
  const region = place.line === undefined ? {} : { region: { startLine: place.line } };
  return { physicalLocation: { artifactLocation: { uri: encodeURI(place.path) }, ...region } };
}

/** What stays the same while lines move: the record, and its rule by what it says. */
function qualified({ component, direction, rule }: Finding): string {
  const side = direction === undefined ? "" : ` ${direction}`;
  return `${component}${side}${rule === undefined ? "" : ` ${ruleText(rule)}`}`;
}
