/**
 * Where edits have to be made for a question to be answered otherwise. Of all edits of a network those that bear on one
 * question are a few in a hundred: without an aim a property about it would hold for want of trying.
 */
import { ALL_PROTOCOLS, type Network, type ProtocolAndPorts, parsePorts, ranges, recordOf, unwrap } from "@netsim/core";
import { type ConnectionInput, checkConnection } from "../path/check-connection.js";
import { readTransport } from "../path/question.js";
import type { Blocker } from "../path/verdict.js";

export interface Aim {
  /** The groups, ACLs and tables that stop it, and the interfaces and subnets of its ends and of where it is stopped. */
  readonly components: ReadonlySet<string>;
  /** Those in which something is stopped; both where nothing is. */
  readonly directions: readonly Blocker["direction"][];
  /** What the question is about, as a rule would be; none where it is about anything. */
  readonly traffic: readonly ProtocolAndPorts[];
}

/** Of a question without protocol and port, which is about whatever there is. */
type Question = Omit<ConnectionInput, "protocol" | "port"> & Partial<Pick<ConnectionInput, "protocol" | "port">>;

/** @throws NetsimError when the question is none. */
export function aimAt(network: Network, question: Question): Aim {
  const isAnything = question.protocol === undefined && question.port === undefined;
  // Any will do: what stops this packet stops nearly all others as well.
  const { blockers, legs } = checkConnection(network, isAnything ? { ...question, port: 443 } : question);
  const hosts = legs.flatMap(({ from, to }) => [from, to]);
  const ends = [
    ...blockers.flatMap(({ attachedTo }) => attachedTo ?? []),
    ...hosts.flatMap((id) => recordOf(network.instances, id)?.networkInterfaceIds ?? id),
  ];
  const directions = [...new Set(blockers.map(({ direction }) => direction))];
  const subnets = ends.flatMap((id) => recordOf(network.networkInterfaces, id)?.subnetId ?? []);
  return {
    components: new Set([...blockers.flatMap((each) => each.components), ...ends, ...subnets]),
    directions: directions.length > 0 ? directions : ["ingress", "egress"],
    traffic: isAnything ? [] : trafficOf(question),
  };
}

function trafficOf({ protocol = "tcp", port }: Question): readonly ProtocolAndPorts[] {
  const whole: ProtocolAndPorts = { protocol: ALL_PROTOCOLS, fromPort: -1, toPort: -1 };
  const { protocol: number } = unwrap(readTransport({ protocol, port }));
  if (port === undefined) return [{ protocol: number, fromPort: -1, toPort: -1 }, whole];
  const wanted = ranges(unwrap(parsePorts(port)));
  return [...wanted.map(([fromPort, toPort]) => ({ protocol: number, fromPort, toPort })), whole];
}
