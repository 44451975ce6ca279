/** "ModifyListener" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyListener.html */
import { failure, type Listener, type ListenerInput, type LoadBalancer, type Network, ok } from "@netsim/core";
import * as v from "valibot";
import { listOf, readRequest } from "../load-balancing/request.js";
import type { VerbResult } from "../verb.js";
import { type Action, actionSchema, actionsInput } from "./actions.js";
import { putListeners } from "./create-listener.js";
import {
  actionIssues,
  type Certificate,
  certificatesSchema,
  DEFAULT_SSL_POLICY,
  findListener,
  isSecure,
  type ListenersAnswer,
  PROTOCOLS,
  securityIssues,
  targetGroupIssues,
} from "./listener.js";

/** The request of "ModifyListener" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyListener.html */
export interface ModifyListenerRequest {
  readonly ListenerArn: string;
  readonly Port?: number | undefined;
  readonly Protocol?: string | undefined;
  readonly SslPolicy?: string | undefined;
  readonly Certificates?: readonly Certificate[] | undefined;
  readonly DefaultActions?: readonly Action[] | undefined;
}

const schema: v.GenericSchema<unknown, ModifyListenerRequest> = v.strictObject({
  ListenerArn: v.string(),
  Port: v.optional(v.number()),
  Protocol: v.optional(v.picklist(PROTOCOLS)),
  SslPolicy: v.optional(v.string()),
  Certificates: v.optional(certificatesSchema),
  DefaultActions: v.optional(listOf(actionSchema)),
});

/** What is left out stays as it is; a listener that is secure no longer has no certificate and no policy any more. */
export function modifyListener(network: Network, request: ModifyListenerRequest): VerbResult<ListenersAnswer> {
  const read = readRequest(schema, request);
  if (!read.ok) return read;
  const { Port, Protocol, SslPolicy, Certificates, DefaultActions } = read.value;
  const found = findListener(network, read.value.ListenerArn, ["ListenerArn"]);
  if (!found.ok) return found;
  const { balancer, listener, at, arn } = found.value;
  const protocol = Protocol ?? listener.protocol;
  const secure = isSecure(protocol);
  const kept = listener.certificateArn === undefined ? [] : [{ CertificateArn: listener.certificateArn }];
  const certificates = Certificates ?? (secure ? kept : []);
  const actions = DefaultActions
    ? actionsInput(network, DefaultActions, ["DefaultActions"])
    : ok(listener.defaultActions);
  const inRules = (listener.rules ?? []).flatMap((rule) => rule.actions);
  const isUnknown = secure && Certificates === undefined && isSecure(listener.protocol);
  const issues = [
    // One that was secure before keeps its certificate, whether or not the network knows it.
    ...(isUnknown ? [] : securityIssues(protocol, certificates, SslPolicy)),
    ...(actions.ok
      ? actionIssues(network, balancer, protocol, [...actions.value, ...inRules], ["Protocol"])
      : actions.issues),
  ];
  if (issues.length > 0 || !actions.ok) return failure(issues);
  const fallback = isSecure(listener.protocol) ? undefined : DEFAULT_SSL_POLICY;
  const changed: ListenerInput = {
    ...listener,
    port: Port ?? listener.port,
    protocol,
    defaultActions: actions.value,
    certificateArn: certificates[0]?.CertificateArn,
    sslPolicy: secure ? (SslPolicy ?? listener.sslPolicy ?? fallback) : undefined,
    // The ARN stays when the port changes.
    arn,
  };
  const modified = putListeners(network, balancer, balancer.listeners.with(at, changed as Listener), at);
  if (!modified.ok) return modified;
  const after = (modified.value.loadBalancers[balancer.id] as LoadBalancer).listeners[at] as Listener;
  const unfit = targetGroupIssues(network, balancer, after, ["DefaultActions"]);
  return unfit.length > 0 ? failure(unfit) : modified;
}
