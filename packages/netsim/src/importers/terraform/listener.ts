/** `aws_lb_listener`, `aws_lb_listener_rule` and what they do with a request. */
import type { ConditionField, ListenerActionInput, ListenerInput, ListenerRuleInput } from "@netsim/core";
import { addNote, refer } from "../aws/draft.js";
import { type Block, blocksIn, firstOpen, isUnknown, number, text, texts } from "./block.js";
import { candidatesOf, link, placeOf } from "./link.js";
import { resourcesOf, type World } from "./world.js";

const LISTENERS = ["aws_lb_listener", "aws_alb_listener"] as const;
const RULES = ["aws_lb_listener_rule", "aws_alb_listener_rule"] as const;

/** By load balancer; undefined for a listener whose port or actions are not known. */
export function listenersOf(world: World): ReadonlyMap<string, readonly (ListenerInput | undefined)[]> {
  const { draft, show } = world;
  const rules = rulesByListener(world);
  const byBalancer = new Map<string, (ListenerInput | undefined)[]>();
  for (const block of resourcesOf(show, ...LISTENERS)) {
    const { address } = block.owner;
    const { id: balancer, open } = link(world, block, "load_balancer_arn");
    if (balancer === undefined) {
      const detail = `${address} may be one of them: ${open} is not known before the plan is applied`;
      for (const id of candidatesOf(world, block, "load_balancer_arn"))
        draft.missing.push({ collection: "listeners", id, reason: "not-known", detail, origin: block.place });
      continue;
    }
    refer(draft, "loadBalancers", balancer, address, placeOf(block, "load_balancer_arn"));
    const all = byBalancer.get(balancer) ?? [];
    byBalancer.set(balancer, [...all, listenerOf(world, block, balancer, rules.get(address) ?? [])]);
  }
  return byBalancer;
}

function listenerOf(
  world: World,
  block: Block,
  balancer: string,
  rules: readonly (ListenerRuleInput | undefined)[],
): ListenerInput | undefined {
  const { draft } = world;
  const defaultActions = actionsOf(world, block, "default_action", balancer);
  if (firstOpen(block, ["port", "protocol"]) !== undefined || !defaultActions) return undefined;
  return {
    port: number(draft, block, "port") ?? null,
    protocol: text(draft, block, "protocol")?.toUpperCase() ?? null,
    defaultActions,
    rules: rules.includes(undefined) ? null : rules.filter((each) => each !== undefined),
    certificateArn: text(draft, block, "certificate_arn"),
    sslPolicy: text(draft, block, "ssl_policy"),
    arn: text(draft, block, "arn"),
    origin: block.place,
  };
}

/** In the order of their `order`. Undefined where a target group is not known. */
function actionsOf(
  world: World,
  block: Block,
  key: string,
  balancer: string,
): readonly ListenerActionInput[] | undefined {
  const { draft } = world;
  const blocks = blocksIn(draft, block, key).toSorted(
    (a, b) => (number(draft, a, "order") ?? 0) - (number(draft, b, "order") ?? 0),
  );
  const actions = blocks.map((each) => actionOf(world, each, balancer));
  return actions.length === 0 || actions.includes(undefined) ? undefined : actions.filter((each) => each !== undefined);
}

function actionOf(world: World, block: Block, balancer: string): ListenerActionInput | undefined {
  const { draft } = world;
  switch (block.values.type) {
    case "forward":
      return forwardOf(world, block, balancer);
    case "redirect": {
      const [redirect] = blocksIn(draft, block, "redirect");
      const parts = ["status_code", "protocol", "port", "host", "path", "query"];
      if (!redirect || parts.some((key) => isUnknown(world.show, redirect, key))) return undefined;
      const part = (key: string): string | undefined => text(draft, redirect, key);
      return {
        type: "redirect",
        statusCode: part("status_code") === "HTTP_301" ? 301 : 302,
        protocol: part("protocol"),
        port: part("port"),
        host: part("host"),
        path: part("path"),
        query: part("query"),
      };
    }
    case "fixed-response": {
      const [response] = blocksIn(draft, block, "fixed_response");
      // Where no status is given AWS refuses the action, and Terraform plans it.
      const statusCode = response && number(draft, response, "status_code");
      return statusCode === undefined ? undefined : { type: "fixed-response", statusCode };
    }
    case "authenticate-oidc":
    case "authenticate-cognito":
    case "jwt-validation":
      return { type: block.values.type };
    default:
      return undefined;
  }
}

function forwardOf(world: World, block: Block, balancer: string): ListenerActionInput | undefined {
  const { draft } = world;
  const weighted = blocksIn(draft, block, "forward").flatMap((each) => blocksIn(draft, each, "target_group"));
  const blocks =
    weighted.length > 0 ? weighted.map((each) => [each, "arn"] as const) : [[block, "target_group_arn"] as const];
  const targetGroups = blocks.map(([each, key]) => {
    const { id } = link(world, each, key);
    if (id === undefined || isUnknown(world.show, each, "weight")) return undefined;
    refer(draft, "targetGroups", id, balancer, placeOf(each, key));
    return { targetGroup: id, weight: number(draft, each, "weight") ?? 1 };
  });
  if (targetGroups.includes(undefined)) return undefined;
  return { type: "forward", targetGroups: targetGroups.filter((each) => each !== undefined) };
}

function rulesByListener(world: World): ReadonlyMap<string, readonly (ListenerRuleInput | undefined)[]> {
  const { draft, show } = world;
  const byListener = new Map<string, (ListenerRuleInput | undefined)[]>();
  for (const block of resourcesOf(show, ...RULES)) {
    const { id: listener, open } = link(world, block, "listener_arn");
    if (listener === undefined) {
      const message = `${block.owner.address}: it is not known of which listener it is (${open}); so the rules of all that it may be of are not known`;
      addNote(draft, "not-known", message, { component: block.owner.address, place: block.place });
      for (const id of candidatesOf(world, block, "listener_arn"))
        byListener.set(id, [...(byListener.get(id) ?? []), undefined]);
      continue;
    }
    byListener.set(listener, [...(byListener.get(listener) ?? []), ruleOf(world, block, listener)]);
  }
  return byListener;
}

function ruleOf(world: World, block: Block, listener: string): ListenerRuleInput | undefined {
  const { draft } = world;
  const actions = actionsOf(world, block, "action", listener);
  const priority = number(draft, block, "priority");
  const conditions = blocksIn(draft, block, "condition").map((each) => conditionOf(world, each));
  if (!actions || priority === undefined || conditions.includes(undefined)) {
    const message = `${block.owner.address}: its priority, a condition or an action is not known or not modelled; so the rules of ${listener} are not known`;
    addNote(draft, "not-known", message, { component: block.owner.address, place: block.place });
    return undefined;
  }
  return {
    priority,
    conditions: conditions.filter((each) => each !== undefined),
    actions,
    arn: text(draft, block, "arn"),
    origin: block.place,
  };
}

const FIELDS: readonly (readonly [key: string, field: ConditionField])[] = [
  ["host_header", "host-header"],
  ["path_pattern", "path-pattern"],
  ["http_header", "http-header"],
  ["http_request_method", "http-request-method"],
  ["source_ip", "source-ip"],
];

function conditionOf({ draft, show }: World, block: Block): ListenerRuleInput["conditions"][number] | undefined {
  for (const [key, field] of FIELDS) {
    const [inner] = blocksIn(draft, block, key);
    if (!inner) continue;
    const values = texts(draft, inner, "values");
    if (values.length === 0 || values.length < listLength(inner.values.values) || isUnknown(show, inner, "values"))
      return undefined;
    return field === "http-header"
      ? { field, values, httpHeaderName: text(draft, inner, "http_header_name") }
      : { field, values };
  }
  const pairs = blocksIn(draft, block, "query_string");
  if (pairs.length === 0) return undefined;
  const values = pairs.map((each) => {
    if (isUnknown(show, each, "key") || isUnknown(show, each, "value")) return undefined;
    const [key, value] = [text(draft, each, "key"), text(draft, each, "value") ?? ""];
    return key === undefined ? value : `${key}=${value}`;
  });
  if (values.includes(undefined)) return undefined;
  return { field: "query-string", values: values.filter((each) => each !== undefined) };
}

/** What is not known of a list is null in it. */
function listLength(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}
