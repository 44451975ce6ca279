/** Packets between two classes that may fare differently in two networks. */
import type { PacketSet } from "@netsim/core";
import type { EndpointClass } from "./endpoint-classes.js";

export interface Candidate {
  readonly from: EndpointClass;
  readonly to: EndpointClass;
  /** Asked for by its public addresses from inside a VPC. */
  readonly byPublicAddress: boolean;
  readonly packets: PacketSet;
  /** Nothing but groups and ACLs is on the way, before and after. */
  readonly isPlain: boolean;
}
