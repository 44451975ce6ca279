/**
 * Internet-facing load balancers in subnets that no route leads to the internet from: their nodes there answer nobody.
 * "Internet-facing Classic Load Balancers" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-internet-facing-load-balancers.html
 * "Troubleshoot a Classic Load Balancer: Client connectivity" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/ts-elb-connection-failed.html
 */
import { addressesEmpty, type Family, intersectAddresses, type Network, packets } from "@netsim/core";
import { headersOf } from "../path/header.js";
import { internetAddresses } from "../path/internet.js";
import { type AnyLoadBalancer, isClassic, type LoadBalancerNode, nodesOf } from "../path/load-balancer-node.js";
import { knownRouteTable } from "../path/missing.js";
import { allLoadBalancers } from "./carriers.js";
import type { Check, Found } from "./check.js";
import { reachOf, routed } from "./subnet-reach.js";

/** The nodes in subnets, one a subnet. */
function publicNodes(network: Network): readonly LoadBalancerNode[] {
  return allLoadBalancers(network)
    .filter((balancer) => balancer.scheme === "internet-facing" && !(isClassic(balancer) && balancer.availabilityZones))
    .flatMap((balancer) => {
      const nodes = nodesOf(network, balancer);
      return nodes.filter(({ subnet }, at) => nodes.findIndex((each) => each.subnet === subnet) === at);
    });
}

function familiesOf(balancer: AnyLoadBalancer): readonly Family[] {
  if (isClassic(balancer) || balancer.ipAddressType === "ipv4") return ["ipv4"];
  return balancer.ipAddressType === "dualstack" ? ["ipv4", "ipv6"] : ["ipv6"];
}

export const loadBalancersWithoutInternetRoute: Check = {
  codes: ["load-balancer-without-internet-route"],
  find: (network) =>
    publicNodes(network).flatMap((node) =>
      familiesOf(node.balancer).flatMap((family) => routeless(network, node, family)),
    ),
  unknowns: (network) =>
    publicNodes(network)
      .filter(({ subnet }) => !reachOf(network, subnet))
      .map(({ balancer }) => ({
        code: "not-in-input",
        component: balancer.id,
        missing: "routeTables",
        codes: loadBalancersWithoutInternetRoute.codes,
      })),
};

function routeless(network: Network, { balancer, subnet }: LoadBalancerNode, family: Family): readonly Found[] {
  const reach = reachOf(network, subnet);
  if (reach?.byInternetGateway[family] !== false) return [];
  const all = internetAddresses(network);
  const internet = { ipv4: false, ipv6: false, [family]: all[family] };
  const taken = routed(network, subnet).filter((each) => !addressesEmpty(intersectAddresses(each.addresses, internet)));
  const by = taken.flatMap((each) => each.rule ?? []);
  return [
    {
      code: "load-balancer-without-internet-route",
      component: balancer.id,
      kind: "load-balancer",
      name: balancer.name,
      proof: { kind: "packets", packets: headersOf(packets({ destination: internet })), by, witness: undefined },
      details: {
        subnet: subnet.id,
        routeTable: knownRouteTable(network, subnet)?.id ?? "",
        family,
        leadsTo: taken.flatMap(({ target }) => (target && target.type !== "local" ? target.id : [])),
      },
    },
  ];
}
