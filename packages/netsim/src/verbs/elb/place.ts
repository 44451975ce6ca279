/** The subnets that a request to create a load balancer means, or its zones in EC2-Classic. */
import {
  EC2_CLASSIC,
  failure,
  type Issue,
  issue,
  type Network,
  ok,
  type Path,
  type Result,
  subnetsOf,
} from "@netsim/core";

export interface PlaceRequest {
  readonly AvailabilityZones?: readonly string[] | undefined;
  readonly Subnets?: readonly string[] | undefined;
}

/** Where zones are meant, when only zones are given; see `createLoadBalancer`. */
export type Platform = "vpc" | "ec2-classic";

export interface Place {
  /** Empty in EC2-Classic. */
  readonly subnets: readonly string[];
  /** In EC2-Classic. */
  readonly zones?: readonly string[] | undefined;
  /** The place in the request of the subnet at a position. */
  readonly pathOf: (at: number) => Path;
}

/** By subnets, or by zones: the default VPC's subnets there, or EC2-Classic. */
export function placeOf(
  network: Network,
  request: PlaceRequest,
  platform: Platform = platformOf(network),
): Result<Place> {
  const { AvailabilityZones: zones = [], Subnets: subnets = [] } = request;
  if (zones.length > 0 && subnets.length > 0)
    return failure([issue("ValidationError", ["Subnets"], "either Subnets or AvailabilityZones", subnets)]);
  if (subnets.length > 0) return ok({ subnets, pathOf: (at) => ["Subnets", at] });
  if (zones.length === 0)
    return failure([issue("ValidationError", ["Subnets"], "Subnets or AvailabilityZones", undefined)]);
  if (platform === "ec2-classic") return ok({ subnets: [], zones, pathOf: (at) => ["AvailabilityZones", at] });
  const found = zones.map((zone, at) => defaultSubnet(network, zone, ["AvailabilityZones", at]));
  const issues: readonly Issue[] = found.flatMap((each) => (each.ok ? [] : each.issues));
  if (issues.length > 0) return failure(issues);
  return ok({
    subnets: found.flatMap((each) => (each.ok ? [each.value] : [])),
    pathOf: (at) => ["AvailabilityZones", at],
  });
}

/** An account that still had EC2-Classic in a Region had no default VPC there. */
function platformOf({ vpcs, instances, securityGroups, classicLoadBalancers }: Network): Platform {
  if (Object.values(vpcs).some((vpc) => vpc.isDefault)) return "vpc";
  const hasClassic =
    Object.values(instances).some((each) => each.ec2Classic) ||
    Object.values(securityGroups).some((each) => each.vpcId === EC2_CLASSIC) ||
    Object.values(classicLoadBalancers).some((each) => each.availabilityZones);
  return hasClassic ? "ec2-classic" : "vpc";
}

/**
 * "Default VPCs" https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html: it has one default subnet in each
 * zone. Which of several is it, is not in the model.
 */
function defaultSubnet(network: Network, zone: string, path: Path): Result<string> {
  const vpcs = Object.values(network.vpcs).filter((vpc) => vpc.isDefault);
  if (vpcs.length === 0)
    return failure([issue("InvalidConfigurationRequest", path, "Subnets, as there is no default VPC", zone)]);
  const inZone = vpcs.flatMap((vpc) => subnetsOf(network, vpc.id)).filter((each) => each.availabilityZone === zone);
  const [subnet, ...others] = inZone.map((each) => each.id);
  if (subnet === undefined)
    return failure([issue("InvalidConfigurationRequest", path, "a zone where the default VPC has a subnet", zone)]);
  if (others.length === 0) return ok(subnet);
  const expected = `Subnets, as any of ${[subnet, ...others].join(", ")} may be the default subnet of the zone`;
  return failure([issue("ambiguous-default-subnet", path, expected, zone)]);
}
