/**
 * Application and Network Load Balancers as `aws elbv2 describe-*` prints them. An answer that does not name what it is
 * about (attributes, target health) is wrapped with the ARN.
 *
 * Elastic Load Balancing API Reference 2015-12-01, https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/
 */
import type { AwsDocument } from "./aws-json.js";

export interface ForwardingDocument extends AwsDocument {
  LoadBalancers: LoadBalancerV2[];
  Listeners: ListenerV2[];
  Rules: RuleV2[];
  TargetGroups: TargetGroupV2[];
  Attributes: AttributesOf[];
  TargetHealthDescriptions: TargetsOf[];
}

export interface LoadBalancerV2 {
  LoadBalancerArn: string;
  LoadBalancerName: string;
  Type: "application" | "network";
  Scheme: "internet-facing" | "internal";
  VpcId: string;
  /** Absent for a Network Load Balancer without any. */
  SecurityGroups?: string[];
  IpAddressType: "ipv4" | "dualstack";
  AvailabilityZones: { ZoneName: string; SubnetId: string }[];
}

export interface ListenerV2 {
  ListenerArn: string;
  LoadBalancerArn: string;
  Port: number;
  Protocol: "HTTP" | "TCP" | "TLS" | "UDP" | "TCP_UDP";
  DefaultActions: { Type: "forward"; TargetGroupArn: string }[];
}

/** Every listener has its default one. */
export interface RuleV2 {
  RuleArn: string;
  Priority: string;
  IsDefault: boolean;
  Conditions: never[];
  Actions: ListenerV2["DefaultActions"];
}

export interface TargetGroupV2 {
  TargetGroupArn: string;
  TargetGroupName: string;
  Protocol: "HTTP" | "TCP" | "TLS" | "UDP" | "TCP_UDP";
  Port: number;
  VpcId: string;
  TargetType: "instance" | "ip";
  IpAddressType: "ipv4" | "ipv6";
  HealthCheckProtocol: "HTTP" | "TCP";
  /** A port number or "traffic-port". */
  HealthCheckPort: string;
  HealthCheckPath?: string;
  HealthCheckIntervalSeconds?: number;
  HealthCheckTimeoutSeconds?: number;
  HealthyThresholdCount?: number;
  UnhealthyThresholdCount?: number;
  Matcher?: { HttpCode: string };
  LoadBalancerArns: string[];
}

export interface AttributesOf {
  LoadBalancerArn?: string;
  TargetGroupArn?: string;
  Attributes: { Key: string; Value: string }[];
}

export interface TargetsOf {
  TargetGroupArn: string;
  TargetHealthDescriptions: { Target: TargetV2 }[];
}

export interface TargetV2 {
  Id: string;
  Port: number;
  AvailabilityZone?: string;
}
