/** What the input is known to leave out. */
import { type Collection, isMissingRecord, type Network } from "@netsim/core";

/** Whether a record that something leads to is left out of the input, rather than not there. */
export function isLeftOut(network: Network, collection: Collection, id: string): boolean {
  return isMissingRecord(network.missing, collection, id);
}
