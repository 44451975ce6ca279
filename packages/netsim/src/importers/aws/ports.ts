/** Protocol and ports of a rule, from the ways AWS prints "everything". */
import { parseProtocol, protocolClass } from "@netsim/core";
import type { Place } from "../document.js";
import { addNote, type Draft } from "./draft.js";

export interface PortFields {
  readonly protocol: string | number;
  readonly fromPort?: number;
  readonly toPort?: number;
}

/**
 * "IpPermission" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html: a rule for all protocols,
 * and one for any but tcp, udp and the ICMPs, covers all ports whatever its ports are; tcp and udp need a range. Samples
 * of the CLI show tcp with -1 and -1, which is taken for all ports, with a note.
 */
export function portFields(
  draft: Draft,
  protocol: string,
  pair: { readonly from?: number | undefined; readonly to?: number | undefined },
  about: { readonly component: string; readonly place: Place },
): PortFields {
  const parsed = parseProtocol(protocol);
  if (!parsed.ok) return { protocol };
  const number = parsed.value;
  const kind = number === -1 ? "none" : protocolClass(number);
  if (kind === "none") return { protocol: number };
  const { from = -1, to = -1 } = pair;
  if (kind === "icmp" || from !== -1 || to !== -1) return { protocol: number, fromPort: from, toPort: to };
  const message = `a rule of ${about.component} for ${protocol} has no ports; it was taken to be for all ports`;
  addNote(draft, "ports-not-given", message, about);
  return { protocol: number };
}
