/** Short ways to ask the oracle, and to read its answers. */
import type { AwsDocument } from "./aws-json.js";
import { type ConnectionResult, connectionWorks, ICMP, type Packet, type Question, TCP } from "./oracle.js";

/** TCP from port 40000 over IPv4, unless said otherwise. */
export function ask(
  doc: AwsDocument,
  from: string,
  to: string,
  dstPort: number,
  more: Partial<Question> = {},
): ConnectionResult {
  return connectionWorks(doc, { from, to, family: 4, protocol: TCP, srcPort: 40000, dstPort, ...more });
}

export function ping(doc: AwsDocument, from: string, to: string): ConnectionResult {
  return connectionWorks(doc, { from, to, family: 4, protocol: ICMP, icmpType: 8, icmpCode: 0 });
}

/** "forward ingress acl-web 100", one line per blocker. */
export function blockers(result: Pick<ConnectionResult, "blockers">): string[] {
  return result.blockers.map((one) => [one.phase, one.direction, one.component, one.rule ?? "-"].join(" "));
}

export const internet = "203.0.113.10";

/** TCP 10.0.0.10:40000 > 10.0.1.10:80, unless said otherwise, with no group known at either end. */
export function packet(parts: Partial<Packet>): Packet {
  return {
    source: "10.0.0.10",
    destination: "10.0.1.10",
    protocol: TCP,
    srcPort: 40000,
    dstPort: 80,
    sourceGroups: [],
    destinationGroups: [],
    ...parts,
  };
}
