/** Protocol and ports of a permission, as AWS takes them. */
import {
  ALL_PROTOCOLS,
  ICMPV6,
  ok,
  type Path,
  type ProtocolAndPorts,
  parseProtocol,
  protocolClass,
  type Result,
} from "@netsim/core";
import { refuse } from "../verb.js";
import type { IpPermission } from "./permission.js";

const ANY = -1;

type Key = "IpProtocol" | "FromPort" | "ToPort";

/**
 * A range for tcp and udp and a type and code for icmp are mandatory, for icmpv6 they may be left out for all types; with
 * any other protocol AWS ignores them.
 * "IpPermission" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
 *
 * @param pathOf the place of a key in the request.
 */
export function readPorts(permission: IpPermission, pathOf: (key: Key) => Path): Result<ProtocolAndPorts> {
  const protocol = readProtocol(permission.IpProtocol, pathOf("IpProtocol"));
  if (!protocol.ok) return protocol;
  const kind = protocol.value === ALL_PROTOCOLS ? "none" : protocolClass(protocol.value);
  if (kind === "none") return ok({ protocol: protocol.value, fromPort: ANY, toPort: ANY });
  const { FromPort: fromPort, ToPort: toPort } = permission;
  if (protocol.value === ICMPV6 && fromPort === undefined && toPort === undefined) {
    return ok({ protocol: protocol.value, fromPort: ANY, toPort: ANY });
  }
  if (fromPort === undefined || toPort === undefined) {
    const expected = `both ports: ${kind === "ports" ? "tcp and udp need a range" : "icmp needs a type and a code"}`;
    return refuse("InvalidParameterValue", pathOf(fromPort === undefined ? "FromPort" : "ToPort"), expected, undefined);
  }
  const ports = { protocol: protocol.value, fromPort, toPort };
  return kind === "ports" ? checkRange(ports, pathOf) : checkTypeAndCode(ports, pathOf);
}

/** AWS's names, in its spelling; `all` is one of the command line only. */
function readProtocol(name: string, path: Path): Result<number> {
  const isSpelling = name === name.toLowerCase() && name !== "all";
  const read = isSpelling ? parseProtocol(name, path) : undefined;
  return read?.ok
    ? read
    : refuse("InvalidParameterValue", path, "tcp, udp, icmp, icmpv6, a number 0-255 as text, or -1", name);
}

function checkRange(ports: ProtocolAndPorts, pathOf: (key: Key) => Path): Result<ProtocolAndPorts> {
  for (const [key, port] of [
    ["FromPort", ports.fromPort],
    ["ToPort", ports.toPort],
  ] as const) {
    if (!isWithin(port, 0, 65535)) return refuse("InvalidPermission.Malformed", pathOf(key), "a port 0-65535", port);
  }
  if (ports.fromPort <= ports.toPort) return ok(ports);
  return refuse("InvalidPermission.Malformed", pathOf("ToPort"), `a port from ${ports.fromPort} on`, ports.toPort);
}

function checkTypeAndCode(ports: ProtocolAndPorts, pathOf: (key: Key) => Path): Result<ProtocolAndPorts> {
  for (const [key, value, noun] of [
    ["FromPort", ports.fromPort, "type"],
    ["ToPort", ports.toPort, "code"],
  ] as const) {
    const expected = `an ICMP ${noun} 0-255, or -1 for any`;
    if (!isWithin(value, ANY, 255)) return refuse("InvalidPermission.Malformed", pathOf(key), expected, value);
  }
  if (ports.fromPort !== ANY || ports.toPort === ANY) return ok(ports);
  return refuse("InvalidPermission.Malformed", pathOf("ToPort"), "-1: any type means any code", ports.toPort);
}

function isWithin(value: number, low: number, high: number): boolean {
  return Number.isInteger(value) && low <= value && value <= high;
}
