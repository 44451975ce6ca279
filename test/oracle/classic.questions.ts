/** What the oracle says about the load balancer "web", one line per leg. */
import type { AwsDocument } from "./aws-json.js";
import { classicClientLegs, classicLegs, type Question } from "./oracle.js";
import { blockers, internet } from "./questions.js";

/** "target eni-node i-1: ok" or "health eni-node i-1: reply ingress acl-lb 32767". */
export function legs(doc: AwsDocument, srcPort = 40000, options: Pick<Question, "sameSubnetAcl"> = {}): string[] {
  return classicLegs(doc, "web", srcPort, options).map(({ name, node, instance, result }) => {
    const outcome = result.works ? "ok" : blockers(result).join(", ");
    return `${name} ${node} ${instance}: ${outcome}`;
  });
}

export function clientLegs(doc: AwsDocument, from = internet, listenerPort = 80, srcPort = 40000): string[] {
  return classicClientLegs(doc, "web", { from, listenerPort, srcPort }).map(({ node, result }) => {
    if (result === null) {
      return `${node}: no listener`;
    }
    return `${node}: ${result.works ? "ok" : blockers(result).join(", ")}`;
  });
}

export const bothOk = ["health eni-node i-1: ok", "target eni-node i-1: ok"];

export function bothBlocked(by: string): string[] {
  return [`health eni-node i-1: ${by}`, `target eni-node i-1: ${by}`];
}
