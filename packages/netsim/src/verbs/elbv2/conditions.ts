/** "RuleCondition" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RuleCondition.html */
import { type ConditionField, type Issue, issue, type Path, type RuleCondition } from "@netsim/core";
import * as v from "valibot";

interface Values {
  readonly Values: readonly string[];
}

/** A condition of a rule: one field of the request, and the values for it. */
export interface Condition {
  readonly Field: ConditionField;
  /** Short for the configuration of `host-header` and `path-pattern`. */
  readonly Values?: readonly string[] | undefined;
  readonly HostHeaderConfig?: Values | undefined;
  readonly PathPatternConfig?: Values | undefined;
  readonly HttpHeaderConfig?: (Values & { readonly HttpHeaderName: string }) | undefined;
  readonly HttpRequestMethodConfig?: Values | undefined;
  readonly QueryStringConfig?:
    | { readonly Values: readonly { readonly Key?: string | undefined; readonly Value: string }[] }
    | undefined;
  readonly SourceIpConfig?: Values | undefined;
}

const values = v.optional(v.strictObject({ Values: v.array(v.string()) }));

export const conditionSchema: v.GenericSchema<unknown, Condition> = v.strictObject({
  Field: v.picklist(["host-header", "path-pattern", "http-header", "http-request-method", "query-string", "source-ip"]),
  Values: v.optional(v.array(v.string())),
  HostHeaderConfig: values,
  PathPatternConfig: values,
  HttpHeaderConfig: v.optional(v.strictObject({ HttpHeaderName: v.string(), Values: v.array(v.string()) })),
  HttpRequestMethodConfig: values,
  QueryStringConfig: v.optional(
    v.strictObject({ Values: v.array(v.strictObject({ Key: v.optional(v.string()), Value: v.string() })) }),
  ),
  SourceIpConfig: values,
});

const CONFIGS = {
  "host-header": "HostHeaderConfig",
  "path-pattern": "PathPatternConfig",
  "http-header": "HttpHeaderConfig",
  "http-request-method": "HttpRequestMethodConfig",
  "query-string": "QueryStringConfig",
  "source-ip": "SourceIpConfig",
} as const satisfies Record<ConditionField, keyof Condition>;

/** Fields of which a rule has one condition at most. */
const ONCE: readonly ConditionField[] = ["http-request-method", "host-header", "path-pattern", "source-ip"];
/** "Quotas for your Application Load Balancers" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const MOST_VALUES = 5;

/** `ValidationError`, and `unsupported-parameter` for what the model cannot tell from something else. */
export function conditionIssues(conditions: readonly Condition[], path: Path): readonly Issue[] {
  const issues: Issue[] = [];
  const refuse = (place: Path, expected: string, received: unknown, code = "ValidationError"): void => {
    issues.push(issue(code, [...path, ...place], expected, received));
  };
  for (const [at, condition] of conditions.entries()) {
    const { Field: field, Values: short } = condition;
    const own = CONFIGS[field];
    for (const key of Object.values(CONFIGS))
      if (key !== own && condition[key] !== undefined) refuse([at, key], `${own}, for ${field}`, condition[key]);
    if (short !== undefined && field !== "host-header" && field !== "path-pattern")
      refuse([at, "Values"], `${own}, for ${field}`, short);
    if ((short === undefined) === (condition[own] === undefined))
      refuse([at, own], `either Values or ${own}`, condition[own]);
    if (ONCE.includes(field) && conditions.slice(0, at).some((each) => each.Field === field))
      refuse([at, "Field"], `one condition of ${field}`, field);
    for (const [index, pair] of (condition.QueryStringConfig?.Values ?? []).entries())
      if ((pair.Key ?? pair.Value).includes("="))
        refuse(
          [at, "QueryStringConfig", "Values", index],
          "a key, or a value without key, that has no = in it",
          pair,
          "unsupported-parameter",
        );
  }
  const count = conditions.flatMap((each) => conditionInput(each).values).length;
  if (count > MOST_VALUES) refuse([], `at most ${MOST_VALUES} values in a rule`, count);
  return issues;
}

export function conditionInput(condition: Condition): RuleCondition {
  const { Field: field, Values: short, HttpHeaderConfig: header, QueryStringConfig: query } = condition;
  if (field === "query-string")
    return {
      field,
      values: (query?.Values ?? []).map(({ Key, Value }) => (Key === undefined ? Value : `${Key}=${Value}`)),
    };
  const config = condition[CONFIGS[field]] as Values | undefined;
  const input = { field, values: short ?? config?.Values ?? [] };
  return header && field === "http-header" ? { ...input, httpHeaderName: header.HttpHeaderName } : input;
}

export function conditionAnswer({ field, values: all, httpHeaderName }: RuleCondition): Condition {
  switch (field) {
    case "host-header":
      return { Field: field, Values: all, HostHeaderConfig: { Values: all } };
    case "path-pattern":
      return { Field: field, Values: all, PathPatternConfig: { Values: all } };
    case "http-header":
      return { Field: field, HttpHeaderConfig: { HttpHeaderName: httpHeaderName ?? "", Values: all } };
    case "query-string":
      return { Field: field, QueryStringConfig: { Values: all.map(queryValue) } };
    case "http-request-method":
      return { Field: field, HttpRequestMethodConfig: { Values: all } };
    case "source-ip":
      return { Field: field, SourceIpConfig: { Values: all } };
  }
}

function queryValue(text: string): { readonly Key?: string; readonly Value: string } {
  const at = text.indexOf("=");
  return at < 0 ? { Value: text } : { Key: text.slice(0, at), Value: text.slice(at + 1) };
}
