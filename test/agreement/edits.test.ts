/** An answer after an edit, for which walks of before are used where the edit left them alone, is the answer made anew. */
import fc from "fast-check";
import {
  checkConnection,
  checkListener,
  editNetwork,
  NetsimError,
  type Network,
  type NetworkDraft,
  network,
} from "netsim";
import { describe, expect, it } from "vitest";
import { anyNetwork } from "../support/random-networks.ts";

/** Which record, by a number that is taken modulo how many there are. */
const which = fc.nat({ max: 1000 });

const edit = fc.oneof(
  fc.record({ kind: fc.constant("remove-rule" as const), which, direction: fc.constantFrom("ingress", "egress") }),
  fc.record({ kind: fc.constant("open-group" as const), which, direction: fc.constantFrom("ingress", "egress") }),
  fc.record({ kind: fc.constant("remove-entry" as const), which, direction: fc.constantFrom("ingress", "egress") }),
  fc.record({ kind: fc.constant("open-acl" as const), which, direction: fc.constantFrom("ingress", "egress") }),
  fc.record({ kind: fc.constant("remove-route" as const), which }),
  fc.record({ kind: fc.constant("other-acl" as const), which, other: which }),
  fc.record({ kind: fc.constant("other-table" as const), which, other: which }),
  fc.record({ kind: fc.constant("other-groups" as const), which, other: which }),
  fc.record({ kind: fc.constant("stop" as const), which }),
  fc.record({ kind: fc.constant("listen" as const), which }),
  fc.record({ kind: fc.constant("detach-gateway" as const), which }),
  fc.record({ kind: fc.constant("block-public-access" as const), which }),
  fc.record({ kind: fc.constant("fail-nat-gateway" as const), which }),
  fc.record({ kind: fc.constant("delete-peering" as const), which }),
  fc.record({ kind: fc.constant("empty-prefix-list" as const), which }),
);
type Edit = typeof edit extends fc.Arbitrary<infer E> ? E : never;

function pick<T>(records: Readonly<Record<string, T>>, at: number): T | undefined {
  const all = Object.values(records);
  return all[at % Math.max(1, all.length)];
}

function apply(draft: NetworkDraft, made: Edit): void {
  switch (made.kind) {
    case "remove-rule":
      pick(draft.securityGroups, made.which)?.[made.direction as "ingress" | "egress"].pop();
      break;
    case "open-group": {
      const direction = made.direction as "ingress" | "egress";
      const key = direction === "ingress" ? "from" : "to";
      pick(draft.securityGroups, made.which)?.[direction].push({ [key]: "0.0.0.0/0" });
      break;
    }
    case "remove-entry":
      pick(draft.networkAcls, made.which)?.[made.direction as "ingress" | "egress"].shift();
      break;
    case "open-acl": {
      const entries = pick(draft.networkAcls, made.which)?.[made.direction as "ingress" | "egress"];
      const isFree = entries?.every((each) => each.ruleNumber !== 1);
      if (isFree) entries?.unshift({ ruleNumber: 1, ruleAction: "allow", cidrBlock: "0.0.0.0/0" });
      break;
    }
    case "remove-route": {
      const table = pick(draft.routeTables, made.which);
      if (table) table.routes = table.routes.filter(({ target }) => target === undefined || isLocal(target));
      break;
    }
    case "other-acl": {
      const subnet = pick(draft.subnets, made.which);
      const acl = pick(draft.networkAcls, made.other);
      if (subnet && acl?.vpcId === subnet.vpcId) subnet.networkAclId = acl.id;
      break;
    }
    case "other-table": {
      const subnet = pick(draft.subnets, made.which);
      const table = pick(draft.routeTables, made.other);
      if (subnet && table?.vpcId === subnet.vpcId) subnet.routeTableId = table.id;
      break;
    }
    case "other-groups": {
      const eni = pick(draft.networkInterfaces, made.which);
      const group = pick(draft.securityGroups, made.other);
      if (eni && group && group.vpcId === draft.subnets[eni.subnetId]?.vpcId) eni.groups = [group.id];
      break;
    }
    case "stop": {
      const instance = pick(draft.instances, made.which);
      if (instance) instance.state = instance.state === "running" ? "stopped" : "running";
      break;
    }
    case "detach-gateway": {
      const gateway = pick(draft.internetGateways, made.which);
      if (gateway) delete gateway.vpcId;
      break;
    }
    case "block-public-access": {
      const vpc = pick(draft.vpcs, made.which);
      if (vpc) vpc.internetGatewayBlockMode = vpc.internetGatewayBlockMode === "off" ? "block-bidirectional" : "off";
      break;
    }
    case "fail-nat-gateway": {
      const nat = pick(draft.natGateways, made.which);
      if (nat) nat.state = nat.state === "available" ? "failed" : "available";
      break;
    }
    case "delete-peering": {
      const peering = pick(draft.vpcPeeringConnections, made.which);
      if (peering) peering.status = peering.status === "active" ? "deleted" : "active";
      break;
    }
    case "empty-prefix-list": {
      const list = pick(draft.prefixLists, made.which);
      if (list) list.entries = [];
      break;
    }
    case "listen": {
      const instance = pick(draft.instances, made.which);
      if (instance) instance.services = [{ protocol: "tcp", port: 8080 }];
      break;
    }
  }
}

function isLocal(target: unknown): boolean {
  return target === "local" || (typeof target === "object" && (target as { type?: string } | null)?.type === "local");
}

/** Every answer of a few questions: every load balancer's first listener, and some pairs. */
function answers(net: Network, pairs: readonly (readonly [number, number])[]): unknown[] {
  const ask = (question: () => unknown): unknown => {
    try {
      return question();
    } catch (error) {
      if (error instanceof NetsimError) return error.message;
      throw error;
    }
  };
  const ids = Object.keys(net.instances);
  const balancers = Object.values(net.classicLoadBalancers).map((each) =>
    ask(() =>
      checkListener(net, { loadBalancer: each.id, port: each.listeners[0]?.loadBalancerPort ?? 80, from: "internet" }),
    ),
  );
  const connections = pairs.map(([a, b]) => {
    const from = ids[a % Math.max(1, ids.length)] ?? "internet";
    const to = ids[b % Math.max(1, ids.length)] ?? "internet";
    return ask(() => checkConnection(net, { from: a % 5 === 0 ? "internet" : from, to, port: 8080 }));
  });
  return [...balancers, ...connections];
}

describe("an edit", () => {
  it("leaves no answer behind that the edited network does not give by itself", () => {
    fc.assert(
      fc.property(
        anyNetwork(),
        fc.array(edit, { minLength: 1, maxLength: 4 }),
        fc.array(fc.tuple(which, which), { maxLength: 3 }),
        (drawn, edits, pairs) => {
          let net = drawn;
          answers(net, pairs);
          for (const made of edits) {
            try {
              net = editNetwork(net, (draft) => apply(draft, made));
            } catch (error) {
              // No valid network: nothing has changed.
              if (!(error instanceof NetsimError)) throw error;
            }
            expect(answers(net, pairs)).toEqual(answers(network(structuredClone(net)), pairs));
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
