/** A filter that packets met, and what it left of them. */
import type { Direction, NetworkAcl, Subnet } from "@netsim/core";
import type { Flight } from "./flight.js";
import type { Station } from "./station.js";

export type Passage = {
  readonly direction: Direction;
  /** As it left the filter. */
  readonly flight: Flight;
} & (
  | { readonly kind: "network-acl"; readonly acl: NetworkAcl; readonly subnet: Subnet }
  | { readonly kind: "security-group"; readonly groups: readonly string[]; readonly station: Station }
);
