/** What a handler of packets knows of the walk it is part of. */
import type { Network } from "@netsim/core";
import type { Flight, Place } from "./flight.js";
import type { Station } from "./station.js";
import type { Trace } from "./trace.js";
import type { Phase } from "./verdict.js";

export interface WalkOptions {
  /**
   * Which filtering by the subnet's own ACL a Classic node's traffic meets inside the subnet. AWS documents the egress
   * of what the node sends (`egress`) and says nothing of delivery and replies, which `strict` filters too.
   */
  readonly sameSubnetAcl: "egress" | "strict";
  /** What state AWS gives a stopped target of a Network Load Balancer; editions of its guide disagree. */
  readonly stoppedNetworkTarget?: "unhealthy" | "unused" | undefined;
  /**
   * Whether a security group has to admit the errors of path MTU discovery by a rule (`warn`), or takes them for a part
   * of the connection that they are about (`tracked`). AWS has said both; see `path-mtu.ts`.
   */
  readonly pathMtu: "warn" | "tracked";
}

export interface Walk {
  readonly network: Network;
  readonly phase: Phase;
  readonly trace: Trace;
  readonly options: WalkOptions;
  /** Where the packets are meant to arrive; null outside the VPCs. */
  readonly goal: Station | null;
  /** The stations whose stateful filters know the connection. */
  readonly tracked: ReadonlySet<string>;
  /** Called for packets that have arrived. */
  readonly arrive: (flight: Flight) => void;
}

/** Where the flight goes next; nothing when it has arrived or there is nowhere to go. */
export type Handler<At extends Place["at"]> = (
  walk: Walk,
  flight: Flight & { readonly place: Extract<Place, { readonly at: At }> },
) => readonly Flight[];
