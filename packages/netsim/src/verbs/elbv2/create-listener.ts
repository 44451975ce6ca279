/** "CreateListener" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html */
import { failure, type Listener, type ListenerInput, type LoadBalancer, type Network, type Path } from "@netsim/core";
import * as v from "valibot";
import { type QuotaOptions, quota, quotaOptions } from "../load-balancing/quotas.js";
import { listOf, optionIssues } from "../load-balancing/request.js";
import { done, refuse, type VerbResult } from "../verb.js";
import { type Action, actionSchema, actionsInput } from "./actions.js";
import {
  actionIssues,
  type Certificate,
  certificatesSchema,
  DEFAULT_SSL_POLICY,
  isSecure,
  type ListenersAnswer,
  listenerAnswer,
  listenersOf,
  newListenerArn,
  PROTOCOLS,
  securityIssues,
  targetGroupIssues,
} from "./listener.js";
import { type LoadBalancerRequest, onLoadBalancer, withLoadBalancer } from "./load-balancer.js";

/** The request of "CreateListener" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html */
export interface CreateListenerRequest extends LoadBalancerRequest {
  /** None for a Gateway Load Balancer. */
  readonly Protocol?: string | undefined;
  readonly Port?: number | undefined;
  readonly SslPolicy?: string | undefined;
  readonly Certificates?: readonly Certificate[] | undefined;
  readonly DefaultActions: readonly Action[];
}

const schema: v.GenericSchema<unknown, CreateListenerRequest> = v.strictObject({
  LoadBalancerArn: v.string(),
  Protocol: v.optional(v.picklist(PROTOCOLS)),
  Port: v.optional(v.number()),
  SslPolicy: v.optional(v.string()),
  Certificates: v.optional(certificatesSchema),
  DefaultActions: listOf(actionSchema),
});

/** The same request once more succeeds and changes nothing; `DuplicateListener` for another listener on the port. */
export function createListener(
  network: Network,
  request: CreateListenerRequest,
  options: QuotaOptions = {},
): VerbResult<ListenersAnswer> {
  return onLoadBalancer(network, schema, request, (balancer, asked) => {
    const { Protocol: protocol, Port: port, SslPolicy, Certificates } = asked;
    const actions = actionsInput(network, asked.DefaultActions, ["DefaultActions"]);
    const issues = [
      ...optionIssues(quotaOptions, options),
      ...securityIssues(protocol, Certificates, SslPolicy),
      ...(actions.ok ? actionIssues(network, balancer, protocol, actions.value, ["DefaultActions"]) : actions.issues),
    ];
    if (issues.length > 0 || !actions.ok) return failure(issues);
    const existing = balancer.listeners.findIndex((each) => each.port === (port ?? null));
    const most = quota("listenersPerLoadBalancer", options);
    if (existing < 0 && balancer.listeners.length >= most)
      return refuse("TooManyListeners", [], `at most ${most} listeners`, balancer.listeners.length + 1);
    const listener: ListenerInput = {
      port,
      protocol,
      defaultActions: actions.value,
      certificateArn: Certificates?.[0]?.CertificateArn,
      sslPolicy: isSecure(protocol) ? (SslPolicy ?? DEFAULT_SSL_POLICY) : undefined,
      arn: newListenerArn(network, balancer, port ?? null),
    };
    // In the place of the listener that has the port, so that the two can be compared.
    const listeners: readonly ListenerInput[] =
      existing < 0 ? [...balancer.listeners, listener] : balancer.listeners.with(existing, listener as Listener);
    const at = existing < 0 ? balancer.listeners.length : existing;
    const created = putListeners(network, balancer, listeners, at);
    if (!created.ok) return created;
    const after = created.value.loadBalancers[balancer.id] as LoadBalancer;
    const made = after.listeners[at] as Listener;
    const present = balancer.listeners[existing];
    if (present && isSame(present, made))
      return done(network, {
        Listeners: listenersOf(network, balancer)
          .slice(at, at + 1)
          .map((each) => listenerAnswer(network, each)),
      });
    if (present) return refuse("DuplicateListener", ["Port"], "a port without a listener", port);
    const unfit = targetGroupIssues(network, balancer, made, ["DefaultActions"]);
    return unfit.length > 0 ? failure(unfit) : created;
  });
}

/** What makes a request the same one again. */
function isSame(a: Listener, b: Listener): boolean {
  const settings = ({ protocol, defaultActions, certificateArn, sslPolicy }: Listener): string =>
    JSON.stringify([protocol, defaultActions, certificateArn ?? null, sslPolicy ?? null]);
  return settings(a) === settings(b);
}

/** The load balancer with these listeners; the answer has the one at the position. */
export function putListeners(
  network: Network,
  balancer: LoadBalancer,
  listeners: readonly ListenerInput[],
  at: number,
): VerbResult<ListenersAnswer> {
  return withLoadBalancer(
    network,
    { ...balancer, listeners },
    (after, changed) => ({
      Listeners: listenersOf(changed, after)
        .slice(at, at + 1)
        .map((each) => listenerAnswer(changed, each)),
    }),
    listenerPath,
  );
}

const KEYS: Readonly<Record<string, string>> = { port: "Port", protocol: "Protocol", defaultActions: "DefaultActions" };

/** `listeners[0].port` in the model is `Port` in the request. */
function listenerPath(path: Path): Path {
  const [first, , key, ...rest] = path;
  if (first !== "listeners" || typeof key !== "string") return path;
  return [KEYS[key] ?? key, ...rest];
}
