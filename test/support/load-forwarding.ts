/**
 * A network from AWS JSON with an Application or Network Load Balancer: what `aws ec2` prints by way of the importer,
 * what `aws elbv2` prints as the model's own input.
 */
import { createNetwork, type Network, type NetworkInput, unwrap } from "@netsim/core";
import type { ForwardingDocument, TargetGroupV2 } from "../oracle/oracle.ts";
import { loadAws } from "./load-aws.ts";

export function loadForwarding(doc: ForwardingDocument): Network {
  const { LoadBalancers, Listeners, TargetGroups, Attributes, TargetHealthDescriptions, ...ec2 } = doc;
  const elbv2 = { LoadBalancers, Listeners, TargetGroups, Attributes, TargetHealthDescriptions };
  return unwrap(createNetwork({ ...loadAws(ec2), ...inputOf(elbv2) }));
}

type Elbv2 = Pick<
  ForwardingDocument,
  "LoadBalancers" | "Listeners" | "TargetGroups" | "Attributes" | "TargetHealthDescriptions"
>;

function inputOf(doc: Elbv2): Pick<NetworkInput, "loadBalancers" | "targetGroups"> {
  const nameOf = (arn: string): string =>
    doc.TargetGroups.find((group) => group.TargetGroupArn === arn)?.TargetGroupName ?? arn;
  const attribute = (arn: string, key: string): boolean | undefined => {
    const found = doc.Attributes.filter((each) => each.LoadBalancerArn === arn || each.TargetGroupArn === arn);
    const value = found.flatMap((each) => each.Attributes).find((each) => each.Key === key)?.Value;
    return value === "true" ? true : value === "false" ? false : undefined;
  };
  const crossZone = "load_balancing.cross_zone.enabled";
  return {
    loadBalancers: Object.fromEntries(
      doc.LoadBalancers.map((balancer) => [
        balancer.LoadBalancerName,
        {
          arn: balancer.LoadBalancerArn,
          type: balancer.Type,
          scheme: balancer.Scheme,
          vpcId: balancer.VpcId,
          subnets: balancer.AvailabilityZones.map((zone) => zone.SubnetId),
          securityGroups: balancer.SecurityGroups,
          ipAddressType: balancer.IpAddressType,
          crossZone: attribute(balancer.LoadBalancerArn, crossZone),
          listeners: doc.Listeners.filter((each) => each.LoadBalancerArn === balancer.LoadBalancerArn).map((each) => ({
            port: each.Port,
            protocol: each.Protocol,
            forward: each.DefaultActions.map((action) => nameOf(action.TargetGroupArn)),
          })),
        },
      ]),
    ),
    targetGroups: Object.fromEntries(
      doc.TargetGroups.map((group) => [group.TargetGroupName, groupInput(doc, group, attribute, crossZone)]),
    ),
  };
}

function groupInput(
  doc: Elbv2,
  group: TargetGroupV2,
  attribute: (arn: string, key: string) => boolean | undefined,
  crossZone: string,
): NonNullable<NetworkInput["targetGroups"]>[string] {
  const registered = doc.TargetHealthDescriptions.filter((each) => each.TargetGroupArn === group.TargetGroupArn);
  return {
    arn: group.TargetGroupArn,
    targetType: group.TargetType,
    protocol: group.Protocol,
    port: group.Port,
    vpcId: group.VpcId,
    ipAddressType: group.IpAddressType,
    healthCheck: {
      protocol: group.HealthCheckProtocol,
      port: group.HealthCheckPort,
      ...(group.HealthCheckPath === undefined ? {} : { path: group.HealthCheckPath }),
    },
    targets: registered.flatMap((each) =>
      each.TargetHealthDescriptions.map(({ Target }) => ({
        id: Target.Id,
        port: Target.Port,
        availabilityZone: Target.AvailabilityZone,
      })),
    ),
    crossZone: attribute(group.TargetGroupArn, crossZone),
    preserveClientIp: attribute(group.TargetGroupArn, "preserve_client_ip.enabled"),
  };
}
