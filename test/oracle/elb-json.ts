/**
 * Classic Load Balancers as `aws elb describe-*` prints them.
 *
 * Elastic Load Balancing API Reference 2012-06-01, https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/
 */
export interface LoadBalancerDescription {
  LoadBalancerName: string;
  DNSName?: string;
  ListenerDescriptions: { Listener: ClassicListener; PolicyNames?: string[] }[];
  AvailabilityZones: string[];
  Subnets: string[];
  VPCId?: string;
  Instances: { InstanceId: string }[];
  HealthCheck: ClassicHealthCheck;
  SourceSecurityGroup?: { OwnerAlias: string; GroupName: string };
  SecurityGroups: string[];
  Scheme?: string;
}

export interface ClassicListener {
  Protocol: string;
  LoadBalancerPort: number;
  InstanceProtocol?: string;
  InstancePort: number;
  SSLCertificateId?: string;
}

export interface ClassicHealthCheck {
  /** `TCP:port`, `SSL:port`, `HTTP:port/path` or `HTTPS:port/path`. */
  Target: string;
  Interval: number;
  Timeout: number;
  UnhealthyThreshold: number;
  HealthyThreshold: number;
}

/** `describe-load-balancer-attributes` does not name its load balancer, so its answer is wrapped with the name. */
export interface LoadBalancerAttributesOf {
  LoadBalancerName: string;
  LoadBalancerAttributes: {
    CrossZoneLoadBalancing?: { Enabled: boolean };
    ConnectionDraining?: { Enabled: boolean; Timeout?: number };
    ConnectionSettings?: { IdleTimeout: number };
  };
}
