/**
 * `aws elbv2 describe-rules`: which requests of a listener go elsewhere than its default actions.
 * "Rule" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Rule.html
 */
import type { ListenerRuleInput, RuleCondition } from "@netsim/core";
import * as v from "valibot";
import { isObject, type Place, problem } from "../document.js";
import { isCutShort } from "../find.js";
import { listenerArnOfRule } from "./arn.js";
import { addNote, type Draft, type Raw, recordsOf } from "./draft.js";
import { actionsOf, actionsSchema } from "./listener-action.js";
import { isListOf, type KeyReader, keep, type Noun, nounReader } from "./noun.js";
import { answersOf, isOwned } from "./owned-answer.js";
import { ruleBlock } from "./permission.js";

const OWNERS = ["ListenerArn"];

const strings = v.optional(v.array(v.string()));
const patterns = v.optional(v.object({ Values: strings, RegexValues: strings }));

type Texts = readonly string[] | undefined;

/** One condition, as the API and CloudFormation write it. */
export interface AwsCondition {
  readonly Field: string;
  readonly Values?: Texts;
  readonly HostHeaderConfig?: { readonly Values?: Texts; readonly RegexValues?: Texts } | undefined;
  readonly PathPatternConfig?: { readonly Values?: Texts; readonly RegexValues?: Texts } | undefined;
  readonly HttpHeaderConfig?:
    | { readonly HttpHeaderName?: string | undefined; readonly Values?: Texts; readonly RegexValues?: Texts }
    | undefined;
  readonly QueryStringConfig?:
    | {
        readonly Values?:
          | readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[]
          | undefined;
      }
    | undefined;
  readonly HttpRequestMethodConfig?: { readonly Values?: Texts } | undefined;
  readonly SourceIpConfig?: { readonly Values?: Texts } | undefined;
}

const conditionSchema: v.GenericSchema<unknown, AwsCondition> = v.object({
  Field: v.string(),
  Values: strings,
  HostHeaderConfig: patterns,
  PathPatternConfig: patterns,
  HttpHeaderConfig: v.optional(
    v.object({ HttpHeaderName: v.optional(v.string()), Values: strings, RegexValues: strings }),
  ),
  QueryStringConfig: v.optional(
    v.object({ Values: v.optional(v.array(v.object({ Key: v.optional(v.string()), Value: v.optional(v.string()) }))) }),
  ),
  HttpRequestMethodConfig: v.optional(v.object({ Values: strings })),
  SourceIpConfig: v.optional(v.object({ Values: strings })),
});

const schema = v.object({
  RuleArn: v.string(),
  Priority: v.string(),
  IsDefault: v.optional(v.boolean()),
  Conditions: v.optional(v.array(conditionSchema)),
  Actions: actionsSchema,
  Transforms: v.optional(v.array(v.object({ Type: v.optional(v.string()) }))),
});

type AwsRule = v.InferOutput<typeof schema>;

const rules: Noun = { key: "Rules", id: "RuleArn", schema, collections: [] };

const asked: v.GenericSchema<unknown, { readonly isWhole: boolean }> = v.object({ isWhole: v.boolean() });

/** The listeners whose rules were asked for, be there some or not. */
const listenersAsked: Noun = {
  key: "listeners whose rules were asked for",
  id: "",
  schema: asked,
  collections: [],
  merge: (one: { readonly isWhole: boolean }, other: { readonly isWhole: boolean }) => ({
    isWhole: one.isWhole && other.isWhole,
  }),
};

/** Other services have rules too: those of Elastic Load Balancing are known by their ARNs. */
export const rulesReader: KeyReader = {
  ...nounReader(rules),
  recognise: (found) => isOwned(found, OWNERS) || (isListOf(found, rules.id) && (found.value as []).length > 0),
  read: (found, draft) => {
    for (const { owner, value, holder, place } of answersOf(found, OWNERS, draft)) {
      nounReader(rules).read({ ...found, value, holder, place }, draft);
      const members = (Array.isArray(value) ? value : []).filter(isObject);
      const ofRules = members.flatMap(({ RuleArn: arn }) => (typeof arn === "string" ? [listenerArnOfRule(arn)] : []));
      for (const arn of new Set(owner ? [owner.id] : ofRules))
        keep(listenersAsked, arn, { isWhole: !isCutShort(holder) }, place, draft);
    }
  },
};

export interface DescribedRules {
  /** Null where they are not all known or not all modelled. Undefined: nobody asked for them. */
  readonly of: (listenerArn: string) => readonly ListenerRuleInput[] | null | undefined;
}

export function describedRules(draft: Draft, idOfGroup: (arn: string) => string): DescribedRules {
  const byListener = new Map<string, Raw<AwsRule>[]>();
  for (const rule of recordsOf(draft, rules, schema)) {
    const arn = listenerArnOfRule(rule.id);
    byListener.set(arn, [...(byListener.get(arn) ?? []), rule]);
  }
  const whole = new Map(recordsOf(draft, listenersAsked, asked).map(({ id, record }) => [id, record.isWhole]));
  const made = new Map(
    [...whole].map(([arn, isWhole]) => {
      const inputs = (byListener.get(arn) ?? []).flatMap((rule) => ruleOf(draft, rule, idOfGroup));
      return [arn, isWhole && !inputs.includes(null) ? inputs.filter((each) => each !== null) : null];
    }),
  );
  return { of: (arn) => made.get(arn) };
}

/** None for the default rule, which repeats the listener's default actions; null for one that is not modelled. */
function ruleOf(
  draft: Draft,
  { id, record, place }: Raw<AwsRule>,
  idOfGroup: (arn: string) => string,
): readonly (ListenerRuleInput | null)[] {
  if (record.IsDefault === true || record.Priority === "default") return [];
  if (!/^\d+$/.test(record.Priority)) {
    const expected = 'a whole number as a string, or "default"';
    draft.issues.push(problem("shape", place, `${expected}, as Priority`, JSON.stringify(record.Priority)));
    return [];
  }
  if (record.Transforms && record.Transforms.length > 0) {
    const message = `${id} rewrites requests, which is not modelled: it only decides where they go`;
    addNote(draft, "not-modelled", message, { place, component: id });
  }
  const actions = actionsOf(record.Actions, idOfGroup);
  if (typeof actions === "string") return notModelled(draft, id, place, `the action ${actions}`);
  const conditions: RuleCondition[] = [];
  for (const each of record.Conditions ?? []) {
    const condition = conditionOf(each);
    if (typeof condition === "string") return notModelled(draft, id, place, condition);
    conditions.push(condition.field === "source-ip" ? withoutHostBits(draft, condition, id, place) : condition);
  }
  return [{ priority: Number(record.Priority), conditions, actions, arn: id, origin: place }];
}

function withoutHostBits(draft: Draft, condition: RuleCondition, id: string, place: Place): RuleCondition {
  const values = condition.values.map((text) => {
    const block = ruleBlock(draft, text, id, place);
    return "cidr" in block ? block.cidr : text;
  });
  return { ...condition, values };
}

function notModelled(draft: Draft, id: string, place: Place, what: string): readonly null[] {
  const message = `${id} has ${what}, which is not modelled: the rules of its listener are not known`;
  addNote(draft, "not-modelled", message, { place, component: id });
  return [null];
}

/** "RuleCondition" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RuleCondition.html */
export function conditionOf(condition: AwsCondition): RuleCondition | string {
  const { Field: field, Values: short = [] } = condition;
  switch (field) {
    case "host-header":
    case "path-pattern":
    case "http-header": {
      const config:
        | { readonly Values?: readonly string[] | undefined; readonly RegexValues?: readonly string[] | undefined }
        | undefined =
        field === "host-header"
          ? condition.HostHeaderConfig
          : field === "path-pattern"
            ? condition.PathPatternConfig
            : condition.HttpHeaderConfig;
      if (config?.RegexValues && config.RegexValues.length > 0) return "a condition with regular expressions";
      const values = config?.Values ?? short;
      return field === "http-header"
        ? { field, values, httpHeaderName: condition.HttpHeaderConfig?.HttpHeaderName }
        : { field, values };
    }
    case "http-request-method":
      return { field, values: condition.HttpRequestMethodConfig?.Values ?? short };
    case "source-ip":
      return { field, values: condition.SourceIpConfig?.Values ?? short };
    case "query-string": {
      const pairs = condition.QueryStringConfig?.Values ?? [];
      return { field, values: pairs.map(({ Key, Value = "" }) => (Key === undefined ? Value : `${Key}=${Value}`)) };
    }
    default:
      return `the condition ${field}`;
  }
}
