/** Packets together with who sends and who receives them. */
import type { PacketSet } from "./packet-set.js";

/**
 * Who an interface is to a security group rule that names groups. It belongs to a packet's private address, travels
 * with the packet, and is lost where the address is translated.
 * "Security group rules" https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
export interface Identity {
  /** The interface, or the load balancer node. */
  readonly id: string;
  readonly groups: readonly string[];
  readonly vpcId: string;
}

/** A set of packets in flight, all of one sender and one receiver as far as group references can tell. */
export interface Traffic {
  readonly packets: PacketSet;
  /** Null where the source address is nobody's private address: the internet, or behind a translation. */
  readonly source: Identity | null;
  readonly destination: Identity | null;
}
