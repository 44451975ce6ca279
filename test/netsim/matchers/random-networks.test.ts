/** What every matcher promises, on random networks. */
import { type Network, packetWitness } from "@netsim/core";
import fc from "fast-check";
import {
  checkConnection,
  checkHealth,
  checkListener,
  checkPacket,
  type Reachability,
  reachability,
  type Verdict,
} from "netsim";
import { toBeBlockedBy, toBeHealthy, toOnlyExpose, toReach, toServe } from "netsim/matchers";
import { describe, expect, it } from "vitest";
import { classicDocument, randomDocument } from "../../support/aws-random.ts";
import { packetsOfHeaders } from "../../support/flows.ts";
import { loadAws } from "../../support/load-aws.ts";

type Outcome = "passes" | "fails" | "neither";

/** What a runner makes of a matcher and of its `not`. */
function outcomeOf(call: (context: { isNot: boolean }) => { pass: boolean; message: () => string }): Outcome {
  const { pass } = call({ isNot: false });
  try {
    const under = call({ isNot: true });
    // Runners invert it.
    expect(under.pass).toBe(pass);
    return pass ? "passes" : "fails";
  } catch (error) {
    expect((error as Error).name).toBe("AssertionError");
    expect(pass).toBe(false);
    return "neither";
  }
}

const OUTCOMES: Readonly<Record<Reachability, Outcome>> = {
  reachable: "passes",
  unreachable: "fails",
  partial: "neither",
  unknown: "neither",
};

function endsOf(net: Network): readonly string[] {
  const ids = [...Object.keys(net.networkInterfaces), ...Object.keys(net.classicLoadBalancers)];
  return [...ids, ...Object.keys(net.subnets), "internet", "203.0.113.10"];
}

/** Undefined from a place outside to another, and from a host to itself. */
function ask<V extends Verdict>(check: () => V): V | undefined {
  try {
    return check();
  } catch {
    return undefined;
  }
}

const HEALTHY = ["InService", "healthy"];

describe("matchers on random networks", () => {
  it("toReach is the verdict, and toBeBlockedBy each of its blockers and no other", () => {
    fc.assert(
      fc.property(randomDocument(), fc.nat(), fc.nat(), fc.constantFrom(22, 80, 443), (doc, a, b, port) => {
        const net = loadAws(doc);
        const ends = endsOf(net);
        const question = { from: ends[a % ends.length] ?? "", to: ends[b % ends.length] ?? "", port };
        const verdict = ask(() => checkConnection(net, question));
        if (!verdict) return;
        expect(outcomeOf((context) => toReach.call(context, net, question))).toBe(OUTCOMES[verdict.verdict]);
        expect(outcomeOf((context) => toReach.call(context, verdict))).toBe(OUTCOMES[verdict.verdict]);
        expect(toReach.call({ isNot: false }, verdict).message()).toMatch(/^expected /);
        for (const { component, kind, direction, phase, code } of verdict.blockers) {
          const reason = { component, kind, direction, phase, code };
          const outcome = outcomeOf((context) => toBeBlockedBy.call(context, net, question, reason));
          expect(outcome).toBe(verdict.verdict === "unreachable" ? "passes" : "neither");
        }
        const kinds = new Set(verdict.blockers.map((each) => each.kind));
        for (const kind of ["security-group", "network-acl", "route", "application"] as const) {
          if (kinds.has(kind)) continue;
          const outcome = outcomeOf((context) => toBeBlockedBy.call(context, net, question, { kind }));
          expect(outcome).toBe(verdict.verdict === "unknown" ? "neither" : "fails");
        }
      }),
      { numRuns: 20 },
    );
  });

  it("toServe and toBeHealthy are the verdict, and the states of the targets", () => {
    fc.assert(
      fc.property(randomDocument(classicDocument), (doc) => {
        const net = loadAws(doc);
        for (const { id, listeners } of Object.values(net.classicLoadBalancers)) {
          const health = checkHealth(net, { loadBalancer: id });
          expect(outcomeOf((context) => toBeHealthy.call(context, net, { loadBalancer: id }))).toBe(
            OUTCOMES[health.verdict],
          );
          for (const [target, { state }] of Object.entries(health.states)) {
            const outcome = outcomeOf((context) => toBeHealthy.call(context, net, { loadBalancer: id, target }));
            expect(outcome).toBe(state === "InService" ? "passes" : state === "OutOfService" ? "fails" : "neither");
          }
          const question = { loadBalancer: id, port: listeners[0]?.loadBalancerPort ?? 80, from: "203.0.113.10" };
          const { verdict, states } = checkListener(net, question);
          const isWhole = Object.values(states).every(({ state }) => HEALTHY.includes(state));
          const expected = verdict === "reachable" && !isWhole ? "neither" : OUTCOMES[verdict];
          expect(outcomeOf((context) => toServe.call(context, net, question))).toBe(expected);
        }
      }),
      { numRuns: 12 },
    );
  });

  it("toOnlyExpose holds for exactly what reachability has, and for no less", () => {
    fc.assert(
      fc.property(randomDocument({ natGateways: false, loadBalancer: "never" }), fc.nat(), (doc, pick) => {
        const net = loadAws(doc);
        const from = pick % 2 === 0 ? "internet" : (Object.keys(net.networkInterfaces)[pick % 3] ?? "internet");
        const flows = reachability(net, { from, sourcePorts: "0-65535" }).flows;
        if (flows.some((each) => each.unknown.length > 0)) return;
        // What a class sends to itself is not meant, and it may be one of many that are alike.
        const own = flows.flatMap((each) => (each.from.members.length === 1 ? each.from.members : []));
        const targets = new Set(flows.flatMap((each) => each.to.members).filter((each) => !own.includes(each)));
        const to = [...targets].map((id) => ({ to: id, protocol: "all" }));
        const outcome = outcomeOf((context) => toOnlyExpose.call(context, net, { from, to }));
        expect(outcome).toBe("passes");
        for (const left of targets) {
          const less = to.filter((each) => each.to !== left);
          expect(outcomeOf((context) => toOnlyExpose.call(context, net, { from, to: less }))).toBe("fails");
        }
      }),
      { numRuns: 12 },
    );
  });

  it("toOnlyExpose agrees with single packets, pair by pair", () => {
    fc.assert(
      fc.property(randomDocument({ natGateways: false, loadBalancer: "never" }), fc.nat(), (doc, pick) => {
        const net = loadAws(doc);
        const ids = Object.keys(net.networkInterfaces);
        const from = ids[pick % ids.length] ?? "";
        const ports = [22, 80, 443];
        // What a packet finds open is excess where nothing is listed.
        for (const id of ids.filter((each) => each !== from)) {
          const open = ports.filter(
            (port) => checkPacket(net, { from, to: id, port, sourcePort: 40000 }) === "reachable",
          );
          if (open.length === 0) continue;
          expect(outcomeOf((context) => toOnlyExpose.call(context, net, { from, to: [] }))).toBe("fails");
        }
        // And what is excess is open to a packet.
        for (const { to, working } of reachability(net, { from }).flows) {
          const [member = ""] = to.members;
          const witness = packetWitness(packetsOfHeaders(working));
          if (to.kind !== "network-interface" || to.byPublicAddress || witness?.protocol !== 6) continue;
          const { destinationPort: port, sourcePort } = witness;
          const eni = net.instances[member]?.networkInterfaceIds[0] ?? member;
          const address = net.networkInterfaces[eni]?.privateIpAddresses[0]?.address;
          if (address !== witness.destination || eni === from) continue;
          const packet = { from: witness.source, to: witness.destination, port, sourcePorts: sourcePort };
          expect(checkConnection(net, packet).verdict).toBe("reachable");
          // By id a packet is one of each address and family that both ends have.
          const ends = [from, eni].map((id) => net.networkInterfaces[id]);
          const isOne = ends.every((end) => end?.privateIpAddresses.length === 1 && end.ipv6Addresses.length === 0);
          if (isOne) expect(checkPacket(net, { from, to: eni, port, sourcePort })).toBe("reachable");
        }
      }),
      { numRuns: 12 },
    );
  });
});
