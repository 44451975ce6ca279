/** Findings that somebody has looked at and wants to keep, each with the reason why. */
import { failure, issue, ok, type Path, type Result, type RuleRef, routeTargetId } from "@netsim/core";
import * as v from "valibot";
import type { Finding, LintCode } from "./finding.js";
import { LINT_CODES } from "./finding.js";

/** A finding that is meant to be, with the reason. */
export interface Silence {
  readonly code: LintCode;
  /** The id of the record that the finding is about, or its name. */
  readonly component: string;
  readonly direction?: "ingress" | "egress" | undefined;
  /**
   * One rule only: the number of an ACL entry, the `sgr-` id of a group rule or its place in the list, the destination of
   * a route, the port of a listener.
   */
  readonly rule?: string | number | undefined;
  /** Why the finding is kept. */
  readonly reason: string;
}

const silenceSchema: v.GenericSchema<unknown, Silence> = v.strictObject({
  code: v.picklist(LINT_CODES, `one of ${LINT_CODES.join(", ")}`),
  component: v.pipe(v.string(), v.minLength(1, "the id or name of what the finding is about")),
  direction: v.optional(v.picklist(["ingress", "egress"])),
  rule: v.optional(v.union([v.string(), v.number()])),
  reason: v.pipe(v.string(), v.regex(/\S/, "why the finding is kept")),
});

/** Issue code `silence`, one for each mistake. */
export function readSilences(value: unknown, path: Path = ["silences"]): Result<readonly Silence[]> {
  const result = v.safeParse(v.array(silenceSchema, "a list of silences"), value);
  if (result.success) return ok(result.output);
  const issues = result.issues.map((each) => {
    const keys = (each.path ?? []).map((item) => item.key as string | number);
    const isKey = each.type === "strict_object";
    const expected = isKey ? expectedKey(each) : each.message;
    return issue("silence", [...path, ...keys], expected, each.input);
  });
  return failure(issues);
}

function expectedKey({ expected }: v.BaseIssue<unknown>): string {
  return expected === "never"
    ? "no key but code, component, direction, rule and reason"
    : expected?.startsWith('"')
      ? `the key ${expected} beside the others`
      : "{ code, component, reason }, and direction and rule where needed";
}

/** Whether the silence is about the finding. */
export function silences(silence: Silence, finding: Finding): boolean {
  const { code, component, direction, rule } = silence;
  if (finding.code !== code) return false;
  if (component !== finding.component && component !== finding.name) return false;
  if (direction !== undefined && direction !== finding.direction) return false;
  return rule === undefined || (finding.rule !== undefined && namesOfRule(finding.rule).includes(String(rule)));
}

function namesOfRule(ref: RuleRef): readonly string[] {
  switch (ref.kind) {
    case "network-acl-entry":
      return [String(ref.ruleNumber)];
    case "security-group-rule":
      return [String(ref.index), ...(ref.rule.id === undefined ? [] : [ref.rule.id])];
    case "route":
      return [ref.route.destination, routeTargetId(ref.route.target)];
    case "listener":
      return [String("loadBalancerPort" in ref.listener ? ref.listener.loadBalancerPort : ref.listener.port)];
  }
}

/** The finding that a silence has nothing to silence: what it was about is gone, or it never was. */
export function silenceWithoutFinding(silence: Silence): Omit<Finding, "severity"> {
  const { code, component, direction, rule, reason } = silence;
  return {
    code: "silence-without-finding",
    component,
    kind: "silence",
    direction,
    proof: { kind: "records", relation: "findings", ids: [] },
    details: { code, reason, ...(rule === undefined ? {} : { rule: String(rule) }) },
  };
}
