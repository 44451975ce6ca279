/** A shop with a Classic Load Balancer in front of one instance, and a database behind it. */
import { type Network, type NetworkInput, network } from "@netsim/core";

const zone = { vpcId: "shop", availabilityZone: "us-east-1a" };

export const SHOP: NetworkInput = {
  vpcs: { shop: { cidr: "10.0.0.0/16" } },
  internetGateways: { "igw-1": { vpcId: "shop" } },
  routeTables: { public: { vpcId: "shop", routes: [{ destination: "0.0.0.0/0", target: "igw-1" }] } },
  subnets: {
    front: { ...zone, cidr: "10.0.0.0/24", routeTableId: "public", networkAclId: "acl-front" },
    back: { ...zone, cidr: "10.0.1.0/24" },
    data: { ...zone, cidr: "10.0.2.0/24", networkAclId: "acl-data" },
  },
  networkAcls: {
    "acl-front": {
      vpcId: "shop",
      ingress: [{ ruleNumber: 100, ruleAction: "allow", protocol: "all", cidrBlock: "0.0.0.0/0" }],
      egress: [{ ruleNumber: 100, ruleAction: "allow", protocol: "all", cidrBlock: "0.0.0.0/0" }],
    },
    "acl-data": {
      vpcId: "shop",
      ingress: [{ ruleNumber: 100, ruleAction: "allow", port: 5432, cidrBlock: "10.0.1.0/24" }],
      egress: [{ ruleNumber: 100, ruleAction: "allow", port: "1024-65535", cidrBlock: "10.0.1.0/24" }],
    },
  },
  securityGroups: {
    "sg-lb": { vpcId: "shop", ingress: [{ port: 80, from: "0.0.0.0/0" }] },
    "sg-app": {
      vpcId: "shop",
      ingress: [
        { port: 8080, from: "sg-lb" },
        { port: 9000, from: "sg-lb" },
      ],
    },
    "sg-db": { vpcId: "shop", ingress: [{ port: 5432, from: "sg-app" }] },
    "sg-bastion": { vpcId: "shop", ingress: [{ port: 22, from: "203.0.113.0/24" }] },
  },
  instances: {
    "i-app": { subnetId: "back", privateIpAddress: "10.0.1.10", groups: ["sg-app"], name: "app" },
    "i-db": { subnetId: "data", privateIpAddress: "10.0.2.10", groups: ["sg-db"], name: "db" },
    "i-bastion": {
      subnetId: "front",
      privateIpAddress: "10.0.0.20",
      publicIp: "198.51.100.20",
      groups: ["sg-bastion"],
      name: "bastion",
    },
  },
  classicLoadBalancers: {
    web: {
      scheme: "internet-facing",
      subnets: ["front"],
      securityGroups: ["sg-lb"],
      instances: ["i-app"],
      listeners: [{ protocol: "HTTP", loadBalancerPort: 80, instancePort: 8080 }],
      healthCheck: { target: "HTTP:9000/ping" },
    },
  },
};

/** Everything works in it. */
export const shop: Network = network(SHOP);
