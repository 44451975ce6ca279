/**
 * Listeners of Application, Network and Gateway Load Balancers, and the rules that choose a target group.
 * "Listeners for your Application Load Balancers" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html
 * "Listeners for your Network Load Balancers" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html
 */
import * as v from "valibot";
import { parseCidr } from "../packet/cidr.js";
import type { Path } from "../result.js";
import {
  actionSchema,
  type ForwardInput,
  forwardSchema,
  forwardsOf,
  type ListenerAction,
  type ListenerActionInput,
  readActions,
} from "./listener-action.js";
import { type Origin, originSchema } from "./origin.js";
import { compact, type Reader } from "./read.js";

export {
  type ForwardInput,
  forwardsOf,
  type ListenerAction,
  type ListenerActionInput,
  type RedirectParts,
  type ResponseParts,
  type WeightedTargetGroup,
} from "./listener-action.js";

export type ListenerProtocol = "HTTP" | "HTTPS" | "TCP" | "TLS" | "UDP" | "TCP_UDP" | "QUIC" | "TCP_QUIC";

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
  /** The default certificate of an HTTPS or TLS listener, and its security policy. */
  readonly certificateArn?: string | undefined;
  readonly sslPolicy?: string | undefined;
  readonly arn?: string | undefined;
  readonly origin?: Origin | undefined;
}

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
  readonly certificateArn?: string | undefined;
  readonly sslPolicy?: string | undefined;
  readonly arn?: string | undefined;
  readonly origin?: Origin | undefined;
}

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
  forward: v.optional(forwardSchema),
  actions: v.optional(v.array(actionSchema)),
  arn: v.optional(v.string()),
  origin: v.optional(originSchema),
});

export const listenerSchema: v.GenericSchema<unknown, ListenerInput> = v.strictObject({
  port: v.optional(v.nullable(v.number())),
  protocol: v.optional(v.nullable(v.string())),
  forward: v.optional(forwardSchema),
  defaultActions: v.optional(v.array(actionSchema)),
  rules: v.optional(v.nullable(v.array(ruleSchema))),
  certificateArn: v.optional(v.string()),
  sslPolicy: v.optional(v.string()),
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
  const { certificateArn, sslPolicy, arn, origin } = input;
  return compact({ port, protocol, defaultActions, rules, certificateArn, sslPolicy, arn, origin });
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

/**
 * The transports that a listener takes, or in which a target group is sent requests; a Gateway Load Balancer's takes every
 * protocol.
 */
export function listenerTransports({
  protocol,
}: {
  readonly protocol: ListenerProtocol | "GENEVE" | null;
}): readonly ("tcp" | "udp")[] {
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

/** Every target group that a listener may forward to, each once. */
export function targetGroupsOf(listener: Listener): readonly string[] {
  const lists = [listener.defaultActions, ...(listener.rules ?? []).map((rule) => rule.actions)];
  return [...new Set(lists.flatMap(forwardsOf).map((each) => each.targetGroup))];
}
