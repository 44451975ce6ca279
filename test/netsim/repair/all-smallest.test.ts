/**
 * That no smallest repair is overlooked: of the edits that blockers suggest, every set is tried that has as many as the
 * repairs that are found.
 */
import type { Cidr, Network } from "@netsim/core";
import fc from "fast-check";
import { type ConnectionInput, checkConnection, checkHealth, checkListener, type Edit, repair } from "netsim";
import { arbNetworkWithFault } from "netsim/arbitraries";
import { describe, expect, it } from "vitest";
import type { AnyVerdict } from "../../../packages/netsim/src/path/verdict.ts";
import { patched } from "../../../packages/netsim/src/repair/apply-edits.ts";
import { editKey } from "../../../packages/netsim/src/repair/edit.ts";
import { numberOf } from "../../support/arbitraries.ts";
import { anyNetwork } from "../../support/random-networks.ts";
import { editText, renumbered, subsets, suggested } from "../../support/repairs.ts";

const TRAFFIC: readonly Omit<ConnectionInput, "from" | "to">[] = [
  { port: 80 },
  { port: [22, 443], sourcePorts: "linux" },
  { port: 53, protocol: "udp" },
  { protocol: "icmp" },
];

/** How many edits and of what size are still tried in all combinations. */
const MOST_EDITS = 14;
const MOST = 3;

const picks = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { minLength: 5, maxLength: 5 });

function questionsOf(net: Network, all: readonly (readonly [number, number, number])[]): ConnectionInput[] {
  const ends = [...Object.keys(net.networkInterfaces), ...Object.keys(net.subnets), "internet", "203.0.113.10"];
  return all.map(([a, b, c]) => ({
    from: ends[a % ends.length] ?? "internet",
    to: ends[b % ends.length] ?? "internet",
    ...TRAFFIC[c % TRAFFIC.length],
  }));
}

/** Undefined for what is no question, such as one from a host to itself. */
function answered(ask: () => AnyVerdict): AnyVerdict | undefined {
  try {
    return ask();
  } catch (error) {
    expect(error).toMatchObject({ name: "NetsimError" });
    return undefined;
  }
}

/** How many sets were tried, by whether they are repairs. */
interface Tried {
  repairs: number;
  others: number;
}

function expectAll(net: Network, ask: (network: Network) => AnyVerdict, tried: Tried): void {
  const verdict = answered(() => ask(net));
  if (!verdict || verdict.verdict === "reachable") return;
  const edits = suggested(net, verdict);
  if (edits.length > MOST_EDITS) return;
  const { repairs } = repair(net, verdict);
  const size = repairs[0]?.edits.length ?? 0;
  if (size === 0 || size > MOST) return;
  const found = new Set(repairs.map((each) => nameOf(each.edits)));
  for (const each of repairs) {
    expect([each.edits.map(editText), ask(patched(net, each.edits)).verdict]).toEqual([
      each.edits.map(editText),
      "reachable",
    ]);
  }
  for (const some of subsets(edits, size)) {
    const isRepair = ask(patched(net, renumbered(some))).verdict === "reachable";
    tried[isRepair ? "repairs" : "others"]++;
    const isFound = found.has(nameOf(some)) || (isRepair && repairs.some((each) => isNarrower(each.edits, some)));
    expect([some.map(editText), isFound]).toEqual([some.map(editText), isRepair]);
  }
}

function nameOf(edits: readonly Edit[]): string {
  return edits.map(editKey).sort().join("\n");
}

/** Whether it is the same but for blocks that are smaller: least privilege leaves out the wider ones. */
function isNarrower(edits: readonly Edit[], others: readonly Edit[]): boolean {
  const left = [...edits];
  return others.every((other) => {
    const at = left.findIndex((edit) => isWithin(edit, other));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

function isWithin(edit: Edit, other: Edit): boolean {
  const [[slot, block], [otherSlot, otherBlock]] = [slotOf(edit), slotOf(other)];
  return slot === otherSlot && (block === otherBlock || (!!block && !!otherBlock && isInside(block, otherBlock)));
}

/** An edit by all but its block, and the block. */
function slotOf(edit: Edit): readonly [slot: string, block: Cidr | undefined] {
  switch (edit.kind) {
    case "authorize-security-group-rule": {
      const { peer, ...ports } = edit.rule;
      return "cidr" in peer
        ? [JSON.stringify([edit.securityGroupId, edit.direction, ports]), peer.cidr]
        : [editKey(edit), undefined];
    }
    case "create-network-acl-entry": {
      const { ruleNumber: _, cidrBlock, ...ports } = edit.entry;
      return [JSON.stringify([edit.networkAclId, edit.direction, ports]), cidrBlock];
    }
    default:
      return [editKey(edit), undefined];
  }
}

function isInside(block: Cidr, other: Cidr): boolean {
  if (block.includes(":") !== other.includes(":")) return false;
  const [[first, length], [otherFirst, otherLength]] = [block, other].map(partsOf) as [Parts, Parts];
  const free = BigInt((block.includes(":") ? 128 : 32) - otherLength);
  return length >= otherLength && first >> free === otherFirst >> free;
}

type Parts = readonly [first: bigint, length: number];

function partsOf(block: Cidr): Parts {
  const [address = "", length] = block.split("/");
  return [numberOf(address), Number(length)];
}

describe("the repairs that are found", () => {
  it("of a connection are all smallest sets of the edits that blockers suggest, but for such with wider blocks", () => {
    const tried: Tried = { repairs: 0, others: 0 };
    const networks = fc.oneof(
      anyNetwork(),
      arbNetworkWithFault().map((each) => each.network),
    );
    fc.assert(
      fc.property(networks, picks, (net, all) => {
        for (const question of questionsOf(net, all))
          expectAll(net, (other) => checkConnection(other, question), tried);
      }),
      { numRuns: 40, seed: 4 },
    );
    expect(tried.repairs).toBeGreaterThan(100);
    expect(tried.others).toBeGreaterThan(100);
  });

  it("of a load balancer as well", () => {
    const tried: Tried = { repairs: 0, others: 0 };
    fc.assert(
      fc.property(arbNetworkWithFault(), ({ network: net }) => {
        for (const { id: loadBalancer, listeners } of [
          ...Object.values(net.classicLoadBalancers).map(({ id, listeners: [first] }) => ({
            id,
            listeners: [{ port: first?.loadBalancerPort ?? 80 }],
          })),
          ...Object.values(net.loadBalancers),
        ]) {
          const port = listeners[0]?.port ?? 80;
          expectAll(net, (other) => checkListener(other, { loadBalancer, port, from: "203.0.113.10" }), tried);
          expectAll(net, (other) => checkHealth(other, { loadBalancer }), tried);
        }
      }),
      { numRuns: 60, seed: 4 },
    );
    expect(tried.repairs).toBeGreaterThan(20);
    expect(tried.others).toBeGreaterThan(100);
  });
});
