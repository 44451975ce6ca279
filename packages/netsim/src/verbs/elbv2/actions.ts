/** "Action" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Action.html */
import {
  failure,
  type Issue,
  issue,
  type ListenerAction,
  type ListenerActionInput,
  type Network,
  ok,
  type Path,
  type Result,
} from "@netsim/core";
import * as v from "valibot";
import { findTargetGroup, targetGroupArn } from "./target-group.js";

/** "TargetGroupTuple" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupTuple.html */
export interface TargetGroupTuple {
  readonly TargetGroupArn: string;
  /** 0-999, 1 when left out. */
  readonly Weight?: number | undefined;
}

/**
 * What the configuration of an authentication says is nothing that a network has: it has to be there, and is not kept.
 * Stickiness of target groups is not modelled: it can be off.
 */
export interface Action {
  readonly Type: (typeof TYPES)[number];
  readonly TargetGroupArn?: string | undefined;
  readonly ForwardConfig?:
    | {
        readonly TargetGroups: readonly TargetGroupTuple[];
        readonly TargetGroupStickinessConfig?:
          | { readonly Enabled?: boolean | undefined; readonly DurationSeconds?: number | undefined }
          | undefined;
      }
    | undefined;
  readonly RedirectConfig?:
    | {
        readonly Protocol?: string | undefined;
        readonly Port?: string | undefined;
        readonly Host?: string | undefined;
        readonly Path?: string | undefined;
        readonly Query?: string | undefined;
        readonly StatusCode: "HTTP_301" | "HTTP_302";
      }
    | undefined;
  readonly FixedResponseConfig?:
    | {
        readonly MessageBody?: string | undefined;
        /** `2XX`, `4XX` or `5XX`. */
        readonly StatusCode: string;
        readonly ContentType?: string | undefined;
      }
    | undefined;
  readonly AuthenticateOidcConfig?: object | undefined;
  readonly AuthenticateCognitoConfig?: object | undefined;
  readonly JwtValidationConfig?: object | undefined;
  /** Needed where there are several actions; the lowest comes first. */
  readonly Order?: number | undefined;
}

const TYPES = [
  "forward",
  "redirect",
  "fixed-response",
  "authenticate-oidc",
  "authenticate-cognito",
  "jwt-validation",
] as const;

const text = v.optional(v.string());

export const actionSchema: v.GenericSchema<unknown, Action> = v.strictObject({
  Type: v.picklist(TYPES),
  TargetGroupArn: text,
  ForwardConfig: v.optional(
    v.strictObject({
      TargetGroups: v.array(v.strictObject({ TargetGroupArn: v.string(), Weight: v.optional(v.number()) })),
      TargetGroupStickinessConfig: v.optional(
        v.strictObject({ Enabled: v.optional(v.boolean()), DurationSeconds: v.optional(v.number()) }),
      ),
    }),
  ),
  RedirectConfig: v.optional(
    v.strictObject({
      Protocol: v.optional(v.pipe(v.string(), v.regex(/^(HTTPS?|#\{protocol\})$/))),
      Port: text,
      Host: text,
      Path: text,
      Query: text,
      StatusCode: v.picklist(["HTTP_301", "HTTP_302"]),
    }),
  ),
  FixedResponseConfig: v.optional(
    v.strictObject({
      MessageBody: text,
      StatusCode: v.pipe(v.string(), v.regex(/^[245]\d\d$/)),
      ContentType: text,
    }),
  ),
  AuthenticateOidcConfig: v.optional(v.looseObject({})),
  AuthenticateCognitoConfig: v.optional(v.looseObject({})),
  JwtValidationConfig: v.optional(v.looseObject({})),
  Order: v.optional(v.number()),
});

/** The configuration that each type needs, and that no other type can have. */
const CONFIGS: Readonly<Record<Action["Type"], keyof Action>> = {
  forward: "ForwardConfig",
  redirect: "RedirectConfig",
  "fixed-response": "FixedResponseConfig",
  "authenticate-oidc": "AuthenticateOidcConfig",
  "authenticate-cognito": "AuthenticateCognitoConfig",
  "jwt-validation": "JwtValidationConfig",
};

/** The actions in the order in which they are taken. Issue codes: those of AWS, and `unsupported-parameter`. */
export function actionsInput(
  network: Network,
  actions: readonly Action[],
  path: Path,
): Result<readonly ListenerActionInput[]> {
  const issues: Issue[] = [...orderIssues(actions, path)];
  const read = actions.map((action, at) => {
    issues.push(...configIssues(action, [...path, at]));
    const input = actionInput(network, action, [...path, at]);
    if (!input.ok) issues.push(...input.issues);
    return { order: action.Order ?? 0, input };
  });
  if (issues.length > 0) return failure(issues);
  const sorted = read.sort((a, b) => a.order - b.order);
  return ok(sorted.flatMap(({ input }) => (input.ok ? [input.value] : [])));
}

function orderIssues(actions: readonly Action[], path: Path): readonly Issue[] {
  if (actions.length < 2) return [];
  const orders = actions.map((action) => action.Order);
  return orders.flatMap((order, at) =>
    order === undefined || orders.indexOf(order) < at
      ? [issue("ValidationError", [...path, at, "Order"], "a number of its own, as there are several actions", order)]
      : [],
  );
}

function configIssues(action: Action, path: Path): readonly Issue[] {
  const issues: Issue[] = [];
  for (const [type, key] of Object.entries(CONFIGS)) {
    if (type !== action.Type && action[key] !== undefined)
      issues.push(
        issue("ValidationError", [...path, key], `nothing for an action of type ${action.Type}`, action[key]),
      );
    if (type === action.Type && type !== "forward" && action[key] === undefined)
      issues.push(issue("ValidationError", [...path, key], "a configuration", undefined));
  }
  if (action.Type !== "forward" && action.TargetGroupArn !== undefined)
    issues.push(
      issue("ValidationError", [...path, "TargetGroupArn"], "nothing but for forward", action.TargetGroupArn),
    );
  if (action.ForwardConfig?.TargetGroupStickinessConfig?.Enabled) {
    const place = [...path, "ForwardConfig", "TargetGroupStickinessConfig", "Enabled"];
    issues.push(issue("unsupported-parameter", place, "false, as stickiness is not modelled", true));
  }
  return issues;
}

function actionInput(network: Network, action: Action, path: Path): Result<ListenerActionInput> {
  switch (action.Type) {
    case "forward":
      return forwardInput(network, action, path);
    case "redirect": {
      const { StatusCode, Protocol, Port, Host, Path: page, Query } = action.RedirectConfig ?? {};
      const statusCode = StatusCode === "HTTP_301" ? 301 : 302;
      return ok({ type: "redirect", statusCode, protocol: Protocol, port: Port, host: Host, path: page, query: Query });
    }
    case "fixed-response": {
      const { StatusCode, MessageBody, ContentType } = action.FixedResponseConfig ?? {};
      return ok({
        type: "fixed-response",
        statusCode: Number(StatusCode),
        messageBody: MessageBody,
        contentType: ContentType,
      });
    }
    default:
      return ok({ type: action.Type });
  }
}

function forwardInput(network: Network, action: Action, path: Path): Result<ListenerActionInput> {
  const { TargetGroupArn: arn, ForwardConfig } = action;
  const tuples = ForwardConfig?.TargetGroups ?? (arn === undefined ? [] : [{ TargetGroupArn: arn }]);
  const isSame = tuples.length === 1 && tuples[0]?.TargetGroupArn === arn;
  if (arn !== undefined && !isSame)
    return failure([
      issue("ValidationError", [...path, "TargetGroupArn"], "the one target group of ForwardConfig", arn),
    ]);
  if (tuples.length === 0)
    return failure([issue("ValidationError", [...path, "TargetGroupArn"], "a target group", undefined)]);
  const place = (at: number): Path =>
    ForwardConfig ? [...path, "ForwardConfig", "TargetGroups", at, "TargetGroupArn"] : [...path, "TargetGroupArn"];
  const found = tuples.map((tuple, at) => findTargetGroup(network, tuple.TargetGroupArn, place(at)));
  const issues = found.flatMap((each) => (each.ok ? [] : each.issues));
  if (issues.length > 0) return failure(issues);
  const targetGroups = found.flatMap((each, at) =>
    each.ok ? [{ targetGroup: each.value.id, weight: tuples[at]?.Weight }] : [],
  );
  return ok({ type: "forward", targetGroups });
}

export function actionsAnswer(network: Network, actions: readonly ListenerAction[]): readonly Action[] {
  return actions.map((action, at) => ({
    ...actionAnswer(network, action),
    ...(actions.length > 1 ? { Order: at + 1 } : {}),
  }));
}

function actionAnswer(network: Network, action: ListenerAction): Action {
  switch (action.type) {
    case "forward": {
      const tuples = action.targetGroups.map(({ targetGroup, weight }) => ({
        TargetGroupArn: arnOfId(network, targetGroup),
        Weight: weight,
      }));
      const [only, ...others] = tuples;
      return {
        Type: "forward",
        ...(only && others.length === 0 ? { TargetGroupArn: only.TargetGroupArn } : {}),
        ForwardConfig: { TargetGroups: tuples, TargetGroupStickinessConfig: { Enabled: false } },
      };
    }
    case "redirect": {
      // AWS prints every part, with the keyword for as it was asked for.
      const { protocol, port, host, path, query, statusCode } = action;
      return {
        Type: "redirect",
        RedirectConfig: {
          Protocol: protocol ?? "#{protocol}",
          Port: port ?? "#{port}",
          Host: host ?? "#{host}",
          Path: path ?? "/#{path}",
          Query: query ?? "#{query}",
          StatusCode: statusCode === 301 ? "HTTP_301" : "HTTP_302",
        },
      };
    }
    case "fixed-response": {
      const { messageBody, contentType, statusCode } = action;
      return {
        Type: "fixed-response",
        FixedResponseConfig: {
          ...(messageBody === undefined ? {} : { MessageBody: messageBody }),
          StatusCode: String(statusCode),
          ...(contentType === undefined ? {} : { ContentType: contentType }),
        },
      };
    }
    default:
      return { Type: action.type };
  }
}

function arnOfId(network: Network, id: string): string {
  const group = network.targetGroups[id];
  // Where the network leaves the group out, its id is all that is known.
  return group ? targetGroupArn(network, group) : id;
}
