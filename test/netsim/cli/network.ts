/** The Classic Load Balancer of AWS's page with the recommended rules: two zones, private instances. */
import type { NetworkInput } from "@netsim/core";

export const classicPage: NetworkInput = {
  vpcs: { "vpc-1": { cidrBlocks: ["10.0.0.0/16"] } },
  subnets: {
    "subnet-lb": {
      vpcId: "vpc-1",
      availabilityZone: "us-east-1a",
      cidr: "10.0.0.0/24",
      routeTableId: "rtb-public",
      networkAclId: "acl-lb",
    },
    "subnet-app": {
      vpcId: "vpc-1",
      availabilityZone: "us-east-1a",
      cidr: "10.0.1.0/24",
      routeTableId: "rtb-private",
      networkAclId: "acl-app",
    },
  },
  internetGateways: { "igw-1": { vpcId: "vpc-1" } },
  routeTables: {
    "rtb-public": {
      vpcId: "vpc-1",
      routes: [
        {
          destination: "0.0.0.0/0",
          target: "igw-1",
          origin: { file: "route-tables.json", pointer: "/RouteTables/0/Routes/1" },
        },
      ],
    },
    "rtb-private": { vpcId: "vpc-1", routes: [] },
  },
  networkAcls: {
    "acl-lb": {
      vpcId: "vpc-1",
      name: "public",
      ingress: [
        {
          ruleNumber: 100,
          ruleAction: "allow",
          port: 80,
          cidrBlock: "0.0.0.0/0",
          origin: { file: "network-acls.json", pointer: "/NetworkAcls/0/Entries/0" },
        },
        { ruleNumber: 110, ruleAction: "allow", port: "1024-65535", cidrBlock: "10.0.0.0/16" },
      ],
      egress: [
        { ruleNumber: 100, ruleAction: "allow", port: 8080, cidrBlock: "10.0.0.0/16" },
        { ruleNumber: 110, ruleAction: "allow", port: 9000, cidrBlock: "10.0.0.0/16" },
        { ruleNumber: 120, ruleAction: "allow", port: "1024-65535", cidrBlock: "0.0.0.0/0" },
      ],
    },
    "acl-app": {
      vpcId: "vpc-1",
      ingress: [
        { ruleNumber: 100, ruleAction: "allow", port: 8080, cidrBlock: "10.0.0.0/16" },
        { ruleNumber: 110, ruleAction: "allow", port: 9000, cidrBlock: "10.0.0.0/16" },
      ],
      egress: [
        {
          ruleNumber: 100,
          ruleAction: "allow",
          port: "1024-65535",
          cidrBlock: "10.0.0.0/16",
          origin: { file: "network-acls.json", pointer: "/NetworkAcls/1/Entries/2" },
        },
      ],
    },
  },
  securityGroups: {
    "sg-lb": {
      vpcId: "vpc-1",
      groupName: "web-lb",
      ingress: [{ port: 80, from: "0.0.0.0/0" }],
      egress: [
        { port: 8080, to: "sg-app" },
        { port: 9000, to: "sg-app" },
      ],
    },
    "sg-app": {
      vpcId: "vpc-1",
      groupName: "app",
      ingress: [
        { port: 8080, from: "sg-lb" },
        { port: 9000, from: "sg-lb" },
      ],
      egress: [],
    },
  },
  instances: {
    "i-0a1": { name: "app-1", subnetId: "subnet-app", privateIpAddress: "10.0.1.10", groups: ["sg-app"] },
    "i-0b2": { subnetId: "subnet-app", privateIpAddress: "10.0.1.11", groups: ["sg-app"] },
  },
  classicLoadBalancers: {
    web: {
      subnets: ["subnet-lb"],
      securityGroups: ["sg-lb"],
      listeners: [{ protocol: "HTTP", loadBalancerPort: 80, instancePort: 8080 }],
      instances: ["i-0a1", "i-0b2"],
      dnsName: "web-1.us-east-1.elb.amazonaws.com",
      healthCheck: { target: "HTTP:9000/ping" },
    },
  },
};
