/** `lint`: what in a network is not as it should be, whatever anybody asks of it. */
import { failure, issue, type Network, ok, type Result, unwrap } from "@netsim/core";
import { freeze } from "../path/freeze.js";
import { requireNetwork, requireQuestion } from "../path/given.js";
import { SCHEMA_VERSION, type Verdict } from "../path/verdict.js";
import type { Found } from "./check.js";
import { demandOf } from "./demand.js";
import { type Finding, LINT_CODES, type LintCode, type LintResult, type LintUnknown } from "./finding.js";
import { originOfFinding } from "./origin.js";
import { CHECKS, SEVERITIES } from "./registry.js";
import { readSilences, type Silence, silences, silenceWithoutFinding } from "./silence.js";

/** What `lint` is not to look for, and what it is to keep quiet about. */
export interface LintOptions {
  /** Codes that are not looked for. */
  readonly off?: readonly LintCode[] | undefined;
  /** Findings that are kept, each with a reason; one that is about nothing is itself a finding. */
  readonly silences?: readonly Silence[] | undefined;
  /**
   * Verdicts about all that has to be let in besides what listeners and known services take: what `open-to-internet` finds
   * is then open to the internet without need, few ports included. Left out, a rule about few ports is taken to say what
   * listens there. What the verdicts say does not matter, their questions do.
   */
  readonly needs?: readonly Verdict[] | undefined;
}

/**
 * Findings over the whole network, each with a proof and with where it was written. The rule algebra decides: nothing is
 * sampled. What the input leaves out is listed in `unknowns` and never taken for a finding.
 *
 * @throws NetsimError for a code that there is not, a silence without a reason, or a need that is no verdict.
 */
export function lint(network: Network, options: LintOptions = {}): LintResult {
  requireNetwork(network);
  requireQuestion(options, ["options"]);
  const { off, silences: kept } = unwrap(readLintOptions(options));
  const isOn = (code: LintCode): boolean => !off.includes(code);
  const checks = CHECKS.filter((check) => check.codes.some(isOn));
  const demand = options.needs && demandOf(options.needs);
  const found = checks.flatMap((check) => check.find(network, demand)).filter((each) => isOn(each.code));
  const used = new Set<Silence>();
  const findings: Finding[] = [];
  const silenced: { readonly finding: Finding; readonly reason: string }[] = [];
  for (const finding of found.map((each) => graded(network, each))) {
    const by = kept.filter((silence) => silences(silence, finding));
    for (const silence of by) used.add(silence);
    const [first] = by;
    if (first) silenced.push({ finding, reason: first.reason });
    else findings.push(finding);
  }
  // Of what is not looked for it is not known whether there is any.
  const idle = kept.filter((silence) => !used.has(silence) && isOn(silence.code));
  if (isOn("silence-without-finding"))
    findings.push(...idle.map((silence) => graded(network, silenceWithoutFinding(silence))));
  const unknowns = checks
    .flatMap((check) => check.unknowns?.(network) ?? [])
    .map((each) => ({ ...each, codes: each.codes.filter(isOn) }));
  return freeze({
    schemaVersion: SCHEMA_VERSION,
    kind: "lint",
    findings: inOrder(findings),
    silenced,
    unknowns: once(unknowns.filter((each) => each.codes.length > 0)),
  });
}

function once(unknowns: readonly LintUnknown[]): readonly LintUnknown[] {
  return [...new Map(unknowns.map((each) => [JSON.stringify(each), each])).values()];
}

function graded(network: Network, found: Found): Finding {
  const { code, component, kind, name, direction, rule, proof, details } = found;
  const origin = found.origin ?? originOfFinding(network, found);
  return {
    code,
    severity: SEVERITIES[code],
    component,
    kind,
    ...(name === undefined || name === component ? {} : { name }),
    ...(direction === undefined ? {} : { direction }),
    ...(rule === undefined ? {} : { rule }),
    ...(origin === undefined ? {} : { origin }),
    proof,
    details,
  };
}

const PLACES: ReadonlyMap<LintCode, number> = new Map(LINT_CODES.map((code, at) => [code, at]));

/** By code; of one code in the order of the network. */
function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => (PLACES.get(a.code) ?? 0) - (PLACES.get(b.code) ?? 0));
}

/** Issue codes `lint-code` and `silence`. */
function readLintOptions({ off = [], silences: given = [] }: LintOptions): Result<{
  readonly off: readonly LintCode[];
  readonly silences: readonly Silence[];
}> {
  const issues = off.flatMap((code, at) =>
    PLACES.has(code) ? [] : [issue("lint-code", ["off", at], `one of ${LINT_CODES.join(", ")}`, code)],
  );
  const read = readSilences(given);
  if (issues.length > 0 || !read.ok) return failure([...issues, ...(read.ok ? [] : read.issues)]);
  return ok({ off, silences: read.value });
}
