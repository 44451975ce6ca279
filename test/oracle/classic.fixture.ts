/** A Classic Load Balancer with exactly the rules that its user guide recommends. */
import type { AwsDocument, NetworkAclEntry } from "./aws-json.js";
import { awsDocument } from "./aws-json.js";
import {
  acl,
  allow,
  eni,
  entry,
  find,
  group,
  local,
  openAcl,
  route,
  routeTable,
  setIngress,
  subnet,
} from "./fixture.js";

/**
 * Load balancer "web" in `subnet-lb` 10.0.0.0/24 (node 10.0.0.100, public 54.0.0.100), listener 80 to instance port
 * 8080, health check HTTP:9000/ping. Instance `i-1` in `subnet-app` 10.0.1.0/24, whose table is only local.
 *
 * Configure security groups for your Classic Load Balancer, https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-vpc-security-groups.html
 * Configure network ACLs for your Classic Load Balancer, https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-vpc-network-acls.html
 */
export function classicNetwork(): AwsDocument {
  return awsDocument({
    Vpcs: [{ VpcId: "vpc-1", CidrBlock: "10.0.0.0/16" }],
    Subnets: [subnet("subnet-lb", "10.0.0.0/24"), subnet("subnet-app", "10.0.1.0/24")],
    RouteTables: [
      routeTable("rtb-lb", ["subnet-lb"], [local, route("0.0.0.0/0", { GatewayId: "igw-1" })]),
      routeTable("rtb-main", [], [local]),
    ],
    NetworkAcls: [acl("acl-lb", ["subnet-lb"], lbEntries("0.0.0.0/0")), acl("acl-app", ["subnet-app"], appEntries())],
    SecurityGroups: [
      group("sg-lb", [allow("tcp", 80)], [allow("tcp", 8080, "sg-app"), allow("tcp", 9000, "sg-app")]),
      group("sg-app", [allow("tcp", 8080, "sg-lb"), allow("tcp", 9000, "sg-lb")], []),
    ],
    NetworkInterfaces: [
      eni("eni-node", "subnet-lb", "10.0.0.100", "sg-lb", { publicIp: "54.0.0.100", description: "ELB web" }),
      eni("eni-app", "subnet-app", "10.0.1.10", "sg-app", { instanceId: "i-1" }),
    ],
    Reservations: [{ ReservationId: "r-1", Instances: [{ InstanceId: "i-1", State: { Code: 16, Name: "running" } }] }],
    InternetGateways: [{ InternetGatewayId: "igw-1", Attachments: [{ State: "available", VpcId: "vpc-1" }] }],
    LoadBalancerDescriptions: [
      {
        LoadBalancerName: "web",
        ListenerDescriptions: [
          { Listener: { Protocol: "HTTP", LoadBalancerPort: 80, InstanceProtocol: "HTTP", InstancePort: 8080 } },
        ],
        AvailabilityZones: ["us-east-1a"],
        Subnets: ["subnet-lb"],
        VPCId: "vpc-1",
        Instances: [{ InstanceId: "i-1" }],
        HealthCheck: {
          Target: "HTTP:9000/ping",
          Interval: 30,
          Timeout: 5,
          UnhealthyThreshold: 2,
          HealthyThreshold: 10,
        },
        SecurityGroups: ["sg-lb"],
        Scheme: "internet-facing",
      },
    ],
  });
}

/** The load balancer's subnet: listener from clients, replies to them, and both of it towards the instances. */
export function lbEntries(clients: string, vpc = "10.0.0.0/16"): NetworkAclEntry[] {
  return [
    entry(100, "in allow", "6", [80, 80], clients),
    entry(110, "in allow", "6", [1024, 65535], vpc),
    entry(100, "out allow", "6", [8080, 8080], vpc),
    entry(110, "out allow", "6", [9000, 9000], vpc),
    entry(120, "out allow", "6", [1024, 65535], clients),
  ];
}

export function appEntries(vpc = "10.0.0.0/16"): NetworkAclEntry[] {
  return [
    entry(100, "in allow", "6", [8080, 8080], vpc),
    entry(110, "in allow", "6", [9000, 9000], vpc),
    entry(100, "out allow", "6", [1024, 65535], vpc),
  ];
}

/** As for an internal load balancer: no public address, and the VPC's block wherever the internet was named. */
export function internalNetwork(): AwsDocument {
  const doc = classicNetwork();
  const node = find(doc.NetworkInterfaces, "NetworkInterfaceId", "eni-node");
  node.PrivateIpAddresses = [{ Primary: true, PrivateIpAddress: "10.0.0.100" }];
  find(doc.LoadBalancerDescriptions, "LoadBalancerName", "web").Scheme = "internal";
  find(doc.NetworkAcls, "NetworkAclId", "acl-lb").Entries = acl("acl-lb", [], lbEntries("10.0.0.0/16")).Entries;
  setIngress(doc, "sg-lb", [allow("tcp", 80, "10.0.0.0/16")]);
  return doc;
}

/** An interface at 10.0.5.7 in a subnet with an open ACL. */
export function addClient(doc: AwsDocument): void {
  doc.Subnets.push(subnet("subnet-client", "10.0.5.0/24"));
  doc.NetworkAcls.push(openAcl("acl-client", ["subnet-client"]));
  doc.SecurityGroups.push(group("sg-client", []));
  doc.NetworkInterfaces.push(eni("eni-client", "subnet-client", "10.0.5.7", "sg-client"));
}

/** The instance moves into the load balancer's subnet; its ports become 81 and, for the health check, 82. */
export function inOneSubnet(outgoing: [number, number][]): AwsDocument {
  const doc = classicNetwork();
  const app = find(doc.NetworkInterfaces, "NetworkInterfaceId", "eni-app");
  app.SubnetId = "subnet-lb";
  app.PrivateIpAddresses = [{ Primary: true, PrivateIpAddress: "10.0.0.20" }];
  const balancer = find(doc.LoadBalancerDescriptions, "LoadBalancerName", "web");
  balancer.ListenerDescriptions[0]!.Listener.InstancePort = 81;
  balancer.HealthCheck.Target = "HTTP:82/ping";
  setIngress(doc, "sg-app", [allow("tcp", [81, 82], "sg-lb")]);
  find(doc.SecurityGroups, "GroupId", "sg-lb").IpPermissionsEgress = [allow("tcp", [81, 82], "sg-app")];
  const towardsInstance = outgoing.map((ports, index) => entry(10 + index, "out allow", "6", ports, "10.0.0.0/16"));
  const entries = lbEntries("0.0.0.0/0").filter(({ PortRange: ports }) => ports?.From !== 8080 && ports?.From !== 9000);
  find(doc.NetworkAcls, "NetworkAclId", "acl-lb").Entries = acl("acl-lb", [], [...entries, ...towardsInstance]).Entries;
  return doc;
}

/** A second node in zone us-east-1b, with everything that the first one has; the instance stays where it is. */
export function addSecondNode(doc: AwsDocument): void {
  doc.Subnets.push(subnet("subnet-lb2", "10.0.2.0/24", "us-east-1b"));
  find(doc.RouteTables, "RouteTableId", "rtb-lb").Associations.push({
    Main: false,
    RouteTableId: "rtb-lb",
    SubnetId: "subnet-lb2",
  });
  const entries = lbEntries("0.0.0.0/0");
  doc.NetworkAcls.push(acl("acl-lb2", ["subnet-lb2"], entries));
  const options = { publicIp: "54.0.0.101", description: "ELB web" };
  doc.NetworkInterfaces.push(eni("eni-node2", "subnet-lb2", "10.0.2.100", "sg-lb", options));
  const balancer = find(doc.LoadBalancerDescriptions, "LoadBalancerName", "web");
  balancer.Subnets.push("subnet-lb2");
  balancer.AvailabilityZones.push("us-east-1b");
}

export function setCrossZone(doc: AwsDocument, enabled: boolean): void {
  doc.LoadBalancerAttributes = [
    { LoadBalancerName: "web", LoadBalancerAttributes: { CrossZoneLoadBalancing: { Enabled: enabled } } },
  ];
}
