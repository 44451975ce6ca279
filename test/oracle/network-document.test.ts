/** A network that is described and read again is the same network. */
import type { Network, NetworkAclEntry } from "@netsim/core";
import fc from "fast-check";
import { diffNetworks } from "netsim";
import { arbNetwork, arbWorkingNetwork } from "netsim/arbitraries";
import { describe, expect, it } from "vitest";
import { loadAws } from "../support/load-aws.ts";
import { documentOf } from "./network-document.ts";

/** What AWS has no word for, or a reader adds: where it was read, other names of the same thing, what software does. */
const BESIDE = new Set(["name", "origin", "arn", "services", "forwarding"]);

/** What is meant, in one of the ways in which it can be said. */
function recordsOf(net: Network): unknown {
  const whole = {
    ...net,
    // The Region of a VPC is read from its zones; that of the sides of a peering is said there.
    vpcs: each(net.vpcs, ({ region: _, ...vpc }) => vpc),
    networkAcls: each(net.networkAcls, (acl) => ({
      ...acl,
      ingress: meantEntries(acl.ingress),
      egress: meantEntries(acl.egress),
    })),
    loadBalancers: each(net.loadBalancers, (balancer) => ({
      ...balancer,
      listeners: balancer.listeners.toSorted((one, other) => (one.port ?? 0) - (other.port ?? 0)),
    })),
  };
  return JSON.parse(JSON.stringify(whole, (key, value: unknown) => (BESIDE.has(key) ? undefined : value)));
}

function each<T>(records: Readonly<Record<string, T>>, made: (record: T) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(records).map(([id, record]) => [id, made(record)]));
}

/**
 * In the order of their numbers. ICMPv6 from an IPv4 block is all of it, whatever type is asked for:
 * "CreateNetworkAclEntry" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html
 */
function meantEntries(entries: readonly NetworkAclEntry[]): readonly NetworkAclEntry[] {
  const meant = entries.map((entry) =>
    entry.protocol === 58 && !entry.cidrBlock.includes(":") ? { ...entry, fromPort: -1, toPort: -1 } : entry,
  );
  return meant.toSorted((one, other) => one.ruleNumber - other.ruleNumber);
}

describe("a network that is described as AWS does and imported", () => {
  it("has the same records", () => {
    fc.assert(
      fc.property(arbNetwork(), (net) => {
        expect(recordsOf(loadAws(documentOf(net)))).toEqual(recordsOf(net));
      }),
      { numRuns: 200 },
    );
  });

  it("has the same records where everything works", () => {
    fc.assert(
      fc.property(arbWorkingNetwork(), (net) => {
        expect(recordsOf(loadAws(documentOf(net)))).toEqual(recordsOf(net));
      }),
      { numRuns: 50 },
    );
  });

  it("lets through what it did", () => {
    fc.assert(
      fc.property(arbNetwork(), (net) => {
        expect(diffNetworks(net, loadAws(documentOf(net))).verdict).toBe("same");
      }),
      { numRuns: 8 },
    );
  });
});
