/**
 * What a client sees that is not served.
 * "Troubleshoot a Classic Load Balancer: HTTP errors" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/ts-elb-error-message.html
 * "Troubleshoot your Application Load Balancers" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
 * "Listeners for your Network Load Balancers" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html
 */
import type { LegVerdict } from "../path/connection.js";
import type { Assumption, Blocker, Symptom } from "../path/verdict.js";

/** How a load balancer stands between client and target. */
export type Front =
  /** It answers requests itself: HTTP and HTTPS. */
  | "application"
  | "classic-http"
  /** It accepts the connection and makes another one: TCP and SSL of a Classic one, TLS of a Network one. */
  | "terminating"
  /** The client's packets go to the target and the target's to the client. */
  | "passing";

/**
 * What clients see that do not reach the node. Filters drop without a word; a load balancer refuses what no listener
 * takes, and a Network Load Balancer drops that too.
 */
export function clientSymptoms(legs: readonly LegVerdict[], front: Front | undefined): readonly Symptom[] {
  const failing = legs.filter(({ leg }) => leg.verdict === "unreachable" || leg.verdict === "partial");
  return once(
    failing.flatMap(({ leg, blockers }): readonly Symptom[] => {
      const of = leg.verdict === "unreachable" && failing.length === legs.length ? "all" : "some";
      const [first] = blockers;
      if (!first) return [];
      const isRefused = blockers.every((each) => each.kind === "listener") && front !== "passing";
      return [{ kind: isRefused ? "refused" : "timeout", cause: first.code, of }];
    }),
  );
}

/** What clients see where the node has nobody to send to. */
export function noTargetSymptom(front: Front, cause: string, of: Symptom["of"]): Symptom {
  switch (front) {
    case "application":
    case "classic-http":
      return { kind: "http-status", status: 503, cause, of };
    case "terminating":
      return { kind: "closed", cause, of };
    case "passing":
      return { kind: "timeout", cause, of };
  }
}

/**
 * What AWS does not say: whether a load balancer that has nobody to send to closes a connection that it has accepted, and
 * what a Network Load Balancer does with one that it passes on.
 */
export function noTargetAssumptions(front: Front, component: string): readonly Assumption[] {
  if (front === "application" || front === "classic-http") return [];
  const { kind: symptom } = noTargetSymptom(front, "", "all");
  return [{ code: "no-target-symptom-assumed", component, details: { symptom } }];
}

/** What clients see whose requests the node sends to targets that they do not reach, or that do not answer. */
export function targetSymptoms(front: Front, legs: readonly LegVerdict[]): readonly Symptom[] {
  const failing = legs.filter(({ leg }) => leg.verdict === "unreachable" || leg.verdict === "partial");
  const isEach = failing.length === legs.length && failing.every(({ leg }) => leg.verdict === "unreachable");
  const of = isEach ? "all" : "some";
  return once(
    failing.flatMap(({ blockers }): readonly Symptom[] => {
      const [first] = blockers;
      return first ? [targetSymptom(front, first, blockers, of)] : [];
    }),
  );
}

function targetSymptom(front: Front, first: Blocker, blockers: readonly Blocker[], of: Symptom["of"]): Symptom {
  const cause = first.code;
  // A load balancer that is a target answers itself.
  if (cause === "target-load-balancer-down") {
    return { kind: "http-status", status: Number(first.details?.status), cause, of };
  }
  const isRefused = blockers.every((each) => each.code === "nothing-listens");
  switch (front) {
    case "application":
      // A reset is 502, no answer within ten seconds 504.
      return { kind: "http-status", status: isRefused ? 502 : 504, cause, of };
    case "classic-http":
      return { kind: "http-status", status: 504, cause, of };
    case "terminating":
      return { kind: "closed", cause, of };
    case "passing":
      return { kind: isRefused ? "refused" : "timeout", cause, of };
  }
}

/** Each symptom once, of all clients before of some. */
export function once(symptoms: readonly Symptom[]): readonly Symptom[] {
  const seen = new Map<string, Symptom>();
  for (const each of symptoms) {
    const key = JSON.stringify([each.kind, each.status, each.cause, each.of, each.priority]);
    if (!seen.has(key)) seen.set(key, each);
  }
  return [...seen.values()];
}
