/**
 * Listeners of Application, Network and Gateway Load Balancers, and the rules that choose a target group.
 * "Listeners for your Application Load Balancers" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html
 * "Listeners for your Network Load Balancers" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html
 */
import * as v from "valibot";
import { parseCidr } from "../packet/cidr.js";
import type { Path } from "../result.js";
import { type Origin, originSchema } from "./origin.js";
import { compact, type Reader } from "./read.js";

export type ListenerProtocol = "HTTP" | "HTTPS" | "TCP" | "TLS" | "UDP" | "TCP_UDP" | "QUIC" | "TCP_QUIC";

/** A target group and its share of the requests, 0-999; a group of weight 0 gets none. */
export interface WeightedTargetGroup {
  readonly targetGroup: string;
  readonly weight: number;
}

/** What a listener does with a request; authentication comes before one of the others. */
export type ListenerAction =
  | { readonly type: "forward"; readonly targetGroups: readonly WeightedTargetGroup[] }
  | { readonly type: "redirect"; readonly statusCode: 301 | 302 }
  | { readonly type: "fixed-response"; readonly statusCode: number }
  | { readonly type: "authenticate-oidc" | "authenticate-cognito" | "jwt-validation" };

export type ConditionField =
  | "host-header"
  | "path-pattern"
  | "http-header"
  | "http-request-method"
  | "query-string"
  | "source-ip";

/** One condition of a rule: it holds when one of its values matches. */
export interface RuleCondition {
  readonly field: ConditionField;
  /** Patterns with `*` and `?`; methods; CIDR blocks; `key=value` or `value` for a query string. */
  readonly values: readonly string[];
  /** For `http-header`. */
  readonly httpHeaderName?: string | undefined;
}

/** A rule applies when all of its conditions hold; the lowest priority decides. */
export interface ListenerRule {
  /** 1-50000, one rule each. */
  readonly priority: number;
  readonly conditions: readonly RuleCondition[];
  readonly actions: readonly ListenerAction[];
  readonly arn?: string | undefined;
  readonly origin?: Origin | undefined;
}

export interface Listener {
  /** 1-65535; null for a Gateway Load Balancer, whose listener takes every packet. */
  readonly port: number | null;
  readonly protocol: ListenerProtocol | null;
  /** For requests that no rule takes. */
  readonly defaultActions: readonly ListenerAction[];
  /** By priority, ascending. Null when they were not collected. */
  readonly rules: readonly ListenerRule[] | null;
  readonly arn?: string | undefined;
  readonly origin?: Origin | undefined;
}

/** A target group id, or several with weights (1 when left out). */
export type ForwardInput =
  | string
  | readonly (string | { readonly targetGroup: string; readonly weight?: number | undefined })[];

export type ListenerActionInput =
  | {
      readonly type: "forward";
      readonly targetGroups: readonly (
        | string
        | { readonly targetGroup: string; readonly weight?: number | undefined }
      )[];
    }
  | { readonly type: "redirect"; readonly statusCode?: number | undefined }
  | { readonly type: "fixed-response"; readonly statusCode: number }
  | { readonly type: "authenticate-oidc" | "authenticate-cognito" | "jwt-validation" };

export interface ListenerRuleInput {
  readonly priority: number;
  readonly conditions: readonly {
    readonly field: ConditionField;
    readonly values: readonly string[];
    readonly httpHeaderName?: string | undefined;
  }[];
  /** Short for one forward action. */
  readonly forward?: ForwardInput | undefined;
  readonly actions?: readonly ListenerActionInput[] | undefined;
  readonly arn?: string | undefined;
  readonly origin?: Origin | undefined;
}

export interface ListenerInput {
  readonly port?: number | null | undefined;
  /** In any case. */
  readonly protocol?: string | null | undefined;
  /** Short for one forward action. */
  readonly forward?: ForwardInput | undefined;
  readonly defaultActions?: readonly ListenerActionInput[] | undefined;
  readonly rules?: readonly ListenerRuleInput[] | null | undefined;
  readonly arn?: string | undefined;
  readonly origin?: Origin | undefined;
}

const weighted = v.union([v.string(), v.strictObject({ targetGroup: v.string(), weight: v.optional(v.number()) })]);

const actionSchema = v.variant("type", [
  v.strictObject({ type: v.literal("forward"), targetGroups: v.array(weighted) }),
  v.strictObject({ type: v.literal("redirect"), statusCode: v.optional(v.number()) }),
  v.strictObject({ type: v.literal("fixed-response"), statusCode: v.number() }),
  v.strictObject({ type: v.picklist(["authenticate-oidc", "authenticate-cognito", "jwt-validation"]) }),
]);

const ruleSchema = v.strictObject({
  priority: v.number(),
  conditions: v.array(
    v.strictObject({
      field: v.picklist([
        "host-header",
        "path-pattern",
        "http-header",
        "http-request-method",
        "query-string",
        "source-ip",
      ]),
      values: v.array(v.string()),
      httpHeaderName: v.optional(v.string()),
    }),
  ),
  forward: v.optional(v.union([v.string(), v.array(weighted)])),
  actions: v.optional(v.array(actionSchema)),
  arn: v.optional(v.string()),
  origin: v.optional(originSchema),
});

export const listenerSchema: v.GenericSchema<unknown, ListenerInput> = v.strictObject({
  port: v.optional(v.nullable(v.number())),
  protocol: v.optional(v.nullable(v.string())),
  forward: v.optional(v.union([v.string(), v.array(weighted)])),
  defaultActions: v.optional(v.array(actionSchema)),
  rules: v.optional(v.nullable(v.array(ruleSchema))),
  arn: v.optional(v.string()),
  origin: v.optional(originSchema),
});

/** The listener protocols of each type. A Gateway Load Balancer's listener has none. */
export const LISTENER_PROTOCOLS: Readonly<Record<"application" | "network" | "gateway", readonly ListenerProtocol[]>> =
  {
    application: ["HTTP", "HTTPS"],
    network: ["TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC"],
    gateway: [],
  };

/**
 * @param type of the load balancer that it belongs to. Issue codes: `listener-protocol`, `port`, `listener-action`,
 * `target-group-weight`, `listener-rules`, `rule-priority`, `duplicate-rule-priority`, `rule-condition`.
 */
export function readListener(
  reader: Reader,
  input: ListenerInput,
  path: Path,
  type: "application" | "network" | "gateway",
): Listener | undefined {
  const protocol = readListenerProtocol(reader, input, path, type);
  const port = readListenerPort(reader, input, path, type);
  const defaultActions = readActions(reader, input.forward, input.defaultActions, path, "defaultActions", type);
  const rules = input.rules === null ? null : readRules(reader, input.rules ?? [], [...path, "rules"], type);
  if (protocol === undefined || port === undefined || !defaultActions) return undefined;
  return compact({ port, protocol, defaultActions, rules, arn: input.arn, origin: input.origin });
}

function readListenerProtocol(
  reader: Reader,
  input: ListenerInput,
  path: Path,
  type: "application" | "network" | "gateway",
): ListenerProtocol | null | undefined {
  if (type === "gateway") {
    const isLeftOut = input.protocol === undefined || input.protocol === null;
    return isLeftOut
      ? null
      : reader.report(
          "listener-protocol",
          [...path, "protocol"],
          "no protocol for a Gateway Load Balancer",
          input.protocol,
        );
  }
  const upper = String(input.protocol ?? "").toUpperCase();
  const found = LISTENER_PROTOCOLS[type].find((each) => each === upper);
  const expected = `one of ${LISTENER_PROTOCOLS[type].join(", ")}`;
  return found ?? reader.report("listener-protocol", [...path, "protocol"], expected, input.protocol);
}

function readListenerPort(
  reader: Reader,
  input: ListenerInput,
  path: Path,
  type: "application" | "network" | "gateway",
): number | null | undefined {
  const { port } = input;
  if (type === "gateway") {
    if (port === undefined || port === null) return null;
    return reader.report("port", [...path, "port"], "no port for a Gateway Load Balancer", port);
  }
  if (typeof port === "number" && Number.isInteger(port) && port >= 1 && port <= 65535) return port;
  return reader.report("port", [...path, "port"], "a port 1-65535", port);
}

function readRules(
  reader: Reader,
  inputs: readonly ListenerRuleInput[],
  path: Path,
  type: "application" | "network" | "gateway",
): readonly ListenerRule[] {
  const taken = new Set<number>();
  if (type !== "application" && inputs.length > 0)
    reader.report("listener-rules", path, `no rules for a listener of a ${type} load balancer`, inputs.length);
  const rules = inputs.flatMap((input, at): readonly ListenerRule[] => {
    const place = [...path, at];
    const { priority } = input;
    if (!Number.isInteger(priority) || priority < 1 || priority > 50_000)
      reader.report("rule-priority", [...place, "priority"], "a whole number 1-50000", priority);
    if (taken.has(priority))
      reader.report("duplicate-rule-priority", [...place, "priority"], "one rule for each priority", priority);
    taken.add(priority);
    for (const [index, condition] of input.conditions.entries())
      readCondition(reader, condition, [...place, "conditions", index]);
    const actions = readActions(reader, input.forward, input.actions, place, "actions", type);
    if (!actions) return [];
    return [
      compact({ priority, conditions: input.conditions.map(compact), actions, arn: input.arn, origin: input.origin }),
    ];
  });
  return rules.sort((a, b) => a.priority - b.priority);
}

/** "Condition types for listener rules" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html */
function readCondition(reader: Reader, condition: RuleCondition, path: Path): void {
  if (condition.values.length === 0) reader.report("rule-condition", [...path, "values"], "at least one value", []);
  if ((condition.field === "http-header") !== (condition.httpHeaderName !== undefined)) {
    const expected = condition.field === "http-header" ? "the name of a header" : "no name of a header";
    reader.report("rule-condition", [...path, "httpHeaderName"], expected, condition.httpHeaderName);
  }
  if (condition.field !== "source-ip") return;
  for (const [at, block] of condition.values.entries()) reader.take(parseCidr(block, [...path, "values", at]));
}

/** What ends the handling of a request, after authentication. */
const FINAL: readonly string[] = ["forward", "redirect", "fixed-response"];

/** "Actions for listener rules" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html */
function readActions(
  reader: Reader,
  forward: ForwardInput | undefined,
  long: readonly ListenerActionInput[] | undefined,
  path: Path,
  key: "defaultActions" | "actions",
  type: "application" | "network" | "gateway",
): readonly ListenerAction[] | undefined {
  if ((forward === undefined) === (long === undefined))
    return reader.report("listener-action", [...path, key], `either \`forward\` or \`${key}\``, long);
  const targetGroups = typeof forward === "string" ? [forward] : (forward ?? []);
  const inputs = long ?? [{ type: "forward" as const, targetGroups }];
  const place = long ? [...path, key] : [...path, "forward"];
  const actions = inputs.map((each, at) => readAction(reader, each, long ? [...place, at] : place));
  const last = inputs.at(-1);
  const finals = inputs.filter((each) => FINAL.includes(each.type));
  if (!last || !FINAL.includes(last.type) || finals.length !== 1)
    reader.report("listener-action", place, "one forward, redirect or fixed-response action, and it last", long);
  if (type !== "application" && inputs.some((each) => each.type !== "forward"))
    reader.report("listener-action", place, `a forward action, for a ${type} load balancer`, long);
  return actions.filter((each) => each !== undefined);
}

function readAction(reader: Reader, input: ListenerActionInput, path: Path): ListenerAction | undefined {
  switch (input.type) {
    case "forward": {
      const targetGroups = input.targetGroups.map((each) =>
        typeof each === "string"
          ? { targetGroup: each, weight: 1 }
          : { targetGroup: each.targetGroup, weight: each.weight ?? 1 },
      );
      if (targetGroups.length < 1 || targetGroups.length > 5)
        return reader.report("listener-action", path, "one to five target groups", targetGroups.length);
      for (const { weight } of targetGroups)
        if (!Number.isInteger(weight) || weight < 0 || weight > 999)
          reader.report("target-group-weight", path, "a weight 0-999", weight);
      return { type: "forward", targetGroups };
    }
    case "redirect": {
      const statusCode = input.statusCode ?? 302;
      if (statusCode !== 301 && statusCode !== 302)
        return reader.report("listener-action", [...path, "statusCode"], "301 or 302", statusCode);
      return { type: "redirect", statusCode };
    }
    case "fixed-response": {
      const { statusCode } = input;
      if (!Number.isInteger(statusCode) || !/^[245]\d\d$/.test(String(statusCode)))
        return reader.report("listener-action", [...path, "statusCode"], "a status 2XX, 4XX or 5XX", statusCode);
      return { type: "fixed-response", statusCode };
    }
    default:
      return { type: input.type };
  }
}

/** The transports that a listener takes; a Gateway Load Balancer's takes every protocol. */
export function listenerTransports({ protocol }: Pick<Listener, "protocol">): readonly ("tcp" | "udp")[] {
  switch (protocol) {
    case null:
      return [];
    case "UDP":
    case "QUIC":
      return ["udp"];
    case "TCP_UDP":
    case "TCP_QUIC":
      return ["tcp", "udp"];
    default:
      return ["tcp"];
  }
}

/** The target groups that an action list forwards to; none where it ends otherwise. */
export function forwardsOf(actions: readonly ListenerAction[]): readonly WeightedTargetGroup[] {
  return actions.flatMap((each) => (each.type === "forward" ? each.targetGroups : []));
}

/** Every target group that a listener may forward to, each once. */
export function targetGroupsOf(listener: Listener): readonly string[] {
  const lists = [listener.defaultActions, ...(listener.rules ?? []).map((rule) => rule.actions)];
  return [...new Set(lists.flatMap(forwardsOf).map((each) => each.targetGroup))];
}
