/** What the verbs of Classic Load Balancers share: finding the load balancer, changing it, its made-up names. */
import {
  type ClassicLoadBalancer,
  type ClassicLoadBalancerInput,
  type Issue,
  issue,
  type Network,
  type NetworkInput,
  type Path,
  type Result,
  recordOf,
} from "@netsim/core";
import type * as v from "valibot";
import { capitalised, change, notFound } from "../load-balancing/change.js";
import { digitsOf, regionOf, regionOfZone } from "../load-balancing/made-up.js";
import { readRequest } from "../load-balancing/request.js";
import type { VerbResult } from "../verb.js";

/** What every request about one load balancer has. */
export interface NamedRequest {
  readonly LoadBalancerName: string;
}

const LOAD_BALANCER = {
  code: "LoadBalancerNotFound",
  collection: "classicLoadBalancers",
  noun: "a Classic Load Balancer",
} as const;

/** `LoadBalancerNotFound`, which the API's reference lists as AccessPointNotFound. */
export function findLoadBalancer(network: Network, name: string, path: Path): Result<ClassicLoadBalancer> {
  const found = recordOf(network.classicLoadBalancers, name);
  return found ? { ok: true, value: found } : { ok: false, issues: [notFound(network, LOAD_BALANCER, name, path)] };
}

/** Reads the request, finds its load balancer, and runs the verb. */
export function onLoadBalancer<Request extends NamedRequest, Answer>(
  network: Network,
  schema: v.GenericSchema<unknown, Request>,
  request: Request,
  run: (balancer: ClassicLoadBalancer, request: Request) => VerbResult<Answer>,
): VerbResult<Answer> {
  const read = readRequest(schema, request);
  if (!read.ok) return read;
  const found = findLoadBalancer(network, read.value.LoadBalancerName, ["LoadBalancerName"]);
  return found.ok ? run(found.value, read.value) : found;
}

/** AWS's codes for what the model refuses in a load balancer; the rest is a `ValidationError`. */
const CODES: Readonly<Record<string, string>> = {
  "listener-protocol": "UnsupportedProtocol",
  "listener-pair": "InvalidConfigurationRequest",
  "listener-security": "InvalidConfigurationRequest",
  "duplicate-listener": "InvalidConfigurationRequest",
  "other-vpc": "InvalidConfigurationRequest",
};

export interface ClassicWording {
  /** Where AWS's code differs from verb to verb. */
  readonly codes?: Readonly<Record<string, string>> | undefined;
  /** The place in the request of a place in the load balancer, capitalised as AWS writes it. */
  readonly pathOf?: ((path: Path) => Path) | undefined;
}

/** The network with this load balancer, new or changed. */
export function withLoadBalancer<Answer>(
  network: Network,
  balancer: ClassicLoadBalancerInput & { readonly id: string },
  answer: (after: ClassicLoadBalancer) => Answer,
  { codes = {}, pathOf = (path) => path }: ClassicWording = {},
  changes: NetworkInput = {},
): VerbResult<Answer> {
  const { id } = balancer;
  const wording = {
    codeOf: ({ code }: Issue) => codes[code] ?? CODES[code],
    pathOf: (path: Path) => (path[1] === id ? pathOf(capitalised(path.slice(2))) : path),
  };
  const classicLoadBalancers = { ...network.classicLoadBalancers, [id]: balancer };
  return change(network, { ...changes, classicLoadBalancers }, wording, (after) =>
    answer(after.classicLoadBalancers[id] as ClassicLoadBalancer),
  );
}

/** How the interfaces of its nodes are described. */
export function nodeDescription(balancer: Pick<ClassicLoadBalancer, "id">): string {
  return `ELB ${balancer.id}`;
}

type Located = Pick<ClassicLoadBalancer, "vpcId" | "availabilityZones">;

/** In EC2-Classic the zones tell. */
export function regionOfBalancer(network: Network, { vpcId, availabilityZones = [] }: Located): string {
  const [region] = availabilityZones.flatMap((zone) => regionOfZone(zone) ?? []);
  return region ?? regionOf(network, network.vpcs[vpcId]);
}

/** `InvalidConfigurationRequest` for what only a load balancer in a VPC has, or only one of EC2-Classic. */
export function placeIssues(
  { id, availabilityZones }: ClassicLoadBalancer,
  wanted: "vpc" | "ec2-classic",
): readonly Issue[] {
  const isClassic = availabilityZones !== undefined;
  if (isClassic === (wanted === "ec2-classic")) return [];
  const expected = `a load balancer ${isClassic ? "in a VPC" : "of EC2-Classic"}`;
  const found = `${id}, ${isClassic ? "of EC2-Classic" : "in a VPC"}`;
  return [issue("InvalidConfigurationRequest", ["LoadBalancerName"], expected, found)];
}

/**
 * "Internet-facing Classic Load Balancers" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-internet-facing-load-balancers.html
 * "Internal Classic Load Balancers" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-internal-load-balancers.html
 */
export function dnsNameOf(
  network: Network,
  balancer: Located & Pick<ClassicLoadBalancer, "id" | "scheme" | "dnsName">,
): string {
  const { id, scheme, dnsName } = balancer;
  if (dnsName !== undefined) return dnsName;
  const region = regionOfBalancer(network, balancer);
  const prefix = scheme === "internal" ? "internal-" : "";
  return `${prefix}${id}-${digitsOf(`${region} ${id}`)}.${region}.elb.amazonaws.com`;
}
