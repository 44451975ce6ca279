/**
 * Where a path takes less than the 9001 bytes that hosts and load balancer nodes in a VPC may send.
 * "Network MTU for your EC2 instance" https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/network_mtu.html
 * "Quotas for your transit gateways" https://docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-quotas.html
 */
import { FAMILIES, type Family, type Network } from "@netsim/core";
import { regionsOf } from "./hops/peering.js";
import type { Trace } from "./trace.js";
import type { Hop } from "./verdict.js";

export interface PathLimit {
  /** What takes no larger packets. */
  readonly component: string;
  /** Bytes. */
  readonly mtu: number;
  readonly families: readonly Family[];
  /** Beyond it is the internet, any router of which may drop a packet. */
  readonly isInternet: boolean;
  /** A peering that is a limit if its two VPCs are in different Regions, which the input does not say. */
  readonly assumed?: boolean | undefined;
}

const INTERNET_MTU = 1500;
/** Later editions of the page give peering between Regions 8500 bytes, which is less than a VPC's 9001 as well. */
const REGIONS_MTU = 1500;
/** Of what the model does not follow any further. */
const UNSUPPORTED_MTU: Readonly<Record<string, number>> = {
  "virtual-private-gateway": 1500,
  "transit-gateway": 8500,
};

export function limitsOf(network: Network, traces: readonly Trace[]): readonly PathLimit[] {
  const limits: PathLimit[] = [];
  for (const trace of traces) {
    for (const hop of trace.hops) {
      const limit = limitAt(network, trace, hop);
      if (limit) limits.push(limit);
    }
  }
  return limits;
}

function limitAt(network: Network, trace: Trace, hop: Hop): PathLimit | undefined {
  const { id, kind } = hop.component;
  switch (kind) {
    case "internet-gateway":
    case "egress-only-internet-gateway":
      return { component: id, mtu: INTERNET_MTU, families: familiesOf(hop), isInternet: true };
    case "vpc-peering-connection": {
      const peering = network.vpcPeeringConnections[id];
      const regions = peering && regionsOf(network, peering.requester, peering.accepter);
      if (regions === undefined || regions === "one") return undefined;
      const assumed = regions === "unknown";
      return { component: id, mtu: REGIONS_MTU, families: familiesOf(hop), isInternet: false, assumed };
    }
    case "unsupported": {
      const doubt = trace.unknowns.find((each) => each.component === id && each.code === "unsupported-route-target");
      const mtu = UNSUPPORTED_MTU[String(doubt?.details?.kind)];
      return mtu === undefined ? undefined : { component: id, mtu, families: familiesOf(hop), isInternet: false };
    }
    default:
      return undefined;
  }
}

function familiesOf(hop: Hop): readonly Family[] {
  const isIpv6 = hop.inbound.map((header) => header.sourceAddresses[0]?.includes(":") ?? false);
  return FAMILIES.filter((family) => isIpv6.includes(family === "ipv6"));
}
