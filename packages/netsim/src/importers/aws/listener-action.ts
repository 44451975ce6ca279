/** What a listener or a rule does. "Action" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Action.html */
import type { ListenerActionInput } from "@netsim/core";
import * as v from "valibot";

const text = v.optional(v.string());

export interface AwsAction {
  readonly Type: string;
  readonly Order?: number | undefined;
  readonly TargetGroupArn?: string | undefined;
  readonly ForwardConfig?:
    | {
        readonly TargetGroups?:
          | readonly { readonly TargetGroupArn: string; readonly Weight?: number | undefined }[]
          | undefined;
      }
    | undefined;
  readonly RedirectConfig?: { readonly StatusCode?: string | undefined } | undefined;
  readonly FixedResponseConfig?: { readonly StatusCode?: string | undefined } | undefined;
}

export const actionsSchema: v.GenericSchema<unknown, readonly AwsAction[]> = v.array(
  v.object({
    Type: v.string(),
    Order: v.optional(v.number()),
    TargetGroupArn: text,
    ForwardConfig: v.optional(
      v.object({
        TargetGroups: v.optional(v.array(v.object({ TargetGroupArn: v.string(), Weight: v.optional(v.number()) }))),
      }),
    ),
    RedirectConfig: v.optional(v.object({ StatusCode: text })),
    FixedResponseConfig: v.optional(v.object({ StatusCode: text })),
  }),
);

/** In the order in which they are taken; a string is the type of an action that is not modelled. */
export function actionsOf(
  actions: readonly AwsAction[],
  idOfGroup: (arn: string) => string,
): readonly ListenerActionInput[] | string {
  const made = actions.toSorted((a, b) => (a.Order ?? 0) - (b.Order ?? 0)).map((each) => actionOf(each, idOfGroup));
  return made.find((each) => typeof each === "string") ?? (made as readonly ListenerActionInput[]);
}

function actionOf(action: AwsAction, idOfGroup: (arn: string) => string): ListenerActionInput | string {
  switch (action.Type) {
    case "forward": {
      const single = action.TargetGroupArn === undefined ? [] : [{ TargetGroupArn: action.TargetGroupArn }];
      const groups: readonly { readonly TargetGroupArn: string; readonly Weight?: number | undefined }[] =
        action.ForwardConfig?.TargetGroups ?? single;
      return {
        type: "forward",
        targetGroups: groups.map((each) => ({ targetGroup: idOfGroup(each.TargetGroupArn), weight: each.Weight })),
      };
    }
    case "redirect":
      return { type: "redirect", statusCode: statusOf(action.RedirectConfig?.StatusCode) };
    case "fixed-response":
      return { type: "fixed-response", statusCode: statusOf(action.FixedResponseConfig?.StatusCode) ?? Number.NaN };
    case "authenticate-oidc":
    case "authenticate-cognito":
    case "jwt-validation":
      return { type: action.Type };
    default:
      return action.Type;
  }
}

/** `HTTP_301` of a redirect, `404` of a fixed response. */
function statusOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text.replace("HTTP_", ""));
}
