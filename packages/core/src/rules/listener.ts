/**
 * Which listener of a Classic Load Balancer takes a packet: the one on its destination port, over TCP and IPv4.
 * "Listeners for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-listener-config.html
 * "Internet-facing Classic Load Balancers" (IPv4 only in a VPC) https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-internet-facing-load-balancers.html
 */
import type { ClassicLoadBalancer } from "../model/classic-load-balancer.js";
import { addressesOf } from "../packet/address-set.js";
import { ALL_IPV4 } from "../packet/cidr.js";
import { packets } from "../packet/packet-set.js";
import { TCP } from "../packet/protocol.js";
import { interval } from "../set/interval-set.js";
import type { RuleSet } from "./rule-set.js";

export type AcceptAction = "accept" | "none";

const compiled = new WeakMap<ClassicLoadBalancer, RuleSet<AcceptAction>>();

export function listenerRules(balancer: ClassicLoadBalancer): RuleSet<AcceptAction> {
  const known = compiled.get(balancer);
  if (known) return known;
  const rules: RuleSet<AcceptAction> = {
    rules: balancer.listeners.map((listener, index) => ({
      ref: { kind: "listener", loadBalancer: balancer.id, index, listener },
      packets: packets({
        protocol: TCP,
        source: addressesOf(ALL_IPV4),
        destinationPorts: interval(listener.loadBalancerPort, listener.loadBalancerPort),
      }),
      action: "accept",
    })),
    otherwise: "none",
  };
  compiled.set(balancer, rules);
  return rules;
}
