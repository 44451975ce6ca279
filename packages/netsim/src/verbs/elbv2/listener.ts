/** What the verbs of listeners share: ARNs, finding one, what it may have. */
import {
  failure,
  type Issue,
  issue,
  type Listener,
  type ListenerActionInput,
  type LoadBalancer,
  type Network,
  ok,
  type Path,
  type Result,
  targetGroupsOf,
} from "@netsim/core";
import * as v from "valibot";
import { hexOf } from "../load-balancing/made-up.js";
import { type Action, actionsAnswer } from "./actions.js";
import { arnNotFound, loadBalancerArn } from "./load-balancer.js";
import { usersOf } from "./target-group.js";

/** "Certificate" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Certificate.html */
export interface Certificate {
  readonly CertificateArn: string;
}

export const certificatesSchema: v.GenericSchema<unknown, readonly Certificate[]> = v.array(
  v.strictObject({ CertificateArn: v.string() }),
);

/** A listener, as AWS prints it. */
export interface ListenerAnswer {
  readonly ListenerArn: string;
  readonly LoadBalancerArn: string;
  readonly Port?: number | undefined;
  readonly Protocol?: string | undefined;
  readonly Certificates?: readonly Certificate[] | undefined;
  readonly SslPolicy?: string | undefined;
  readonly DefaultActions: readonly Action[];
}

/** The answer of the verbs that make, change and describe listeners. */
export interface ListenersAnswer {
  readonly Listeners: readonly ListenerAnswer[];
}

/** Of listeners and target groups, as AWS writes them. */
export const PROTOCOLS = ["HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "GENEVE", "QUIC", "TCP_QUIC"] as const;

/** AWS's where an HTTPS or TLS listener is created without one. */
export const DEFAULT_SSL_POLICY = "ELBSecurityPolicy-2016-08";

export function isSecure(protocol: string | null | undefined): boolean {
  return protocol === "HTTPS" || protocol === "TLS";
}

/** An ARN below another that none of these is. */
export function freeArn(base: string, key: string, taken: ReadonlySet<string>): string {
  for (let number = 0; ; number++) {
    const arn = `${base}/${hexOf(`${base} ${key}${number === 0 ? "" : ` ${number}`}`)}`;
    if (!taken.has(arn)) return arn;
  }
}

function listenerBase(network: Network, balancer: LoadBalancer): string {
  return loadBalancerArn(network, balancer).replace(":loadbalancer/", ":listener/");
}

/** Of each listener: the one that it was given, or one made of its port. */
export function listenerArns(network: Network, balancer: LoadBalancer): readonly string[] {
  const taken = new Set(balancer.listeners.flatMap((each) => each.arn ?? []));
  return balancer.listeners.map((listener) => {
    if (listener.arn !== undefined) return listener.arn;
    const arn = freeArn(listenerBase(network, balancer), String(listener.port), taken);
    taken.add(arn);
    return arn;
  });
}

/** The ARN of a listener that is to be created. */
export function newListenerArn(network: Network, balancer: LoadBalancer, port: number | null): string {
  return freeArn(listenerBase(network, balancer), String(port), new Set(listenerArns(network, balancer)));
}

/** A listener and where it is. */
export interface FoundListener {
  readonly balancer: LoadBalancer;
  readonly listener: Listener;
  /** Its position among those of its load balancer. */
  readonly at: number;
  readonly arn: string;
}

export function findListener(network: Network, arn: string, path: Path): Result<FoundListener> {
  for (const balancer of Object.values(network.loadBalancers)) {
    const at = listenerArns(network, balancer).indexOf(arn);
    const listener = balancer.listeners[at];
    if (listener) return ok({ balancer, listener, at, arn });
  }
  return failure([arnNotFound(arn, "listener", path)]);
}

export function listenerAnswer(
  network: Network,
  { balancer, listener, arn }: Omit<FoundListener, "at">,
): ListenerAnswer {
  const { port, protocol, certificateArn, sslPolicy } = listener;
  return {
    ListenerArn: arn,
    LoadBalancerArn: loadBalancerArn(network, balancer),
    ...(port === null ? {} : { Port: port }),
    ...(protocol === null ? {} : { Protocol: protocol }),
    ...(certificateArn === undefined ? {} : { Certificates: [{ CertificateArn: certificateArn }] }),
    ...(sslPolicy === undefined ? {} : { SslPolicy: sslPolicy }),
    DefaultActions: actionsAnswer(network, listener.defaultActions),
  };
}

/** The listeners of a load balancer, with their ARNs. */
export function listenersOf(network: Network, balancer: LoadBalancer): readonly FoundListener[] {
  const arns = listenerArns(network, balancer);
  return balancer.listeners.map((listener, at) => ({ balancer, listener, at, arn: arns[at] ?? "" }));
}

/**
 * `ValidationError`: an HTTPS or TLS listener has exactly one default certificate, another has none and no policy.
 * Whether the certificate exists is nothing that a network knows.
 */
export function securityIssues(
  protocol: string | null | undefined,
  certificates: readonly Certificate[] | undefined,
  sslPolicy: string | undefined,
): readonly Issue[] {
  const issues: Issue[] = [];
  const secure = isSecure(protocol);
  const count = certificates?.length ?? 0;
  if (count !== (secure ? 1 : 0))
    issues.push(
      issue(
        "ValidationError",
        ["Certificates"],
        secure ? "one certificate" : `no certificate for ${protocol ?? "a Gateway Load Balancer"}`,
        certificates,
      ),
    );
  for (const [at, { CertificateArn: arn }] of (secure ? (certificates ?? []) : []).entries())
    if (!/^arn:aws[a-z-]*:(iam|acm):/.test(arn))
      issues.push(
        issue("CertificateNotFound", ["Certificates", at, "CertificateArn"], "the ARN of a certificate", arn),
      );
  if (!secure && sslPolicy !== undefined)
    issues.push(issue("ValidationError", ["SslPolicy"], "no policy but for HTTPS or TLS", sslPolicy));
  return issues;
}

/**
 * What a listener's target groups ask of it, besides a protocol that fits.
 * "Target groups for your Application Load Balancers" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html:
 * HTTP/2 and gRPC need an HTTPS listener; IPv6 targets a dualstack load balancer.
 */
export function targetGroupIssues(
  network: Network,
  { id, ipAddressType }: LoadBalancer,
  listener: Pick<Listener, "protocol" | "defaultActions" | "rules" | "port">,
  path: Path,
): readonly Issue[] {
  return targetGroupsOf(listener).flatMap((name): readonly Issue[] => {
    const group = network.targetGroups[name];
    const refusal = (expected: string): readonly Issue[] => [
      issue("InvalidConfigurationRequest", path, expected, name),
    ];
    if (listener.protocol === "HTTP" && (group?.protocolVersion === "HTTP2" || group?.protocolVersion === "GRPC"))
      return refusal(`a target group of HTTP1 behind HTTP; it is of ${group.protocolVersion}`);
    if (group?.ipAddressType === "ipv6" && ipAddressType === "ipv4")
      return refusal(`a target group of IPv4 addresses, as ${id} has no others`);
    return [];
  });
}

/**
 * `TargetGroupAssociationLimit`: a target group is used by one load balancer.
 * `InvalidLoadBalancerAction`: "Authenticate users using an Application Load Balancer"
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html needs HTTPS.
 */
export function actionIssues(
  network: Network,
  balancer: LoadBalancer,
  protocol: string | null | undefined,
  actions: readonly ListenerActionInput[],
  path: Path,
): readonly Issue[] {
  const issues: Issue[] = [];
  const found = actions.find(({ type }) => type.startsWith("authenticate-") || type === "jwt-validation");
  if (found && protocol !== "HTTPS")
    issues.push(issue("InvalidLoadBalancerAction", path, `no ${found.type} but for HTTPS`, protocol ?? undefined));
  const ids = actions.flatMap((action) =>
    action.type === "forward"
      ? action.targetGroups.map((each) => (typeof each === "string" ? each : each.targetGroup))
      : [],
  );
  for (const group of ids.flatMap((id) => network.targetGroups[id] ?? [])) {
    const other = usersOf(network, group).find((user) => user.id !== balancer.id);
    if (other)
      issues.push(issue("TargetGroupAssociationLimit", path, `a target group that ${other.id} does not use`, group.id));
  }
  return issues;
}
