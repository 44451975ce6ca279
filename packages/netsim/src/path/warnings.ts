/** What a connection that works at least in part may still suffer from. */
import { type Network, type PacketSet, packets, packetsOverlap, TCP, UDP, unitePackets } from "@netsim/core";
import type { ConnectionQuestion } from "./connection-question.js";
import { outboundMailWarnings } from "./outbound-mail.js";
import { pathMtuFindings } from "./path-mtu.js";
import type { Trace } from "./trace.js";
import type { Assumption, Warning } from "./verdict.js";

const WITH_PORTS: PacketSet = unitePackets(packets({ protocol: TCP }), packets({ protocol: UDP }));

/** @param working what gets through at least for some port of a NAT device, or may, as the initiator sends it */
export function warningsOf(
  network: Network,
  question: ConnectionQuestion,
  traces: readonly Trace[],
  working: PacketSet,
): { readonly warnings: readonly Warning[]; readonly assumptions: readonly Assumption[] } {
  if (!packetsOverlap(working, WITH_PORTS)) return { warnings: [], assumptions: [] };
  const { warnings, assumed } = pathMtuFindings(network, question, traces);
  return {
    warnings: [...warnings, ...outboundMailWarnings(network, question, working)],
    assumptions: assumed.map((component) => ({ code: "peering-same-region-assumed", component })),
  };
}
