/** What is asked about one transport connection, and its two ends. */
import type { PacketSet } from "@netsim/core";
import type { Place } from "./flight.js";
import type { Station } from "./station.js";
import type { Cause, Details, Spot } from "./trace.js";
import type { Leg } from "./verdict.js";
import type { WalkOptions } from "./walk-context.js";

/** One end of a connection. */
export interface End {
  /** As it was asked for. */
  readonly label: string;
  /** Null outside the VPCs. */
  readonly station: Station | null;
  /** Where packets from outside come in, where it is not the internet. */
  readonly entry?: Place | undefined;
}

/** What an end does with packets besides the network: whether anything runs there, listens there. */
export interface EndCheck {
  readonly spot: Spot;
  /** The packets it accepts, as they are when they arrive. */
  readonly accepted: PacketSet;
  readonly cause: Cause;
  /** Of these packets it is not known whether it answers them. */
  readonly doubt?: { readonly about: PacketSet; readonly code: string } | undefined;
}

export interface ConnectionQuestion {
  /** The name of the leg. */
  readonly name: string;
  readonly kind: Leg["kind"];
  readonly from: End;
  readonly to: End;
  /** As the initiator sends them. */
  readonly packets: PacketSet;
  readonly departure?: readonly EndCheck[] | undefined;
  readonly arrival?: readonly EndCheck[] | undefined;
  readonly assumptions?:
    | readonly { readonly code: string; readonly component?: string; readonly details?: Details }[]
    | undefined;
  readonly options: WalkOptions;
  /**
   * For a connection that is open already: the stations whose security groups have it in their tables. Those of others
   * judge every packet of it by their rules, there and back. Left out for a new connection.
   */
  readonly established?: ReadonlySet<string> | undefined;
}
