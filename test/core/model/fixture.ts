/** A network with one record of every kind, for tests of what a network does as a whole. */
import type { NetworkInput } from "@netsim/core";

export const EVERYTHING: NetworkInput = {
  vpcs: {
    "vpc-1": { cidr: ["10.0.0.0/16", "2001:db8::/56"], name: "main", region: "us-east-1", ownerId: "111122223333" },
    "vpc-2": { cidr: "10.1.0.0/16", isDefault: true, internetGatewayBlockMode: "block-ingress" },
  },
  subnets: {
    "subnet-a": {
      vpcId: "vpc-1",
      availabilityZone: "us-east-1a",
      cidr: ["10.0.0.0/24", "2001:db8::/64"],
      routeTableId: "rtb-public",
      origin: { file: "subnets.json", pointer: "/Subnets/0" },
    },
    "subnet-b": { vpcId: "vpc-1", availabilityZone: "us-east-1b", cidr: "10.0.1.0/24", networkAclId: "acl-b" },
    "subnet-2": { vpcId: "vpc-2", availabilityZone: "us-east-1a", cidr: "10.1.0.0/24" },
  },
  routeTables: {
    "rtb-public": {
      vpcId: "vpc-1",
      routes: [
        { destination: "0.0.0.0/0", target: "igw-1" },
        { destination: "::/0", target: "eigw-1" },
        { destination: "10.1.0.0/16", target: "pcx-1" },
        { destination: "pl-s3", target: "vpce-s3" },
        { destination: "192.168.0.0/16", target: "vgw-1", propagated: true },
        { destination: "172.16.0.0/12", target: "eni-a", state: "blackhole" },
      ],
    },
  },
  networkAcls: {
    "acl-b": {
      vpcId: "vpc-1",
      ingress: [
        { ruleNumber: 200, ruleAction: "deny", cidrBlock: "0.0.0.0/0" },
        { ruleNumber: 100, ruleAction: "allow", protocol: "tcp", port: "1024-65535", cidrBlock: "10.0.0.0/16" },
      ],
      egress: [{ ruleNumber: 100, ruleAction: "allow", cidrBlock: "0.0.0.0/0" }],
    },
  },
  securityGroups: {
    "sg-web": {
      vpcId: "vpc-1",
      groupName: "web",
      ingress: [
        { port: 443, from: ["0.0.0.0/0", "::/0"], description: "the public" },
        { icmp: { type: 8 }, from: "sg-web" },
        { protocol: 47, from: "pl-s3" },
      ],
    },
    "sg-lb": { vpcId: "vpc-1", groupName: "lb", ingress: [{ port: 443, from: "0.0.0.0/0" }] },
  },
  prefixLists: { "pl-s3": { entries: ["52.216.0.0/15"] } },
  internetGateways: { "igw-1": { vpcId: "vpc-1" }, "igw-2": { vpcId: "vpc-2" }, "igw-detached": {} },
  egressOnlyInternetGateways: { "eigw-1": { vpcId: "vpc-1" } },
  natGateways: { "nat-1": { subnetId: "subnet-a", privateIpAddress: "10.0.0.10", publicIp: "203.0.113.10" } },
  gatewayEndpoints: { "vpce-s3": { vpcId: "vpc-1", serviceName: "com.amazonaws.us-east-1.s3" } },
  vpcPeeringConnections: {
    "pcx-1": { requester: "vpc-1", accepter: { vpcId: "vpc-2", cidrBlocks: ["10.1.0.0/16"], region: "us-east-1" } },
  },
  networkInterfaces: {
    "eni-a": {
      subnetId: "subnet-a",
      privateIpAddress: "10.0.0.20",
      publicIp: "203.0.113.20",
      ipv6Addresses: ["2001:db8::20"],
      groups: ["sg-web"],
      sourceDestCheck: false,
      forwarding: "router",
    },
  },
  instances: {
    "i-a": { networkInterfaceIds: ["eni-a"], services: [{ port: 443, http: { "/": 200 } }] },
    "i-b": { subnetId: "subnet-b", privateIpAddress: "10.0.1.30", name: "worker", state: "stopped" },
  },
  classicLoadBalancers: {
    web: {
      subnets: ["subnet-a"],
      listeners: [{ protocol: "https", loadBalancerPort: 443, instanceProtocol: "HTTP", instancePort: 8080 }],
      instances: ["i-a"],
      crossZone: null,
      connectionDraining: 120,
      idleTimeout: 90,
    },
  },
  loadBalancers: {
    site: {
      type: "application",
      scheme: "internal",
      subnets: ["subnet-a", "subnet-b"],
      securityGroups: ["sg-lb"],
      ipAddressType: "dualstack",
      listeners: [
        {
          port: 443,
          protocol: "https",
          defaultActions: [{ type: "authenticate-oidc" }, { type: "fixed-response", statusCode: 404 }],
          rules: [
            {
              priority: 20,
              conditions: [{ field: "http-header", values: ["*Mobile*"], httpHeaderName: "User-Agent" }],
              forward: [{ targetGroup: "pages", weight: 3 }, "hook"],
              arn: "arn:rule",
              origin: { file: "rules.json", pointer: "/Rules/0" },
            },
            {
              priority: 10,
              conditions: [{ field: "source-ip", values: ["10.0.0.0/8"] }],
              actions: [{ type: "redirect" }],
            },
          ],
        },
        { port: 80, protocol: "HTTP", forward: "pages", rules: null },
      ],
      dnsName: "internal-site.example.com",
      arn: "arn:site",
    },
    edge: {
      type: "network",
      subnets: [{ subnetId: "subnet-a", publicIp: "203.0.113.50", ipv6Address: "2001:db8::50" }, "subnet-b"],
      listeners: [{ port: 53, protocol: "TCP_UDP", forward: "names" }],
      crossZone: null,
      enforcePrivateLinkInboundRules: false,
    },
    front: {
      type: "network",
      scheme: "internal",
      subnets: [{ subnetId: "subnet-a", privateIpv4Address: "10.0.0.60" }],
      securityGroups: ["sg-lb"],
      listeners: [{ port: 80, protocol: "TCP", forward: "site-behind" }],
    },
    appliances: { type: "gateway", subnets: ["subnet-b"], listeners: [{ forward: "inspection" }] },
  },
  targetGroups: {
    pages: {
      protocol: "HTTP",
      port: 8080,
      vpcId: "vpc-1",
      targets: ["i-a", { id: "i-a", port: 8081, origin: { file: "health.json" } }],
      crossZone: false,
      dnsFailover: { count: null, percentage: 50 },
    },
    hook: { targetType: "lambda", targets: ["arn:function"] },
    names: {
      targetType: "ip",
      protocol: "TCP_UDP",
      port: 53,
      vpcId: "vpc-1",
      targets: [{ id: "192.168.0.53", availabilityZone: "all" }],
      healthCheck: { protocol: "http", port: "8080", path: "/up" },
      preserveClientIp: true,
      deregistrationDelay: 0,
      terminateUnhealthyConnections: false,
    },
    "site-behind": { targetType: "alb", protocol: "TCP", port: 80, vpcId: "vpc-1", targets: ["site"], arn: "arn:tg" },
    inspection: { targetType: "ip", protocol: "GENEVE", port: 6081, vpcId: "vpc-1", name: "inspection" },
  },
  missing: [{ collection: "classicLoadBalancers", id: "other", reason: "not-described" }],
};
