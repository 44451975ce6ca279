/** Random questions about a network, mostly about the packets that its rules are about and those just beside them. */
import type { Network } from "@netsim/core";
import fc from "fast-check";
import type { ConnectionInput } from "../path/check-connection.js";
import { type NetworkConstraints, wholeNumber } from "./constraints.js";
import { type EndsSeed, endsOf, hostsOf } from "./flow-ends.js";
import { type TrafficSeed, trafficOf } from "./flow-traffic.js";
import { arbNetwork } from "./network.js";
import { sometimes } from "./shares.js";
import { named } from "./source.js";

/** Between whom questions may be asked, and about what traffic. */
export interface FlowConstraints {
  /** Whether IPv6 is asked about where there is any; true when left out, as all of the following. */
  readonly ipv6?: boolean | undefined;
  /** ICMP messages besides the echo request, which have no reply. */
  readonly oneWayIcmp?: boolean | undefined;
  /** The platform's own services (DNS, metadata, time), which nothing filters. */
  readonly platformServices?: boolean | undefined;
  /** Addresses instead of ids: secondary private ones, and public ones called from outside. */
  readonly addresses?: boolean | undefined;
  /** Load balancers as receivers. */
  readonly loadBalancers?: boolean | undefined;
}

/** What is random about a flow; it becomes one only together with a network. */
export interface FlowSeed extends EndsSeed, TrafficSeed {}

/**
 * A question for `checkConnection` about this network: between instances, to and from the internet, to load balancers; with
 * ports at the borders of the rules of groups and ACLs. Every flow is a question, and a fair share of them works.
 *
 * @throws RangeError when nothing in the network sends or receives.
 */
export function arbFlow(network: Network, constraints: FlowConstraints = {}): fc.Arbitrary<ConnectionInput> {
  if (hostsOf(network).length === 0) throw new RangeError("network: one with a network interface, found none");
  return flowSeed(constraints).map((seed) => flowOf(network, seed));
}

/** A network and questions about it. */
export interface NetworkWithFlows {
  readonly network: Network;
  readonly flows: readonly ConnectionInput[];
}

/** Which networks, and how many questions. */
export interface NetworkWithFlowsConstraints {
  readonly network?: NetworkConstraints | undefined;
  readonly flow?: FlowConstraints | undefined;
  /** How many flows, 1-1000; 1 when left out. */
  readonly flows?: number | undefined;
}

/** A network of `arbNetwork` with questions about it; both shrink on their own. */
export function arbNetworkWithFlows(constraints: NetworkWithFlowsConstraints = {}): fc.Arbitrary<NetworkWithFlows> {
  const length = wholeNumber("flows", constraints.flows ?? 1, 1, 1000);
  return fc
    .record({
      network: arbNetwork(constraints.network),
      seeds: fc.array(flowSeed(constraints.flow ?? {}), { minLength: length, maxLength: length }),
    })
    .map(({ network, seeds }) => {
      const made = { network, flows: seeds.map((seed) => flowOf(network, seed)) };
      return named(
        made,
        () => `${made.flows.map((flow) => fc.stringify(flow)).join("\n")}\nin ${fc.stringify(network)}`,
      );
    });
}

function flowSeed(constraints: FlowConstraints): fc.Arbitrary<FlowSeed> {
  const {
    ipv6 = true,
    oneWayIcmp = true,
    platformServices = true,
    addresses = true,
    loadBalancers = true,
  } = constraints;
  const index = fc.nat({ max: 60 });
  return fc.record({
    shape: fc.oneof(
      { withCrossShrink: true },
      { weight: 10, arbitrary: fc.constant("between" as const) },
      { weight: 16, arbitrary: fc.constant("along-rule" as const) },
      { weight: 6, arbitrary: fc.constant("from-internet" as const) },
      { weight: 6, arbitrary: fc.constant("to-internet" as const) },
      { weight: loadBalancers ? 4 : 0, arbitrary: fc.constant("to-load-balancer" as const) },
      { weight: addresses ? 2 : 0, arbitrary: fc.constant("to-address" as const) },
      { weight: platformServices ? 1 : 0, arbitrary: fc.constant("to-service" as const) },
    ),
    from: index,
    to: index,
    outside: index,
    ipv6: ipv6 ? fc.boolean() : fc.constant(false),
    isIpv4Only: fc.constant(!ipv6),
    about: fc.constantFrom("destination", "destination", "destination", "acl", "usual"),
    rule: index,
    offset: fc.constantFrom(0, 0, 0, 0, -1, 1),
    atUpperBorder: fc.boolean(),
    sourcePorts: fc.constantFrom("any", "any", "border", "border", "linux", "windows"),
    isRange: sometimes(10),
    oneWayIcmp: oneWayIcmp ? sometimes(20) : fc.constant(false),
  });
}

export function flowOf(network: Network, seed: FlowSeed): ConnectionInput {
  const ends = endsOf(network, seed);
  return { from: ends.from, to: ends.to, ...trafficOf(network, seed, ends) };
}
