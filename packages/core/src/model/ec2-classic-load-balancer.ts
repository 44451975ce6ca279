/**
 * A Classic Load Balancer of EC2-Classic: it has zones instead of subnets, no groups of its own, and is internet-facing.
 * "Internet-facing Classic Load Balancers" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-internet-facing-load-balancers.html
 * "Add or remove Availability Zones for your load balancer in EC2-Classic" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/enable-disable-az.html
 */
import type { Path } from "../result.js";
import type { ClassicListener, ClassicLoadBalancer, ClassicLoadBalancerInput } from "./classic-load-balancer.js";
import { EC2_CLASSIC } from "./ec2-classic.js";
import type { Reader } from "./read.js";

type Place = Pick<ClassicLoadBalancer, "vpcId" | "subnets" | "securityGroups" | "availabilityZones">;

/** "Listeners for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-listener-config.html */
const PORTS_BELOW_1024: readonly number[] = [25, 80, 443, 465, 587];

/**
 * Where a load balancer with `availabilityZones` is; undefined for one in a VPC.
 * Issue codes `vpc-only`, `load-balancer-without-zone`, `listener-port`.
 */
export function readEc2ClassicPlace(
  reader: Reader,
  input: ClassicLoadBalancerInput,
  listeners: readonly (ClassicListener | undefined)[],
  path: Path,
): Place | undefined {
  const { availabilityZones } = input;
  if (availabilityZones === undefined) return undefined;
  const refuse = (key: keyof ClassicLoadBalancerInput, expected: string): void => {
    reader.report("vpc-only", [...path, key], `${expected} beside availabilityZones, in EC2-Classic`, input[key]);
  };
  if ((input.subnets ?? []).length > 0) refuse("subnets", "no subnet");
  if ((input.securityGroups ?? []).length > 0) refuse("securityGroups", "no group");
  if (input.vpcId !== undefined && input.vpcId !== EC2_CLASSIC) refuse("vpcId", "no VPC");
  if (input.scheme === "internal") refuse("scheme", "internet-facing");
  if (availabilityZones.length === 0)
    reader.report("load-balancer-without-zone", [...path, "availabilityZones"], "at least one zone", availabilityZones);
  for (const [at, listener] of listeners.entries()) {
    const port = listener?.loadBalancerPort ?? 0;
    // What is no port at all is told by another issue.
    if (port < 1 || port >= 1024 || PORTS_BELOW_1024.includes(port)) continue;
    const expected = `${PORTS_BELOW_1024.join(", ")} or 1024-65535, in EC2-Classic`;
    reader.report("listener-port", [...path, "listeners", at, "loadBalancerPort"], expected, port);
  }
  return {
    vpcId: EC2_CLASSIC,
    subnets: [],
    securityGroups: [],
    availabilityZones: [...new Set(availabilityZones)],
  };
}
