/**
 * Which listener of a load balancer takes a packet: the one on its destination port, over its transport, and in an
 * address family that the load balancer has.
 * "Listeners for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-listener-config.html
 * "Internet-facing Classic Load Balancers" (IPv6 in EC2-Classic only) https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-internet-facing-load-balancers.html
 * "Listeners for your Application Load Balancers" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html
 * "Listeners for your Network Load Balancers" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html
 */
import type { ClassicLoadBalancer } from "../model/classic-load-balancer.js";
import { listenerTransports } from "../model/listener.js";
import type { LoadBalancer } from "../model/load-balancer.js";
import { type AddressSet, addressesOf, uniteBlocks } from "../packet/address-set.js";
import { ALL_IPV4, ALL_IPV6 } from "../packet/cidr.js";
import { NO_PACKETS, type PacketSet, packets, unitePackets } from "../packet/packet-set.js";
import { TCP, UDP } from "../packet/protocol.js";
import { interval } from "../set/interval-set.js";
import type { Rule, RuleSet } from "./rule-set.js";

export type AcceptAction = "accept" | "none";

const compiled = new WeakMap<ClassicLoadBalancer | LoadBalancer, RuleSet<AcceptAction>>();

/** A Gateway Load Balancer has no port to accept anything on: it is reached through its endpoints only. */
export function listenerRules(balancer: ClassicLoadBalancer | LoadBalancer): RuleSet<AcceptAction> {
  const known = compiled.get(balancer);
  if (known) return known;
  const rules: RuleSet<AcceptAction> = {
    rules: "type" in balancer ? rulesOf(balancer) : classicRules(balancer),
    otherwise: "none",
  };
  compiled.set(balancer, rules);
  return rules;
}

const IPV4: AddressSet = addressesOf(ALL_IPV4);
const DUAL_STACK: AddressSet = uniteBlocks([ALL_IPV4, ALL_IPV6]);

function classicRules(balancer: ClassicLoadBalancer): readonly Rule<AcceptAction>[] {
  // IPv6 clients in EC2-Classic only.
  const source = balancer.availabilityZones ? DUAL_STACK : IPV4;
  return balancer.listeners.map((listener, index) => ({
    ref: { kind: "listener", loadBalancer: balancer.id, index, listener },
    packets: packets({
      protocol: TCP,
      source,
      destinationPorts: interval(listener.loadBalancerPort, listener.loadBalancerPort),
    }),
    action: "accept",
  }));
}

function rulesOf(balancer: LoadBalancer): readonly Rule<AcceptAction>[] {
  const source = balancer.ipAddressType === "ipv4" ? IPV4 : DUAL_STACK;
  return balancer.listeners.map((listener, index) => ({
    ref: { kind: "listener", loadBalancer: balancer.id, index, listener },
    packets: listenerTransports(listener)
      .map((transport): PacketSet => {
        const port = listener.port ?? 0;
        return packets({
          protocol: transport === "tcp" ? TCP : UDP,
          source,
          destinationPorts: interval(port, port),
        });
      })
      .reduce(unitePackets, NO_PACKETS),
    action: "accept",
  }));
}
