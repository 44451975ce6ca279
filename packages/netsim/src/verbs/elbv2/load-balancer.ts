/** What the verbs of the newer load balancers share: ARNs, finding a load balancer, changing it. */
import {
  type Issue,
  issue,
  type LoadBalancer,
  type LoadBalancerInput,
  type LoadBalancerType,
  type Network,
  type NetworkInput,
  ok,
  type Path,
  type Result,
} from "@netsim/core";
import type * as v from "valibot";
import { change } from "../load-balancing/change.js";
import { arnOf, digitsOf, hexOf, regionOf } from "../load-balancing/made-up.js";
import { readRequest } from "../load-balancing/request.js";
import type { VerbResult } from "../verb.js";

/** In ARNs and in the descriptions of interfaces. */
const SHORT: Readonly<Record<LoadBalancerType, string>> = { application: "app", network: "net", gateway: "gwy" };

/** `arn:aws:elasticloadbalancing:<region>:<account>:loadbalancer/app/<name>/<16 digits>` */
export function loadBalancerArn(
  network: Network,
  { id, arn, type, vpcId }: Pick<LoadBalancer, "id" | "arn" | "type" | "vpcId">,
): string {
  return (
    arn ?? arnOf(network, network.vpcs[vpcId], `loadbalancer/${SHORT[type]}/${id}/${hexOf(`${SHORT[type]} ${id}`)}`)
  );
}

/** What the descriptions of its nodes' interfaces begin with. */
export function nodePrefix({ id, type }: Pick<LoadBalancer, "id" | "type">): string {
  return `ELB ${SHORT[type]}/${id}/`;
}

/** A Gateway Load Balancer has no name in DNS. */
export function dnsNameOf(
  network: Network,
  balancer: Pick<LoadBalancer, "id" | "type" | "vpcId" | "scheme" | "dnsName">,
): string | undefined {
  const { id, type, vpcId, scheme, dnsName } = balancer;
  if (dnsName !== undefined || type === "gateway") return dnsName;
  const region = regionOf(network, network.vpcs[vpcId]);
  if (type === "network") return `${id}-${hexOf(`${SHORT[type]} ${id}`)}.elb.${region}.amazonaws.com`;
  const prefix = scheme === "internal" ? "internal-" : "";
  return `${prefix}${id}-${digitsOf(`${region} ${id}`)}.${region}.elb.amazonaws.com`;
}

/** What ARNs are of, the codes for those that lead nowhere, and how they are called. */
const KINDS = {
  loadbalancer: { code: "LoadBalancerNotFound", noun: "a load balancer" },
  listener: { code: "ListenerNotFound", noun: "a listener" },
  "listener-rule": { code: "RuleNotFound", noun: "a rule" },
  targetgroup: { code: "TargetGroupNotFound", noun: "a target group" },
} as const;

/** `ValidationError` for what is no ARN of that kind; otherwise the code for what does not exist. */
export function arnNotFound(arn: string, kind: keyof typeof KINDS, path: Path): Issue {
  const { code, noun } = KINDS[kind];
  const isArn = new RegExp(`^arn:aws[a-z-]*:elasticloadbalancing:[^:]*:[^:]*:${kind}/`).test(arn);
  return issue(isArn ? code : "ValidationError", path, `the ARN of ${noun}`, arn);
}

export function findLoadBalancer(network: Network, arn: string, path: Path): Result<LoadBalancer> {
  const found = Object.values(network.loadBalancers).find((each) => loadBalancerArn(network, each) === arn);
  return found ? ok(found) : { ok: false, issues: [arnNotFound(arn, "loadbalancer", path)] };
}

/** A request about one load balancer. */
export interface LoadBalancerRequest {
  readonly LoadBalancerArn: string;
}

/** Reads the request, finds its load balancer, and runs the verb. */
export function onLoadBalancer<Request extends LoadBalancerRequest, Answer>(
  network: Network,
  schema: v.GenericSchema<unknown, Request>,
  request: Request,
  run: (balancer: LoadBalancer, request: Request) => VerbResult<Answer>,
): VerbResult<Answer> {
  const read = readRequest(schema, request);
  if (!read.ok) return read;
  const found = findLoadBalancer(network, read.value.LoadBalancerArn, ["LoadBalancerArn"]);
  return found.ok ? run(found.value, read.value) : found;
}

/** AWS's codes for what the model refuses in a load balancer; the rest is a `ValidationError`. */
const CODES: Readonly<Record<string, string>> = {
  "listener-action": "InvalidLoadBalancerAction",
  "listener-rules": "InvalidConfigurationRequest",
  "duplicate-listener": "DuplicateListener",
  "duplicate-rule-priority": "PriorityInUse",
  "target-group-in-use": "TargetGroupAssociationLimit",
  "target-group-protocol": "IncompatibleProtocols",
  "other-vpc": "InvalidConfigurationRequest",
};

/**
 * The network with this load balancer, new or changed.
 *
 * @param pathOf the place in the request of a place in the load balancer.
 */
export function withLoadBalancer<Answer>(
  network: Network,
  balancer: LoadBalancerInput & { readonly id: string },
  answer: (after: LoadBalancer, network: Network) => Answer,
  pathOf: (path: Path) => Path,
  changes: NetworkInput = {},
): VerbResult<Answer> {
  const { id } = balancer;
  const wording = {
    codeOf: ({ code }: Issue) => CODES[code],
    pathOf: (path: Path) => (path[1] === id ? pathOf(path.slice(2)) : path),
  };
  const loadBalancers = { ...network.loadBalancers, [id]: balancer };
  return change(network, { ...changes, loadBalancers }, wording, (after) =>
    answer(after.loadBalancers[id] as LoadBalancer, after),
  );
}
