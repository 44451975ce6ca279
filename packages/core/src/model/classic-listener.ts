/**
 * The listeners of a Classic Load Balancer.
 * "Listeners for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-listener-config.html
 */
import type { Path } from "../result.js";
import type { ClassicListener, ClassicListenerInput, ClassicProtocol } from "./classic-load-balancer.js";
import { compact, type Reader } from "./read.js";

const PROTOCOLS: readonly string[] = ["TCP", "SSL", "HTTP", "HTTPS"];

function layer(protocol: ClassicProtocol): 4 | 7 {
  return protocol === "TCP" || protocol === "SSL" ? 4 : 7;
}

function isSecure(protocol: ClassicProtocol): boolean {
  return protocol === "SSL" || protocol === "HTTPS";
}

export function readClassicListener(
  reader: Reader,
  input: ClassicListenerInput,
  path: Path,
): ClassicListener | undefined {
  const protocol = readProtocol(reader, input.protocol, [...path, "protocol"]);
  const instanceProtocol = readProtocol(reader, input.instanceProtocol ?? input.protocol, [
    ...path,
    "instanceProtocol",
  ]);
  for (const key of ["loadBalancerPort", "instancePort"] as const) {
    if (!Number.isInteger(input[key]) || input[key] < 1 || input[key] > 65535) {
      reader.report("port", [...path, key], "a port 1-65535", input[key]);
    }
  }
  if (!protocol || !instanceProtocol) return undefined;
  if (layer(protocol) !== layer(instanceProtocol)) {
    const expected =
      layer(protocol) === 4
        ? "TCP or SSL behind a TCP or SSL listener"
        : "HTTP or HTTPS behind an HTTP or HTTPS listener";
    reader.report("listener-pair", [...path, "instanceProtocol"], expected, instanceProtocol);
  }
  return compact({
    protocol,
    loadBalancerPort: input.loadBalancerPort,
    instanceProtocol,
    instancePort: input.instancePort,
    sslCertificateId: input.sslCertificateId,
    origin: input.origin,
  });
}

function readProtocol(reader: Reader, text: string, path: Path): ClassicProtocol | undefined {
  const upper = text.toUpperCase();
  if (PROTOCOLS.includes(upper)) return upper as ClassicProtocol;
  return reader.report("listener-protocol", path, "TCP, SSL, HTTP or HTTPS", text);
}

/** One listener a port, and one kind of backend a port: "Listener" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_Listener.html */
export function reportListenerConflicts(
  reader: Reader,
  places: readonly (ClassicListener | undefined)[],
  path: Path,
): void {
  for (const [at, listener] of places.entries()) {
    if (!listener) continue;
    const before = places.slice(0, at).filter((other) => other !== undefined);
    if (before.some((other) => other.loadBalancerPort === listener.loadBalancerPort)) {
      reader.report(
        "duplicate-listener",
        [...path, at, "loadBalancerPort"],
        "one listener for each port",
        listener.loadBalancerPort,
      );
    }
    const sharing = before.find((other) => other.instancePort === listener.instancePort);
    if (sharing && isSecure(sharing.instanceProtocol) !== isSecure(listener.instanceProtocol)) {
      reader.report(
        "listener-security",
        [...path, at, "instanceProtocol"],
        `the same security as the other listener on instance port ${listener.instancePort} (${sharing.instanceProtocol})`,
        listener.instanceProtocol,
      );
    }
  }
}
