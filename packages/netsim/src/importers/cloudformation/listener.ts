/**
 * Listeners and their rules.
 * "AWS::ElasticLoadBalancingV2::Listener" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-elasticloadbalancingv2-listener.html
 * "AWS::ElasticLoadBalancingV2::ListenerRule" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-elasticloadbalancingv2-listenerrule.html
 */
import type { ListenerActionInput, ListenerInput, ListenerRuleInput, RuleCondition } from "@netsim/core";
import { addNote, refer } from "../aws/draft.js";
import { type AwsAction, actionsOf } from "../aws/listener-action.js";
import { type AwsCondition, conditionOf } from "../aws/listener-rule.js";
import { ruleBlock } from "../aws/permission.js";
import { isObject } from "../document.js";
import { type Context, itemOf, lose, type Made, madeOf, originOf } from "./context.js";
import { Fields } from "./fields.js";
import { findUnresolved, isUnresolved, textOf, type Unresolved, type Value } from "./value.js";

const LISTENER = "AWS::ElasticLoadBalancingV2::Listener";
const BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer";

/** By load balancer, in the order of their ports. Listeners that are not known are named as missing. */
export function listenersOf(context: Context): ReadonlyMap<string, readonly ListenerInput[]> {
  const rules = rulesOf(context);
  const found = new Map<string, ListenerInput[]>();
  for (const item of madeOf(context.world, LISTENER)) {
    const { fields, resource } = item;
    const balancer = fields.text("LoadBalancerArn");
    if (balancer === undefined) fields.lack("LoadBalancerArn");
    if (balancer === undefined || isUnresolved(balancer)) {
      if (balancer) lose(context, "listeners", item.id, balancer, resource.place, "");
      continue;
    }
    const listener = listenerOf(context, item, balancer, rules);
    if (isUnresolved(listener)) lose(context, "listeners", balancer, listener, resource.place);
    else if (listener) found.set(balancer, [...(found.get(balancer) ?? []), listener]);
  }
  return new Map(
    [...found].map(([balancer, list]) => [balancer, list.toSorted((a, b) => (a.port ?? 0) - (b.port ?? 0))]),
  );
}

function listenerOf(
  context: Context,
  item: Made,
  balancer: string,
  rules: Rules,
): ListenerInput | Unresolved | undefined {
  const { fields, id, resource, doubt } = item;
  const port = fields.number("Port");
  const protocol = fields.text("Protocol");
  const actions = actionsIn(context, item, "DefaultActions");
  const unknown = doubt ?? [port, protocol].find(isUnresolved) ?? (isUnresolved(actions) ? actions : undefined);
  if (unknown) return unknown;
  if (typeof actions === "string") {
    const detail = `its listener on port ${String(port)} has the action ${actions}`;
    context.draft.missing.push({
      collection: "listeners",
      id: balancer,
      reason: "not-modelled",
      detail,
      origin: resource.place,
    });
    return undefined;
  }
  const authentication = fields.object("MutualAuthentication");
  const mode = isUnresolved(authentication) ? undefined : authentication?.text("Mode");
  if (mode === "verify") {
    const message = `${id} asks clients for certificates, which is not modelled: clients are taken to have one`;
    addNote(context.draft, "not-modelled", message, { place: resource.place, component: id });
  }
  const type = itemOf(context.world, balancer, BALANCER)?.fields.text("Type");
  const isApplication = type === undefined || type === "application";
  return {
    port: (port as number | undefined) ?? null,
    protocol: (protocol as string | undefined) ?? null,
    defaultActions: actions as readonly ListenerActionInput[],
    rules: isApplication ? rules(id) : [],
    origin: originOf(item),
  };
}

/** By listener; null where they are not all known. */
type Rules = (listener: string) => readonly ListenerRuleInput[] | null;

function rulesOf(context: Context): Rules {
  const found = new Map<string, (ListenerRuleInput | null)[]>();
  let isOpen = false;
  for (const item of madeOf(context.world, "AWS::ElasticLoadBalancingV2::ListenerRule")) {
    const listener = item.fields.text("ListenerArn");
    if (listener === undefined) item.fields.lack("ListenerArn");
    if (isUnresolved(listener)) {
      isOpen = true;
      notKnown(context, item, listener.why);
    } else if (listener !== undefined) found.set(listener, [...(found.get(listener) ?? []), ruleOf(context, item)]);
  }
  return (listener) => {
    const rules = found.get(listener) ?? [];
    return isOpen || rules.includes(null) ? null : rules.filter((each) => each !== null);
  };
}

function notKnown({ draft }: Context, { id, resource }: Made, why: string): null {
  const message = `${id} is not known, as ${why}: the rules of its listener are not known`;
  addNote(draft, "not-resolved", message, { place: resource.place, component: id });
  return null;
}

function ruleOf(context: Context, item: Made): ListenerRuleInput | null {
  const { fields, id, resource } = item;
  const priority = fields.number("Priority");
  const actions = actionsIn(context, item, "Actions");
  const unknown = item.doubt ?? (isUnresolved(priority) ? priority : isUnresolved(actions) ? actions : undefined);
  if (unknown) return notKnown(context, item, unknown.why);
  if (priority === undefined) fields.lack("Priority");
  if (typeof actions === "string") return notKnown(context, item, `its action ${actions} is not modelled`);
  const listed = fields.objects("Conditions");
  const conditions: RuleCondition[] = [];
  for (const each of isUnresolved(listed) ? [listed] : (listed ?? [])) {
    if (!(each instanceof Fields)) return notKnown(context, item, each.why);
    const condition = conditionIn(each);
    if (isUnresolved(condition)) return notKnown(context, item, condition.why);
    if (typeof condition === "string") return notKnown(context, item, `${condition} is not modelled`);
    const { field, values } = condition;
    const blocks = (): readonly string[] =>
      values.map((text) => {
        const block = ruleBlock(context.draft, text, id, each.place);
        return "cidr" in block ? block.cidr : text;
      });
    conditions.push(field === "source-ip" ? { ...condition, values: blocks() } : condition);
  }
  return {
    priority: Number(priority),
    conditions,
    actions: actions as readonly ListenerActionInput[],
    origin: { ...originOf(item), ...resource.place },
  };
}

/** AWS's names and shapes are those of the API. */
function conditionIn(fields: Fields): RuleCondition | Unresolved | string {
  const configs = [
    "HostHeaderConfig",
    "PathPatternConfig",
    "HttpHeaderConfig",
    "QueryStringConfig",
    "HttpRequestMethodConfig",
    "SourceIpConfig",
  ];
  const entries = ["Field", "Values", ...configs].flatMap((key) => {
    const value = fields.value(key);
    return value === undefined ? [] : [[key, value] as const];
  });
  const condition = Object.fromEntries(entries);
  return findUnresolved(condition) ?? conditionOf(asTexts(condition) as AwsCondition);
}

/** Numbers and truth values as the texts that CloudFormation makes of them. */
function asTexts(value: Value): unknown {
  if (Array.isArray(value)) return value.map(asTexts);
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asTexts(each as Value)]));
  return textOf(value) ?? value;
}

/** The actions; unresolved; or the type of an action that is not modelled. */
function actionsIn(context: Context, item: Made, key: string): readonly ListenerActionInput[] | Unresolved | string {
  const listed = item.fields.objects(key);
  if (listed === undefined) item.fields.lack(key);
  const actions: AwsAction[] = [];
  for (const each of isUnresolved(listed) ? [listed] : (listed ?? [])) {
    const action = each instanceof Fields ? actionIn(context, item, each) : each;
    if (isUnresolved(action)) return action;
    actions.push(action);
  }
  return actionsOf(actions, (arn) => arn);
}

function actionIn(context: Context, item: Made, fields: Fields): AwsAction | Unresolved {
  const type = fields.text("Type");
  const order = fields.number("Order");
  const single = groupIn(context, item, fields, "TargetGroupArn");
  const forward = fields.object("ForwardConfig");
  const redirect = fields.object("RedirectConfig");
  const response = fields.object("FixedResponseConfig");
  const doubt = [type, order, forward, redirect, response].find(isUnresolved);
  if (doubt) return doubt;
  const groups = (forward as Fields | undefined)?.objects("TargetGroups");
  if (isUnresolved(groups)) return groups;
  const members: { TargetGroupArn: string; Weight?: number }[] = [];
  for (const each of groups ?? []) {
    if (!(each instanceof Fields)) return each;
    const weight = each.number("Weight");
    if (isUnresolved(weight)) return weight;
    const id = groupIn(context, item, each, "TargetGroupArn");
    if (id !== undefined) members.push({ TargetGroupArn: id, ...(weight === undefined ? {} : { Weight: weight }) });
  }
  const codes = [redirect, response].map((each) => (each as Fields | undefined)?.text("StatusCode"));
  const unknown = codes.find(isUnresolved);
  if (unknown) return unknown;
  return {
    Type: String(type),
    Order: order as number | undefined,
    TargetGroupArn: single,
    ForwardConfig: members.length > 0 ? { TargetGroups: members } : undefined,
    RedirectConfig: { StatusCode: codes[0] as string | undefined },
    FixedResponseConfig: { StatusCode: codes[1] as string | undefined },
  };
}

/** A target group that is not resolved is one by name, which is missing. */
function groupIn(context: Context, item: Made, fields: Fields, key: string): string | undefined {
  const read = fields.text(key);
  if (isUnresolved(read)) {
    lose(context, "targetGroups", read.label, read, fields.place);
    return read.label;
  }
  if (read !== undefined) refer(context.draft, "targetGroups", read, item.id, fields.placeOf(key));
  return read;
}
