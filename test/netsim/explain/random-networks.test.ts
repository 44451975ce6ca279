/** What every explanation promises, on random networks and on working ones with random faults. */
import { type Network, type NetworkDraft, protocolName, tryEditNetwork } from "@netsim/core";
import fc from "fast-check";
import {
  type ConnectionInput,
  type ConnectionVerdict,
  checkConnection,
  checkHealth,
  checkListener,
  type ExplainableVerdict,
  type ExplainedCause,
  editNetwork,
  explain,
  type Header,
  type HeaderSet,
  type NearRule,
  type Packet,
} from "netsim";
import { describe, expect, it } from "vitest";
import { numberOf } from "../../support/arbitraries.ts";
import { randomDocument } from "../../support/aws-random.ts";
import { loadAws } from "../../support/load-aws.ts";
import { anyNetwork, classicNetwork } from "../../support/random-networks.ts";
import { ANYWHERE, ANYWHERE_IPV6, allow, balanced, deny } from "../../support/small-networks.ts";

const TRAFFIC: readonly Omit<ConnectionInput, "from" | "to">[] = [
  { port: 80 },
  { port: [22, 443], sourcePorts: "linux" },
  { port: 53, protocol: "udp" },
  { protocol: "icmp" },
  { protocol: "icmp", icmp: { type: 3 } },
  { protocol: 47 },
];

type Pick = readonly [from: number, to: number, traffic: number];

const picks: fc.Arbitrary<Pick[]> = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { minLength: 8, maxLength: 8 });

interface Asked {
  readonly question: ConnectionInput;
  readonly verdict: ConnectionVerdict;
}

function askAll(net: Network, all: readonly Pick[]): readonly Asked[] {
  const interfaces = Object.values(net.networkInterfaces);
  const ends = [
    ...interfaces.flatMap((eni) => [eni.id, ...eni.ipv6Addresses]),
    ...interfaces.flatMap((eni) => eni.privateIpAddresses.flatMap((each) => [each.address, each.publicIp ?? eni.id])),
    ...Object.keys(net.subnets),
    ...["internet", "203.0.113.10", "2001:db8:9::1", "192.168.1.1", "10.0.0.0/8"],
  ];
  return all.flatMap(([a, b, c]) => {
    const question: ConnectionInput = {
      from: ends[a % ends.length] ?? "internet",
      to: ends[b % ends.length] ?? "internet",
      ...TRAFFIC[c % TRAFFIC.length],
    };
    const verdict = answer(net, question);
    return verdict ? [{ question, verdict }] : [];
  });
}

/** Undefined for what is no question, such as one from a host to itself. */
function answer(net: Network, question: ConnectionInput): ConnectionVerdict | undefined {
  try {
    return checkConnection(net, question);
  } catch (error) {
    expect(error).toMatchObject({ name: "NetsimError" });
    return undefined;
  }
}

/** All verdicts about the load balancers of a network. */
function balancerVerdicts(net: Network): readonly ExplainableVerdict[] {
  return Object.values(net.classicLoadBalancers).flatMap(({ id, listeners }) => [
    checkHealth(net, { loadBalancer: id }),
    checkListener(net, { loadBalancer: id, port: listeners[0]?.loadBalancerPort ?? 80, from: "203.0.113.10" }),
  ]);
}

/** Whether a packet is in a box as it is printed: no code of the sets is asked. */
function isIn(header: Header, packet: Packet): boolean {
  const isAddress = (blocks: readonly string[], address: string): boolean =>
    blocks.some((block) => isInRange(block, address));
  const isNumber = (list: readonly string[] | undefined, value: number): boolean =>
    !list || list.some((text) => inNumbers(text, value));
  const isProtocol = header.protocol
    .split(",")
    .some((text) => text === protocolName(packet.protocol) || (/^\d/.test(text) && inNumbers(text, packet.protocol)));
  return (
    isProtocol &&
    isAddress(header.sourceAddresses, packet.source) &&
    isAddress(header.destinationAddresses, packet.destination) &&
    isNumber(header.sourcePortRanges ?? header.icmpTypes, packet.sourcePort) &&
    isNumber(header.destinationPortRanges ?? header.icmpCodes, packet.destinationPort)
  );
}

function inNumbers(text: string, value: number): boolean {
  const [low = 0, high = low] = text.split("-").map(Number);
  return low <= value && value <= high;
}

/** `10.0.0.0/24` or `10.0.0.4-10.0.0.9`. */
function isInRange(text: string, address: string): boolean {
  const [first = "", length] = text.split("/");
  if (first.includes(":") !== address.includes(":")) return false;
  if (length === undefined) {
    const [low = "", high = low] = first.split("-");
    return numberOf(low) <= numberOf(address) && numberOf(address) <= numberOf(high);
  }
  const free = (first.includes(":") ? 128n : 32n) - BigInt(length);
  return numberOf(first) >> free === numberOf(address) >> free;
}

function holds(headers: HeaderSet, packet: Packet): boolean {
  return headers.some((header) => isIn(header, packet));
}

describe("an explanation", () => {
  it("leaves the verdict as it is, and names each of its blockers at one place of one cause", () => {
    fc.assert(
      fc.property(anyNetwork(), classicNetwork(), picks, (net, classic, all) => {
        const verdicts: readonly ExplainableVerdict[] = [
          ...askAll(net, all).map((each) => each.verdict),
          ...balancerVerdicts(classic),
        ];
        for (const verdict of verdicts) {
          const before = structuredClone(verdict);
          const { causes, blockers, ...explanation } = explain(verdict);
          expect(verdict).toEqual(before);
          expect(Object.isFrozen(verdict)).toBe(true);
          expect(explanation.verdict).toBe(verdict.verdict);
          expect(blockers).toBe(verdict.blockers);
          const told = causes.flatMap(({ places, code, component, direction }) =>
            places.map(({ leg, phase, hop }) => [leg, phase, hop ?? 0, component, direction, code].join("|")),
          );
          const found = verdict.blockers.map(({ leg, phase, hop, component, direction, code }) =>
            [leg, phase, hop ?? 0, component, direction, code].join("|"),
          );
          expect(told.sort()).toEqual(found.sort());
        }
      }),
      { numRuns: 120 },
    );
  });

  it("names packets of each kind that works and that does not", () => {
    fc.assert(
      fc.property(anyNetwork(), picks, (net, all) => {
        for (const { verdict } of askAll(net, all)) {
          const { partial } = explain(verdict);
          const legs = verdict.legs.filter((leg) => leg.verdict === "partial");
          expect(partial.map((each) => each.leg)).toEqual(legs.map((leg) => leg.name));
          for (const [at, { works, fails }] of partial.entries()) {
            const leg = legs[at]!;
            expect([works.map((each) => each.packets), fails.map((each) => each.packets)]).toEqual([
              leg.working,
              leg.failing,
            ]);
            for (const each of [...works, ...fails]) expect(isIn(each.packets, each.packet)).toBe(true);
            for (const { packet } of works) expect(holds(leg.failing, packet)).toBe(false);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("the nearest rule", () => {
  it("matches the packet once the field that it names is changed, and nothing else", () => {
    let changed = 0;
    fc.assert(
      fc.property(anyNetwork(), picks, fc.nat(), (net, all, pick) => {
        for (const { question, verdict } of askAll(net, all)) {
          for (const cause of explain(verdict).causes) {
            const near = cause.nearest?.[pick % Math.max(1, cause.nearest.length)];
            if (!near) continue;
            const stops = (each: ConnectionVerdict): boolean =>
              each.blockers.some(
                ({ components, direction, code, packets }) =>
                  String(components) === String(cause.components) &&
                  direction === cause.direction &&
                  code === cause.code &&
                  holds(packets, near.packet),
              );
            expect(stops(verdict)).toBe(true);
            const edited = tryEditNetwork(net, (draft) => change(draft, near));
            const after = edited.ok ? answer(edited.value, question) : undefined;
            if (!after) continue;
            changed++;
            expect([near.field, stops(after)]).toEqual([near.field, false]);
          }
        }
      }),
      { numRuns: 300 },
    );
    expect(changed).toBeGreaterThan(100);
  });
});

function change(draft: NetworkDraft, { rule, needs }: NearRule): void {
  switch (rule.kind) {
    case "security-group-rule": {
      Object.assign(draft.securityGroups[rule.securityGroupId]![rule.direction][rule.index]!, needs);
      break;
    }
    case "network-acl-entry": {
      const entries = draft.networkAcls[rule.networkAclId]![rule.direction];
      Object.assign(entries.find((each) => each.ruleNumber === rule.ruleNumber)!, needs);
      break;
    }
    case "route":
      Object.assign(draft.routeTables[rule.routeTableId]!.routes[rule.index]!, needs);
  }
}

describe("a rule that another one overrules", () => {
  it("matches packets that stop, and decides about them once those before it are gone", () => {
    let tried = 0;
    fc.assert(
      fc.property(anyNetwork(), picks, (net, all) => {
        for (const { question, verdict } of askAll(net, all)) {
          for (const { overruled, components, direction } of explain(verdict).causes) {
            for (const { rule, packet } of overruled ?? []) {
              if (rule.kind !== "network-acl-entry") continue;
              const edited = editNetwork(net, (draft) => {
                const acl = draft.networkAcls[rule.networkAclId]!;
                acl[rule.direction] = acl[rule.direction].filter((each) => each.ruleNumber >= rule.ruleNumber);
              });
              const after = checkConnection(edited, question).blockers.filter(
                (each) => String(each.components) === String(components) && each.direction === direction,
              );
              tried++;
              expect(after.some((each) => holds(each.packets, packet))).toBe(false);
            }
          }
        }
      }),
      { numRuns: 200 },
    );
    expect(tried).toBeGreaterThan(10);
  });
});

describe("ends without a common port", () => {
  it("have no connection on any port", () => {
    let found = 0;
    fc.assert(
      fc.property(randomDocument().map(loadAws), picks, (net, all) => {
        for (const { question, verdict } of askAll(net, all)) {
          if (question.protocol !== undefined && question.protocol !== "udp") continue;
          for (const conflict of explain(verdict).conflicts) {
            const [header] = conflict.sides[0]?.allows ?? [];
            if (conflict.code !== "no-common-port" || !header) continue;
            found++;
            const hosts = [header.sourceAddresses, header.destinationAddresses].map(
              ([block = ""]) => block.split("/")[0]!,
            );
            const [sender = "", receiver = ""] = hosts;
            const every = answer(net, { ...question, from: sender, to: receiver, port: "0-65535" });
            if (every && every.legs.length === 1) expect(every.verdict).toBe("unreachable");
          }
        }
      }),
      // Such ends are rare: with a seed, so that some are always among them.
      { numRuns: 400, seed: 7 },
    );
    expect(found).toBeGreaterThan(0);
  });
});

/** A mistake in a network that works, and where it is. */
interface Fault {
  readonly component: string;
  readonly direction: "ingress" | "egress";
  readonly make: (draft: NetworkDraft) => void;
}

function groupFault(component: string, direction: "ingress" | "egress", port: number): Fault {
  const make = (draft: NetworkDraft): void => {
    const group = draft.securityGroups[component]!;
    group[direction] = group[direction].filter((rule) => rule.fromPort !== port);
  };
  return { component, direction, make };
}

function aclFault(component: string, direction: "ingress" | "egress", ruleNumber: number, traffic: string): Fault {
  const make = (draft: NetworkDraft): void => {
    draft.networkAcls[component]![direction].push(deny(ruleNumber, traffic));
  };
  return { component, direction, make };
}

const FAULTS: readonly Fault[] = [
  groupFault("sg-lb", "ingress", 80),
  groupFault("sg-lb", "egress", 8080),
  groupFault("sg-lb", "egress", 9000),
  groupFault("sg-app", "ingress", 8080),
  groupFault("sg-app", "ingress", 9000),
  aclFault("acl-lb", "ingress", 10, "tcp 80"),
  aclFault("acl-lb", "ingress", 11, "tcp 1024-32767"),
  aclFault("acl-lb", "egress", 12, "tcp 9000"),
  aclFault("acl-lb", "egress", 13, "all"),
  aclFault("acl-app", "ingress", 14, "tcp 8080-9000"),
  aclFault("acl-app", "egress", 15, "tcp 49152-65535"),
  {
    component: "rtb-lb",
    direction: "egress",
    make: (draft) => {
      draft.routeTables["rtb-lb"]!.routes = draft.routeTables["rtb-lb"]!.routes.filter(
        (each) => each.destination !== ANYWHERE,
      );
    },
  },
  {
    component: "rtb-lb",
    direction: "egress",
    make: (draft) => {
      const route = { destination: "203.0.113.0/24", target: { type: "vpc-peering-connection", id: "pcx-9" } } as const;
      draft.routeTables["rtb-lb"]!.routes.push({ ...route, state: "blackhole" });
    },
  },
  {
    component: "i-a",
    direction: "ingress",
    make: (draft) => {
      draft.instances["i-a"]!.state = "stopped";
    },
  },
];

const working = balanced();

function withFaults(faults: readonly Fault[]): Network {
  return editNetwork(working, (draft) => {
    for (const fault of faults) fault.make(draft);
  });
}

const ASKS: readonly ((net: Network) => ExplainableVerdict)[] = [
  (net) => checkListener(net, { loadBalancer: "web", port: 80, from: "203.0.113.10" }),
  (net) => checkHealth(net, { loadBalancer: "web" }),
];

function isAt(fault: Fault, { components, direction, code }: ExplainedCause): boolean {
  if (code === "instance-not-running") return components.includes(fault.component);
  return components.includes(fault.component) && fault.direction === direction;
}

describe("the causes in a network that works but for some faults", () => {
  const some = fc.subarray([...FAULTS], { minLength: 1, maxLength: 5 });

  it("are real: where the faults are repaired that a cause is at, the cause is gone", () => {
    fc.assert(
      fc.property(some, fc.constantFrom(...ASKS), (faults, ask) => {
        for (const cause of explain(ask(withFaults(faults))).causes) {
          if (cause.followsFrom.length > 0) continue;
          const rest = faults.filter((fault) => !isAt(fault, cause));
          expect([cause.component, cause.code, rest.length < faults.length]).toEqual([
            cause.component,
            cause.code,
            true,
          ]);
          const left = explain(ask(withFaults(rest))).causes.filter(
            ({ component, direction }) => component === cause.component && direction === cause.direction,
          );
          expect(left).toEqual([]);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("are all: where every fault is repaired that a cause is at, everything works", () => {
    fc.assert(
      fc.property(some, fc.constantFrom(...ASKS), (faults, ask) => {
        const { causes } = explain(ask(withFaults(faults)));
        const rest = faults.filter((fault) => !causes.some((cause) => isAt(fault, cause)));
        const after = ask(withFaults(rest));
        expect(after.verdict).toBe("reachable");
        expect(explain(after)).toMatchObject({ causes: [], conflicts: [], partial: [], effects: [] });
      }),
      { numRuns: 150 },
    );
  });

  it("lead to every target that is out of service and every node that does not serve", () => {
    fc.assert(
      fc.property(some, (faults) => {
        const verdict = checkListener(withFaults(faults), { loadBalancer: "web", port: 80, from: "203.0.113.10" });
        const { effects } = explain(verdict);
        const out = Object.entries(verdict.states).filter(([, each]) => each.state !== "InService");
        const targets = effects.filter((each) => each.kind === "target");
        expect(targets.map((each) => each.target)).toEqual(out.map(([name]) => name));
        for (const { causes } of targets) expect(causes.length).toBeGreaterThan(0);
        const nodes = effects.filter((each) => each.kind === "node");
        const down = verdict.nodes.filter((each) => each.verdict !== "reachable");
        expect(nodes.map((each) => each.node)).toEqual(down.map((each) => each.node));
        for (const { causes, targets: seen } of nodes) expect(causes.length + seen.length).toBeGreaterThan(0);
      }),
      { numRuns: 150 },
    );
  });
});

describe("a connection whose causes are all filters", () => {
  it("works once each of them lets everything through", () => {
    let opened = 0;
    fc.assert(
      fc.property(anyNetwork(), picks, (net, all) => {
        for (const { question, verdict } of askAll(net, all)) {
          const { causes, unknowns, doubts } = explain(verdict);
          const isFilter = causes.every((each) => each.kind === "security-group" || each.kind === "network-acl");
          if (causes.length === 0 || !isFilter || unknowns.length > 0) continue;
          if (!causes.every((cause) => isHere(net, cause))) continue;
          opened++;
          const after = checkConnection(
            editNetwork(net, (draft) => {
              for (const cause of causes) open(draft, cause);
            }),
            question,
          );
          // Something behind the causes may be in doubt, and the explanation has said so.
          const isInDoubt = after.verdict === "unknown" && doubts.length > 0;
          expect([after.verdict, after.blockers]).toEqual([isInDoubt ? "unknown" : "reachable", []]);
        }
      }),
      { numRuns: 200 },
    );
    expect(opened).toBeGreaterThan(10);
  });
});

function isHere(net: Network, { component }: ExplainedCause): boolean {
  return Object.hasOwn(net.networkAcls, component) || Object.hasOwn(net.securityGroups, component);
}

function open(draft: NetworkDraft, { kind, component, direction }: ExplainedCause): void {
  if (kind === "network-acl") {
    const acl = draft.networkAcls[component]!;
    const rest = acl[direction].filter((each) => each.ruleNumber > 2);
    acl[direction] = [allow(1, "all"), allow(2, "all", ANYWHERE_IPV6), ...rest] as typeof rest;
  } else {
    const peers = { [direction === "ingress" ? "from" : "to"]: [ANYWHERE, ANYWHERE_IPV6] };
    draft.securityGroups[component]![direction].push({ protocol: -1, ...peers });
  }
}
