/**
 * What a listener does with a request: "Action types for listener rules"
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html
 */
import * as v from "valibot";
import type { Path } from "../result.js";
import { compact, type Reader } from "./read.js";

/** Where a redirect leads, each part as it was asked for where it is left out. */
export interface RedirectParts {
  readonly protocol?: string | undefined;
  /** 1-65535 or `#{port}`, a string as in AWS's API. */
  readonly port?: string | undefined;
  readonly host?: string | undefined;
  readonly path?: string | undefined;
  readonly query?: string | undefined;
}

/** What a fixed response has besides its status. */
export interface ResponseParts {
  readonly messageBody?: string | undefined;
  readonly contentType?: string | undefined;
}

/** A target group and its share of the requests, 0-999; a group of weight 0 gets none. */
export interface WeightedTargetGroup {
  readonly targetGroup: string;
  readonly weight: number;
}

/** What a listener does with a request; authentication comes before one of the others. */
export type ListenerAction =
  | { readonly type: "forward"; readonly targetGroups: readonly WeightedTargetGroup[] }
  | ({ readonly type: "redirect"; readonly statusCode: 301 | 302 } & RedirectParts)
  | ({ readonly type: "fixed-response"; readonly statusCode: number } & ResponseParts)
  | { readonly type: "authenticate-oidc" | "authenticate-cognito" | "jwt-validation" };

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
  | ({ readonly type: "redirect"; readonly statusCode?: number | undefined } & RedirectParts)
  | ({ readonly type: "fixed-response"; readonly statusCode: number } & ResponseParts)
  | { readonly type: "authenticate-oidc" | "authenticate-cognito" | "jwt-validation" };

const text = v.optional(v.string());

const weighted = v.union([v.string(), v.strictObject({ targetGroup: v.string(), weight: v.optional(v.number()) })]);

export const actionSchema: v.GenericSchema<unknown, ListenerActionInput> = v.variant("type", [
  v.strictObject({ type: v.literal("forward"), targetGroups: v.array(weighted) }),
  v.strictObject({
    type: v.literal("redirect"),
    statusCode: v.optional(v.number()),
    protocol: text,
    port: text,
    host: text,
    path: text,
    query: text,
  }),
  v.strictObject({ type: v.literal("fixed-response"), statusCode: v.number(), messageBody: text, contentType: text }),
  v.strictObject({ type: v.picklist(["authenticate-oidc", "authenticate-cognito", "jwt-validation"]) }),
]);

/** For {@link ForwardInput}. */
export const forwardSchema: v.GenericSchema<unknown, ForwardInput> = v.union([v.string(), v.array(weighted)]);

/** What ends the handling of a request, after authentication. */
const FINAL: readonly string[] = ["forward", "redirect", "fixed-response"];

/** "Actions for listener rules" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html */
export function readActions(
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
      return compact<ListenerAction>({ ...input, type: "redirect", statusCode });
    }
    case "fixed-response": {
      const { statusCode } = input;
      if (!Number.isInteger(statusCode) || !/^[245]\d\d$/.test(String(statusCode)))
        return reader.report("listener-action", [...path, "statusCode"], "a status 2XX, 4XX or 5XX", statusCode);
      return compact<ListenerAction>({ ...input, type: "fixed-response", statusCode });
    }
    default:
      return { type: input.type };
  }
}

/** The target groups that an action list forwards to; none where it ends otherwise. */
export function forwardsOf(actions: readonly ListenerAction[]): readonly WeightedTargetGroup[] {
  return actions.flatMap((each) => (each.type === "forward" ? each.targetGroups : []));
}
