/** Networks and verdicts that pictures are made of in the tests. */
import {
  checkConnection,
  checkHealth,
  checkListener,
  editNetwork,
  type HealthTimeline,
  type Network,
  type NetworkInput,
  network,
  simulateHealth,
} from "netsim";
import type { AnyVerdict } from "netsim/render";
import { classicPage } from "../netsim/cli/network.ts";
import { ec2Classic } from "./ec2-classic.ts";
import { applicationInput, passing } from "./forwarding-networks.ts";
import {
  ANYWHERE,
  ANYWHERE_IPV6,
  allow,
  balanced,
  EVERYTHING,
  from,
  peered,
  publicAndPrivate,
  route,
  STRANGER,
} from "./small-networks.ts";

export interface PictureCase {
  readonly network: Network;
  readonly verdict?: AnyVerdict;
}

/** The README's shop in two zones: the rule for the health check's port is forgotten. */
export const SHOP: NetworkInput = {
  vpcs: { shop: { cidr: "10.0.0.0/16" } },
  internetGateways: { "igw-shop": { vpcId: "shop" } },
  routeTables: { "rtb-public": { vpcId: "shop", routes: [route(ANYWHERE, "igw-shop")] } },
  subnets: {
    "public-a": { vpcId: "shop", availabilityZone: "us-east-1a", cidr: "10.0.0.0/24", routeTableId: "rtb-public" },
    "app-a": { vpcId: "shop", availabilityZone: "us-east-1a", cidr: "10.0.1.0/24" },
  },
  securityGroups: {
    "sg-lb": { vpcId: "shop", ingress: [{ port: 80, from: ANYWHERE }] },
    "sg-app": { vpcId: "shop", ingress: [{ port: 8080, from: "sg-lb" }] },
  },
  instances: { "i-app": { subnetId: "app-a", privateIpAddress: "10.0.1.10", groups: ["sg-app"] } },
  classicLoadBalancers: {
    web: {
      subnets: ["public-a"],
      securityGroups: ["sg-lb"],
      instances: ["i-app"],
      listeners: [{ protocol: "HTTP", loadBalancerPort: 80, instancePort: 8080 }],
      healthCheck: { target: "HTTP:9000/ping" },
    },
  },
};

const page = network(classicPage);
const shop = network(SHOP);

function clientsOf(of: Network): PictureCase {
  return { network: of, verdict: checkListener(of, { loadBalancer: "web", port: 80, from: "internet" }) };
}

function healthOf(of: Network): PictureCase {
  return { network: of, verdict: checkHealth(of, { loadBalancer: "web" }) };
}

/** Replies of the instances get out to a part of the ephemeral ports only. */
const lossy = editNetwork(page, (draft) => {
  const acl = draft.networkAcls["acl-app"];
  if (acl) acl.egress = [allow(100, "tcp 32768-65535", "10.0.0.0/16")];
});

const dualStack = publicAndPrivate({
  vpcs: { "vpc-1": { cidr: ["10.0.0.0/16", "2001:db8::/56"] } },
  egressOnlyInternetGateways: { "eigw-1": { vpcId: "vpc-1" } },
  routeTables: {
    "rtb-private": { vpcId: "vpc-1", routes: [route(ANYWHERE, "nat-1"), route(ANYWHERE_IPV6, "eigw-1")] },
  },
  subnets: {
    private: {
      vpcId: "vpc-1",
      availabilityZone: "us-east-1a",
      cidr: ["10.0.1.0/24", "2001:db8:0:1::/64"],
      routeTableId: "rtb-private",
      networkAclId: "acl-private",
    },
  },
  instances: {
    app: { subnetId: "private", privateIpAddress: "10.0.1.10", ipv6Address: "2001:db8:0:1::10", groups: ["sg-app"] },
  },
});

const noReturnRoute = peered({ routeTables: { "rtb-b": { vpcId: "vpc-b", main: true } } });
const unknownAcl = network({
  ...classicPage,
  networkAcls: { "acl-lb": classicPage.networkAcls?.["acl-lb"] ?? { vpcId: "vpc-1" } },
  missing: [{ collection: "networkAcls", id: "acl-app", reason: "not-described" }],
});

/** A fleet in two zones, of which some instances are in another group by mistake. */
function fleet(count: number): Network {
  const ids = Array.from({ length: count }, (_, at) => `i-${String(at).padStart(3, "0")}`);
  return balanced(
    { instances: ids },
    {
      securityGroups: { "sg-old": { vpcId: "vpc-1", ingress: [from("sg-lb", "tcp 8080")] } },
      networkAcls: { "acl-app": { vpcId: "vpc-1", ingress: EVERYTHING, egress: EVERYTHING } },
      instances: Object.fromEntries(
        ids.map((id, at) => [
          id,
          {
            subnetId: at % 2 === 0 ? "app-a" : "app-b",
            privateIpAddress: `10.0.${at % 2 === 0 ? 10 : 11}.${20 + Math.floor(at / 2)}`,
            groups: [at % 10 === 4 ? "sg-old" : "sg-app"],
          },
        ]),
      ),
    },
  );
}

export const PICTURE_CASES: Readonly<Record<string, () => PictureCase>> = {
  "shop-blocked-health-check": () => clientsOf(shop),
  "health-blocked": () => healthOf(shop),
  "classic-page-healthy": () => clientsOf(page),
  "reply-partly-dropped": () => healthOf(lossy),
  "application-cross-zone": () => clientsOf(network(applicationInput())),
  "network-load-balancer": () => {
    const nlb = passing();
    return { network: nlb, verdict: checkListener(nlb, { loadBalancer: "web", port: 80, from: STRANGER }) };
  },
  peering: () => {
    const both = peered();
    return { network: both, verdict: checkConnection(both, { from: "a", to: "b", port: 80 }) };
  },
  "peering-no-return-route": () => ({
    network: noReturnRoute,
    verdict: checkConnection(noReturnRoute, { from: "a", to: "b", port: 80 }),
  }),
  "dual-stack": () => ({
    network: dualStack,
    verdict: checkConnection(dualStack, { from: "app", to: "internet", port: 443 }),
  }),
  "nat-gateway": () => {
    const net = publicAndPrivate();
    return { network: net, verdict: checkConnection(net, { from: "app", to: STRANGER, port: 443 }) };
  },
  "no-way-in": () => {
    const net = publicAndPrivate();
    return { network: net, verdict: checkConnection(net, { from: "internet", to: "app", port: 22 }) };
  },
  "ec2-classic": () => clientsOf(ec2Classic()),
  "not-known": () => healthOf(unknownAcl),
  fleet: () => clientsOf(fleet(60)),
  "whole-network": () => ({ network: network(applicationInput()) }),
  "whole-public-and-private": () => ({ network: dualStack }),
  "whole-peered": () => ({ network: peered() }),
  empty: () => ({ network: network({}) }),
};

/** The rule for the health check's port of the shop is there, goes after a minute and is put back after four. */
export function SHOP_TIMELINE(): HealthTimeline {
  const rule = { port: 9000, from: "sg-lb" };
  const sound = editNetwork(shop, (draft) => {
    draft.securityGroups["sg-app"]?.ingress.push(rule);
    const { web } = draft.classicLoadBalancers;
    if (web) web.healthCheck = { ...web.healthCheck, interval: 10, healthyThreshold: 3 };
  });
  return simulateHealth(sound, {
    loadBalancer: "web",
    until: 600,
    events: [
      {
        at: 60,
        name: "the health check's rule goes",
        edit: (draft) => {
          draft.securityGroups["sg-app"]?.ingress.pop();
        },
      },
      {
        at: 240,
        name: "it is put back",
        edit: (draft) => {
          draft.securityGroups["sg-app"]?.ingress.push(rule);
        },
      },
    ],
  });
}
